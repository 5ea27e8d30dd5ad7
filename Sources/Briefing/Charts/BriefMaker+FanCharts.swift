import Assessment
import ReachModel
import Reporting

// Fans: what was, what may be, and what is aimed at, by quarter and by year.

/// What of a fan stands in the run: the chart, and the rows that it shows.
struct FanFigures {
  let fan: FanChart
  /// Of `outcomes.csv`, by their probability, in the order of time.
  let periods: [PeriodFigures]
  /// Rows of `history.csv` that are drawn.
  let history: [Int]

  /// The rows of the medians.
  var medians: [Int] { periods.compactMap { $0.quantiles[0.5] } }
}

extension BriefMaker {
  /// The fans of a target, by quarter and by year where its outcome has both.
  ///
  /// The one comes first in which the target is met or missed. One year of a count is its last quarter, and
  /// has no fan of its own.
  func fanCharts(_ item: TargetItem) -> [ReportChart] {
    let quarters = fan(item, sector: item.sector, isYearly: false)
    let years = fan(item, sector: item.sector, isYearly: true)
    let hasCourse = (quarters?.periods.count ?? 0) > 1
    let shown: [(FanFigures?, isYearly: Bool)] =
      !hasCourse
      ? [(years ?? quarters, years != nil)]
      : item.isCount
        ? [(quarters, false)] + ((years?.periods.count ?? 0) > 1 ? [(years, true)] : [])
        : [(years, true), (quarters, false)]
    return shown.enumerated().compactMap { place, one in
      let more = place == 0 ? "" : one.isYearly ? "-years" : "-quarters"
      return one.0.map {
        fanChart(item, $0, isYearly: one.isYearly, name: "fan-\(item.key)\(more)")
      }
    }
  }

  /// The fan of an outcome over its years, or over its quarters.
  func fan(_ item: TargetItem, sector: String?, isYearly: Bool) -> FanFigures? {
    let periods = self.periods(item.outcome, sector).filter { $0.isYear == isYearly }
    let forecast = periods.compactMap { self.forecast($0) }
    guard !forecast.isEmpty, forecast.count == periods.count else { return nil }
    let isOwn = sector == item.sector
    let target = FanChart.Target(
      .year(item.year), item.threshold, targetLabel(item, isYearly: isYearly).plain(language),
      id: "\(item.id).threshold")
    let drawn =
      isOwn ? observations(item, isYearly) : []
    let fan = FanChart(
      history: drawn.map(\.observation), forecast: forecast, targets: isOwn ? [target] : [],
      scale: scale(item), quantity: quantity(item),
      baseRate: isOwn ? baseRateLabel(item)?.plain(language) : nil, openKey: openKey(item),
      rangeKey: language(vi: "các nguồn nói khác nhau", en: "sources differ"))
    return FanFigures(fan: fan, periods: periods, history: drawn.map(\.row))
  }

  private func forecast(_ period: PeriodFigures) -> FanChart.Forecast? {
    let ends = [(0.25, 0.75), (0.1, 0.9), (0.05, 0.95)]
    func value(_ p: Double) -> Double? { period.quantiles[p].map { outcome($0).value } }
    let bands = ends.compactMap { low, high -> ClosedRange<Double>? in
      guard let low = value(low), let high = value(high), low <= high else { return nil }
      return low...high
    }
    guard let place = ChartPeriod(period.period), let row = period.quantiles[0.5],
      bands.count == ends.count
    else { return nil }
    return FanChart.Forecast(
      place, median: outcome(row).value, bands: bands, id: "outcomes.csv#\(row)")
  }

  /// The target's value, with its year where the axis has quarters of a figure of years.
  private func targetLabel(_ item: TargetItem, isYearly: Bool) -> Sentence {
    isYearly || item.isCount
      ? bound(item)
      : language.say(
        vi: "\(bound(item)) (cả năm \(year(item)))", en: "\(bound(item)) (year \(year(item)))")
  }

  /// How often the past met the target, in a few words.
  private func baseRateLabel(_ item: TargetItem) -> Sentence? {
    let rate = item.field["base_rate"]
    func count(_ key: String) -> Inline? { rate[key].figure { numbers.number($0) } }
    guard let hits = count("hits"), let windows = count("windows"),
      let fullHits = count("full_year_hits"), let full = count("full_years")
    else { return nil }
    return language.say(
      vi: "quá khứ đạt: \(hits)/\(windows) kỳ, \(fullHits)/\(full) năm đủ",
      en: "met in the past: \(hits)/\(windows) periods, \(fullHits)/\(full) whole years")
  }

