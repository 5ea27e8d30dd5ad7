import Assessment
import Briefing
import ReachModel
import Reporting
import Testing

@Suite("A report's charts")
struct ChartLintTests {
  /// A chart of one level whose label is given, and that binds some sentences.
  private func reasons(_ label: String, bound: [Sentence]) async throws -> [String] {
    let runs = try await RecordedRuns.reported()
    let chart = LineChart(
      [.init("a", [.init("x", 0.25), .init("y", 0.5)])], levels: [.init(0.75, label)],
      scale: .probability, time: "t", quantity: "q"
    ).chart("line", ChartFrame(title: "t", subtitle: [], source: ""), .en)
    let block = Brief.Block.chart(
      ReportChart(chart, caption: "", description: "", texts: bound))
    let brief = Brief(
      language: .en, title: "A title", subtitle: "", answer: [], lead: [],
      sections: [.init(id: "part", title: "Part", blocks: [block])])
    return BriefLint(runs).faults(brief).filter { $0.section == "chart line" }.map(\.text)
  }

  private func share(_ text: String) async throws -> Sentence {
    let base = try await RecordedRuns.reported().base
    let finding = try #require(base.findings.first { $0.id == "targets.firms.probability" })
    let reference = Reference(run: base.name, item: "findings.csv:hanoi-2021:\(finding.id)")
    return "\(.figure(Figure(text, finding.value, .percent, reference)))"
  }

  @Test(
    "may hold no free numeral or likelihood word",
    arguments: [
      "about 40 percent", "năm 2021", "٣", "½", "this is very likely", "gần như chắc chắn",
    ])
  func free(label: String) async throws {
    // The label stands in the drawing, and in the data behind it.
    #expect(Set(try await reasons(label, bound: [])) == [label])
    #expect(try await reasons("a chance", bound: []) == [])
  }

  @Test("may hold a bound number, in words, over lines and without its error")
  func boundNumbers() async throws {
    let bound = [try await share("41.1 %")]
    for label in [
      "41.1 %", "all: 41.1 % of them", "(41.1 %)", "so far, and for a long time, 41.1\u{a0}%.",
    ] {
      #expect(try await reasons(label, bound: bound) == [], "\(label)")
    }
  }

  @Test(
    "may not change a bound number",
    arguments: [
      "141.1 %", "41.1", "-41.1 %", "41.10 %", "3.41.1 %", "41.1 % and 2", "41 %", "< 41.1 %",
      "40 % ± 41.1 %",
    ])
  func changedNumbers(label: String) async throws {
    #expect(try await reasons(label, bound: [try await share("41.1 %")]).isEmpty == false)
  }

  @Test("may not put a number into another unit")
  func units() async throws {
    let base = try await RecordedRuns.reported().base
    let reference = Reference(run: base.name, item: "verdict.json#/scenarios/0/plan_year")
    let year: Sentence = "\(.figure(Figure("2021", 2021, .plain, reference)))"
    #expect(try await reasons("in 2021", bound: [year]) == [])
    #expect(try await reasons("2021 %", bound: [year]).isEmpty == false)
  }

  @Test("may shorten names, whole sentences up to a number, and no number")
  func shortened() async throws {
    let base = try await RecordedRuns.reported().base
    let text = try #require(base.document["scenarios"]?.items.first?["title"]?["en"]?.string)
    let title = Reference(run: base.name, item: "verdict.json#/scenarios/0/title/en")
    let name: Sentence = "\(.name(text, title))"
    #expect(text.hasPrefix("Hanoi 2021: the"))
    #expect(try await reasons(text, bound: [name]) == [])
    #expect(try await reasons("Hanoi 2021: th…", bound: [name]) == [])
    #expect(try await reasons("Hanoi 202…", bound: [name]).isEmpty == false)
    #expect(try await reasons("Hanoi 2022: th…", bound: [name]).isEmpty == false)
  }

  @Test("are refused whatever drawn number is another", arguments: [Language.vi, .en])
  func everyNumber(language: Language) async throws {
    for runs in [try await RecordedRuns.reported(), try await RecordedRuns.longPlan()] {
      let lint = BriefLint(runs)
      for chart in BriefMaker(runs, language).brief.charts {
        let texts = Set(chart.chart.specification.strings).filter {
          $0.contains(where: \.isNumber) && !$0.isStructure
        }
        #expect(texts.count > 1)
        for text in texts {
          let drift = chart.with(
            chart.chart.specification.replacing(text, text.withAnotherNumber), language)
          #expect(
            !lint.faults(brief(drift, language)).isEmpty, "\(chart.chart.name): \(text)")
        }
        #expect(lint.faults(brief(chart, language)) == [])
      }
    }
  }

  private func brief(_ chart: ReportChart, _ language: Language) -> Brief {
    Brief(
      language: language, title: "", subtitle: "", answer: [], lead: [],
      sections: [.init(id: "part", title: "", blocks: [.chart(chart)])])
  }

  @Test("of the long plan have no fault, and carry the same numbers in both languages")
  func longPlan() async throws {
    let runs = try await RecordedRuns.longPlan()
    let lint = BriefLint(runs)
    let briefs = [Language.vi, .en].map { BriefMaker(runs, $0).brief }
    #expect(briefs.flatMap(lint.faults) == [])
    #expect(lint.differences(briefs[0], briefs[1]) == [])
    let names = briefs[0].charts.map(\.chart.name)
    for name in ["frontier", "sectors-firms", "fan-firms", "fan-firms-years"] {
      #expect(names.contains(name), "\(name)")
    }
  }
}

extension ReportChart {
  /// The same, drawn from another specification.
  fileprivate func with(_ specification: JSONValue, _ language: Language) -> ReportChart {
    ReportChart(
      Chart(named: chart.name, language, description: chart.description, specification),
      caption: caption, description: description, texts: texts)
  }
}

extension String {
  /// Whether it says how a chart is drawn, and is no text.
  fileprivate var isStructure: Bool {
    contains("://") || hasPrefix("#") || contains("datum.") || hasPrefix(".") || hasPrefix(",")
      || contains(".csv#") || wholeMatch(of: /[a-z]+[0-9]/) != nil
      || wholeMatch(of: /[a-z][a-z0-9_]*(\.[a-z0-9_-]+)+/) != nil
  }

  /// With digits in the midst of its first number; of an axis, of its first quoted one.
  fileprivate var withAnotherNumber: String {
    let begin = hasPrefix("({") ? firstIndex(of: "'") ?? startIndex : startIndex
    guard let digit = self[begin...].firstIndex(where: \.isNumber) else { return self }
    var other = self
    other.insert(contentsOf: "0917", at: index(after: digit))
    return other
  }
}

extension JSONValue {
  /// Every string in it.
  fileprivate var strings: [String] {
    switch self {
    case .object(let entries): entries.flatMap { $0.value.strings }
    case .array(let items): items.flatMap(\.strings)
    case .string(let text): [text]
    default: []
    }
  }

  fileprivate func replacing(_ text: String, _ other: String) -> JSONValue {
    switch self {
    case .object(let entries):
      .object(entries.map { ($0.key, $0.value.replacing(text, other)) })
    case .array(let items): .array(items.map { $0.replacing(text, other) })
    case .string(text): .string(other)
    default: self
    }
  }
}
