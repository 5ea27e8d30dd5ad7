/// ln Γ(x) for x > 0.
///
/// - Accuracy: |error| ≤ 10⁻¹⁴ max(1, |ln Γ(x)|).
package func logGamma(_ x: Double) -> Double {
  precondition(x > 0, "logGamma(\(x))")
  // Γ(x) = Γ(x + n) / (x (x + 1) … (x + n − 1)) takes a small argument to 10, where the series
  // of `stirlingRemainder` holds.
  var product = 1.0, shifted = x
  while shifted < 10 {
    product *= shifted
    shifted += 1
  }
  let large =
    (shifted - 0.5) * naturalLogarithm(shifted) - shifted + halfLogTwoPi
    + stirlingRemainder(shifted)
  return product == 1 ? large : large - naturalLogarithm(product)
}

/// ½ ln 2π.
let halfLogTwoPi = 0.918938533204672741780330

/// ln Γ(x) − ((x − ½) ln x − x + ½ ln 2π) for x > 0, also called Binet's function.
///
/// - Accuracy: |error| ≤ 3 · 10⁻¹⁵.
/// - Source: Stirling's series, DLMF 5.11.1, of which the first term left out is below 3 · 10⁻¹⁷
///   from 10 on; below that the recurrence Γ(x + 1) = x Γ(x).
func stirlingRemainder(_ x: Double) -> Double {
  var shifted = x, sum = 0.0
  while shifted < 10 {
    sum += (shifted + 0.5) * logarithmOfOnePlus(1 / shifted) - 1
    shifted += 1
  }
  let s = 1 / (shifted * shifted)
  var series = s * (1 / 156) - 691 / 360_360
  series = series * s + 1 / 1_188
  series = series * s - 1 / 1_680
  series = series * s + 1 / 1_260
  series = series * s - 1 / 360
  series = series * s + 1 / 12
  return sum + series / shifted
}

/// x ln(x / m) + m − x for x ≥ 0 and m > 0: half the Poisson deviance.
///
/// Written so that nothing cancels where x is near m.
///
/// - Source: Loader, *Fast and accurate computation of binomial probabilities*, 2000.
package func halfDeviance(_ x: Double, _ m: Double) -> Double {
  guard x > 0 else { return m }
  let difference = x - m
  guard difference.magnitude < 0.1 * (x + m) else {
    return x * naturalLogarithm(x / m) + m - x
  }
  let v = difference / (x + m)
  let square = v * v
  var power = 2 * x * v, sum = difference * v, odd = 3.0
  while true {
    power *= square
    let next = sum + power / odd
    if next == sum { return sum }
    sum = next
    odd += 2
  }
}
