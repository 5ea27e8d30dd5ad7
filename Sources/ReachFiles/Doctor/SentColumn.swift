/// A column of a table as sent, with what its cells and its heading show it to be.
struct SentColumn: Sendable {
  enum Role: Sendable {
    /// Years, quarters or dates, complete in each cell.
    case time
    /// Quarters or months of a year that stands in another column.
    case partOfYear
    /// Names of codes and running numbers: digits that are no quantities.
    case code
    case number
    /// Names that repeat or tell rows apart.
    case category
    /// Notes, addresses, sources.
    case prose
    case blank
  }

  let index: Int
  let heading: String
  let role: Role
  /// One for each row of the body; empty where a row has no such cell.
  let contents: [CellContent]
  /// The period in the heading of a table with a column for each.
  let dated: DatedText?

  /// - Parameters:
  ///   - index: Its place, from 0.
  ///   - heading: As it stands.
  ///   - texts: Of the body, one for each row.
  init(index: Int, heading: String, texts: [String]) {
    (self.index, self.heading) = (index, heading)
    contents = texts.map(CellContent.init)
    role = ColumnRole(heading: heading.folded, texts: texts, contents: contents).role
    dated = role == .number || role == .blank ? DatedText(heading) : nil
  }
}

/// Decides what a column is from its heading and from most of its cells, so that a few spoilt cells
/// change nothing.
private struct ColumnRole {
  let heading: String
  let texts: [String]
  let contents: [CellContent]

  /// Three in five: below, a column has about as many words as numbers, and is no column of numbers.
  private static let most = 0.6

  var role: SentColumn.Role {
    let filled = contents.indices.filter { contents[$0] != .empty }
    guard !filled.isEmpty else { return .blank }
    let words = Set(heading.split(separator: " ").map(String.init))
    if isTime(filled, words) { return .time }
    if isPart(filled, words) { return .partOfYear }
    let numbers = filled.count { contents[$0].number != nil }
    let texts = filled.count { contents[$0] == .text }
    if isCode(filled, numbers, words) { return .code }
    if numbers > 0, Double(numbers) >= Self.most * Double(numbers + texts) { return .number }
    return isProse(filled, words) ? .prose : .category
  }

  private func isTime(_ filled: [Int], _ words: Set<String>) -> Bool {
    let dated = filled.count { DatedText(texts[$0]).map { $0.stem.isEmpty } ?? false }
    if !words.isDisjoint(with: timeWords), Double(dated) >= 0.5 * Double(filled.count) {
      return true
    }
    let years = filled.compactMap { row in
      texts[row].trimmed.count == 4 ? Int(texts[row].trimmed) : nil
    }.filter { (1980...2060).contains($0) }
    guard years.count == filled.count, years.count > 1 else {
      return dated == filled.count && filled.contains { contents[$0].number == nil }
    }
    // Figures of this size that leave no gap and repeat or follow each other are years.
    let distinct = Set(years).sorted()
    return zip(distinct, distinct.dropFirst()).allSatisfy { $1 - $0 <= 5 }
      && (distinct.count < years.count || zip(years, years.dropFirst()).allSatisfy { $0 < $1 })
  }

  private func isPart(_ filled: [Int], _ words: Set<String>) -> Bool {
    let named = !words.isDisjoint(with: ["quy", "quarter", "thang", "month", "q", "ky", "period"])
    let parts = filled.count { DatedText.partOfYear(texts[$0]) != nil }
    return named && Double(parts) >= 0.8 * Double(filled.count)
  }

  private func isCode(_ filled: [Int], _ numbers: Int, _ words: Set<String>) -> Bool {
    guard numbers * 2 > filled.count else { return false }
    if heading.hasPrefix("ma ") || !words.isDisjoint(with: codeWords) { return true }
    let padded = filled.count { row in
      let text = texts[row].trimmed
      return text.utf8.count > 1 && text.hasPrefix("0") && text.allSatisfy(\.isNumber)
    }
    if padded > 0, padded * 10 >= filled.count,
      Set(filled.map { texts[$0].trimmed.count }).count == 1
    {
      return true
    }
    guard heading.isEmpty, filled.count > 2 else { return false }
    let running = filled.compactMap { Int(texts[$0].trimmed) }
    return running.count == filled.count
      && zip(running, running.dropFirst()).allSatisfy { $1 == $0 + 1 }
  }

  /// Longer than a name is.
  private static let nameLength = 40

  private func isProse(_ filled: [Int], _ words: Set<String>) -> Bool {
    if !words.isDisjoint(with: proseWords) { return true }
    let length = filled.reduce(0) { $0 + texts[$1].count }
    return length > Self.nameLength * filled.count
  }
}

private let timeWords: Set<String> = [
  "nam", "year", "years", "yr", "quy", "quarter", "thang", "month", "period", "ky", "ngay", "date",
  "time", "published", "thoi",
]
private let codeWords: Set<String> = [
  "ma", "code", "id", "stt", "tt", "no", "mst", "isic", "vsic", "hs", "zip", "phone", "index_no",
]
private let proseWords: Set<String> = [
  "note", "notes", "ghi", "chu", "source", "sources", "nguon", "url", "link", "citation", "mo",
  "description", "address", "comment", "remark", "flag",
]
