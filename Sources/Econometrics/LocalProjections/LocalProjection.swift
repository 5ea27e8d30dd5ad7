import LinearAlgebra

/// The regression of one horizon.
package struct LocalProjection: Sendable {
  package let horizon: Int
  /// The first coefficient is the response to the shock.
  package let fit: LinearFit
  /// Its rows with unit and period, in the order of units and then periods, for covariances.
  package let data: RegressionData
  /// The unit of the table of each row, from 0.
  package let units: [Int]
  /// Where the shock has instruments.
  package let instrumental: InstrumentalFit?
  package let recommended: ProjectionErrors

  /// In the unit of the response per unit of the shock.
  package var response: Double { fit.coefficients[0] }
}

/// Regresses the response h periods ahead on the shock and controls, for each horizon.
///
/// Errors of a projection overlap, and so correlate over h periods: without lag augmentation they
/// need Newey-West (or, in a panel, clustered or Driscoll-Kraay) errors. With it, scores are
/// uncorrelated, and heteroskedastic errors will do, for persistent series too.
///
/// - Parameters:
///   - table: A panel, or a series as a panel of one unit.
///   - model: What is projected on what.
///   - threads: Columns that are worked on at a time.
/// - Returns: One projection for each horizon.
/// - Throws: An ``EstimationError`` naming the regressor or the counts.
/// - Source: Jordà, *American Economic Review* 95(1), 2005; Montiel Olea and Plagborg-Møller,
///   *Econometrica* 89(4), 2021 (lag augmentation); Stock and Watson, *Economic Journal* 128, 2018
///   (instruments).
package func projectLocally(
  _ table: PanelTable, _ model: LocalProjectionModel, threads: Int = 1
) throws(EstimationError) -> [LocalProjection] {
  var projections: [LocalProjection] = []
  for horizon in model.horizons {
    let (data, units) = try projectionData(table, model, horizon: horizon)
    let instrumental: InstrumentalFit?
    let fit: LinearFit
    if model.instruments.isEmpty {
      (instrumental, fit) = (nil, try fitLinear(data, threads: threads))
    } else {
      let fitted = try fitInstrumental(data, threads: threads)
      (instrumental, fit) = (fitted, fitted.fit)
    }
    projections.append(
      LocalProjection(
        horizon: horizon, fit: fit, data: data, units: units, instrumental: instrumental,
        recommended: recommendedErrors(table, model, horizon: horizon)))
  }
  return projections
}

/// Clustered by unit where units are many; sums over units need many periods instead.
private func recommendedErrors(
  _ table: PanelTable, _ model: LocalProjectionModel, horizon: Int
) -> ProjectionErrors {
  if table.units > 1 {
    return table.units > table.periods ? .clusteredByUnit : .driscollKraay(lags: horizon + 1)
  }
  return model.lagAugmented ? .heteroskedastic : .neweyWest(lags: horizon + 1)
}

/// The complete rows of one horizon.
private func projectionData(
  _ table: PanelTable, _ model: LocalProjectionModel, horizon: Int
) throws(EstimationError) -> (data: RegressionData, units: [Int]) {
  let terms = model.regressors
  let needed = model.commonSample ? model.horizons.upperBound : horizon
  var y: [Double] = [], rows: [[Double]] = [], units: [Int] = [], periods: [Int] = []
  for unit in 0..<table.units {
    for time in 0..<table.periods {
      let values = (terms + model.instruments).compactMap {
        table.value($0, unit: unit, at: time)
      }
      guard values.count == terms.count + model.instruments.count,
        projected(table, model, unit: unit, at: time, horizon: needed) != nil,
        let response = projected(table, model, unit: unit, at: time, horizon: horizon)
      else { continue }
      y.append(response)
      rows.append(values)
      units.append(unit)
      periods.append(table.firstPeriod + time)
    }
  }
  guard !y.isEmpty else { throw .noObservations }
  var columns = (0..<terms.count + model.instruments.count).map { j in rows.map { $0[j] } }
  let instruments = Array(columns[terms.count...])
  columns.removeSubrange(terms.count...)
  var names = terms.map(\.name)
  if !model.unitEffects, !model.periodEffects {
    columns.append(Array(repeating: 1, count: y.count))
    names.append(RegressionData.constantName)
  }
  var data = RegressionData(
    dependent: "\(model.response) (h = \(horizon))", y: y, names: names,
    X: Matrix(columns: columns, rows: y.count))
  let entity = Grouping(name: table.entity.name, labels: units)
  data.entity = entity
  data.period = periods
  data.clusters = table.units > 1 ? [entity] : []
  data.effects =
    (model.unitEffects ? [entity] : [])
    + (model.periodEffects ? [Grouping(name: "period", labels: periods)] : [])
  if !instruments.isEmpty {
    data.endogenous = [0]
    data.instrumentNames = model.instruments.map(\.name)
    data.Z = Matrix(columns: instruments, rows: y.count)
  }
  return (data, units)
}

/// The response of one row, or nil where a period of it is missing.
private func projected(
  _ table: PanelTable, _ model: LocalProjectionModel, unit: Int, at time: Int, horizon: Int
) -> Double? {
  let term = PanelTerm(model.response)
  func value(_ lead: Int) -> Double? { table.value(term, unit: unit, at: time + lead) }
  switch model.form {
  case .level: return value(horizon)
  case .change:
    guard let after = value(horizon), let before = value(-1) else { return nil }
    return after - before
  case .sum:
    var sum = 0.0
    for lead in 0...horizon {
      guard let part = value(lead) else { return nil }
      sum += part
    }
    return sum
  }
}
