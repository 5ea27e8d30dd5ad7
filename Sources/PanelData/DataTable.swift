/// A file of data as columns: one row per record, read whole.
///
/// This is what specifications are evaluated on. A cell is a number, a text, or missing; a column
/// holds numbers only when every cell that is not missing is one.
package struct DataTable: Sendable {
  /// One column's cells, in the order of the rows.
  package enum Column: Sendable, Equatable {
    /// NaN marks a missing cell, and nothing else: the reader takes no other NaN in. Infinities
    /// are kept, for whoever uses the column to refuse them by name.
    case numbers([Double])
    /// Places in `labels`, −1 for a missing cell; labels are distinct, in the order of their first
    /// row.
    case texts(codes: [Int32], labels: [String])

    package var count: Int {
      switch self {
      case .numbers(let values): values.count
      case .texts(let codes, _): codes.count
      }
    }
  }

  /// As given on the command line or in the specification, for messages.
  package let file: String
  /// Of `columns`, distinct.
  package let names: [String]
  /// Every name of the file's header, also of columns that were not read.
  package let header: [String]
  package let columns: [Column]
  package let rows: Int
  /// The line of the file on which each row begins; lines count from 1.
  package let lines: [Int32]

  package init(
    file: String, names: [String], columns: [Column], lines: [Int32], header: [String]? = nil
  ) {
    precondition(names.count == columns.count, "\(names.count) names, \(columns.count) columns")
    precondition(columns.allSatisfy { $0.count == lines.count }, "columns of different lengths")
    (self.file, self.names, self.columns) = (file, names, columns)
    (rows, self.lines, self.header) = (lines.count, lines, header ?? names)
  }

  /// The rows' places in the file, without their cells.
  package var withoutColumns: DataTable {
    DataTable(file: file, names: [], columns: [], lines: lines, header: header)
  }

  /// The column of a name, or nil.
  package func column(_ name: String) -> Column? {
    names.firstIndex(of: name).map { columns[$0] }
  }
}
