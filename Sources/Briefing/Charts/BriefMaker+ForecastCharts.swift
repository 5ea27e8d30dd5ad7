import Assessment
import ReachModel
import Reporting

// The charts of a distribution: histogram, exceedance, small multiples by sector.

extension BriefMaker {
  func histogramChart(_ item: TargetItem) -> ReportChart? {
    let bins = runs.base.bins.filter {
      $0.outcome == item.outcome && $0.sector == item.sector && $0.period == String(item.year)
    }
    // An outcome that never varies has no bar to draw.
    guard !bins.isEmpty, bins.allSatisfy({ $0.low < $0.high }),
      let p = base.find("\(item.id).probability")
    else { return nil }
    let chart = HistogramChart(
      bins.map { .init($0.low, $0.high, draws: Double($0.draws)) },
      target: .init(
        item.threshold, bound(item).plain(language), isFloor: item.isUpward, probability: p.value,
        id: p.id),
      median: base.find("\(item.id).median")?.value, scale: scale(item), quantity: quantity(item))
    let title = language.say(
      vi: "Phân phối năm \(year(item)): \(name(item))",
      en: "Distribution in \(year(item)): \(name(item))")
    let (met, unmet) = (chance(p, base), rest(p, base))
    let middle = base.find("\(item.id).median").map { median in
      base.number(median, item.isCount ? .plain : .percent) { value in
        item.isCount ? numbers.compact(value) : numbers.percent(value, decimals: 1)
      }
    }
    let outer = range(base, "\(item.id).interval80.low", "\(item.id).interval80.high") ?? ""
    let half = half(item).map {
      language.say(vi: "một nửa \($0), ", en: "half of them \($0), ")
    }
    return reportChart(
      "histogram-\(item.key)",
      ChartWords(
        title: title,
        caption: language.say(
          vi: "Cột đậm: các tương lai đạt chỉ tiêu.",
          en: "Dark bars: the futures that meet the target."),
        description: language.say(
          vi: "\(title). \(met) số tương lai đạt \(bound(item)), \(unmet) không đạt; trung vị "
            + "\(middle.map { "\($0)" } ?? ""), \(half ?? "")\(share(80)) nằm trong \(outer).",
          en: "\(title). \(met) of the futures meet \(bound(item)), \(unmet) do not; median "
            + "\(middle.map { "\($0)" } ?? ""), \(half ?? "")\(share(80)) within \(outer)."),
        labels: [bound(item), met, unmet] + (middle.map { ["\($0)"] } ?? []), ids: [p.id]),
      height: 240, isHalf: true
    ) { chart.chart($0, $1, $2) }
  }

  /// Where the middle half of the futures lies.
  private func half(_ item: TargetItem) -> Sentence? {
    let period = periods(item).first { $0.period == String(item.year) }
    guard let low = period?.quantiles[0.25], let high = period?.quantiles[0.75] else { return nil }
    return between(low, high, item)
  }

  func exceedanceChart(_ item: TargetItem) -> ReportChart? {
    let found = runs.forecasts.compactMap { record in curve(item, record) }
    guard !found.isEmpty else { return nil }
    let chart = ExceedanceChart(
      found.map(\.curve), target: .init(item.threshold, bound(item).plain(language)),
      scale: scale(item), quantity: quantity(item), isAtMost: !item.isUpward)
    let title =
      item.isUpward
      ? language.say(
        vi: "Xác suất đạt ít nhất từng mức, năm \(year(item)): \(name(item))",
        en: "Probability of at least each level in \(year(item)): \(name(item))")
      : language.say(
        vi: "Xác suất không vượt từng mức, năm \(year(item)): \(name(item))",
        en: "Probability of at most each level in \(year(item)): \(name(item))")
    let answers = found.compactMap(\.answer).joined("; ")
    return reportChart(
      "exceedance-\(item.key)",
      ChartWords(
        title: title,
        caption: language.say(
          vi: "Đọc ở mức nào cũng được: chỉ tiêu khác thì xác suất khác.",
          en: "Read it at any level: another target has another probability."),
        description: language.say(
          vi: "\(title). \(levels(item))Xác suất của \(bound(item)): \(answers).",
          en: "\(title). \(levels(item))Probability of \(bound(item)): \(answers)."),
        labels: [bound(item)] + found.flatMap(\.labels), ids: ["\(item.id).probability"]),
      height: 240, isHalf: true
    ) { chart.chart($0, $1, $2) }
  }

