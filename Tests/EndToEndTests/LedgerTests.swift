import Foundation
import Testing

@Suite("The ledger")
struct LedgerTests {
  /// Publishes a run of a scenario.
  ///
  /// - Returns: Its name, and what was printed.
  private func published(
    _ scenario: String, seed: Int = 1, in results: String
  ) async throws -> (name: String, result: CommandResult) {
    let reach = try Reach()
    let before = Set((try? FileManager.default.contentsOfDirectory(atPath: results)) ?? [])
    let run = try await reach([
      "run", scenario, "--draws", "1024", "--seed", "\(seed)", "--results", results,
    ])
    #expect(run.status == 0, "\(run.errors)")
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: results).first { !before.contains($0) })
    return (name, try await reach(["publish", name, "--results", results]))
  }

  @Test("a published forecast is frozen, scored, and found out when it was changed")
  func ledger() async throws {
    let scratch = try Scratch(), reach = try Reach()
    let results = "\(scratch.path)/R"
    let run = try await reach([
      "run", "hanoi-2030", "--draws", "2048", "--results", results,
    ])
    #expect(run.status == 0, "\(run.errors)")
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: results).first)
    let published = try await reach(["publish", name, "--results", results])
    #expect(published.status == 0, "\(published.errors)")
    let again = try await reach(["publish", name, "--results", results])
    #expect(again.status == 65 && again.errors.contains("R018"))

    let text = try String(
      contentsOfFile: "\(results)/ledger/\(name)/forecast.json", encoding: .utf8)
    let frozen = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let outcomes = try #require(frozen["outcomes"] as? [[String: Any]])
    let key = try #require(outcomes.first?["key"] as? String)
    let figure = try #require((outcomes.first?["draws"] as? [Double])?.first)
    let early = try scratch.written(
      "early.csv", "id,value,published\n\(key),\(figure),2000-01-01\n")
    let refused = try await reach(["score", name, "--actual", early, "--results", results])
    #expect(refused.status == 65 && refused.errors.contains("R021"), "\(refused.errors)")
    let actual = try scratch.written(
      "actual.csv", "id,value\n\(key),\(figure)\n")
    let future = try scratch.written(
      "future.csv", "id,value,published\n\(key),\(figure),3000-01-01\n")
    let unborn = try await reach(["score", name, "--actual", future, "--results", results])
    #expect(unborn.status == 65 && unborn.errors.contains("R021"), "\(unborn.errors)")
    let scored = try await reach(["score", name, "--actual", actual, "--results", results])
    #expect(scored.status == 0, "\(scored.errors)")
    let files = try FileManager.default.contentsOfDirectory(
      atPath: "\(results)/ledger/\(name)")
    #expect(
      files.sorted() == [
        "figures.json", "forecast.json", "scorecard.json", "scorecard.md", "scorecard.vi.md",
      ])
    let record = try await reach(["score", "--ledger", "--json", "--results", results])
    #expect(record.object["count"] as? Int == 2, "\(record.output) \(record.errors)")

    let unknown = try await reach(["score", "nothing", "--actual", actual, "--results", results])
    #expect(unknown.status != 0 && unknown.errors.contains("R020"), "\(unknown.errors)")
    try (text + " ").write(
      toFile: "\(results)/ledger/\(name)/forecast.json", atomically: true, encoding: .utf8)
    for command in [["publish"], ["score", "--ledger"], ["score", name, "--actual", actual]] {
      let found = try await reach(command + ["--results", results])
      #expect(found.status == 65 && found.errors.contains("R017"), "\(found.errors)")
    }
    try FileManager.default.removeItem(atPath: "\(results)/ledger/chain.csv")
    let unchained = try await reach(["publish", "--results", results])
    #expect(unchained.status == 65 && unchained.errors.contains("R017"))
  }

  @Test("a link kept elsewhere shows whether the end of the ledger was cut off")
  func head() async throws {
    let scratch = try Scratch(), reach = try Reach(), results = "\(scratch.path)/R"
    let first = try await published("hanoi-2030", in: results)
    let second = try await published("hanoi-2030", seed: 2, in: results)
    let links = try [first, second].map { item in
      let line = try #require(
        item.result.output.split(separator: "\n").first { $0.hasPrefix("Last link: ") })
      return String(line.dropFirst("Last link: ".count))
    }
    #expect(first.result.output.contains("minutes"))
    // The first line has the scratch folder's path.
    let lines = second.result.output.split(separator: "\n").dropFirst()
    #expect(lines.count == 3 && lines.allSatisfy { $0.count <= 100 })
    let listed = try await reach(["publish", "--results", results])
    #expect(listed.output.contains(links[1]))
    func check(_ link: String) async throws -> CommandResult {
      try await reach(["score", "--ledger", "--head", link, "--results", results])
    }
    let whole = try await check(links[1])
    #expect(whole.status == 0 && whole.output.contains("entry 2"), "\(whole.output)")
    let ledger = "\(results)/ledger"
    try FileManager.default.removeItem(atPath: "\(ledger)/\(second.name)")
    let kept = try scratch.text("R/ledger/chain.csv").split(separator: "\n").prefix(2)
    _ = try scratch.written("R/ledger/chain.csv", kept.joined(separator: "\n") + "\n")
    let cut = try await check(String(links[1].prefix(16)))
    #expect(cut.status == 65 && cut.errors.contains("R026"), "\(cut.errors)")
    #expect(try await check(links[0]).status == 0)
    #expect(try await check("zz").status == 64)
  }

  @Test("a run that was repeated is the same forecast, and one that was cut short is taken up")
  func again() async throws {
    let scratch = try Scratch(), reach = try Reach(), results = "\(scratch.path)/R"
    let first = try await published("hanoi-2030", in: results)
    let repeated = try await published("hanoi-2030", in: results)
    #expect(repeated.name != first.name)
    #expect(repeated.result.status == 65 && repeated.result.errors.contains("R018"))
    // As if the first publication had been killed before its line was written.
    try FileManager.default.removeItem(atPath: "\(results)/ledger/chain.csv")
    let record = try await reach(["score", "--ledger", "--results", results])
    #expect(record.status == 0 && record.output.contains("cut short"), "\(record.errors)")
    let other = try await published("hanoi-2030", seed: 2, in: results)
    #expect(other.result.status == 0 && other.result.errors.contains("cut short"))
    let chain = try scratch.text("R/ledger/chain.csv").split(separator: "\n")
    #expect(chain.count == 3 && chain[1].contains(first.name) && chain[2].contains(other.name))
  }

  @Test("six publications at once")
  func concurrent() async throws {
    let scratch = try Scratch(), reach = try Reach(), results = "\(scratch.path)/R"
    for seed in 1...6 {
      let run = try await reach([
        "run", "hanoi-2030", "--draws", "1024", "--seed", "\(seed)", "--results", results,
      ])
      #expect(run.status == 0, "\(run.errors)")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: results)
    let published = try await withThrowingTaskGroup(of: CommandResult.self) { group in
      for name in names {
        group.addTask { try await reach(["publish", name, "--results", results]) }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(published.map(\.status) == [0, 0, 0, 0, 0, 0], "\(published.map(\.errors))")
    let listed = try await reach(["publish", "--results", results])
    for name in names { #expect(listed.output.contains(name), "\(listed.output) \(listed.errors)") }
  }

  @Test("what is hindsight says so, with units and thresholds", arguments: ["en", "vi"])
  func hindsight(language: String) async throws {
    let scratch = try Scratch(), reach = try Reach(), results = "\(scratch.path)/R"
    let late = try await published("hanoi-2021", in: results)
    #expect(late.result.errors.contains("2021"))
    let frozen = try #require(
      try JSONSerialization.jsonObject(
        with: Data(try scratch.text("R/ledger/\(late.name)/forecast.json").utf8)) as? [String: Any])
    let outcomes = try #require(frozen["outcomes"] as? [[String: Any]])
    let share = try #require(
      outcomes.first { ($0["column"] as? String)?.hasPrefix("share") == true })
    let key = try #require(share["key"] as? String)
    let percent = try scratch.written("percent.csv", "id,value\n\(key),41\n")
    let refused = try await reach(["score", late.name, "--actual", percent, "--results", results])
    #expect(refused.status == 65 && refused.errors.contains("R025"), "\(refused.errors)")
    #expect(refused.errors.contains("fraction of 1"))
    let actual = try scratch.written("actual.csv", "id,value\n\(key),0.41\n")
    let page = try await reach([
      "score", late.name, "--actual", actual, "--results", results, "--lang", language,
    ])
    #expect(page.status == 0, "\(page.errors)")
    for said in language == "vi"
      ? ["HỒI CỨU", "1 số liệu không có ngày công bố", "tỷ lệ, ghi bằng %", "41 %", "≥"]
      : ["HINDSIGHT", "1 figure has no date", "fraction, shown in %", "41 %", ">="]
    {
      #expect(page.output.contains(said), "\(said): \(page.output)")
    }
    #expect(page.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let record = try await reach(["score", "--ledger", "--json", "--results", results])
    #expect(record.status == 0 && record.object["count"] as? Int == 0, "\(record.output)")
  }

  @Test("an analysis is no forecast")
  func analysis() async throws {
    let scratch = try Scratch(), reach = try Reach()
    let results = "\(scratch.path)/R"
    _ = try await reach([
      "sensitivity", "hanoi-2021", "--draws", "1024", "--target", "growth", "--method", "ranks",
      "--results", results,
    ])
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: results).first)
    let result = try await reach(["publish", name, "--results", results])
    #expect(result.status == 65 && result.errors.contains("R019"), "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(results)/ledger"))
  }
}
