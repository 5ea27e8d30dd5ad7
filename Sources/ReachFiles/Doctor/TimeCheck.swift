import ReachModel

/// Years that no table can mean, and dates that stand as the numbers in which Excel keeps them.
struct TimeCheck: TableCheck {
  static func findings(in examined: ExaminedTable) -> [DataFinding] {
    examined.columns.filter { $0.role == .time }.flatMap { column -> [DataFinding] in
      let years = column.contents.indices.map {
        DatedText(examined.text($0, column.index))?.period.year
      }
      guard let span = span(years) else { return [] }
      return column.contents.indices.compactMap { row in finding(examined, row, column, span) }
    }
  }

  private static func finding(
    _ examined: ExaminedTable, _ row: Int, _ column: SentColumn, _ span: Span
  ) -> DataFinding? {
    guard let number = column.contents[row].number, number.marks == .plain, number.footnote.isEmpty,
      let value = Int(number.digits)
    else { return nil }
    let (first, last) = (span.first, span.last)
    if let day = excelDay(value), (first - 1...last + 1).contains(day.year) {
      return excelDate(examined, row, column, value, day.text)
    }
    let room = max(20, span.high - span.low)
    let year = number.isNegative ? -value : value
    let isFar = Double(year) < span.low - room || Double(year) > span.high + room
    guard isFar || !Period.years.contains(year) else { return nil }
    return DataFinding(
      .yearOutOfRange, at: [examined.place(row, column.index)],
      Label(vi: "`\(year)` không thể là năm ở đây", en: "`\(year)` cannot be a year here"),
      because: [
        Label(
          vi: "các năm khác của cột từ \(first) đến \(last)",
          en: "the other years of the column run from \(first) to \(last)")
      ], .open)
  }

  /// The years of a column: `low` and `high` hold nine in ten, so that one wrong year does not
  /// stretch the range that another is judged by.
  private struct Span {
    let first: Int
    let last: Int
    let low: Double
    let high: Double
  }

  private static func span(_ years: [Int?]) -> Span? {
    let known = years.compactMap { $0 }.sorted()
    guard let first = known.first, let last = known.last else { return nil }
    let all = known.map(Double.init)
    return Span(
      first: first, last: last, low: quantile(all, 0.05) ?? all[0],
      high: quantile(all, 0.95) ?? all[0])
  }

  private static func excelDate(
    _ examined: ExaminedTable, _ row: Int, _ column: SentColumn, _ value: Int, _ day: String
  ) -> DataFinding {
    DataFinding(
      .excelDate, at: [examined.place(row, column.index)],
      Label(
        vi: "`\(value)` là ngày \(day) ở dạng số của Excel",
        en: "`\(value)` is the day \(day) as Excel's number"),
      because: [
        Label(
          vi: "Excel đếm ngày từ 30/12/1899; ngày này nằm trong khoảng các năm của cột",
          en: "Excel counts days from 30 December 1899, and this day lies among the years of the "
            + "column")
      ], .likely,
      changes: [examined.change(row, column.index, to: day)].compactMap { $0 })
  }

  /// The day that is `number` days after 30 December 1899, from 1950 to 2064; nil beyond.
  ///
  /// - Source: the count of days of Richards, *Mapping Time* (1998), chapter 25, with 30 December
  ///   1899 as Julian day 2,415,019.
  static func excelDay(_ number: Int) -> (year: Int, text: String)? {
    guard (18_264...60_000).contains(number) else { return nil }
    let f =
      number + 2_415_019 + 1401 + ((4 * (number + 2_415_019) + 274_277) / 146_097 * 3) / 4 - 38
    let e = 4 * f + 3, h = 5 * ((e % 1461) / 4) + 2
    let day = (h % 153) / 5 + 1, month = (h / 153 + 2) % 12 + 1
    let year = e / 1461 - 4716 + (14 - month) / 12
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return (year, "\(year)-\(two(month))-\(two(day))")
  }
}
