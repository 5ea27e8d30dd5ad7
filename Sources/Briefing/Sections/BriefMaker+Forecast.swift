import Assessment
import Reporting

/// The distribution of an outcome in one period, as `outcomes.csv` holds it.
struct PeriodFigures {
  let period: String
  /// By its probability: the row of `outcomes.csv`.
  let quantiles: [Double: Int]

  var isYear: Bool { !period.contains("-") }
}

extension BriefMaker {
  /// The periods of a target's outcome, in the order of the file.
  func periods(_ item: TargetItem) -> [PeriodFigures] { periods(item.outcome, item.sector) }

  /// The periods of an outcome, of a sector or of all together.
  func periods(_ name: String, _ sector: String?) -> [PeriodFigures] {
    var order: [String] = []
    var rows: [String: [Double: Int]] = [:]
    for (row, outcome) in runs.base.outcomes.enumerated() {
      guard outcome.outcome == name, outcome.sector == sector,
        case .quantile(let p) = outcome.statistic
      else { continue }
      if rows[outcome.period] == nil { order.append(outcome.period) }
      rows[outcome.period, default: [:]][p] = row
    }
    return order.map { PeriodFigures(period: $0, quantiles: rows[$0] ?? [:]) }
  }

  func outcome(_ row: Int) -> RecordedOutcome { runs.base.outcomes[row] }

  /// A number of `outcomes.csv`, without its error.
  func outcomeFigure(_ row: Int, _ item: TargetItem) -> Inline {
    let value = outcome(row).value
    let text = item.isCount ? numbers.number(value) : numbers.percent(value, decimals: 1)
    return .figure(
      Figure(
        text, value, item.isCount ? .plain : .percent,
        Reference(run: runs.base.name, item: "outcomes.csv#\(row)")))
  }

  /// What comes, and where the target lies in it.
  var forecastSection: Brief.Section? {
    Brief.Section(
      id: "forecast", title: language.say(vi: "Dự báo", en: "The forecast"),
      blocks: targets.flatMap { item -> [Brief.Block] in
        [.heading(question(item))]
          + (fanCharts(item) + [histogramChart(item), exceedanceChart(item)].compactMap { $0 })
          .map { .chart($0) }
          + [
            .details(
              language.say(vi: "Bảng phân vị", en: "The quantiles"), [.table(quantileTable(item))])
          ]
      } + [sectorChart].compactMap { $0 }.map { .chart($0) })
  }

  private static let shownLevels = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]

  private func quantileTable(_ item: TargetItem) -> Brief.Table {
    Brief.Table(
      language.say(vi: "Phân vị của dự báo: ", en: "Quantiles of the forecast: ") + name(item),
      [.init(language.say(vi: "Kỳ", en: "Period"))]
        + Self.shownLevels.map { level in
          .init(
            "\(.figure(Figure(numbers.percent(level), level, .percent, .method("quantile"))))",
            isNumber: true)
        },
      periods(item).map { period in
        let any = period.quantiles.values.first ?? 0
        let name = Inline.term(
          .period, period.period, Reference(run: runs.base.name, item: "outcomes.csv#\(any)"))
        return ["\(name)"]
          + Self.shownLevels.map { level in
            period.quantiles[level].map { "\(outcomeFigure($0, item))" } ?? ""
          }
      })
  }
}
