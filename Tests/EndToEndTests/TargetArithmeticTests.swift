import Foundation
import Testing

@Suite("Targets that cannot hold together", .serialized)
struct TargetArithmeticTests {
  /// Hanoi's plan with a ceiling of firms below its certified firms.
  private func plan(_ scratch: Scratch) throws -> String {
    let file = try scratch.newFile("narrow.yaml")
    let text = """
      extends: \(Reach.repository)/Scenarios/hanoi-2021.yaml
      scenario: narrow
      targets:
        ceiling: {outcome: firms, comparison: "<=", threshold: 850 firms, year: 2021, source: "test"}

      """
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
    return "\(scratch.path)/narrow.yaml"
  }

  @Test("check names them with place and identity, and ends with 3")
  func check() async throws {
    let scratch = try Scratch()
    let result = try await Reach()("check", plan(scratch))
    #expect(result.status == 3, "\(result.errors)")
    for part in [
      "error[S033]: the targets `firms` and `ceiling` cannot hold together",
      "narrow.yaml:4:12: firms in 2021 <= 850", "cannot be both >= 900 and <= 850",
    ] { #expect(result.errors.contains(part), "\(part)\n\(result.errors)") }
    #expect(result.output.contains("1 contradiction among its targets; 2021"))
    let vietnamese = try await Reach()("check", plan(scratch), "--lang", "vi")
    #expect(vietnamese.status == 3 && vietnamese.errors.hasPrefix("lỗi[S033]"))
  }

  @Test("check --json prints one document, for good plans too")
  func json() async throws {
    let scratch = try Scratch()
    let bad = try await Reach()("check", plan(scratch), "--json")
    #expect(bad.status == 3 && bad.object["format"] as? String == "reach-check")
    #expect(bad.object["holds"] as? Bool == false)
    let good = try await Reach()("check", "--json")
    #expect(good.status == 0 && good.errors.isEmpty, "\(good.errors)")
    #expect(good.object["holds"] as? Bool == true && good.object["version"] as? Int == 1)
  }

  @Test("run warns of them on one line each and runs")
  func run() async throws {
    let scratch = try Scratch()
    let result = try await Reach()(
      "run", plan(scratch), "--draws", "500", "--results", "\(scratch.path)/Results")
    #expect(result.status == 0, "\(result.errors)")
    let lines = result.errors.split(separator: "\n").filter { $0.hasPrefix("warning: ") }
    #expect(lines.count == 1 && lines.allSatisfy { $0.contains("`firms` and `ceiling`") })
    #expect(scratch.names().count == 1)
  }
}
