import ReachModel

/// Rows that stand twice, and rows of one unit and time with different figures.
struct DuplicateCheck: TableCheck {
  static func findings(in examined: ExaminedTable) -> [DataFinding] {
    let equal = equalRows(examined)
    return equal.map(\.finding) + equalKeys(examined, except: Set(equal.map(\.row)))
  }

  /// Rows all of whose cells equal those of an earlier one; blank rows are none.
  private static func equalRows(_ examined: ExaminedTable) -> [(row: Int, finding: DataFinding)] {
    let table = examined.table
    guard !examined.keyColumns.isEmpty || !examined.timeColumns.isEmpty else { return [] }
    var seen: [String: Int] = [:]
    return (0..<table.rowCount).compactMap { row in
      let cells = table.rows[table.bodyRows[row]].cells
      let key = cells.map { $0.text.tidied }.joined(separator: "\u{1F}")
      guard cells.count > 1, cells.contains(where: { CellContent($0.text).number != nil }) else {
        return nil
      }
      guard let first = seen.updateValue(seen[key] ?? row, forKey: key) else { return nil }
      let finding = DataFinding(
        .duplicateRow, at: [examined.place(row: row)],
        Label(
          vi: "dòng này giống hệt dòng \(table.line(first))",
          en: "this row equals line \(table.line(first))"),
        because: [
          Label(vi: "cả \(cells.count) ô đều như nhau", en: "all \(cells.count) cells are the same")
        ], .certain, changes: [examined.removal(row: row)])
      return (row, finding)
    }
  }

  /// Of the rows of a table whose key columns do tell rows apart, those that they do not.
  ///
  /// A table in which more than a tenth of the rows share their key has rows that something else
  /// tells apart (vintages, sources): there nothing is said.
  private static func equalKeys(
    _ examined: ExaminedTable, except equal: Set<Int>
  ) -> [DataFinding] {
    let keys = keys(examined)
    guard !keys.isEmpty else { return [] }
    var first: [String: Int] = [:]
    var pairs: [(first: Int, second: Int)] = []
    for row in 0..<examined.table.rowCount where !equal.contains(row) {
      let key = keys.map { name(examined, row, $0) }
      guard key.contains(where: { !$0.isEmpty }), hasFigure(examined, row) else { continue }
      let whole = key.joined(separator: "\u{1F}")
      if let earlier = first[whole] {
        pairs.append((earlier, row))
      } else {
        first[whole] = row
      }
    }
    guard pairs.count <= max(2, examined.table.rowCount / 10) else { return [] }
    return pairs.filter { isOneSource(examined, $0.first, $0.second) }.map {
      finding(examined, $0.first, $0.second, keys)
    }
  }

  /// Whether nothing in prose tells two rows apart: figures of two sources may stand side by side.
  private static func isOneSource(_ examined: ExaminedTable, _ a: Int, _ b: Int) -> Bool {
    examined.columns.filter { $0.role == .prose }.allSatisfy {
      examined.text(a, $0.index).tidied == examined.text(b, $0.index).tidied
    }
  }

  private static func hasFigure(_ examined: ExaminedTable, _ row: Int) -> Bool {
    examined.columns.contains { $0.role == .number && $0.contents[row] != .empty }
  }

  /// Names and time; without time the unit's name and other categories.
  private static func keys(_ examined: ExaminedTable) -> [Int] {
    let categories = examined.columns.filter { $0.role == .category || $0.role == .code }.map(
      \.index)
    let all = (categories + examined.timeColumns).sorted()
    return examined.timeColumns.isEmpty && examined.unitColumn == nil ? [] : all
  }

  /// A name for comparing: provinces by their key, so that a prefix makes no other province.
  private static func name(_ examined: ExaminedTable, _ row: Int, _ column: Int) -> String {
    let text = examined.text(row, column).tidied
    if column == examined.unitColumn, let unit = examined.provinces[row] { return unit }
    return text.lowercased()
  }

  private static func finding(
    _ examined: ExaminedTable, _ first: Int, _ second: Int, _ keys: [Int]
  ) -> DataFinding {
    let key = keys.map { examined.text(second, $0).tidied }.filter { !$0.isEmpty }
      .joined(separator: ", ")
    let differing = examined.columns.filter {
      $0.role == .number
        && examined.text(first, $0.index).tidied != examined.text(second, $0.index).tidied
    }
    let line = examined.table.line(first)
    let evidence = differing.prefix(3).map { column in
      Label(
        vi: "`\(column.heading)`: `\(examined.text(first, column.index))` ở dòng \(line), "
          + "`\(examined.text(second, column.index))` ở đây",
        en: "`\(column.heading)`: `\(examined.text(first, column.index))` in line \(line), "
          + "`\(examined.text(second, column.index))` here")
    }
    let column = examined.unitColumn ?? keys[0]
    return DataFinding(
      .duplicateKey, at: [examined.place(second, column)],
      Label(
        vi: "\(key) đã có ở dòng \(line)", en: "\(key) stands in line \(line) already"),
      because: evidence.isEmpty
        ? [Label(vi: "mọi con số đều như nhau", en: "all figures are the same")] : Array(evidence),
      .open,
      readings: [
        Label(vi: "dòng \(line) đúng", en: "line \(line) is right"),
        Label(
          vi: "dòng \(examined.table.line(second)) đúng",
          en: "line \(examined.table.line(second)) is right"),
        Label(vi: "một tên hoặc năm bị gõ sai", en: "a name or year is mistyped"),
      ])
  }
}
