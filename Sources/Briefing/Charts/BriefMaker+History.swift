import ReachModel
import Reporting

// What had been published about a target, as far as it can stand on a chart's axis.

extension BriefMaker {
  /// What open points are in the words of the chart.
  func openKey(_ item: TargetItem) -> String? {
    drawable(item, isYearly: true).contains { runs.base.history[$0].isProxy }
      ? language(
        vi: "toàn ngành chế biến, chế tạo (thay thế)", en: "all manufacturing (stands in)")
      : language(vi: "ước tính", en: "estimate")
  }

  /// Published figures that can stand on the axis; where sources differ the latest, and their range.
  func observations(
    _ item: TargetItem, _ isYearly: Bool
  ) -> [(row: Int, observation: FanChart.Observation)] {
    let first = runs.base.study?.planYear ?? 0
    let rows = drawable(item, isYearly: isYearly).filter { runs.base.history[$0].year < first }
    let groups = Dictionary(grouping: rows) { place($0, isYearly: isYearly, item) }
    return groups.compactMap { period, rows in
      let figures = rows.map { runs.base.history[$0] }, values = figures.map(\.value)
      guard let low = values.min(), let high = values.max(),
        let latest = rows.max(by: {
          runs.base.history[$0].published < runs.base.history[$1].published
        })
      else { return nil }
      let figure = runs.base.history[latest]
      return (
        latest,
        FanChart.Observation(
          period, figure.value, range: low < high ? low...high : nil,
          isAssumed: figure.isProxy || figure.kind != "actual", id: "history.csv#\(latest)")
      )
    }.sorted { $0.observation.period < $1.observation.period }
  }

  /// Where a figure stands on an axis: a stock of which no month is known at the end of its year.
  private func place(_ row: Int, isYearly: Bool, _ item: TargetItem) -> ChartPeriod {
    let figure = runs.base.history[row]
    guard !isYearly, let quarter = figure.quarter else { return .year(figure.year) }
    return .quarter(quarter, of: figure.year)
  }

  /// The year and quarter at which a figure stands, as the axis writes them.
  func historyLabels(_ row: Int, isYearly: Bool, _ item: TargetItem) -> [Sentence] {
    periodLabels(place(row, isYearly: isYearly, item), "history.csv#\(row)")
  }

  /// Rows of `history.csv` that may be drawn: of whole years or whole quarters, or of any month for a
  /// stock; proxies only where nothing was published about the outcome itself.
  private func drawable(_ item: TargetItem, isYearly: Bool) -> [Int] {
    let own = runs.base.history.indices.filter { row in
      let figure = runs.base.history[row]
      let isWhole =
        isYearly ? figure.period == "year" : figure.period.first == "q" && figure.quarter != nil
      return figure.outcome == item.outcome && (isStock(item) || isWhole) && item.sector == nil
    }
    let direct = own.filter { !runs.base.history[$0].isProxy }
    return direct.isEmpty ? own : direct
  }

  private func isStock(_ item: TargetItem) -> Bool {
    ["firms", "certified", "certified_share"].contains(item.outcome)
  }

  /// Figures so far off that the forecast would be flat beside them: they come from lists of other
  /// definitions, and are told below the chart instead.
  func isFar(_ value: Double, _ item: TargetItem) -> Bool {
    let span = span(item)
    let least = (span.upperBound - span.lowerBound) / Self.flattest
    return max(span.upperBound, value) - min(span.lowerBound, value) > least
  }

  /// The least part of the height of a chart that a forecast may have for the sake of one old figure.
  private static var flattest: Double { 0.25 }

  /// What is left of a fan's axis by figures that are far off: their places in `history.csv`.
  func farFigures(_ item: TargetItem) -> [Int] {
    drawable(item, isYearly: true).filter { isFar(runs.base.history[$0].value, item) }
  }

  /// What the forecast and the target take of the axis.
  private func span(_ item: TargetItem) -> ClosedRange<Double> {
    let ends =
      runs.base.outcomes.filter { outcome in
        guard outcome.outcome == item.outcome, outcome.sector == item.sector,
          case .quantile(let p) = outcome.statistic
        else { return false }
        return (0.05...0.95).contains(p)
      }.map(\.value) + [item.threshold]
    return (ends.min() ?? 0)...(ends.max() ?? 0)
  }
}
