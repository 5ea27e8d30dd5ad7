import Assessment
import Briefing
import ReachModel
import Reporting
import Testing

@Suite("Words of a report's waterfalls")
struct WaterfallWordsTests {
  private static let languages: [Language] = [.vi, .en]

  private func waterfalls(_ runs: ReportedRuns, _ language: Language) -> [ReportChart] {
    BriefMaker(runs, language).brief.charts.filter { $0.chart.name.hasPrefix("waterfall") }
  }

  @Test("a step is called by what changed, lever or assumption", arguments: languages)
  func steps(language: Language) async throws {
    let runs = try await RecordedRuns.reported()
    var levers = 0, others = 0
    for chart in waterfalls(runs, language) {
      for leaf in chart.description.inlines.flatMap(\.leaves) {
        guard case .name(let text, let reference) = leaf,
          let finding = runs.records.flatMap(\.findings).first(where: {
            "findings.csv:\($0.scenario):\($0.id)" == reference.item
          })
        else { continue }
        let end = language(vi: ": phần đóng góp", en: ": contribution")
        let begins = [
          language(vi: ": xác suất, ", en: ": probability, "),
          language(vi: "chỉ tiêu, xác suất: ", en: "targets, probability: "),
        ]
        let label = language(finding.label)
        #expect(begins.contains { label.hasSuffix($0 + text + end) }, "\(label): \(text)")
        if finding.id.contains(".levers.") { levers += 1 } else { others += 1 }
      }
    }
    #expect(levers > 0 && others > 0)
  }

  @Test("no error is written as none, and what is left over is told", arguments: languages)
  func numbers(language: Language) async throws {
    let runs = try await RecordedRuns.reported()
    let charts = waterfalls(runs, language)
    #expect(!charts.isEmpty)
    for chart in charts {
      let figures = chart.description.inlines.flatMap(\.leaves).compactMap { leaf -> Figure? in
        if case .figure(let figure) = leaf { figure } else { nil }
      }
      for figure in figures where figure.error ?? 0 > 0 {
        let error = figure.text.split(separator: "±").last ?? ""
        #expect(error.contains { ("1"..."9").contains($0) }, "\(figure.text)")
      }
      let words = language(vi: "phần còn lại", en: "left over")
      let isLeft = chart.chart.specification.text.contains("\"label\": \"\(words)\"")
      #expect(isLeft == figures.contains { $0.reference.item.hasPrefix("rest from ") })
    }
  }

  @Test("what contributions leave has its own sign", arguments: languages)
  func remainder(language: Language) async throws {
    // One contribution is taken away from the run: it is what is left over.
    let records = try await RecordedRuns.all()
    let largest = records.flatMap(\.findings).filter {
      $0.id.hasPrefix("contributions.firms.probability.") && $0.id.hasSuffix(".contribution")
        && $0.scenario.hasSuffix("worst")
    }.max { $0.value.magnitude < $1.value.magnitude }
    let taken = try #require(largest)
    let runs = try #require(
      ReportedRuns(
        records.map { record in
          record.with(
            findings: record.findings.map { finding in
              guard finding.id == taken.id, finding.scenario == taken.scenario else {
                return finding
              }
              return Finding(
                id: finding.id, scenario: finding.scenario, label: finding.label,
                value: finding.value / 2, unit: finding.unit, error: finding.error,
                year: finding.year)
            })
        }))
    let brief = BriefMaker(runs, language).brief
    #expect(BriefLint(runs).faults(brief) == [])
    let chart = try #require(brief.charts.first { $0.chart.name == "waterfall-firms" })
    let rest = chart.description.inlines.flatMap(\.leaves).compactMap { leaf -> Figure? in
      guard case .figure(let figure) = leaf, figure.reference.item.hasPrefix("rest from ") else {
        return nil
      }
      return figure
    }
    let figure = try #require(rest.first)
    #expect(abs(figure.value - taken.value / 2) < 1e-3)
    #expect(figure.text.hasPrefix(taken.value < 0 ? "-" : "+"), "\(figure.text)")
  }
}
