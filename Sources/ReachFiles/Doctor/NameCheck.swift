import ReachModel

/// Names that look alike and are not: mixed Unicode forms, stray and non-breaking spaces.
struct NameCheck: TableCheck {
  static func findings(in examined: ExaminedTable) -> [DataFinding] {
    unicode(examined) + spaces(examined) + spacesInNumbers(examined)
  }

  private static func textColumns(_ examined: ExaminedTable) -> [SentColumn] {
    examined.columns.filter { $0.role == .category || $0.role == .code || $0.role == .time }
  }

  // MARK: Unicode

  private static func unicode(_ examined: ExaminedTable) -> [DataFinding] {
    // A file that is wholly in form D is consistent; readers join the marks.
    guard hasComposedLetters(examined) else { return [] }
    return textColumns(examined).compactMap { column in
      let rows = (0..<examined.table.rowCount).filter { row in
        let text = examined.text(row, column.index)
        return !text.unicodeScalars.elementsEqual(text.normalFormC.unicodeScalars)
      }
      guard !rows.isEmpty else { return nil }
      let name = examined.text(rows[0], column.index)
      let twin = (0..<examined.table.rowCount).first { row in
        let text = examined.text(row, column.index)
        return text == name && !text.unicodeScalars.elementsEqual(name.unicodeScalars)
      }
      var evidence = [
        Label(
          vi: "`\(name.normalFormC)` được viết bằng \(name.unicodeScalars.count) ký tự thay vì "
            + "\(name.normalFormC.unicodeScalars.count): dấu thanh đứng rời (dạng D)",
          en: "`\(name.normalFormC)` is written in \(name.unicodeScalars.count) characters "
            + "instead of \(name.normalFormC.unicodeScalars.count): marks stand apart (form D)")
      ]
      if let twin {
        evidence.append(
          Label(
            vi: "cùng tên ấy ở dạng C tại dòng \(examined.table.line(twin))",
            en: "the same name in form C stands in line \(examined.table.line(twin))"))
      }
      return DataFinding(
        .mixedUnicode, at: rows.map { examined.place($0, column.index) },
        Label(
          vi: "\(rows.count) tên trong `\(column.heading)` ở dạng Unicode khác phần còn lại",
          en: "\(rows.count == 1 ? "a name" : "\(rows.count) names") in `\(column.heading)` "
            + "\(rows.count == 1 ? "is" : "are") in another Unicode form than the rest"),
        because: evidence, .certain,
        changes: rows.compactMap {
          examined.change($0, column.index, to: examined.text($0, column.index).normalFormC)
        })
    }
  }

  private static func hasComposedLetters(_ examined: ExaminedTable) -> Bool {
    textColumns(examined).contains { column in
      (0..<examined.table.rowCount).contains { row in
        examined.text(row, column.index).unicodeScalars.contains {
          (0xC0...0x24F).contains($0.value) && $0 != "đ" && $0 != "Đ" && $0 != "×" && $0 != "÷"
            || (0x1EA0...0x1EF9).contains($0.value)
        }
      }
    }
  }

  // MARK: Spaces

  private static func spaces(_ examined: ExaminedTable) -> [DataFinding] {
    textColumns(examined).compactMap { column in
      let rows = (0..<examined.table.rowCount).filter { row in
        let text = examined.text(row, column.index)
        return !text.trimmed.isEmpty && text.normalFormC != text.tidied
      }
      // A column that is padded throughout is laid out so; blanks there mean nothing.
      guard !rows.isEmpty, rows.count * 2 <= examined.table.rowCount else { return nil }
      return DataFinding(
        .straySpace, at: rows.map { examined.place($0, column.index) },
        Label(
          vi: "\(rows.count) ô của `\(column.heading)` có dấu cách thừa hoặc dấu cách đặc biệt",
          en: "\(rows.count == 1 ? "a cell" : "\(rows.count) cells") of `\(column.heading)` "
            + "\(rows.count == 1 ? "has" : "have") stray or non-breaking spaces"),
        because: [spaceEvidence(examined.text(rows[0], column.index))], .certain,
        changes: rows.compactMap {
          examined.change($0, column.index, to: examined.text($0, column.index).tidied)
        })
    }
  }

  private static func spaceEvidence(_ text: String) -> Label {
    let odd = text.unicodeScalars.filter {
      ($0.properties.isWhitespace && $0 != " ") || $0.isInvisible
    }
    let codes = Set(odd.map(\.value)).sorted().map { "U+" + padded($0) }.joined(separator: ", ")
    guard codes.isEmpty else {
      return Label(vi: "ký tự \(codes) trong ô", en: "the cell holds \(codes)")
    }
    return Label(
      vi: "`\(text)` có dấu cách ở đầu, ở cuối hoặc hai dấu cách liền nhau",
      en: "`\(text)` has a space in front, behind or two in a row")
  }

  private static func padded(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  // MARK: Spaces in numbers

  private static func spacesInNumbers(_ examined: ExaminedTable) -> [DataFinding] {
    examined.quantities.flatMap { quantity in
      let cells = quantity.columns.flatMap { column in
        examined.columns[column].contents.indices.compactMap { row in
          examined.content(row, column).number.map { (row: row, column: column, number: $0) }
        }
      }
      let padded = cells.filter { cell in
        let text = examined.text(cell.row, cell.column)
        return String(text.trimmed) != text
      }
      // Blanks between thousands are a style; they are stray where other large numbers have none.
      let grouped = cells.filter(\.number.hasBlanks)
      let others = cells.count { !$0.number.hasBlanks && $0.number.wholeDigits > 3 }
      return [
        padded.count * 2 <= cells.count
          ? numberFinding(examined, padded, others: cells.count - padded.count) : nil,
        grouped.count < others ? numberFinding(examined, grouped, others: others) : nil,
      ].compactMap { $0 }
    }
  }

  private static func numberFinding(
    _ examined: ExaminedTable, _ cells: [(row: Int, column: Int, number: CellNumber)], others: Int
  ) -> DataFinding? {
    guard let first = cells.first else { return nil }
    let heading = examined.columns[first.column].heading
    return DataFinding(
      .straySpace, at: cells.map { examined.place($0.row, $0.column) },
      Label(
        vi: "\(cells.count) số trong `\(heading)` có dấu cách mà các số khác không có",
        en: "\(cells.count == 1 ? "a number" : "\(cells.count) numbers") in `\(heading)` "
          + "\(cells.count == 1 ? "has" : "have") spaces that the others do not have"),
      because: [
        Label(
          vi: "\(others) số khác như vậy không có dấu cách",
          en: "\(others) other such numbers have none")
      ], .certain,
      changes: cells.compactMap { cell in
        examined.change(
          cell.row, cell.column, to: cell.number.lead + cell.number.clean + cell.number.footnote)
      })
  }
}
