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

  /// Published figures that stand on the axis; where sources differ the latest, and their range.
  func observations(
    _ item: TargetItem, _ isYearly: Bool
  ) -> [(row: Int, observation: FanChart.Observation)] {
    let first = runs.base.study?.planYear ?? 0
    let rows = drawable(item, isYearly: isYearly).filter {
      runs.base.history[$0].year < first && !isFar($0, item)
    }
    let groups = Dictionary(grouping: rows) { place($0, isYearly: isYearly, item) }
    return groups.compactMap { period, rows in
      let figures = rows.map { runs.base.history[$0] }, values = figures.map(\.value)
      guard let low = values.min(), let high = values.max(),
        let latest = rows.max(by: {
          runs.base.history[$0].published < runs.base.history[$1].published
        })
      else { return nil }
      let figure = runs.base.history[latest]
      let isDisputed = !isYearly && rows.contains { self.isDisputed($0, item) }
      return (
        latest,
        FanChart.Observation(
          period, figure.value, range: low < high ? low...high : nil,
          isAssumed: figure.isProxy || figure.kind != "actual", isDisputed: isDisputed,
          id: "history.csv#\(latest)")
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

  /// Whether another source has another number of a stock in the same year: no line may join them.
  private func isDisputed(_ row: Int, _ item: TargetItem) -> Bool {
    let history = runs.base.history, figure = history[row]
    return isStock(item) && !figure.isProxy
      && history.contains { other in
        other.series == figure.series && other.year == figure.year
          && other.value != figure.value && other.source != figure.source
      }
  }

  /// Whether a figure of a stock or a share is less than half or more than twice the next that is known: it comes
  /// from a list of another definition, and is told below the chart instead.
  ///
  /// The next is that of the nearest later year of its series, else where the forecast begins. So a
  /// figure is judged by what was published, and not by how wide the forecast of a plan is.
  func isFar(_ row: Int, _ item: TargetItem) -> Bool {
    let history = runs.base.history, figure = history[row]
    guard isStock(item) || item.outcome == "share", let next = later(figure, item),
      let low = next.min(), let high = next.max()
    else { return false }
    return figure.value < low / 2 || figure.value > high * 2
  }

  /// The numbers of the nearest later year of a figure's series; where it has none, the first median.
  private func later(_ figure: RecordedFigure, _ item: TargetItem) -> [Double]? {
    let later = runs.base.history.filter { $0.series == figure.series && $0.year > figure.year }
    guard let year = later.map(\.year).min() else {
      return periods(item.outcome, item.sector).compactMap { $0.quantiles[0.5] }.first.map {
        [outcome($0).value]
      }
    }
    return later.filter { $0.year == year }.map(\.value)
  }

  /// What of the published figures is not drawn: their places in `history.csv`.
  func farFigures(_ item: TargetItem) -> [Int] {
    drawable(item, isYearly: true).filter { isFar($0, item) }
  }
}
