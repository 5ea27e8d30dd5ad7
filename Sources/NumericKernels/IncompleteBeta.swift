/// The regularised incomplete beta function and its complement: P(B ≤ x) and P(B > x) for a
/// Beta(a, b) variable B.
///
/// - Parameters:
///   - a: First shape, greater than 0.
///   - b: Second shape, greater than 0.
///   - x: In 0...1.
///   - complement: 1 − x, given apart because it may be known better than 1 − x tells.
/// - Returns: The lower and the upper probability.
/// - Accuracy: relative error of the side that is computed (the smaller one, unless a shape is
///   below 1) at most 5 · 10⁻¹³ for shapes up to 10⁵; absolute error of the other at most 10⁻¹⁵.
/// - Complexity: O(√(a + b)) terms near the mean.
/// - Source: DLMF 8.17.22; the leading factor after Loader (2000).
package func regularisedBeta(
  _ a: Double, _ b: Double, at x: Double, complement: Double
) -> (lower: Double, upper: Double) {
  precondition(a > 0 && b > 0 && x >= 0 && complement >= 0, "regularisedBeta(\(a), \(b), \(x))")
  if x == 0 { return (0, 1) }
  if complement == 0 { return (1, 0) }
  if x * (a + b + 2) < a + 1 {
    let lower = min(1, leadingBetaTerm(a, b, x, complement) * betaFraction(a, b, x))
    return (lower, 1 - lower)
  }
  let upper = min(1, leadingBetaTerm(b, a, complement, x) * betaFraction(b, a, complement))
  return (1 - upper, upper)
}

/// xᵃ yᵇ / (a B(a, b)) with y = 1 − x.
private func leadingBetaTerm(_ a: Double, _ b: Double, _ x: Double, _ y: Double) -> Double {
  let n = a + b
  let exponent =
    stirlingRemainder(n) - stirlingRemainder(a) - stirlingRemainder(b)
    - halfDeviance(a, n * x) - halfDeviance(b, n * y)
  return exponential(exponent) * (b / (2 * Double.pi * a * n)).squareRoot()
}

/// The continued fraction of I(x; a, b) a B(a, b) / (xᵃ (1 − x)ᵇ), by Lentz's modified method.
private func betaFraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
  var c = 1.0, d = 1 / awayFromZero(1 - (a + b) * x / (a + 1)), value = d, m = 0.0, factor = 0.0
  // Terms grow like √(a + b); a hundred times that is never reached, and ends a cycle of roundings.
  let limit = 1_000 + 100 * (a + b).squareRoot()
  repeat {
    m += 1
    let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / awayFromZero(1 + even * d)
    c = awayFromZero(1 + even / c)
    value *= c * d
    let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / awayFromZero(1 + odd * d)
    c = awayFromZero(1 + odd / c)
    factor = c * d
    value *= factor
  } while (factor - 1).magnitude > 0x1p-52 && m < limit
  return value
}
