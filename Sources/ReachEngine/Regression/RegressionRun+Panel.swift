import Econometrics
import LinearAlgebra
import ReachModel

extension RegressionRun {
  /// A problem of this specification that only its estimator sees.
  func contradiction(_ summary: String, _ path: [String], hint: String? = nil) -> RegressionError {
    .specification(
      SpecificationProblems([SpecificationProblem(.contradiction, summary, hint: hint, path: path)])
    )
  }

  /// Which of the panel's own effects are asked for.
  ///
  /// - Throws: ``RegressionError`` for effects of anything else, which estimators of panels lack.
  func panelEffects() throws(RegressionError) -> (entity: Bool, period: Bool) {
    var found = (entity: false, period: false)
    for (place, effect) in specification.fixedEffects.enumerated() {
      switch effect.text {
      case specification.entity: found.entity = true
      case specification.periodColumn: found.period = true
      default:
        throw contradiction(
          "`\(specification.estimator.name.rawValue)` has effects of the entity and the period, "
            + "and none of `\(effect.text)`", ["fixed_effects", "\(place)"])
      }
    }
    return found
  }

  /// The regressors without the constant.
  func slopes(_ data: RegressionData) -> [String] {
    data.names.filter { $0 != RegressionData.constantName }
  }

  /// Dependent variable, regressors and listed instruments by unit and period.
  ///
  /// Without an entity the rows are one series.
  func panelTable(_ data: RegressionData) throws(RegressionError) -> PanelTable {
    guard let period = data.period else {
      throw .estimation(
        .columnNeeded(
          what: Label(vi: "cột thời kỳ", en: "a column of periods"),
          covariance: specification.estimator.name.rawValue))
    }
    var columns = [(name: data.dependent, values: data.y)]
    for (j, name) in data.names.enumerated() where name != RegressionData.constantName {
      columns.append((name, data.X.column(j)))
    }
    for (j, name) in data.instrumentNames.enumerated() where !data.names.contains(name) {
      columns.append((name, data.Z.column(j)))
    }
    let entity = data.entity ?? Grouping(name: "series", labels: period.map { _ in 0 })
    return try estimating { () throws(EstimationError) in
      try PanelTable(columns: columns, entity: entity, period: period)
    }
  }
}
