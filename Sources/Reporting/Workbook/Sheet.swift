/// A sheet of a workbook: rows of cells from the top, with what stands beside and above them.
///
/// Every sheet prints on A4, landscape, as wide as one page.
package struct Sheet: Sendable, Equatable {
  /// One row of cells, from the first column on.
  package struct Row: Sendable, Equatable {
    package let cells: [Cell]
    /// In points; nil where the program finds it.
    package let height: Double?

    package init(_ cells: [Cell], height: Double? = nil) {
      (self.cells, self.height) = (cells, height)
    }
  }

  /// Words that a cell takes; a spreadsheet program offers them and refuses others.
  package struct Choice: Sendable, Equatable {
    package let row: Int
    package let column: Int
    /// At most 255 characters together.
    package let words: [String]

    package init(row: Int, column: Int, words: [String]) {
      (self.row, self.column, self.words) = (row, column, words)
    }
  }

  /// As ``SheetName`` makes it.
  package let name: String
  package var isHidden = false
  package var rows: [Row] = []
  /// In characters of the usual font, from the first column on.
  package var widths: [Double] = []
  /// Rows and columns that stay when one scrolls.
  package var frozenRows = 0
  package var frozenColumns = 0
  /// Rows that every printed page begins with.
  package var repeatedRows: ClosedRange<Int>?
  /// Cells with buttons to sort and to pick rows; the first row is that of the headings.
  package var filter: CellRange?
  package var choices: [Choice] = []
  package var charts: [PlacedChart] = []

  package init(name: String) { self.name = name }

  /// Adds a row below the others.
  ///
  /// - Returns: Its place, from 0.
  @discardableResult
  package mutating func add(_ cells: [Cell], height: Double? = nil) -> Int {
    rows.append(Row(cells, height: height))
    return rows.count - 1
  }
}

/// A chart with the cell that its upper left corner stands in.
package struct PlacedChart: Sendable, Equatable {
  package let chart: SheetChart
  package let row: Int
  package let column: Int
  /// In pixels of 1/96 inch.
  package let width: Int
  package let height: Int

  package init(_ chart: SheetChart, row: Int, column: Int, width: Int = 640, height: Int = 320) {
    (self.chart, self.row, self.column) = (chart, row, column)
    (self.width, self.height) = (width, height)
  }

  func refers(onlyTo sheets: Set<String>) -> Bool {
    chart.series.allSatisfy {
      sheets.contains($0.values.sheet) && $0.categories.map { sheets.contains($0.sheet) } != false
    }
  }
}
