import Assessment
import Reporting

extension BriefMaker {
  /// What explains the greatest difference of each target that differs beyond its error.
  func waterfalls(_ compared: [ComparedFigures]) -> [ReportChart] {
    guard compared.contains(where: \.isBase) else { return [] }
    return questions.compactMap { question in
      let differing = compared.filter { item in
        guard !item.isBase, let d = item.find(question.id, "difference") else { return false }
        return d.value.magnitude > (d.error ?? 0) && steps(question, item).count > 1
      }
      let greatest = differing.max { a, b in
        let (x, y) = (a.find(question.id, "difference"), b.find(question.id, "difference"))
        return (x?.value.magnitude ?? 0) < (y?.value.magnitude ?? 0)
      }
      return greatest.flatMap { waterfall(question, $0, compared) }
    }
  }

  /// What each change contributes, as far as it does.
  private func steps(
    _ question: (id: String, name: Sentence), _ item: ComparedFigures
  ) -> [Finding] {
    let key = question.id.removingPrefix("targets.") ?? question.id
    let start = "contributions.\(key).probability."
    return item.figures.record.findings.filter {
      $0.scenario == item.key && $0.id.hasPrefix(start) && $0.id.hasSuffix(".contribution")
        && $0.value != 0
    }
  }

  private func waterfall(
    _ question: (id: String, name: Sentence), _ item: ComparedFigures,
    _ compared: [ComparedFigures]
  ) -> ReportChart? {
    let steps = steps(question, item)
    let key = question.id.removingPrefix("targets.") ?? question.id
    guard steps.count > 1, let base = compared.first(where: \.isBase),
      let from = base.find(question.id, "probability"),
      let to = item.find(question.id, "probability"),
      let difference = item.find(question.id, "difference")
    else { return nil }
    let drawn = drawnSteps(steps, item.figures, from: (from, base.figures), to: to, difference)
    let title = language.say(
      vi: "\(question.name): từ \(base.name) đến \(item.name)",
      en: "\(question.name): from \(base.name) to \(item.name)")
    let told = zip(drawn.names, steps).map { name, step in
      "\(name) \(item.figures.points(step))" as Sentence
    }.joined("; ")
    let (start, end) = (base.figures.value(from), item.figures.value(to))
    let points = item.figures.points(difference)
    let chart = WaterfallChart(
      from: .init(base.name.plain(language), from.value, id: from.id),
      zip(drawn.names, steps).map { name, step in
        .init(name.plain(language), step.value, error: step.error, id: step.id)
      },
      to: .init(item.name.plain(language), to.value, id: to.id),
      quantity: language(vi: "xác suất đạt", en: "probability"), decimals: drawn.decimals)
    return reportChart(
      "waterfall-\(key)",
      ChartWords(
        title: title,
        caption: language.say(
          vi:
            "Phần đóng góp của từng thay đổi, cộng lại đúng bằng chênh lệch; phần còn lại do sai "
            + "số được ghi riêng.",
          en:
            "What each change contributes; they add up to the difference, and what is left to "
            + "error is shown."),
        description: language.say(
          vi: "\(title): \(start) → \(end), chênh \(points) điểm phần trăm. Đóng góp: \(told).",
          en: "\(title): \(start) → \(end), a difference of \(points) points. Contributions: "
            + "\(told)."),
        labels: [base.name, item.name] + drawn.names + drawn.numbers, ids: steps.map(\.id))
    ) { chart.chart($0, $1, $2) }
  }

  private typealias DrawnSteps = (names: [Sentence], numbers: [Sentence], decimals: Int)

  /// What is written beside the bars: totals, contributions, and what they leave in print.
  private func drawnSteps(
    _ steps: [Finding], _ figures: FindingFigures, from: (finding: Finding, of: FindingFigures),
    to: Finding, _ difference: Finding
  ) -> DrawnSteps {
    let decimals = decimals(of: difference.value)
    func total(_ finding: Finding, _ figures: FindingFigures) -> Figure {
      Figure(
        numbers.percent(finding.value, decimals: decimals), finding.value, .percent,
        figures.reference(finding))
    }
    let start = total(from.finding, from.of), end = total(to, figures)
    let changes = steps.map { step in
      let error = step.error.map { " ± " + numbers.number($0 * 100, decimals: decimals) } ?? ""
      return Figure(
        numbers.signed(step.value * 100, decimals: decimals) + error, step.value, error: step.error,
        .points, figures.reference(step))
    }
    let rest = WaterfallChart(
      from: .init("", start.value), steps.map { .init("", $0.value) }, to: .init("", end.value),
      quantity: "", decimals: decimals)
    let rows = rest.rows(language).dropFirst(steps.count + 1).dropLast()
    let left = rows.map { row in
      Figure(
        rest.text(row, language), difference.value,
        .rest(of: end, less: [start] + changes), figures.reference(difference))
    }
    return (
      steps.map { stepName($0, figures) },
      ([start] + changes + left + [end]).map { "\(.figure($0))" }, decimals
    )
  }

  /// So many that a difference has at least two digits: what a tenth of a point hides is no row of zeros.
  private func decimals(of difference: Double) -> Int {
    let points = difference.magnitude * 100
    return points >= 1 ? 1 : points >= 0.1 ? 2 : 3
  }

  /// What changed: a lever or an input by its label, anything else by the end of the finding's.
  private func stepName(_ finding: Finding, _ figures: FindingFigures) -> Sentence {
    let keys = finding.id.split(separator: ".").dropFirst(3).dropLast()
    let places = ["levers", "uncertainties"]
    for place in places {
      let entry = figures.record.modelRoot[place].items.first {
        $0["key"].string == keys.last.map(String.init)
      }
      if let name = entry?["label"].name(language) { return "\(name)" }
    }
    let thing = language(finding.label).beforeLastColon
    let last = thing.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? thing
    return "\(.name(last, figures.reference(finding)))"
  }
}
