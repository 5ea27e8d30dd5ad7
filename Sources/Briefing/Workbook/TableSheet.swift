import Assessment
import ReachModel
import Reporting

/// A sheet being filled: a title, notes, and tables below one another.
struct TableSheet {
  private(set) var sheet: Sheet
  let language: Language
  /// The first table with its headings, which gets a name and buttons to filter.
  private var table: (header: Int, columns: Int, end: Int)?

  init(_ name: String, _ title: String, _ language: Language, widths: [Double]) {
    sheet = Sheet(name: name)
    sheet.widths = widths
    self.language = language
    sheet.add([.text(title, .title)])
  }

  /// The number of rows so far: the place of the next one.
  var next: Int { sheet.rows.count }

  mutating func note(_ text: String) { sheet.add([.text(text, .note)]) }

  mutating func heading(_ text: String) {
    sheet.add([])
    sheet.add([.text(text, .heading)])
  }

  @discardableResult
  mutating func header(_ titles: [String]) -> Int {
    let row = sheet.add(titles.map { .text($0, .header) })
    if table == nil { table = (row, titles.count, row) }
    return row
  }

  @discardableResult
  mutating func add(_ cells: [Cell]) -> Int { sheet.add(cells) }

  mutating func place(
    _ chart: SheetChart, row: Int, column: Int, width: Int = 640, height: Int = 320
  ) {
    sheet.charts.append(
      PlacedChart(chart, row: row, column: column, width: width, height: height))
  }

  /// The last row that headings may be in if they are to stay on screen: with more rows above them no
  /// room would be left to scroll in.
  private static let lastFrozenRow = 6

  /// Ends the first table: its rows get names and buttons to filter, its headings stay on every page
  /// and, if they stand near the top, on screen.
  mutating func endTable(frozenColumns: Int = 0) {
    guard let begun = table, begun.end == begun.header, next - 1 > begun.header else { return }
    table = (begun.header, begun.columns, next - 1)
    if begun.header <= Self.lastFrozenRow { sheet.frozenRows = begun.header + 1 }
    sheet.frozenColumns = frozenColumns
    sheet.repeatedRows = begun.header...begun.header
    sheet.filter = range
  }

  private var range: CellRange? {
    table.flatMap { table in
      table.end > table.header
        ? CellRange(
          sheet: sheet.name, rows: table.header...table.end, columns: 0...(table.columns - 1))
        : nil
    }
  }

  /// The name of the first table, for formulas of whoever works on with the book.
  func definedName(_ name: String) -> Workbook.DefinedName? {
    range.map { Workbook.DefinedName("table_\(name)", $0) }
  }

  /// Some rows of a column.
  func column(_ column: Int, rows: ClosedRange<Int>) -> CellRange {
    CellRange(sheet: sheet.name, rows: rows, column: column)
  }
}

// MARK: Cells of findings

extension NumberFormat {
  /// Of a value in a unit, with one digit more than its error makes certain.
  static func of(_ unit: Finding.Unit, error: Double? = nil) -> NumberFormat {
    switch unit {
    case .probability: .percent(percentDecimals(error))
    case .fraction: .percent(1)
    case .firms, .count: .whole
    case .logPoints: .decimals(4)
    case .standardDeviations, .number: .decimals(3)
    case .named(let name): name.contains("VND") || name.contains("USD") ? .decimals(1) : .general
    }
  }

  /// Of the error itself: two digits more.
  static func ofError(_ unit: Finding.Unit) -> NumberFormat {
    switch unit {
    case .probability, .fraction: .percent(2)
    case .firms, .count: .decimals(1)
    default: .decimals(4)
    }
  }

  private static func percentDecimals(_ error: Double?) -> Int {
    guard let error, error > 0 else { return 1 }
    return error >= 0.0005 ? 1 : error >= 0.00005 ? 2 : 3
  }
}

extension Cell {
  /// The value of a finding; empty where there is none.
  static func value(_ finding: Finding?, _ kind: CellStyle.Kind = .body) -> Cell {
    .number(finding?.value, finding.map { .of($0.unit, error: $0.error) } ?? .general, kind)
  }

  /// Its Monte Carlo error.
  static func error(_ finding: Finding?) -> Cell {
    .number(finding?.error, finding.map { .ofError($0.unit) } ?? .general)
  }

  /// A difference of probabilities or of values, with its sign.
  static func difference(_ finding: Finding?) -> Cell {
    guard let finding else { return .empty }
    switch finding.unit {
    case .probability, .fraction:
      return .number(finding.value, .signedPercent(finding.value.magnitude < 0.001 ? 2 : 1))
    case .firms, .count: return .number(finding.value, .signed(0))
    default: return .number(finding.value, .signed(3))
    }
  }

  static func id(_ text: String) -> Cell { .text(text, .id) }
  static func wrapped(_ text: String, _ kind: CellStyle.Kind = .body) -> Cell {
    .text(text, kind, isWrapped: true)
  }
}
