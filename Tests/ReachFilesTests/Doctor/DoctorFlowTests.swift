import Foundation
import ReachFiles
import ReachModel
import Testing

/// Yearly flows of FDI, in which one figure a thousand times off hides among factors of ten.
///
/// The tables are those of the observed panel, written in other ways and drawn with other seeds than
/// those that thresholds were chosen on.
@Suite("Data doctor: single figures of flows")
struct DoctorFlowTests {
  private static let variables = [
    "fdi_new_capital", "fdi_adjusted_capital", "fdi_share_purchase_capital",
    "fdi_registered_total", "fdi_investment_realised",
  ]

  private struct Place: Hashable {
    let province: String
    let year: Int
  }

  /// Figures as they stand in the panel, by variable.
  private static let panel = Result { () throws -> [String: [Place: Decimal]] in
    let path = "\(Project.observedFolder)/vietnam_provinces.csv"
    var found: [String: [Place: Decimal]] = [:]
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
      let cells = line.split(separator: ",", maxSplits: 5, omittingEmptySubsequences: false)
      guard cells.count == 6, let year = Int(cells[2]), let value = Decimal(string: "\(cells[4])")
      else { continue }
      found["\(cells[3])", default: [:]][Place(province: "\(cells[0])", year: year)] = value
    }
    return found
  }

  /// A way of writing a table.
  private enum Way: CaseIterable { case long, wideComma, several, tidy }

  private struct Figure {
    let variable: String
    let place: Place
    let factor: Decimal
  }

  private static func rounded(_ value: Decimal, _ decimals: Int) -> Decimal {
    let text = String(format: "%.\(decimals)f", (value as NSDecimalNumber).doubleValue)
    return Decimal(string: text) ?? value
  }

  /// The table of one way, about 40 provinces, and what the planted figure reads.
  private static func table(
    _ way: Way, _ variable: String, _ planted: Figure?, _ random: inout SeededNumbers
  ) throws -> (text: String, figure: String) {
    let all = try panel.get(), decimals: Int? = [.long: nil, .several: nil][way] ?? 2
    let variables =
      way == .several || way == .tidy ? Set(variables.prefix(4) + [variable]) : [variable]
    let places = variables.flatMap { all[$0].map { Array($0.keys) } ?? [] }
    let provinces =
      Set(places.map(\.province)).sorted().shuffled(using: &random).prefix(40)
      .filter { $0 != planted?.place.province } + (planted.map { [$0.place.province] } ?? [])
    let years = Set(places.map(\.year)).sorted()
    var shown = ""
    func text(_ variable: String, _ place: Place) -> String {
      guard let value = all[variable]?[place] else { return "" }
      var figure = decimals.map { rounded(value, $0) } ?? value
      let isPlanted = planted.map { $0.variable == variable && $0.place == place } ?? false
      if isPlanted, let planted { figure *= planted.factor }
      let written = way == .wideComma ? "\(figure)".replacing(".", with: ",") : "\(figure)"
      if isPlanted { shown = written }
      return written
    }
    var rows: [[String]]
    switch way {
    case .wideComma:
      rows = [["Tỉnh"] + years.map(String.init)]
      rows += provinces.map { name in
        [name] + years.map { text(variable, Place(province: name, year: $0)) }
      }
    case .long, .several:
      rows = [["province", "year"] + variables.sorted()]
      for name in provinces {
        rows += years.map { year in
          [name, "\(year)"]
            + variables.sorted().map { text($0, Place(province: name, year: year)) }
        }
      }
    case .tidy:
      rows = [["province", "year", "variable", "value"]]
      for name in provinces {
        for one in variables.sorted() {
          rows += years.map { [name, "\($0)", one, text(one, Place(province: name, year: $0))] }
            .filter { !$0[3].isEmpty }
        }
      }
    }
    let separator = way == .wideComma ? ";" : ","
    return (rows.map { $0.joined(separator: separator) }.joined(separator: "\n") + "\n", shown)
  }

  @Test("one figure a thousand times too large or too small: seven in ten are found, no other")
  func planted() throws {
    var found = 0, count = 0, others: [String] = []
    for (w, way) in Way.allCases.enumerated() {
      for (v, variable) in Self.variables.enumerated() {
        for (f, factor) in [1000, Decimal(string: "0.001") ?? 1].enumerated() {
          var random = SeededNumbers(UInt64(90_000 + 100 * w + 10 * v + f))
          let known = try Self.panel.get()[variable] ?? [:]
          let candidates = known.filter { $0.value.magnitude >= 1 }.keys.sorted {
            ($0.province, $0.year) < ($1.province, $1.year)
          }
          let place = try #require(candidates.randomElement(using: &random))
          let planted = Figure(variable: variable, place: place, factor: factor)
          let table = try Self.table(way, variable, planted, &random)
          let findings = try DoctorTests.doctor(table.text).findings
          let places = findings.flatMap(\.places).map(\.text)
          count += 1
          if places.contains(table.figure) { found += 1 }
          others += places.filter { $0 != table.figure }.map { "\(way) \(variable): \($0)" }
        }
      }
    }
    #expect(count == 40 && found >= 28, "\(found) of \(count)")
    #expect(others.isEmpty, "\(others)")
  }

  @Test("the flows as they are raise no alarm", arguments: 0..<6)
  func clean(seed: Int) throws {
    for way in Way.allCases {
      for variable in Self.variables {
        var random = SeededNumbers(UInt64(95_000 + seed))
        let table = try Self.table(way, variable, nil, &random)
        let findings = try DoctorTests.doctor(table.text).findings
        #expect(findings.isEmpty, "\(way) \(variable): \(findings.map(\.summary.en))")
      }
    }
  }

  @Test("a project of 4,000 among flows is round by nature, and stays")
  func largeProject() throws {
    var random = SeededNumbers(96_001)
    var rows = ["province,year,new_capital"]
    for (place, name) in CleanSheets.provinces.enumerated() {
      for year in 2013...2020 {
        let isLarge = place == 3 && year == 2017
        let value = 40 * exp(1.1 * random.normal())
        rows.append("\(name.1),\(year),\(isLarge ? "4000.0" : String(format: "%.1f", value))")
      }
    }
    #expect(try DoctorTests.doctor(rows.joined(separator: "\n") + "\n").findings.isEmpty)
  }
}
