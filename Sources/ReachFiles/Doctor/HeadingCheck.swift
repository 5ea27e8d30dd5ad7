import ReachModel

/// Headings that stand twice, years that stand twice among them, marks and stray blanks in them.
struct HeadingCheck: TableCheck {
  static func findings(in examined: ExaminedTable) -> [DataFinding] {
    guard !examined.table.headingRows.isEmpty else { return [] }
    return repeated(examined) + repeatedYears(examined) + marks(examined)
  }

  private static func repeated(_ examined: ExaminedTable) -> [DataFinding] {
    pairs(examined) {
      $0.dated == nil && !$0.heading.isEmpty ? $0.heading.tidied.lowercased() : nil
    }
    .map { first, second in
      DataFinding(
        .duplicateHeading, at: [examined.heading(second)],
        Label(
          vi: "tiêu đề `\(examined.columns[second].heading)` có ở hai cột",
          en: "the heading `\(examined.columns[second].heading)` stands over two columns"),
        because: [comparison(examined, first, second)], .open, readings: choices(first, second))
    }
  }

  private static func repeatedYears(_ examined: ExaminedTable) -> [DataFinding] {
    pairs(examined) { column in
      column.dated.map { "\($0.stem)|\($0.period.text)" }
    }.map { first, second in
      DataFinding(
        .duplicateYear, at: [examined.heading(second)],
        Label(
          vi: "`\(examined.columns[second].heading)` là cùng một kỳ với cột \(first + 1) "
            + "(`\(examined.columns[first].heading)`)",
          en: "`\(examined.columns[second].heading)` is the same period as column \(first + 1) "
            + "(`\(examined.columns[first].heading)`)"),
        because: [comparison(examined, first, second)], .open, readings: choices(first, second))
    }
  }

  private static func choices(_ first: Int, _ second: Int) -> [Label] {
    [
      Label(vi: "cột \(first + 1) đúng", en: "column \(first + 1) is right"),
      Label(vi: "cột \(second + 1) đúng", en: "column \(second + 1) is right"),
      Label(vi: "một tiêu đề bị gõ sai", en: "one of the headings is mistyped"),
    ]
  }

  /// Columns with the same key as an earlier one.
  private static func pairs(
    _ examined: ExaminedTable, key: (SentColumn) -> String?
  ) -> [(first: Int, second: Int)] {
    var seen: [String: Int] = [:]
    return examined.columns.compactMap { column in
      guard let key = key(column) else { return nil }
      guard let first = seen[key] else {
        seen[key] = column.index
        return nil
      }
      return (first, column.index)
    }
  }

  private static func comparison(_ examined: ExaminedTable, _ first: Int, _ second: Int) -> Label {
    let rows = (0..<examined.table.rowCount)
    let equal = rows.count {
      examined.text($0, first).tidied == examined.text($0, second).tidied
    }
    return Label(
      vi: "\(equal) trong \(rows.count) dòng có giá trị như nhau ở hai cột",
      en: "\(equal) of \(rows.count) rows have the same value in both")
  }

  /// A mark behind the year of a heading: `2020*`, `2020 (1)`.
  private static func marks(_ examined: ExaminedTable) -> [DataFinding] {
    let heading = examined.table.headingRows.lowerBound
    return examined.columns.compactMap { column in
      guard examined.table.headingRows.count == 1,
        column.index < examined.table.rows[heading].cells.count,
        let number = CellContent(column.heading).number, !number.footnote.isEmpty,
        !number.footnote.unicodeScalars.contains(where: \.properties.isAlphabetic),
        column.dated != nil
      else { return nil }
      let cell = examined.table.rows[heading].cells[column.index]
      let change = ProposedChange(
        place: examined.heading(column.index), before: cell.text, after: number.clean,
        bytes: cell.bytes, isQuoted: cell.isQuoted)
      return DataFinding(
        .footnoteMark, at: [examined.heading(column.index)],
        Label(
          vi: "năm trong tiêu đề có ký hiệu `\(number.footnote)`",
          en: "the year of this heading carries the mark `\(number.footnote)`"),
        because: [
          Label(
            vi: "ký hiệu trỏ tới ghi chú, không thuộc năm",
            en: "the mark points to a note and is no part of the year")
        ], .certain, changes: [change])
    }
  }
}
