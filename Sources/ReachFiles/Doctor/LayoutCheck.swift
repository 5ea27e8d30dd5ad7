import ReachModel

/// Rows that are not like the others: another number of cells, shifted, a heading again, a note.
struct LayoutCheck: TableCheck {
  static func findings(in examined: ExaminedTable) -> [DataFinding] {
    notes(examined) + repeatedHeadings(examined) + ragged(examined) + shifted(examined)
  }

  private static func notes(_ examined: ExaminedTable) -> [DataFinding] {
    let rows = examined.table.noteRows
    guard !rows.isEmpty else { return [] }
    return [
      DataFinding(
        .trailingNote, at: rows.map { examined.place(sentRow: $0) },
        Label(
          vi: "\(rows.count) dòng dưới bảng là ghi chú, không phải số liệu",
          en: "\(rows.count == 1 ? "a row" : "\(rows.count) rows") below the table "
            + "\(rows.count == 1 ? "is a note" : "are notes"), not data"),
        because: [
          Label(
            vi: "dòng bắt đầu như một ghi chú hoặc chỉ có một ô, và không có số",
            en: "it begins like a note or has one cell only, and no number")
        ], .certain, changes: rows.map { examined.removal(sentRow: $0) })
    ]
  }

  private static func repeatedHeadings(_ examined: ExaminedTable) -> [DataFinding] {
    let table = examined.table
    guard let first = table.headingRows.first else { return [] }
    let line = table.origin(table.rows[first].bytes.lowerBound).line
    return table.repeatedRows.map { row in
      DataFinding(
        .repeatedHeading, at: [examined.place(sentRow: row)],
        Label(vi: "dòng tiêu đề lặp lại ở đây", en: "the row of headings stands here again"),
        because: [
          Label(
            vi: "mọi ô giống dòng tiêu đề ở dòng \(line)",
            en: "every cell equals that of the headings in line \(line)")
        ], .certain, changes: [examined.removal(sentRow: row)])
    }
  }

  // MARK: Cells too many or too few

  private static func ragged(_ examined: ExaminedTable) -> [DataFinding] {
    let table = examined.table
    return (0..<table.rowCount).compactMap { row in
      let cells = table.rows[table.bodyRows[row]].cells
      let extra = cells.dropFirst(table.width)
      let isShort = cells.count < table.width
      guard isShort || extra.contains(where: { !$0.text.trimmed.isEmpty }) else { return nil }
      return DataFinding(
        .raggedRow, at: [examined.place(row: row)],
        Label(
          vi: "dòng này có \(cells.count) ô, các dòng khác có \(table.width)",
          en: "this row has \(cells.count) cells, the others \(table.width)"),
        because: [raggedCause(examined, row, cells)], .open,
        readings: isShort
          ? [
            Label(vi: "thiếu ô ở cuối dòng", en: "cells are missing at the end"),
            Label(vi: "thiếu ô ở giữa dòng", en: "cells are missing in the middle"),
          ] : [])
    }
  }

  private static func raggedCause(
    _ examined: ExaminedTable, _ row: Int, _ cells: [SentCell]
  ) -> Label {
    let contents = cells.map { CellContent($0.text).number }
    let pair = zip(cells.indices, contents.indices.dropFirst()).first { a, b in
      guard let left = contents[a], let right = contents[b] else { return false }
      return left.marks == .plain && right.marks == .plain && !right.isNegative
        && cells.count > examined.table.width && examined.table.separator == ","
    }
    if let pair {
      let joined = "\(cells[pair.0].text),\(cells[pair.1].text)"
      return Label(
        vi: "`\(joined)` có thể là một số có dấu phẩy thập phân mà không có ngoặc kép",
        en: "`\(joined)` may be one number with a decimal comma and no quotes")
    }
    return Label(
      vi: "các ô sau chỗ sai thuộc về cột khác với tiêu đề",
      en: "cells behind the fault belong to other columns than their headings say")
  }

  // MARK: Shifted rows

  /// A row in which words stand where numbers should and numbers where words should, and fewer do
  /// once it is moved by one cell.
  private static func shifted(_ examined: ExaminedTable) -> [DataFinding] {
    (0..<examined.table.rowCount).compactMap { row in
      let wrong = mismatches(examined, row, by: 0)
      guard wrong >= 2 else { return nil }
      guard let step = [1, -1].first(where: { mismatches(examined, row, by: $0) * 3 <= wrong })
      else { return nil }
      return DataFinding(
        .shiftedRow, at: [examined.place(row: row)],
        Label(
          vi: "các ô của dòng này lệch sang \(step > 0 ? "phải" : "trái") một cột",
          en: "the cells of this row are shifted to the \(step > 0 ? "right" : "left") by one"),
        because: [
          Label(
            vi: "\(wrong) ô không hợp với cột của nó; dịch lại một cột thì còn "
              + "\(mismatches(examined, row, by: step))",
            en: "\(wrong) cells do not fit their columns; moved back by one, "
              + "\(mismatches(examined, row, by: step)) do not")
        ], .likely)
    }
  }

  /// Cells that do not fit the column `by` places to their left.
  private static func mismatches(_ examined: ExaminedTable, _ row: Int, by step: Int) -> Int {
    let cells = examined.table.rows[examined.table.bodyRows[row]].cells
    return cells.indices.count { place in
      let target = place - step
      let content = CellContent(cells[place].text)
      guard examined.columns.indices.contains(target) else { return content != .empty }
      switch (examined.columns[target].role, content) {
      case (.number, .text), (.time, .text): return DatedText(cells[place].text) == nil
      case (.category, .number): return true
      case (.time, .number(let number)):
        return number.marks != .plain || number.digits.utf8.count != 4
      case (.number, .empty), (.time, .empty), (.category, .empty): return step != 0 && target > 0
      default: return false
      }
    }
  }
}
