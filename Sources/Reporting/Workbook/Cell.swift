package import ReachModel

/// What a cell of a workbook holds, and how it looks.
package struct Cell: Sendable, Equatable {
  package enum Content: Sendable, Equatable {
    case empty
    /// Finite.
    case number(Double)
    /// Always text, whatever it begins with: never a formula, a link or a number.
    case text(String)
    case date(CalendarDate)
    case boolean(Bool)
    /// A text that leads to a cell of the workbook when clicked.
    case link(String, sheet: String, row: Int, column: Int)
  }

  package let content: Content
  package let style: CellStyle

  package init(_ content: Content, _ style: CellStyle) {
    if case .number(let value) = content { precondition(value.isFinite, "a cell of \(value)") }
    (self.content, self.style) = (content, style)
  }

  /// A cell with nothing in it.
  package static let empty = Cell(.empty, CellStyle(.body))

  /// A text; empty text is an empty cell.
  package static func text(
    _ text: String, _ kind: CellStyle.Kind = .body, isWrapped: Bool = false
  ) -> Cell {
    Cell(
      text.isEmpty ? .empty : .text(text), CellStyle(kind, isWrapped: isWrapped))
  }

  /// A number; nothing where there is none.
  package static func number(
    _ value: Double?, _ format: NumberFormat, _ kind: CellStyle.Kind = .body
  ) -> Cell {
    let content = value.flatMap { $0.isFinite ? Content.number($0) : nil } ?? .empty
    return Cell(content, CellStyle(kind, format))
  }
}

/// How a cell looks.
package struct CellStyle: Sendable, Hashable {
  /// The few kinds of cell that there are.
  package enum Kind: Sendable, Hashable, CaseIterable {
    case title, heading, header, body, strong, note
    /// The id of a finding, by which a number is traced.
    case id
    /// Inputs, by what stands behind them.
    case assumed, observed
    /// A cell that may be edited and read back.
    case editable
  }

  package let kind: Kind
  package let format: NumberFormat
  package let isWrapped: Bool

  package init(_ kind: Kind, _ format: NumberFormat = .general, isWrapped: Bool = false) {
    (self.kind, self.format, self.isWrapped) = (kind, format, isWrapped)
  }
}

/// How a number is shown; the program writes marks of decimals and thousands as its user has them.
package enum NumberFormat: Sendable, Hashable {
  /// As many digits as it takes.
  case general
  case whole
  case decimals(Int)
  /// A fraction in percent.
  case percent(Int)
  /// A difference of fractions, in percent, with its sign.
  case signedPercent(Int)
  /// A difference, with its sign.
  case signed(Int)
  /// An amount, with the unit in a column of its own.
  case money
  case date
  /// Text that stays text when it is edited.
  case text

  /// In the language of spreadsheet programs.
  package var code: String {
    func zeros(_ count: Int) -> String {
      count > 0 ? "." + String(repeating: "0", count: count) : ""
    }
    func signed(_ code: String) -> String { "+\(code);-\(code);\(code)" }
    return switch self {
    case .general: "General"
    case .whole: "#,##0"
    case .decimals(let count): "#,##0" + zeros(count)
    case .percent(let count): "0" + zeros(count) + " %"
    case .signedPercent(let count): signed("0" + zeros(count) + " %")
    case .signed(let count): signed("#,##0" + zeros(count))
    case .money: "#,##0.##"
    case .date: "yyyy-mm-dd"
    case .text: "@"
    }
  }
}
