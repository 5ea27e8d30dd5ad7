import NumericKernels
package import PanelData
import ReachModel
package import Verification

/// Forecasts that someone issued, read from a table.
///
/// The header says what they are:
///
/// | columns | forecasts |
/// |---|---|
/// | `id`, `draw`, `value` | samples, a draw a row |
/// | `id`, and `draw1`, `draw2`, … or `sample_1`, … | samples, a column a draw |
/// | `id`, `quantile`, `value` | quantiles, one a row |
/// | `id`, `q0.05`, `q0.5`, … | quantiles, one a column |
/// | `id`, `probability` | chances of events |
///
/// Other columns are not looked at; columns of two forms are refused, since it could not be told which
/// of them is meant.
package struct ForecastFile: Sendable {
  /// One forecast, with the first line of the file that it stands on.
  package struct Item: Sendable {
    package let id: String
    package let forecast: IssuedForecast
    package let cluster: String?
    package let line: Int
  }

  /// In the order of the file.
  package let items: [Item]

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - table: All columns.
  ///   - cluster: The column whose equal values make forecasts depend on each other; nil for none.
  /// - Returns: Every forecast.
  /// - Throws: All problems at once: a header that fits none of the forms or two of them, missing,
  ///   infinite or huge figures, levels outside (0, 1), quantiles that cross, an id or a level twice,
  ///   a forecast without a cluster or in two.
  package static func read(
    _ table: DataTable, cluster: String? = nil
  ) throws(DiagnosticReport) -> ForecastFile {
    var reader = ForecastReader(table)
    let items = reader.items(cluster: cluster)
    try reader.problems.throwIfAny()
    return ForecastFile(items: items)
  }
}

private struct ForecastReader {
  let cells: ScoredTable
  var problems = ProblemList()

  private var table: DataTable { cells.table }

  init(_ table: DataTable) { cells = ScoredTable(table: table) }

  mutating func items(cluster: String?) -> [ForecastFile.Item] {
    guard table.column("id") != nil else {
      problems.report(
        .missingColumn, "`\(table.file)` has no column `id`", at: cells.header,
        hint: "the first column names what each forecast is of, as in the file of actuals")
      return []
    }
    if let cluster, table.column(cluster) == nil {
      problems.reportUnknown(
        .missingColumn, "no column `\(cluster)` to cluster by", name: cluster,
        known: table.header, at: cells.header)
      return []
    }
    guard table.rows > 0 else {
      problems.report(.emptyTable, "`\(table.file)` has no forecasts", at: cells.header)
      return []
    }
    let form = ForecastColumns(table.names.filter { $0 != cluster })
    guard form.names.count == 1 else {
      reportForm(form.names)
      return []
    }
    if form.hasLongDraws { return longSamples(cluster) }
    if form.hasLongQuantiles { return longQuantiles(cluster) }
    if form.hasProbability { return probabilities(cluster) }
    return wide(form, cluster)
  }

  private mutating func reportForm(_ found: [String]) {
    guard found.isEmpty else {
      problems.report(
        .badCell, "`\(table.file)` mixes forms of forecast: \(found.joined(separator: " and "))",
        at: cells.header, hint: "a file has one form; put the others into files of their own")
      return
    }
    problems.report(
      .missingColumn, "`\(table.file)` holds no form of forecast that is known", at: cells.header,
      hint: "beside `id`: `draw` and `value`; `draw1`, `draw2`, …; `quantile` and `value`; "
        + "`q0.05`, `q0.5`, …; or `probability`")
  }

  /// The rows of every id, in the order of their first row.
  private mutating func groups() -> [(id: String, rows: [Int])] {
    var places: [String: Int] = [:], groups: [(id: String, rows: [Int])] = []
    for row in 0..<table.rows {
      guard let id = cells.text(row, "id") else {
        problems.report(.emptyCell, "a forecast without `id`", at: cells.origin(row))
        continue
      }
      if let place = places[id] {
        groups[place].rows.append(row)
      } else {
        places[id] = groups.count
        groups.append((id, [row]))
      }
    }
    return groups
  }

  private mutating func longSamples(_ cluster: String?) -> [ForecastFile.Item] {
    groups().compactMap { id, rows in
      var seen: Set<String> = []
      for row in rows {
        guard let draw = cells.text(row, "draw") else {
          problems.report(.emptyCell, "a draw of `\(id)` without `draw`", at: cells.origin(row))
          continue
        }
        if !seen.insert(draw).inserted {
          problems.report(
            .duplicateRow, "draw \(draw) of `\(id)` stands here twice", at: cells.origin(row))
        }
      }
      let draws = rows.compactMap { cells.number($0, "value", &problems) }
      guard draws.count == rows.count else { return nil }
      return item(id, .sample(EnsembleForecast(draws)), rows, cluster)
    }
  }

