import Assessment
import Econometrics
import PanelData
import ReachModel
import Simulation

extension ExplainSections {
  /// The parameters behind the finding.
  private var feeding: Set<Parameter> {
    topic.outcomes.reduce(into: []) { $0.formUnion($1.inputs) }
  }

  /// The uncertainties behind the finding.
  var shown: [Uncertainty] { study.uncertainties.filter { feeding.contains($0.parameter) } }

  private var updates: [ParameterUpdate] {
    fit.updates.filter { update in feeding.contains { $0.rawValue == update.parameter } }
  }

  // MARK: What the scenario sets

  var pathTitle: String {
    language(vi: "Diễn biến ấn định và tương quan", en: "Scenario path and correlations")
  }

  /// What is set by name or judged to go together: it shows in no law by itself.
  func path(to page: inout Page) {
    page.heading(pathTitle)
    var items = study.scenarioPath.map(line)
    if items.isEmpty {
      items = [
        language(
          vi: "không có: trạng thái theo chuỗi ngẫu nhiên E11, ngân sách chi đủ cả năm.",
          en: "none: regimes follow the random chain of E11, budgets last the year.")
      ]
    }
    if !topic.outcomes.isEmpty { items += correlations }
    page.list(items)
  }

  func line(_ step: Assumption) -> String {
    "\(step.path) = \(step.text), \(place(step.origin)): \(step.source)"
  }

  private var correlations: [String] {
    let keys = Set(shown.map(\.key))
    let judged = study.correlations.filter { keys.contains($0.first) && keys.contains($0.second) }
    let lines = judged.map {
      "\($0.first) ~ \($0.second): "
        + language(vi: "tương quan hạng ", en: "rank correlation ")
        + "\(numbers.shortest($0.rank)), \(place($0.origin)): \($0.source)"
    }
    guard let growth = fit.growthPosterior, updates.contains(where: { $0.parameter == "mux" })
    else {
      return lines
    }
    let joint = [
      ("mux ~ phix", growth.correlationMuxPhix), ("mux ~ sigmax", growth.correlationMuxSigmax),
      ("phix ~ sigmax", growth.correlationPhixSigmax),
    ].map { "\($0) \(numbers.number($1, decimals: 2))" }.joined(separator: "; ")
    return lines + [
      language(
        vi: "tương quan sau số liệu, trên thang không chặn: ",
        en: "correlations of the joint posterior, on the unbounded scales: ") + joint
    ]
  }

  /// Whether the money of a lever reaches what the finding is about.
  func reaches(_ lever: LeverSetting) -> Bool {
    guard let group = study.model.groups.first(where: { $0.key == lever.key }) else { return true }
    return topic.outcomes.contains { outcome in
      group.channels.contains { outcome.isReached(by: $0) }
    }
  }

  /// Whether a fixed input reaches what the finding is about: K is only reported, prices and
  /// levels of output matter to shares alone, the shape of output to shares and growth.
  func reaches(_ input: Assumption) -> Bool {
    let needs: [Outcome] =
      switch input.path {
      case "start.capital": []
      case "history.other_output": [.share]
      case "history.si_output", "history.net_certificates": [.share, .growth]
      default: Outcome.allCases
      }
    return topic.outcomes.contains { needs.contains($0) }
  }

  func levers(_ levers: [LeverSetting], to page: inout Page) {
    page.heading(language(vi: "Công cụ", en: "Levers"))
    page.list(
      levers.map { lever in
        let set = lever.yearly.map { numbers.compact($0) }.joined(separator: ", ")
        let spent = study.spent(on: lever)
        let left =
          spent == lever.yearly
          ? ""
          : language(vi: "; còn sau khi dừng: ", en: "; left by the freeze: ")
            + spent.map { numbers.compact($0) }.joined(separator: ", ")
        return "\(lever.key) = \(set) \(language.unit(lever.unit))\(left); "
          + language(vi: "độ trễ \(lever.lag) quý", en: "lag \(lever.lag) quarters")
          + ", \(place(lever.origin)): \(lever.source)"
      })
  }

  func execution(of lever: LeverSetting, to page: inout Page) {
    let items = study.uncertainties.filter { $0.parameter == .execution }
    page.heading(language(vi: "Giả định", en: "What is assumed"))
    page.list(lines(items))
  }

