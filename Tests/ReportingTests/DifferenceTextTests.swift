import Assessment
import Foundation
import ReachEngine
import Reporting
import Testing

@Suite("Differences in words")
struct DifferenceTextTests {
  private static let scenarios = [
    "hanoi-2021", "hanoi-2021-pandemic", "hanoi-2021-budget-freeze", "hanoi-2021-double-support",
  ]

  private func models() throws -> [FittedModel] {
    try Self.scenarios.map { try ShippedForecast.fitted($0) }
  }

  private func comparison() async throws -> ScenarioComparison {
    var options = ComparisonOptions(seed: 1, threads: 2)
    (options.draws, options.nestedParameters, options.nestedShocks) = (2048, 20, 16)
    return try await compare(models(), options)
  }

  private func forecasts() async throws -> [Forecast] {
    var options = ForecastOptions(draws: 2048, seed: 1, threads: 2, keptDraws: 10)
    (options.nestedParameters, options.nestedShocks, options.pairs) = (20, 16, 100)
    return try await forecast(models(), options)
  }

  /// The rows of the table below a heading of a Markdown page, in cells without escapes.
  private func rows(of markdown: String, below heading: String) throws -> [[String]] {
    let lines = markdown.filter { $0 != "\\" }.components(separatedBy: "\n")
    let start = try #require(lines.firstIndex { $0.hasPrefix("## \(heading)") })
    let table = lines[(start + 1)...].drop { !$0.hasPrefix("|") }.prefix { $0.hasPrefix("|") }
    return table.dropFirst(2).map { line in
      line.dropFirst().dropLast().components(separatedBy: " |").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
  }

  @Test("`run` and `compare` of the same draws say the same words", arguments: Language.allCases)
  func oneWriter(language: Language) async throws {
    let heading = language(vi: "Chênh lệch so với", en: "Difference to")
    let compared = try await report(of: comparison()).page(language, run: ShippedForecast.run)
      .markdown
    let forecast = try await verdictPage(forecasts(), language: language, run: ShippedForecast.run)
      .markdown
    let told = try rows(of: compared, below: heading).map { $0[2] }
    let cells = try rows(of: forecast, below: heading).flatMap { $0[1...5] }
    #expect(told.count == 15 && told == cells)
    let equal = language(vi: "0 (như nhau)", en: "0 (equal)")
    #expect(told[5...9].allSatisfy { $0 == equal })
    #expect(told[3].hasPrefix("-") && told[3].contains(" ± ") && !told[3].contains("("))
    #expect(
      told.contains { $0.hasSuffix(language(vi: " (nhiễu)", en: " (noise)")) })
  }

  @Test(
    "a single change carries the whole difference, and is shown to", arguments: Language.allCases)
  func singleChange(language: Language) async throws {
    let comparison = try await comparison()
    let text = report(of: comparison).page(language, run: ShippedForecast.run).markdown
    let attribution = try #require(comparison.alternatives[0].attribution)
    #expect(attribution.changes.count == 1)
    let bars = attribution.divisions[3].bars
    #expect(bars.count == 1 && bars[0].value == attribution.divisions[3].total.value)
    let label = language(attribution.changes[0].label)
    let points = NumberStyle(language).points(bars[0].value, error: bars[0].error)
    let row = try #require(
      text.components(separatedBy: "\n").last {
        $0.hasPrefix("| \(label) |") && $0.contains(points)
      })
    #expect(row.components(separatedBy: " | ").count == 6)
    #expect(text.contains(language(vi: "Chỉ có một thay đổi", en: "There is one change")))
    // What changes nothing has nothing to be put down to.
    #expect(
      text.components(separatedBy: language(vi: "Chỉ có một thay đổi", en: "There is one change"))
        .count == 2)
  }

  @Test("in one line a comparison is its largest difference, or that there is none")
  func summary() async throws {
    let comparison = try await comparison()
    let largest = try #require(
      comparison.findings.filter { $0.id.hasSuffix(".difference") }.max {
        $0.value.magnitude < $1.value.magnitude
      })
    #expect(largest.id == "targets.growth.difference" && largest.scenario.hasSuffix("pandemic"))
    let points = NumberStyle(.en).points(largest.value, error: largest.error ?? 0)
    let line = "Largest difference: growth \(points) points (\(largest.scenario))."
    let page = report(of: comparison).pageJSON(run: ShippedForecast.run).text
    #expect(page.contains("\"summary\": \"\(line)\""), "\(page.prefix(400))")
    let equal = ScenarioComparison(
      base: comparison.base, alternatives: [comparison.alternatives[1]], nested: comparison.nested)
    let told = report(of: equal).pageJSON(run: ShippedForecast.run, isPartial: true).text
    #expect(told.contains("Equal in every draw. (interrupted)"))
    #expect(told.contains("Như nhau mọi lần. (bị dừng giữa chừng)"))
  }
}
