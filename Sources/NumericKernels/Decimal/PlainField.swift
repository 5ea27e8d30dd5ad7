extension DecimalReader {
  /// Reads a field of comma-separated text that is empty, or a number without an exponent of at most
  /// 19 digits: nearly every number of a data file.
  ///
  /// One comparison of 32 bytes finds the dot and the end, and with that proves that all others are
  /// digits; they are then joined eight at a time. Up to 2⁵³ a division by an exact power of ten
  /// rounds once (Clinger, *PLDI*, 1990).
  ///
  /// - Parameters:
  ///   - bytes: Text with at least 32 bytes from `start` on.
  ///   - end: Becomes the place of the comma, line break or zero byte behind the field; kept when the
  ///     result is nil.
  /// - Returns: The nearest double; NaN for an empty field; nil for any other text, which may still be
  ///   a number.
  @inlinable @inline(__always)
  package func plainField(_ bytes: Span<UInt8>, at start: Int, end: inout Int) -> Double? {
    var others = SIMD32(bytes, at: start).otherThanDigits
    let minus = bytes[start] == 0x2D ? 1 : 0
    others &= ~UInt32(truncatingIfNeeded: minus)
    guard others != 0 else { return nil }
    var stop = others.trailingZeroBitCount
    let whole = stop &- minus
    var fraction = 0
    if bytes[start &+ stop] == 0x2E {
      others &= others &- 1
      fraction = others.trailingZeroBitCount &- stop &- 1
      stop = others.trailingZeroBitCount
      guard others != 0, fraction > 0 else { return nil }
    }
    let last = bytes[start &+ stop]
    guard last == 0x2C || last == 0x0A || last == 0x0D || last == 0 else { return nil }
    if stop == 0 {
      end = start
      return .nan
    }
    let first = start &+ minus
    guard whole == 1 || (whole > 1 && bytes[first] != 0x30), whole &+ fraction <= 19 else {
      return nil
    }
    end = start &+ stop
    var w = digits(bytes, at: first, count: whole)
    guard fraction > 0 else { return minus == 1 ? -Double(w) : Double(w) }
    w = w &* wholeTens[fraction] &+ digits(bytes, at: end &- fraction, count: fraction)
    let magnitude =
      w <= 1 << 53
      ? Double(w) / exactTens[fraction] : powers.nearestDouble(w, powerOfTen: 0 &- fraction)
    return minus == 1 ? -magnitude : magnitude
  }

  /// The number that up to 19 digits write.
  @inlinable @inline(__always)
  func digits(_ bytes: Span<UInt8>, at start: Int, count: Int) -> UInt64 {
    if count <= 8 { return UInt64(digits: bytes, at: start, count: count) }
    let head = UInt64(bytes, at: start).writtenInEightDigits
    if count <= 16 {
      return head &* wholeTens[count &- 8]
        &+ UInt64(digits: bytes, at: start &+ 8, count: count &- 8)
    }
    let middle = UInt64(bytes, at: start &+ 8).writtenInEightDigits
    return (head &* 100_000_000 &+ middle) &* wholeTens[count &- 16]
      &+ UInt64(digits: bytes, at: start &+ 16, count: count &- 16)
  }
}
