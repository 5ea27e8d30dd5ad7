import Foundation
import ReachFiles
import ReachModel
import Reporting
import Testing

/// A results folder with one run in it, and reports of made-up bytes.
struct ReportScene {
  let scratch: Scratch
  let run: RunFolder

  init() throws {
    scratch = try Scratch()
    let contents = try SampleRun.contents(draws: DrawTable(draws: 0, columns: []))
    run = try RunFolder.write(contents, in: "\(scratch.path)/Results")
  }

  /// The run itself, as a report keeps it.
  var source: ReportSource {
    ReportSource(
      run: run.name, provenanceSHA256: sum(of: "\(run.path)/provenance.json") ?? "none")
  }

  func source(_ name: String) -> ReportSource {
    ReportSource(run: name, provenanceSHA256: String(repeating: "0", count: 64))
  }

  func path(_ name: String) -> String { "\(scratch.path)/\(name)" }

  /// Another implementation than the one under test.
  func sum(of path: String) -> String? {
    let process = Process(), pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    process.arguments = [path]
    process.standardOutput = pipe
    guard (try? process.run()) != nil else { return nil }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    return String(decoding: output, as: UTF8.self).split(separator: " ").first.map(String.init)
  }

  @discardableResult
  func write(
    _ files: [String: String], of sources: [ReportSource]? = nil, to folder: String
  ) throws -> ReportFolder.Written {
    try ReportFolder(folder).write(
      files.sorted { $0.key < $1.key }.map { ($0.key, Array($0.value.utf8)) },
      of: sources ?? [source], beside: run)
  }

  /// The problems of a write that must be refused.
  func refusal(
    _ files: [String: String], to folder: String, _ location: SourceLocation = #_sourceLocation
  ) -> [Diagnostic] {
    let report = #expect(throws: DiagnosticReport.self, sourceLocation: location) {
      try write(files, to: folder)
    }
    #expect(report?.exitStatus == .cannotWrite, sourceLocation: location)
    #expect(
      report?.diagnostics.allSatisfy { $0.code.id == "R038" } == true, sourceLocation: location)
    #expect(report?.explanation.contains("--output DIR") == true, sourceLocation: location)
    return report?.diagnostics ?? []
  }

  func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

  /// Every file below a folder, with what is in it.
  func everything(in folder: String) -> [String: String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.reduce(into: [:]) { $0[$1] = text("\(folder)/\($1)") ?? "" }
  }
}

@Suite("What a report may write over")
struct ReportFolderTests {
  @Test("replaces its own files, and names every one that was changed by hand before it writes")
  func changedByHand() throws {
    let scene = try ReportScene(), folder = scene.path("meeting")
    let files = ["report.html": "1", "report.vi.html": "2", "charts/fan.en.svg": "3"]
    try scene.write(files, to: folder)
    try scene.write(files.mapValues { $0 + " again" }, to: folder)
    #expect(scene.text("\(folder)/charts/fan.en.svg") == "3 again")
    for name in ["report.vi.html", "charts/fan.en.svg"] {
      try scene.scratch.write("by hand", to: "meeting/\(name)")
    }
    let before = scene.everything(in: folder)
    let problems = scene.refusal(files, to: folder)
    #expect(problems.count == 2)
    for name in ["report.vi.html", "charts/fan.en.svg"] {
      #expect(problems.contains { $0.summary.contains("\(folder)/\(name)` was changed") })
    }
    #expect(scene.everything(in: folder) == before)
    // Renamed, it is no longer in the way, and stays.
    try FileManager.default.moveItem(
      atPath: "\(folder)/report.vi.html", toPath: "\(folder)/mine.html")
    try FileManager.default.removeItem(atPath: "\(folder)/charts/fan.en.svg")
    try scene.write(files, to: folder)
    #expect(scene.text("\(folder)/mine.html") == "by hand")
  }

