package import Assessment
package import ReachModel
import Simulation

/// The answer of `reach sensitivity`.
///
/// - Parameters:
///   - found: What each method found.
///   - study: The scenario.
///   - shown: Which targets are written out; findings are of all.
/// - Returns: What the targets hang on, in words and as data.
package func report(
  of found: ScenarioSensitivity, _ study: Study, shown: [TargetQuestion]
) -> AnalysisReport {
  @Sendable func sections(_ language: Language) -> SensitivitySections {
    SensitivitySections(found: found, study: study, shown: shown, language: language)
  }
  return AnalysisReport("sensitivity", scenarios: [study.name], findings: found.findings) {
    page, language in
    sections(language).write(to: &page)
  } summary: {
    sections($0).summary
  }
}

/// Writes one table a question, then structural choices, themes and notes.
struct SensitivitySections {
  let found: ScenarioSensitivity
  let study: Study
  let shown: [TargetQuestion]
  let language: Language

  private static let rows = 12

  var numbers: NumberStyle { NumberStyle(language) }
  var names: TargetNames {
    TargetNames(study.targets, sectors: study.sectors, language)
  }

  func write(to page: inout Page) {
    page.add(
      .title(
        language(
          vi: "Kết quả phụ thuộc vào đâu: \(study.title.vi) (\(study.name))",
          en: "What the answer hangs on: \(study.title.en) (\(study.name))")))
    if !found.unfinished.isEmpty {
      let names = found.unfinished.map { language($0.label) }.joined(separator: ", ")
      page.paragraph(
        language(vi: "Bị dừng trước khi xong: \(names).", en: "Stopped before the end: \(names)."))
    }
    for question in shown { write(question, to: &page) }
    switches(to: &page)
    page.heading(language(vi: "Cách đọc", en: "How to read this"))
    page.list(notes)
  }

  // MARK: One question

  func place(_ question: TargetQuestion) -> Int? {
    switch question {
    case .joint: found.questions.firstIndex(of: .joint)
    case .target(let target): found.questions.firstIndex(of: .holds(target))
    }
  }

  func outcomePlace(_ question: TargetQuestion) -> Int? {
    guard case .target(let target) = question else { return nil }
    return found.questions.firstIndex(of: .outcome(target))
  }

  func tornadoPlace(_ question: TargetQuestion) -> Int? {
    found.tornado?.questions.firstIndex(of: attributed(question))
  }

  /// As the tornado and the switches ask it.
  func attributed(_ question: TargetQuestion) -> Attribution.Question {
    switch question {
    case .joint: .joint
    case .target(let target): .probability(target)
    }
  }

  private func write(_ question: TargetQuestion, to page: inout Page) {
    let base = tornadoPlace(question).flatMap { place in found.tornado?.base[place] }
    page.heading(
      names.event(question)
        + (base.map { " = " + numbers.percent($0.value, error: $0.error) } ?? ""))
    bars(question, to: &page)
    variances(question, to: &page)
    others(question, to: &page)
    themes(question, to: &page)
  }

  private func bars(_ question: TargetQuestion, to page: inout Page) {
    guard let tornado = found.tornado, let place = tornadoPlace(question) else { return }
    let order = tornado.order(place)
    let telling = order.filter { tornado.bars[$0].swing(place).isBeyondError }
    var table = TextTable([
      .init(language(vi: "đầu vào", en: "input"), wraps: true),
      .init(language(vi: "từ mức 5 % đến 95 %", en: "from its 5 % to its 95 %"), wraps: true),
      .init(language(vi: "P từ, %", en: "P from, %"), .right),
      .init(language(vi: "đến, %", en: "to, %"), .right),
      .init(language(vi: "chênh, điểm", en: "swing, points"), .right),
    ])
    for i in telling.prefix(Self.rows) {
      let bar = tornado.bars[i], swing = bar.swing(place)
      table.append([
        language(bar.input.label),
        InputText(language).range(bar.lowValue, bar.highValue, unit: bar.input.unit),
        percent(bar.low[place]), percent(bar.high[place]),
        numbers.points(swing.value, error: swing.error),
      ])
    }
    page.paragraph(
      language(
        vi:
          "Lốc xoáy: P khi biết chắc một đầu vào ở mức 5 % hoặc 95 %, các đầu vào khác vẫn bất định "
          + "(đầu vào có tương quan đổi theo)",
        en: "Tornado: P with one input known to be at its 5 % or 95 % point, the others uncertain "
          + "(what is correlated with it moves along)"))
    page.table(table)
    let shown = telling.prefix(Self.rows).map { tornado.bars[$0].input.key }
    for group in tornado.correlated where group.inputs.contains(where: { shown.contains($0.key) }) {
      let names = group.inputs.map { language($0.label) }.joined(separator: "; ")
      page.paragraph(
        language(
          vi: "Có tương quan, nên thanh của mỗi đầu vào gồm cả phần đi cùng: \(names).",
          en: "Correlated, so that the bar of each holds also what comes with it: \(names)."))
    }
    page.paragraph(rest(tornado, place, order, telling))
  }

