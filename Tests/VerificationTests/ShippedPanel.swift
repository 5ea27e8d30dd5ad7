import Foundation
import PanelData
import ReachModel
import Testing
import Verification

/// The shipped panel, read by the test itself: release dates by the rules of the manifest.
struct ShippedPanel {
  let panel: Panel

  static func read() throws -> Panel {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let file = root.appending(path: "notebooks-data/observed/vietnam_provinces.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let cells = try lines.enumerated().dropFirst().compactMap { place, line -> PanelCell? in
      let fields = fields(line)
      let isFlagged = !(fields[8].isEmpty)
      guard !isFlagged else { return nil }
      let year = try #require(Int(fields[2])), value = try #require(Double(fields[4]))
      return PanelCell(
        entity: fields[1], year: year, variable: fields[3], value: value,
        released: try #require(released(fields[3], year)),
        origin: Origin(file: "vietnam_provinces.csv", line: place + 1, column: 1))
    }
    return Panel(
      cells: cells, absence: [AbsenceRule(variables: ["fdi_new_projects"], years: 2015...2023)],
      vintageCaveat: "")
  }

  private static func fields(_ line: Substring) -> [String] {
    var fields: [String] = [], current = "", isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        fields.append(current)
        current = ""
      default: current.append(character)
      }
    }
    return fields + [current]
  }

  private static func released(_ variable: String, _ year: Int) -> CalendarDate? {
    if variable == "enterprises_newly_registered" {
      return CalendarDate(year: year + 1, month: 1, day: 31)
    }
    if variable == "industrial_labour_index"
      || variable.hasPrefix("fdi_") && variable != "fdi_investment_realised"
    {
      return CalendarDate(year: year, month: 12, day: 31)
    }
    if variable.hasPrefix("pci") { return CalendarDate(year: year + 1, month: 5, day: 1) }
    return CalendarDate(year: year + 1, month: 7, day: 1)
  }
}

/// A definition without words.
func plainSeries(_ key: String, _ scale: SeriesScale) -> SeriesDefinition {
  SeriesDefinition(
    key: key, label: Label(vi: key, en: key), unit: Label(vi: "", en: ""), scale: scale)
}

let shippedSeries: [SeriesDefinition] = [
  plainSeries("enterprises_newly_registered", .log), plainSeries("fdi_new_projects", .logCount),
  plainSeries("industrial_labour_index", .logIndex), plainSeries("iip", .logIndex),
]
