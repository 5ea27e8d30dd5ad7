import Foundation
import Testing

/// Every key of a document stands in its article, in backticks.
@Suite("Documents and their articles")
struct DocumentTests {
  /// The identifiers in backticks of some articles.
  private func documented(_ articles: [String]) throws -> Set<String> {
    var words: Set<String> = []
    for article in articles {
      let text = try String(
        contentsOfFile: "\(Reach.repository)/Sources/ReachEngine/ReachEngine.docc/\(article).md",
        encoding: .utf8)
      let parts = text.split(separator: "`", omittingEmptySubsequences: false)
      for place in parts.indices where place % 2 == 1 {
        words.formUnion(
          parts[place].split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
      }
    }
    return words
  }

  /// All keys, but for those under members whose keys are names of data.
  private func keys(_ value: Any, free: Set<String>) -> Set<String> {
    if let members = value as? [String: Any] {
      return members.reduce(into: []) { all, member in
        all.insert(member.key)
        if !free.contains(member.key) { all.formUnion(keys(member.value, free: free)) }
      }
    }
    return ((value as? [Any]) ?? []).reduce(into: []) { $0.formUnion(keys($1, free: free)) }
  }

  private func check(
    _ words: [String], _ articles: [String], free: Set<String> = [], least: Int
  ) async throws {
    let scratch = try Scratch()
    let result = try await Reach()(words + ["--json", "--results", "\(scratch.path)/R"])
    #expect(result.status == 0, "\(result.errors)")
    let found = keys(result.object, free: free)
    #expect(found.count >= least, "\(found.count) keys")
    let missing = found.subtracting(try documented(articles)).subtracting(["vi", "en"]).sorted()
    #expect(missing.isEmpty, "not in \(articles): \(missing)")
  }

  @Test("of a back-test")
  func backtest() async throws {
    try await check(["backtest"], ["Backtests"], free: ["last_value_rmse"], least: 40)
  }

  @Test("of tracking")
  func tracking() async throws {
    try await check(
      ["track", "hanoi-2021", "--observed", "hanoi-2021", "--draws", "2048"],
      ["Tracking", "Analyses", "Backtests"], least: 25)
  }

  @Test("of the machinery")
  func machinery() async throws {
    try await check(
      [
        "diagnose", "hanoi-2021", "--draws", "2048", "--replications", "100", "--simulations",
        "100",
      ], ["Machinery", "Analyses", "Backtests"], least: 25)
  }

  @Test("of an evaluation")
  func evaluation() async throws {
    let result = try await Reach()(["evaluate", "hanoi-new-enterprises-2021", "--json"])
    #expect(result.status == 0, "\(result.errors)")
    let found = keys(result.object, free: ["stated", "weights", "statistics", "gaps"])
    let missing = found.subtracting(try documented(["Evaluation"])).subtracting(["vi", "en"])
    #expect(missing.isEmpty, "\(missing.sorted())")
  }
}
