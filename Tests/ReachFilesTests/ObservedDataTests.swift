import Foundation
import PanelData
import ReachFiles
import ReachModel
import Testing

@Suite("Observed data")
struct ObservedDataTests {
  @Test("agrees with the counts of the data's own description")
  func shipped() throws {
    let data = try ObservedData.read(Project.observedFolder, as: "observed")
    #expect(data.panel.cells.count == 9_920 && data.panel.flagged.count == 4)
    #expect(data.panel.flagged.allSatisfy { $0.reason.hasPrefix("suspect: ") })
    #expect(data.panel.entities.count == 63)
    #expect(data.facts.facts.count == 1_149 && data.effects.count == 98)
    #expect(data.panel.vintageCaveat.contains("pseudo-real-time"))
    #expect(data.files.count == 4)
  }

  /// README of the data: lists and the labour index on 31 December, registrations on 31 January
  /// following, the index of competitiveness on 1 May, the others on 1 July following.
  @Test(
    "releases follow the manifest",
    arguments: [
      ("fdi_stock_projects", "2019-12-31"), ("enterprises_newly_registered", "2020-01-31"),
      ("pci_composite", "2020-05-01"), ("population_avg", "2020-07-01"),
    ])
  func releases(variable: String, date: String) throws {
    let panel = try ObservedData.read(Project.observedFolder, as: "observed").panel
    let cell = try #require(panel.cell("01", 2019, variable))
    #expect(cell.released.description == date)
    #expect(panel.asOf(try #require(CalendarDate("2019-12-30"))).cell("01", 2019, variable) == nil)
  }

