package import ReachModel

/// A test of what a regression takes for granted.
package struct DiagnosticTest: Sendable {
  /// Permanent, for example `breusch_pagan`.
  package let id: String
  /// What is tested: the hypothesis that a small p speaks against.
  package let hypothesis: Label
  package let statistic: Double
  package let law: TestLaw
  package var pValue: Double { law.pValue(statistic) }
  /// How it was computed, every convention named.
  package let convention: Label

  package init(
    id: String, hypothesis: Label, statistic: Double, law: TestLaw, convention: Label
  ) {
    (self.id, self.hypothesis, self.statistic) = (id, hypothesis, statistic)
    (self.law, self.convention) = (law, convention)
  }
}

/// A diagnostic, or why these data have none.
package enum DiagnosticOutcome: Sendable {
  case tested(DiagnosticTest)
  /// The identifier of the test and the reason.
  case notApplicable(id: String, Label)
}
