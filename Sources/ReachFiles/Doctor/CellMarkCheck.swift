import ReachModel

/// Cells of columns of numbers that hold more or less than a number: marks of notes, signs for "no
/// value", words.
struct CellMarkCheck: TableCheck {
  static func findings(in examined: ExaminedTable) -> [DataFinding] {
    examined.columns.filter { $0.role == .number || $0.role == .time }.flatMap { column in
      marks(examined, column) + missing(examined, column) + words(examined, column)
    }
  }

  private static func marks(_ examined: ExaminedTable, _ column: SentColumn) -> [DataFinding] {
    var rows: [String: [Int]] = [:], order: [String] = []
    for row in column.contents.indices {
      guard let number = column.contents[row].number,
        !number.footnote.isEmpty || !number.lead.isEmpty
      else { continue }
      let mark = number.lead + number.footnote
      if rows[mark] == nil { order.append(mark) }
      rows[mark, default: []].append(row)
    }
    return order.map { mark in
      let found = rows[mark] ?? []
      // Before a number `>` or `~` says that it is a bound or a guess: dropping it loses that.
      let isLead = column.contents[found[0]].number?.lead.isEmpty == false
      let changes = found.compactMap { row in
        column.contents[row].number.flatMap { examined.change(row, column.index, to: $0.clean) }
      }
      return DataFinding(
        .footnoteMark, at: found.map { examined.place($0, column.index) },
        Label(
          vi: "\(found.count) số trong `\(column.heading)` có ký hiệu `\(mark)`",
          en: "\(found.count == 1 ? "a number" : "\(found.count) numbers") in "
            + "`\(column.heading)` \(found.count == 1 ? "carries" : "carry") the mark `\(mark)`"),
        because: [
          Label(
            vi: "phần còn lại của ô là một số; ký hiệu trỏ tới ghi chú hoặc nói số sơ bộ",
            en: "the rest of the cell is a number; the mark points to a note, or says that the "
              + "figure is preliminary")
        ], isLead ? .likely : .certain, changes: changes)
    }
  }

  private static func missing(_ examined: ExaminedTable, _ column: SentColumn) -> [DataFinding] {
    var rows: [String: [Int]] = [:], order: [String] = []
    for row in column.contents.indices {
      guard case .missing(let mark) = column.contents[row] else { continue }
      if rows[mark] == nil { order.append(mark) }
      rows[mark, default: []].append(row)
    }
    return order.map { mark in
      let found = rows[mark] ?? []
      let isOpen = openMissingMarks.contains(mark.lowercased())
      return DataFinding(
        .footnoteMark, at: found.map { examined.place($0, column.index) },
        Label(
          vi: "\(found.count) ô của `\(column.heading)` ghi `\(mark)` thay cho số",
          en: "\(found.count == 1 ? "a cell" : "\(found.count) cells") of `\(column.heading)` "
            + "\(found.count == 1 ? "holds" : "hold") `\(mark)` instead of a number"),
        because: [
          Label(
            vi: "\(column.contents.count { $0.number != nil }) ô khác của cột là số",
            en:
              "\(column.contents.count { $0.number != nil }) other cells of the column are numbers"
          )
        ], isOpen ? .open : .certain,
        changes: isOpen ? [] : found.compactMap { examined.change($0, column.index, to: "") },
        readings: isOpen
          ? [
            Label(vi: "không phát sinh: 0", en: "did not occur: 0"),
            Label(vi: "không có số liệu: để trống", en: "not known: an empty cell"),
          ] : [])
    }
  }

  private static func words(_ examined: ExaminedTable, _ column: SentColumn) -> [DataFinding] {
    let rows = column.contents.indices.filter { row in
      guard column.contents[row] == .text else { return false }
      if column.role == .time { return DatedText(examined.text(row, column.index)) == nil }
      return true
    }
    guard !rows.isEmpty else { return [] }
    let numbers = column.contents.count - rows.count
    return [
      DataFinding(
        .textAmongNumbers, at: rows.map { examined.place($0, column.index) },
        Label(
          vi: "\(rows.count) ô của `\(column.heading)` là chữ",
          en: "\(rows.count == 1 ? "a cell" : "\(rows.count) cells") of `\(column.heading)` "
            + "\(rows.count == 1 ? "is" : "are") text"),
        because: [
          Label(
            vi: "\(numbers) ô khác của cột là số hoặc để trống",
            en: "\(numbers) other cells of the column are numbers or empty")
        ], .open)
    ]
  }
}
