private import NumericKernels

/// ψ(x), the derivative of ln Γ, for x > 0.
///
/// - Parameter x: Greater than 0.
/// - Returns: ψ(x).
/// - Accuracy: |error| ≤ 4 · 10⁻¹⁵ max(1, |ψ(x)|): the recurrence takes x to 10, where the first
///   term left out of the series is below 5 · 10⁻¹⁶.
/// - Source: DLMF 5.5.2 and 5.11.2.
package func digamma(_ x: Double) -> Double {
  precondition(x > 0, "digamma(\(x))")
  var shifted = x, sum = 0.0
  while shifted < 10 {
    sum -= 1 / shifted
    shifted += 1
  }
  let s = 1 / (shifted * shifted)
  var series = s / 12 - 691 / 32_760
  series = series * s + 1 / 132
  series = series * s - 1 / 240
  series = series * s + 1 / 252
  series = series * s - 1 / 120
  series = series * s + 1 / 12
  return sum + naturalLogarithm(shifted) - 0.5 / shifted - series * s
}

/// ψ′(x) for x > 0: the variance of ln X when X is gamma with shape x.
///
/// - Parameter x: Greater than 0.
/// - Returns: ψ′(x).
/// - Accuracy: relative error ≤ 4 · 10⁻¹⁵, as for ``digamma(_:)``.
/// - Source: DLMF 5.15.5 and 5.15.8.
package func trigamma(_ x: Double) -> Double {
  precondition(x > 0, "trigamma(\(x))")
  var shifted = x, sum = 0.0
  while shifted < 10 {
    sum += 1 / (shifted * shifted)
    shifted += 1
  }
  let s = 1 / (shifted * shifted)
  var series = 7 * s / 6 - 691 / 2_730
  series = series * s + 5 / 66
  series = series * s - 1 / 30
  series = series * s + 1 / 42
  series = series * s - 1 / 30
  series = series * s + 1 / 6
  return sum + 1 / shifted + 0.5 * s + series * s / shifted
}
