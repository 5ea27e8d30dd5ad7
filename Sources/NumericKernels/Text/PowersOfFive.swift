/// The powers of five from 5⁻³⁴² to 5³⁰⁸ to 128 bits, from exact integer arithmetic.
///
/// Row q holds the 128 highest bits of 5^q, cut off; for −27 ≤ q < 0 they are one more, so that a
/// product with a multiple of 5^−q is never below the true one. They are computed, not listed: 651
/// rows cost some 30 µs and no table has to be believed.
///
/// - Source: Lemire, *Software: Practice and Experience* 51(8), 2021, §5 and appendix B.
package struct PowersOfFive: Sendable {
  /// With less, 19 digits are below half the smallest double; with more, beyond the largest.
  static let range = -342...308

  /// The high word and the low word of each power in turn.
  let words: [UInt64]

  package init() {
    let range = Self.range
    var words = [UInt64](repeating: 0, count: 2 * range.count)
    func set(_ q: Int, _ top: (high: UInt64, low: UInt64)) {
      words[2 * (q - range.lowerBound)] = top.high
      words[2 * (q - range.lowerBound) + 1] = top.low
    }
    var power = WholeNumber(1)
    for q in 0...range.upperBound {
      set(q, power.highest128Bits)
      power.multiply(by: 5)
    }
    // ⌊⌊x / 5⌋ / 5⌋ = ⌊x / 25⌋: every quotient is exact. 5³⁴² has 795 bits, which leaves 357.
    var quotient = WholeNumber(1)
    quotient.shiftLeft(1152)
    for q in 1...(-range.lowerBound) {
      quotient.divide(by: 5)
      var (high, low) = quotient.highest128Bits
      if q <= 27 {
        let sum = low.addingReportingOverflow(1)
        (high, low) = (high + (sum.overflow ? 1 : 0), sum.partialValue)
      }
      set(-q, (high, low))
    }
    self.words = words
  }

  @inline(__always)
  subscript(_ q: Int) -> (high: UInt64, low: UInt64) {
    let place = 2 &* (q &- Self.range.lowerBound)
    return (words[place], words[place &+ 1])
  }
}
