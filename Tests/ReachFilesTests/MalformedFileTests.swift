import Foundation
import ReachFiles
import ReachModel
import Reporting
import Testing

/// A broken file, and what must be said of it.
struct MalformedFile: CustomTestStringConvertible, Sendable {
  let file: String
  let kind: String
  let code: String
  let status: Int32
  let message: String

  var testDescription: String { file }

  /// The rows of `Malformed/expectations.csv`.
  static func all() throws -> [MalformedFile] {
    let source = try SourceText.read("\(Project.malformed)/expectations.csv")
    var problems = ProblemList()
    let columns = ["file", "kind", "code", "status", "message"]
    let table = StrictCSV.read(
      source, .init(columns: columns, key: ["file", "message"]), &problems)
    try problems.throwIfAny()
    let expectations = try #require(table)
    return (0..<expectations.rowCount).map { row in
      MalformedFile(
        file: expectations.text(row, 0), kind: expectations.text(row, 1),
        code: expectations.text(row, 2), status: Int32(expectations.text(row, 3)) ?? -1,
        message: expectations.text(row, 4))
    }
  }

  private var path: String { "\(Project.malformed)/\(file)" }

  /// Reads the file as what it claims to be.
  func read() throws {
    switch kind {
    case "scenario":
      _ = try Study.read(path, as: "Malformed/\(file)", catalog: Project.catalog.get())
    case "model": _ = try ModelCase.read(path, as: file)
    case "csv": try readTable()
    case "specification": _ = try SpecificationFile.read(path, as: file)
    case "specification-data": try readDesign()
    case "manifest": try readManifest()
    case "table": _ = try readDataTable(path, as: file, threads: 1)
    default: try readCatalog(replacing: String(kind.dropFirst("catalog-".count)) + ".yaml")
    }
  }

  private func readTable() throws {
    var problems = ProblemList()
    let source = try SourceText.read(path, as: file)
    let columns = ["province", "year", "value"]
    if let table = StrictCSV.read(
      source, .init(columns: columns, key: ["province", "year"]), &problems),
      let value = table.column("value")
    {
      for row in 0..<table.rowCount { _ = table.number(row, value, &problems) }
    }
    try problems.throwIfAny()
  }

  private func readDesign() throws {
    let table = try readDataTable(
      "\(Project.malformed)/specification-data.csv", as: "specification-data.csv", threads: 1)
    _ = try SpecificationFile.read(path, as: file).design(on: table)
  }

  private func readCatalog(replacing name: String) throws {
    let folder = try ScratchFolder()
    for other in try Project.files(in: Project.catalogFolder, ending: ".yaml") {
      let source = other == name ? path : "\(Project.catalogFolder)/\(other)"
      try FileManager.default.copyItem(atPath: source, toPath: "\(folder.path)/\(other)")
    }
    _ = try Catalog.read(folder.path, as: "catalog")
  }

  private func readManifest() throws {
    let folder = try ScratchFolder()
    try FileManager.default.copyItem(atPath: path, toPath: "\(folder.path)/manifest.json")
    for data in try Project.files(in: Project.observedFolder, ending: ".csv") {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder.path)/\(data)", withDestinationPath: "\(Project.observedFolder)/\(data)")
    }
    _ = try ObservedData.read(folder.path, as: "observed")
  }
}

@Suite("Malformed files")
struct MalformedFileTests {
  @Test("says what is wrong, where, and how the command ends", arguments: try MalformedFile.all())
  func refused(file: MalformedFile) throws {
    let report = try #require(throws: DiagnosticReport.self) { try file.read() }
    #expect(report.diagnostics.contains { $0.code.id == file.code }, "\(report.explanation)")
    #expect(report.explanation.contains(file.message), "\(report.explanation)")
    #expect(report.exitStatus.rawValue == file.status)
    for diagnostic in report.diagnostics where diagnostic.origin != nil {
      #expect(diagnostic.excerpt != nil || file.code.hasPrefix("F"), "\(diagnostic.rendered)")
    }
  }

  /// Codes that need something that is not a file in the repository: a file of 10 MB, a pipe, a
  /// failing disk, a name that is taken, a changed manifest, a run folder; tested in
  /// `SourceTextTests`, `DoctorRepairTests`, `ObservedDataTests`, `RunFolderTests`,
  /// `ObservedFiguresTests`, `ReachEngineTests` and `EndToEndTests`.
  static let testedElsewhere = Set(
    [
      "F003", "F004", "F005", "F010", "F011", "F012", "D012", "D014", "D015", "D017", "D018",
      "S033", "S035", "S036", "S049", "S050", "S051",
    ] + (DiagnosticCode.runs + DiagnosticCode.tracking).map(\.id))

  @Test("every code is brought about by a file or a test")
  func coverage() throws {
    let seen = Set(try MalformedFile.all().map(\.code)).union(Self.testedElsewhere)
    #expect(Set(DiagnosticCode.all.map(\.id)) == seen)
  }

  @Test("codes are unique, and each is explained")
  func codes() {
    #expect(Set(DiagnosticCode.all.map(\.id)).count == DiagnosticCode.all.count)
    for code in DiagnosticCode.all {
      let page = DiagnosticCode.named(code.id.lowercased())?.page(.en)
      #expect(page?.contains(code.remedy.en) == true)
    }
    #expect(DiagnosticCode.named("U001") == nil && DiagnosticCode.named("S999") == nil)
  }

  @Test("every code is explained in Vietnamese, with the same keys and commands, in normal form C")
  func vietnameseTexts() {
    for code in DiagnosticCode.all {
      for text in [code.title, code.cause, code.remedy] {
        #expect(!text.vi.isEmpty && text.vi != text.en, "\(code.id)")
        #expect(quoted(text.vi) == quoted(text.en), "\(code.id)")
      }
      let page = code.page(.vi), normal = page.precomposedStringWithCanonicalMapping
      #expect(page.unicodeScalars.elementsEqual(normal.unicodeScalars), "\(code.id)")
      #expect(page.contains("Nguyên nhân: \(code.cause.vi)\n"))
      #expect(page.contains("Cách xử lý: \(code.remedy.vi)\n"))
      for word in ["wrong: ", "right: ", "What to do", "A command"] {
        #expect(!page.contains(word), "\(code.id)")
      }
    }
    #expect(Set(DiagnosticCode.all.map(\.title.vi)).count == DiagnosticCode.all.count)
  }

  /// What stands in backticks, in alphabetical order: languages order their words differently.
  private func quoted(_ text: String) -> [Substring] {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false)
    return parts.indices.filter { $0 % 2 == 1 }.map { parts[$0] }.sorted()
  }
}
