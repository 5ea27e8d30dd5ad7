private import NumericKernels

/// A mixture of normal laws: what is left of a coefficient when the variance is averaged out.
package struct NormalMixture: Sendable, Equatable {
  /// Positive, with sum 1.
  package let weights: [Double]
  package let means: [Double]
  package let sds: [Double]

  init(weights: [Double], means: [Double], sds: [Double]) {
    precondition(!weights.isEmpty && weights.count == means.count && means.count == sds.count)
    (self.weights, self.means, self.sds) = (weights, means, sds)
  }

  package var mean: Double { dot(weights, means) }

  package var standardDeviation: Double {
    let centre = mean
    let variance = weights.indices.reduce(0) { sum, i in
      let away = means[i] - centre
      return sum + weights[i] * (sds[i] * sds[i] + away * away)
    }
    return variance.squareRoot()
  }

  /// P(value ≤ x) and P(value > x).
  package func tails(at x: Double) -> (lower: Double, upper: Double) {
    var lower = 0.0, upper = 0.0
    for i in weights.indices {
      let z = (x - means[i]) / sds[i]
      lower += weights[i] * normalCDF(z)
      upper += weights[i] * normalUpperTail(z)
    }
    // The weights may add up to a little more than 1.
    return (min(1, lower), min(1, upper))
  }

  /// The value that is not exceeded with probability u, in 0 < u < 1, by bisection.
  package func quantile(_ u: Double) -> Double {
    precondition(u > 0 && u < 1, "a probability of \(u)")
    // It stands between the least and the largest of the parts' own quantiles.
    let z = normalQuantile(u), parts = zip(means, sds).map { $0 + z * $1 }
    guard var low = parts.min(), var high = parts.max() else { return mean }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      let (lower, upper) = tails(at: middle)
      // The smaller tail keeps its digits.
      if u <= 0.5 ? lower < u : upper > 1 - u { low = middle } else { high = middle }
    }
  }
}
