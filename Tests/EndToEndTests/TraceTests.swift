import Foundation
import Testing

@Suite("Traces of numbers, and runs read again", .serialized)
struct TraceTests {
  @Test("every finding is explained, each with its value in full", arguments: ["en", "vi"])
  func everyFinding(language: String) async throws {
    let run = try await SharedRun.get()
    let ids = run.folder.findingIDs, findings = run.folder.findings
    #expect(ids.count > 300)
    let result = try await Reach()(
      ["explain"] + ids + ["--lang", language, "--results", run.results])
    #expect(result.status == 0, "\(result.errors)")
    let titles = result.output.split(separator: "\n").filter { line in
      ids.contains { line.hasPrefix("\($0) = ") }
    }
    #expect(titles.count == ids.count)
    for id in ids {
      let value = try #require(findings[id]?[3])
      #expect(result.output.contains(value), "\(id) = \(value)")
    }
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test("the probabilities of the verdict are those that explain traces to lines and rows")
  func probabilities() async throws {
    let run = try await SharedRun.get()
    for key in ["firms", "certified", "share", "growth"] {
      let row = try #require(
        run.result.output.split(separator: "\n").first { $0.contains("P(\(key) 2021") })
      let trail = try await Reach()(
        "explain", "targets.\(key).probability", "--run", run.folder.name, "--results", run.results)
      let title = try #require(trail.output.split(separator: "\n").first)
      let value = title.drop { $0 != "=" }.prefix { $0 != "[" }
      #expect(row.contains(value.trimmingCharacters(in: .whitespaces)), "\(title)")
      for place in [
        "Scenarios/hanoi-2021.yaml:", "Scenarios/catalog/uncertainties.yaml:",
        "notebooks-data/observed/vietnam_provinces.csv:",
        "notebooks-data/observed/hanoi_facts.csv:",
        "seed 1",
      ] {
        #expect(trail.output.contains(place), "\(place)")
      }
    }
  }

  /// Numbers as people read them: not part of a word, a date or an id.
  private func numbers(in line: String) -> [Substring] {
    line.matches(of: #/[+\-]?\d[\d,]*(\.\d+)?(?!\w)/#).map(\.range).filter { range in
      let before = line[..<range.lowerBound].last
      return before.map { !($0.isLetter || $0.isNumber || "_.,-".contains($0)) } ?? true
    }.map { line[$0] }
  }

  @Test("every number in the tables of the verdict is a finding's, rounded")
  func everyNumber() async throws {
    let run = try await SharedRun.get()
    let values = run.folder.findings.values.flatMap { row in
      [row[3], row[5]].compactMap(Double.init).flatMap { [$0, 100 * $0] }
    }
    let lines = run.result.output.split(separator: "\n", omittingEmptySubsequences: false)
    let end = try #require(lines.firstIndex { $0.hasPrefix("Conditions") })
    for line in lines[1..<end] where line.hasPrefix("  ") {
      for number in numbers(in: String(line)) {
        let text = number.replacing(",", with: "")
        let printed = try #require(Double(text))
        let decimals = text.split(separator: ".").dropFirst().first?.count ?? 0
        // Half a unit of the last digit, and what rounding a percentage adds.
        let half = 0.5 * .pow(10, -Double(decimals)) + 1e-9
        #expect(
          isWord(number) || values.contains { ($0 - printed).magnitude <= half },
          "\(number) in: \(line)")
      }
    }
  }

  /// Years, levels of intervals, and the 1 of the identity's formula.
  private func isWord(_ text: Substring) -> Bool {
    ["2021", "50", "80", "90", "1", "4"].contains(text)
  }

  @Test("every code is explained")
  func everyCode() async throws {
    let path = "\(Reach.repository)/Tests/ReachFilesTests/Malformed/expectations.csv"
    let rows = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
      .split(separator: "\n").dropFirst().map { $0.split(separator: ",")[2] }
    let codes = Set(rows.map(String.init)).sorted()
    let result = try await Reach()(["explain"] + codes)
    #expect(result.status == 0 && codes.count > 50)
    for code in codes { #expect(result.output.contains("\(code)  ")) }
  }

  @Test("a code that no message has is said not to exist", arguments: ["U001", "S999", "x000"])
  func noSuchCode(name: String) async throws {
    let result = try await Reach()("explain", name)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.hasPrefix("error: there is no code `\(name)`"), "\(result.errors)")
  }

  @Test("a code in Vietnamese is explained in Vietnamese")
  func vietnameseCode() async throws {
    let result = try await Reach()("explain", "S014", "--lang", "vi")
    #expect(result.output.hasPrefix("S014  khoá không được biết đến ở đây\n"))
    #expect(result.output.contains("Cách xử lý: sửa chính tả, hoặc xoá khoá"))
    #expect(result.output.contains("    sai:  budjet: 120 billion VND\n"))
  }

  @Test("a scenario named relative to another folder is found again from anywhere")
  func relativeScenario() async throws {
    let scratch = try Scratch(), files = FileManager.default
    for folder in ["plans", "elsewhere"] {
      try files.createDirectory(
        atPath: "\(scratch.path)/\(folder)", withIntermediateDirectories: true)
    }
    let text = "extends: \(Reach.repository)/Scenarios/hanoi-2021.yaml\nscenario: mine\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/plans/mine.yaml"))
    let home = ["REACH_HOME": Reach.repository], results = "\(scratch.path)/Results"
    let run = try await Reach(in: "\(scratch.path)/plans", environment: home)(
      "run", "mine.yaml", "--draws", "500", "--results", results)
    #expect(run.status == 0, "\(run.errors)")
    let elsewhere = try Reach(in: "\(scratch.path)/elsewhere", environment: home)
    let trail = try await elsewhere("explain", "targets.firms.threshold", "--results", results)
    #expect(trail.status == 0 && trail.output.contains("900"), "\(trail.errors)")
    let name = try #require(scratch.names().first)
    let verified = try await elsewhere("runs", "verify", name, "--results", results)
    #expect(verified.status == 0 && !verified.output.contains("missing"), "\(verified.output)")
  }

  @Test("show, list and verify; a changed file is found")
  func library() async throws {
    let run = try await SharedRun.get(), reach = try Reach()
    let shown = try await reach("runs", "show", run.folder.path)
    // As it was printed, but for the block on the run, which has times.
    let printed = run.result.output.components(separatedBy: "\n\nRun\n")
    #expect(shown.output.components(separatedBy: "\n\nRun\n")[0] == printed[0])
    #expect(printed.count == 2 && !shown.output.contains("wall time"))
    let vietnamese = try await reach("runs", "show", run.folder.path, "--lang", "vi")
    #expect(vietnamese.output.hasPrefix("Hà Nội 2021") && !vietnamese.output.contains("|"))
    let listed = try await reach("runs", "list", "--results", run.results)
    #expect(listed.output.contains(run.folder.name) && listed.output.contains("firms"))
    #expect(listed.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let verified = try await reach("runs", "verify", run.folder.path)
    #expect(verified.status == 0 && verified.output.contains("verified"), "\(verified.output)")
    let scratch = try Scratch()
    let copy = "\(scratch.path)/\(run.folder.name)"
    try FileManager.default.copyItem(atPath: run.folder.path, toPath: copy)
    try Data("edited".utf8).write(to: URL(fileURLWithPath: "\(copy)/verdict.md"))
    let changed = try await reach("runs", "verify", copy)
    #expect(changed.status == 3 && changed.output.contains("changed: verdict.md"))
  }
}

extension Double {
  fileprivate static func pow(_ base: Double, _ exponent: Double) -> Double {
    Foundation.pow(base, exponent)
  }
}
