package import Assessment
import Econometrics
package import ReachModel
import Simulation

/// The trail of one number: formula, design, scenario, data, priors, draws.
///
/// Only what feeds the number is shown: a simulated figure has a long trail, a budget or a count of
/// windows a short one.
///
/// - Parameters:
///   - finding: Of a forecast of `fitted`.
///   - fitted: The scenario of the run, fitted as the run fitted it.
///   - run: The run that made the draws.
///   - designs: What it simulated beside the ensemble, if that is known.
///   - citations: The sources that ids such as L10 stand for.
///   - language: Of words and numbers.
///   - width: Columns; at least 80.
///   - isTerminal: Whether headings may be bold.
/// - Returns: Lines, the last one ended.
package func explainText(
  _ finding: Finding, _ fitted: FittedModel, run: RunLabel, designs: RunDesigns? = nil,
  citations: [Citation] = [], language: Language, width: Int = 100, isTerminal: Bool = false
) -> String {
  explainPage(
    finding, fitted, run: run, designs: designs, citations: citations, language: language
  ).text(width: width, isTerminal: isTerminal)
}

/// The same as blocks.
package func explainPage(
  _ finding: Finding, _ fitted: FittedModel, run: RunLabel, designs: RunDesigns? = nil,
  citations: [Citation] = [], language: Language
) -> Page {
  ExplainSections(
    finding: finding, fitted: fitted, run: run, designs: designs, citations: citations,
    language: language
  ).page
}

/// Writes the sections of one trail.
struct ExplainSections {
  let finding: Finding
  let fitted: FittedModel
  let run: RunLabel
  let designs: RunDesigns?
  let citations: [Citation]
  let language: Language
  let topic: ExplainTopic

  init(
    finding: Finding, fitted: FittedModel, run: RunLabel, designs: RunDesigns?,
    citations: [Citation], language: Language
  ) {
    (self.finding, self.fitted, self.run) = (finding, fitted, run)
    (self.designs, self.citations, self.language) = (designs, citations, language)
    topic = ExplainTopic(finding, fitted.study)
  }

  var study: Study { fitted.study }
  var fit: FitReport { fitted.fit }
  var numbers: NumberStyle { NumberStyle(language) }

  var page: Page {
    var page = Page()
    page.add(
      .title("\(finding.id) = \(numbers.value(finding)) [\(language.unit(finding.unit.name))]"))
    page.paragraph(
      "\(language(finding.label)) (\(study.name)); "
        + language(vi: "giá trị đầy đủ ", en: "in full ")
        + "\(finding.value)"
        + (finding.error.map { language(vi: ", sai số 95 % ", en: ", 95 % error ") + "\($0)" } ?? "")
    )
    formula(to: &page)
    body(to: &page)
    cite(to: &page)
    return page
  }

  private func formula(to page: inout Page) {
    page.heading(language(vi: "Công thức", en: "Formula"))
    page.list([howCounted] + topic.outcomes.distinct.map { $0.formula(language) })
  }

  private func body(to page: inout Page) {
    switch topic {
    case .simulated:
      if let target { write(target, to: &page) }
      path(to: &page)
      fed(to: &page)
      priors(to: &page)
      starts(to: &page)
      levers(study.levers.filter(reaches), to: &page)
      draws(to: &page)
    case .threshold(let target): write(target, to: &page)
    case .baseRate(let target, let fullYears):
      write(target, to: &page)
      windows(beyond: target, onlyFullYears: fullYears, to: &page)
    case .start:
      page.heading(language(vi: "Giá trị đầu kỳ", en: "Starts"))
      page.list(lines(study.uncertainties.filter { startParameters.contains($0.parameter) }))
      draws(to: &page)
    case .lever(let lever):
      levers([lever], to: &page)
      path(to: &page)
    case .execution(let lever): execution(of: lever, to: &page)
    case .learning(let parameter): learning(parameter, to: &page)
    case .inputCount(let which): counted(which, to: &page)
    case .flaggedCells: flagged(to: &page)
    case .jump(let quarter):
      page.heading(pathTitle)
      page.list(
        study.scenarioPath.filter { $0.path == "regime.\(quarter)" }.map(line))
    case .count: break
    }
  }

  /// The target that a finding of the kind `targets` is about.
  private var target: Target? {
    let parts = finding.id.split(separator: ".")
    guard parts.count > 1, parts[0] == "targets" else { return nil }
    return study.targets.first { $0.key == parts[1] }
  }

  private var startParameters: Set<Parameter> {
    guard case .start(let target) = topic else { return [] }
    return switch target.outcome {
    case .firms: [.startFirms]
    case .certified: [.startFirms, .startCertifiedShare]
    case .certifiedShare: [.startCertifiedShare]
    case .share, .growth: [.startShare]
    }
  }

  private func write(_ target: Target, to page: inout Page) {
    page.heading(language(vi: "Chỉ tiêu", en: "Target"))
    page.list([
      "\(target.key): "
        + language(vi: target.outcome.vietnameseName, en: target.outcome.rawValue)
        + " \(target.comparison.sign(language)) "
        + "\(numbers.shortest(target.threshold)), \(target.year), \(place(target.origin))",
      language(vi: "nguồn: ", en: "source: ") + target.source,
    ])
  }

  private func draws(to page: inout Page) {
    page.heading(language(vi: "Các lần mô phỏng", en: "Draws"))
    let count = numbers.number(Double(run.draws))
    let last = numbers.number(Double(run.draws - 1))
    page.list([
      language(
        vi: "\(count) lần, số 0 đến \(last), hạt giống \(run.seed), lần chạy \(run.id).",
        en: "\(count) draws, 0 to \(last), seed \(run.seed), run \(run.id)."),
      language(
        vi:
          "Lần mô phỏng d chỉ phụ thuộc (hạt giống, d): cùng kịch bản, dữ liệu và hạt giống thì d "
          + "luôn cho cùng số; các lần đầu tiên nằm trong draws.bin.",
        en:
          "Draw d depends only on (seed, d): with the same scenario, data and seed it is the same "
          + "in a run of any size; the first ones are in draws.bin."),
    ])
  }

  /// What the ids of the trail stand for.
  private func cite(to page: inout Page) {
    let texts = mentioned
    let sources = cited(in: texts, among: citations)
    guard !sources.isEmpty else { return }
    page.heading(language(vi: "Nguồn được trích dẫn", en: "Sources cited"))
    page.list(sources.map { citationText($0, language) })
  }

  private var mentioned: [String] {
    switch topic {
    case .simulated:
      shown.flatMap(\.sources) + study.assumptions.filter(reaches).map(\.source)
        + study.levers.filter(reaches).map(\.source) + study.scenarioPath.map(\.source)
    case .start:
      study.uncertainties.filter { startParameters.contains($0.parameter) }.flatMap(\.sources)
    case .lever(let lever): [lever.source] + study.scenarioPath.map(\.source)
    case .execution:
      study.uncertainties.filter { $0.parameter == .execution }.flatMap(\.sources)
    case .learning(let parameter):
      study.uncertainties.filter { $0.parameter.rawValue == parameter }.flatMap(\.sources)
    case .jump: study.scenarioPath.map(\.source)
    case .threshold, .baseRate, .inputCount, .flaggedCells, .count: []
    }
  }

  func place(_ origin: Origin) -> String { "\(origin.file):\(origin.line)" }
}

extension Sequence where Element: Hashable {
  /// Each element once, in the order of its first place.
  fileprivate var distinct: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
