import Foundation
import PanelData
import ReachModel

/// The shipped data, read by a small reader of the tests' own: what it shares with the product is
/// the files.
enum ShippedData {
  static let panel = Result { try readPanel() }
  static let facts = Result { try readFacts() }

  private static func lines(_ name: String) throws -> [(line: Int, fields: [String])] {
    let file = packageFolder.appending(path: "notebooks-data/observed/\(name)")
    let text = try String(contentsOf: file, encoding: .utf8)
    return text.split(whereSeparator: \.isNewline).enumerated().dropFirst().map {
      ($0.offset + 1, fields(of: $0.element))
    }
  }

  private static func fields(of line: Substring) -> [String] {
    var result = [""], isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: result.append("")
      default: result[result.count - 1].append(character)
      }
    }
    return result
  }

  private static func readPanel() throws -> Panel {
    let rows = try lines("vietnam_provinces.csv")
    let cells = rows.filter { $0.fields[8].isEmpty }.compactMap { row -> PanelCell? in
      let f = row.fields
      guard let year = Int(f[2]), let value = Double(f[4]), let day = release(f[3], year) else {
        return nil
      }
      return PanelCell(
        entity: f[1], year: year, variable: f[3], value: value, released: day,
        origin: Origin(file: "vietnam_provinces.csv", line: row.line, column: 1))
    }
    let flagged = rows.filter { !$0.fields[8].isEmpty }.map { row in
      FlaggedCell(
        entity: row.fields[1], year: Int(row.fields[2]) ?? 0, variable: row.fields[3],
        released: release(row.fields[3], Int(row.fields[2]) ?? 0), reason: row.fields[8],
        origin: Origin(file: "vietnam_provinces.csv", line: row.line, column: 1))
    }
    return Panel(
      cells: cells, flagged: flagged, absence: [absence], vintageCaveat: "pseudo-real-time")
  }

  /// The data's README: absence from an FDI flow table is zero, but for 2008-2014 and 2024.
  private static let absence = AbsenceRule(
    variables: [
      "fdi_new_capital", "fdi_adjusted_capital", "fdi_new_projects", "fdi_registered_total",
      "fdi_share_purchase_capital",
    ], years: 2015...2023)

  /// The rules of the data's README, "Release dates".
  private static func release(_ variable: String, _ year: Int) -> CalendarDate? {
    let lists =
      variable.hasPrefix("fdi_") && variable != "fdi_investment_realised"
      || variable == "industrial_labour_index"
    if lists { return CalendarDate(year: year, month: 12, day: 31) }
    if variable == "enterprises_newly_registered" {
      return CalendarDate(year: year + 1, month: 1, day: 31)
    }
    if variable.hasPrefix("pci") { return CalendarDate(year: year + 1, month: 5, day: 1) }
    return CalendarDate(year: year + 1, month: 7, day: 1)
  }

  private static func readFacts() throws -> FactBook {
    FactBook(
      try lines("hanoi_facts.csv").compactMap { row in
        let f = row.fields
        guard let year = Int(f[3]), let value = Double(f[5]), let kind = Fact.Kind(rawValue: f[7]),
          let published = CalendarDate(f[8], roundingUp: true)
        else { return nil }
        return Fact(
          series: f[0], geography: f[1], sector: f[2], year: year, period: f[4], value: value,
          unit: f[6], kind: kind, published: published, source: f[9], note: f[10],
          origin: Origin(file: "hanoi_facts.csv", line: row.line, column: 1))
      })
  }
}
