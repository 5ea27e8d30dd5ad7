/// The two regularised incomplete gamma functions: P(G ≤ x) and P(G > x) for a Gamma variable G
/// with the given shape and scale 1.
///
/// A series below shape + 1, a continued fraction above; the other side is the complement.
///
/// - Parameters:
///   - shape: Greater than 0.
///   - x: At least 0.
/// - Returns: The lower and the upper probability.
/// - Accuracy: relative error of the side that is computed at most 5 · 10⁻¹³ for shapes up to 10⁵;
///   absolute error of the other one at most 10⁻¹⁵.
/// - Complexity: O(√shape) terms near x = shape.
/// - Source: DLMF 8.11.4 and 8.9.2; the leading factor after Loader (2000).
package func regularisedGamma(shape: Double, _ x: Double) -> (lower: Double, upper: Double) {
  precondition(shape > 0 && x >= 0, "regularisedGamma(shape: \(shape), \(x))")
  if x == 0 { return (0, 1) }
  if x == .infinity { return (1, 0) }
  // xᵃ e⁻ˣ / Γ(a + 1)
  let factor =
    exponential(-halfDeviance(shape, x) - stirlingRemainder(shape))
    / (2 * Double.pi * shape).squareRoot()
  if x < shape + 1 {
    let lower = min(1, factor * gammaSeries(shape: shape, x))
    return (lower, 1 - lower)
  }
  let upper = min(1, factor * shape * gammaFraction(shape: shape, x))
  return (1 - upper, upper)
}

/// The series 1 + x / (a + 1) + x² / ((a + 1)(a + 2)) + ….
private func gammaSeries(shape: Double, _ x: Double) -> Double {
  var sum = 1.0, term = 1.0, divisor = shape
  while term > sum * 0x1p-54 {
    divisor += 1
    term *= x / divisor
    sum += term
  }
  return sum
}

/// The continued fraction of Γ(a, x) eˣ x⁻ᵃ, by the modified method of Lentz.
private func gammaFraction(shape: Double, _ x: Double) -> Double {
  var b = x + 1 - shape, c = 0x1p1000, d = 1 / b, value = d, n = 0.0, factor = 0.0
  // Terms grow like √x; a hundred times that is never reached, and ends a cycle of roundings.
  let limit = 1_000 + 100 * x.squareRoot()
  repeat {
    n += 1
    b += 2
    let a = n * (shape - n)
    d = 1 / awayFromZero(a * d + b)
    c = awayFromZero(b + a / c)
    factor = c * d
    value *= factor
  } while (factor - 1).magnitude > 0x1p-52 && n < limit
  return value
}

/// The number itself, or a tiny one in the place of 0 (Lentz's modification).
func awayFromZero(_ x: Double) -> Double { x == 0 ? 0x1p-1000 : x }
