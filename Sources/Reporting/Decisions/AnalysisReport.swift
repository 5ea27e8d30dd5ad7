package import Assessment
import ReachModel
import Simulation
package import Verification

/// The answer of an analysis, ready to be written: findings, words in both languages, data.
///
/// One form for all analyses, so that each has the same terminal text, Markdown, JSON and findings.
package struct AnalysisReport: Sendable {
  /// The command that asked, for example `compare`.
  package let analysis: String
  /// The scenarios that it is about, the one in question first.
  package let scenarios: [String]
  /// Every number of the answer.
  package let findings: [Finding]
  /// What is not one labelled number: settings, order, reasons.
  package let details: [(key: String, value: JSONValue)]
  /// Whether forecasts of the series behind it have beaten doing nothing, by its date.
  package var skills: [SeriesSkill] = []
  /// Its charts in a language.
  package let charts: @Sendable (Language) -> [Chart]
  private let write: @Sendable (inout Page, Language) -> Void
  private let summary: @Sendable (Language) -> String

  /// - Parameters:
  ///   - analysis: The command that asked.
  ///   - scenarios: The scenarios that it is about.
  ///   - findings: Every number of the answer.
  ///   - details: What is not one labelled number.
  ///   - write: Puts the answer into words.
  ///   - summary: The same in one line.
  ///   - charts: What is drawn of it.
  package init(
    _ analysis: String, scenarios: [String], findings: [Finding],
    details: [(key: String, value: JSONValue)] = [],
    write: @escaping @Sendable (inout Page, Language) -> Void,
    summary: @escaping @Sendable (Language) -> String,
    charts: @escaping @Sendable (Language) -> [Chart] = { _ in [] }
  ) {
    (self.analysis, self.scenarios, self.findings) = (analysis, scenarios, findings)
    (self.details, self.write, self.summary) = (details, write, summary)
    self.charts = charts
  }

  private func write(to page: inout Page, _ language: Language) {
    write(&page, language)
    page.skills(skills, language)
  }

  /// The answer for the terminal, the run at the end.
  package func text(
    _ language: Language, run: RunSummary, width: Int = 100, isTerminal: Bool = false
  ) -> String {
    var page = Page()
    write(to: &page, language)
    page.runBlock(run, language)
    return page.text(width: width, isTerminal: isTerminal)
  }

  /// The same for an answer that no one sampling gave: only the work is told.
  package func text(
    _ language: Language, work: RunSummary, width: Int = 100, isTerminal: Bool = false
  ) -> String {
    var page = Page()
    write(to: &page, language)
    page.workBlock(work, language)
    return page.text(width: width, isTerminal: isTerminal)
  }

  /// The answer as a run folder keeps it: no times, so that equal runs write equal files.
  package func page(_ language: Language, run: RunLabel) -> Page {
    var page = Page()
    write(to: &page, language)
    page.runLines(run, language)
    return page
  }

  /// `page.json`: the same in both languages, with the answer in one line.
  ///
  /// - Parameters:
  ///   - run: What it was made by.
  ///   - isPartial: Whether it was interrupted, which the line says too.
  /// - Returns: One document.
  package func pageJSON(run: RunLabel, isPartial: Bool = false) -> JSONValue {
    Reporting.pageJSON { language in
      let rest = isPartial ? language(vi: " (bị dừng giữa chừng)", en: " (interrupted)") : ""
      return (summary(language) + rest, page(language, run: run))
    }
  }

  /// `analysis.json`, and what `--json` prints.
  ///
  /// - Parameters:
  ///   - run: What it was made by.
  ///   - isPartial: Whether it was interrupted, and tells what was known by then.
  /// - Returns: One document.
  package func json(run: RunLabel, isPartial: Bool = false) -> JSONValue {
    .object(
      [
        ("format", .string("reach-analysis")), ("version", .integer(1)),
        ("analysis", .string(analysis)), ("partial", .bool(isPartial)),
        (
          "run",
          .object([
            ("id", .string(run.id)), ("draws", .integer(run.draws)),
            ("seed", .string(String(run.seed))), ("sampling", .string(run.sampling.rawValue)),
            ("failures", .integer(run.failures)),
          ])
        ),
        ("scenarios", .array(scenarios.map { .string($0) })),
        ("skill", .array(skills.map(seriesSkillJSON))),
      ] + details + [("findings", .array(findings.map(findingJSON)))])
  }
}

private func findingJSON(_ finding: Finding) -> JSONValue {
  .object([
    ("scenario", .string(finding.scenario)), ("id", .string(finding.id)),
    (
      "label",
      .object([("vi", .string(finding.label.vi)), ("en", .string(finding.label.en))])
    ),
    ("year", finding.year.map { .integer($0) } ?? .null), ("value", .number(finding.value)),
    ("unit", .string(finding.unit.name)),
    ("error95", finding.error.map { .number($0) } ?? .null),
  ])
}
