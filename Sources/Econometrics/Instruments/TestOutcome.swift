private import NumericKernels
package import ReachModel

/// A test statistic with the law that it is compared with.
package struct TestOutcome: Sendable {
  package let name: Label
  package let statistic: Double
  /// What the statistic follows if the hypothesis holds.
  package let law: TestLaw
  /// What is refused when the p-value is small.
  package let hypothesis: Label
  /// Small-sample factors, in words.
  package let convention: Label

  package init(
    name: Label, statistic: Double, law: TestLaw, hypothesis: Label, convention: Label
  ) {
    precondition(!statistic.isNaN, "\(name.en) is no number")
    (self.name, self.statistic, self.law) = (name, statistic, law)
    (self.hypothesis, self.convention) = (hypothesis, convention)
  }

  /// The probability of a statistic at least as extreme, if the hypothesis holds.
  package var pValue: Double { law.pValue(statistic) }
}

/// The x with P(F ≤ x) = u for Fisher's F, through the beta law of both sides.
func fisherQuantile(_ u: Double, numerator: Double, denominator: Double) -> Double {
  precondition(u > 0 && u < 1, "a probability must be inside (0, 1), not \(u)")
  let below = betaQuantile(u, numerator / 2, denominator / 2)
  let above = betaQuantile(1 - u, complement: u, denominator / 2, numerator / 2)
  return denominator * below / (numerator * above)
}
