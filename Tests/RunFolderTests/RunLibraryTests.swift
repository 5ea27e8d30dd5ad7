import Foundation
import ReachFiles
import ReachModel
import Reporting
import Testing

@Suite("Finding and verifying runs")
struct RunLibraryTests {
  private func written(
    in scratch: Scratch, draws: Int = 300, seed: UInt64 = 7, data: [DataFile] = [],
    scenarios: [SourceFile] = []
  ) async throws -> RunFolder {
    let table = try await SampleRun.draws(draws, seed: seed)
    return try RunFolder.write(
      try SampleRun.contents(draws: table, seed: seed, data: data, scenarios: scenarios),
      in: scratch.path)
  }

  @Test("an untouched run verifies: 64 draws replayed to the bit", arguments: [1, 63, 2500])
  func verifies(draws: Int) async throws {
    let scratch = try Scratch()
    let run = try await written(in: scratch, draws: draws)
    let verification = try run.verify(inputRoots: [])
    #expect(verification.holds)
    #expect(verification.exitStatus == .done)
    let columns = try run.readDraws().columns.count
    #expect(verification.replay == .same(draws: min(64, draws), columns: columns))
    #expect(verification.text(.en).contains("verified"))
  }

  @Test("a changed, missing or added file is named: status 3")
  func changed() async throws {
    let scratch = try Scratch()
    let run = try await written(in: scratch)
    try scratch.write("other", to: "\(run.name)/verdict.md")
    try scratch.write("{}", to: "\(run.name)/model.json")
    try scratch.write("x", to: "\(run.name)/extra.txt")
    try FileManager.default.removeItem(atPath: "\(run.path)/findings.csv")
    let verification = try run.verify(inputRoots: [])
    #expect(verification.exitStatus == .requirementNotMet)
    let states = Dictionary(
      uniqueKeysWithValues: verification.files.map { ($0.name, $0.state) })
    #expect(states["verdict.md"] == .changed)
    #expect(states["findings.csv"] == .missing)
    #expect(states["extra.txt"] == .unlisted)
    #expect(states["draws.bin"] == .same)
    #expect(verification.replay == .impossible("model.json is not what was written"))
    for name in ["verdict.md", "findings.csv", "extra.txt"] {
      #expect(verification.text(.en).contains(name))
    }
  }

  @Test("one bit of one kept draw is found by replay")
  func bit() async throws {
    let scratch = try Scratch()
    let run = try await written(in: scratch, draws: 10)
    let url = URL(fileURLWithPath: "\(run.path)/draws.bin")
    var data = try Data(contentsOf: url)
    data[data.count - 8] ^= 1
    try data.write(to: url)
    let verification = try run.verify(inputRoots: [])
    #expect(!verification.holds)
    guard case .differs(let column, 9, _, _) = verification.replay else {
      Issue.record("\(verification.replay)")
      return
    }
    #expect(try run.readDraws().columns.last?.name == column)
  }

  @Test("another seed or a renamed folder does not verify")
  func otherSeed() async throws {
    let scratch = try Scratch()
    let run = try await written(in: scratch)
    let file = "\(run.path)/provenance.json"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try scratch.write(
      text.replacingOccurrences(of: #""seed": "7""#, with: #""seed": "8""#),
      to: "\(run.name)/provenance.json")
    let verification = try run.verify(inputRoots: [])
    #expect(!verification.nameMatches)
    if case .same = verification.replay { Issue.record("replayed with another seed") }
  }

  @Test("inputs that changed since are said, and are no fault of the run")
  func inputs() async throws {
    let scratch = try Scratch(), project = try Scratch()
    try project.write("abc", to: "Scenarios/a.yaml")
    try project.write("abd", to: "data/b.csv")
    // SHA-256 of "abc": FIPS 180-4, example of one block.
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    let run = try await written(
      in: scratch, data: [DataFile(path: "data/b.csv", sha256: abc, vintage: "2026")],
      scenarios: ["a", "gone"].map { SourceFile(path: "Scenarios/\($0).yaml", sha256: abc) })
    let verification = try run.verify(inputRoots: [project.path])
    #expect(verification.inputs.map(\.state) == [.same, .missing, .changed])
    #expect(verification.holds)
    #expect(verification.text(.en).contains("changed: data/b.csv"))
  }

  @Test("runs are found by path, name, and part of a name")
  func find() async throws {
    let scratch = try Scratch()
    let first = try await written(in: scratch, draws: 2)
    let second = try await written(in: scratch, draws: 2)
    let third = try await written(in: scratch, draws: 2, seed: 8)
    let library = RunLibrary(scratch.path)
    #expect(library.list().map(\.folder.name) == [first, second, third].map(\.name).sorted())
    let middle = String(third.name.dropFirst(15).dropLast())
    for name in [third.path, third.name, String(third.name.suffix(6)), middle] {
      #expect(try library.run(name).name == third.name)
    }
    #expect(try library.run(first.name).name == first.name)
    let ambiguous = #expect(throws: DiagnosticReport.self) { try library.run("sample") }
    #expect(ambiguous?.exitStatus == .usage)
    let missing = #expect(throws: DiagnosticReport.self) { try library.run("2025") }
    #expect(missing?.exitStatus == .fileMissing)
  }

  @Test("the list shows draws, seed and P of targets, and names a damaged run")
  func list() async throws {
    let scratch = try Scratch()
    let run = try await written(in: scratch, draws: 2)
    try scratch.write("{", to: "2026-03-03-broken-000000/provenance.json")
    try scratch.write("", to: "ledger/README.md")
    let lines = RunLibrary(scratch.path).table(.en).split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[2].hasPrefix(run.name) && lines[2].hasSuffix("1,000     7  T1 62.4 %"))
    #expect(lines[3].contains("broken"))
    let vietnamese = RunLibrary(scratch.path).table(.vi).split(separator: "\n")
    #expect(vietnamese[0].hasPrefix("lần chạy"))
    #expect(vietnamese[2].contains(" 1.000 ") && vietnamese[2].hasSuffix("T1 62,4 %"))
    let none = RunLibrary(scratch.path + "/none")
    #expect(none.table(.en).hasPrefix("no runs") && none.table(.vi).hasPrefix("không có"))
  }

