package import PanelData
package import ReachModel

/// What had been published about the outcomes of a study by its date: figures of the place, and for
/// growth those of all manufacturing, which only stand in for supporting industries.
///
/// For readers: nothing of it is data of the forecast beyond what the relations take. Targets are
/// left out, since they say what someone wants.
///
/// - Parameters:
///   - study: Its place and date.
///   - facts: Every published figure.
/// - Returns: By outcome, series, year and period.
package func publishedHistory(_ study: Study, _ facts: FactBook) -> [RecordedFigure] {
  let known = facts.asOf(study.asOf).facts.filter {
    $0.geography == study.province.factsKey && ["all", "manufacturing"].contains($0.sector)
      && ($0.kind == .actual || $0.kind == .estimate)
  }
  return historySeries.flatMap { item in
    known.filter { $0.series == item.series && item.units[$0.unit] != nil }.map { fact in
      RecordedFigure(
        outcome: item.outcome.rawValue, series: item.series, isProxy: item.isProxy,
        year: fact.year, period: fact.period, value: fact.value * (item.units[fact.unit] ?? 1),
        kind: fact.kind.rawValue, published: fact.published, source: fact.source, note: fact.note)
    }.sorted { ($0.year, $0.period, $0.published) < ($1.year, $1.period, $1.published) }
  }
}

/// A series of the facts file, the outcome that it is about, and its units with what makes them that
/// of the outcome.
private struct HistorySeries {
  let outcome: Outcome
  let series: String
  let isProxy: Bool
  let units: [String: Double]
}

private let historySeries: [HistorySeries] = [
  HistorySeries(outcome: .firms, series: "si_firms", isProxy: false, units: ["firms": 1]),
  HistorySeries(
    outcome: .certified, series: "si_firms_certified", isProxy: false, units: ["firms": 1]),
  HistorySeries(
    outcome: .certifiedShare, series: "si_firms_certified_share", isProxy: false,
    units: ["percent": 0.01]),
  HistorySeries(
    outcome: .share, series: "si_share_of_manufacturing_output", isProxy: false,
    units: ["percent": 0.01]),
  HistorySeries(
    outcome: .growth, series: "si_index_growth", isProxy: false, units: ["percent": 0.01]),
  HistorySeries(
    outcome: .growth, series: "iip_manufacturing_growth", isProxy: true,
    units: ["percent": 0.01]),
]

/// `history.csv`: one figure a row.
package func historyCSV(_ figures: [RecordedFigure]) -> String {
  var csv = CSVText(header: historyColumns)
  for figure in figures {
    csv.append([
      figure.outcome, figure.series, figure.isProxy ? "true" : "false", String(figure.year),
      figure.period, CSVText.number(figure.value), figure.kind, "\(figure.published)",
      figure.source, figure.note,
    ])
  }
  return csv.text
}

/// The columns of `history.csv`.
package let historyColumns = [
  "outcome", "series", "proxy", "year", "period", "value", "kind", "published", "source", "note",
]
