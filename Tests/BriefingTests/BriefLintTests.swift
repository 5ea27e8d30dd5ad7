import Assessment
import Briefing
import ReachModel
import Reporting
import Testing

@Suite("A report's text")
struct BriefLintTests {
  func brief(_ sentence: Sentence, _ language: Language = .en) -> Brief {
    Brief(
      language: language, title: "A title", subtitle: "", answer: [], lead: [],
      sections: [.init(id: "part", title: "Part", blocks: [.paragraph(sentence)])])
  }

  func reasons(_ sentence: Sentence, _ language: Language = .en) async throws -> [String] {
    BriefLint(try await RecordedRuns.reported()).faults(brief(sentence, language)).map(\.reason)
  }

  func probability() async throws -> (finding: Finding, reference: Reference) {
    let base = try await RecordedRuns.reported().base
    let finding = try #require(base.findings.first { $0.id == "targets.firms.probability" })
    return (finding, Reference(run: base.name, item: "findings.csv:hanoi-2021:\(finding.id)"))
  }

  @Test("of real runs has no fault, and both languages carry the same numbers")
  func realRuns() async throws {
    let runs = try await RecordedRuns.reported()
    let lint = BriefLint(runs)
    let briefs = [Language.vi, .en].map { BriefMaker(runs, $0).brief }
    #expect(briefs.flatMap(lint.faults) == [])
    #expect(lint.differences(briefs[0], briefs[1]) == [])
    #expect(briefs.allSatisfy { $0.charts.count > 10 })
  }

  @Test(
    "may hold no free numeral, of whatever script",
    arguments: ["about 40 percent", "năm 2021", "٣ chỉ tiêu", "a ½ chance", "Ⅳ"])
  func freeNumerals(text: String) async throws {
    #expect(try await reasons(Sentence([.text(text)])).count == 1)
  }

  @Test(
    "may hold no free likelihood word",
    arguments: ["this is Very Likely.", "it seems unlikely", "gần như chắc chắn đạt"])
  func freeWords(text: String) async throws {
    #expect(try await reasons(Sentence([.text(text)])).count == 1)
  }

  @Test("may use words that only contain one of the scale")
  func harmlessWords() async throws {
    #expect(try await reasons("How surely, and what would it take?") == [])
  }

  @Test("may not print another number than the run has")
  func wrongNumbers() async throws {
    let (finding, reference) = try await probability()
    func reason(_ figure: Figure, _ language: Language = .en) async throws -> [String] {
      try await reasons("P is \(.figure(figure))", language)
    }
    let percent = NumberStyle(.en).percent(finding.value, decimals: 1)
    #expect(try await reason(Figure(percent, finding.value, .percent, reference)) == [])
    // Rounded wrongly, taken from another number, without its place, in the other language's marks.
    let off = NumberStyle(.en).percent(finding.value + 0.001, decimals: 1)
    #expect(try await reason(Figure(off, finding.value, .percent, reference)).count == 1)
    #expect(try await reason(Figure(percent, finding.value + 1e-9, .percent, reference)).count == 1)
    let nowhere = Reference(run: reference.run, item: "findings.csv:hanoi-2021:targets.no.such")
    #expect(try await reason(Figure(percent, finding.value, .percent, nowhere)).count == 1)
    #expect(try await reason(Figure(percent, finding.value, .percent, reference), .vi).count == 1)
  }

  @Test("may not print a share as a plain number, or a bound that says nothing")
  func wrongForms() async throws {
    let (finding, reference) = try await probability()
    func reasons(_ text: String, _ style: Figure.Style) async throws -> Int {
      try await self.reasons("\(.figure(Figure(text, finding.value, style, reference)))").count
    }
    let share = NumberStyle(.en).number(finding.value, decimals: 3)
    #expect(try await reasons(share, .plain) == 0)
    #expect(try await reasons(share + " %", .plain) == 1)
    for bound in ["< 99.5 %", "> 0.5 %", "< 60 %", "> 1 %"] {
      #expect(try await reasons(bound, .percent) == 1, "\(bound)")
    }
  }

  @Test("may not print another error than the run has")
  func wrongErrors() async throws {
    let (finding, reference) = try await probability()
    let error = try #require(finding.error)
    let text = NumberStyle(.en).percent(finding.value, error: error)
    func reason(_ text: String, _ error: Double?) async throws -> [String] {
      let figure = Figure(text, finding.value, error: error, .percent, reference)
      return try await reasons("P is \(.figure(figure))")
    }
    #expect(try await reason(text, error) == [])
    #expect(try await reason(text, nil).count == 1)
    #expect(try await reason(text, error * 2).count == 1)
    #expect(
      try await reason(NumberStyle(.en).percent(finding.value, error: error * 3), error).count == 1)
  }

  @Test("may not use the word of another probability")
  func wrongWords() async throws {
    let (finding, reference) = try await probability()
    let right = LikelihoodWord(finding.value)
    let wrong = try #require(LikelihoodWord.allCases.first { $0 != right })
    let p = finding.value
    #expect(try await reasons("\(.word(right, probability: p, reference))") == [])
    #expect(try await reasons("\(.word(wrong, probability: p, reference))").count == 1)
    #expect(
      try await reasons("\(.word(wrong, probability: wrong.lowest, reference))").count == 1)
  }

  @Test("may not name what the run does not")
  func wrongNames() async throws {
    let base = try await RecordedRuns.reported().base
    let title = Reference(run: base.name, item: "verdict.json#/scenarios/0/title/en")
    let text = try #require(base.document["scenarios"]?.items.first?["title"]?["en"]?.string)
    #expect(try await reasons("\(.name(text, title))") == [])
    #expect(try await reasons("\(.name(text + "!", title))").count == 1)
  }

  @Test("prints days as they are", arguments: [Language.vi, .en])
  func days(language: Language) async throws {
    let base = try await RecordedRuns.reported().base
    let reference = Reference(run: base.name, item: "verdict.json#/scenarios/0/as_of")
    let day = try #require(CalendarDate("2021-03-01")),
      next = try #require(CalendarDate("2021-03-02"))
    func reason(_ shown: CalendarDate) async throws -> [String] {
      try await reasons(
        "\(.figure(Figure(language.date(shown), 20_210_301, .date, reference)))", language)
    }
    #expect(try await reason(day) == [])
    #expect(try await reason(next).count == 1)
  }
}

extension BriefLintTests {
  @Test("of two languages shows the same numbers equally often, in the same section")
  func differences() async throws {
    let (finding, reference) = try await probability()
    let p: Sentence = "\(.figure(Figure("x", finding.value, .percent, reference)))"
    let lint = BriefLint(try await RecordedRuns.reported())
    func section(_ id: String, _ sentence: Sentence) -> Brief {
      Brief(
        language: .en, title: "", subtitle: "", answer: [], lead: [],
        sections: [.init(id: id, title: "", blocks: [.paragraph(sentence)])])
    }
    #expect(lint.differences(section("a", p), section("a", p)) == [])
    #expect(lint.differences(section("a", p + p), section("a", p)).count == 1)
    #expect(lint.differences(section("a", p), section("a", "")).count == 1)
    #expect(lint.differences(section("a", p), section("b", p)).count == 2)
  }

  @Test("may not use the word for a code that the run does not have")
  func wrongTerms() async throws {
    let base = try await RecordedRuns.reported().base
    let place = Reference(run: base.name, item: "verdict.json#/run/sampling")
    #expect(try await reasons("\(.term(.sampling, "sobol", place))") == [])
    #expect(try await reasons("\(.term(.sampling, "plain", place))").count == 1)
  }
}
