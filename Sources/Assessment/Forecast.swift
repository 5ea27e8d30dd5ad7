package import ReachModel
package import Simulation

/// What a run found for one scenario.
package struct Forecast: Sendable {
  package let fitted: FittedModel
  package let prepared: PreparedModel
  package let verdict: Verdict
  package let summary: EnsembleSummary
  package let kept: KeptDraws
  /// The share of variance from parameters, series by series.
  package let shares: [ParameterShare]
  /// Against the first scenario of the run, under the same shocks; empty for the first itself.
  package let differences: [TargetDifference]
  /// All targets together, likewise; nil for a single one, or where the first asks others.
  package let jointDifference: ChanceDifference?

  package var study: Study { fitted.study }

  package init(
    fitted: FittedModel, prepared: PreparedModel, verdict: Verdict, summary: EnsembleSummary,
    kept: KeptDraws, shares: [ParameterShare], differences: [TargetDifference],
    jointDifference: ChanceDifference?
  ) {
    (self.fitted, self.prepared, self.verdict, self.summary) = (fitted, prepared, verdict, summary)
    (self.kept, self.shares, self.differences) = (kept, shares, differences)
    self.jointDifference = jointDifference
  }
}
