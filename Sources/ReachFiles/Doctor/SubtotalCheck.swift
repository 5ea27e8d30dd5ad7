import ReachModel

/// Rows that are the sum of others, by name or by their figures.
struct SubtotalCheck: TableCheck {
  static func findings(in examined: ExaminedTable) -> [DataFinding] {
    let named = namedRows(examined)
    let summed = SummedRows(examined), sums = summed.found
    let vietnam = wholeCountry(examined, sums)
    let rows = Set(named.keys).union(sums.keys.filter { sums[$0]?.isProven == true }).union(vietnam)
    // Where most rows are totals, the table is one of totals.
    let withFigures = (0..<examined.table.rowCount).filter { hasFigure(examined, $0) }
    guard rows.count * 2 <= withFigures.count else { return [] }
    var byName: [String: [Int]] = [:], order: [String] = []
    for row in rows.sorted() where hasFigure(examined, row) {
      let name = named[row] ?? examined.unitName(row)
      if byName[name] == nil { order.append(name) }
      byName[name, default: []].append(row)
    }
    return order.flatMap { name -> [DataFinding] in
      let own = byName[name] ?? []
      let difference = TotalDifference(own, among: rows, summed, examined)
      let total = finding(
        examined, name, own, named: named, sums: sums, remark: difference.remarkText)
      return [total] + (difference.finding(name).map { [$0] } ?? [])
    }
  }

  private static func hasFigure(_ examined: ExaminedTable, _ row: Int) -> Bool {
    examined.values[row].contains { $0 != nil }
  }

  // MARK: By name

  /// Rows with a name that only totals have, and regions among provinces.
  private static func namedRows(_ examined: ExaminedTable) -> [Int: String] {
    var found: [Int: String] = [:]
    let rows = 0..<examined.table.rowCount
    for column in examined.columns where column.role == .category {
      let names = rows.map { examined.text($0, column.index).tidied }
      let totals = rows.filter { isTotal(names[$0]) }
      // A category all of whose rows say "total" tells nothing apart.
      let others = Set(names.filter { !$0.isEmpty && !isTotal($0) })
      if others.count > 1 {
        for row in totals { found[row] = found[row] ?? names[row] }
      }
      guard column.index == examined.unitColumn else { continue }
      let provinces = Set(names.compactMap(examined.places.unit))
      guard provinces.count >= 2 else { continue }
      for row in rows where examined.places.isRegion(names[row]) { found[row] = names[row] }
    }
    return found
  }

  /// Whether a name says nothing but "total": every word is one of these, and one of them says it.
  static func isTotal(_ name: String) -> Bool {
    let words = name.folded.split(separator: " ").map(String.init)
    let whole = words.joined(separator: " ")
    guard !words.isEmpty, words.allSatisfy(totalWords.contains) else { return false }
    return totalPhrases.contains { " \(whole) ".contains(" \($0) ") }
  }

  /// A row of the country among provinces, if its figures are near to a sum.
  private static func wholeCountry(
    _ examined: ExaminedTable, _ sums: [Int: SummedRows.Sum]
  ) -> Set<Int> {
    let rows = (0..<examined.table.rowCount).filter { row in
      ["viet nam", "vietnam", "the whole country"].contains(examined.unitName(row).folded)
    }
    return Set(rows.filter { sums[$0] != nil })
  }

  // MARK: Words

  private static func finding(
    _ examined: ExaminedTable, _ name: String, _ rows: [Int], named: [Int: String],
    sums: [Int: SummedRows.Sum], remark: Label?
  ) -> DataFinding {
    var evidence: [Label] = []
    if rows.contains(where: { named[$0] != nil }) {
      evidence.append(
        Label(
          vi: "tên `\(name)` là tên của một dòng tổng hoặc của một vùng",
          en: "the name `\(name)` is that of a total or of a region"))
    }
    if let row = rows.first(where: { sums[$0] != nil }), let sum = sums[row] {
      let lines = sum.rows.map { examined.table.line($0) }.sorted()
      evidence.append(
        Label(
          vi: "\(sum.matched) trong \(sum.compared) cột số bằng tổng của \(lines.count) dòng "
            + "\(lines.first ?? 0) đến \(lines.last ?? 0)",
          en: "\(sum.matched) of \(sum.compared) columns of numbers equal the sum of "
            + "\(lines.count) rows, lines \(lines.first ?? 0) to \(lines.last ?? 0)"))
    }
    if let remark { evidence.append(remark) }
    let isCertain = rows.allSatisfy { named[$0] != nil && sums[$0] != nil }
    let column = examined.unitColumn ?? 0
    return DataFinding(
      .subtotal, at: rows.map { examined.place($0, column) },
      Label(
        vi: "`\(name)` là tổng của các dòng khác\(rows.count > 1 ? " (\(rows.count) dòng)" : "")",
        en: "`\(name)` is a total of other rows\(rows.count > 1 ? " (\(rows.count) rows)" : "")"),
      because: evidence, isCertain ? .certain : .likely,
      changes: rows.map { examined.removal(row: $0) })
  }
}

private let totalWords: Set<String> = [
  "tong", "so", "cong", "ca", "nuoc", "toan", "quoc", "tinh", "thanh", "pho", "chung", "total",
  "sub", "subtotal", "grand", "sum", "whole", "country", "nationwide", "national", "the", "all",
  "provinces", "overall", "cac", "nganh", "entire",
]
private let totalPhrases = [
  "tong so", "tong cong", "tong", "cong", "ca nuoc", "toan quoc", "toan tinh", "toan thanh pho",
  "tong chung", "total", "subtotal", "sum", "whole country", "nationwide", "all provinces",
  "entire country",
]
