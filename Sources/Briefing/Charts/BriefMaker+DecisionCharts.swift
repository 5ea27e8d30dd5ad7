import Assessment
import ReachModel
import Reporting

// The charts of what would change the answer: start, tornado, scenarios, budget, figures of the year.

extension BriefMaker {
  func startChart(_ item: TargetItem) -> ReportChart? {
    let bands = startBands(item)
    guard bands.count > 1, let p = base.find("\(item.id).probability"), let first = bands.first,
      let last = bands.last
    else { return nil }
    let title = language.say(
      vi: "\(question(item)): xác suất đạt theo giá trị đầu kỳ",
      en: "\(question(item)): probability by where it starts")
    let description = language.say(
      vi:
        "\(title): \(base.value(first.probability)) ở \(first.range), "
        + "\(base.value(last.probability)) ở "
        + "\(last.range); chung \(base.value(p)).",
      en:
        "\(title): \(base.value(first.probability)) at \(first.range), "
        + "\(base.value(last.probability)) at "
        + "\(last.range); \(base.value(p)) in all.")
    let chart = StartSensitivityChart(
      bands.map {
        .init(
          $0.low.value, $0.high.value, probability: $0.probability.value,
          error: $0.probability.error ?? 0, id: $0.probability.id)
      }, base: p.value, scale: scale(item),
      quantity: language.say(vi: "giá trị đầu kỳ", en: "starting value").plain(language))
    return ReportChart(
      chart.chart(
        "start-\(item.key)", frame(title, [], description, ids: [p.id], height: 240, isHalf: true),
        language),
      caption: language.say(
        vi: "Mỗi đoạn là một nhóm tương lai.", en: "Each piece is a group of futures."),
      description: description, isHalf: true)
  }

  func tornadoChart(_ tornado: TornadoFigures) -> ReportChart? {
    let item = tornado.item, figures = tornado.figures
    guard let p = base.find("\(item.id).probability"), let first = tornado.bars.first else {
      return nil
    }
    let title = language.say(
      vi: "\(question(item)): điều gì làm xác suất thay đổi",
      en: "\(question(item)): what moves the probability")
    let description = language.say(
      vi:
        "\(title). Nhiều nhất: \(first.label), từ \(figures.value(first.low)) khi ở "
        + "\(first.lowValue) đến "
        + "\(figures.value(first.high)) khi ở \(first.highValue).",
      en:
        "\(title). Most of all \(first.label): from \(figures.value(first.low)) at "
        + "\(first.lowValue) to "
        + "\(figures.value(first.high)) at \(first.highValue).")
    let chart = TornadoChart(
      tornado.bars.map { bar -> TornadoChart.Row in
        let isLong = bar.unit.count > Self.longestUnit
        func end(_ text: Sentence) -> String {
          let whole = text.plain(language)
          return isLong ? String(whole.dropLast(bar.unit.count + 1)) : whole
        }
        return TornadoChart.Row(
          bar.label.plain(language) + (isLong ? " (\(bar.unit))" : ""), low: bar.low.value,
          high: bar.high.value, lowInput: end(bar.lowValue), highInput: end(bar.highValue),
          id: bar.swing.id)
      }, base: p.value, limit: Self.tornadoRows,
      quantity: language.say(vi: "xác suất đạt", en: "probability").plain(language))
    return ReportChart(
      chart.chart(
        "tornado-\(item.key)",
        frame(title, [], description, ids: tornado.bars.prefix(Self.tornadoRows).map(\.swing.id)),
        language),
      caption: language.say(
        vi: "Ghi ở hai đầu thanh: giá trị của đầu vào.",
        en: "Written at the ends of a bar: the input's values."), description: description)
  }

  /// Letters of a unit that may stand at the ends of a bar; a longer one is said once, with the name.
  private static var longestUnit: Int { 12 }

