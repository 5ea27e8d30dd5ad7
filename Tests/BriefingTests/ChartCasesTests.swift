import Assessment
import Briefing
import ReachModel
import Reporting
import Testing

@Suite("Charts of unusual plans")
struct ChartCasesTests {
  /// The runs with the targets and findings of the forecast changed.
  private func runs(
    _ change: @escaping ([String: JSONValue]) -> [String: JSONValue]?,
    findings: (Finding) -> Finding = { $0 }
  ) async throws -> ReportedRuns {
    let records = try await RecordedRuns.all().map { record in
      record.kind == .forecast
        ? record.with(findings: record.findings.map(findings)).with(targets: change) : record
    }
    return try #require(ReportedRuns(records))
  }

  private func charts(_ runs: ReportedRuns, _ language: Language) -> [String: ReportChart] {
    let brief = BriefMaker(runs, language).brief
    #expect(BriefLint(runs).faults(brief) == [])
    return Dictionary(
      brief.charts.map { ($0.chart.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private func tight(_ text: String) -> String {
    TextMeasure.drawable(text).filter { !$0.isWhitespace }
  }

  @Test("names of any kind are drawn whole in titles", arguments: HTMLReportTests.hostile)
  func names(name: String) async throws {
    let label = JSONValue.object([("vi", .string(name)), ("en", .string(name))])
    let runs = try await runs({ target in
      target["key"]?.string == "firms" ? target.merging(["label": label]) { $1 } : target
    })
    for language in [Language.vi, .en] {
      let charts = charts(runs, language)
      for kind in ["fan-firms", "histogram-firms", "exceedance-firms", "start-firms"] {
        let chart = try #require(charts[kind]?.chart)
        let title = chart.specification["title"]?["text"]?.items.compactMap(\.string) ?? []
        #expect(tight(title.joined()).contains(tight(name)), "\(kind)")
        #expect(!chart.specification.text.contains("\u{202E}\u{202E}"))
      }
    }
  }

  @Test("a target that must not be exceeded is met below it", arguments: [Language.vi, .en])
  func atMost(language: Language) async throws {
    let runs = try await runs({ target in
      target["key"]?.string == "firms" ? target.merging(["comparison": "<="]) { $1 } : target
    })
    let charts = charts(runs, language)
    let exceedance = try #require(charts["exceedance-firms"]).chart.specification
    let curve = exceedance["data"]?["values"]?.items.compactMap { $0["probability"]?.double } ?? []
    #expect(curve.first == 0 && curve.last == 1 && curve == curve.sorted())
    let histogram = try #require(charts["histogram-firms"]).chart.specification
    let met = histogram["data"]?["values"]?.items.compactMap { $0["metHigh"]?.double } ?? []
    #expect(!met.isEmpty && met.allSatisfy { $0 <= 900 })
    let upward = try #require(charts["exceedance-certified"]).chart.specification
    let falling = upward["data"]?["values"]?.items.compactMap { $0["probability"]?.double } ?? []
    #expect(falling.first == 1 && falling.last == 0)
  }

  @Test("what never and always happens is drawn as such", arguments: [0.0, 1])
  func certain(probability: Double) async throws {
    let runs = try await runs(
      { $0 },
      findings: { finding in
        finding.id != "targets.firms.probability"
          ? finding
          : Finding(
            id: finding.id, scenario: finding.scenario, label: finding.label, value: probability,
            unit: finding.unit, error: finding.error, year: finding.year)
      })
    for language in [Language.vi, .en] {
      let charts = charts(runs, language)
      let histogram = try #require(charts["histogram-firms"]).chart.specification.text
      let words = language(vi: "đạt", en: "meet it")
      #expect(histogram.contains("\"\(probability == 0 ? "0" : "100") % \(words)"))
      #expect(
        try #require(charts["exceedance-firms"]).chart.specification.text.contains(
          probability == 0 ? "\"0 %\"" : "\"100 %\""))
    }
  }

  @Test("one target alone has its own charts", arguments: [Language.vi, .en])
  func single(language: Language) async throws {
    let runs = try await runs({ $0["key"]?.string == "growth" ? $0 : nil })
    let names = charts(runs, language).keys
    for name in ["fan-growth", "fan-growth-quarters", "histogram-growth", "exceedance-growth"] {
      #expect(names.contains(name))
    }
    #expect(!names.contains { $0.hasSuffix("firms") })
  }

  @Test("a history with a gap is broken, and none has no mark where the forecast begins")
  func history() async throws {
    let charts = charts(try await RecordedRuns.reported(), .en)
    let growth = try #require(charts["fan-growth"]).chart.specification.text
    #expect(growth.contains("forecast begins") && growth.contains("met in the past: 1/19 periods"))
    let firms = try #require(charts["fan-firms"]).chart.specification.text
    #expect(!firms.contains("forecast begins"))
  }

  @Test("a figure of another list is drawn for no plan, and told", arguments: [Language.vi, .en])
  func otherList(language: Language) async throws {
    for runs in [try await RecordedRuns.reported(), try await RecordedRuns.longPlan()] {
      #expect(runs.base.history.contains { $0.outcome == "firms" && $0.value == 200 })
      for (name, chart) in charts(runs, language)
      where ["fan-firms", "fan-firms-years"].contains(name) {
        let text = chart.chart.specification.text
        #expect(!text.contains("\"value\": 200,") && !text.contains("\"value\": 200\n"), "\(name)")
        #expect(chart.caption.plain(language).contains("2017: 200"))
      }
    }
  }

  @Test("sources that differ within a year are points that no line joins")
  func disputed() async throws {
    let charts = charts(try await RecordedRuns.longPlan(), .en)
    let text = try #require(charts["fan-firms"]).chart.specification.text
    let stretches = text.matches(of: /"value": (\d+)[^}]*"stretch": (\d+)/).map {
      ($0.output.1, $0.output.2)
    }
    // A thousand in the third quarter of 2024, and nine hundred in the fourth.
    let alone = try #require(stretches.first { $0.0 == "1000" })
    #expect(Set(stretches.filter { $0.1 == alone.1 }.map(\.0)) == ["1000"])
    #expect(stretches.contains { $0.0 == "900" })
  }

  @Test("differences are spoken of only where they stand", arguments: [Language.vi, .en])
  func differences(language: Language) async throws {
    let words = language(vi: "chênh lệch", en: "difference")
    let apart = try #require(ReportedRuns(try await RecordedRuns.apart()))
    for (runs, isTold) in [(apart, false), (try await RecordedRuns.reported(), true)] {
      let found = charts(runs, language).filter { $0.key.hasPrefix("scenarios-") }
      #expect(!found.isEmpty)
      for chart in found.values { #expect(chart.caption.plain(language).contains(words) == isTold) }
    }
  }

  @Test("charts of reliability stand in pairs, and those of scenarios do not")
  func widths() async throws {
    let charts = charts(try await RecordedRuns.reported(), .en)
    for (name, chart) in charts {
      if name.hasPrefix("reliability") { #expect(chart.isHalf) }
      if name.hasPrefix("scenarios") { #expect(!chart.isHalf) }
    }
    #expect(charts.keys.contains { $0.hasPrefix("reliability") })
  }
}
