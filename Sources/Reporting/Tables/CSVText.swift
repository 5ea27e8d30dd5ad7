/// Rows as comma-separated values (RFC 4180), numbers canonical, lines ended by a line feed.
struct CSVText {
  private(set) var text = ""

  init(header: [String]) { append(header) }

  mutating func append(_ cells: [String]) {
    for (i, cell) in cells.enumerated() {
      if i > 0 { text += "," }
      text += Self.quoted(cell)
    }
    text += "\n"
  }

  /// Quoted where it must be: a comma, a quote, a line break, or a blank at an end.
  static func quoted(_ cell: String) -> String {
    let special = cell.utf8.contains { [UInt8(ascii: ","), 34, 10, 13].contains($0) }
    guard special || cell.hasPrefix(" ") || cell.hasSuffix(" ") else { return cell }
    return "\"" + cell.reduce(into: "") { $0 += $1 == "\"" ? "\"\"" : String($1) } + "\""
  }

  /// With the fewest digits that read back to the same number; nothing for nil.
  static func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
}