  private func fanChart(
    _ item: TargetItem, _ figures: FanFigures, isYearly: Bool, name chartName: String
  ) -> ReportChart {
    let steps =
      isYearly
      ? language.say(vi: "theo năm", en: "by year") : language.say(vi: "theo quý", en: "by quarter")
    let title = language.say(
      vi: "Diễn biến và dự báo \(steps): \(name(item))",
      en: "The course so far and to come, \(steps): \(name(item))")
    let labels =
      bandShares + [targetLabel(item, isYearly: isYearly)] + [baseRateLabel(item)].compactMap { $0 }
      + figures.medians.flatMap { periodLabels(outcome: $0) }
      + figures.history.flatMap { historyLabels($0, isYearly: isYearly, item) }
    return reportChart(
      chartName,
      ChartWords(
        title: title, subtitle: figures.history.isEmpty ? noHistory : "",
        caption: fanCaption(item), description: fanDescription(item, figures, title),
        labels: labels, ids: ["\(item.id).median", "\(item.id).probability"])
    ) { figures.fan.chart($0, $1, $2) }
  }

  private var noHistory: Sentence {
    language.say(
      vi: "Không có số liệu đã công bố nào để vẽ trước kỳ dự báo",
      en: "No published figures to draw before the forecast")
  }

  private func fanCaption(_ item: TargetItem) -> Sentence {
    let line = language.say(vi: "Đường nét đứt: mức chỉ tiêu.", en: "Dashed line: the target.")
    let rate =
      baseRateSentence(item).map {
        language.say(vi: " So với: \($0).", en: " Compared with: \($0).")
      } ?? ""
    let far = farFigures(item).map { historySentence($0) }
    guard !far.isEmpty else { return line + rate }
    return line + rate
      + language.say(
        vi: " Không vẽ, vì chưa bằng nửa hoặc hơn gấp đôi số liệu tiếp theo: \(far.joined("; ")).",
        en: " Not drawn, less than half or more than twice the next figure: \(far.joined("; ")).")
  }

  /// From where to where the fan goes, its bands at the end, and what was before it.
  private func fanDescription(
    _ item: TargetItem, _ figures: FanFigures, _ title: Sentence
  ) -> Sentence {
    guard let first = figures.periods.first, let last = figures.periods.last,
      let begin = median(first, item), let end = spread(last, item)
    else { return title }
    let course: Sentence =
      figures.periods.count > 1
      ? language.say(vi: "từ \(begin) đến \(end)", en: "from \(begin) to \(end)") : end
    let history = pastSentence(figures, item)
    let p = value("\(item.id).probability") ?? ""
    return language.say(
      vi:
        "\(title). Dự báo \(course). Chỉ tiêu \(bound(item)) năm \(year(item)): xác suất đạt \(p).",
      en: "\(title). Forecast \(course). The target \(bound(item)) in \(year(item)) is met with a "
        + "probability of \(p).") + history
  }

  /// What was published; what only stands in for the outcome is named as what it is.
  private func pastSentence(_ figures: FanFigures, _ item: TargetItem) -> Sentence {
    func told(isProxy: Bool) -> Sentence? {
      let rows = figures.history.filter { runs.base.history[$0].isProxy == isProxy }
      return rows.isEmpty ? nil : rows.map { pastFigure($0, of: figures, item) }.joined("; ")
    }
    let own = told(isProxy: false).map {
      language.say(vi: " Đã công bố: \($0).", en: " Published: \($0).")
    }
    let proxies = told(isProxy: true).map {
      language.say(
        vi: " Đã công bố của toàn ngành chế biến, chế tạo, dùng thay: \($0).",
        en: " Published of all manufacturing, which stands in: \($0).")
    }
    return (own ?? "") + (proxies ?? "")
  }

  /// A published figure with its year, and its quarter where the axis has quarters: `Q1 2020: 4.3 %`.
  private func pastFigure(_ row: Int, of figures: FanFigures, _ item: TargetItem) -> Sentence {
    let isYearly = figures.periods.allSatisfy(\.isYear)
    let labels = historyLabels(row, isYearly: isYearly, item)
    guard labels.count > 1 else { return historySentence(row) }
    return labels[1] + language.say(vi: "/", en: " ") + historySentence(row)
  }

  private func median(_ period: PeriodFigures, _ item: TargetItem) -> Sentence? {
    period.quantiles[0.5].map { row in
      language.say(
        vi: "trung vị \(outcomeFigure(row, item)) (\(self.period(outcome: row)))",
        en: "a median of \(outcomeFigure(row, item)) (\(self.period(outcome: row)))")
    }
  }

  /// The median and the ranges of a period.
  func spread(_ period: PeriodFigures, _ item: TargetItem) -> Sentence? {
    guard let median = median(period, item), let low80 = period.quantiles[0.1],
      let high80 = period.quantiles[0.9], let low90 = period.quantiles[0.05],
      let high90 = period.quantiles[0.95]
    else { return nil }
    let inner = between(low80, high80, item), outer = between(low90, high90, item)
    return language.say(
      vi: "\(median), \(share(80)) số tương lai \(inner), \(share(90)) \(outer)",
      en: "\(median), \(share(80)) of futures \(inner), \(share(90)) \(outer)")
  }

  func between(_ low: Int, _ high: Int, _ item: TargetItem) -> Sentence {
    let low = outcomeFigure(low, item), high = outcomeFigure(high, item)
    return language.say(vi: "từ \(low) đến \(high)", en: "from \(low) to \(high)")
  }
}
