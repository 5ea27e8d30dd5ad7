import Briefing
import Reporting
import Testing

@Suite("Words for codes")
struct TermTests {
  @Test(
    "of periods",
    arguments: [
      (Term.period, "2021-Q3", "quý III/2021", "Q3 2021"), (.period, "2021", "2021", "2021"),
      (.publishedPeriod, "year", "cả năm", "year"), (.publishedPeriod, "q4", "quý IV", "Q4"),
      (.publishedPeriod, "december", "tháng 12", "December"),
      (.publishedPeriod, "jan-sep", "9 tháng", "Jan\u{2013}Sep"),
      (.publishedPeriod, "mar-may", "tháng 3 đến tháng 5", "Mar\u{2013}May"),
      // What is not known stays as it is.
      (.publishedPeriod, "jan-20may", "jan-20may", "jan-20may"),
      (.period, "2021-Q9", "2021-Q9", "2021-Q9"),
      (.publishedPeriod, "q7", "q7", "q7"),
      (.scenarioStep, "regime.2021-Q3", "trạng thái quý III/2021", "regime of Q3 2021"),
      (.scenarioStep, "freeze_from", "dừng ngân sách từ", "budgets stop from"),
      (.scenarioValue, "stress, jump -0.11", "căng thẳng, cú sốc -0,11", "stress, jump -0.11"),
      (.scenarioValue, "2021-Q3", "quý III/2021", "Q3 2021"),
    ])
  func periods(term: Term, code: String, vi: String, en: String) {
    #expect(term.text(code, .vi) == vi)
    #expect(term.text(code, .en) == en)
  }

  @Test("leave no code of a real run untranslated")
  func realRuns() async throws {
    let codes = BriefMaker(try await RecordedRuns.reported(), .vi).brief.texts
      .flatMap { $0.sentence.inlines.flatMap(\.leaves) }.compactMap { leaf -> (Term, String)? in
        guard case .term(let term, let code, _) = leaf else { return nil }
        return (term, code)
      }
    #expect(codes.count > 50)
    for (term, code) in codes where term != .source && !(term == .period && code.count == 4) {
      #expect(term.text(code, .vi) != code || code.isEmpty, "\(term): \(code)")
    }
  }
}
