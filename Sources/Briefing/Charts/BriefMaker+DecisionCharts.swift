import Assessment
import ReachModel
import Reporting

// The charts of what would change the answer: start, scenarios, budget, figures of the year.

extension BriefMaker {
  func startChart(_ item: TargetItem) -> ReportChart? {
    let bands = startBands(item)
    guard bands.count > 1, let p = base.find("\(item.id).probability") else { return nil }
    let title = language.say(
      vi: "\(question(item)): xác suất đạt theo giá trị đầu kỳ",
      en: "\(question(item)): probability by where it starts")
    let told = bands.map { band -> Sentence in
      let p = base.value(band.probability)
      return language.say(vi: "\(p) ở \(band.range)", en: "\(p) at \(band.range)")
    }.joined("; ")
    let unit = item.isCount ? language.unit("firms") : "%"
    let chart = StartSensitivityChart(
      bands.map {
        .init(
          $0.low.value, $0.high.value, probability: $0.probability.value,
          error: $0.probability.error ?? 0, id: $0.probability.id)
      }, base: p.value, scale: scale(item),
      quantity: language(vi: "giá trị đầu kỳ (\(unit))", en: "starting value (\(unit))"))
    return reportChart(
      "start-\(item.key)",
      ChartWords(
        title: title,
        caption: language.say(
          vi: "Mỗi đoạn là một nhóm tương lai.", en: "Each piece is a group of futures."),
        description: language.say(
          vi: "\(title): \(told); chung \(base.value(p)).",
          en: "\(title): \(told); \(base.value(p)) in all."),
        labels: [chance(p, base)] + bands.map { chance($0.probability, base) }, ids: [p.id]),
      height: 240, isHalf: true
    ) { chart.chart($0, $1, $2) }
  }

  /// A chart for each question that is asked of more than one scenario.
  func scenarioCharts(_ compared: [ComparedFigures]) -> [ReportChart] {
    questions.compactMap { scenarioChart($0, compared) }
  }

  private func scenarioChart(
    _ question: (id: String, name: Sentence), _ compared: [ComparedFigures]
  ) -> ReportChart? {
    let asked = compared.compactMap { item in
      item.find(question.id, "probability").map { (item, $0) }
    }
    guard asked.count > 1 else { return nil }
    let dots = asked.map { item, p in
      ScenarioChart.Dot(
        item.name.plain(language), p.value, error: p.error ?? 0,
        note: note(item, question.id)?.plain(language) ?? "", id: p.id)
    }
    let title = language.say(
      vi: "\(question.name): xác suất theo kịch bản",
      en: "\(question.name): probability by scenario")
    let told = asked.map { item, p in "\(item.name) \(item.figures.value(p))" as Sentence }
    let notes = asked.compactMap { item, _ in note(item, question.id) }
    return reportChart(
      "scenarios-\(question.id.removingPrefix("targets.") ?? question.id)",
      ChartWords(
        title: title,
        caption: notes.isEmpty
          ? language.say(
            vi: "Bên cạnh điểm: xác suất.", en: "Beside a dot: the probability.")
          : language.say(
            vi: "Bên cạnh điểm: chênh lệch so với kịch bản gốc, điểm phần trăm.",
            en: "Beside a dot: the difference from the base, in percentage points."),
        description: "\(title). \(told.joined("; ")).",
        labels: [question.name] + asked.map(\.0.name)
          + asked.map { chance($1, $0.figures) } + notes + ["\(share(95))"],
        ids: ["\(question.id).probability"])
    ) { ScenarioChart(dots).chart($0, $1, $2) }
  }

  /// The difference from the base, as it is written beside a dot; where nothing differs, words.
  private func note(_ item: ComparedFigures, _ question: String) -> Sentence? {
    guard !item.isBase, let difference = item.find(question, "difference") else { return nil }
    guard difference.value != 0 || difference.error ?? 0 > 0 else {
      return language.say(vi: "(không khác)", en: "(the same)")
    }
    return "(\(item.figures.points(difference)))"
  }

