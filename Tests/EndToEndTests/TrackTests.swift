import Foundation
import Testing

@Suite("Tracking from the command line")
struct TrackTests {
  private let header = "period,indicator,value,unit,error,published,vintage,source\n"

  private func track(_ words: [String], _ scratch: Scratch) async throws -> CommandResult {
    try await Reach()(
      ["track", "hanoi-2021", "--draws", "4096", "--results", "\(scratch.path)/R"] + words)
  }

  private func file(_ rows: String, _ scratch: Scratch) throws -> String {
    let path = "\(scratch.path)/figures.csv"
    try (header + rows).write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func probabilities(_ result: CommandResult, _ step: String) throws -> [String: Double] {
    let findings = try #require(result.object["findings"] as? [[String: Any]])
    var all: [String: Double] = [:]
    for finding in findings {
      guard let id = finding["id"] as? String, let value = finding["value"] as? Double,
        id.hasPrefix("track.\(step)."), id.hasSuffix(".probability")
      else { continue }
      all[String(id.dropFirst("track.\(step).".count).dropLast(".probability".count))] = value
    }
    return all
  }

  @Test("one document, the same with one thread and two, in a folder that verifies")
  func document() async throws {
    let first = try Scratch(), second = try Scratch()
    let words = ["--observed", "hanoi-2021", "--json"]
    let one = try await track(words + ["--threads", "1"], first)
    let two = try await track(words + ["--threads", "2"], second)
    #expect(one.status == 0, "\(one.errors)")
    let isEqual = one.output == two.output
    #expect(isEqual)
    #expect(one.object["analysis"] as? String == "track")
    #expect((one.object["steps"] as? [Any])?.count == 10)
    #expect((one.object["figures"] as? [Any])?.count == 14)
    #expect((one.object["signposts"] as? [Any])?.isEmpty == false)
    let folder = try #require(
      try FileManager.default.contentsOfDirectory(atPath: "\(first.path)/R").first)
    let verified = try await Reach()([
      "runs", "verify", folder, "--results", "\(first.path)/R",
    ])
    #expect(verified.status == 0, "\(verified.errors)")
    let charts = try FileManager.default.contentsOfDirectory(
      atPath: "\(first.path)/R/\(folder)/charts")
    #expect(charts.contains("probability.vi.vl.json"))
  }

  @Test("without figures P is that of a run; final figures are 0 or 1")
  func ends() async throws {
    let scratch = try Scratch()
    let prior = try await track(["--json", "--no-signposts"], scratch)
    let run = try await Reach()([
      "run", "hanoi-2021", "--draws", "4096", "--json", "--results", "\(scratch.path)/R",
    ])
    let scenarios = try #require(run.object["scenarios"] as? [[String: Any]])
    let told = try #require(scenarios.first?["findings"] as? [[String: Any]])
    for (key, p) in try probabilities(prior, "prior") where key != "joint" {
      let same = told.first { $0["id"] as? String == "targets.\(key).probability" }
      #expect(same?["value"] as? Double == p, "\(key)")
    }
    let final = try file(
      """
      2021-12,firms,901,firms,,2022-02-01,,statistics office
      2021,iip_supporting,11,percent,,2022-02-01,,statistics office

      """, scratch)
    let result = try await track(["--observed", final, "--json", "--no-signposts"], scratch)
    #expect(result.status == 0, "\(result.errors)")
    let after = try probabilities(result, "2022-02-01")
    // At least 900; above 11 %.
    #expect(after["firms"] == 1 && after["growth"] == 0 && after["joint"] == 0)
  }

  @Test("pages in both languages fit the terminal", arguments: ["en", "vi"])
  func page(language: String) async throws {
    let scratch = try Scratch()
    let result = try await track(["--observed", "hanoi-2021", "--lang", language], scratch)
    #expect(result.status == 0, "\(result.errors)")
    let long = result.output.split(separator: "\n").filter {
      $0.count > 100 && !$0.contains(scratch.path)
    }
    #expect(long.isEmpty, "\(long)")
    #expect(result.output.contains(language == "vi" ? "báo động sai" : "false alarms"))
  }

  @Test("figures that came out later than a day are not used")
  func asOf() async throws {
    let scratch = try Scratch()
    let result = try await track(
      ["--observed", "hanoi-2021", "--as-of", "2021-08-15", "--json", "--no-signposts"], scratch)
    #expect(result.object["not_yet_published"] as? Int == 10)
    #expect((result.object["steps"] as? [Any])?.count == 4)
  }

  @Test("mistakes in the file, a missing file, figures that cannot be: named, and nothing written")
  func refusals() async throws {
    let scratch = try Scratch()
    let wrong = try file(
      "2021-05,iip,8,percent,,2021-06,,a\n2021-06,firms,-1,firms,,2021-07,,a\n", scratch)
    let refused = try await track(["--observed", wrong], scratch)
    #expect(refused.status == 65)
    #expect(refused.errors.contains("error[D021]") && refused.errors.contains("error[D022]"))
    let missing = try await track(["--observed", "\(scratch.path)/none.csv"], scratch)
    #expect(missing.status == 66)
    let impossible = try file("2021-06,firms,4000,firms,1,2021-07,,a\n", scratch)
    let contradicted = try await track(["--observed", impossible], scratch)
    #expect(contradicted.status == 65 && contradicted.errors.contains("error[D024]"))
    let misuse = try await track(["--false-alarms", "0.9"], scratch)
    #expect(misuse.status == 64)
    let left = (try? FileManager.default.contentsOfDirectory(atPath: "\(scratch.path)/R")) ?? []
    #expect(left.isEmpty)
  }
}
