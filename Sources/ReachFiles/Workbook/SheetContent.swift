import ReachModel
import Reporting

/// Turns the XML of a sheet into values.
struct SheetContent {
  let file: String
  /// Shared texts by their numbers; nil for one that cannot be read.
  let strings: [String?]
  let styles: NumberStyles
  /// Whether days count from 1 January 1904.
  let uses1904: Bool

  /// The cells of a sheet that hold something.
  func sheet(
    _ name: String, isHidden: Bool, _ tree: XMLTree, _ problems: inout ProblemList
  ) -> ReadSheet {
    var cells: [ReadSheet.Place: ReadSheet.Cell] = [:]
    var row = -1
    for line in tree[child: "sheetData"]?.children ?? [] where line.name == "row" {
      guard let number = Self.number(of: line, after: row) else {
        problems.report(
          .unreadableCell, "a row has the number `\(line.attributes["r"]?.prefix(20) ?? "")`",
          at: Origin(file: file, sheet: name, line: max(1, row + 1), column: 1))
        continue
      }
      row = number
      var column = -1
      for cell in line.children where cell.name == "c" {
        guard let found = Self.place(of: cell, after: ReadSheet.Place(row, column)) else {
          problems.report(
            .unreadableCell, "a cell has the address `\(cell.attributes["r"]?.prefix(20) ?? "")`",
            at: Origin(file: file, sheet: name, line: row + 1, column: max(1, column + 1)))
          continue
        }
        column = found.column
        let origin = Origin(
          file: file, sheet: name, line: found.row + 1, column: found.column + 1)
        guard let read = self.cell(cell, at: origin, &problems) else { continue }
        if cells.updateValue(read, forKey: found) != nil {
          problems.report(.unreadableCell, "this cell is in the sheet twice", at: origin)
        }
      }
    }
    return ReadSheet(name: name, isHidden: isHidden, cells: cells)
  }

  /// The number of a row, from 0: its own, or the one after the last.
  ///
  /// - Returns: Nil if no sheet has such a row.
  private static func number(of line: XMLTree, after last: Int) -> Int? {
    guard let written = line.attributes["r"] else {
      return last + 1 < ReadSheet.Place.rows ? last + 1 : nil
    }
    guard let number = Int(written), (1...ReadSheet.Place.rows).contains(number) else { return nil }
    return number - 1
  }

  /// The place of a cell: its own, or the one to the right of the last.
  ///
  /// - Returns: Nil if no sheet has such a place.
  private static func place(of cell: XMLTree, after last: ReadSheet.Place) -> ReadSheet.Place? {
    if let address = cell.attributes["r"] { return ReadSheet.Place(address: address) }
    let column = last.column + 1
    return column < ReadSheet.Place.columns ? ReadSheet.Place(last.row, column) : nil
  }

  /// - Returns: Nil for a cell with nothing in it, and with a problem for one that cannot be read.
  private func cell(
    _ cell: XMLTree, at origin: Origin, _ problems: inout ProblemList
  ) -> ReadSheet.Cell? {
    let isFormula = cell[child: "f"] != nil
    let kind = cell.attributes["t"] ?? "n"
    if kind == "inlineStr" {
      return cell[child: "is"].flatMap { text(Self.text($0), isFormula, origin, &problems) }
    }
    guard let written = cell[child: "v"]?.text, !written.isEmpty || kind == "str" else {
      return isFormula ? ReadSheet.Cell(value: nil, isFormula: true) : nil
    }
    switch kind {
    case "s":
      guard let place = Int(written), strings.indices.contains(place) else {
        return refuse("the text number `\(written.prefix(20))` is not there", origin, &problems)
      }
      return text(strings[place], isFormula, origin, &problems)
    case "str": return text(Self.read(written), isFormula, origin, &problems)
    case "b":
      guard ["0", "1"].contains(written) else {
        return refuse("`\(written.prefix(20))` is no truth value", origin, &problems)
      }
      return ReadSheet.Cell(value: .boolean(written == "1"), isFormula: isFormula)
    case "e": return ReadSheet.Cell(value: .error(written), isFormula: isFormula)
    case "d": return day(of: written, isFormula, origin, &problems)
    case "n": return number(written, cell.attributes["s"], isFormula, origin, &problems)
    default: return refuse("no kind of cell is named `\(kind.prefix(20))`", origin, &problems)
    }
  }

