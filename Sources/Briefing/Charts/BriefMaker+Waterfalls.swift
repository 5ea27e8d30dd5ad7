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
    let title = language.say(
      vi: "\(question.name): từ \(base.name) đến \(item.name)",
      en: "\(question.name): from \(base.name) to \(item.name)")
    let description = language.say(
      vi:
        "\(title): \(base.figures.value(from)) → \(item.figures.value(to)), chênh "
        + "\(item.figures.points(difference)) điểm.",
      en: "\(title): \(base.figures.value(from)) → \(item.figures.value(to)), a difference of "
        + "\(item.figures.points(difference)) points.")
    let chart = WaterfallChart(
      from: .init(base.name.plain(language), from.value, id: from.id),
      steps.map { step in

        .init(stepName(step, item.figures), step.value, error: step.error, id: step.id)
      },
      to: .init(item.name.plain(language), to.value, id: to.id),
      quantity: language(vi: "xác suất đạt", en: "probability"))
    return ReportChart(
      chart.chart(
        "waterfall-\(key)", frame(title, [], description, ids: steps.map(\.id)), language),
      caption: language.say(
        vi:
          "Phần đóng góp của từng thay đổi, cộng lại đúng bằng chênh lệch; phần còn lại do sai số "
          + "được ghi riêng.",
        en:
          "What each change contributes; they add up to the difference, and what is left to error "
          + "is shown."
      ),
      description: description)
  }

  /// What changed: a lever or an input by its label, anything else by the end of the finding's.
  private func stepName(_ finding: Finding, _ figures: FindingFigures) -> String {
    let keys = finding.id.split(separator: ".").dropFirst(3).dropLast()
    let places = ["levers", "uncertainties"]
    for place in places {
      let entry = figures.record.modelRoot[place].items.first {
        $0["key"].string == keys.last.map(String.init)
      }
      if let name = entry?["label"].name(language) { return name.plain(language) }
    }
    let thing = language(finding.label).beforeLastColon
    return thing.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? thing
  }

  func reliabilityCharts(_ record: RunRecord) -> [ReportChart] {
    record.root["series"].items.compactMap { series in
      guard let key = series["series"].string, let name = series.name("label", language),
        let horizon = series["horizons"].items.first
      else { return nil }
      let bins = horizon["reliability"].items.compactMap { bin -> ReliabilityChart.Bin? in
        let range = bin["consistency90"].items
        guard let p = bin["probability"].double, let frequency = bin["frequency"].double,
          let count = bin["count"].value.int, range.count == 2, let low = range[0].double,
          let high = range[1].double
        else { return nil }
        return ReliabilityChart.Bin(p, frequency, count: count, consistency: low...high)
      }
      guard bins.count > 1 else { return nil }
      let title = language.say(
        vi: "\(name): xác suất đã nêu và điều đã xảy ra",
        en: "\(name): chances stated and what happened")
      return ReportChart(
        ReliabilityChart(bins).chart(
          "reliability-\(key)", frame(title, [], title, ids: [], height: 360), language),
        caption: language.say(
          vi: "Thanh xám: nơi điểm sẽ nằm nếu mọi xác suất đều đúng. Số bên dưới: số dự báo.",
          en:
            "Grey bars: where a point lies if every chance is right. Below: the number of "
            + "forecasts."
        ),
        description: title)
    }
  }
}
