import NumericKernels
package import ReachModel

/// A test statistic with the law that it is compared with.
package struct TestOutcome: Sendable {
  /// What the statistic follows if the hypothesis holds.
  package enum Law: Sendable, Equatable {
    case chiSquare(degrees: Int)
    case f(numerator: Int, denominator: Int)
    /// Compared on both sides.
    case normal
  }

  package let name: Label
  package let statistic: Double
  package let law: Law
  /// What is refused when the p-value is small.
  package let hypothesis: Label
  /// Small-sample factors, in words.
  package let convention: Label

  package init(
    name: Label, statistic: Double, law: Law, hypothesis: Label, convention: Label
  ) {
    precondition(!statistic.isNaN, "\(name.en) is no number")
    (self.name, self.statistic, self.law) = (name, statistic, law)
    (self.hypothesis, self.convention) = (hypothesis, convention)
  }

  /// The probability of a statistic at least as extreme, if the hypothesis holds.
  package var pValue: Double {
    switch law {
    case .chiSquare(let degrees):
      regularisedGamma(shape: Double(degrees) / 2, max(0, statistic) / 2).upper
    case .f(let numerator, let denominator):
      fisherUpperTail(
        max(0, statistic), numerator: Double(numerator), denominator: Double(denominator))
    case .normal: min(1, 2 * normalUpperTail(statistic.magnitude))
    }
  }
}

/// P(F > x) for Fisher's F.
///
/// - Accuracy: that of ``regularisedBeta(_:_:at:complement:)``.
func fisherUpperTail(_ x: Double, numerator: Double, denominator: Double) -> Double {
  guard x < .infinity else { return 0 }
  let ratio = numerator * x / denominator
  let beyond = 1 / (1 + ratio)
  let within = ratio < .infinity ? ratio * beyond : 1
  return regularisedBeta(denominator / 2, numerator / 2, at: beyond, complement: within).lower
}

/// The x with P(F ≤ x) = u for Fisher's F, through the beta law of both sides.
func fisherQuantile(_ u: Double, numerator: Double, denominator: Double) -> Double {
  precondition(u > 0 && u < 1, "a probability must be inside (0, 1), not \(u)")
  let below = betaQuantile(u, numerator / 2, denominator / 2)
  let above = betaQuantile(1 - u, complement: u, denominator / 2, numerator / 2)
  return denominator * below / (numerator * above)
}
