package import ReachModel

/// Figures of the data of one relation, under prior and posterior.
package struct RelationCheck: Sendable {
  package let key: String
  package let label: Label
  package let checks: [PredictiveCheck]

  package init(key: String, label: Label, checks: [PredictiveCheck]) {
    (self.key, self.label, self.checks) = (key, label, checks)
  }
}

/// What power-scaling does to a parameter, or to the outcome and chance of a target.
package struct ScaledQuantity: Sendable {
  package let key: String
  package let label: Label
  /// Of the parameter, or of the target's outcome.
  package let row: PowerScaling.Row
  /// Of the target's event: changes are of its probability; nil for a parameter.
  package let event: (row: PowerScaling.Row, priorError: Double, likelihoodError: Double)?

  package init(
    key: String, label: Label, row: PowerScaling.Row,
    event: (row: PowerScaling.Row, priorError: Double, likelihoodError: Double)?
  ) {
    (self.key, self.label, self.row, self.event) = (key, label, row, event)
  }
}

/// Whether the machinery behind a forecast can be trusted.
package struct MachineryReport: Sendable {
  package let calibrations: [CalibrationResult]
  package let yearlyGrowth: YearlyGrowthCheck?
  package let relations: [RelationCheck]
  package let scaled: [ScaledQuantity]
  /// The largest Pareto k̂ of the scaled weights; nil where nothing is scaled.
  package let shape: Double?
  /// Draws of the ensemble behind what is scaled, and how many of them failed.
  package let draws: Int
  package let failures: Int
  /// What could not be checked, and why.
  package let cannotSay: [Label]

  package init(
    calibrations: [CalibrationResult], yearlyGrowth: YearlyGrowthCheck?,
    relations: [RelationCheck], scaled: [ScaledQuantity], shape: Double?, draws: Int,
    failures: Int, cannotSay: [Label]
  ) {
    (self.calibrations, self.yearlyGrowth) = (calibrations, yearlyGrowth)
    (self.relations, self.scaled, self.shape) = (relations, scaled, shape)
    (self.draws, self.failures, self.cannotSay) = (draws, failures, cannotSay)
  }
}
