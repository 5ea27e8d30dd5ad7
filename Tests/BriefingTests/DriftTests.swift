import Assessment
import Briefing
import Reporting
import Testing

@Suite("A report follows its runs")
struct DriftTests {
  /// The texts by what they refer to.
  private func texts(_ brief: Brief) -> [Reference: Set<String>] {
    brief.texts.flatMap { $0.sentence.inlines.flatMap(\.leaves) }.reduce(into: [:]) { texts, leaf in
      switch leaf {
      case .figure(let figure): texts[figure.reference, default: []].insert(figure.text)
      case .word(let word, _, let reference):
        texts[reference, default: []].insert(word.rawValue)
      default: break
      }
    }
  }

  private func changed(_ records: [RunRecord]) -> [RunRecord] {
    records.map { $0.with(findings: $0.findings.map(\.changed)) }
  }

  @Test("every number that is shown changes with its finding", arguments: [Language.vi, .en])
  func textsChange(language: Language) async throws {
    let records = try await RecordedRuns.all()
    let before = try #require(ReportedRuns(records)),
      after = try #require(ReportedRuns(changed(records)))
    let old = texts(BriefMaker(before, language).brief)
    let new = texts(BriefMaker(after, language).brief)
    let findings = old.filter { $0.key.item.hasPrefix("findings.csv:") }
    #expect(findings.count > 200)
    for (reference, shown) in findings {
      // A word stands for a range of probabilities, and may be the same.
      let words = Set(LikelihoodWord.allCases.map(\.rawValue))
      let same = shown.subtracting(words).intersection(new[reference] ?? [])
      #expect(same.isEmpty, "\(reference.item): \(same)")
    }
  }

  @Test("a text of other runs is found out, number by number")
  func lintFinds() async throws {
    let records = try await RecordedRuns.all()
    let before = try #require(ReportedRuns(records)),
      after = try #require(ReportedRuns(changed(records)))
    let brief = BriefMaker(before, .en).brief
    let faults = BriefLint(after).faults(brief)
    let count = brief.texts.flatMap { $0.sentence.inlines.flatMap(\.leaves) }.count { leaf in
      switch leaf {
      case .figure(let figure): figure.reference.item.hasPrefix("findings.csv:")
      case .word(_, _, let reference): reference.item.hasPrefix("findings.csv:")
      default: false
      }
    }
    #expect(faults.count == count)
  }

  @Test("every chart changes with the findings that it shows")
  func chartsChange() async throws {
    let records = try await RecordedRuns.all()
    let before = try #require(ReportedRuns(records)),
      after = try #require(ReportedRuns(changed(records)))
    func charts(_ runs: ReportedRuns) -> [String: String] {
      Dictionary(
        BriefMaker(runs, .en).brief.charts.map { ($0.chart.name, $0.chart.specification.text) },
        uniquingKeysWith: { first, _ in first })
    }
    let old = charts(before), new = charts(after)
    let fromFindings = ["tornado", "scenarios", "waterfall", "start", "histogram"]
    let names = old.keys.filter { name in fromFindings.contains { name.hasPrefix($0) } }
    #expect(names.count > 8)
    for name in names { #expect(old[name] != new[name], "\(name)") }
  }
}
