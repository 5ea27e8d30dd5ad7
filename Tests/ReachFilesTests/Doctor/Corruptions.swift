import Foundation

/// One thing that goes wrong with a table on its way.
enum Corruption: String, CaseIterable {
  case thousandsAsDecimals, otherStyleCell, doubtfulColumn
  case unitCell, unitBlock, unitPeriod, percentAsFraction
  case totalRow, regionRows, unnamedTotal
  case keyTwice, rowTwice, yearTwice
  case footnote, missingSign, preliminary
  case boundaryJump, bothNames
  case unicode, space, yearTypo, word, ragged, shifted, percentSign, note, excelDate, headingAgain

  /// The kinds of finding that say what was done.
  var expected: Set<String> {
    switch self {
    case .thousandsAsDecimals: ["dot_comma_ambiguity", "unit_switch"]
    case .otherStyleCell, .doubtfulColumn: ["dot_comma_ambiguity"]
    // Thousandths of 12,345 are `12.345`: a switch of units or of marks, as one likes.
    case .unitCell, .unitBlock, .unitPeriod: ["unit_switch", "dot_comma_ambiguity"]
    case .percentAsFraction: ["unit_switch"]
    case .totalRow, .regionRows, .unnamedTotal: ["subtotal_row"]
    case .keyTwice: ["duplicate_key"]
    case .rowTwice: ["duplicate_row"]
    case .yearTwice: ["duplicate_year", "duplicate_key"]
    case .footnote, .missingSign, .preliminary: ["footnote_mark"]
    case .boundaryJump, .bothNames: ["boundary_change"]
    case .unicode: ["mixed_unicode"]
    case .space: ["stray_space"]
    case .yearTypo: ["year_out_of_range"]
    case .word: ["text_among_numbers"]
    case .ragged: ["ragged_row"]
    case .shifted: ["shifted_row"]
    case .percentSign: ["mixed_percent"]
    case .note: ["trailing_note"]
    case .excelDate: ["excel_date"]
    case .headingAgain: ["repeated_heading"]
    }
  }

  /// Kinds of ``CleanSheets`` in which it can be planted and, by what is planted, be seen.
  var hosts: [Int] {
    switch self {
    case .thousandsAsDecimals: [8, 1]
    case .otherStyleCell: [0, 3, 5, 8, 9, 10]
    case .doubtfulColumn: [8]
    case .unitCell, .unitBlock: [0, 1, 4, 8, 9, 10]
    case .unitPeriod: [0, 1, 8]
    case .percentAsFraction: [2, 3]
    case .totalRow: [0, 1, 5, 8, 11]
    case .regionRows: [1, 8]
    case .unnamedTotal: [1, 5, 8]
    case .keyTwice, .rowTwice: [0, 3, 5, 8, 10]
    case .yearTwice: [1, 8, 11]
    case .footnote, .missingSign, .preliminary: [0, 1, 2, 3, 4, 5, 8, 9, 10, 11]
    case .boundaryJump, .bothNames: [0]
    case .unicode, .space: [0, 1, 2, 3, 5, 10]
    case .yearTypo, .excelDate: [0, 3, 4, 9, 10]
    case .word: [0, 1, 4, 5, 8, 9]
    case .ragged: [0, 1, 5, 10]
    case .shifted: [0, 10]
    case .percentSign: [2, 3]
    case .note, .headingAgain: [0, 1, 3, 5, 8, 9]
    }
  }

  /// The corrupted text of a table.
  func planted(in clean: Sheet, _ random: inout SeededNumbers) -> String {
    var sheet = clean
    switch self {
    case .thousandsAsDecimals, .otherStyleCell, .doubtfulColumn: plantMarks(&sheet, &random)
    case .unitCell, .unitBlock, .unitPeriod, .percentAsFraction: plantUnits(&sheet, &random)
    case .totalRow, .regionRows, .unnamedTotal: plantTotals(&sheet, &random)
    case .keyTwice, .rowTwice, .yearTwice: plantDuplicates(&sheet, &random)
    case .footnote, .missingSign, .preliminary, .word, .percentSign:
      plantSigns(&sheet, &random)
    case .boundaryJump, .bothNames: plantBorders(&sheet, &random)
    case .unicode, .space: plantNames(&sheet, &random)
    case .yearTypo, .excelDate: plantYears(&sheet, &random)
    case .ragged, .shifted, .note, .headingAgain: plantRows(&sheet, &random)
    }
    return sheet.text
  }
}

extension Sheet {
  /// A place with a number other than 0.
  func someNumber(
    _ random: inout SeededNumbers, where fits: (Double) -> Bool = { $0 != 0 }
  ) -> (row: Int, column: Int, value: Double, decimals: Int)? {
    let places = rows.indices.flatMap { row in numbers.map { (row, $0) } }
    for (row, column) in places.shuffled(using: &random) {
      if case .number(let value, let decimals) = rows[row][column], fits(value) {
        return (row, column, value, decimals)
      }
    }
    return nil
  }

