import Foundation
import ReachFiles
import ReachModel
import Testing

@Suite("Catalogs")
struct CatalogTests {
  /// The shipped catalog with one file rewritten.
  private func folder(_ file: String, _ change: (String) throws -> String) throws -> ScratchFolder {
    let folder = try ScratchFolder()
    for name in try Project.files(in: Project.catalogFolder, ending: ".yaml") {
      let text = try SourceText.read("\(Project.catalogFolder)/\(name)").text
      _ = try folder.write(name == file ? try change(text) : text, to: name)
    }
    return folder
  }

  /// `text` without the entry `key` of two spaces' indentation.
  private func text(_ text: String, without key: String) -> String {
    var isInside = false
    return text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
      if line == "  \(key):" { isInside = true; return false }
      if isInside, !line.isEmpty, !line.hasPrefix("    ") { isInside = false }
      return !isInside
    }.joined(separator: "\n")
  }

  @Test("an entry that is deleted is missed by name, or was optional")
  func deletions() throws {
    let scenario = "\(Project.root)/Scenarios/hanoi-2021.yaml"
    for entry in try Project.catalog.get().uncertainties {
      let folder = try folder("uncertainties.yaml") { text($0, without: entry.key) }
      do {
        let catalog = try Catalog.read(folder.path, as: "catalog")
        #expect(!entry.parameter.isNeeded, "\(entry.key)")
        #expect(catalog.uncertainty(entry.key) == nil)
        _ = try Study.read(scenario, catalog: catalog)
      } catch {
        let codes = Set(error.diagnostics.map(\.code.id))
        #expect(codes.isSubset(of: ["C002", "C004", "S022"]), "\(error.explanation)")
        // What nothing feeds, or (of a lever's effect, or a level that a scenario gives) the entry.
        #expect(
          ["`\(entry.key)`", "`\(entry.parameter.rawValue)`"].contains {
            error.explanation.contains($0)
          }, "\(error.explanation)")
      }
    }
  }

  @Test("an input that is split is missed in the very sector or lever")
  func splitEntries() throws {
    let one = "    per: sector\n"
    let folder = try folder("uncertainties.yaml") { text in
      let parts = text.components(separatedBy: "    parameter: rho\n" + one)
      #expect(parts.count == 2)
      return parts.joined(separator: "    parameter: rho\n    sector: components\n")
    }
    let report = try #require(throws: DiagnosticReport.self) {
      try Catalog.read(folder.path, as: "catalog")
    }
    let sectors = try Project.catalog.get().sectors.map(\.key).filter { $0 != "components" }
    #expect(report.diagnostics.count == sectors.count && !sectors.isEmpty)
    for sector in sectors {
      #expect(report.explanation.contains("the input `rho` in sector `\(sector)`"))
    }
  }

  @Test("a start that nothing of the catalog takes is refused, not ignored")
  func ignoredLevel() throws {
    let folder = try folder("uncertainties.yaml") { text($0, without: "start_tilt") }
    let catalog = try Catalog.read(folder.path, as: "catalog")
    let report = try #require(throws: DiagnosticReport.self) {
      try Study.read("\(Project.root)/Scenarios/hanoi-2021.yaml", catalog: catalog)
    }
    #expect(report.diagnostics.map(\.code.id).contains("C004"))
    #expect(report.explanation.contains("`start_tilt`, so that this would be ignored"))
  }

  @Test("a target of the catalog for a sector that the scenario lacks is not about the province")
  func targetSector() throws {
    let folder = try folder("targets.yaml") { text in
      text.replacing("  plan49_firms:\n", with: "  plan49_firms:\n    sector: components\n")
    }
    let catalog = try Catalog.read(folder.path, as: "catalog")
    let scenario = "\(Project.root)/Scenarios/hanoi-2021.yaml"
    let target = "targets:\n  named: {from: plan49_firms}\n"
    let scratch = try ScratchFolder()
    func read(_ more: String) throws -> Study {
      let path = try scratch.write(
        "extends: \(scenario)\nscenario: test\n" + target + more, to: "test.yaml")
      return try Study.read(path, catalog: catalog)
    }
    #expect(try read("").targets.last?.sectorKey == "components")
    let report = try #require(throws: DiagnosticReport.self) {
      try read("sectors: [high_technology, textile_leather]\n")
    }
    #expect(
      report.diagnostics.contains {
        $0.code.id == "S022" && $0.summary.contains("for the sector `components`")
      }, "\(report.explanation)")
  }
}
