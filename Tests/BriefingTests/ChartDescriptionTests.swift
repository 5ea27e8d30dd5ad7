import Assessment
import Briefing
import Reporting
import Testing

@Suite("What charts tell who does not see them")
struct ChartDescriptionTests {
  private static let languages: [Language] = [.vi, .en]

  /// What the description of a chart refers to, by its name, without the runs.
  private func items(_ runs: ReportedRuns, _ language: Language) -> [String: [String]] {
    let charts = BriefMaker(runs, language).brief.charts.map { chart in
      let leaves = chart.description.inlines.flatMap(\.leaves)
      let items = leaves.compactMap { leaf -> String? in
        if case .figure(let figure) = leaf { figure.reference.item } else { nil }
      }
      return (chart.chart.name, items)
    }
    return Dictionary(charts, uniquingKeysWith: { first, _ in first })
  }

  /// The item of a quantile in `outcomes.csv`.
  private func quantile(
    _ p: Double, of outcome: String, _ period: String, sector: String? = nil, _ record: RunRecord
  ) throws -> String {
    let row = try #require(
      record.outcomes.firstIndex {
        $0.outcome == outcome && $0.period == period && $0.sector == sector
          && $0.statistic == .quantile(p)
      })
    return "outcomes.csv#\(row)"
  }

  @Test("no two are alike, and all have numbers", arguments: languages)
  func distinct(language: Language) async throws {
    for runs in [try await RecordedRuns.reported(), try await RecordedRuns.longPlan()] {
      let charts = BriefMaker(runs, language).brief.charts
      #expect(Set(charts.map { $0.description.plain(language) }).count == charts.count)
      for (name, items) in items(runs, language) { #expect(items.count > 3, "\(name)") }
    }
  }

  @Test("of a fan: median and ranges where it ends, target and probability", arguments: languages)
  func fans(language: Language) async throws {
    let runs = try await RecordedRuns.reported(), all = items(runs, language)
    for (name, outcome, period) in [
      ("fan-firms", "firms", "2021-Q4"), ("fan-growth", "growth", "2021"),
      ("fan-growth-quarters", "growth", "2021-Q4"), ("fan-share", "share", "2021"),
    ] {
      let told = try #require(all[name], "\(name)")
      for p in [0.05, 0.1, 0.5, 0.9, 0.95] {
        #expect(told.contains(try quantile(p, of: outcome, period, runs.base)), "\(name) \(p)")
      }
      #expect(told.contains("findings.csv:hanoi-2021:targets.\(outcome).probability"))
      #expect(told.contains { $0.hasSuffix("/threshold") })
    }
    #expect(all["fan-growth"]?.contains { $0.hasPrefix("history.csv#") } == true)
  }

  @Test(
    "of a distribution: what meets the target, and values by their chance", arguments: languages)
  func distributions(language: Language) async throws {
    let runs = try await RecordedRuns.reported(), all = items(runs, language)
    let p = "findings.csv:hanoi-2021:targets.firms.probability"
    let histogram = try #require(all["histogram-firms"])
    for item in [p, "1 - \(p)", "findings.csv:hanoi-2021:targets.firms.median"] {
      #expect(histogram.contains(item))
    }
    let exceedance = try #require(all["exceedance-firms"])
    let levels = try [0.1, 0.5, 0.9].map { try quantile($0, of: "firms", "2021", runs.base) }
    #expect(exceedance.filter(levels.contains) == levels)
    #expect(exceedance.count { $0 == "quantile" } == 3)
    #expect(exceedance.contains(p))
  }

  @Test("of the back-test: stated, happened and number, bin by bin", arguments: languages)
  func reliability(language: Language) async throws {
    let runs = try await RecordedRuns.reported(), all = items(runs, language)
    let series = try #require(runs.backtest?.document["series"]?.items)
    var seen = 0
    for (place, one) in series.enumerated() {
      guard let key = one["series"]?.string, let told = all["reliability-\(key)"] else { continue }
      let bins = one["horizons"]?.items.first?["reliability"]?.items ?? []
      for bin in bins.indices {
        for part in ["probability", "frequency", "count"] {
          let item = "backtest.json#/series/\(place)/horizons/0/reliability/\(bin)/\(part)"
          #expect(told.contains(item), "\(key)")
        }
      }
      seen += 1
    }
    #expect(seen > 1)
  }

  @Test("of bars: the three longest, and every step", arguments: languages)
  func bars(language: Language) async throws {
    let runs = try await RecordedRuns.reported(), all = items(runs, language)
    let record = try #require(runs.analyses("sensitivity").first)
    let start = "sensitivity.firms.probability.tornado."
    let swings = record.findings.filter { $0.id.hasPrefix(start) && $0.id.hasSuffix(".swing") }
      .sorted { $0.value.magnitude > $1.value.magnitude }
    let told = try #require(all["tornado-firms"])
    for (place, swing) in swings.prefix(4).enumerated() {
      let id = "findings.csv:hanoi-2021:" + swing.id.dropLast("swing".count)
      #expect(told.contains(id + "low") == (place < 3))
      #expect(told.contains(id + "high") == (place < 3))
    }
    let waterfalls = BriefMaker(runs, language).brief.charts.filter {
      $0.chart.name.hasPrefix("waterfall")
    }
    #expect(!waterfalls.isEmpty)
    for chart in waterfalls {
      let steps = all[chart.chart.name]?.filter { $0.hasSuffix(".contribution") } ?? []
      #expect(steps.count > 1 && Set(steps).count == steps.count)
    }
    #expect(
      all["start-firms"]?.count { $0.contains(".start.") && $0.hasSuffix("probability") } == 5)
  }

  @Test("of the long plan: each sector, and the ends of the frontier", arguments: languages)
  func longPlan(language: Language) async throws {
    let runs = try await RecordedRuns.longPlan(), all = items(runs, language)
    let sectors = try #require(all["sectors-firms"])
    for sector in ["components", "high_technology", "textile_leather"] {
      for p in [0.1, 0.5, 0.9] {
        #expect(sectors.contains(try quantile(p, of: "firms", "2030", sector: sector, runs.base)))
      }
    }
    let frontier = try #require(all["frontier"])
    #expect(frontier.count { $0.hasSuffix(".cost") } == 3)
    #expect(frontier.contains("findings.csv:hanoi-2030:optimise.present.cost"))
    #expect(frontier.count { $0.hasSuffix(".probability") } == 3)
  }

  @Test("of figures that stand in: what they are figures of", arguments: languages)
  func proxies(language: Language) async throws {
    let runs = try await RecordedRuns.reported()
    #expect(runs.base.history.contains { $0.outcome == "growth" && $0.isProxy })
    let words = language(vi: "toàn ngành chế biến, chế tạo", en: "all manufacturing")
    for chart in BriefMaker(runs, language).brief.charts where chart.chart.name.hasPrefix("fan-") {
      let text = chart.description.plain(language)
      let rows = chart.description.inlines.flatMap(\.leaves).compactMap { leaf -> Int? in
        guard case .figure(let figure) = leaf else { return nil }
        return Int(figure.reference.item.split(separator: "#").last ?? "")
          .flatMap { figure.reference.item.hasPrefix("history.csv#") ? $0 : nil }
      }
      #expect(text.contains(words) == rows.contains { runs.base.history[$0].isProxy })
      let own = language(vi: "Đã công bố: ", en: "Published: ")
      #expect(text.contains(own) == rows.contains { !runs.base.history[$0].isProxy })
    }
  }
}
