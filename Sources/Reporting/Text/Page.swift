/// A text for people, as blocks that a terminal and a Markdown file render each in its way.
package struct Page: Sendable, Equatable {
  package enum Block: Sendable, Equatable {
    case title(String)
    case heading(String)
    case paragraph(String)
    case list([String])
    case table(TextTable)
  }

  package private(set) var blocks: [Block] = []

  package init() {}

  package mutating func add(_ block: Block) { blocks.append(block) }

  package mutating func heading(_ text: String) { add(.heading(text)) }
  package mutating func paragraph(_ text: String) { add(.paragraph(text)) }

  package mutating func list(_ items: [String]) {
    if !items.isEmpty { add(.list(items)) }
  }

  package mutating func table(_ table: TextTable) {
    if !table.rows.isEmpty { add(.table(table)) }
  }

  /// Lines for a terminal of `width` columns; headings are bold if it is one.
  package func text(width: Int = 100, isTerminal: Bool = false) -> String {
    func bold(_ text: String) -> String { isTerminal ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
    var lines: [String] = []
    var isAfterTable = false
    for block in blocks {
      if isAfterTable, case .table = block { lines.append("") }
      isAfterTable = if case .table = block { true } else { false }
      switch block {
      case .title(let text): lines += wrapped(text, width: width).map(bold)
      case .heading(let text):
        if !lines.isEmpty { lines.append("") }
        lines += wrapped(text, width: width).map(bold)
      case .paragraph(let text): lines += indented(wrapped(text, width: width - 2))
      case .list(let items): lines += items.flatMap { item(wrapped($0, width: width - 4)) }
      case .table(let table): lines += indented(table.lines(width: width - 2))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func indented(_ lines: [String]) -> [String] { lines.map { $0.isEmpty ? $0 : "  " + $0 } }

  private func item(_ lines: [String]) -> [String] {
    lines.enumerated().map { ($0 == 0 ? "  - " : "    ") + $1 }
  }

  /// The same in Markdown.
  package var markdown: String {
    blocks.map { block in
      switch block {
      case .title(let text): "# " + markdownText(text)
      case .heading(let text): "## " + markdownText(text)
      case .paragraph(let text): markdownText(text)
      case .list(let items): items.map { "- " + markdownText($0) }.joined(separator: "\n")
      case .table(let table): table.markdown.joined(separator: "\n")
      }
    }.joined(separator: "\n\n") + "\n"
  }
}
