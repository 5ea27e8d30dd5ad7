package import LinearAlgebra
package import PanelData
package import ReachModel

/// One coefficient with its uncertainty.
package struct Coefficient: Sendable, Equatable {
  /// The regressor, for example `ln fdi_stock_projects(t-1)`.
  package let name: String
  /// In the unit of the dependent variable per unit of the regressor.
  package let value: Double
  package let standardError: Double
  /// Of its t test and interval.
  package let degreesOfFreedom: Double
  /// value / standardError.
  package let t: Double
  /// Two-sided, Student's t with the estimate's degrees of freedom.
  package let pValue: Double
}

/// A fitted relation, with everything needed to print it and to trace it to its data.
///
/// An estimate is an association: notes and titles never call it an effect.
package struct Estimate: Sendable {
  package let id: String
  package let title: Label
  /// For example `ln enterprises_newly_registered(t)`.
  package let dependent: String
  package let coefficients: [Coefficient]
  /// Of the coefficients, in their order.
  package let covariance: Matrix
  /// How the covariance was computed, in words.
  package let covarianceConvention: Label
  package let clusters: Int
  package let residualSumOfSquares: Double
  /// The rows, with the cells they were computed from.
  package let rows: [Observation]
  package let notes: [Label]

  package var observations: Int { rows.count }
  /// Entities in the sample, in the order of their first row.
  package var entities: [String] { numbered(rows.map(\.entity)).distinct }
  /// Years of the dependent variable in the sample, ascending.
  package var years: [Int] { Set(rows.map(\.year)).sorted() }
  /// How many distinct cells of the panel were used.
  package var cellCount: Int { Set(rows.flatMap { $0.cells.map(\.origin) }).count }

  /// The lines of the files that were used, one entry per file and variable.
  package var dataRanges: [DataRange] { DataRange.summarising(rows.flatMap(\.cells)) }
}

/// Where the figures of one variable stand: a file and its lines.
package struct DataRange: Sendable, Equatable {
  package let file: String
  package let variable: String
  /// Lines count from 1; cells between the two that were not used are not counted.
  package let firstLine: Int
  package let lastLine: Int
  package let cells: Int

  package static func summarising(_ cells: [PanelCell]) -> [DataRange] {
    let (numbers, keys) = numbered(cells.map { [$0.origin.file, $0.variable] })
    var lines = Array(repeating: Set<Int>(), count: keys.count)
    for (cell, number) in zip(cells, numbers) { lines[number].insert(cell.origin.line) }
    return zip(keys, lines).compactMap { key, lines in
      guard let first = lines.min(), let last = lines.max() else { return nil }
      return DataRange(
        file: key[0], variable: key[1], firstLine: first, lastLine: last, cells: lines.count)
    }
  }
}

extension Specification {
  /// Estimates the specification on a panel.
  ///
  /// - Parameters:
  ///   - id: The estimate's permanent name.
  ///   - title: What is associated with what.
  ///   - panel: Already as of the date.
  ///   - notes: What the reader must know.
  ///   - errors: How standard errors are computed.
  /// - Returns: The estimate, clustered by entity.
  /// - Throws: What stands in the way, by name.
  package func estimate(
    id: String, title: Label, on panel: Panel, notes: [Label], errors: StandardErrors = .byEntity
  ) throws(EstimationError) -> Estimate {
    try estimate(
      id: id, title: title, observations: observations(in: panel), notes: notes, errors: errors)
  }

  /// The same, on observations that were put together elsewhere.
  func estimate(
    id: String, title: Label, observations: [Observation], notes: [Label],
    errors: StandardErrors = .byEntity
  ) throws(EstimationError) -> Estimate {
    let data = try regressionData(observations), fit = try fitLinear(data)
    let estimate = try covariance(
      errors.kind, of: fit, layout: CovarianceLayout(data), smallSample: errors.smallSample)
    return Estimate(
      id: id, title: title, dependent: dependent.name,
      coefficients: fit.names.indices.map { j in
        let error = estimate.standardErrors[j], df = estimate.degreesOfFreedom[j]
        let item = ReportedCoefficient(
          fit.names[j], value: fit.coefficients[j], standardError: error, degreesOfFreedom: df)
        return Coefficient(
          name: item.name, value: item.value, standardError: error, degreesOfFreedom: df,
          t: item.t, pValue: item.pValue)
      }, covariance: estimate.matrix, covarianceConvention: estimate.convention,
      clusters: estimate.clusters.first?.count ?? 0,
      residualSumOfSquares: fit.residualSumOfSquares, rows: observations, notes: notes)
  }

  /// The numbers of the observations, entities as clusters.
  func regressionData(_ observations: [Observation]) throws(EstimationError) -> RegressionData {
    guard let first = observations.first else { throw .noObservations }
    for row in observations where !([row.response] + row.regressors).allSatisfy(\.isFinite) {
      throw .notFinite(entity: row.entity, year: row.year)
    }
    let hasEntities = effects == .entity || effects == .entityAndYear
    if hasEntities, observations.allSatisfy({ $0.year == first.year }) {
      throw .singleYear(first.year)
    }
    let constant = effects == .constant ? [Array(repeating: 1.0, count: observations.count)] : []
    let columns = regressors.indices.map { j in observations.map { $0.regressors[j] } }
    var data = RegressionData(
      dependent: dependent.name, y: observations.map(\.response),
      names: (constant.isEmpty ? [] : [RegressionData.constantName]) + regressors.map(\.name),
      X: Matrix(columns: constant + columns, rows: observations.count))
    let entity = Grouping(name: "province", labels: observations.map(\.entity))
    let year = Grouping(name: "year", labels: observations.map(\.year))
    switch effects {
    case .constant: data.effects = []
    case .entity: data.effects = [entity]
    case .year: data.effects = [year]
    case .entityAndYear: data.effects = [entity, year]
    }
    (data.clusters, data.entity, data.period) = ([entity], entity, observations.map(\.year))
    return data
  }
}

/// How a built-in relation computes its standard errors.
package struct StandardErrors: Sendable, Equatable {
  package let kind: CovarianceKind
  /// nil for the kind's own.
  package let smallSample: SmallSample?

  package init(_ kind: CovarianceKind, _ smallSample: SmallSample?) {
    (self.kind, self.smallSample) = (kind, smallSample)
  }

  /// CR1 by province with the factor G/(G − 1) · (n − 1)/(n − k), effects not counted: the
  /// convention of the data's README and of the `sss` type of R's plm.
  package static let byEntity = StandardErrors(.clustered(.CR1), .stata)
}

/// Keys numbered from 0 in the order of their first appearance.
func numbered<Key: Hashable>(_ keys: [Key]) -> (numbers: [Int], distinct: [Key]) {
  var index: [Key: Int] = [:], distinct: [Key] = []
  let numbers = keys.map { key in
    if let known = index[key] { return known }
    index[key] = distinct.count
    distinct.append(key)
    return distinct.count - 1
  }
  return (numbers, distinct)
}