  // MARK: Data

  /// Parameters that data moved: prior and posterior, coefficients, rows.
  func fed(to page: inout Page) {
    guard !updates.isEmpty else { return }
    page.heading(language(vi: "Đầu vào có số liệu", en: "Inputs fed by data"))
    page.list(updates.flatMap(lines))
    page.list(data(behind: updates))
  }

  /// One parameter's prior, posterior and data, for the finding of its learning ratio.
  func learning(_ parameter: String, to page: inout Page) {
    let updates = fit.updates.filter { $0.parameter == parameter }
    page.heading(
      language(vi: "Từ giả định ban đầu đến sau số liệu", en: "From prior to posterior"))
    page.list(updates.flatMap(lines))
    page.heading(language(vi: "Số liệu", en: "Data"))
    page.list(data(behind: updates))
  }

  private func lines(_ update: ParameterUpdate) -> [String] {
    let item = study.uncertainties.first { $0.parameter.rawValue == update.parameter }
    let prior =
      update.prior.map { described($0) } ?? language(vi: "không có", en: "none")
    let after = update.posteriorMoments.map(moments) ?? ""
    let learnt =
      update.basis == .derived
      ? language(vi: "tính từ số liệu", en: "derived from data")
      : language(vi: "tỷ lệ học ", en: "learning ratio ")
        + (update.learningRatio.map { numbers.number($0, decimals: 2) } ?? "-")
    let name = item.map { "\($0.key) (\(update.parameter))" } ?? update.parameter
    return [
      "\(name): " + language(vi: "giả định ban đầu ", en: "prior ") + prior
        + language(vi: "; sau số liệu ", en: "; posterior ") + after + "; \(learnt)"
        + (item.map { "; \(source(of: $0))" } ?? ""),
      "\(update.parameter): \(language(update.formula)) [\(update.estimateID)]",
    ]
  }

  private func data(behind updates: [ParameterUpdate]) -> [String] {
    let used = Set(updates.map(\.estimateID))
    return fit.estimates.filter { used.contains($0.id) }.flatMap(evidence)
      + (used.contains("commitments") ? fit.commitments.map(commitment) : [])
      + (used.contains("manufacturing_growth")
        ? (fit.growth?.windows ?? []).flatMap { $0.facts.map(factText) } : [])
  }

  private func evidence(_ estimate: Estimate) -> [String] {
    let coefficients = estimate.coefficients.map {
      "\($0.name) b = \(numbers.significant($0.value)) (SE \(numbers.significant($0.standardError)))"
    }
    let data = estimate.dataRanges.map {
      "\($0.file):\($0.firstLine)-\($0.lastLine) (\($0.variable))"
    }
    return [
      "\(estimate.id): \(estimate.dependent); " + coefficients.joined(separator: "; "),
      language(vi: "số liệu: ", en: "data: ") + data.joined(separator: ", "),
    ]
  }

  /// A year of commitments and the cells it is the sum of.
  private func commitment(_ year: YearlyCommitments) -> String {
    let cells = year.cells.map {
      "\($0.variable) \(numbers.shortest($0.value)) (\(place($0.origin)))"
    }
    // The cells have six decimals; their sum in binary has more.
    let sum = (year.amount * 1e6).rounded() / 1e6
    return "\(year.year): \(numbers.shortest(sum)) \(language.unit("million USD")) = "
      + cells.joined(separator: " + ")
  }

  private func factText(_ fact: Fact) -> String {
    "\(place(fact.origin)) \(fact.series) \(fact.year) \(fact.period) = "
      + "\(numbers.shortest(fact.value)) % (\(language.date(fact.published)))"
  }

  /// The windows of published growth, and which of them were beyond the target.
  func windows(beyond target: Target, onlyFullYears: Bool, to page: inout Page) {
    let windows = (fit.growth?.windows ?? []).filter { !onlyFullYears || $0.isFullYear }
    let hits = windows.filter { target.comparison.holds($0.growth, target.threshold) }
    let others = windows.filter { !target.comparison.holds($0.growth, target.threshold) }
    page.heading(language(vi: "Các kỳ đạt ngưỡng", en: "Windows that reached it"))
    page.list(
      hits.isEmpty
        ? [language(vi: "không có", en: "none")] : hits.flatMap { $0.facts.map(factText) })
    page.heading(language(vi: "Các kỳ khác", en: "The other windows"))
    page.list(others.flatMap { $0.facts.map(factText) })
  }