  /// The cells of one unit and quantity by time.
  func seriesCells(of row: Int, _ column: Int) -> [(row: Int, column: Int)] {
    if isWide { return numbers.map { (row, $0) } }
    guard year != nil else { return [(row, column)] }
    return rows.indices.filter { other in
      rows[other].indices.allSatisfy { c in
        guard case .name = rows[row][c] else { return true }
        return rows[other][c] == rows[row][c] || (kind == "quarters" && c == 2)
      }
    }.map { ($0, column) }
  }

  mutating func multiply(_ place: (row: Int, column: Int), by factor: Double) {
    guard case .number(let value, let decimals) = rows[place.row][place.column] else { return }
    let product = value * factor
    let digits = factor < 1 ? decimals + (factor > 0.005 ? 2 : 3) : decimals
    rows[place.row][place.column] = .number(product, decimals: digits)
  }
}

extension Corruption {
  private func plantMarks(_ sheet: inout Sheet, _ random: inout SeededNumbers) {
    switch self {
    case .thousandsAsDecimals:
      // Typed in thousands among figures in full, or the group mark of the other country.
      guard let place = sheet.someNumber(&random, where: { $0 > 5000 && $0 < 900_000 }) else {
        return
      }
      let other: Sheet.Style = sheet.style.decimal == "." ? .vietnamese : .englishGrouped
      sheet.rows[place.row][place.column] = .raw(sheet.written(place.value, 0, style: other))
    case .otherStyleCell:
      guard let place = sheet.someNumber(&random) else { return }
      let other = Sheet.Style(
        separator: ";", decimal: sheet.style.decimal == "." ? "," : ".",
        group: sheet.style.decimal == "." ? "." : ",")
      let text = sheet.written(place.value, 2, style: other)
      sheet.rows[place.row][place.column] = .raw(text + sheet.style.suffix)
    default:
      // All numbers between 1,000 and 999,999, grouped, and nothing else that decides.
      for row in sheet.rows.indices {
        for column in sheet.numbers {
          sheet.rows[row][column] = .number(random.uniform(1100...900_000), decimals: 0)
        }
      }
      sheet.style = Sheet.Style(separator: "\t", decimal: ",", group: ".")
    }
  }

  private func plantUnits(_ sheet: inout Sheet, _ random: inout SeededNumbers) {
    guard let place = sheet.someNumber(&random, where: { $0 > 10 }) else { return }
    let factors: [Double] = [1000, 0.001, 1_000_000]
    let factor = factors.randomElement(using: &random) ?? 1000
    let series = sheet.seriesCells(of: place.row, place.column)
    switch self {
    case .unitCell: sheet.multiply((place.row, place.column), by: factor)
    case .percentAsFraction: sheet.multiply((place.row, place.column), by: 0.01)
    case .unitBlock:
      let length = Int.random(in: 2...max(2, series.count / 3), using: &random)
      let start = Int.random(in: 0...(series.count - length), using: &random)
      for cell in series[start..<(start + length)] { sheet.multiply(cell, by: factor) }
    default:
      if sheet.isWide {
        for row in sheet.rows.indices { sheet.multiply((row, place.column), by: factor) }
      } else if let year = sheet.year {
        let chosen = sheet.rows[place.row][year]
        for row in sheet.rows.indices where sheet.rows[row][year] == chosen {
          sheet.multiply((row, place.column), by: factor)
        }
      }
    }
  }

  private func plantTotals(_ sheet: inout Sheet, _ random: inout SeededNumbers) {
    func sum(_ rows: some Sequence<Int>, name: String) -> [SheetCell] {
      let members = Array(rows)
      var total = sheet.rows[members[0]]
      for column in total.indices where column < sheet.unit { total[column] = .empty }
      total[sheet.unit] = .name(name)
      for column in sheet.numbers {
        let cells = members.map { sheet.rows[$0][column] }
        guard case .number(_, let decimals) = cells[0] else { continue }
        let scale = pow(10.0, Double(decimals))
        let values = cells.compactMap(\.value).map { ($0 * scale).rounded() / scale }
        total[column] = .number(values.reduce(0, +), decimals: decimals)
      }
      return total
    }
    let names = ["Tổng số", "Cộng", "CẢ NƯỚC", "Total", "Tổng cộng", "Cả nước - Whole country"]
    if let year = sheet.year {
      let chosen = sheet.rows.randomElement(using: &random)?[year] ?? .empty
      let members = sheet.rows.indices.filter { sheet.rows[$0][year] == chosen }
      sheet.rows.append(sum(members, name: names.randomElement(using: &random) ?? "Total"))
    } else if self == .regionRows {
      let count = sheet.rows.count / 2
      let south = sum(count..<sheet.rows.count, name: "Đông Nam Bộ")
      let north = sum(0..<count, name: "Đồng bằng sông Hồng")
      sheet.rows.insert(south, at: count)
      sheet.rows.insert(north, at: 0)
    } else {
      let name = self == .unnamedTotal ? "Khu vực khác" : names.randomElement(using: &random) ?? ""
      let total = sum(sheet.rows.indices, name: name)
      sheet.rows.insert(total, at: Bool.random(using: &random) ? 0 : sheet.rows.count)
    }
  }

