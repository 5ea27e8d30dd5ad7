extension SIMD8<Double> {
  /// Eight consecutive elements of `span`, beginning at `index`.
  @inlinable @inline(__always)
  package init(_ span: Span<Double>, at index: Int) {
    precondition(index >= 0 && index &+ 8 <= span.count)
    // SAFETY: the precondition keeps all 64 bytes inside the span.
    self = unsafe span.bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: index &* 8, as: Self.self)
  }

  /// The last `count` < 8 elements of `span`, and `filler` in the lanes that are left.
  @inlinable @inline(__always)
  package init(tailOf span: Span<Double>, count: Int, filler: Double) {
    self.init(repeating: filler)
    for lane in 0..<count { self[lane] = span[span.count - count + lane] }
  }

  /// Writes the lanes to eight consecutive elements of `span`, beginning at `index`.
  @inlinable @inline(__always)
  package func store(into span: inout MutableSpan<Double>, at index: Int) {
    precondition(index >= 0 && index &+ 8 <= span.count)
    // SAFETY: every pattern of 64 bits is a Double, so no write leaves an invalid element.
    var bytes = unsafe span.mutableBytes
    // SAFETY: the precondition keeps all 64 bytes inside the span.
    unsafe bytes.storeBytes(of: self, toUncheckedByteOffset: index &* 8, as: Self.self)
  }

  /// Writes the first `count` < 8 lanes to the last `count` elements of `span`.
  @inlinable @inline(__always)
  package func store(intoTailOf span: inout MutableSpan<Double>, count: Int) {
    for lane in 0..<count { span[span.count - count + lane] = self[lane] }
  }
}
