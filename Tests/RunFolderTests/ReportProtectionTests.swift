import Foundation
import ReachFiles
import ReachModel
import Reporting
import Testing

@Suite("Reports beside runs")
struct ReportProtectionTests {
  @Test("go into the folder of their forecast, which still verifies")
  func ownFolder() throws {
    let scene = try ReportScene()
    try scene.write(["report.html": "1", "charts/fan.en.svg": "2"], to: scene.run.path)
    let found = try scene.run.verify(inputRoots: [])
    #expect(found.files.allSatisfy { $0.state == .same })
    #expect(found.files.contains { $0.name == "charts/fan.en.svg" })
    #expect(found.reported.map(\.name) == [scene.run.name])
    #expect(found.reported.map(\.state) == [.same])
    #expect(found.text(.en).contains("runs of the reports: 1 of 1 unchanged since"))
    #expect(found.text(.vi).contains("các lần chạy của báo cáo: 1 trong 1"))
  }

  @Test("replace no file of the run itself")
  func ownFiles() throws {
    let scene = try ReportScene(), before = scene.everything(in: scene.run.path)
    for name in ["verdict.md", "provenance.json"] {
      let problems = scene.refusal(["report.html": "1", name: "2"], to: scene.run.path)
      #expect(problems.map(\.summary) == ["`\(scene.run.path)/\(name)` is a file of the run"])
    }
    #expect(scene.everything(in: scene.run.path) == before)
  }

  @Test(
    "go into no folder of another run or back-test, whole or damaged, nor into one within a run",
    arguments: ["provenance.json", "verdict.json", "analysis.json", "backtest.json", "record.json"])
  func otherRuns(mark: String) throws {
    let scene = try ReportScene()
    try scene.scratch.write("{}", to: "Results/other/\(mark)")
    let other = scene.path("Results/other")
    for folder in [other, "\(other)/charts", "\(other)/new/deeper", "\(other)/../other/"] {
      let problems = scene.refusal(["report.html": "1"], to: folder)
      #expect(problems.first?.summary.contains("folder of another run, `other`") == true)
    }
    try FileManager.default.createSymbolicLink(
      atPath: scene.path("link"), withDestinationPath: other)
    #expect(scene.refusal(["report.html": "1"], to: scene.path("link")).count == 1)
    #expect(scene.everything(in: other) == [mark: "{}"])
  }

  @Test("go into no folder within their own run, where they would be strangers")
  func withinOwn() throws {
    let scene = try ReportScene()
    #expect(scene.refusal(["report.html": "1"], to: "\(scene.run.path)/meeting").count == 1)
    #expect(try scene.run.verify(inputRoots: []).files.allSatisfy { $0.state == .same })
    // Beside it is a place as any other.
    try scene.write(["report.html": "1"], to: scene.path("Results/meeting"))
  }

  @Test("are found out when a file or a run of theirs has changed since")
  func verified() throws {
    let scene = try ReportScene(), folder = scene.path("meeting")
    let results = scene.path("Results")
    try scene.write(
      ["report.html": "1", "charts/a.svg": "2"], of: [scene.source, scene.source("gone")],
      to: folder)
    let kept = try #require(ReportFolder(folder).verify(runsIn: results))
    #expect(kept.holds && kept.exitStatus == .done)
    #expect(kept.runs.map(\.name) == [scene.run.name, "gone"])
    #expect(kept.runs.map(\.state) == [.same, .missing])
    #expect(kept.text(.en).contains("runs of the reports: 1 of 2 unchanged since\n  missing: gone"))
    try scene.scratch.write("other", to: "meeting/charts/a.svg")
    let changed = try #require(ReportFolder(folder).verify(runsIn: results))
    #expect(!changed.holds && changed.exitStatus == .requirementNotMet)
    #expect(changed.files.filter { $0.state != .same }.map(\.name) == ["charts/a.svg"])
    try scene.scratch.write("2", to: "meeting/charts/a.svg")
    let provenance = "Results/\(scene.run.name)/provenance.json"
    let text = try #require(scene.text(scene.path(provenance)))
    try scene.scratch.write(text + "\n", to: provenance)
    let other = try #require(ReportFolder(folder).verify(runsIn: results))
    #expect(other.runs.first?.state == .changed && !other.holds)
    #expect(ReportFolder(scene.run.path).verify(runsIn: results) == nil)
    #expect(ReportFolder(results).verify(runsIn: results) == nil)
  }

  @Test("of a run that is another now do not verify with it")
  func otherProvenance() throws {
    let scene = try ReportScene()
    let old = ReportSource(
      run: scene.run.name, provenanceSHA256: String(repeating: "0", count: 64))
    try scene.write(["report.html": "1"], of: [old], to: scene.run.path)
    let found = try scene.run.verify(inputRoots: [])
    #expect(found.files.allSatisfy { $0.state == .same })
    #expect(found.reported.map(\.state) == [.changed])
    #expect(!found.holds)
  }
}
