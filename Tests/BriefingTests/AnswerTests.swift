import Assessment
import Briefing
import Econometrics
import ReachModel
import Reporting
import Testing

@Suite("The answer of a report")
struct AnswerTests {
  private func lines(_ card: Brief.Card) -> [String: String] {
    Dictionary(
      card.lines.map { ($0.name.plain(.en), $0.text.plain(.en)) }, uniquingKeysWith: { a, _ in a })
  }

  @Test(
    "has a sentence for each target and one for all, each with its word",
    arguments: [Language.vi, .en])
  func verdicts(language: Language) async throws {
    let runs = try await RecordedRuns.reported()
    let verdicts = BriefMaker(runs, language).brief.verdicts
    let ids =
      (runs.base.study?.targets ?? []).map { "targets.\($0.key).probability" } + [
        "joint.probability"
      ]
    #expect(verdicts.count == ids.count)
    for (sentence, id) in zip(verdicts, ids) {
      let p = try #require(runs.base.findings.first { $0.id == id }).value
      let words = sentence.inlines.compactMap { inline -> LikelihoodWord? in
        if case .word(let word, _, _) = inline { word } else { nil }
      }
      #expect(words == [LikelihoodWord(p)], "\(id)")
      #expect(sentence.plain(language).contains(NumberStyle(language).percent(p)), "\(id)")
    }
  }

  @Test("holds the plan against the same without support, not against the worst scenario")
  func withoutSupport() async throws {
    let runs = try await RecordedRuns.reported()
    let cards = BriefMaker(runs, .en).brief.answer
    let compare = try #require(runs.analyses("compare").first)
    for (card, target) in zip(cards, runs.base.study?.targets ?? []) {
      let change = try #require(
        compare.findings.first {
          $0.scenario == "hanoi-2021-no-support" && $0.id == "targets.\(target.key).difference"
        })
      let text = try #require(lines(card)["Compared with"])
      let points = NumberStyle(.en).points(change.value, error: change.error ?? 0)
      #expect(text.hasPrefix("\(points) percentage points"), "\(target.key)")
      #expect(text.contains("no support"))
    }
  }

  @Test("says what the year's figures made of it, of all together too")
  func tracked() async throws {
    let runs = try await RecordedRuns.reported()
    let cards = BriefMaker(runs, .en).brief.answer
    #expect(cards.count == (runs.base.study?.targets.count ?? 0) + 1)
    let texts = cards.compactMap { lines($0)["After this year's figures"] }
    let record = try #require(runs.analyses("track").first)
    let days = record.findings.compactMap { finding -> CalendarDate? in
      let parts = finding.id.split(separator: ".")
      return parts.count == 4 ? CalendarDate(parts[1]) : nil
    }
    let last = try #require(days.max { "\($0)" < "\($1)" })
    #expect(texts.count == cards.count && texts.allSatisfy { $0.hasSuffix("until \(last)") })
  }

  @Test("of targets of every kind has no fault, and both languages agree")
  func odd() async throws {
    let runs = try await RecordedRuns.odd()
    let briefs = [Language.vi, .en].map { BriefMaker(runs, $0).brief }
    #expect(briefs.flatMap { BriefLint(runs).faults($0) } == [])
    #expect(BriefLint(runs).differences(briefs[0], briefs[1]) == [])
    let cards = briefs[1].answer.map { ($0.question.plain(.en), $0.probability.text, $0.word) }
    func card(_ question: String) throws -> (String, String, Inline) {
      try #require(cards.first { $0.0 == question }, "\(cards.map(\.0))")
    }
    let few = try card("Not too many firms ≤ 880 (2021)")
    let p = try #require(runs.base.findings.first { $0.id == "targets.few.probability" }).value
    #expect(few.1 == NumberStyle(.en).percent(p))
    _ = try card("Slow growth, Components and spare parts < 5 % (2021)")
    let never = try card("Very many firms ≥ 5,000 (2021)"),
      always = try card("At least some firms > 1 (2021)")
    #expect(never.1 == "< 0.5 %" && always.1 == "> 99.5 %")
    #expect(never.2.plain(.en) == "exceptionally unlikely")
    #expect(always.2.plain(.en) == "virtually certain")
  }

  @Test("of an impossible target tells no range that is none")
  func impossible() async throws {
    let cards = BriefMaker(try await RecordedRuns.odd(), .en).brief.answer
    let never = try #require(cards.first { $0.question.plain(.en).hasPrefix("Very many") })
    let texts = never.lines.map { $0.text.plain(.en) }
    #expect(!texts.contains { $0.contains("0 % to 0 %") || $0.contains("0 % at") })
  }

  @Test("of one target has no card for all together")
  func single() async throws {
    let runs = try await RecordedRuns.single()
    let briefs = [Language.vi, .en].map { BriefMaker(runs, $0).brief }
    #expect(briefs.flatMap { BriefLint(runs).faults($0) } == [])
    #expect(briefs.allSatisfy { $0.answer.count == 1 && $0.verdicts.count == 1 })
  }

  @Test("does not call a scenario the lowest that lies above the plan")
  func alternativeAsBase() async throws {
    let runs = try await RecordedRuns.pandemic()
    let brief = BriefMaker(runs, .en).brief
    #expect(BriefLint(runs).faults(brief) == [])
    for card in brief.answer.dropLast() {
      let text = try #require(lines(card)["Compared with"])
      #expect(text.hasPrefix("most unlike it: +"), "\(text)")
    }
  }

  @Test("tells by which learning ratio an input rests on data")
  func learning() async throws {
    let brief = BriefMaker(try await RecordedRuns.reported(), .en).brief
    let told = brief.lead.flatMap(\.inlines).compactMap { inline -> Double? in
      guard case .figure(let figure) = inline, figure.reference == .method("learning threshold")
      else { return nil }
      return figure.value
    }
    #expect(told == [ParameterUpdate.learningThreshold])
  }
}
