import ReachModel
package import Simulation

/// What `reach model` computes of a bare model, without any study around it.
package enum ModelResult: Sendable {
  /// Nothing is random: one path, and the same with all support budgets doubled.
  case path(ModelPath)
  case ensemble(ModelEnsemble)
}

/// The two paths of a model without noise.
package struct ModelPath: Sendable {
  package let base: Replay
  package let doubled: Replay
  package let years: Int

  package init(base: Replay, doubled: Replay, years: Int) {
    (self.base, self.doubled, self.years) = (base, doubled, years)
  }
}

/// An ensemble of a model and what doubled budgets change in it.
package struct ModelEnsemble: Sendable {
  package let draws: Int
  package let summary: EnsembleSummary
  /// By year; empty without targets.
  package let hits: [TargetHits]
  /// By year: the differences under the same shocks, by quantity.
  package let differences: [[Series.Quantity: Moments]]
  package let years: Int
  /// Whether firms are counted one by one, so that N and C are whole numbers.
  package let isWhole: Bool

  /// What is compared: levels, but output as a ratio less 1.
  package static let compared: [Series.Quantity] = [
    .outcome(.firms), .outcome(.certified), .outcome(.share), .outcome(.growth), .output,
  ]

  package init(
    draws: Int, summary: EnsembleSummary, hits: [TargetHits],
    differences: [[Series.Quantity: Moments]], years: Int, isWhole: Bool
  ) {
    (self.draws, self.summary, self.hits) = (draws, summary, hits)
    (self.differences, self.years, self.isWhole) = (differences, years, isWhole)
  }
}
