/// P of a target given figures, with its Monte Carlo error.
package struct WeightedProbability: Sendable, Equatable {
  package let value: Double
  /// Half the width of the 95 % interval; 0 where a figure decides the target.
  package let error: Double

  /// Decided by a figure that is exact by the target's definition.
  init(decided holds: Bool) { (value, error) = (holds ? 1 : 0, 0) }

  /// As a forecast has it.
  init(_ prior: Probability) { (value, error) = (prior.value, prior.error) }

  /// The weighted share of draws in which something holds.
  ///
  /// The error is that of a Wilson interval for as many draws as tell the same: n = p(1 − p) / σ²
  /// with σ² = Σ w² (h − p)² / (Σ w)² the variance of the self-normalised estimate, and at most the
  /// effective size, so that it is never 0.
  ///
  /// - Source: Owen, *Monte Carlo Theory, Methods and Examples* (2013), eq. 9.8; Wilson, *JASA* 22,
  ///   1927.
  package init?(_ held: [Double], _ weights: PathWeights) {
    precondition(held.count == weights.weights.count, "\(held.count) draws")
    var total = 0.0, holding = 0.0, totalSquares = 0.0
    for (h, w) in zip(held, weights.weights) where !h.isNaN {
      total += w
      totalSquares += w * w
      holding += w * h
    }
    guard total > 0 else { return nil }
    let p = min(1, holding / total)
    var spread = 0.0
    for (h, w) in zip(held, weights.weights) where !h.isNaN { spread += w * w * (h - p) * (h - p) }
    var n = total * total / totalSquares
    let variance = spread / (total * total)
    if variance > 0 { n = min(n, p * (1 - p) / variance) }
    // Draws that failed are undecided: whatever they would have shown is part of the error.
    let undecided = max(0, 1 - total / max(weights.sum, total))
    value = p
    error = wilsonHalfWidth(p, of: n) + undecided
  }
}