  /// Without the sign, which the table's head has.
  private func percent(_ chance: Replicated) -> String {
    numbers.number(100 * chance.value, error: 100 * chance.error)
  }

  /// What is not in the table.
  private func rest(
    _ tornado: Tornado, _ place: Int, _ order: [Int], _ telling: [Int]
  ) -> String {
    let hidden = telling.dropFirst(Self.rows)
    let largest = hidden.map { tornado.bars[$0].swing(place).value.magnitude }.max() ?? 0
    let silent = order.count - telling.count
    let points = numbers.number(100 * largest, decimals: 1)
    let more =
      hidden.isEmpty
      ? ""
      : language(
        vi: "\(hidden.count) đầu vào nữa làm P đổi nhiều nhất \(points) điểm. ",
        en: "\(hidden.count) more move P by \(points) points at most. ")
    return more
      + language(
        vi: "\(silent) đầu vào không làm P đổi quá sai số.",
        en: "\(silent) inputs do not move P beyond the error.")
  }

  private func variances(_ question: TargetQuestion, to page: inout Page) {
    guard let variance = found.variance, let place = place(question) else { return }
    let outcome = outcomePlace(question)
    let main = (try? variance.indices[outcome ?? place].get())
    let held = try? variance.indices[place].get()
    guard let main else {
      return page.paragraph(
        language(
          vi: "Chỉ số Sobol': kết quả không thay đổi giữa các lần mô phỏng.",
          en: "Sobol' indices: the outcome is the same in every draw."))
    }
    let whether = language(vi: "toàn phần, đạt hay không", en: "total, whether it holds")
    var table = TextTable(
      [
        .init(language(vi: "nguồn của phương sai", en: "source of variance"), wraps: true),
        .init(language(vi: "bậc một", en: "first order"), .right, wraps: true),
        .init(language(vi: "toàn phần", en: "total"), .right, wraps: true),
      ] + (outcome == nil ? [] : [.init(whether, .right, wraps: true)]))
    let order = main.total.indices.sorted { main.total[$0].value > main.total[$1].value }
    let telling = order.filter { !main.total[$0].isBelowItsError }
    for i in telling.prefix(Self.rows) {
      table.append(
        [language(variance.sources[i].label), index(main.first[i]), index(main.total[i])]
          + (outcome == nil ? [] : [held.map { index($0.total[i]) } ?? "–"]))
    }
    page.paragraph(
      outcome == nil
        ? language(
          vi: "Chỉ số Sobol' của việc đạt hay không", en: "Sobol' indices of whether it holds")
        : language(
          vi: "Chỉ số Sobol' của chính kết quả: phần phương sai do từng nguồn",
          en: "Sobol' indices of the outcome itself: the share of its variance from each source"))
    page.table(table)
    page.paragraph(
      convergence(variance, outcome ?? place, order.first ?? 0, order.count - telling.count))
  }

  private func convergence(
    _ variance: ScenarioSensitivity.Variance, _ place: Int, _ largest: Int, _ silent: Int
  ) -> String {
    let steps = variance.convergence[place].map { indices in
      "\(numbers.number(indices.total[largest].value, decimals: 3)) "
        + "(\(numbers.number(Double(indices.rows))))"
    }
    let line = steps.joined(separator: " → ")
    return language(
      vi:
        "\(silent) nguồn nữa không nêu: cả hai chỉ số đều nhỏ hơn sai số. Hội tụ của chỉ số lớn nhất theo số dòng: \(line).",
      en:
        "\(silent) more sources are left out, both indices being below their error. The greatest index as rows grow: \(line)."
    )
  }

  /// An index with its error; one below it is written as such.
  func index(_ estimate: IndexEstimate) -> String {
    if estimate.isBelowItsError {
      let least = max(estimate.error, 0.001)
      let bound = numbers.number(least, decimals: NumberStyle.decimals(following: least))
      return language(vi: "dưới sai số \(bound)", en: "below error \(bound)")
    }
    return numbers.number(estimate.value, error: max(estimate.error, 0.001))
  }

  /// The methods beside: one table with what each says.
  private func others(_ question: TargetQuestion, to page: inout Page) {
    guard let place = place(question) else { return }
    let outcome = outcomePlace(question) ?? place
    screening(place, to: &page)
    correlations(outcome, to: &page)
  }

