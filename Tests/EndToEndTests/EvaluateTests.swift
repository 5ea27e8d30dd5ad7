import Foundation
import Testing

@Suite("reach evaluate")
struct EvaluateTests {
  private static let shipped = "hanoi-new-enterprises-2021"

  /// Units by years of a table in which one unit gains from 2019 on.
  private static func table(drift: Double = 0) -> String {
    var state: UInt64 = 5
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    var lines = ["firm,year,y"]
    for unit in 0..<45 {
      for year in 2012...2020 {
        let gain = unit == 7 && year >= 2019 ? 0.03 : 0
        let moved = unit == 7 ? drift * Double(year - 2012) : 0
        let value = 3 + 0.1 * Double(unit) + 0.02 * Double(year - 2012) + gain + moved
        lines.append("f\(unit),\(year),\(exp(value + 0.01 * (uniform() + uniform() - 1)))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func file(_ more: String = "", unit: String = "f7", from: Int = 2019) -> String {
    """
    title: {vi: "Hỗ trợ kết nối", en: "Linkage support"}
    entity: firm
    period: year
    outcome: log(y)
    unit: {vi: "điểm log", en: "log points"}
    treated:
      - {unit: \(unit), from: \(from), amount: 0.25}
    source: "a register"
    \(more)

    """
  }

  private static func feeds(_ more: String = "") -> String {
    "feeds: {uncertainty: theta_linkage, divide_by: amount, discount: 0.5, "
      + "formula: {vi: \"θ = δ / tỷ lệ\", en: \"θ = δ / share\"}\(more)}"
  }

  private func evaluate(
    _ file: String, _ table: String = table(), _ options: String..., in scratch: Scratch? = nil
  ) async throws -> CommandResult {
    let scratch = try scratch ?? Scratch()
    for (name, text) in [("a.yaml", file), ("data.csv", table)] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(scratch.path)/\(name)"))
    }
    let reach = try Reach(in: scratch.path, environment: ["REACH_HOME": Reach.repository])
    return try await reach(["evaluate", "a.yaml", "--data", "data.csv"] + options)
  }

  @Test("the shipped placebo: estimate and rank by hand, nothing is fed, both languages")
  func shippedPlacebo() async throws {
    let reach = try Reach()
    let result = try await reach("evaluate", Self.shipped, "--json")
    #expect(result.status == 0, "\(result.errors)")
    let rows = try String(
      contentsOfFile: "\(Reach.repository)/notebooks-data/observed/vietnam_provinces.csv",
      encoding: .utf8
    ).split(whereSeparator: \.isNewline).map { $0.split(separator: ",") }
    func values(_ year: Substring) -> [String: Double] {
      Dictionary(
        uniqueKeysWithValues: rows.filter {
          $0[3] == "enterprises_newly_registered" && $0[2] == year
        }.compactMap { row in Double(row[4]).map { (String(row[1]), log($0)) } })
    }
    let (before, after) = (values("2020"), values("2021"))
    let changes = before.compactMapValues { $0 }.keys.sorted().map {
      (after[$0] ?? 0) - (before[$0] ?? 0)
    }
    #expect(changes.count == 63)
    let others = changes.dropFirst().reduce(0, +) / 62
    let estimate = try #require(result.object["estimate"] as? Double)
    #expect(abs(estimate - (changes[0] - others)) < 1e-12)
    let mean = changes.reduce(0, +) / 63
    let rank = changes.count { abs($0 - mean) >= abs(changes[0] - mean) }
    #expect(abs(try #require(result.object["p"] as? Double) - Double(rank) / 63) < 1e-12)
    let feed = try #require(result.object["feed"] as? [String: Any])
    #expect(feed["is_fed"] as? Bool == false)
    for (language, word) in [("en", "This is a placebo"), ("vi", "Đây là phép thử giả")] {
      let page = try await reach("evaluate", Self.shipped, "--lang", language)
      #expect(page.output.contains(word))
      #expect(page.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
      #expect(
        page.output.unicodeScalars.elementsEqual(
          page.output.precomposedStringWithCanonicalMapping.unicodeScalars))
    }
  }

  @Test("feeds a scenario that next year's can extend")
  func feeding() async throws {
    let scratch = try Scratch()
    let result = try await evaluate(
      Self.file(Self.feeds()), Self.table(), "--json", "--for", "hanoi-2021", "--write",
      "learnt.yaml", in: scratch)
    #expect(result.status == 0, "\(result.errors)")
    let feed = try #require(result.object["feed"] as? [String: Any])
    #expect(feed["is_fed"] as? Bool == true && feed["divisor"] as? Double == 0.25)
    let posterior = try #require(feed["posterior"] as? [String: Any])
    let mean = try #require(posterior["mean"] as? Double)
    let text = try String(contentsOfFile: "\(scratch.path)/learnt.yaml", encoding: .utf8)
    let number = try #require(
      text.firstMatch(of: /normal: \{mean: ([0-9.]+), sd: ([0-9.]+)\}/)?.output.1)
    #expect(abs(try #require(Double(number)) - mean) < 1e-6)
    try Data(
      """
      extends: learnt.yaml
      scenario: next
      title: {vi: "Năm sau", en: "Next year"}

      """.utf8
    ).write(to: URL(fileURLWithPath: "\(scratch.path)/next.yaml"))
    let reach = try Reach(in: scratch.path, environment: ["REACH_HOME": Reach.repository])
    let check = try await reach("check", "next.yaml")
    #expect(check.status == 0 || check.status == 3, "\(check.errors)")
    #expect(!check.errors.contains("error[S0") || check.errors.contains("S033"), "\(check.errors)")
    let again = try await evaluate(
      Self.file(Self.feeds()), Self.table(), "--for", "hanoi-2021", "--write", "learnt.yaml",
      in: scratch)
    #expect(again.status != 0 && again.errors.contains("learnt.yaml"))
  }

