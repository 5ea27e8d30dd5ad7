import ReachFiles
import ReachModel
import Reporting
import Testing

@Suite("Shipped files")
struct ShippedFileTests {
  @Test("the catalog is complete and consistent")
  func catalog() throws {
    let catalog = try Project.catalog.get()
    #expect(catalog.provinces.count == 63)
    #expect(catalog.mergedProvinces.count == 34)
    #expect(Set(catalog.mergedProvinces.flatMap(\.members)).count == 63)
    #expect(catalog.outcomes.count == Outcome.allCases.count)
    #expect(catalog.files.allSatisfy { $0.sha256.utf8.count == 64 })
  }

  @Test("every unit of the catalog has a Vietnamese name")
  func units() throws {
    let catalog = try Project.catalog.get()
    let units = Set(catalog.uncertainties.map(\.unit) + catalog.levers.map(\.unit))
    #expect(units.count > 20)
    for unit in units { #expect(Language.vi.unit(unit) != unit, "\(unit)") }
    #expect(Language.en.unit("billion VND") == "billion VND")
  }

  @Test("a regime or a freeze of a shipped scenario says why")
  func scenarioPaths() throws {
    let catalog = try Project.catalog.get()
    func path(_ name: String) throws -> [Assumption] {
      try Study.read("\(Project.root)/Scenarios/\(name).yaml", catalog: catalog).scenarioPath
    }
    let pandemic = try path("hanoi-2021-pandemic"), freeze = try path("hanoi-2021-budget-freeze")
    #expect(pandemic.map(\.path) == ["regime.2021-Q3", "regime.2021-Q4"])
    #expect(freeze.map(\.path) == ["freeze_from"])
    #expect((pandemic + freeze).allSatisfy { $0.source.count > 40 })
    #expect(try path("hanoi-2021").isEmpty)
  }

  @Test(
    "every scenario resolves",
    arguments: try Project.files(in: "\(Project.root)/Scenarios", ending: ".yaml"))
  func scenario(file: String) throws {
    let catalog = try Project.catalog.get()
    let study = try Study.read(
      "\(Project.root)/Scenarios/\(file)", as: "Scenarios/\(file)", catalog: catalog)
    #expect("\(study.name).yaml" == file)
    #expect(study.model.quarters % 4 == 0)
    #expect(study.model.parameters[.rho].count == study.sectors.count)
    #expect(study.model.parameters[.unitCost].count == study.model.groups.count)
    #expect(Set(study.model.parameters[.premium].map(\.index)) == [0])
    #expect(!study.targets.isEmpty)
  }
}
