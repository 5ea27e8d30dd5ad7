package import ReachModel

/// Something in a table that looks wrong, with the evidence and, where there is one, the remedy.
package struct DataFinding: Sendable {
  /// How far a proposal follows from the file.
  package enum Certainty: String, Sendable {
    /// From the text itself: `--out` applies it.
    case certain
    /// From the numbers around it: a person has to agree.
    case likely
    /// Several readings are possible.
    case open
  }

  package let kind: DataProblem
  /// The cells or rows in question, in the order of the file; at least one.
  package let places: [FoundPlace]
  /// One line without a full stop.
  package let summary: Label
  /// Why it is suspected, with the numbers; each one sentence.
  package let evidence: [Label]
  package let certainty: Certainty
  /// What would be changed; empty if nothing is proposed.
  package let changes: [ProposedChange]
  /// The readings among which a person has to choose; empty unless they are several.
  package let readings: [Label]

  init(
    _ kind: DataProblem, at places: [FoundPlace], _ summary: Label, because evidence: [Label],
    _ certainty: Certainty, changes: [ProposedChange] = [], readings: [Label] = []
  ) {
    precondition(!places.isEmpty, "a finding without a place")
    (self.kind, self.places, self.summary, self.evidence) = (kind, places, summary, evidence)
    (self.certainty, self.changes, self.readings) = (certainty, changes, readings)
  }
}

/// A cell, a heading or a row of the file.
package struct FoundPlace: Sendable, Equatable {
  package let origin: Origin
  /// From 1; nil if the whole row is meant.
  package let column: Int?
  /// Of the column; empty if the whole row is meant.
  package let heading: String
  /// What stands there.
  package let text: String
}

/// A change of one cell, or of a row that goes.
package struct ProposedChange: Sendable, Equatable {
  package let place: FoundPlace
  package let before: String
  /// Nil: the row is taken out.
  package let after: String?
  /// Bytes of the decoded text that are replaced.
  let bytes: Range<Int>
  let isQuoted: Bool
}

/// The kinds of problem that the doctor knows; the keys are permanent.
package enum DataProblem: String, Sendable, CaseIterable {
  case dotOrComma = "dot_comma_ambiguity"
  case unitSwitch = "unit_switch"
  case subtotal = "subtotal_row"
  case totalMismatch = "total_mismatch"
  case duplicateKey = "duplicate_key"
  case duplicateRow = "duplicate_row"
  case duplicateYear = "duplicate_year"
  case duplicateHeading = "duplicate_heading"
  case footnoteMark = "footnote_mark"
  case boundaryChange = "boundary_change"
  case mixedUnicode = "mixed_unicode"
  case straySpace = "stray_space"
  case yearOutOfRange = "year_out_of_range"
  case textAmongNumbers = "text_among_numbers"
  case raggedRow = "ragged_row"
  case shiftedRow = "shifted_row"
  case mixedPercent = "mixed_percent"
  case trailingNote = "trailing_note"
  case excelDate = "excel_date"
  case repeatedHeading = "repeated_heading"

  package var title: Label {
    switch self {
    case .dotOrComma: Label(vi: "dấu chấm, dấu phẩy không rõ nghĩa", en: "dot or comma in doubt")
    case .unitSwitch: Label(vi: "đổi đơn vị giữa chừng", en: "switch of units")
    case .subtotal: Label(vi: "dòng tổng lẫn trong số liệu", en: "total among the rows")
    case .totalMismatch: Label(vi: "tổng không khớp", en: "total that does not add up")
    case .duplicateKey: Label(vi: "trùng khoá", en: "the same key twice")
    case .duplicateRow: Label(vi: "trùng dòng", en: "the same row twice")
    case .duplicateYear: Label(vi: "trùng năm", en: "the same year twice")
    case .duplicateHeading: Label(vi: "trùng tiêu đề cột", en: "the same heading twice")
    case .footnoteMark: Label(vi: "ký hiệu trong ô số", en: "mark in a number")
    case .boundaryChange:
      Label(vi: "có thể do đổi địa giới", en: "possible change of borders")
    case .mixedUnicode: Label(vi: "lẫn hai dạng Unicode", en: "mixed Unicode forms")
    case .straySpace: Label(vi: "dấu cách thừa", en: "stray space")
    case .yearOutOfRange: Label(vi: "năm ngoài khoảng", en: "year out of range")
    case .textAmongNumbers: Label(vi: "chữ trong cột số", en: "text among numbers")
    case .raggedRow: Label(vi: "dòng thiếu hoặc thừa ô", en: "row with another number of cells")
    case .shiftedRow: Label(vi: "dòng bị lệch cột", en: "shifted row")
    case .mixedPercent:
      Label(vi: "dấu phần trăm chỉ có ở một số ô", en: "percent sign in some cells only")
    case .trailingNote: Label(vi: "ghi chú dưới bảng", en: "note below the table")
    case .excelDate: Label(vi: "ngày ở dạng số của Excel", en: "date as a number of Excel")
    case .repeatedHeading: Label(vi: "lặp dòng tiêu đề", en: "headings again")
    }
  }
}