  /// What 90, 50 and 10 % of the futures reach, or do not exceed.
  private func levels(_ item: TargetItem) -> Sentence {
    let period = periods(item).first { $0.period == String(item.year) }
    let parts = [0.9, 0.5, 0.1].compactMap { share -> Sentence? in
      let quantile = item.isUpward ? [0.9: 0.1, 0.5: 0.5, 0.1: 0.9][share] : share
      guard let row = quantile.flatMap({ period?.quantiles[$0] }) else { return nil }
      let part = Inline.figure(
        Figure(numbers.percent(share), share, .percent, .method("quantile")))
      return language.say(
        vi: "\(outcomeFigure(row, item)) (\(part))", en: "\(outcomeFigure(row, item)) (\(part))")
    }
    guard !parts.isEmpty else { return "" }
    let list = parts.joined("; ")
    return item.isUpward
      ? language.say(
        vi: "Mức mà phần số tương lai ghi trong ngoặc đạt hoặc vượt: \(list). ",
        en: "Levels that the share of futures in brackets reaches or exceeds: \(list). ")
      : language.say(
        vi: "Mức mà phần số tương lai ghi trong ngoặc không vượt: \(list). ",
        en: "Levels that the share of futures in brackets does not exceed: \(list). ")
  }

  private typealias FoundCurve = (
    curve: ExceedanceChart.Curve, labels: [Sentence], answer: Sentence?
  )

  /// From the bins of the histogram: their edges are exact places of the distribution.
  private func curve(_ item: TargetItem, _ record: RunRecord) -> FoundCurve? {
    let bins = record.bins.filter {
      $0.outcome == item.outcome && $0.sector == item.sector && $0.period == String(item.year)
    }.sorted { $0.low < $1.low }
    let total = Double(bins.reduce(0) { $0 + $1.draws })
    guard total > 0, let title = record.scenario["title"].name(language), let first = bins.first
    else { return nil }
    var below = 0.0
    let begin = ExceedanceChart.Point(first.low, item.isUpward ? 1 : 0)
    let points = bins.map { bin in
      below += Double(bin.draws)
      return ExceedanceChart.Point(
        bin.high, item.isUpward ? (total - below) / total : below / total)
    }
    let isAsked = record.scenario["targets"].items.compactMap { TargetItem($0) }
      .contains { $0.asksTheSame(as: item) && $0.key == item.key }
    let figures = FindingFigures(record, language)
    let p = isAsked ? figures.find("\(item.id).probability") : nil
    let shown = p.map { chance($0, figures) }
    return (
      ExceedanceChart.Curve(title.plain(language), [begin] + points, atTarget: p?.value, id: p?.id),
      ["\(title)"] + [shown].compactMap { $0 },
      shown.map { runs.forecasts.count > 1 ? "\(title) \($0)" : $0 }
    )
  }

  /// The first target that all sectors share, sector by sector.
  var sectorChart: ReportChart? {
    guard let item = targets.first(where: { $0.sector == nil }) else { return nil }
    let found = runs.base.modelRoot["sectors"].items.compactMap {
      sector -> (label: Inline, figures: FanFigures)? in
      guard let key = sector["key"].string, let label = sector["label"].name(language),
        let figures = fan(item, sector: key, isYearly: true)
      else { return nil }
      return (label, figures)
    }
    // One year has no course to be drawn.
    guard found.count > 1, found.allSatisfy({ $0.figures.periods.count > 1 }) else { return nil }
    let title = language.say(vi: "\(name(item)) theo ngành", en: "\(name(item)) by sector")
    let told = found.compactMap { label, figures -> Sentence? in
      guard let last = figures.periods.last, let row = last.quantiles[0.5],
        let low = last.quantiles[0.1], let high = last.quantiles[0.9]
      else { return nil }
      let middle = outcomeFigure(row, item), range = between(low, high, item)
      return language.say(
        vi: "\(label): trung vị \(middle), \(share(80)) số tương lai \(range)",
        en: "\(label): median \(middle), \(share(80)) of futures \(range)")
    }
    let year = found[0].figures.medians.last.map { periodLabels(outcome: $0)[0] } ?? ""
    let panels = found.map { SmallMultiples.Panel($0.label.plain(language), $0.figures.fan) }
    return reportChart(
      "sectors-\(item.key)",
      ChartWords(
        title: title,
        subtitle: item.isCount ? .init([.text(language.unit("firms"))]) : "%",
        caption: language.say(
          vi: "Mỗi ngành một thang đo.", en: "Each sector has a scale of its own."),
        description: language.say(
          vi: "\(title), năm \(year). \(told.joined("; ")).",
          en: "\(title), in \(year). \(told.joined("; "))."),
        labels: bandShares + found.map { "\($0.label)" }
          + found.flatMap { $0.figures.medians.flatMap { periodLabels(outcome: $0) } },
        ids: []), height: 200
    ) { SmallMultiples(panels, isIndependent: true).chart($0, $1, $2) }
  }
}
