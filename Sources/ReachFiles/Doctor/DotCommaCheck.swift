import ReachModel

/// Numbers whose marks have two readings, or contradict those of their column.
struct DotCommaCheck: TableCheck {
  static func findings(in examined: ExaminedTable) -> [DataFinding] {
    let file = fileMark(examined)
    return examined.quantities.indices.flatMap { quantity in
      contradictions(examined, quantity, file: file) + doubts(examined, quantity)
    }
  }

  private typealias Cell = (row: Int, column: Int, number: CellNumber)

  private static func cells(_ examined: ExaminedTable, _ quantity: Int) -> [Cell] {
    examined.quantities[quantity].columns.flatMap { column in
      examined.columns[column].contents.indices.compactMap { row in
        examined.content(row, column).number.map { (row, column, $0) }
      }
    }
  }

  /// The decimal mark of most definite numbers of the file.
  private static func fileMark(_ examined: ExaminedTable) -> NumberMark? {
    var all = MarkTally([])
    for reading in examined.readings { all.add(reading.tally) }
    return all.decimal
  }

  // MARK: Definite numbers of the other kind

  private static func contradictions(
    _ examined: ExaminedTable, _ quantity: Int, file: NumberMark?
  ) -> [DataFinding] {
    let reading = examined.readings[quantity]
    // A column of its own kind in a file of the other kind is mixed as a whole.
    let style = reading.isOutvoted ? reading.decimal : file ?? reading.decimal
    let odd = cells(examined, quantity).filter { cell in
      switch cell.number.marks {
      case .definite(let decimal): decimal != style
      case .grouped(let by): by == style
      default: false
      }
    }
    guard let first = odd.first else { return [] }
    let heading = examined.columns[first.column].heading
    let name = style == .dot ? Label(vi: "chấm", en: "dot") : Label(vi: "phẩy", en: "comma")
    var all = MarkTally([])
    for reading in examined.readings { all.add(reading.tally) }
    return [
      DataFinding(
        .dotOrComma, at: odd.map { examined.place($0.row, $0.column) },
        Label(
          vi: "\(odd.count) số trong `\(heading)` dùng dấu chấm, dấu phẩy ngược với tệp",
          en: "\(odd.count == 1 ? "a number" : "\(odd.count) numbers") in `\(heading)` "
            + "\(odd.count == 1 ? "uses" : "use") dot and comma the other way round"),
        because: [
          Label(
            vi: "`\(first.number.clean)` chỉ có một cách đọc; \(all.definite(style)) số khác của "
              + "tệp chỉ đọc được với dấu \(name.vi) thập phân",
            en: "`\(first.number.clean)` has one reading only; \(all.definite(style)) numbers of "
              + "the file can only have a decimal \(name.en)")
        ], .certain,
        changes: odd.compactMap { cell in
          examined.change(
            cell.row, cell.column, to: cell.number.written(decimal: style, as: style))
        })
    ]
  }

  // MARK: Numbers in doubt

  private static func doubts(_ examined: ExaminedTable, _ quantity: Int) -> [DataFinding] {
    let reading = examined.readings[quantity]
    guard let doubt = reading.doubt else { return [] }
    let all = cells(examined, quantity)
    let doubtful = all.filter { cell in
      guard case .doubtful(let mark) = cell.number.marks else { return false }
      return reading.doubted.map { $0 == mark } ?? true
    }
    guard let first = doubtful.first else { return [] }
    let heading = examined.columns[first.column].heading
    let count = doubtful.count
    let isLikely = if case .looksGrouped = doubt { true } else { false }
    let isMixed = if case .bothMarks = doubt { true } else { false }
    let shown =
      isMixed
      ? [NumberMark.dot, .comma].compactMap { mark in
        all.first { $0.number.marks == .doubtful(mark) }.map { readings(of: $0.number) }
      } : UnitSwitchCheck.bothReadings(first.number)
    return [
      DataFinding(
        .dotOrComma, at: doubtful.map { examined.place($0.row, $0.column) },
        Label(
          vi: "\(count) số trong `\(heading)` có hai cách đọc, ví dụ `\(first.number.clean)`",
          en: "\(count == 1 ? "a number" : "\(count) numbers") in `\(heading)` "
            + "\(count == 1 ? "has" : "have") two readings, for example `\(first.number.clean)`"),
        because: [text(of: doubt, reading)], isLikely ? .likely : .open,
        changes: isLikely
          ? doubtful.compactMap { cell in
            examined.change(
              cell.row, cell.column,
              to: cell.number.written(decimal: reading.decimal, as: .dot))
          } : [], readings: shown)
    ]
  }

  /// Both values of a number beside the number, for a column in which the two marks mix.
  private static func readings(of number: CellNumber) -> Label {
    func values(_ shown: NumberMark) -> (String, String) {
      (number.written(decimal: .dot, as: shown), number.written(decimal: .comma, as: shown))
    }
    let (vi, en) = (values(.comma), values(.dot))
    return Label(
      vi: "`\(number.clean)` là \(vi.0) hoặc \(vi.1)", en: "`\(number.clean)` is \(en.0) or \(en.1)"
    )
  }

  private static func text(of doubt: NumberReading.Doubt, _ reading: NumberReading) -> Label {
    switch doubt {
    case .nothingDecides:
      Label(
        vi: "mọi số có dấu trong cột đều có đúng ba chữ số sau dấu, và không gì khác trong tệp "
          + "cho biết cách đọc",
        en: "every marked number of the column has exactly three digits behind its mark, and "
          + "nothing else in the file decides")
    case .looksGrouped:
      Label(
        vi: "các cột khác dùng dấu này làm dấu thập phân, nhưng cột này trông như số nguyên có "
          + "dấu phân cách hàng nghìn (\(reading.tally.bareSmall) số dưới 1.000 không có dấu)",
        en: "other columns use this mark for decimals, but this one looks like whole numbers in "
          + "groups of three (\(reading.tally.bareSmall) numbers below 1,000 have no mark)")
    case .othersUngrouped:
      Label(
        vi:
          "\(reading.tally.bareLarge + reading.tally.blankGrouped) số khác từ bốn chữ số trở lên của cột không có dấu phân "
          + "cách",
        en: "\(reading.tally.bareLarge + reading.tally.blankGrouped) other numbers of the column "
          + "with four digits or more have no such mark between thousands")
    case .fewWitnesses:
      Label(
        vi: "chỉ \(reading.tally.definiteAll) số trong cột có một cách đọc, không số nào có ba chữ "
          + "số thập phân, và không gì khác trong tệp cho biết cách đọc",
        en:
          "only \(reading.tally.definiteAll) of its numbers can be read in one way, none with three "
          + "decimals, and nothing else in the file decides")
    case .bothMarks:
      Label(
        vi: "\(reading.tally.doubtfulDot) số có dấu chấm và \(reading.tally.doubtfulComma) số có "
          + "dấu phẩy, mỗi số đều có hai cách đọc: đọc như nhau thì một loại có phần thập phân",
        en: "\(reading.tally.doubtfulDot) with a dot and \(reading.tally.doubtfulComma) with a "
          + "comma, each with two readings: read alike, one kind has decimals")
    }
  }
}
