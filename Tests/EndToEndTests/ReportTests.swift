import Foundation
import Testing

@Suite("reach report")
struct ReportTests {
  /// Programs that do not exist: what a machine without them has.
  private static let without = [
    "REACH_VL_CONVERT": "/nonexistent/python", "REACH_CHROMIUM": "/nonexistent/chromium",
    "REACH_PANDOC": "/nonexistent/pandoc",
  ]

  /// A run of its own, to write reports into.
  private func run(_ scratch: Scratch) async throws -> RunFiles {
    let results = "\(scratch.path)/Results"
    let made = try await Reach()(
      "run", "hanoi-2021", "--draws", "1000", "--threads", "1", "--results", results)
    #expect(made.status == 0)
    let name = try #require(scratch.names().first, "\(made.errors)")
    return RunFiles(path: "\(results)/\(name)")
  }

  @Test("writes both languages beside the run, which still verifies, and the same bytes again")
  func both() async throws {
    let scratch = try Scratch()
    let run = try await run(scratch), reach = try Reach(environment: Self.without)
    let results = "\(scratch.path)/Results", provenance = run.data("provenance.json")
    let made = try await reach("report", run.name, "--results", results)
    #expect(made.status == 0)
    let names = ["report.html", "report.vi.html", "report.xlsx", "report.vi.xlsx", "report.json"]
    for name in names { #expect(run.files.contains(name), "\(name)") }
    #expect(made.output.contains("report.html") && made.output.contains("report.vi.html"))
    let pages = names.prefix(4).map { run.data($0) }
    let again = try await reach("report", run.name, "--results", results)
    #expect(again.status == 0)
    for (name, page) in zip(names, pages) { #expect(run.data(name) == page, "\(name)") }
    #expect(run.data("provenance.json") == provenance)
    let verified = try await reach("runs", "verify", run.name, "--results", results)
    #expect(verified.status == 0, "\(verified.output)")
    #expect(!run.files.contains { $0.hasSuffix(".new") })
  }

  @Test("a file of a report that was changed is found by verify")
  func changedReport() async throws {
    let scratch = try Scratch()
    let run = try await run(scratch), reach = try Reach(environment: Self.without)
    let results = "\(scratch.path)/Results"
    _ = try await reach(
      "report", run.name, "--results", results, "--format", "html", "--lang", "en")
    let page = String(decoding: run.data("report.html"), as: UTF8.self)
    try Data(page.replacing("Skip to the answer", with: "Skip").utf8).write(
      to: URL(fileURLWithPath: "\(run.path)/report.html"))
    let verified = try await reach("runs", "verify", run.name, "--results", results)
    #expect(verified.status == 3)
    #expect(verified.output.contains("report.html"))
  }

  @Test("without vl-convert, Chromium and pandoc: one warning each with its remedy, exit 0")
  func missingTools() async throws {
    let scratch = try Scratch()
    let run = try await run(scratch), reach = try Reach(environment: Self.without)
    let arguments = [
      "report", run.name, "--results", "\(scratch.path)/Results", "--format",
      "html,pdf,docx,pptx", "--lang", "en",
    ]
    let made = try await reach(arguments)
    #expect(made.status == 0)
    #expect(run.files.contains("report.html") && !run.files.contains("report.pdf"))
    for (tool, remedy) in [
      ("vl-convert", "REACH_VL_CONVERT"), ("Chromium", "REACH_CHROMIUM"),
      ("pandoc", "REACH_PANDOC"),
    ] {
      let lines = made.errors.split(separator: "\n")
      #expect(lines.count { $0.contains(tool) && !$0.hasPrefix("hint") } == 1, "\(made.errors)")
      #expect(lines.contains { $0.hasPrefix("hint") && $0.contains(remedy) }, "\(made.errors)")
    }
    let strict = try await reach(arguments + ["--strict"])
    #expect(strict.status == 1)
    #expect(run.files.contains("report.html"))
  }

  @Test("shows the same numbers in both languages")
  func sameNumbers() async throws {
    let scratch = try Scratch()
    let run = try await run(scratch)
    _ = try await Reach(environment: Self.without)(
      "report", run.name, "--results", "\(scratch.path)/Results", "--format", "html")
    let found = ["report.html", "report.vi.html"].map { name in
      String(decoding: run.data(name), as: UTF8.self).matches(of: /data-finding="([^"]+)"/)
        .map { String($0.1) }
    }
    #expect(found[0].count > 100)
    #expect(found[0] == found[1])
  }

  @Test("writes elsewhere where it is told to, and leaves the run alone")
  func elsewhere() async throws {
    let scratch = try Scratch()
    let run = try await run(scratch), files = run.files
    let made = try await Reach(environment: Self.without)(
      "report", run.path, "--output", "\(scratch.path)/for the meeting", "--format", "html")
    #expect(made.status == 0)
    let written = try FileManager.default.contentsOfDirectory(
      atPath: "\(scratch.path)/for the meeting")
    #expect(written.sorted() == ["report.html", "report.json", "report.vi.html"])
    #expect(run.files == files)
  }

  @Test("refuses a format that there is none of, and names those there are")
  func badFormat() async throws {
    let run = try await SharedRun.get()
    let made = try await Reach()(
      "report", run.folder.name, "--results", run.results, "--format", "html,odt")
    #expect(made.status == 64)
    #expect(made.errors.contains("`odt`") && made.errors.contains("pptx"))
  }

  @Test("needs a forecast among the runs")
  func noForecast() async throws {
    let scratch = try Scratch()
    let results = "\(scratch.path)/Results"
    let seek = try await Reach()(
      "seek", "hanoi-2021", "start_firms", "P(firms) >= 0.5", "--draws", "512", "--results",
      results)
    #expect(seek.status == 0, "\(seek.errors)")
    let name = try #require(scratch.names().first)
    let made = try await Reach()("report", name, "--results", results)
    #expect(made.status == 64)
    #expect(made.errors.contains("reach run"))
  }

  @Test("a run that there is none of is named, with the nearest")
  func missingRun() async throws {
    let run = try await SharedRun.get()
    let made = try await Reach()("report", "no-such-run", "--results", run.results)
    #expect(made.status == 66)
    #expect(made.errors.contains("R005") && made.errors.contains("no-such-run"))
  }

  @Test("leaves an analysis of another scenario out, and says so")
  func stray() async throws {
    let scratch = try Scratch()
    let run = try await run(scratch), results = "\(scratch.path)/Results"
    _ = try await Reach()(
      "seek", "hanoi-2030", "start_firms", "P(firms) >= 0.1", "--draws", "512", "--results",
      results)
    let stray = try #require(scratch.names().first { $0.contains("seek") })
    let made = try await Reach(environment: Self.without)(
      "report", run.name, stray, "--results", results, "--format", "html", "--lang", "en")
    #expect(made.status == 0)
    #expect(made.errors.contains("`\(stray)` is left out"))
    #expect(!String(decoding: run.data("report.html"), as: UTF8.self).contains(stray))
  }

  @Test("refuses to write over a file that was edited by hand", arguments: ["en", "vi"])
  func edited(language: String) async throws {
    let scratch = try Scratch()
    let run = try await run(scratch), reach = try Reach(environment: Self.without)
    let arguments = [
      "report", run.name, "--results", "\(scratch.path)/Results", "--format", "html,xlsx", "--lang",
      language,
    ]
    #expect(try await reach(arguments).status == 0)
    let name = language == "vi" ? "report.vi.html" : "report.html"
    try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(run.path)/\(name)"))
    let refused = try await reach(arguments)
    #expect(refused.status == 73)
    for word in ["R038", "\(run.path)/\(name)", "--output DIR"] {
      #expect(refused.errors.contains(word), "\(refused.errors)")
    }
    #expect(refused.errors.contains("cách xử lý") == (language == "vi"))
    #expect(run.data(name) == Data("mine".utf8))
    #expect(refused.output.isEmpty)
  }

  @Test("tells of files of other runs, and verify checks a folder of reports alone")
  func otherRuns() async throws {
    let scratch = try Scratch()
    let run = try await run(scratch), reach = try Reach(environment: Self.without)
    let results = "\(scratch.path)/Results", meeting = "\(scratch.path)/meeting"
    _ = try await Reach()(
      "seek", "hanoi-2021", "start_firms", "P(firms) >= 0.5", "--draws", "512", "--results",
      results)
    let seek = try #require(scratch.names().first { $0.contains("seek") })
    let first = try await reach(
      "report", run.name, seek, "--results", results, "--output", meeting, "--format", "html,xlsx",
      "--lang", "en")
    #expect(first.status == 0, "\(first.errors)")
    let second = try await reach(
      "report", run.name, "--results", results, "--output", meeting, "--format", "html", "--lang",
      "en")
    #expect(second.status == 0)
    #expect(second.errors.contains("made of other runs") && second.errors.contains("`report.xlsx`"))
    #expect(!second.errors.contains("`report.html`"))
    let verified = try await reach("runs", "verify", meeting, "--results", results)
    #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    #expect(verified.output.contains("files: 2 of 2 as written"))
    #expect(verified.output.contains("runs of the reports: 2 of 2 unchanged since"))
    try Data("mine".utf8).write(to: URL(fileURLWithPath: "\(meeting)/report.xlsx"))
    let changed = try await reach("runs", "verify", meeting, "--results", results)
    #expect(changed.status == 3 && changed.output.contains("changed: report.xlsx"))
  }

  @Test("a run left out stands not under the report, and one without inputs is told of")
  func leftOut() async throws {
    let scratch = try Scratch()
    let run = try await run(scratch), reach = try Reach(environment: Self.without)
    let results = "\(scratch.path)/Results"
    _ = try await Reach()(
      "seek", "hanoi-2030", "start_firms", "P(firms) >= 0.1", "--draws", "512", "--results",
      results)
    let stray = try #require(scratch.names().first { $0.contains("seek") })
    // A folder as earlier versions wrote it.
    var provenance = try #require(
      try JSONSerialization.jsonObject(with: run.data("provenance.json")) as? [String: Any])
    let files = try #require(provenance["files"] as? [[String: Any]])
    provenance["files"] = files.filter { $0["name"] as? String != "inputs.json" }
    #expect(files.contains { $0["name"] as? String == "inputs.json" })
    try JSONSerialization.data(withJSONObject: provenance).write(
      to: URL(fileURLWithPath: "\(run.path)/provenance.json"))
    try FileManager.default.removeItem(atPath: "\(run.path)/inputs.json")
    let made = try await reach(
      "report", run.name, stray, "--results", results, "--format", "xlsx", "--lang", "vi")
    #expect(made.status == 0, "\(made.errors)")
    #expect(
      made.errors.contains("reach run hanoi-2021")
        && made.errors.contains("cảnh báo: `\(run.name)`"))
    #expect(!String(decoding: run.data("report.json"), as: UTF8.self).contains(stray))
    let html = try await reach(
      "report", run.name, "--results", results, "--format", "html", "--lang", "en")
    #expect(!html.errors.contains("inputs.json"))
  }
}
