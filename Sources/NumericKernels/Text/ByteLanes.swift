public import CLanes

extension SIMD32<UInt8> {
  /// Thirty-two consecutive bytes, beginning at `index`.
  @inlinable @inline(__always)
  package init(_ bytes: Span<UInt8>, at index: Int) {
    precondition(index >= 0 && index &+ 32 <= bytes.count)
    // SAFETY: the precondition keeps all 32 bytes inside the span.
    self = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: Self.self)
  }

  /// Bit i is set where byte i is no digit.
  @inlinable @inline(__always)
  package var otherThanDigits: UInt32 { reach_other_than_digits(self) }

  /// Bit i is set where byte i is a comma, a quote, a line feed, a carriage return or zero.
  @inlinable @inline(__always)
  package var fieldEnds: UInt32 { reach_field_ends(self) }
}

extension SIMD64<UInt8> {
  /// Sixty-four consecutive bytes, beginning at `index`.
  @inlinable @inline(__always)
  package init(_ bytes: Span<UInt8>, at index: Int) {
    precondition(index >= 0 && index &+ 64 <= bytes.count)
    // SAFETY: the precondition keeps all 64 bytes inside the span.
    self = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: Self.self)
  }

  /// Bit i is set where byte i is `byte`.
  @inlinable @inline(__always)
  package func equal(to byte: UInt8) -> UInt64 { reach_equal(self, byte) }

  /// Bit i is set where byte i is at least `byte`.
  @inlinable @inline(__always)
  package func atLeast(_ byte: UInt8) -> UInt64 { reach_at_least(self, byte) }
}

extension UInt64 {
  /// Eight consecutive bytes, beginning at `index`, the first of them lowest.
  @inlinable @inline(__always)
  package init(_ bytes: Span<UInt8>, at index: Int) {
    precondition(index >= 0 && index &+ 8 <= bytes.count)
    // SAFETY: the precondition keeps all 8 bytes inside the span.
    self = unsafe UInt64(
      littleEndian: bytes.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: index, as: UInt64.self))
  }

  /// The number that eight digits write, the first in the lowest byte, as text or as values 0 to 9.
  ///
  /// Pairs, then fours, then all eight are joined, each step by one multiplication.
  ///
  /// - Source: Lemire, *Software: Practice and Experience* 51(8), 2021, §3.
  @inlinable @inline(__always)
  package var writtenInEightDigits: UInt64 {
    let pairs = ((self & 0x0F0F_0F0F_0F0F_0F0F) &* (10 << 8 | 1)) &>> 8
    let fours = ((pairs & 0x00FF_00FF_00FF_00FF) &* (100 << 16 | 1)) &>> 16
    return ((fours & 0x0000_FFFF_0000_FFFF) &* (10_000 << 32 | 1)) &>> 32
  }

  /// The number that the first `count` ≤ 8 of eight bytes write, which are digits.
  @inlinable @inline(__always)
  package init(digits word: UInt64, count: Int) {
    // Shifted, the digits that are missing become zeros in front.
    self = (word << (64 &- 8 &* count)).writtenInEightDigits
  }
}