  func frontierChart(
    _ present: FrontierPlan?, _ best: [FrontierPlan], _ figures: FindingFigures
  ) -> ReportChart? {
    guard best.count > 1, let first = best.first, let last = best.last else { return nil }
    let title = language.say(
      vi: "Xác suất theo tổng chi: \(frontierQuestion(first))",
      en: "Probability by what is spent: \(frontierQuestion(first))")
    func told(_ plan: FrontierPlan) -> Sentence {
      let p = figures.value(plan.probability), cost = money(plan.cost, figures)
      return language.say(vi: "\(p) khi chi \(cost)", en: "\(p) at \(cost)")
    }
    let own =
      present.map {
        language.say(vi: "; kế hoạch hiện tại: \(told($0))", en: "; the plan as it is: \(told($0))")
      } ?? ""
    let chart = FrontierChart(
      best.map { plan in
        .init(
          plan.cost.value, plan.probability.value, error: plan.probability.error ?? 0,
          split: plan.levers.map { $0.amount.value }, id: plan.probability.id)
      },
      present: present.map {
        .init(
          language(vi: "kế hoạch hiện tại", en: "the plan as it is"), $0.cost.value,
          $0.probability.value, error: $0.probability.error ?? 0, id: $0.probability.id)
      },
      levers: first.levers.map { $0.label.plain(language) }, unit: language.unit("billion VND"))
    return reportChart(
      "frontier",
      ChartWords(
        title: title,
        caption: language.say(
          vi: "Mỗi điểm là kế hoạch tốt nhất tìm được với số tiền đó; vạch: sai số mô phỏng.",
          en: "Each point is the best plan found for the money; bars: the simulation's error."),
        description: "\(title): \(told(first)), \(told(last))\(own).",
        labels: first.levers.map { "\($0.label)" }, ids: best.map(\.probability.id))
    ) { chart.chart($0, $1, $2) }
  }

  func trackingChart(_ record: RunRecord) -> ReportChart? {
    let figures = FindingFigures(record, language)
    let keys: [(String, Sentence)] =
      targets.map { ($0.key, question($0)) } + [
        ("joint", language.say(vi: "Tất cả", en: "All together"))
      ]
    let courses = keys.compactMap { key, name -> (name: Sentence, steps: [TrackedStep])? in
      let steps = steps(key, record)
      return steps.count > 1 ? (name, steps) : nil
    }
    guard let longest = courses.max(by: { $0.steps.count < $1.steps.count }) else { return nil }
    let lines = courses.map { name, steps in
      LineChart.Line(
        name.plain(language),
        steps.map { step in
          let p = step.probability.value, error = step.probability.error ?? 0
          return LineChart.Point(
            day(step, figures).plain(language), p, day: step.date,
            bands: [max(0, p - error)...min(1, p + error)])
        })
    }
    let title = language.say(
      vi: "Xác suất đạt, cập nhật theo số liệu trong năm",
      en: "Probability as the year's figures came")
    let told = courses.map { name, steps -> Sentence in
      let ends = [steps[0], steps[steps.count - 1]].map { step -> Sentence in
        "\(figures.value(step.probability)) (\(day(step, figures)))"
      }
      return "\(name): \(ends.joined(" → "))"
    }
    let chart = LineChart(
      lines, scale: .probability,
      time: language(vi: "số liệu công bố đến ngày", en: "figures published by"),
      quantity: language(vi: "xác suất đạt", en: "probability"))
    return reportChart(
      "by-month",
      ChartWords(
        title: title,
        caption: language.say(
          vi: "Dải mờ: sai số mô phỏng.", en: "Pale bands: the simulation's error."),
        description: "\(title). \(told.joined("; ")).",
        labels: courses.map(\.name) + longest.steps.map { day($0, figures) }
          + courses.flatMap { $0.steps.map { day($0, figures) } },
        ids: courses.flatMap { $0.steps.map(\.probability.id) })
    ) { chart.chart($0, $1, $2) }
  }

  /// The day by which a step's figures had been published.
  private func day(_ step: TrackedStep, _ figures: FindingFigures) -> Sentence {
    guard let date = step.date else { return language.say(vi: "trước", en: "before") }
    let finding = figures.reference(step.probability)
    let reference = Reference(run: finding.run, item: "day of \(finding.item)")
    return "\(.figure(Figure(language.date(date), date.digits, .date, reference)))"
  }
}