  private func refuse(
    _ reason: String, _ origin: Origin, _ problems: inout ProblemList
  ) -> ReadSheet.Cell? {
    problems.report(.unreadableCell, reason, at: origin)
    return nil
  }

  /// A cell of text; a problem where the text is nil, which no cell can hold.
  private func text(
    _ text: String?, _ isFormula: Bool, _ origin: Origin, _ problems: inout ProblemList
  ) -> ReadSheet.Cell? {
    guard let text else {
      return refuse(
        "a text has more than \(CellText.limit) characters, or a letter more than \(Self.mostMarks) marks",
        origin, &problems)
    }
    return text.isEmpty ? nil : ReadSheet.Cell(value: .text(text), isFormula: isFormula)
  }

  private func number(
    _ written: String, _ style: String?, _ isFormula: Bool, _ origin: Origin,
    _ problems: inout ProblemList
  ) -> ReadSheet.Cell? {
    guard case .number(let value) = NumberText(written[...], .canonical) else {
      return refuse("`\(written.prefix(40))` is no number", origin, &problems)
    }
    let kind = styles.kind(style)
    let date = kind == .day ? DayNumber.date(value, uses1904: uses1904) : nil
    return ReadSheet.Cell(
      value: date.map { .date($0) } ?? .number(value), isFormula: isFormula,
      isPercent: kind == .percent)
  }

  /// A day as ISO 8601 writes it, perhaps with a time.
  private func day(
    of written: String, _ isFormula: Bool, _ origin: Origin, _ problems: inout ProblemList
  ) -> ReadSheet.Cell? {
    guard let date = CalendarDate(written.prefix { $0 != "T" }) else {
      return refuse("`\(written.prefix(40))` is no day", origin, &problems)
    }
    return ReadSheet.Cell(value: .date(date), isFormula: isFormula)
  }

  // MARK: Text

  /// The text of a string item: plain, or its rich runs one after another without hints of reading.
  ///
  /// - Returns: Nil for one that cannot be read, as ``read(_:)`` says.
  static func text(_ item: XMLTree) -> String? {
    let runs = item.children.flatMap { child -> [String] in
      switch child.name {
      case "t": [child.text]
      case "r": child.all("t").map(\.text)
      default: []
      }
    }
    return read(runs.joined())
  }

  /// Marks on a letter: their order takes a time that grows with the square of their number.
  ///
  /// - Source: Unicode Standard Annex 15, section 13 (Stream-Safe Text Format).
  private static let mostMarks = 30

  /// A text as it is meant, in normal form C.
  ///
  /// One that is too long is not looked at further: its normal form alone could take minutes.
  ///
  /// - Returns: Nil if it is longer than a cell can be, or a letter has very many marks.
  static func read(_ written: String) -> String? {
    // An escape, the longest way to write a unit, has seven bytes.
    guard written.utf8.count <= 7 * CellText.limit else { return nil }
    let text = unescaped(written)
    guard text.utf16.count <= CellText.limit else { return nil }
    var marks = 0
    for scalar in text.unicodeScalars {
      let isMark =
        scalar.value >= 0x300 && scalar.properties.canonicalCombiningClass != .notReordered
      marks = isMark ? marks + 1 : 0
      guard marks <= mostMarks else { return nil }
    }
    return text.normalFormC
  }

