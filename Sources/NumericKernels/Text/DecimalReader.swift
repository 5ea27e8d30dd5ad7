/// Reads decimal numbers from text in ASCII: the nearest double, ties to even, whatever the length.
///
/// The grammar is that of data files: an optional minus, digits with at most one dot among, before
/// or after them, an exponent. There is no plus in front and no thousands mark. A zero in front of
/// other digits is told apart, because such texts are codes (`01`), not amounts.
package struct DecimalReader: Sendable {
  let powers: PowersOfFive
  /// 10⁰ … 10²², all exact.
  let exactTens: [Double]
  /// 10⁰ … 10¹⁹, all of which fit.
  let wholeTens: [UInt64]

  /// Computes the tables, which takes some 50 µs: one reader serves a whole file.
  package init() {
    powers = PowersOfFive()
    exactTens = (0..<22).reduce(into: [1]) { tens, _ in tens.append(10 * (tens.last ?? 1)) }
    wholeTens = (0..<19).reduce(into: [1]) { tens, _ in tens.append(10 * (tens.last ?? 1)) }
  }

  /// What a text is when read as a number.
  package enum Reading: Equatable, Sendable {
    /// ±∞ beyond the largest double.
    case number(Double)
    /// `01`, `-007.5`, `00`.
    case leadingZero
    case notANumber
  }

  /// Reads the whole of `range` as one number.
  ///
  /// - Complexity: O(bytes); some texts of 20 and more digits take exact arithmetic, O(digits²).
  package func read(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Reading {
    var scan = DecimalScan(bytes, range)
    guard scan.isNumber else { return .notANumber }
    if scan.hasLeadingZero { return .leadingZero }
    scan.dropZeros(bytes)
    let magnitude: Double
    if scan.significant <= 19 {
      let w = scan.head(bytes)
      let q = scan.power
      magnitude =
        w <= 1 << 53 && -22...22 ~= q
        ? (q < 0 ? Double(w) / exactTens[-q] : Double(w) * exactTens[q])
        : powers.nearestDouble(w, powerOfTen: q)
    } else {
      let digits = scan.digits(bytes)
      magnitude = powers.nearestDouble(digits: digits[...], powerOfTen: scan.power)
    }
    return .number(scan.isNegative ? -magnitude : magnitude)
  }
}

/// The parts of a number's text.
private struct DecimalScan {
  private(set) var isNumber = false
  private(set) var hasLeadingZero = false
  private(set) var isNegative = false
  /// The power of ten of the last digit.
  private(set) var power = 0
  /// Digits from the first that is not 0.
  private(set) var significant = 0
  /// From the first digit that is not 0 to the last, with the dot if it stands between.
  private var body = 0..<0
  private static let dot = UInt8(ascii: ".")

  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var place = range.lowerBound
    if place < range.upperBound, bytes[place] == UInt8(ascii: "-") {
      isNegative = true
      place += 1
    }
    let start = place
    place = Self.afterDigits(bytes, place..<range.upperBound)
    var digits = place - start
    hasLeadingZero = digits > 1 && bytes[start] == UInt8(ascii: "0")
    if place < range.upperBound, bytes[place] == Self.dot {
      let fraction = place + 1
      place = Self.afterDigits(bytes, fraction..<range.upperBound)
      power = fraction - place
      digits += place - fraction
    }
    body = start..<place
    guard digits > 0 else { return }
    significant = digits
    isNumber = place == range.upperBound || readExponent(bytes, place..<range.upperBound)
  }

  private static func afterDigits(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var place = range.lowerBound
    while place < range.upperBound, bytes[place] &- 0x30 <= 9 { place += 1 }
    return place
  }

  /// - Returns: Whether `range` is an exponent.
  private mutating func readExponent(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard bytes[range.lowerBound] | 0x20 == UInt8(ascii: "e") else { return false }
    var place = range.lowerBound + 1, isBelow = false
    if place < range.upperBound, bytes[place] == 0x2B || bytes[place] == 0x2D {
      isBelow = bytes[place] == 0x2D
      place += 1
    }
    guard place < range.upperBound else { return false }
    var exponent = 0
    for place in place..<range.upperBound {
      guard bytes[place] &- 0x30 <= 9 else { return false }
      // Beyond this nothing changes: no text has as many digits.
      exponent = min(exponent * 10 + Int(bytes[place] - 0x30), 1 << 50)
    }
    power += isBelow ? -exponent : exponent
    return true
  }

  /// Leaves zeros in front of the first other digit out of the count.
  mutating func dropZeros(_ bytes: Span<UInt8>) {
    var place = body.lowerBound
    while place < body.upperBound, bytes[place] == 0x30 || bytes[place] == Self.dot {
      significant -= bytes[place] == 0x30 ? 1 : 0
      place += 1
    }
    body = place..<body.upperBound
  }

  /// The significant digits as a whole number, when there are at most 19.
  func head(_ bytes: Span<UInt8>) -> UInt64 {
    var w: UInt64 = 0
    for place in body where bytes[place] != Self.dot { w = w * 10 + UInt64(bytes[place] - 0x30) }
    return w
  }

  /// The significant digits, 0 to 9.
  func digits(_ bytes: Span<UInt8>) -> [UInt8] {
    var digits: [UInt8] = []
    digits.reserveCapacity(significant)
    for place in body where bytes[place] != Self.dot { digits.append(bytes[place] - 0x30) }
    return digits
  }
}
