private import NumericKernels

/// An interval for a probability from k hits of n.
///
/// - Source: Brown, Cai and DasGupta, *Statistical Science* 16, 2001.
package enum ProbabilityInterval: String, Sendable, CaseIterable {
  case wilson
  case clopperPearson = "clopper_pearson"
  case agrestiCoull = "agresti_coull"
  case jeffreys
  case normal

  /// The interval that leaves α outside.
  ///
  /// - Parameters:
  ///   - hits: 0 ≤ k ≤ n.
  ///   - count: n ≥ 1.
  ///   - alpha: In (0, 1).
  /// - Returns: Inside 0...1.
  package func interval(hits: Int, of count: Int, alpha: Double = 0.05) -> ClosedRange<Double> {
    precondition(count > 0 && (0...count).contains(hits), "\(hits) of \(count)")
    let k = Double(hits), n = Double(count), p = k / n
    let z = -normalQuantile(alpha / 2)
    switch self {
    case .wilson:
      let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
      let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
      // At 0 and n one end is exactly there; rounding must not move it.
      return (hits == 0 ? 0 : centre - half)...(hits == count ? 1 : centre + half)
    case .clopperPearson:
      let low = hits == 0 ? 0 : betaQuantile(alpha / 2, k, n - k + 1)
      let high = hits == count ? 1 : betaQuantile(1 - alpha / 2, k + 1, n - k)
      return low...high
    case .agrestiCoull:
      let m = n + z * z, centre = (k + z * z / 2) / m
      return Self.clamped(centre, z * (centre * (1 - centre) / m).squareRoot())
    case .jeffreys:
      return betaQuantile(
        alpha / 2, k + 0.5, n - k + 0.5)...betaQuantile(
          1 - alpha / 2, k + 0.5, n - k + 0.5)
    case .normal: return Self.clamped(p, z * (p * (1 - p) / n).squareRoot())
    }
  }

  private static func clamped(_ centre: Double, _ half: Double) -> ClosedRange<Double> {
    max(0, centre - half)...min(1, centre + half)
  }
}
