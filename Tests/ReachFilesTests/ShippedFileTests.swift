import ReachFiles
import ReachModel
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
