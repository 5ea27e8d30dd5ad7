/// A table of text, aligned for a terminal or written as Markdown.
package struct TextTable: Sendable, Equatable {
  package enum Alignment: Sendable { case left, right }

  package struct Column: Sendable, Equatable {
    package let title: String
    package let alignment: Alignment
    /// Whether its cells may be broken over lines when the table is too wide.
    package let wraps: Bool

    package init(_ title: String, _ alignment: Alignment = .left, wraps: Bool = false) {
      (self.title, self.alignment, self.wraps) = (title, alignment, wraps)
    }
  }

  package let columns: [Column]
  package private(set) var rows: [[String]]

  /// Every row has as many cells as there are columns.
  package init(_ columns: [Column], rows: [[String]] = []) {
    self.columns = columns
    self.rows = []
    for row in rows { append(row) }
  }

  package mutating func append(_ row: [String]) {
    precondition(row.count == columns.count, "\(row.count) cells in \(columns.count) columns")
    rows.append(row)
  }

  private static let gap = 2
  /// No column gives way below its longest word, unless that is longer than this.
  private static let longestWord = 24

  /// The lines of the table: titles (if there are any), a rule and the rows.
  ///
  /// At most `width` columns of the terminal: titles give way first, then columns that wrap, the
  /// widest first. What is too wide even so comes in parts below one another, each with the first
  /// column; only two columns that do not fit together stay wider.
  package func lines(width: Int = 100) -> [String] {
    let parts = self.parts(fitting: width)
    return parts.indices.flatMap { ($0 > 0 ? [""] : []) + parts[$0].whole(width: width) }
  }

  /// As few tables as fit, each with the first column.
  private func parts(fitting width: Int) -> [TextTable] {
    var parts: [TextTable] = [], first = 1
    while first < columns.count {
      let ends = ((first + 1)...columns.count).reversed()
      let end = ends.first { part(first..<$0).fits(width) } ?? first + 1
      parts.append(part(first..<end))
      first = end
    }
    return parts.isEmpty ? [self] : parts
  }

  private func part(_ range: Range<Int>) -> TextTable {
    let places = [0] + range
    return TextTable(
      places.map { columns[$0] }, rows: rows.map { row in places.map { row[$0] } })
  }

  private func fits(_ width: Int) -> Bool {
    widths(fitting: width).reduce(Self.gap * (columns.count - 1), +) <= width
  }

  private func whole(width: Int) -> [String] {
    let widths = self.widths(fitting: width)
    let body = rows.flatMap { laid($0, widths) }
    guard columns.contains(where: { !$0.title.isEmpty }) else { return body }
    let total = widths.reduce(0, +) + Self.gap * (columns.count - 1)
    return laid(columns.map(\.title), widths) + [String(repeating: "-", count: total)] + body
  }

  private func widths(fitting width: Int) -> [Int] {
    var widths = columns.indices.map { i in
      ([columns[i].title] + rows.map { $0[i] }).map { displayWidth($0) }.max() ?? 0
    }
    let room = width - Self.gap * (columns.count - 1)
    // A title on two lines costs one line, a cell on two costs one in its row.
    let titles = columns.indices.map { i in
      max(titleWidth(columns[i]), rows.map { displayWidth($0[i]) }.max() ?? 0)
    }
    give(&widths, downTo: titles, room)
    // Numbers part from their errors only where there is no other way.
    for words in [words(of:), { $0.split(separator: " ") }] {
      let least = columns.indices.map { i in
        let parts = ([columns[i].title] + rows.map { $0[i] }).flatMap(words).flatMap(parts(of:))
        return min(Self.longestWord, parts.map { displayWidth($0) }.max() ?? 0)
      }
      give(&widths, downTo: least, room)
    }
    return widths
  }

  /// Narrows the columns that wrap, the widest first, until all fit or none can give more.
  private func give(_ widths: inout [Int], downTo least: [Int], _ room: Int) {
    while widths.reduce(0, +) > room {
      let giving = columns.indices.filter { columns[$0].wraps && widths[$0] > least[$0] }
      guard let widest = giving.max(by: { widths[$0] < widths[$1] }) else { return }
      widths[widest] -= 1
    }
  }

  /// The least width in which a title takes two lines.
  private func titleWidth(_ column: Column) -> Int {
    let whole = displayWidth(column.title)
    // A word is not cut for it.
    let word = column.title.split(separator: " ").map { displayWidth($0) }.max() ?? whole
    return (word..<max(word + 1, whole)).first {
      $0 > 0 && wrapped(column.title, width: $0).count <= 2
    } ?? whole
  }

  private func laid(_ row: [String], _ widths: [Int]) -> [String] {
    let cells = row.indices.map { i in
      displayWidth(row[i]) <= widths[i] ? [row[i]] : wrapped(row[i], width: widths[i])
    }
    let height = cells.map(\.count).max() ?? 0
    return (0..<height).map { line in
      let parts = cells.indices.map { i in
        padded(line < cells[i].count ? cells[i][line] : "", widths[i], columns[i].alignment)
      }
      return trimmed(parts.joined(separator: String(repeating: " ", count: Self.gap)))
    }
  }

  private func padded(_ text: String, _ width: Int, _ alignment: Alignment) -> String {
    let blanks = String(repeating: " ", count: max(0, width - displayWidth(text)))
    return alignment == .left ? text + blanks : blanks + text
  }

  private func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// The table in Markdown (GitHub's).
  package var markdown: [String] {
    func line(_ cells: [String]) -> String {
      "| " + cells.map(markdownText).joined(separator: " | ") + " |"
    }
    let rule = columns.map { $0.alignment == .left ? "---" : "---:" }
    return [line(columns.map(\.title)), "| " + rule.joined(separator: " | ") + " |"]
      + rows.map(line)
  }
}

/// Text with the signs escaped that would end a Markdown cell or begin markup.
func markdownText(_ text: String) -> String {
  text.reduce(into: "") { out, character in
    if "|*_<>`\\".contains(character) { out.append("\\") }
    out.append(character)
  }
}