  private mutating func longQuantiles(_ cluster: String?) -> [ForecastFile.Item] {
    groups().compactMap { id, rows in
      var pairs: [(level: Double, value: Double, row: Int)] = []
      for row in rows {
        guard let level = cells.number(row, "quantile", &problems),
          let value = cells.number(row, "value", &problems)
        else { continue }
        pairs.append((level, value, row))
      }
      guard pairs.count == rows.count else { return nil }
      return quantiles(id, pairs, rows, cluster)
    }
  }

  private mutating func quantiles(
    _ id: String, _ pairs: [(level: Double, value: Double, row: Int)], _ rows: [Int],
    _ cluster: String?
  ) -> ForecastFile.Item? {
    let sorted = pairs.sorted { $0.level < $1.level }
    var isWhole = true
    for (place, pair) in sorted.enumerated() {
      if !(pair.level > 0 && pair.level < 1) {
        problems.report(
          .badCell, "the level \(pair.level) of `\(id)` is not between 0 and 1",
          at: cells.origin(pair.row))
        isWhole = false
      }
      guard place > 0 else { continue }
      let before = sorted[place - 1]
      if before.level == pair.level {
        problems.report(
          .duplicateRow, "the level \(pair.level) of `\(id)` stands there twice",
          at: cells.origin(pair.row))
        isWhole = false
      } else if before.value > pair.value {
        problems.report(
          .badCell,
          "quantiles of `\(id)` cross: \(before.value) at \(before.level), \(pair.value) at "
            + "\(pair.level)", at: cells.origin(pair.row),
          hint: "a quantile of a higher level is not lower")
        isWhole = false
      }
    }
    guard isWhole else { return nil }
    return item(
      id, .quantiles(QuantileForecast(levels: sorted.map(\.level), values: sorted.map(\.value))),
      rows, cluster)
  }

  private mutating func probabilities(_ cluster: String?) -> [ForecastFile.Item] {
    single(groups()).compactMap { id, row in
      guard let p = cells.number(row, "probability", &problems) else { return nil }
      guard (0...1).contains(p) else {
        problems.report(
          .badCell, "the probability \(p) of `\(id)` is not in 0 to 1", at: cells.origin(row))
        return nil
      }
      return item(id, .probability(p), [row], cluster)
    }
  }

  /// One row each: more of an id are a problem.
  private mutating func single(
    _ groups: [(id: String, rows: [Int])]
  ) -> [(id: String, row: Int)] {
    for (id, rows) in groups {
      for row in rows.dropFirst() {
        problems.report(
          .duplicateRow, "`\(id)` stands in this file twice", at: cells.origin(row))
      }
    }
    return groups.map { ($0.id, $0.rows[0]) }
  }

  private mutating func wide(_ form: ForecastColumns, _ cluster: String?) -> [ForecastFile.Item] {
    single(groups()).compactMap { id, row in
      if !form.draws.isEmpty {
        let values = form.draws.compactMap { cells.number(row, $0, &problems) }
        guard values.count == form.draws.count else { return nil }
        return item(id, .sample(EnsembleForecast(values)), [row], cluster)
      }
      let pairs = form.levels.compactMap { name, level in
        cells.number(row, name, &problems).map { (level: level, value: $0, row: row) }
      }
      guard pairs.count == form.levels.count else { return nil }
      return quantiles(id, pairs, [row], cluster)
    }
  }

  private mutating func item(
    _ id: String, _ forecast: IssuedForecast, _ rows: [Int], _ column: String?
  ) -> ForecastFile.Item {
    ForecastFile.Item(
      id: id, forecast: forecast, cluster: column.flatMap { cluster(of: id, rows, $0) },
      line: Int(table.lines[rows[0]]))
  }

  /// The cluster that all rows of a forecast name; a blank one would stand for independence, which
  /// nobody claimed.
  private mutating func cluster(of id: String, _ rows: [Int], _ column: String) -> String? {
    var found: String?
    for row in rows {
      guard let name = cells.text(row, column) else {
        problems.report(.emptyCell, "`\(id)` has no `\(column)`", at: cells.origin(row))
        continue
      }
      if let found, found != name {
        problems.report(
          .badCell, "`\(id)` has two values of `\(column)`: `\(found)` and `\(name)`",
          at: cells.origin(row))
      }
      found = found ?? name
    }
    return found
  }
}