  @Test("publication rounds up, and effects seen in part are marked")
  func factsAndEffects() throws {
    let data = try ObservedData.read(Project.observedFolder, as: "observed")
    // The first row says 2016-11.
    #expect(data.facts.facts.first?.published.description == "2016-11-30")
    let seen = Dictionary(uniqueKeysWithValues: data.effects.map { ($0.id, $0.seen) })
    #expect(seen["P01"] == .fromMemory && seen["P03"] == .inPart)
    let citations = Dictionary(uniqueKeysWithValues: data.citations.map { ($0.id, $0) })
    #expect(citations.count == data.effects.count)
    // L12 cites "as L10", B03 "as B01": the reader of an id gets the source itself.
    #expect(citations["L12"]?.text == citations["L10"]?.text)
    #expect(citations["L12"]?.text.hasPrefix("Arraiz I") == true)
    #expect(citations.values.allSatisfy { !$0.text.hasPrefix("as ") })
    for (id, citation) in citations { #expect(citation.seen == seen[id]) }
  }

  @Test("a file that the manifest does not list is refused; a hidden one is nobody's data")
  func unlisted() throws {
    let folder = try ScratchFolder()
    for name in try FileManager.default.contentsOfDirectory(atPath: Project.observedFolder) {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder.path)/\(name)", withDestinationPath: "\(Project.observedFolder)/\(name)")
    }
    _ = try folder.write("x", to: ".hidden")
    _ = try ObservedData.read(folder.path, as: "observed")
    _ = try folder.write("a,b\n", to: "more.csv")
    let report = try #require(throws: DiagnosticReport.self) {
      try ObservedData.read(folder.path, as: "observed")
    }
    #expect(report.diagnostics.map(\.code.id) == ["D016"])
    #expect(report.explanation.contains("does not list `more.csv`"))
  }

  private static let data = "province,province_code,year,variable,value,unit,source,vintage,flag\n"
  private static let facts =
    "series,geography,sector,year,period,value,unit,kind,published,source_url,note\n"
  private static let effects =
    "id,mechanism,parameter,effect,se_or_ci,unit,sample,citation,url,confidence,note\n"

  /// A folder with tables and a manifest that fits them but for `rows` of the panel.
  private func problems(
    panel: String, facts: String = "", rows: Int, provinces: [Province]? = nil
  ) throws -> [Diagnostic] {
    let folder = try ScratchFolder()
    let texts = [
      ("vietnam_provinces.csv", Self.data + panel, rows),
      ("hanoi_facts.csv", Self.facts + facts, facts.isEmpty ? 0 : 1),
      ("literature_effects.csv", Self.effects, 0),
    ]
    let files = try texts.map { name, text, rows -> String in
      _ = try folder.write(text, to: name)
      return """
        {"file": "\(name)", "title": {"vi": "a", "en": "b"}, "source": "s", "licence": "l",
         "vintage": "v", "retrieved": "r", "sha256": "\(sha256(Array(text.utf8)) ?? "")",
         "rows": \(rows), "encoding": "UTF-8",
         "release": [{"variables": ["a"], "month": 12, "day": 31, "years_after": 0}]}
        """
    }
    _ = try folder.write(
      "{\"version\": 1, \"files\": [\(files.joined(separator: ","))]}", to: "manifest.json")
    do throws(DiagnosticReport) {
      _ = try ObservedData.read(folder.path, as: "observed", provinces: provinces)
      return []
    } catch {
      return error.diagnostics
    }
  }

  private func codes(panel: String, facts: String = "", rows: Int) throws -> [String] {
    try problems(panel: panel, facts: facts, rows: rows).map(\.code.id)
  }

  @Test("a variable in two units is refused, at the field that differs")
  func units() throws {
    let rows = "Ha Noi,01,2020,a,1.5,million USD,s,v,\nHa Noi,01,2021,a,15,billion VND,s,v,\n"
    let found = try problems(panel: rows, rows: 2)
    #expect(found.map(\.code.id) == ["D017"])
    #expect(found.first?.summary.contains("million USD from line 2 on") == true)
    #expect(found.first?.origin?.line == 3 && found.first?.origin?.column == 21)
  }

  @Test(
    "a province has one code, and a code one province",
    arguments: [
      "Ha Noi,1,2021,a,2,u,s,v,", "Ha Giang,01,2021,a,2,u,s,v,", "Ha Noi,02,2021,a,2,u,s,v,x",
    ])
  func provinceCodes(row: String) throws {
    let found = try problems(panel: "Ha Noi,01,2020,a,1,u,s,v,\n\(row)\n", rows: 2)
    #expect(found.map(\.code.id) == ["D018"])
    #expect(found.first?.origin?.line == 3)
  }

  @Test("a code that the catalog does not know is refused")
  func unknownCode() throws {
    let provinces = try Project.catalog.get().provinces
    let found = try problems(
      panel: "Ha Noi,1,2020,a,1,u,s,v,\n", rows: 1, provinces: provinces)
    #expect(found.map(\.code.id) == ["D018"])
    #expect(found.first?.summary.contains("no province of the catalog has the code `1`") == true)
    let shipped = try ObservedData.read(
      Project.observedFolder, as: "observed", provinces: provinces)
    #expect(shipped.panel.entities.count == 63)
  }

  /// The data's README: absence from an FDI flow table is zero; in the December lists of 2008-2014
  /// and 2024 it is missing.
  @Test("the manifest says where absence means zero")
  func absence() throws {
    let panel = try ObservedData.read(Project.observedFolder, as: "observed").panel
    for year in 2015...2023 { #expect(panel.absenceMeansZero("fdi_new_capital", year)) }
    for year in [2008, 2014, 2024] { #expect(!panel.absenceMeansZero("fdi_new_capital", year)) }
    #expect(!panel.absenceMeansZero("fdi_stock_projects", 2020))
    #expect(panel.isFlagged("64", 2021, "investment_private"))
  }

  @Test("the dictionary has the panel's variables, all of them and no others")
  func dictionary() throws {
    let panel = try ObservedData.read(Project.observedFolder, as: "observed").panel
    let text = try String(
      contentsOfFile: "\(Project.observedFolder)/dictionary.md", encoding: .utf8)
    let section = try #require(
      text.components(separatedBy: "\n## ").first { $0.hasPrefix("`vietnam_provinces.csv`") })
    let table = try #require(
      section.components(separatedBy: "\n\n").first { $0.hasPrefix("| Variable |") })
    let named = table.split(separator: "\n").dropFirst(2).compactMap {
      $0.split(separator: "`").dropFirst().first.map(String.init)
    }
    #expect(named.sorted() == Set(panel.cells.map(\.variable)).sorted())
  }

  @Test("what differs from the manifest is refused")
  func differences() throws {
    let row = "Ha Noi,01,2020,a,1.5,u,s,v,\n"
    #expect(try codes(panel: row, rows: 1) == [])
    #expect(try codes(panel: row, rows: 2) == ["D014"])
    #expect(try codes(panel: "Ha Noi,01,2020,b,1.5,u,s,v,\n", rows: 1) == ["D015"])
    #expect(try codes(panel: "Ha Noi,01,2020.5,a,1.5,u,s,v,\n", rows: 1) == ["D012"])
    let fact = "x,hanoi,all,2020,year,1,u,wish,2020-13,,\n"
    #expect(try codes(panel: row, facts: fact, rows: 1) == ["D012", "D012"])
  }
}
