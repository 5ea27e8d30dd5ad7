package import Assessment

/// The verdict for the terminal: the answer first, then what it rests on, then the run.
///
/// - Parameters:
///   - forecasts: At least one; the first is reported in full and is the base of the differences.
///   - language: Of words and numbers.
///   - run: For the last lines.
///   - width: Columns; at least 80.
///   - isTerminal: Whether headings may be bold.
/// - Returns: Lines, the last one ended.
package func verdictText(
  _ forecasts: [Forecast], language: Language, run: RunSummary, width: Int = 100,
  isTerminal: Bool = false
) -> String {
  var page = answer(of: forecasts, language)
  page.runBlock(run, language)
  return page.text(width: width, isTerminal: isTerminal)
}

/// The verdict as a run folder keeps it: no times, so that equal runs write equal files.
package func verdictPage(
  _ forecasts: [Forecast], language: Language, run: RunLabel
) -> Page {
  var page = answer(of: forecasts, language)
  page.runLines(run, language)
  return page
}

private func answer(of forecasts: [Forecast], _ language: Language) -> Page {
  precondition(!forecasts.isEmpty, "a verdict of no forecast")
  let sections = forecasts.map { VerdictSections($0, language) }
  var page = Page()
  if sections.count > 1 {
    ComparisonSections(sections: sections, language: language).write(to: &page)
  }
  sections[0].writeInFull(to: &page, isOnly: sections.count == 1)
  for section in sections.dropFirst() { section.writeInShort(to: &page, after: sections[0]) }
  return page
}

extension Page {
  /// What identifies the run, without times.
  mutating func runLines(_ run: RunLabel, _ language: Language) {
    let numbers = NumberStyle(language)
    heading(language(vi: "Lần chạy", en: "Run"))
    list([
      language(vi: "Mã lần chạy: \(run.id)", en: "Id: \(run.id)"),
      language(
        vi:
          "Số lần mô phỏng mỗi kịch bản: \(numbers.number(Double(run.draws))); bị lỗi: \(run.failures)",
        en: "Draws per scenario: \(numbers.number(Double(run.draws))); failures: \(run.failures)"),
      language(
        vi: "Cách lấy mẫu: \(run.samplingName(language))",
        en: "Sampling: \(run.samplingName(language))"),
      language(vi: "Hạt giống: \(run.seed)", en: "Seed: \(run.seed)"),
    ])
  }

  mutating func runBlock(_ run: RunSummary, _ language: Language) {
    let numbers = NumberStyle(language), label = run.identity
    let perScenario = language(vi: " mỗi kịch bản", en: " per scenario")
    workBlock(
      draws: numbers.number(Double(label.draws)) + perScenario, run,
      identity: [
        [language(vi: "cách lấy mẫu", en: "sampling"), label.samplingName(language), "", ""],
        [
          language(vi: "hạt giống", en: "seed"), String(label.seed),
          language(vi: "mã lần chạy", en: "run"), label.id,
        ],
      ], language)
  }

  /// How the work went, of several samplings.
  mutating func workBlock(_ run: RunSummary, _ language: Language) {
    let draws = NumberStyle(language).number(Double(run.simulatedDraws))
    workBlock(
      draws: draws + language(vi: " của mọi mô hình", en: " of all models"), run, identity: [],
      language)
  }

  private mutating func workBlock(
    draws: String, _ run: RunSummary, identity: [[String]], _ language: Language
  ) {
    let numbers = NumberStyle(language)
    let perSecond =
      run.simulationSeconds > 0 ? Double(run.simulatedDraws) / run.simulationSeconds : 0
    heading(language(vi: "Lần chạy", en: "Run"))
    table(
      TextTable(
        [.init(""), .init(""), .init(""), .init("", wraps: true)],
        rows: [
          [
            language(vi: "số lần mô phỏng", en: "draws"), draws,
            language(vi: "bị lỗi", en: "failures"), String(run.identity.failures),
          ],
          [
            language(vi: "thời gian", en: "wall time"),
            numbers.number(run.wallSeconds, decimals: 2) + language(vi: " giây", en: " s"),
            language(vi: "thời gian CPU", en: "CPU time"),
            numbers.number(run.cpuSeconds, decimals: 2) + language(vi: " giây", en: " s"),
          ],
          [
            language(vi: "tốc độ", en: "rate"),
            numbers.number(perSecond) + language(vi: " lần mô phỏng/giây", en: " draws/s"),
            language(vi: "bộ nhớ cao nhất", en: "peak memory"), numbers.mebibytes(run.peakBytes),
          ],
        ] + identity))
  }
}
