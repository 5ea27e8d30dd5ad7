package import ReachModel
import Simulation

/// What a comparison of scenarios found: a base and what it is compared with, under the same shocks.
package struct ScenarioComparison: Sendable {
  package let base: ComparedScenario
  package let alternatives: [Alternative]
  /// The nested design behind the ranges over parameters: parameters × shocks; nil where it was
  /// interrupted, and no range is told.
  package let nested: (parameters: Int, shocks: Int)?
  /// What was not done, or not to the end, when the comparison was interrupted.
  package let unfinished: [Stage]

  package init(
    base: ComparedScenario, alternatives: [Alternative], nested: (parameters: Int, shocks: Int)?,
    unfinished: [Stage] = []
  ) {
    (self.base, self.alternatives, self.nested) = (base, alternatives, nested)
    self.unfinished = unfinished
  }

  /// A part of the work, in its order.
  package enum Stage: String, Sendable, CaseIterable {
    /// The draws that all scenarios meet; those that were met by all are told.
    case ensemble
    /// The ranges of differences over the parameters.
    case ranges
    /// What each change contributes; told for the alternatives that were done.
    case contributions
  }

  /// Draws of each scenario, all under the same shocks: the first ones where it was interrupted.
  package var draws: Int { base.summary.draws }

  /// Draws over all scenarios and designs that something is told of.
  package var simulatedDraws: Int {
    let combinations = alternatives.compactMap(\.attribution).reduce(0) {
      $0 + $1.draws * $1.combinations
    }
    let nested = nested.map { $0.parameters * $0.shocks } ?? 0
    return scenarios.reduce(0) { $0 + $1.summary.draws + nested } + combinations
  }

  package var scenarios: [ComparedScenario] { [base] + alternatives.map(\.scenario) }

  /// One scenario beside the base.
  package struct Alternative: Sendable {
    package let scenario: ComparedScenario
    /// For the targets that both ask in the same way.
    package let targets: [TargetDifference]
    /// All targets together; nil unless both ask the same.
    package let joint: (difference: ChanceDifference, range: ParameterRange.Ends?)?
    /// How the yearly and quarterly outcomes differ, draw by draw.
    package let bands: EnsembleSummary?
    /// In which inputs they differ, or why that cannot be said.
    package let changes: Result<[ScenarioChange], Incomparable>
    /// What each change contributes; nil where there is nothing to divide or it cannot be.
    package let attribution: Attribution?

    /// Whether every outcome is the same in every draw.
    package var isEqual: Bool {
      guard let bands else { return false }
      return bands.summaries.allSatisfy { $0.moments.mean == 0 && $0.moments.variance == 0 }
    }

    package init(
      scenario: ComparedScenario, targets: [TargetDifference],
      joint: (difference: ChanceDifference, range: ParameterRange.Ends?)?, bands: EnsembleSummary?,
      changes: Result<[ScenarioChange], Incomparable>, attribution: Attribution?
    ) {
      (self.scenario, self.targets, self.joint, self.bands) = (scenario, targets, joint, bands)
      (self.changes, self.attribution) = (changes, attribution)
    }
  }
}

/// A scenario of a comparison.
package struct ComparedScenario: Sendable {
  /// The scenario's key, which a comparison of a scenario with itself has twice: then with a number.
  package let name: String
  package let fitted: FittedModel
  package let hits: TargetHits
  package let summary: EnsembleSummary

  package init(
    name: String, fitted: FittedModel, hits: TargetHits, summary: EnsembleSummary
  ) {
    (self.name, self.fitted, self.hits, self.summary) = (name, fitted, hits, summary)
  }

  package var study: Study { fitted.study }

  /// P of all targets together; nil for a single one.
  package var joint: Probability? { hits.targets.count > 1 ? hits.jointProbability : nil }
}
