import PanelData
import ReachModel

/// A table's cells as a reader of forecasts asks for them.
struct ScoredTable {
  let table: DataTable

  func origin(_ row: Int, column: Int = 1) -> Origin {
    Origin(file: table.file, line: Int(table.lines[row]), column: column)
  }

  var header: Origin { Origin(file: table.file, line: 1, column: 1) }

  /// A cell as a name; nil where it is missing.
  func text(_ row: Int, _ column: String) -> String? {
    switch table.column(column) {
    case .numbers(let values): values[row].isNaN ? nil : Self.name(values[row])
    case .texts(let codes, let labels): codes[row] < 0 ? nil : labels[Int(codes[row])]
    case nil: nil
    }
  }

  /// A number as an id: 2021 and not 2021.0.
  private static func name(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? String(Int(value)) : "\(value)"
  }

  /// Squares of numbers up to this, and sums of them, stay finite: scores are made of them.
  static let largest = 1e100

  /// A cell as a finite number that can be scored; nil, with a problem, where it is none.
  func number(_ row: Int, _ column: String, _ problems: inout ProblemList) -> Double? {
    guard let value = finite(row, column, &problems) else { return nil }
    guard value.magnitude <= Self.largest else {
      problems.report(
        .badNumber, "`\(column)` is \(value): no more than 1e100 can be scored", at: origin(row))
      return nil
    }
    return value
  }

  private func finite(_ row: Int, _ column: String, _ problems: inout ProblemList) -> Double? {
    switch table.column(column) {
    case .numbers(let values) where values[row].isFinite: return values[row]
    case .texts(let codes, let labels) where codes[row] >= 0:
      if let value = Double(labels[Int(codes[row])]), value.isFinite { return value }
      problems.report(
        .badNumber, "`\(labels[Int(codes[row])])` in `\(column)` is no number", at: origin(row))
      return nil
    default:
      problems.report(.emptyCell, "`\(column)` has no finite number here", at: origin(row))
      return nil
    }
  }
}
