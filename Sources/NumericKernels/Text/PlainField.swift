extension DecimalReader {
  /// Reads fields of comma-separated text that are empty, or numbers of at most 18 digits, or 19 and an
  /// exponent: nearly every number of a data file.
  ///
  /// Column by column, since what the fields of one column have in common is what the processor can
  /// foretell. Up to 15 digits a division by an exact power of ten rounds once (Clinger, *PLDI*,
  /// 1990).
  ///
  /// - Parameters:
  ///   - bytes: Text with at least 64 bytes behind each field.
  ///   - fields: Where the fields are.
  ///   - column: The column read.
  ///   - rows: The rows read.
  ///   - cells: Receives the nearest doubles, NaN for empty fields; element r is that of row r.
  /// - Returns: The first row with any other text, which may still be a number; the end of `rows` if
  ///   there is none.
  package func plainFields(
    _ bytes: Span<UInt8>, _ fields: FieldPlaces, column: Int, rows: Range<Int>,
    into cells: inout MutableSpan<Double>
  ) -> Int {
    let ends = fields.ends.span, step = fields.width
    var place = rows.lowerBound &* step &+ column
    for row in rows {
      guard let value = plainField(bytes, at: fields.base &+ Int(ends[place] &+ 1)) else {
        return row
      }
      cells[row] = value
      place &+= step
    }
    return rows.upperBound
  }

  /// Reads the field that begins at `start`, if it is plain, with at least 64 bytes from there on.
  ///
  /// One comparison of 32 bytes finds the dot and the end, and with that proves that all others are
  /// digits; they are then joined eight at a time.
  @inline(__always)
  package func plainField(_ bytes: Span<UInt8>, at start: Int) -> Double? {
    // What is loaded below begins at most 39 bytes behind the start: 31 for the end that was found,
    // 8 for the next digits.
    precondition(start >= 0 && start &+ 64 <= bytes.count)
    var others = SIMD32(bytes, at: start).otherThanDigits
    let minus = byte(bytes, start) == 0x2D ? 1 : 0
    others &= ~UInt32(truncatingIfNeeded: minus)
    guard others != 0 else { return nil }
    var stop = others.trailingZeroBitCount
    let whole = stop &- minus
    var fraction = 0
    if byte(bytes, start &+ stop) == 0x2E {
      others &= others &- 1
      fraction = others.trailingZeroBitCount &- stop &- 1
      stop = others.trailingZeroBitCount
      guard others != 0, fraction > 0 else { return nil }
    }
    guard endsField(byte(bytes, start &+ stop)) else {
      return scientific(bytes, at: start, minus, whole, fraction, others)
    }
    if stop == 0 { return .nan }
    let first = start &+ minus, count = whole &+ fraction
    // Where branches would follow the data there are none: they could not be foretold.
    let longZeros = (byte(bytes, first) == 0x30 ? 1 : 0) & (whole > 1 ? 1 : 0)
    guard whole > 0, longZeros == 0, count <= 18 else { return nil }
    let sign = UInt64(truncatingIfNeeded: minus) &<< 63
    guard fraction > 0 else {
      return Double(
        bitPattern: wholeDouble(digits(bytes, at: first, count: count)).bitPattern | sign)
    }
    let w =
      whole < 8
      ? joined(bytes, at: first, whole, count)
      : digits(bytes, at: first, count: whole) &* wholeTens[fraction]
        &+ digits(bytes, at: start &+ stop &- fraction, count: fraction)
    let magnitude =
      count <= 15
      ? wholeDouble(w) / exactTens[fraction] : powers.nearestDouble(w, powerOfTen: 0 &- fraction)
    return Double(bitPattern: magnitude.bitPattern | sign)
  }

  /// Whether a byte is a comma, a line break, a quote or zero.
  @inline(__always)
  private func endsField(_ byte: UInt8) -> Bool {
    byte == 0x2C || byte == 0x0A || byte == 0x0D || byte == 0x22 || byte == 0
  }

  /// Reads a field with an exponent and at most 19 digits before it.
  ///
  /// - Parameters:
  ///   - bytes: Text.
  ///   - start: Where the field begins.
  ///   - minus: 1 if it begins with a minus.
  ///   - whole: Digits before the dot.
  ///   - fraction: Digits behind it.
  ///   - others: The bytes that are no digits, from the first behind those on.
  /// - Returns: The number, or nil for another text.
  @inline(never)
  private func scientific(
    _ bytes: Span<UInt8>, at start: Int, _ minus: Int, _ whole: Int, _ fraction: Int,
    _ others: UInt32
  ) -> Double? {
    let letter = start &+ others.trailingZeroBitCount, count = whole &+ fraction
    guard byte(bytes, letter) | 0x20 == 0x65, whole > 0, count <= 19 else { return nil }
    guard whole == 1 || byte(bytes, start &+ minus) != 0x30 else { return nil }
    let sign = byte(bytes, letter &+ 1), isSigned = sign == 0x2B || sign == 0x2D
    var rest = others & (others &- 1)
    if isSigned { rest &= rest &- 1 }
    let first = letter &+ (isSigned ? 2 : 1), end = start &+ rest.trailingZeroBitCount
    guard rest != 0, endsField(byte(bytes, end)), 1...4 ~= end - first else { return nil }
    let exponent = Int(digits(bytes, at: first, count: end &- first))
    let power = (sign == 0x2D ? 0 &- exponent : exponent) &- fraction
    let w =
      fraction == 0
      ? digits(bytes, at: start &+ minus, count: whole)
      : digits(bytes, at: start &+ minus, count: whole) &* wholeTens[fraction]
        &+ digits(bytes, at: letter &- fraction, count: fraction)
    let magnitude =
      count <= 15 && -22...22 ~= power
      ? (power < 0 ? wholeDouble(w) / exactTens[-power] : wholeDouble(w) * exactTens[power])
      : powers.nearestDouble(w, powerOfTen: power)
    return minus == 1 ? -magnitude : magnitude
  }

  /// The double nearest to a number of at most 18 digits.
  @inline(__always)
  private func wholeDouble(_ w: UInt64) -> Double { Double(Int64(bitPattern: w)) }

  /// The number that `count` ≤ 18 digits write with a dot after the first `whole` < 8: it is shifted
  /// away, so that the first eight digits are one word.
  @inline(__always)
  private func joined(_ bytes: Span<UInt8>, at start: Int, _ whole: Int, _ count: Int) -> UInt64 {
    let bits = UInt64(truncatingIfNeeded: 8 &* whole)
    let ahead = word(bytes, start) & ((1 &<< bits) &- 1)
    let head = ahead | word(bytes, start &+ whole &+ 1) &<< bits
    if count <= 8 { return UInt64(digits: head, count: count) }
    return longer(head, bytes, at: start &+ 9, count: count)
  }

  /// The number that up to 19 digits write.
  @inline(__always)
  private func digits(_ bytes: Span<UInt8>, at start: Int, count: Int) -> UInt64 {
    if count <= 8 { return UInt64(digits: word(bytes, start), count: count) }
    return longer(word(bytes, start), bytes, at: start &+ 8, count: count)
  }

  /// The number that 9 to 18 digits write, eight of them in `head` and the others from `start` on.
  @inline(__always)
  private func longer(
    _ head: UInt64, _ bytes: Span<UInt8>, at start: Int, count: Int
  ) -> UInt64 {
    let second = min(count &- 8, 8), third = max(count &- 16, 0)
    let w =
      head.writtenInEightDigits &* wholeTens[second]
      &+ UInt64(digits: word(bytes, start), count: second)
    return w &* wholeTens[third] &+ UInt64(digits: word(bytes, start &+ 8), count: third)
  }

  @inline(__always)
  private func byte(_ bytes: Span<UInt8>, _ place: Int) -> UInt8 {
    // SAFETY: within 64 bytes from a start that was checked to have as many (see `plainField`).
    unsafe bytes[unchecked: place]
  }

  @inline(__always)
  private func word(_ bytes: Span<UInt8>, _ place: Int) -> UInt64 {
    // SAFETY: as above; 8 bytes from a place that is at most 39 behind the start.
    unsafe UInt64(
      littleEndian: bytes.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: place, as: UInt64.self))
  }
}
