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
    let left = drawn.rest.map { language.say(vi: "phần còn lại \($0)", en: "left over \($0)") }
    let told =
      (zip(drawn.names, drawn.changes).map { "\($0) \($1)" as Sentence } + [left].compactMap { $0 })
      .joined("; ")
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
            "Phần đóng góp của từng thay đổi, điểm phần trăm; phần còn lại, nếu in được, ghi riêng. "
            + "Mỗi số được làm tròn riêng nên tổng có thể lệch ở chữ số cuối.",
          en:
            "What each change contributes, in points; what is left over, if it can be printed, is "
            + "shown. Each number is rounded by itself: sums may miss by the last digit."),
        description: language.say(
          vi: "\(title): \(drawn.start) → \(drawn.end), chênh \(drawn.difference) điểm phần trăm. "
            + "Đóng góp: \(told).",
          en:
            "\(title): \(drawn.start) → \(drawn.end), a difference of \(drawn.difference) points. "
            + "Contributions: \(told)."),
        labels: [base.name, item.name] + drawn.names + drawn.numbers, ids: steps.map(\.id))
    ) { chart.chart($0, $1, $2) }
  }

  /// What is written beside the bars.
  private struct DrawnSteps {
    let names: [Sentence]
    let start: Sentence
    let changes: [Sentence]
    /// What they leave; nil where that would be printed as nothing.
    let rest: Sentence?
    let end: Sentence
    let difference: Sentence
    let decimals: Int

    var numbers: [Sentence] { [start] + changes + [rest].compactMap { $0 } + [end] }
  }

  private func drawnSteps(
    _ steps: [Finding], _ figures: FindingFigures, from: (finding: Finding, of: FindingFigures),
    to: Finding, _ difference: Finding
  ) -> DrawnSteps {
    let decimals = decimals(of: difference.value, steps.compactMap(\.error))
    func total(_ finding: Finding, _ figures: FindingFigures) -> Sentence {
      let text = numbers.percent(finding.value, decimals: decimals)
      return "\(.figure(Figure(text, finding.value, .percent, figures.reference(finding))))"
    }
    func change(_ finding: Finding) -> Sentence {
      let error = finding.error.map { " ± " + numbers.number($0 * 100, decimals: decimals) } ?? ""
      let text = numbers.signed(finding.value * 100, decimals: decimals) + error
      let reference = figures.reference(finding)
      return "\(.figure(Figure(text, finding.value, error: finding.error, .points, reference)))"
    }
    let bars = WaterfallChart(
      from: .init("", from.finding.value), steps.map { .init("", $0.value) },
      to: .init("", to.value), quantity: "", decimals: decimals)
    let rest = bars.rows(language).dropFirst(steps.count + 1).dropLast().first.map {
      row -> Sentence in
      let ends = [from.finding, to].map { "\($0.scenario):\($0.id)" }.joined(separator: " to ")
      let reference = Reference(run: figures.record.name, item: "rest from \(ends)")
      // As it is read back, term by term: the drawn ends are sums in another order.
      let value = steps.reduce(to.value - from.finding.value) { $0 - $1.value }
      let figure = Figure(bars.text(row, language), value, .points, reference)
      return "\(.figure(figure))"
    }
    return DrawnSteps(
      names: steps.map { stepName($0, figures) }, start: total(from.finding, from.of),
      changes: steps.map(change), rest: rest, end: total(to, figures),
      difference: change(difference), decimals: decimals)
  }

  /// So many that a difference has at least two digits, and that no error is printed as none.
  private func decimals(of difference: Double, _ errors: [Double]) -> Int {
    let points = difference.magnitude * 100
    let least = points >= 1 ? 1 : points >= 0.1 ? 2 : 3
    guard let smallest = errors.filter({ $0 > 0 }).min() else { return least }
    return max(least, NumberStyle.decimals(following: smallest * 100, limit: 6))
  }

  /// What changed: what stands in the label between what the question is called and what the number is.
  ///
  /// `contributions.*.total` begins with the same words, and ends in words of its own.
  private func stepName(_ finding: Finding, _ figures: FindingFigures) -> Sentence {
    let key = finding.id.split(separator: ".").prefix(3).joined(separator: ".")
    let whole = figures.find("\(key).total", of: finding.scenario).map { language($0.label) } ?? ""
    let label = language(finding.label)
    let start = zip(whole, label).prefix { $0 == $1 }.count
    return "\(.name(String(label.dropFirst(start)).beforeLastColon, figures.reference(finding)))"
  }
}
