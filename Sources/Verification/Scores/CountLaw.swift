private import NumericKernels

/// A law of counts 0, 1, 2, …, by its mass at one count and the ratio of neighbours.
struct CountLaw {
  private let mean: Double
  private let deviation: Double
  /// The largest count; nil for none.
  private let limit: Double?
  private let logMass: (Double) -> Double
  /// P(k + 1) / P(k).
  private let ratio: (Double) -> Double

  static func poisson(_ rate: Double) -> CountLaw {
    CountLaw(
      mean: rate, deviation: rate.squareRoot(), limit: nil,
      logMass: { k in k * naturalLogarithm(rate) - rate - logGamma(k + 1) },
      ratio: { k in rate / (k + 1) })
  }

  static func negativeBinomial(_ size: Double, _ prob: Double) -> CountLaw {
    let failure = 1 - prob
    return CountLaw(
      mean: size * failure / prob, deviation: (size * failure).squareRoot() / prob, limit: nil,
      logMass: { k in
        logGamma(k + size) - logGamma(size) - logGamma(k + 1) + size * naturalLogarithm(prob)
          + (k > 0 ? k * naturalLogarithm(failure) : 0)
      }, ratio: { k in failure * (k + size) / (k + 1) })
  }

  static func binomial(_ n: Int, _ prob: Double) -> CountLaw {
    let n = Double(n), failure = 1 - prob
    return CountLaw(
      mean: n * prob, deviation: (n * prob * failure).squareRoot(), limit: n,
      logMass: { k in
        logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
          + (k > 0 ? k * naturalLogarithm(prob) : 0)
          + (k < n ? (n - k) * naturalLogarithm(failure) : 0)
      }, ratio: { k in (n - k) / (k + 1) * prob / failure })
  }

  func logScore(at y: Double) -> Double {
    guard y >= 0, y == y.rounded(), y <= limit ?? y else { return .infinity }
    return -logMass(y)
  }

  /// ∫ (F(x) − 1{y ≤ x})² dx, a step of F at a time.
  ///
  /// From 40 standard deviations below the mean, where F is 0 to any double, to where what is left
  /// above cannot change the sum.
  func crps(at y: Double) -> Double {
    let start = max(0, (mean - 40 * deviation).rounded(.down))
    var k = start, mass = exponential(logMass(start)), below = 0.0
    // Below the first step F is 0: only a y down there counts.
    var score = max(0, start - y)
    while true {
      below = min(1, below + mass)
      let above = 1 - below
      let low = min(max(y, k), k + 1) - k
      score += low * below * below + (1 - low) * above * above
      mass *= ratio(k)
      k += 1
      if let limit, k >= limit { return score + max(0, y - k) }
      // The rest is at most a geometric series of the squared upper tail.
      if k > mean, k >= y, mass < 1e-18 { return score }
    }
  }
}
