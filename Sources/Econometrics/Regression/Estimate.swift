package import LinearAlgebra
private import NumericKernels
package import PanelData
package import ReachModel

/// One coefficient with its uncertainty.
package struct Coefficient: Sendable, Equatable {
  /// The regressor, for example `ln fdi_stock_projects(t-1)`.
  package let name: String
  /// In the unit of the dependent variable per unit of the regressor.
  package let value: Double
  package let standardError: Double
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
  /// Clusters − 1, for t and intervals.
  package let degreesOfFreedom: Int
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
  /// - Returns: The estimate, clustered by entity, t with clusters − 1 degrees of freedom.
  /// - Throws: As ``fitPanel(_:names:effects:clustering:)``.
  package func estimate(
    id: String, title: Label, on panel: Panel, notes: [Label]
  ) throws(EstimationError) -> Estimate {
    try estimate(id: id, title: title, observations: observations(in: panel), notes: notes)
  }

  /// The same, on observations that were put together elsewhere.
  func estimate(
    id: String, title: Label, observations: [Observation], notes: [Label]
  ) throws(EstimationError) -> Estimate {
    let names = regressors.map(\.name)
    let fit = try fitPanel(observations, names: names, effects: effects)
    let df = fit.clusters - 1
    let reported = effects == .constant ? ["constant"] + names : names
    return Estimate(
      id: id, title: title, dependent: dependent.name,
      coefficients: reported.indices.map { j in
        coefficient(reported[j], fit.coefficients[j], fit.standardErrors[j], df)
      }, covariance: fit.covariance, covarianceConvention: convention(fit),
      clusters: fit.clusters, degreesOfFreedom: df,
      residualSumOfSquares: fit.residualSumOfSquares, rows: observations, notes: notes)
  }

  private func coefficient(
    _ name: String, _ value: Double, _ standardError: Double, _ df: Int
  ) -> Coefficient {
    // A perfect fit has no error: t is then infinite, and zero for a coefficient of zero.
    let t = value == 0 ? 0 : value / standardError
    let tail = t.isFinite ? studentTails(-t.magnitude, degreesOfFreedom: Double(df)).lower : 0
    return Coefficient(
      name: name, value: value, standardError: standardError, t: t, pValue: min(1, 2 * tail))
  }

  private func convention(_ fit: PanelFit) -> Label {
    let k = fit.coefficients.count
    return Label(
      vi: "CR1, cụm theo tỉnh (G = \(fit.clusters)), hệ số G/(G-1) · (n-1)/(n-k) với k = \(k) "
        + "hệ số góc, không tính hiệu ứng cố định; t với G-1 = \(fit.clusters - 1) bậc tự do",
      en: "CR1, clustered by province (G = \(fit.clusters)), factor G/(G-1) (n-1)/(n-k) with "
        + "k = \(k) slope(s), fixed effects not counted; t with G-1 = \(fit.clusters - 1) "
        + "degrees of freedom")
  }
}
