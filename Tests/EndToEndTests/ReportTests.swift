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
}
