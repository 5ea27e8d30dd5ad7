/// The number (high + low) · 2^exponent with 1 ≤ high < 2 and |low| ≤ 2⁻⁵³.
///
/// About 105 bits, and an exponent apart, so that powers neither overflow nor lose bits on the way.
///
/// - Source: Dekker, *Numerische Mathematik* 18, 1971, for products of two doubles.
struct ScaledPair {
  private var high: Double
  private var low: Double
  private var exponent: Int

  /// - Parameter x: Finite and above 0.
  init(_ x: Double) {
    (high, low, exponent) = (x.significand, 0, Int(x.exponent))
  }

  /// The sum of two parts, the second much the smaller, brought into the form.
  private init(_ large: Double, _ small: Double, exponent: Int) {
    let sum = large + small
    let rest = small - (sum - large)
    let shift = Int(sum.exponent)
    let scale = Double(sign: .plus, exponent: -shift, significand: 1)
    (high, low, self.exponent) = (sum * scale, rest * scale, exponent + shift)
  }

  static func * (a: ScaledPair, b: ScaledPair) -> ScaledPair {
    let product = a.high * b.high
    // The exact rounding error of the product, then the cross terms.
    var error = (-product).addingProduct(a.high, b.high)
    error += a.high * b.low + a.low * b.high
    return ScaledPair(product, error, exponent: a.exponent + b.exponent)
  }

  private var reciprocal: ScaledPair {
    let quotient = 1 / high
    let rest = 1.0.addingProduct(-quotient, high) - quotient * low
    return ScaledPair(quotient, rest / high, exponent: -exponent)
  }

  /// Its power, by squares.
  ///
  /// - Parameter n: Not 0.
  /// - Returns: Its n-th power.
  /// - Accuracy: Within 4|n| · 2⁻¹⁰⁴, relative.
  func power(_ n: Int) -> ScaledPair {
    var power = self
    let bits = n.magnitude
    for bit in stride(from: UInt.bitWidth - bits.leadingZeroBitCount - 2, through: 0, by: -1) {
      power = power * power
      if bits & (1 << UInt(bit)) != 0 { power = power * self }
    }
    return n < 0 ? power.reciprocal : power
  }

  /// As a double; infinite or 0 where that has no room for it.
  var rounded: Double {
    // Beyond ±5000 the result is infinite or 0 whatever the digits are.
    Double(sign: .plus, exponent: max(-5000, min(5000, exponent)), significand: high)
  }
}