  @Test("a failed placebo writes nothing and ends with 3, unless it is widened")
  func failedPlacebo() async throws {
    let scratch = try Scratch()
    let options = ["--for", "hanoi-2021", "--write", "learnt.yaml"]
    let drifting = Self.table(drift: 0.1)
    let refused = try await evaluate(
      Self.file(Self.feeds()), drifting, options[0], options[1], options[2], options[3],
      in: scratch)
    #expect(refused.status == 3 && refused.errors.contains("the placebo in time fails"))
    #expect(!FileManager.default.fileExists(atPath: "\(scratch.path)/learnt.yaml"))
    let widened = try await evaluate(
      Self.file(Self.feeds(", widen: true")), drifting, options[0], options[1], options[2],
      options[3], in: scratch)
    #expect(widened.status == 0, "\(widened.errors)")
    let words = widened.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("the error was widened"), "\(widened.output)")
  }

  @Test(
    "mistakes in the file or its data are told at their place",
    arguments: [
      (file(unit: "f77"), "S040", "a.yaml:7:12", "the data have no unit `f77`"),
      (file(from: 2012), "S050", "a.yaml:7", "had support in the first period already"),
      (
        file("method: synthetic_control", from: 2014), "S050", "a.yaml:7",
        "needs at least 3 periods before support"
      ),
      (
        file("feeds: {uncertainty: theta_link, discount: 1, formula: {vi: x, en: x}}"), "S051",
        "a.yaml:9", "did you mean `theta_linkage`?"
      ),
      (file("covariates: [yy]"), "S040", "a.yaml:9", "no column"),
      (file("comparison: []\ncovariates: [y]"), "S050", "a.yaml:9", "no comparison unit"),
    ])
  func mistakes(file: String, code: String, place: String, message: String) async throws {
    let result = try await evaluate(file)
    #expect(result.status == 65, "\(result.errors)")
    for part in ["error[\(code)]", place, message] {
      #expect(result.errors.contains(part), "\(result.errors)")
    }
    let explained = try await Reach()("explain", code, "--lang", "vi")
    #expect(explained.status == 0)
  }

  @Test("misuse and missing files")
  func misuse() async throws {
    #expect(try await evaluate(Self.file(), Self.table(), "--write", "x.yaml").status == 64)
    #expect(try await Reach()("evaluate", "no-such-evaluation").status == 66)
  }

  @Test("every key of the document stands in the article", arguments: ["", "synthetic_control"])
  func documented(method: String) async throws {
    let article = try String(
      contentsOfFile: "\(Reach.repository)/Sources/ReachEngine/ReachEngine.docc/Evaluation.md",
      encoding: .utf8)
    let more = method.isEmpty ? "" : "method: \(method)\n"
    let result = try await evaluate(Self.file(more + Self.feeds()), Self.table(), "--json")
    #expect(result.status == 0, "\(result.errors)")
    var keys: Set<String> = []
    func collect(_ value: Any, at path: String) {
      if ["weights", "statistics", "stated"].contains(where: { path.hasSuffix($0) }) { return }
      if let object = value as? [String: Any] {
        for (key, member) in object {
          keys.insert(key)
          collect(member, at: "\(path).\(key)")
        }
      }
      if let list = value as? [Any] { for item in list { collect(item, at: path) } }
    }
    collect(result.object, at: "")
    #expect(keys.count > 40)
    for key in keys { #expect(article.contains("`\(key)`"), "\(key)") }
  }
}
