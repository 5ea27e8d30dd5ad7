import ReachModel

/// A cell of a table as sent.
struct SentCell: Sendable {
  /// Bytes in the decoded text, quotes included.
  let bytes: Range<Int>
  let isQuoted: Bool
  /// Quotes undone, nothing else.
  let text: String
}

/// A line of a table (several, if a quoted cell has line breaks).
struct SentRow: Sendable {
  /// Bytes in the decoded text, with the line break.
  let bytes: Range<Int>
  let cells: [SentCell]

  var filled: Int { cells.count { !$0.text.trimmed.isEmpty } }
}

/// A table cut into cells without refusing anything, with what is heading, body and note.
package struct SentTable: Sendable {
  package let text: SentText
  /// Comma, semicolon, tab or bar.
  package let separator: Character
  let rows: [SentRow]
  /// Of ``rows``; empty if the table begins with data.
  let headingRows: Range<Int>
  /// Of ``rows``, blank ones and notes left out.
  let bodyRows: [Int]
  /// Rows below the table that say something of it: `Nguồn: …`.
  let noteRows: [Int]
  /// Rows inside the table that are its headings again.
  let repeatedRows: [Int]
  /// One for each column.
  package let headings: [String]
  /// Cells that most rows have.
  let width: Int

  package init(_ text: SentText) {
    self.text = text
    var best: (separator: UInt8, rows: [SentRow], width: Int, regular: Int)?
    for separator in [UInt8(ascii: ","), 0x3B, 0x09, 0x7C] {
      let rows = SentRows(text.source.bytes, separator: separator).rows
      let (width, regular) = Self.width(of: rows)
      let isBetter =
        best.map { regular != $0.regular ? regular > $0.regular : width > $0.width } ?? true
      if isBetter { best = (separator, rows, width, regular) }
    }
    let found = best ?? (0x2C, [], 1, 0)
    separator = Character(Unicode.Scalar(found.separator))
    rows = found.rows
    width = found.width
    let layout = TableLayout(found.rows, width: found.width)
    (headingRows, bodyRows, noteRows) = (layout.heading, layout.body, layout.notes)
    (repeatedRows, headings) = (layout.repeated, layout.headings)
  }

  /// The commonest number of cells beyond one, and how many rows have it.
  private static func width(of rows: [SentRow]) -> (width: Int, rows: Int) {
    var counts: [Int: Int] = [:]
    for row in rows where row.cells.count > 1 && row.filled > 0 {
      counts[row.cells.count, default: 0] += 1
    }
    let best = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    return best.map { ($0.key, $0.value) } ?? (1, 0)
  }

  /// What stands above the headings.
  var title: String {
    rows[..<headingRows.lowerBound].flatMap(\.cells).map(\.text).joined(separator: " ")
  }

  package var columnCount: Int { headings.count }
  package var rowCount: Int { bodyRows.count }

  /// The cell of a row of the body, nil beyond its end.
  func cell(_ row: Int, _ column: Int) -> SentCell? {
    let cells = rows[bodyRows[row]].cells
    return column < cells.count ? cells[column] : nil
  }

  /// The line of a row of the body, from 1.
  func line(_ row: Int) -> Int { origin(rows[bodyRows[row]].bytes.lowerBound).line }

  func origin(_ byte: Int) -> Origin { text.source.origin(ofByte: byte) }
}

/// Cuts bytes into rows and cells; a quote that does not end takes the rest of its line.
struct SentRows {
  private(set) var rows: [SentRow] = []
  private let bytes: [UInt8]
  private let separator: UInt8
  private var place = 0

  init(_ bytes: [UInt8], separator: UInt8) {
    (self.bytes, self.separator) = (bytes, separator)
    while place < bytes.count { rows.append(row()) }
  }

  private mutating func row() -> SentRow {
    let start = place
    var cells: [SentCell] = []
    while true {
      cells.append(cell())
      guard place < bytes.count, bytes[place] == separator else { break }
      place += 1
    }
    if place < bytes.count {
      let isReturn = bytes[place] == 0x0D
      place += 1
      if isReturn, place < bytes.count, bytes[place] == 0x0A { place += 1 }
    }
    return SentRow(bytes: start..<place, cells: cells)
  }

  private func isEnd(_ byte: UInt8) -> Bool { byte == separator || byte == 0x0A || byte == 0x0D }

  private mutating func cell() -> SentCell {
    let start = place
    if place < bytes.count, bytes[place] == 0x22, let end = closingQuote(after: place) {
      let inside = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
      place = end + 1
      let text = inside.split(separator: "\"\"", omittingEmptySubsequences: false)
        .joined(separator: "\"")
      return SentCell(bytes: start..<place, isQuoted: true, text: text)
    }
    while place < bytes.count, !isEnd(bytes[place]) { place += 1 }
    return SentCell(
      bytes: start..<place, isQuoted: false,
      text: String(decoding: bytes[start..<place], as: UTF8.self))
  }

  /// The quote that ends a cell: the next that is not doubled, if the cell ends behind it.
  private func closingQuote(after start: Int) -> Int? {
    var i = start + 1
    // No cell of a table is longer than this: a stray quote must not swallow the file.
    while i < min(bytes.count, start + 10_000) {
      if bytes[i] != 0x22 {
        i += 1
      } else if i + 1 < bytes.count, bytes[i + 1] == 0x22 {
        i += 2
      } else {
        return i + 1 == bytes.count || isEnd(bytes[i + 1]) ? i : nil
      }
    }
    return nil
  }
}