  private func screening(_ place: Int, to page: inout Page) {
    guard let screening = found.screening else { return }
    let effects = screening.effects[place]
    let order = effects.indices.filter {
      effects[$0].map { !$0.meanMagnitude.isBelowItsError } ?? false
    }
    .sorted {
      (effects[$0]?.meanMagnitude.value ?? 0) > (effects[$1]?.meanMagnitude.value ?? 0)
    }
    var table = TextTable([
      .init(language(vi: "Morris: đầu vào", en: "Morris: input"), wraps: true),
      .init(language(vi: "mu*, điểm", en: "mu*, points"), .right), .init("mu", .right),
      .init("sigma", .right),
    ])
    for i in order.prefix(Self.rows) {
      guard let effect = effects[i] else { continue }
      table.append([
        language(screening.inputs[i].label),
        numbers.number(100 * effect.meanMagnitude.value, error: 100 * effect.meanMagnitude.error),
        numbers.signed(100 * effect.mean.value, decimals: 1),
        numbers.number(100 * effect.spread, decimals: 1),
      ])
    }
    page.table(table)
  }

  private func correlations(_ place: Int, to page: inout Page) {
    guard found.ranks.indices.contains(place), let regression = found.ranks[place] else { return }
    let effects = regression.answers.map { answer -> RankRegression.Effect? in
      if case .effect(let effect) = answer { effect } else { nil }
    }
    let order = effects.indices.filter { effects[$0].map { !$0.isBelowItsError } ?? false }.sorted {
      (effects[$0]?.partialCorrelation.magnitude ?? 0)
        > (effects[$1]?.partialCorrelation.magnitude ?? 0)
    }
    let pawn = found.pawn.indices.contains(place) ? found.pawn[place] : []
    var table = TextTable(
      [
        .init(language(vi: "hồi quy hạng: đầu vào", en: "rank regression: input"), wraps: true),
        .init("PRCC", .right),
        .init(language(vi: "khoảng 95 %", en: "95 % interval"), .right),
      ] + (pawn.isEmpty ? [] : [.init("PAWN", .right)]))
    for i in order.prefix(Self.rows) {
      guard let effect = effects[i] else { continue }
      let ends = [effect.interval.lowerBound, effect.interval.upperBound].map {
        numbers.signed($0, decimals: 3)
      }
      let distance =
        pawn.isEmpty ? [] : [pawn[i].map { numbers.number($0.summary.median, decimals: 3) } ?? "–"]
      table.append(
        [
          language(found.columns[i].label), numbers.signed(effect.partialCorrelation, decimals: 3),
          ends.joined(separator: language(vi: " đến ", en: " to ")),
        ] + distance)
    }
    page.table(table)
    page.paragraph(
      language(
        vi:
          "Hạng của các đầu vào giải thích \(numbers.percent(regression.explained)) phương sai hạng của "
          + "kết quả.",
        en:
          "The inputs' ranks explain \(numbers.percent(regression.explained)) of the variance of the "
          + "outcome's rank."))
  }

  private func themes(_ question: TargetQuestion, to page: inout Page) {
    guard let place = outcomePlace(question) ?? place(question),
      found.shapley.indices.contains(place), let effects = try? found.shapley[place].get()
    else { return }
    var table = TextTable([
      .init(language(vi: "nhóm đầu vào", en: "group of inputs"), wraps: true),
      .init(language(vi: "hiệu ứng Shapley", en: "Shapley effect"), .right),
    ])
    let order = effects.effects.indices.sorted {
      effects.effects[$0].value > effects.effects[$1].value
    }
    for i in order {
      // A share of variance is not negative: what comes out below 0 is not told from it.
      let effect = effects.effects[i]
      let shown =
        effect.value > 0
        ? index(effect) : index(IndexEstimate(value: 0, standardError: effect.standardError))
      table.append([language(found.themes[i].label), shown])
    }
    page.table(table)
    let explained = numbers.percent(max(0, effects.explained))
    page.paragraph(
      language(
        vi:
          "Các nhóm cùng giải thích \(explained) phương sai; phần còn lại là ngẫu nhiên và phần mà láng giềng "
          + "gần không thấy (ước lượng thấp).",
        en:
          "Together the groups explain \(explained) of the variance; the rest is chance, and what nearest "
          + "neighbours do not see (they err low)."))
  }

  // MARK: Structure

  private func switches(to page: inout Page) {
    guard let switches = found.switches else { return }
    page.heading(
      language(
        vi: "Lựa chọn cấu trúc: thay đổi của P, điểm phần trăm",
        en: "Structural choices: change of P, in points"))
    let asked = switches.questions.indices.filter {
      if case .median = switches.questions[$0] { false } else { true }
    }
    var table = TextTable(
      [.init(language(vi: "lựa chọn", en: "choice"), wraps: true)]
        + asked.map { place in
          switch switches.questions[place] {
          case .probability(let target), .median(let target):
            .init(names.shortName(target), .right, wraps: true)
          case .joint: .init(names.allTogether, .right, wraps: true)
          }
        })
    for (choice, answers) in switches.effects {
      let cells = asked.map { place -> String in
        let change = answers[place] - switches.base[place]
        if change.value == 0 && change.error == 0 { return "0" }
        return change.isBeyondError
          ? numbers.points(change.value, error: change.error)
          : language(vi: "trong sai số", en: "within error")
      }
      table.append([language(choice.label)] + cells)
    }
    page.table(table)
  }
}
