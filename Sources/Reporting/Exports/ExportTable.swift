package import ReachModel

/// A table for programs, one observation a row, in blocks that are made when they are written.
///
/// Tables of draws have millions of rows: a block is what one series has, so that only a few are in
/// memory at a time.
package struct ExportTable: Sendable {
  /// The name of its files, for example `draws`.
  package let name: String
  /// What stands in a row.
  package let meaning: Label
  package let columns: [ExportColumn]
  /// Rows of each block.
  package let sizes: [Int]
  /// The cells of a block: one entry a column, each with the block's rows.
  package let block: @Sendable (Int) -> [ExportCells]

  package init(
    _ name: String, _ meaning: Label, _ columns: [ExportColumn], sizes: [Int],
    block: @escaping @Sendable (Int) -> [ExportCells]
  ) {
    (self.name, self.meaning, self.columns) = (name, meaning, columns)
    (self.sizes, self.block) = (sizes, block)
  }

  /// A table of one block.
  ///
  /// - Precondition: `cells` has one entry a column, all of the same length.
  package init(
    _ name: String, _ meaning: Label, _ columns: [ExportColumn], cells: [ExportCells], rows: Int
  ) {
    precondition(
      cells.count == columns.count, "\(name): \(cells.count) of \(columns.count) columns")
    self.init(name, meaning, columns, sizes: rows > 0 ? [rows] : []) { _ in cells }
  }

  package var rows: Int { sizes.reduce(0, +) }
}

/// A column of a table for programs.
package struct ExportColumn: Sendable, Equatable {
  /// What its cells are; a cell may be missing in any of them.
  package enum Kind: String, Sendable {
    /// One of a few words.
    case key
    case text
    /// Within 32 bits.
    case integer
    /// Any whole number that is counted.
    case count
    /// A double.
    case number
  }

  package let name: String
  package let kind: Kind
  /// As data files write it; empty for what has none.
  ///
  /// The name of another column, after `column `, where that says it row by row.
  package let unit: String
  package let meaning: Label

  package init(_ name: String, _ kind: Kind, unit: String = "", vi: String, en: String) {
    (self.name, self.kind, self.unit) = (name, kind, unit)
    meaning = Label(vi: vi, en: en)
  }
}

/// The cells of a block in one column.
package enum ExportCells: Sendable, Equatable {
  case texts([String])
  /// The same in every row.
  case text(String)
  case integers([Int?])
  case integer(Int)
  /// 0, 1, 2, …: the numbers of draws.
  case places
  /// 0 to so many less 1, over and over.
  case remainders(Int)
  /// NaN is missing.
  case numbers([Double])
  /// 1 where a number stands in this relation to the threshold, else 0; missing where it is NaN.
  case holds([Double], Comparison, Double)
}

/// A table that is gathered row by row.
package struct ExportRows: Sendable {
  /// A cell; nil is missing.
  package enum Cell: Sendable {
    case text(String)
    case integer(Int?)
    case number(Double?)
  }

  private let columns: [ExportColumn]
  private var rows: [[Cell]] = []

  package init(_ columns: [ExportColumn]) { self.columns = columns }

  package mutating func append(_ row: [Cell]) {
    precondition(row.count == columns.count, "\(row.count) cells in \(columns.count) columns")
    rows.append(row)
  }

  /// The table.
  package func table(_ name: String, _ meaning: Label) -> ExportTable {
    let cells = columns.indices.map { place in
      let column = rows.map { $0[place] }
      return switch columns[place].kind {
      case .key, .text: ExportCells.texts(column.map(\.words))
      case .integer, .count: ExportCells.integers(column.map(\.whole))
      case .number: ExportCells.numbers(column.map(\.real))
      }
    }
    return ExportTable(name, meaning, columns, cells: cells, rows: rows.count)
  }
}

extension ExportRows.Cell {
  fileprivate var words: String {
    guard case .text(let text) = self else {
      preconditionFailure("a text was expected, not \(self)")
    }
    return text
  }

  fileprivate var whole: Int? {
    guard case .integer(let value) = self else {
      preconditionFailure("a whole number was expected, not \(self)")
    }
    return value
  }

  fileprivate var real: Double {
    guard case .number(let value) = self else {
      preconditionFailure("a number was expected, not \(self)")
    }
    return value ?? .nan
  }
}
