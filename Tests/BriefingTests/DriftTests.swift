import Assessment
import Briefing
import ReachModel
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
    let (old, new) = (RunIndex(before.records), RunIndex(after.records))
    let count = brief.texts.flatMap { $0.sentence.inlines.flatMap(\.leaves) }.count { leaf in
      switch leaf {
      case .figure(let figure):
        old.number(figure.reference)?.value != new.number(figure.reference)?.value
      case .word(_, _, let reference):
        old.number(reference)?.value != new.number(reference)?.value
      default: false
      }
    }
    #expect(count > 700)
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

  /// Rows of a specification that name what they show.
  private func rows(_ value: JSONValue) -> [[String: JSONValue]] {
    switch value {
    case .object(let entries):
      let row = Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { a, _ in a })
      return (row["id"]?.string == nil ? [] : [row]) + entries.flatMap { rows($0.value) }
    case .array(let items): return items.flatMap(rows)
    default: return []
    }
  }

  /// Every number of a row, as it was computed.
  private func numbers(_ row: [String: JSONValue]) -> Set<Double> {
    Set(row.values.flatMap { [$0] + $0.items }.compactMap(\.double))
  }

  @Test("every row of a chart holds the number that it names", arguments: [Language.vi, .en])
  func rowsHoldFindings(language: Language) async throws {
    let reported: Set = ["fan", "start", "tornado", "waterfall", "scenarios", "exceedance"]
    let long: Set = ["fan", "start", "frontier"]
    for (runs, kinds) in [
      (try await RecordedRuns.reported(), reported),
      (try await RecordedRuns.longPlan(), long),
    ] {
      var seen: Set<String> = []
      for chart in BriefMaker(runs, language).brief.charts {
        for row in rows(chart.chart.specification) {
          guard let id = row["id"]?.string else { continue }
          let known = values(of: id, runs)
          // The curve of a distribution names the probability that its target has on it.
          let isCurve = chart.chart.name.hasPrefix("exceedance")
          // A contribution is drawn from where the one before ended.
          let isHeld =
            id.hasSuffix(".contribution")
            ? holds(row, changeAmong: known) : !numbers(row).isDisjoint(with: known)
          #expect(!known.isEmpty && (isCurve || isHeld), "\(id)")
          seen.insert(String(chart.chart.name.prefix { $0 != "-" }))
        }
      }
      #expect(seen.isSuperset(of: kinds), "\(seen)")
    }
  }

  /// What the runs hold under an id; of a swing, both its ends.
  private func values(of id: String, _ runs: ReportedRuns) -> Set<Double> {
    func row(_ file: String) -> Int? {
      id.hasPrefix(file + "#") ? Int(id.dropFirst(file.count + 1)) : nil
    }
    if let row = row("outcomes.csv") { return [runs.base.outcomes[row].value] }
    if let row = row("history.csv") { return [runs.base.history[row].value] }
    if id.hasSuffix(".threshold") {
      let key = id.split(separator: ".")[1]
      let targets = runs.base.document["scenarios"]?.items.first?["targets"]?.items ?? []
      return Set(
        targets.filter { $0["key"]?.string == String(key) }.compactMap { $0["threshold"]?.double })
    }
    let stem = id.hasSuffix(".swing") ? String(id.dropLast(".swing".count)) : nil
    return Set(
      runs.records.flatMap(\.findings).filter { finding in
        stem.map { finding.id == $0 + ".low" || finding.id == $0 + ".high" } ?? (finding.id == id)
      }.map(\.value))
  }

  /// Whether a bar is as long as one of some changes, to what adding levels leaves.
  private func holds(_ row: [String: JSONValue], changeAmong changes: Set<Double>) -> Bool {
    guard let from = row["from"]?.double, let to = row["to"]?.double else { return false }
    return changes.contains { abs(to - from - $0) <= 1e-14 }
  }
}
