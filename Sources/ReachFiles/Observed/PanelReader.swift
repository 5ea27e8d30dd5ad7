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
  private let provinces: [Province]?
  private let places:
    (name: Int, code: Int, year: Int, variable: Int, value: Int, unit: Int, flag: Int)

  init?(_ table: CSVTable, _ entry: Manifest.File, _ provinces: [Province]?) {
    let names = ["province", "province_code", "year", "variable", "value", "unit", "flag"]
    let places = names.compactMap(table.column)
    guard places.count == names.count else { return nil }
    (self.table, self.entry, self.provinces) = (table, entry, provinces)
    self.places = (
      places[0], places[1], places[2], places[3], places[4], places[5], places[6]
    )
  }

  /// Reads all rows.
  ///
  /// - Parameters:
  ///   - problems: What is wrong with them.
  ///   - difference: Told of the flagged cells where they are not as many as the manifest says.
  /// - Returns: Every cell without a flag, in the order of the file, with its date of release; and
  ///   the places of those with one.
  func panel(_ problems: inout ProblemList, difference: (Diagnostic) -> Void) -> Panel {
    PanelConsistency(table, provinces).check(places.name, places.code, &problems)
    PanelConsistency(table, provinces).checkUnits(places.variable, places.unit, &problems)
    let rules = rulesByVariable(&problems)
    var cells: [PanelCell] = []
    cells.reserveCapacity(table.rowCount)
    var flagged: [FlaggedCell] = []
    var unruled: Set<String> = []
    for row in 0..<table.rowCount {
      guard table.isEmpty(row, places.flag) else {
        if let cell = flaggedCell(row, rules, &problems) { flagged.append(cell) }
        continue
      }
      let variable = table.text(row, places.variable)
      guard let rule = rules[variable] else {
        if unruled.insert(variable).inserted { reportUnruled(variable, row, &problems) }
        continue
      }
      if let cell = cell(row, variable, rule, &problems) { cells.append(cell) }
    }
    if let flags = flagDifference(flagged.count) { difference(flags) }
    return Panel(
      cells: cells, flagged: flagged, absence: entry.absence, vintageCaveat: entry.vintageCaveat)
  }

  private func flagDifference(_ flagged: Int) -> Diagnostic? {
    guard let stated = entry.flaggedCells, stated != flagged else { return nil }
    return Diagnostic(
      .rowCount,
      "`\(table.source.file)` has \(flagged) flagged cells; the manifest says \(stated)",
      at: entry.origin)
  }

  /// Its value may be anything: only its place counts.
  private func flaggedCell(
    _ row: Int, _ rules: [String: ReleaseRule], _ problems: inout ProblemList
  ) -> FlaggedCell? {
    year(row, &problems).map {
      let variable = table.text(row, places.variable)
      return FlaggedCell(
        entity: table.text(row, places.code), year: $0, variable: variable,
        released: rules[variable]?.date(of: $0),
        reason: ControlCharacters.replaced(in: table.text(row, places.flag)),
        origin: table.origin(row, places.value))
    }
  }

  private func cell(
    _ row: Int, _ variable: String, _ rule: ReleaseRule, _ problems: inout ProblemList
  ) -> PanelCell? {
    let value = table.number(row, places.value, &problems)
    guard let year = year(row, &problems), let value, let released = rule.date(of: year) else {
      return nil
    }
    return PanelCell(
      entity: table.text(row, places.code), year: year, variable: variable, value: value,
      released: released, origin: table.origin(row, places.value))
  }

  private func year(_ row: Int, _ problems: inout ProblemList) -> Int? {
    guard let year = table.number(row, places.year, &problems) else { return nil }
    // A figure may be released up to ten years after its year, which has four digits too.
    guard let whole = Int(exactly: year), (1000...9989).contains(whole) else {
      problems.report(
        .badCell, "\(year) is not a year", at: table.origin(row, places.year), length: 4)
      return nil
    }
    return whole
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
