/// A sheet of a workbook: rows of cells from the top, with what stands beside and above them.
///
/// Every sheet prints on A4, landscape, its columns on one page; charts to the right of them follow on
/// the next.
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

// MARK: Measures

extension Sheet {
  /// How far the columns reach, in pixels of 1/96 inch: a character of the usual font has 7, and a
  /// column 5 beside its characters.
  ///
  /// - Source: ECMA-376, part 1, 18.3.1.13.
  private var pixels: Double { widths.reduce(0) { $0 + 7 * $1 + 5 } }

  /// Of a page's width between its margins: A4 has 11.69 inches, the margins half an inch each.
  private static let pagePixels = 10.69 * 96

  /// In percent, so that all columns are on one page whatever a program takes for a column's width,
  /// for which a fifth is left; never so small that nobody can read it.
  package var printScale: Int {
    let scale = 80 * Self.pagePixels / max(1, pixels)
    return Int(min(100, max(40, scale)))
  }

  /// The first column that is only there for charts; nil where there is none.
  package var chartColumn: Int? {
    let places = charts.map(\.column).filter { $0 >= widths.count }
    return places.min()
  }

  /// How high a row has to be, in points, for its texts to be seen whole; nil for one line.
  ///
  /// Not every program finds that by itself. Letters take nine tenths of a digit's width.
  package func height(ofRow row: Int) -> Double? {
    if let height = rows[row].height { return height }
    let heights = rows[row].cells.enumerated().compactMap { column, cell -> Double? in
      guard case .text(let text) = cell.content else { return nil }
      switch cell.style.kind {
      case .title: return 24
      case .heading: return 18
      default:
        guard cell.style.isWrapped || cell.style.kind == .header, column < widths.count else {
          return nil
        }
        return 13 * Double(Self.lines(of: text, width: widths[column])) + 2
      }
    }
    // Excel's greatest height is 409 points.
    return heights.max().flatMap { $0 > 15 ? min($0, 409) : nil }
  }

  private static func lines(of text: String, width: Double) -> Int {
    let room = max(1, Int(width / 0.9))
    return text.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) {
      $0 + max(1, ($1.count + room - 1) / room)
    }
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
