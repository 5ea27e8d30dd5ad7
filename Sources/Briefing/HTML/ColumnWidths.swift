/// How wide the columns of a table on paper are, in percent.
///
/// Word processors that are given none make all columns equally wide, and break a name after every third
/// letter beside a column of single digits. Every column gets room for its longest word, and what is
/// left goes to those with more text.
package struct ColumnWidths: Sendable, Equatable {
  /// Of each column; together 100.
  package let percent: [Int]

  /// Characters across the page at the size of a table.
  private static let line = 95
  /// Longer words are broken, as checksums and paths are.
  private static let longestWord = 18
  /// More text than this goes into further lines.
  private static let longestText = 70

  /// - Parameter rows: The cells' texts, headings first; all rows have as many.
  package init(_ rows: [[String]]) {
    let count = rows.first?.count ?? 0
    var least = [Int](repeating: 1, count: count), wanted = least
    for row in rows {
      for (column, text) in row.enumerated() {
        let words = text.split(separator: " ").map { min(Self.longestWord, $0.count) }
        let length = words.reduce(-1) { $0 + $1 + 1 }
        least[column] = max(least[column], words.max() ?? 0)
        wanted[column] = max(wanted[column], min(Self.longestText, length))
      }
    }
    let room = max(0, Self.line - least.reduce(0) { $0 + $1 + 2 })
    let more = zip(wanted, least).map { max(0, $0 - $1) }
    let total = more.reduce(0, +)
    let scale = total == 0 ? 0 : min(1, Double(room) / Double(total))
    percent = Self.shares(zip(least, more).map { Double($0 + 2) + scale * Double($1) })
  }

  /// Whole percents that add up to 100: what rounding down leaves goes to the largest remainders.
  private static func shares(_ widths: [Double]) -> [Int] {
    let sum = widths.reduce(0, +)
    guard sum > 0 else { return [] }
    let exact = widths.map { 100 * $0 / sum }
    var shares = exact.map { Int($0) }
    let order = exact.indices.sorted {
      (exact[$1] - Double(shares[$1]), $0) < (exact[$0] - Double(shares[$0]), $1)
    }
    for column in order.prefix(100 - shares.reduce(0, +)) { shares[column] += 1 }
    return shares
  }

  /// As HTML says it.
  var html: String {
    "<colgroup>" + percent.map { "<col style=\"width: \($0)%\">" }.joined() + "</colgroup>"
  }
}