  /// `_x000D_` and its kind as the characters that they stand for.
  ///
  /// - Source: ECMA-376, part 1, 22.9.2.19 (ST_Xstring).
  static func unescaped(_ text: String) -> String {
    guard text.contains("_x") else { return text }
    let scalars = Array(text.unicodeScalars)
    var units: [UInt16] = [], place = 0
    while place < scalars.count {
      if let unit = escape(scalars[place...]) {
        units.append(unit)
        place += 7
      } else {
        units += String(scalars[place]).utf16
        place += 1
      }
    }
    return String(decoding: units, as: UTF16.self)
  }

  private static func escape(_ text: ArraySlice<Unicode.Scalar>) -> UInt16? {
    let head = Array(text.prefix(7))
    guard head.count == 7, head[0] == "_", head[1] == "x", head[6] == "_",
      head[2...5].allSatisfy(\.properties.isASCIIHexDigit)
    else { return nil }
    return UInt16(String(String.UnicodeScalarView(head[2...5])), radix: 16)
  }
}

/// Numbers of days as spreadsheet programs count them.
enum DayNumber {
  /// The day of a whole number; nil for a time, and for what is no day.
  ///
  /// Day 60 of the usual count is 29 February 1900, which never was; before it numbers are one less.
  ///
  /// - Source: ECMA-376, part 1, 18.17.4.
  static func date(_ number: Double, uses1904: Bool) -> CalendarDate? {
    guard let whole = Int(exactly: number), whole >= (uses1904 ? 0 : 1), whole < 2_958_466,
      uses1904 || whole != 60
    else { return nil }
    // 1 January 1904, day 0 of the other count, is day 1462 of the usual one; 1 January 1970 is 25569.
    let shift = uses1904 ? whole + 1462 : whole
    return civil(daysSince1970: (shift < 60 ? shift + 1 : shift) - 25_569)
  }

  /// - Source: Hinnant, *chrono-compatible low-level date algorithms*, `civil_from_days`.
  private static func civil(daysSince1970 days: Int) -> CalendarDate? {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let monthOfYear = month < 10 ? month + 3 : month - 9
    return CalendarDate(
      year: yearOfEra + era * 400 + (monthOfYear <= 2 ? 1 : 0), month: monthOfYear, day: day)
  }
}

// MARK: Addresses

extension ReadSheet.Place {
  /// How many rows and columns a sheet has.
  ///
  /// - Source: Microsoft, *Excel specifications and limits*: worksheet size.
  static let rows = 1_048_576, columns = 16_384

  /// For example `AB12`, with or without `$`.
  init?(address: some StringProtocol) {
    let plain = address.utf8.filter { $0 != UInt8(ascii: "$") }
    let letters = plain.prefix { (65...90).contains($0) }, digits = plain.dropFirst(letters.count)
    guard (1...3).contains(letters.count), (1...7).contains(digits.count), digits.first != 0x30,
      digits.allSatisfy({ (48...57).contains($0) })
    else { return nil }
    let column = letters.reduce(0) { $0 * 26 + Int($1 - 64) }
    let row = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    guard column <= Self.columns, row <= Self.rows else { return nil }
    self.init(row - 1, column - 1)
  }
}

extension CellRange {
  /// For example `'Kịch bản'!$A$2:$C$40` or `Sheet1!$A$1`; nil for anything else.
  init?(address: String) {
    guard let mark = address.lastIndex(of: "!") else { return nil }
    var sheet = String(address[..<mark])
    if sheet.hasPrefix("'"), sheet.hasSuffix("'"), sheet.count > 2 {
      let inner = sheet.dropFirst().dropLast()
      sheet = inner.split(separator: "''", omittingEmptySubsequences: false).joined(separator: "'")
    }
    let corners = address[address.index(after: mark)...].split(separator: ":")
    let places = corners.compactMap { ReadSheet.Place(address: $0) }
    guard let first = places.first, let last = places.last, places.count == corners.count,
      places.count <= 2, first.row <= last.row, first.column <= last.column
    else { return nil }
    self.init(
      sheet: sheet.normalFormC, rows: first.row...last.row, columns: first.column...last.column)
  }
}