/// A question asked of a table; one file and one line of ``checksInOrder``.
protocol TableCheck: Sendable {
  static func findings(in examined: ExaminedTable) -> [DataFinding]
}

/// The checks; later ones may be silenced by what earlier ones found in the same cell.
let checksInOrder: [any TableCheck.Type] = [
  LayoutCheck.self, HeadingCheck.self, NameCheck.self, DuplicateCheck.self, SubtotalCheck.self,
  CellMarkCheck.self, PercentCheck.self, TimeCheck.self, DotCommaCheck.self, UnitSwitchCheck.self,
  BoundaryCheck.self,
]

extension ExaminedTable {
  func place(_ row: Int, _ column: Int) -> FoundPlace {
    let sent = table.rows[table.bodyRows[row]]
    guard column < sent.cells.count else { return place(row: row) }
    let cell = sent.cells[column]
    return FoundPlace(
      origin: table.origin(cell.bytes.lowerBound), column: column + 1,
      heading: columns[column].heading, text: cell.text)
  }

  /// The whole row of the body.
  func place(row: Int) -> FoundPlace { place(sentRow: table.bodyRows[row]) }

  func place(sentRow: Int) -> FoundPlace {
    let row = table.rows[sentRow]
    let text = row.cells.first { !$0.text.trimmed.isEmpty }?.text ?? ""
    return FoundPlace(
      origin: table.origin(row.bytes.lowerBound), column: nil, heading: "", text: text)
  }

  func heading(_ column: Int) -> FoundPlace {
    let row = table.rows[table.headingRows.lowerBound]
    let start = column < row.cells.count ? row.cells[column].bytes.lowerBound : row.bytes.lowerBound
    return FoundPlace(
      origin: table.origin(start), column: column + 1, heading: columns[column].heading,
      text: columns[column].heading)
  }

  /// A cell with another text; nil if the row has no such cell.
  func change(_ row: Int, _ column: Int, to after: String) -> ProposedChange? {
    guard let cell = table.cell(row, column) else { return nil }
    return ProposedChange(
      place: place(row, column), before: cell.text, after: after, bytes: cell.bytes,
      isQuoted: cell.isQuoted)
  }

  func removal(row: Int) -> ProposedChange { removal(sentRow: table.bodyRows[row]) }

  func removal(sentRow: Int) -> ProposedChange {
    let bytes = table.rows[sentRow].bytes
    let text = String(decoding: table.text.source.bytes[bytes], as: UTF8.self)
    return ProposedChange(
      place: place(sentRow: sentRow), before: String(text.trimmed), after: nil, bytes: bytes,
      isQuoted: false)
  }
}
