/// A whole number of any size, for what has to be exact.
///
/// Only what reading decimals takes: small factors, powers of five, shifts, and the order.
struct WholeNumber: Comparable {
  /// Words of 64 bits, lowest first, without zeros at the end.
  private var words: [UInt64]

  init(_ value: UInt64) { words = value == 0 ? [] : [value] }

  /// The number that digits (values 0 to 9) write.
  init(digits: some Sequence<UInt8>) {
    words = []
    var pending: UInt64 = 0, factor: UInt64 = 1
    for digit in digits {
      (pending, factor) = (pending * 10 + UInt64(digit), factor * 10)
      if factor == 10_000_000_000_000_000_000 {
        multiply(by: factor, adding: pending)
        (pending, factor) = (0, 1)
      }
    }
    multiply(by: factor, adding: pending)
  }

  mutating func multiply(by factor: UInt64, adding term: UInt64 = 0) {
    var carry = term
    for i in words.indices {
      let product = words[i].multipliedFullWidth(by: factor)
      let sum = product.low.addingReportingOverflow(carry)
      words[i] = sum.partialValue
      carry = product.high + (sum.overflow ? 1 : 0)
    }
    if carry > 0 { words.append(carry) }
  }

  mutating func multiply(byPowerOfFive exponent: Int) {
    for _ in 0..<(exponent / 27) { multiply(by: 7_450_580_596_923_828_125) }
    for _ in 0..<(exponent % 27) { multiply(by: 5) }
  }

  /// Cuts off the remainder.
  mutating func divide(by divisor: UInt64) {
    var remainder: UInt64 = 0
    for i in words.indices.reversed() {
      (words[i], remainder) = divisor.dividingFullWidth((remainder, words[i]))
    }
    if words.last == 0 { words.removeLast() }
  }

  mutating func shiftLeft(_ bits: Int) {
    guard !words.isEmpty else { return }
    let (whole, part) = bits.quotientAndRemainder(dividingBy: 64)
    if part > 0 { multiply(by: 1 << part) }
    words.insert(contentsOf: repeatElement(0, count: whole), at: 0)
  }

  /// The number shifted so that the first bit is the highest of 128, and cut off.
  var highest128Bits: (high: UInt64, low: UInt64) {
    func word(_ fromTop: Int) -> UInt64 {
      fromTop < words.count ? words[words.count - 1 - fromTop] : 0
    }
    let shift = word(0).leadingZeroBitCount
    return (
      word(0) << shift | word(1) >> (64 - shift), word(1) << shift | word(2) >> (64 - shift)
    )
  }

  static func < (a: WholeNumber, b: WholeNumber) -> Bool {
    if a.words.count != b.words.count { return a.words.count < b.words.count }
    return a.words.reversed().lexicographicallyPrecedes(b.words.reversed())
  }
}
