package import ReachModel

/// A workbook of a spreadsheet program, as a value: what it says, not how a file holds it.
///
/// Two equal values are written as equal bytes. Sheets refer to each other, and charts to cells, by
/// the sheets' names.
package struct Workbook: Sendable, Equatable {
  /// A name that stands for cells, in the whole workbook.
  package struct DefinedName: Sendable, Equatable {
    /// Letters, digits and `_`, beginning with a letter, and no address of a cell.
    package let name: String
    package let cells: CellRange

    package init(_ name: String, _ cells: CellRange) { (self.name, self.cells) = (name, cells) }
  }

  /// For the file's properties.
  package let title: String
  /// The day of the run, which the file names as that of its making.
  package let created: CalendarDate
  package let sheets: [Sheet]
  package let names: [DefinedName]

  /// - Precondition: At least one sheet that is not hidden; names of sheets are as ``SheetName``
  ///   makes them, each once; every range lies in a sheet of the workbook.
  package init(
    title: String, created: CalendarDate, sheets: [Sheet], names: [DefinedName] = []
  ) {
    let known = Set(sheets.map(\.name))
    precondition(sheets.contains { !$0.isHidden }, "a workbook without a sheet to see")
    precondition(known.count == sheets.count, "sheets of one name: \(sheets.map(\.name))")
    precondition(
      names.allSatisfy { known.contains($0.cells.sheet) }
        && sheets.allSatisfy { sheet in sheet.charts.allSatisfy { $0.refers(onlyTo: known) } },
      "a range in a sheet that is not there")
    (self.title, self.created, self.sheets, self.names) = (title, created, sheets, names)
  }
}

/// A rectangle of cells; rows and columns count from 0.
package struct CellRange: Sendable, Equatable {
  package let sheet: String
  package let rows: ClosedRange<Int>
  package let columns: ClosedRange<Int>

  package init(sheet: String, rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
    (self.sheet, self.rows, self.columns) = (sheet, rows, columns)
  }

  /// Some rows of one column.
  package init(sheet: String, rows: ClosedRange<Int>, column: Int) {
    self.init(sheet: sheet, rows: rows, columns: column...column)
  }

  /// For example `'Kịch bản'!$A$2:$C$40`.
  package var address: String {
    let first = "$\(columnLetters(columns.lowerBound))$\(rows.lowerBound + 1)"
    let last = "$\(columnLetters(columns.upperBound))$\(rows.upperBound + 1)"
    return "\(SheetName.quoted(sheet))!\(first):\(last)"
  }
}

/// The letters of a column that counts from 0: A, B, …, Z, AA, ….
package func columnLetters(_ column: Int) -> String {
  var rest = column + 1, letters = ""
  while rest > 0 {
    let (quotient, digit) = (rest - 1).quotientAndRemainder(dividingBy: 26)
    letters = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(digit))) + letters
    rest = quotient
  }
  return letters
}
