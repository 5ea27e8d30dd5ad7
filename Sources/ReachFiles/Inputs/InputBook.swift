import ReachModel
import Reporting

/// The sheet of inputs of a workbook, as it was read.
struct InputBook {
  struct Row {
    let scenario: String
    let path: InputPath
    /// From 0.
    let number: Int
    let cells: [InputSheet.Column: ReadSheet.Cell]
  }

  let file: String
  let sheet: ReadSheet
  let columns: [InputSheet.Column: Int]
  let rows: [Row]
  /// The files of each scenario, in the order of reading, as they were when the book was written.
  let record: [(scenario: String, file: SourceFile)]

  /// Finds the sheet, its headings and its record, and reads every row.
  ///
  /// - Returns: Nil, with problems, if they are not all there.
  init?(_ book: ReadWorkbook, _ problems: inout ProblemList) {
    guard let place = Self.place(in: book) else {
      problems.report(
        .noInputSheet, "`\(book.file)` has no sheet of inputs", at: nil, allowed: Self.titles)
      return nil
    }
    (file, sheet) = (book.file, place.sheet)
    var columns: [InputSheet.Column: Int] = [:]
    for column in InputSheet.Column.allCases {
      columns[column] = Self.column(column, in: place.sheet, row: place.row)
      guard columns[column] == nil else { continue }
      problems.report(
        .noInputSheet,
        "the heading `\(column.heading.vi)` (`\(column.heading.en)`) is missing",
        at: Origin(file: book.file, sheet: place.sheet.name, line: place.row + 1, column: 1))
    }
    self.columns = columns
    record = Self.record(of: book)
    if record.isEmpty {
      problems.report(
        .noInputSheet, "the record of its scenarios' files is missing from `\(book.file)`", at: nil)
    }
    guard columns.count == InputSheet.Column.allCases.count, !record.isEmpty else { return nil }
    rows = Self.rows(of: place.sheet, below: place.row, columns, file: book.file, &problems)
  }

  /// The place of a cell, for messages.
  func origin(_ row: Int, _ column: InputSheet.Column) -> Origin {
    Origin(file: file, sheet: sheet.name, line: row + 1, column: (columns[column] ?? 0) + 1)
  }

  // MARK: Finding things

  private static let titles = [InputSheet.title.vi, InputSheet.title.en]

  /// Where its headings are: where its name says, else where a sheet of its title has the heading of
  /// keys.
  private static func place(in book: ReadWorkbook) -> (sheet: ReadSheet, row: Int)? {
    if let cells = book.names[InputSheet.inputsName], let sheet = book.sheet(cells.sheet),
      column(.key, in: sheet, row: cells.rows.lowerBound) != nil
    {
      return (sheet, cells.rows.lowerBound)
    }
    for sheet in titles.compactMap(book.sheet) {
      // One look at each cell: sheets may have very many rows.
      if let row = sheet.cells.filter({ isHeading($0.value, .key) }).keys.map(\.row).min() {
        return (sheet, row)
      }
    }
    return nil
  }

  private static func column(_ column: InputSheet.Column, in sheet: ReadSheet, row: Int) -> Int? {
    sheet.cells.filter { $0.key.row == row && isHeading($0.value, column) }.keys.map(\.column).min()
  }

  private static func isHeading(_ cell: ReadSheet.Cell, _ column: InputSheet.Column) -> Bool {
    guard let text = cell.text, text.utf8.count < 200 else { return false }
    let words = text.onOneLine
    return words == column.heading.vi.normalFormC || words == column.heading.en.normalFormC
  }

  private static func record(of book: ReadWorkbook) -> [(scenario: String, file: SourceFile)] {
    guard let cells = book.names[InputSheet.recordName], let sheet = book.sheet(cells.sheet)
    else { return [] }
    let left = cells.columns.lowerBound
    return cells.rows.dropFirst().compactMap { row in
      guard let scenario = sheet[row, left]?.text, let path = sheet[row, left + 1]?.text,
        let sum = sheet[row, left + 2]?.text
      else { return nil }
      return (scenario, SourceFile(path: path, sha256: sum))
    }
  }

  // MARK: Rows

  /// Rows of inputs that are read; a scenario has some hundreds.
  private static let most = 20_000

  private static func rows(
    of sheet: ReadSheet, below header: Int, _ columns: [InputSheet.Column: Int], file: String,
    _ problems: inout ProblemList
  ) -> [Row] {
    let filled = Set(sheet.cells.keys.map(\.row)).filter { $0 > header }.sorted()
    guard filled.count <= most else {
      problems.report(
        .workbookTooLarge, "`\(sheet.name)` has \(filled.count) rows; at most \(most) are read",
        at: Origin(file: file, sheet: sheet.name, line: header + 1, column: 1))
      return []
    }
    return filled.compactMap { number in
      var cells: [InputSheet.Column: ReadSheet.Cell] = [:]
      for (column, place) in columns { cells[column] = sheet[number, place] }
      guard !cells.isEmpty else { return nil }
      let key = cells[.key]?.text?.onOneLine ?? "",
        scenario = cells[.scenario]?.text?.onOneLine ?? ""
      guard let path = InputPath(key), !scenario.isEmpty else {
        problems.report(
          .badInputRow,
          key.isEmpty
            ? "this row has no key"
            : scenario.isEmpty
              ? "this row has no scenario" : "`\(key.prefix(60))` is no key of an input",
          at: Origin(
            file: file, sheet: sheet.name, line: number + 1,
            column: (columns[scenario.isEmpty ? .scenario : .key] ?? 0) + 1))
        return nil
      }
      return Row(scenario: scenario, path: path, number: number, cells: cells)
    }
  }
}

extension ReadSheet.Cell {
  /// Its text; nil for anything else.
  var text: String? { if case .text(let text)? = value { text } else { nil } }
}

extension String {
  /// Without blanks and line breaks around it, those within as one blank.
  var onOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