  private func plantDuplicates(_ sheet: inout Sheet, _ random: inout SeededNumbers) {
    let row = Int.random(in: sheet.rows.indices, using: &random)
    let place = Int.random(in: row...sheet.rows.count - 1, using: &random) + 1
    switch self {
    case .rowTwice: sheet.rows.insert(sheet.rows[row], at: place)
    case .keyTwice:
      var copy = sheet.rows[row]
      for column in sheet.numbers {
        guard case .number(let value, let decimals) = copy[column] else { continue }
        copy[column] = .number(value * random.uniform(1.02...1.2) + 1, decimals: decimals)
      }
      sheet.rows.insert(copy, at: place)
    default:
      let columns = sheet.numbers.dropFirst()
      guard let column = columns.randomElement(using: &random) else { return }
      sheet.headings[column] = sheet.headings[column - 1]
    }
  }

  private func plantSigns(_ sheet: inout Sheet, _ random: inout SeededNumbers) {
    guard let place = sheet.someNumber(&random) else { return }
    let text = sheet.written(sheet.rows[place.row][place.column])
    let signs: [String] =
      switch self {
      case .footnote: ["\(text)*", "\(text)(1)", "\(text) ¹", "\(text) (*)", "\(text)[2]"]
      case .preliminary: ["\(text) (sơ bộ)", "\(text)p", "\(text) (ước)", "~\(text)"]
      case .missingSign: ["..", "-", "n.a.", "x", "…", "N/A"]
      case .word: ["khoảng \(text)", "chưa có số", "\(text) tỷ", "xem bảng 3"]
      default: [sheet.style.suffix.isEmpty ? text + "%" : String(text.dropLast())]
      }
    sheet.rows[place.row][place.column] = .raw(signs.randomElement(using: &random) ?? "")
  }

  private func plantBorders(_ sheet: inout Sheet, _ random: inout SeededNumbers) {
    // Figures of 2018 to 2026 with the mergers of July 2025.
    let pairs = [("Bắc Ninh", "Bắc Giang"), ("Hưng Yên", "Thái Bình"), ("Đồng Nai", "Bình Phước")]
    let (unit, member) = pairs.randomElement(using: &random) ?? pairs[0]
    var rows: [[SheetCell]] = []
    for name in ["Hà Nội", unit, member, "Nghệ An", "Quảng Ninh", "Huế"] {
      let values = CleanSheets.path(random.uniform(200...400), 9, &random, spread: 0.05)
      for i in 0..<9 {
        let isAfter = i >= 7
        if name == member, isAfter, self == .boundaryJump { continue }
        let level = name == unit && isAfter ? 2.2 : 1
        rows.append([
          .name("00"), .name(name), .year(2018 + i), .number(values[i] * level, decimals: 1),
          .number((values[i] * level / 3).rounded(), decimals: 0),
        ])
      }
    }
    sheet.rows = rows
  }

  private func plantNames(_ sheet: inout Sheet, _ random: inout SeededNumbers) {
    let marked = sheet.rows.indices.filter { row in
      guard case .name(let name) = sheet.rows[row][sheet.unit] else { return false }
      return name.decomposedStringWithCanonicalMapping.unicodeScalars.count
        != name.unicodeScalars.count
    }
    guard let row = marked.randomElement(using: &random),
      case .name(let name) = sheet.rows[row][sheet.unit]
    else { return }
    let spaced = ["\(name) ", " \(name)", name.replacingOccurrences(of: " ", with: "\u{A0}")]
    let changed =
      self == .unicode
      ? name.decomposedStringWithCanonicalMapping : spaced.randomElement(using: &random) ?? name
    sheet.rows[row][sheet.unit] = .name(changed == name && self == .space ? "\(name)  " : changed)
  }

  private func plantYears(_ sheet: inout Sheet, _ random: inout SeededNumbers) {
    guard let year = sheet.year, let row = sheet.rows.indices.randomElement(using: &random),
      case .year(let value) = sheet.rows[row][year]
    else { return }
    let typos = ["\(value)9", "1\(value % 1000)", "\(value % 100)", "\(value + 1000)"]
    // 1 January of the year and some days.
    let days = (value - 1900) * 1461 / 4 + 1 + Int.random(in: 0...360, using: &random)
    sheet.rows[row][year] =
      .raw(self == .yearTypo ? typos.randomElement(using: &random) ?? "" : "\(days)")
  }

  private func plantRows(_ sheet: inout Sheet, _ random: inout SeededNumbers) {
    let row = Int.random(in: sheet.rows.indices, using: &random)
    switch self {
    case .ragged:
      if Bool.random(using: &random) {
        sheet.rows[row].removeLast()
      } else {
        sheet.rows[row].append(.raw("7"))
      }
    case .shifted:
      sheet.rows[row].insert(.empty, at: 0)
      sheet.rows[row].removeLast()
    case .headingAgain:
      sheet.rows.insert(sheet.headings.map { .raw($0) }, at: row)
    default:
      sheet.notes = ["Nguồn: Cục Thống kê", "Ghi chú: số liệu năm cuối là sơ bộ"]
    }
  }
}
