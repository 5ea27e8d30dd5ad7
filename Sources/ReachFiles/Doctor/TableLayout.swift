/// Which rows of a sheet are titles, headings, body and notes.
struct TableLayout {
  private(set) var heading = 0..<0
  private(set) var body: [Int] = []
  private(set) var notes: [Int] = []
  /// Rows of the body that repeat the headings.
  private(set) var repeated: [Int] = []
  private(set) var headings: [String] = []

  /// - Parameters:
  ///   - rows: All rows of the file.
  ///   - width: Cells that most of them have.
  init(_ rows: [SentRow], width: Int) {
    let needed = max(min(2, width), (width + 1) / 2)
    let first = rows.firstIndex { $0.filled >= needed } ?? 0
    heading = Self.isData(rows, first, width) ? first..<first : first..<min(first + 1, rows.count)
    if !heading.isEmpty, Self.isSecondHeading(rows, first) { heading = first..<(first + 2) }
    let end = Self.endOfBody(rows, from: heading.upperBound, width: width)
    let top = heading.first.map { rows[$0].cells.map { $0.text.folded } }
    for row in heading.upperBound..<end where rows[row].filled > 0 {
      if rows[row].cells.map({ $0.text.folded }) == top {
        repeated.append(row)
      } else {
        body.append(row)
      }
    }
    notes = (end..<rows.count).filter { rows[$0].filled > 0 }
    headings = Self.names(
      rows, heading, width: max(width, heading.map { rows[$0].cells.count }.max() ?? 0))
  }

  /// Whether a table begins without headings: a number other than a year stands above a number.
  private static func isData(_ rows: [SentRow], _ first: Int, _ width: Int) -> Bool {
    guard first + 1 < rows.count else { return false }
    let (top, below) = (rows[first].cells, rows[first + 1].cells)
    return zip(top, below).contains { top, below in
      guard CellContent(top.text).number != nil, CellContent(below.text).number != nil else {
        return false
      }
      return DatedText(top.text) == nil
    }
  }

  /// Whether headings go on in a second row, below cells that stand for several columns.
  private static func isSecondHeading(_ rows: [SentRow], _ first: Int) -> Bool {
    guard first + 1 < rows.count else { return false }
    let (top, below) = (rows[first].cells, rows[first + 1].cells)
    guard below.first?.text.trimmed.isEmpty == true, rows[first + 1].filled > 0 else {
      return false
    }
    let hasGaps = zip(top, below).contains { $0.text.trimmed.isEmpty && !$1.text.trimmed.isEmpty }
    let hasNumbers = below.contains {
      CellContent($0.text).number != nil && DatedText($0.text) == nil
    }
    return hasGaps && !hasNumbers
  }

  private static func names(
    _ rows: [SentRow], _ heading: Range<Int>, width: Int
  ) -> [String] {
    guard let first = heading.first else { return (0..<width).map { "[\($0 + 1)]" } }
    func text(_ row: Int, _ column: Int) -> String {
      column < rows[row].cells.count ? String(rows[row].cells[column].text.trimmed) : ""
    }
    guard heading.count == 2 else { return (0..<width).map { text(first, $0) } }
    var above = ""
    return (0..<width).map { column in
      let top = text(first, column), below = text(first + 1, column)
      if !top.isEmpty { above = top }
      return below.isEmpty ? top : above.isEmpty ? below : "\(above) / \(below)"
    }
  }

  // MARK: Notes

  private static func endOfBody(_ rows: [SentRow], from start: Int, width: Int) -> Int {
    var end = rows.count
    while end > start, width > 1, rows[end - 1].filled == 0 || isNote(rows[end - 1], width) {
      end -= 1
    }
    // Blank rows above the notes belong to neither.
    return end
  }

  /// Whether a row below the table is a note: it begins like one, or is a long text alone.
  private static func isNote(_ row: SentRow, _ width: Int) -> Bool {
    guard let first = row.cells.first(where: { !$0.text.trimmed.isEmpty }) else { return false }
    let text = first.text.trimmed
    let others = row.cells.drop { $0.text.trimmed.isEmpty }.dropFirst()
    if others.contains(where: { CellContent($0.text).number != nil }) { return false }
    if CellContent(first.text).number != nil { return false }
    if beginsLikeANote(text) { return true }
    return row.filled == 1 && width > 1 && (text.count > 40 || row.cells.count == 1)
  }

  static func beginsLikeANote(_ text: Substring) -> Bool {
    if ["*", "†", "(*)", "¹", "²", "(1)", "(2)", "1/", "2/", "[1]"].contains(where: text.hasPrefix)
    {
      return true
    }
    let words = String(text).folded
    return noteOpenings.contains { words == $0 || words.hasPrefix($0 + " ") }
  }
}

private let noteOpenings = [
  "nguon", "ghi chu", "chu thich", "chu y", "luu y", "source", "sources", "note", "notes",
  "nguon so lieu", "don vi tinh", "nguoi lap", "nguoi lap bieu", "ngay lap",
]