  /// The cells that were left out as flagged, in the order of their file: how many, and the first.
  func flagged(to page: inout Page) {
    let most = 20, cells = fit.flagged
    let rest = cells.count - most
    page.heading(language(vi: "Các ô bị loại", en: "Cells left out") + ": \(cells.count)")
    page.list(cells.prefix(most).map(flaggedCell))
    if rest > 0 {
      page.paragraph(language(vi: "… và \(rest) ô khác.", en: "… and \(rest) more."))
    }
  }

  /// The place of a cell, what keys its row, and why it is flagged, as the file says.
  private func flaggedCell(_ cell: FlaggedCell) -> String {
    let column = language(vi: "cột `value`", en: "column `value`")
    return "\(place(cell.origin)), \(column): \(cell.variable), "
      + language(vi: "tỉnh \(cell.entity), ", en: "province \(cell.entity), ")
      + "\(cell.year); " + language(vi: "lý do ghi trong tệp: ", en: "flag: ") + cell.reason
  }

  // MARK: Priors

  func priors(to page: inout Page) {
    let updated = Set(updates.map(\.parameter))
    let rest = shown.filter { !updated.contains($0.parameter.rawValue) && !$0.parameter.isStart }
    page.heading(
      language(
        vi: "Đầu vào theo giả định ban đầu", en: "Inputs that follow their priors"))
    page.list(lines(rest))
  }

  func starts(to page: inout Page) {
    page.heading(language(vi: "Đầu kỳ và đầu vào cố định", en: "Starts and fixed inputs"))
    page.list(lines(shown.filter(\.parameter.isStart)))
    page.list(
      study.assumptions.filter(reaches).map { input in
        let note =
          input.isLevelDrawn
          ? language(vi: " (hình dạng cố định, mức được rút)", en: " (shape fixed, level drawn)")
          : ""
        return "\(input.path) = \(input.text)\(note), \(place(input.origin)): \(input.source)"
      })
  }

  /// The inputs behind a count of them.
  func counted(_ which: String, to page: inout Page) {
    let learning = Learning(fitted)
    let items =
      switch which {
      case "total": learning.uncertain
      case "starts": learning.leftToPrior.filter(\.parameter.isStart)
      default: learning.leftToPrior
      }
    page.heading(language(vi: "Gồm", en: "They are"))
    page.paragraph(items.map(\.key).joined(separator: ", "))
  }

  func lines(_ items: [Uncertainty]) -> [String] {
    items.map { "\($0.key): \(laws(of: $0)); \(source(of: $0))" }
  }

  private func source(of item: Uncertainty) -> String {
    "\(place(item.origin)); "
      + item.sources.map { sourceText($0, language) }.joined(separator: ", ")
  }

  /// The law, or one for each sector or group where they differ.
  private func laws(of item: Uncertainty) -> String {
    guard let first = item.priors.first else { return "" }
    guard Set(item.priors).count > 1 else { return described(first) }
    let names =
      item.parameter.shape == .perGroup ? study.model.groups.map(\.key) : study.sectors.map(\.key)
    return zip(names, item.priors).map { "\($0) \(described($1))" }.joined(separator: "; ")
  }

  /// The law as stated, and beside it the moments where they are not the stated ones.
  private func described(_ law: Distribution) -> String {
    let text = lawText(law, language)
    switch law {
    case .normalNonNegative, .normalNonPositive, .betaShapes, .shifted, .uniform, .linked:
      guard let found = law.moments else { return text }
      return text + language(vi: ", tức ", en: ", that is ") + moments(found)
    case .fixed, .normal, .lognormal, .beta, .gamma: return text
    }
  }

  private func moments(_ moments: Econometrics.Moments) -> String {
    language(vi: "trung bình ", en: "mean ") + numbers.significant(moments.mean)
      + language(vi: "; ĐLC ", en: ", sd ") + numbers.significant(moments.sd, digits: 2)
  }
}