  func scenarioChart(_ compared: [ComparedFigures]) -> ReportChart? {
    let groups = questions.compactMap { question -> ScenarioChart.Group? in
      let dots = compared.compactMap { item -> ScenarioChart.Dot? in
        guard let p = item.find(question.id, "probability") else { return nil }
        let difference = item.find(question.id, "difference")
        let note =
          item.isBase
          ? "" : difference.map { "(\(item.figures.points($0).plain(language)))" } ?? ""
        return ScenarioChart.Dot(
          item.name.plain(language), p.value, error: p.error ?? 0, note: note, id: p.id)
      }
      return dots.isEmpty ? nil : ScenarioChart.Group(question.name.plain(language), dots)
    }
    guard !groups.isEmpty else { return nil }
    let title = language.say(
      vi: "Xác suất đạt theo kịch bản", en: "Probability by scenario")
    let told = questions.compactMap { question -> Sentence? in
      let parts = compared.compactMap { item in
        item.find(question.id, "probability").map {
          "\(item.name) \(item.figures.value($0))" as Sentence
        }
      }
      return parts.isEmpty ? nil : "\(question.name): \(parts.joined(", "))"
    }
    let description: Sentence = "\(title). \(told.joined("; "))."
    return ReportChart(
      ScenarioChart(groups).chart(
        "scenarios", frame(title, [], description, ids: questions.map { "\($0.id).probability" }),
        language),
      caption: language.say(
        vi: "Bên cạnh điểm: chênh lệch so với kịch bản gốc, điểm phần trăm.",
        en: "Beside a dot: the difference from the base, in percentage points."),
      description: description)
  }

  func frontierChart(
    _ present: FrontierPlan?, _ best: [FrontierPlan], _ figures: FindingFigures
  ) -> ReportChart? {
    guard best.count > 1, let first = best.first, let last = best.last else { return nil }
    let title = language.say(
      vi: "Xác suất theo tổng chi: \(frontierQuestion(first))",
      en: "Probability by what is spent: \(frontierQuestion(first))")
    let description = language.say(
      vi:
        "\(title): \(figures.value(first.probability)) khi chi \(money(first.cost, figures)), "
        + "\(figures.value(last.probability)) khi chi \(money(last.cost, figures)).",
      en: "\(title): \(figures.value(first.probability)) at \(money(first.cost, figures)), "
        + "\(figures.value(last.probability)) at \(money(last.cost, figures)).")
    let chart = FrontierChart(
      best.map { plan in
        .init(
          plan.cost.value, plan.probability.value, error: plan.probability.error ?? 0,
          split: plan.levers.map { $0.amount.value }, id: plan.probability.id)
      },
      present: present.map {
        .init(
          language.say(vi: "kế hoạch hiện tại", en: "the plan as it is").plain(language),
          $0.cost.value, $0.probability.value, error: $0.probability.error ?? 0,
          id: $0.probability.id)
      },
      levers: first.levers.map { $0.label.plain(language) }, unit: language.unit("billion VND"))
    return ReportChart(
      chart.chart(
        "frontier", frame(title, [], description, ids: best.map(\.probability.id)), language),
      caption: language.say(
        vi: "Mỗi điểm là kế hoạch tốt nhất tìm được với số tiền đó; vạch: sai số mô phỏng.",
        en: "Each point is the best plan found for the money; bars: the simulation's error."),
      description: description)
  }

  func trackingChart(_ record: RunRecord) -> ReportChart? {
    let figures = FindingFigures(record, language)
    let keys: [(String, Sentence)] =
      targets.map { ($0.key, question($0)) } + [
        ("joint", language.say(vi: "Tất cả", en: "All together"))
      ]
    var told: [Sentence] = []
    let lines = keys.compactMap { key, name -> LineChart.Line? in
      let steps = steps(key, record)
      guard let first = steps.first, let last = steps.last, steps.count > 1 else { return nil }
      told.append(
        "\(name): \(figures.value(first.probability)) → \(figures.value(last.probability))")
      return LineChart.Line(
        name.plain(language),
        steps.map { step in
          let p = step.probability, error = p.error ?? 0
          return LineChart.Point(
            step.date.map { language.date($0) } ?? language(vi: "trước", en: "before"), p.value,
            bands: [max(0, p.value - error)...min(1, p.value + error)])
        })
    }
    guard !lines.isEmpty else { return nil }
    let title = language.say(
      vi: "Xác suất đạt, cập nhật theo số liệu trong năm",
      en: "Probability as the year's figures came")
    let description: Sentence = "\(title). \(told.joined("; "))."
    let chart = LineChart(
      lines, scale: .probability,
      time: language(vi: "số liệu công bố đến ngày", en: "figures published by"),
      quantity: language(vi: "xác suất đạt", en: "probability"))
    return ReportChart(
      chart.chart("by-month", frame(title, [], description, ids: []), language),
      caption: language.say(
        vi: "Dải mờ: sai số mô phỏng.", en: "Pale bands: the simulation's error."),
      description: description)
  }
}
