import Assessment
import Foundation
import ReachModel
import Reporting
import Simulation
import Testing

@Suite("Verdicts")
struct VerdictTests {
  private static let summary = RunSummary(
    identity: ShippedForecast.run, simulatedDraws: 12_000, simulationSeconds: 0.5,
    wallSeconds: 1.25, cpuSeconds: 2, peakBytes: 64 << 20)

  private func lines(_ forecasts: [Forecast], _ language: Language) -> [String] {
    verdictText(forecasts, language: language, run: Self.summary)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test("fit a terminal of 100 columns, in normal form C", arguments: Language.allCases)
  func width(language: Language) async throws {
    let forecasts = try await ShippedForecast.all()
    let texts = [
      lines([forecasts[0]], language).joined(separator: "\n"),
      lines(forecasts, language).joined(separator: "\n"),
      fitText(forecasts[0].fitted, language: language),
      explainText(
        forecasts[0].findings[1], forecasts[0].fitted, run: ShippedForecast.run, language: language),
    ]
    for text in texts {
      #expect(
        text.unicodeScalars.elementsEqual(text.precomposedStringWithCanonicalMapping.unicodeScalars)
      )
      for line in text.split(separator: "\n") { #expect(displayWidth(line) <= 100, "\(line)") }
      #expect(!text.contains("nan") && !text.contains("inf "))
    }
  }

  @Test("begin with the answer: one line a target, then all together")
  func answerFirst() async throws {
    let forecasts = try await ShippedForecast.all()
    let lines = lines([forecasts[0]], .en)
    let events = [
      "P(firms 2021 >= 900)", "P(certified 2021 >= 300)", "P(share 2021 >= 16 %)",
      "P(growth 2021 > 11 %)", "P(all 4 together)",
    ]
    for (line, event) in zip(lines.dropFirst(), events) {
      #expect(line.contains(event), "\(line)")
      #expect(line.contains(" % ± "))
    }
    let book = FindingBook(forecasts[0].findings)
    let p = book["targets.firms.probability"]
    #expect(lines[1].contains("= " + NumberStyle(.en).percent(p.value, error: p.error ?? 0)))
  }

  @Test("say what a planner must know")
  func statements() async throws {
    let forecasts = try await ShippedForecast.all()
    let text = lines([forecasts[0]], .en).joined(separator: " ")
      .split(separator: " ").joined(separator: " ")
    for statement in [
      "no observed history", "a proxy", "pseudo-real-time", "cannot act within", "assumed",
      "follow their priors", "hangs on sigma_s", "more noise raises P", "seed", "peak memory",
    ] { #expect(text.contains(statement), "\(statement)") }
    let several = lines(forecasts, .en).joined(separator: "\n")
    #expect(several.contains("named path, no probability"))
    // The freeze changes nothing that acts within the year, so firms agree in every draw; cells are
    // broken over lines.
    for part in ["0 (equal in", "every draw)"] { #expect(several.contains(part), "\(several)") }
  }

  @Test("a trace names the rows behind the level of commitments")
  func commitmentRows() async throws {
    let forecast = try await ShippedForecast.all()[0]
    let text = explainText(
      forecast.findings[0], forecast.fitted, run: ShippedForecast.run, language: .en, width: 200)
    // Hanoi 2018, new and added capital: rows of the shipped panel.
    #expect(text.contains("vietnam_provinces.csv:2327, "))
    #expect(text.contains("commitments 2018 = 5,816.2"))
  }

  @Test("findings have unique ids and finite values, and cover the targets")
  func findings() async throws {
    for forecast in try await ShippedForecast.all() {
      let findings = forecast.findings
      #expect(Set(findings.map(\.id)).count == findings.count)
      #expect(findings.allSatisfy { $0.value.isFinite && ($0.error ?? 0).isFinite })
      let book = FindingBook(findings)
      for verdict in forecast.verdict.targets {
        let id = "targets.\(verdict.target.key)"
        #expect(book[id + ".probability"].value == verdict.probability.value)
        #expect(book[id + ".parameter_range.low"].value == verdict.parameterRange.lowerBound)
        #expect(book[id + ".median"].value == verdict.median)
        #expect(book[id + ".interval80.high"].value == verdict.intervals[1].high)
        #expect(book[id + ".sd"].value == verdict.standardDeviation)
      }
      #expect(book["outcomes.firms.2021.mean"].value == forecast.verdict.targets[0].mean)
    }
  }

  /// The numbers of target sections, back from text to the findings they came from.
  @Test("every number beside a target is a finding")
  func coverage() async throws {
    let forecast = try await ShippedForecast.all()[0]
    let numbers = NumberStyle(.en)
    let printed = Set(
      forecast.findings.flatMap { finding -> [String] in
        let scale = [.probability, .fraction].contains(finding.unit) ? 100.0 : 1
        let errors = finding.error.map { [$0 * scale] } ?? []
        return (0...4).flatMap { decimals in
          ([finding.value * scale] + errors).map { numbers.number($0, decimals: decimals) }
        }
      })
    let lines = lines([forecast], .en)
    let end = try #require(lines.firstIndex(of: "Share and growth: the identity"))
    for line in lines[1..<end] {
      for number in figures(in: line) { #expect(printed.contains(number), "\(number) in \(line)") }
    }
  }

  /// Numbers of a line, but for years, levels of intervals, and signs of distances.
  private func figures(in line: String) -> [String] {
    let known: Set<String> = ["2021", "4", "50", "80", "90"]
    return line.split { !$0.isNumber && !".,-".contains($0) }
      .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: ",")) }
      .filter { $0.contains(where: \.isNumber) && !known.contains($0) }
  }

  @Test("Markdown has no times and equal tables")
  func markdown() async throws {
    let forecast = try await ShippedForecast.all()[0]
    let text = verdictMarkdown([forecast], language: .vi, run: ShippedForecast.run)
    #expect(text.hasPrefix("# Hà Nội 2021"))
    for line in text.split(separator: "\n") where line.hasPrefix("|") {
      #expect(line.hasSuffix("|"))
    }
    #expect(!text.contains("CPU"))
  }
}
