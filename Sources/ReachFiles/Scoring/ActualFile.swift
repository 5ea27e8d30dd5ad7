package import PanelData
import ReachModel
package import Verification

/// What came: one figure an id.
package struct ActualFile: Sendable {
  /// By id.
  package let values: [String: Double]
  let lines: [String: Int]
  let file: String

  /// Reads a table with the columns `id` and `value`; others are not looked at.
  ///
  /// - Parameter table: All columns.
  /// - Returns: Every figure.
  /// - Throws: All problems at once: a missing column, no number, an id twice.
  package static func read(_ table: DataTable) throws(DiagnosticReport) -> ActualFile {
    var problems = ProblemList()
    let cells = ScoredTable(table: table)
    for column in ["id", "value"] where table.column(column) == nil {
      problems.report(
        .missingColumn, "`\(table.file)` has no column `\(column)`", at: cells.header,
        hint: "a file of actuals has the columns `id` and `value`")
    }
    try problems.throwIfAny()
    var values: [String: Double] = [:], lines: [String: Int] = [:]
    for row in 0..<table.rows {
      guard let id = cells.text(row, "id") else {
        problems.report(.emptyCell, "a figure without `id`", at: cells.origin(row))
        continue
      }
      guard let value = cells.number(row, "value", &problems) else { continue }
      if values.updateValue(value, forKey: id) != nil {
        problems.report(
          .duplicateRow, "`\(id)` stands in this file twice", at: cells.origin(row))
      }
      lines[id] = Int(table.lines[row])
    }
    try problems.throwIfAny()
    return ActualFile(values: values, lines: lines, file: table.file)
  }
}

/// Forecasts with what came of them.
package struct JudgedFiles: Sendable {
  package let judged: [JudgedForecast]
  /// Forecasts of which nothing came, by id.
  package let waiting: [String]
  /// Figures that nobody forecast, by id.
  package let unforeseen: [String]

  /// Puts forecasts and figures together by their ids.
  ///
  /// - Parameters:
  ///   - forecasts: What was issued.
  ///   - actual: What came.
  /// - Returns: Those of both files; the others by name.
  /// - Throws: That no id stands in both, and events whose figure is neither 0 nor 1.
  package static func join(
    _ forecasts: ForecastFile, _ actual: ActualFile
  ) throws(DiagnosticReport) -> JudgedFiles {
    var problems = ProblemList()
    var judged: [JudgedForecast] = [], waiting: [String] = []
    for item in forecasts.items {
      guard let value = actual.values[item.id] else {
        waiting.append(item.id)
        continue
      }
      if case .probability = item.forecast, value != 0, value != 1 {
        problems.report(
          .badCell, "`\(item.id)` is an event: its figure is 0 or 1, not \(value)",
          at: Origin(file: actual.file, line: actual.lines[item.id] ?? 1, column: 1))
      }
      judged.append(
        JudgedForecast(
          id: item.id, forecast: item.forecast, actual: value, cluster: item.cluster))
    }
    if judged.isEmpty {
      problems.report(
        .emptyTable, "no id of the forecasts stands in `\(actual.file)`",
        at: Origin(file: actual.file, line: 1, column: 1),
        hint: "forecasts and figures belong together by `id`")
    }
    try problems.throwIfAny()
    let known = Set(forecasts.items.map(\.id))
    return JudgedFiles(
      judged: judged, waiting: waiting,
      unforeseen: actual.values.keys.filter { !known.contains($0) }.sorted())
  }
}
