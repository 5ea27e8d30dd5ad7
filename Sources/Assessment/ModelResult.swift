package import ReachModel
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

/// The thresholds of a model file: of the four targets of the plan under study.
package struct ModelTargets: Sendable, Equatable {
  package let firms: Double
  package let certified: Double
  package let share: Double
  package let growth: Double

  package init(firms: Double, certified: Double, share: Double, growth: Double) {
    (self.firms, self.certified, self.share, self.growth) = (firms, certified, share, growth)
  }

  /// The targets, asked of a year (1 is the first).
  package func targets(year: Int) -> [Target] {
    let asked: [(String, Outcome, Comparison, Double)] = [
      ("T1", .firms, .atLeast, firms), ("T2", .certified, .atLeast, certified),
      ("T3", .share, .atLeast, share), ("T4", .growth, .above, growth),
    ]
    return asked.map { key, outcome, comparison, threshold in
      Target(
        key: key, label: outcome.label, outcome: outcome, comparison: comparison,
        threshold: threshold, year: year, source: "model file",
        origin: Origin(file: "inputs.targets", line: 1, column: 1))
    }
  }
}
