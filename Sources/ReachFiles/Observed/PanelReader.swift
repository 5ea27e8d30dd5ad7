import PanelData
import ReachModel

/// Reads the provincial panel: one row a cell.
struct PanelReader {
  static let shape = StrictCSV.Shape(
    columns: [
      "province", "province_code", "year", "variable", "value", "unit", "source", "vintage", "flag",
    ], key: ["province_code", "year", "variable"])

  private let table: CSVTable
  private let entry: Manifest.File
  private let places: (code: Int, year: Int, variable: Int, value: Int, flag: Int)

  init?(table: CSVTable, entry: Manifest.File) {
    guard let code = table.column("province_code"), let year = table.column("year"),
      let variable = table.column("variable"), let value = table.column("value"),
      let flag = table.column("flag")
    else { return nil }
    (self.table, self.entry) = (table, entry)
    places = (code, year, variable, value, flag)
  }

  /// - Returns: Every cell without a flag, in the order of the file, with its date of release.
  func panel(_ problems: inout ProblemList) -> Panel {
    let rules = rulesByVariable(&problems)
    var cells: [PanelCell] = []
    cells.reserveCapacity(table.rowCount)
    var flagged = 0
    var unruled: Set<String> = []
    for row in 0..<table.rowCount {
      guard table.isEmpty(row, places.flag) else { flagged += 1; continue }
      let variable = table.text(row, places.variable)
      guard let rule = rules[variable] else {
        if unruled.insert(variable).inserted { reportUnruled(variable, row, &problems) }
        continue
      }
      if let cell = cell(row, variable, rule, &problems) { cells.append(cell) }
    }
    if let stated = entry.flaggedCells, stated != flagged {
      problems.report(
        .rowCount,
        "`\(table.source.file)` has \(flagged) flagged cells; the manifest says \(stated)",
        at: entry.origin)
    }
    return Panel(cells: cells, flaggedCells: flagged, vintageCaveat: entry.vintageCaveat)
  }

  private func cell(
    _ row: Int, _ variable: String, _ rule: ReleaseRule, _ problems: inout ProblemList
  ) -> PanelCell? {
    let year = table.number(row, places.year, &problems)
    let value = table.number(row, places.value, &problems)
    guard let year, let value else { return nil }
    guard let wholeYear = Int(exactly: year), (1000...9999).contains(wholeYear),
      let released = rule.date(of: wholeYear)
    else {
      problems.report(
        .badCell, "\(year) is not a year", at: table.origin(row, places.year), length: 4)
      return nil
    }
    return PanelCell(
      entity: table.text(row, places.code), year: wholeYear, variable: variable, value: value,
      released: released, origin: table.origin(row, places.value))
  }

  private func rulesByVariable(_ problems: inout ProblemList) -> [String: ReleaseRule] {
    var rules: [String: ReleaseRule] = [:]
    for rule in entry.release {
      for variable in rule.variables where rules.updateValue(rule, forKey: variable) != nil {
        problems.report(
          .releaseRule, "two release rules name `\(variable)`", at: entry.origin)
      }
    }
    return rules
  }

  private func reportUnruled(_ variable: String, _ row: Int, _ problems: inout ProblemList) {
    problems.report(
      .releaseRule, "no release rule of the manifest names `\(variable)`",
      at: table.origin(row, places.variable), length: variable.unicodeScalars.count)
  }
}