  /// One block of each kind, with what JSON and tables must hold.
  private var page: Page {
    var page = Page()
    page.add(.title("Hà Nội \"2021\""))
    page.heading("P(firms) \\ 900")
    page.paragraph("0,25 ± 0,01\u{A0}%")
    page.list(["one", "two, three"])
    page.table(
      TextTable(
        [.init("scenario", wraps: true), .init("", .right)],
        rows: [["  of it", "1"], ["b|c", ""]]))
    return page
  }

  @Test("an answer in words is shown and listed as it was kept, in the language asked for")
  func pages() async throws {
    let scratch = try Scratch(), page = page
    var contents = try SampleRun.contents(draws: try await SampleRun.draws(2, seed: 7))
    let kept = pageJSON { ($0(vi: "Không đổi.", en: "No change."), page) }.text
    contents.texts.append((RunFolder.pageName, { kept }))
    let run = try RunFolder.write(contents, in: scratch.path)
    let pages = try run.pages()
    #expect(Language.allCases.allSatisfy { pages[$0]?.page == page })
    #expect(try run.show(.vi) == page.text() && page.text().contains("\n    of it"))
    #expect(try run.show(.en, isTerminal: true) == page.text(isTerminal: true))
    let library = RunLibrary(scratch.path)
    #expect(library.table(.en).hasSuffix("No change.\n"))
    #expect(library.table(.vi).hasSuffix("Không đổi.\n"))
  }

  @Test(
    "a page that someone edited is refused, not shown in part",
    arguments: [
      "{", "{}", #"{"vi": {"blocks": []}}"#, #"{"vi": {"blocks": [{"poem": "a"}]}, "en": 1}"#,
      #"{"vi": {"blocks": [{"table": ["a"], "right": [], "wraps": [true], "rows": []}]}}"#,
      #"{"vi": {"blocks": [{"table": ["a"], "right": [true], "wraps": [true], "rows": [[]]}]}}"#,
    ])
  func damagedPage(text: String) async throws {
    let scratch = try Scratch()
    let run = try await written(in: scratch, draws: 2)
    try scratch.write(text, to: "\(run.name)/\(RunFolder.pageName)")
    let error = #expect(throws: DiagnosticReport.self) { try run.show(.vi) }
    #expect(error?.explanation.contains("page.json") == true)
    // The list has what else is known.
    #expect(RunLibrary(scratch.path).table(.en).contains("T1 62.4 %"))
  }
}

@Suite("Finding the project")
struct ProjectTests {
  @Test("upwards from the working folder, with its Results")
  func upwards() throws {
    let scratch = try Scratch()
    try scratch.write("", to: "p/Scenarios/a.yaml")
    try scratch.write("", to: "p/x/y/z")
    let project = try Project(from: scratch.path + "/p/x/y")
    #expect(project.root == scratch.path + "/p")
    #expect(project.results == scratch.path + "/p/Results")
    #expect(project.scenarios == scratch.path + "/p/Scenarios")
    let elsewhere = try Project(from: scratch.path + "/p/x", results: "out")
    #expect(elsewhere.results == scratch.path + "/p/x/out")
    #expect(try Project(from: scratch.path + "/p", results: "/r").results == "/r")
  }

  @Test("else the installed data, through a link to the program")
  func installed() throws {
    let scratch = try Scratch()
    try scratch.write("", to: "usr/bin/reach")
    try scratch.write("", to: "usr/share/reach/Scenarios/catalog/a.yaml")
    try scratch.write("", to: "work/f")
    try scratch.write("", to: "mine/Scenarios/b.yaml")
    let link = scratch.path + "/link"
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: scratch.path + "/usr/bin/reach")
    let work = scratch.path + "/work"
    let project = try Project(from: work, executable: link)
    #expect(project.root.hasSuffix("/usr/share/reach"))
    #expect(project.results == work + "/Results")
    #expect(try Project(from: work, home: scratch.path + "/mine").root.hasSuffix("/mine"))
    // A project without a catalog takes the installed one.
    let mine = try Project(from: scratch.path + "/mine", executable: link)
    #expect(mine.catalog.hasSuffix("/usr/share/reach/Scenarios/catalog"))
    #expect(mine.root.hasSuffix("/mine"))
    let error = #expect(throws: DiagnosticReport.self) { try Project(from: work) }
    #expect(error?.exitStatus == .fileMissing)
  }
}
