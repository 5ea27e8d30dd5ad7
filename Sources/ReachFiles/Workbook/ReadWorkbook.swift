package import ReachModel
package import Reporting

/// What a file of a spreadsheet program says: values of cells, without looks.
package struct ReadWorkbook: Sendable, Equatable {
  /// As the user named it.
  package let file: String
  package let sheets: [ReadSheet]
  /// Names that stand for cells; those for anything else are left out.
  package let names: [String: CellRange]

  package init(file: String, sheets: [ReadSheet], names: [String: CellRange]) {
    (self.file, self.sheets, self.names) = (file, sheets, names)
  }

  /// The sheet of this name, whatever its case.
  package func sheet(_ name: String) -> ReadSheet? {
    sheets.first { $0.name.lowercased() == name.lowercased() }
  }
}

/// A sheet as it was read; rows and columns count from 0.
package struct ReadSheet: Sendable, Equatable {
  /// A cell with something in it.
  package struct Cell: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
      case number(Double)
      /// Not empty, in normal form C.
      case text(String)
      case boolean(Bool)
      /// A number with the format of a day.
      case date(CalendarDate)
      /// For example `#DIV/0!`.
      case error(String)
    }

    /// Nil for a formula that nobody has computed yet.
    package let value: Value?
    package let isFormula: Bool
    /// Whether a number is shown in percent: 0.2 in such a cell was typed, and is seen, as 20 %.
    package let isPercent: Bool

    package init(value: Value?, isFormula: Bool, isPercent: Bool = false) {
      (self.value, self.isFormula, self.isPercent) = (value, isFormula, isPercent)
    }
  }

  package struct Place: Sendable, Hashable {
    package let row: Int
    package let column: Int

    package init(_ row: Int, _ column: Int) { (self.row, self.column) = (row, column) }
  }

  package let name: String
  package let isHidden: Bool
  package let cells: [Place: Cell]

  package init(name: String, isHidden: Bool, cells: [Place: Cell]) {
    (self.name, self.isHidden, self.cells) = (name, isHidden, cells)
  }

  package subscript(row: Int, column: Int) -> Cell? { cells[Place(row, column)] }
}
