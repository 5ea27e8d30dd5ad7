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

  @Test("name the targets by words in Vietnamese, wherever a line is about them")
  func vietnameseTargets() async throws {
    let forecasts = try await ShippedForecast.all()
    let lines = lines([forecasts[0]], .vi)
    let events = [
      "P(số doanh nghiệp năm 2021 ≥ 900)", "P(doanh nghiệp đạt chuẩn năm 2021 ≥ 300)",
      "P(tỷ trọng sản xuất năm 2021 ≥ 16 %)", "P(tăng trưởng sản xuất năm 2021 > 11 %)",
      "P(đạt cả 4 chỉ tiêu)",
    ]
    for (line, event) in zip(lines.dropFirst(), events) {
      #expect(line.hasPrefix("  \(event) ") && line.contains(" % ± "), "\(line)")
    }
    #expect(lines[0].hasSuffix("(hanoi-2021, thông tin đến ngày 01/3/2021)"))
    for lines in [lines, self.lines(forecasts, .vi)] {
      let text = lines.joined(separator: "\n")
      #expect(!text.contains(">=") && !text.contains("2021-Q"))
      for target in forecasts[0].verdict.targets.map(\.target) {
        // Ids keep their keys, and the verdict says which is which.
        #expect(!text.contains("P(\(target.key)") && !text.contains("\n  \(target.key) "))
      }
    }
    #expect(flat([forecasts[0]], .vi).contains("trong mã, firms là số doanh nghiệp, certified là"))
  }

  @Test("targets about the same thing are told apart, in Vietnamese too")
  func similarTargets() async throws {
    let rest = "comparison: \">=\", year: 2021, label: {vi: a, en: b}, source: plan"
    let forecast = try await ShippedForecast.hanoi(with: [
      "firms_low: {outcome: firms, threshold: 850 firms, \(rest)}",
      "parts: {outcome: firms, sector: components, threshold: 400 firms, \(rest)}",
    ])
    // In Markdown no cell is broken over lines; its escapes are left out.
    let text = verdictPage([forecast], language: .vi, run: ShippedForecast.run).markdown
      .filter { $0 != "\\" }
    for event in [
      "P(số doanh nghiệp `firms` năm 2021 ≥ 900)", "P(số doanh nghiệp `firms_low` năm 2021 ≥ 850)",
      "P(số doanh nghiệp (Linh kiện, phụ tùng) năm 2021 ≥ 400)",
    ] { #expect(text.contains(event), "\(event) in \(text)") }
    let english = verdictPage([forecast], language: .en, run: ShippedForecast.run).markdown
      .filter { $0 != "\\" }
    #expect(english.contains("P(firms_low 2021 >= 850)"))
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
    // The freeze changes nothing that acts within the year, so firms agree in every draw.
    #expect(several.contains("0 (equal)"), "\(several)")
  }

  /// A verdict as one line, for texts that are broken over lines.
  private func flat(_ forecasts: [Forecast], _ language: Language) -> String {
    lines(forecasts, language).joined(separator: " ").split(separator: " ").joined(separator: " ")
  }

  @Test("say which starts are assumed and which rest on published figures")
  func starts() async throws {
    let hanoi = try await ShippedForecast.all()[0], others = try await ShippedForecast.others()
    #expect(flat([hanoi], .en).contains("starting values are assumed: none had been published"))
    for forecast in others {
      let text = flat([forecast], .en)
      #expect(!text.contains("starting values are assumed"))
      #expect(text.contains("rests on figures published by the date of the forecast"))
      #expect(flat([forecast], .vi).contains("dựa trên số liệu đã công bố"))
    }
  }

  @Test("a freeze shows what is left of the year, and why it changes nothing")
  func freeze() async throws {
    let forecasts = try await ShippedForecast.all()
    let freeze = forecasts[2], book = FindingBook(freeze.findings)
    for (lever, base) in zip(freeze.study.levers, forecasts[0].study.levers) {
      // Two of four quarters are left.
      #expect(book["levers.\(lever.key).2021"].value == base.yearly[0] / 2)
    }
    let text = flat([freeze], .en)
    for part in [
      "Linking suppliers and buyers 4 billion VND",
      "Promotion of foreign direct investment 6 billion",
      "what is left of the year", "would act only beyond the 4 quarters simulated",
      "Information and training from quarter 5", "So the freeze changes no target here.",
    ] { #expect(text.contains(part), "\(part) in \(text)") }
    #expect(freeze.differences.allSatisfy { $0.difference == .none })
    #expect(flat([freeze], .vi).contains("từ quý thứ 5"))
    #expect(flat(forecasts, .en).contains("So the freeze changes no target here."))
    #expect(!flat([forecasts[0]], .en).contains("freeze changes"))
  }

  @Test("tell inputs with a drawn level from fixed ones; no term has two names in Vietnamese")
  func terms() async throws {
    let forecasts = try await ShippedForecast.all()
    let text = flat([forecasts[0]], .en)
    #expect(text.contains("Assumed with the shape fixed and the level drawn: start.capital,"))
    #expect(text.contains("Fixed inputs that are assumed: structure.commitment_weights,"))
    #expect(text.contains("change of the list of firms is not in P"))
    for finding in forecasts[0].findings { #expect(!finding.label.vi.contains("tiên nghiệm")) }
  }

  @Test("a label of the answer stays on one line")
  func labels() async throws {
    let lines = lines([try await ShippedForecast.others()[0]], .en)
    for label in ["P(firms 2030 >= 1,200)", "P(certified_share 2030 > 40 %)"] {
      #expect(lines.prefix(6).contains { $0.contains(label) }, "\(lines.prefix(6))")
    }
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
    let text = verdictPage([forecast], language: .vi, run: ShippedForecast.run).markdown
    #expect(text.hasPrefix("# Hà Nội 2021"))
    for line in text.split(separator: "\n") where line.hasPrefix("|") {
      #expect(line.hasSuffix("|"))
    }
    #expect(!text.contains("CPU"))
  }
}
