package import Econometrics
private import LinearAlgebra
private import NumericKernels
package import PanelData

/// The rows of the entry regression by province, with what is needed to simulate their responses.
package struct EntrySample: Sendable {
  /// A province's rows in ascending years.
  package let provinces: [[Observation]]
  /// Of the regression on these rows: stock of FDI projects, population.
  package let coefficients: [Double]
  package let errors: EntryErrors
  /// The cells of every regressor, those of next year's stock included.
  package let regressors: [PanelCell]
  private let grouped: (province: Grouping, year: Grouping)

  /// - Parameters:
  ///   - estimate: The regression that the forecast uses.
  ///   - lead: That on next year's stock, whose regressors are kept too.
  package init?(_ estimate: Estimate, lead: Estimate?) {
    let rows = Dictionary(grouping: estimate.rows, by: \.entity)
    provinces = estimate.entities.map { entity in
      (rows[entity] ?? []).sorted { $0.year < $1.year }
    }
    coefficients = estimate.coefficients.map(\.value)
    let flat = provinces.flatMap { $0 }
    grouped = (
      Grouping(name: "province", labels: flat.map(\.entity)),
      Grouping(name: "year", labels: flat.map { "\($0.year)" })
    )
    let slopes = coefficients
    let left = flat.map { row in
      row.response - zip(row.regressors, slopes).reduce(0) { $0 + $1.0 * $1.1 }
    }
    guard let residuals = Self.within(left, grouped),
      let errors = EntryErrors(residuals: Self.split(residuals, provinces))
    else { return nil }
    self.errors = errors
    var seen: Set<String> = []
    regressors = (estimate.rows + (lead?.rows ?? [])).flatMap { $0.cells.dropFirst() }.filter {
      seen.insert("\($0.entity) \($0.year) \($0.variable)").inserted
    }
  }

  package var rows: Int { provinces.reduce(0) { $0 + $1.count } }

  /// ln new enterprises under a slope on the stock; effects are left out, since a fit takes them out.
  ///
  /// - Parameters:
  ///   - slope: b on ln of last year's stock.
  ///   - numbers: One a row is used.
  /// - Returns: By province and year.
  package func responses(slope: Double, _ numbers: inout ReplicationNumbers) -> [[Double]] {
    provinces.map { rows in
      zip(rows, errors.draw(rows.map(\.year), &numbers)).map { row, error in
        slope * row.regressors[0] + coefficients[1] * row.regressors[1] + error
      }
    }
  }

  /// The observed ln new enterprises.
  package var observed: [[Double]] { provinces.map { $0.map(\.response) } }

  /// What is left of responses once province and year effects are taken out; nil where the effects
  /// cannot be told apart.
  package func within(_ responses: [[Double]]) -> [[Double]]? {
    Self.within(responses.flatMap { $0 }, grouped).map { Self.split($0, provinces) }
  }

  /// A panel of the regressors with simulated new enterprises.
  ///
  /// The level of counts does not matter to a fit with effects; it keeps them far from 0.
  package func panel(_ responses: [[Double]]) -> Panel {
    let all = responses.flatMap { $0 }
    let mean = all.reduce(0, +) / Double(all.count)
    let cells = zip(provinces, responses).flatMap { rows, values in
      zip(rows, values).map { row, value in
        let cell = row.cells[0]
        return PanelCell(
          entity: cell.entity, year: cell.year, variable: cell.variable,
          value: exponential(value - mean + 6), released: cell.released, origin: cell.origin)
      }
    }
    return Panel(cells: cells + regressors, vintageCaveat: "")
  }

  private static func split(_ values: [Double], _ provinces: [[Observation]]) -> [[Double]] {
    var place = 0
    return provinces.map { rows in
      defer { place += rows.count }
      return Array(values[place..<place + rows.count])
    }
  }

  private static func within(
    _ values: [Double], _ groups: (province: Grouping, year: Grouping)
  ) -> [Double]? {
    var data = RegressionData(
      dependent: "ln new enterprises", y: values, names: [],
      X: Matrix(rows: values.count, columns: 0))
    data.effects = [groups.province, groups.year]
    return (try? fitLinear(data))?.residuals
  }
}