  @Test("a file that no report wrote is not replaced, unless it is the very same")
  func unlisted() throws {
    let scene = try ReportScene(), folder = scene.path("meeting")
    try scene.scratch.write("someone's", to: "meeting/report.xlsx")
    let problems = scene.refusal(["report.xlsx": "1"], to: folder)
    #expect(problems.first?.summary.contains("no report wrote it") == true)
    #expect(scene.everything(in: folder) == ["report.xlsx": "someone's"])
    try scene.write(["report.xlsx": "someone's"], to: folder)
    try FileManager.default.createDirectory(
      atPath: "\(folder)/report.pdf", withIntermediateDirectories: false)
    #expect(
      scene.refusal(["report.pdf": "1"], to: folder).first?.summary.contains("folder") == true)
  }

  @Test(
    "a `report.json` of someone else is not replaced",
    arguments: ["{}", "not JSON", #"{"format": "reach-report", "version": 2, "reports": []}"#])
  func otherRecord(text: String) throws {
    let scene = try ReportScene(), folder = scene.path("meeting")
    try scene.scratch.write(text, to: "meeting/report.json")
    let problems = scene.refusal(["report.html": "1"], to: folder)
    #expect(problems.first?.summary.contains("report.json` is not one") == true)
    #expect(scene.everything(in: folder) == ["report.json": text])
  }

  @Test("no file stands under runs that it was not made of; files that were deleted are forgotten")
  func runsOfFiles() throws {
    let scene = try ReportScene(), folder = scene.path("meeting")
    let (a, b) = (scene.source("a"), scene.source("b"))
    try scene.write(
      ["report.html": "1", "report.pdf": "1", "report.docx": "1"], of: [a, b], to: folder)
    try FileManager.default.removeItem(atPath: "\(folder)/report.docx")
    let second = try scene.write(["report.html": "2"], of: [a], to: folder)
    #expect(second.others == ["report.pdf"])
    #expect(try parts(folder) == [["a"]: ["report.html"], ["a", "b"]: ["report.pdf"]])
    // The same runs in another order are the same runs.
    let third = try scene.write(["report.xlsx": "3"], of: [b, a], to: folder)
    #expect(third.others == ["report.html"])
    #expect(
      try parts(folder) == [["a"]: ["report.html"], ["a", "b"]: ["report.pdf", "report.xlsx"]])
    let last = try scene.write(["report.html": "4", "report.pdf": "4"], of: [a, b], to: folder)
    #expect(last.others.isEmpty)
    #expect(try parts(folder) == [["a", "b"]: ["report.html", "report.pdf", "report.xlsx"]])
    let record = try #require(scene.text("\(folder)/report.json"))
    #expect(record.contains(try #require(scene.sum(of: "\(folder)/report.pdf"))))
  }

  /// Names of files by the runs of their part, read without the code that wrote them.
  private func parts(_ folder: String) throws -> [[String]: [String]] {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/report.json"))
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let reports = try #require(root["reports"] as? [[String: Any]])
    return try reports.reduce(into: [:]) { all, part in
      let runs = try #require(part["runs"] as? [[String: String]]).compactMap { $0["run"] }
      let files = try #require(part["files"] as? [String: String])
      all[runs.sorted()] = files.keys.sorted()
    }
  }

  // MARK: Failures

  @Test("a write that fails midway leaves the files of before, and nothing else")
  func failsMidway() throws {
    let scene = try ReportScene(), folder = scene.path("meeting")
    let long = String(repeating: "x", count: 300)
    let first = #expect(throws: DiagnosticReport.self) {
      try scene.write(["a.html": "1", long: "2"], to: folder)
    }
    #expect(first?.diagnostics.first?.code.id == "R001")
    #expect(!FileManager.default.fileExists(atPath: folder))
    try scene.write(["a.html": "1"], to: folder)
    let before = scene.everything(in: folder)
    #expect(throws: DiagnosticReport.self) {
      try scene.write(["a.html": "2", "charts/\(long)": "2"], to: folder)
    }
    #expect(scene.everything(in: folder) == before)
    try scene.scratch.write("a file", to: "meeting/charts")
    #expect(throws: DiagnosticReport.self) {
      try scene.write(["a.html": "2", "charts/b.svg": "2"], to: folder)
    }
    #expect(scene.everything(in: folder) == before.merging(["charts": "a file"]) { $1 })
  }

  @Test("what was in its place before a failure is known for the report's own afterwards")
  func failsWhileNaming() async throws {
    let scene = try ReportScene(), folder = scene.path("meeting")
    try scene.write(["a.html": "1", "charts/b.svg": "1", "c.html": "1"], to: folder)
    // Names sort as a.html, c.html, charts/b.svg: the last cannot be replaced.
    let rights: [(String, Int)] = [
      (scene.scratch.path, 0o777), (folder, 0o777), ("\(folder)/charts", 0o555),
    ]
    for (path, mode) in rights {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
    defer {
      try? FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: "\(folder)/charts")
    }
    let run = scene.run.path
    await #expect(processExitsWith: .success) { [folder = folder as String, run = run as String] in
      // The rights of a folder do not hold for root: a process of its own gives them up.
      if geteuid() == 0 { #expect(seteuid(65534) == 0) }
      let files = ["a.html", "c.html", "charts/b.svg"].map { (name: $0, bytes: Array("2".utf8)) }
      let error = #expect(throws: DiagnosticReport.self) {
        try ReportFolder(folder).write(
          files, of: [ReportSource(run: "r", provenanceSHA256: "0")], beside: RunFolder(run))
      }
      #expect(error?.diagnostics.first?.code.id == "R001")
    }
    #expect(scene.text("\(folder)/a.html") == "2" && scene.text("\(folder)/charts/b.svg") == "1")
    #expect(
      try parts(folder) == [["r"]: ["a.html", "c.html"], [scene.run.name]: ["charts/b.svg"]])
    #expect(!scene.everything(in: folder).keys.contains { $0.contains(".tmp-") })
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: "\(folder)/charts")
    try scene.write(["a.html": "3", "charts/b.svg": "3", "c.html": "3"], to: folder)
  }

  @Test("what a killed report left is removed by the next, and its files are known for its own")
  func leftovers() throws {
    let scene = try ReportScene(), folder = scene.path("meeting")
    try scene.write(["a.html": "killed", "charts/b.svg": "1"], to: scene.path("other"))
    try scene.write(["a.html": "1", "charts/b.svg": "1"], to: folder)
    // A process of this number cannot be: the greatest is 2²².
    let left = "meeting/.tmp-99999999-abc"
    try scene.scratch.write(
      try #require(scene.text(scene.path("other/report.json"))), to: "\(left)/report.json")
    try scene.scratch.write("1", to: "\(left)/charts/b.svg")
    try scene.scratch.write("killed", to: "meeting/a.html")
    try scene.write(["a.html": "2", "charts/b.svg": "2"], to: folder)
    let files = scene.everything(in: folder)
    #expect(files["a.html"] == "2" && files["charts/b.svg"] == "2")
    #expect(!files.keys.contains { $0.contains(".tmp-") })
  }
}
