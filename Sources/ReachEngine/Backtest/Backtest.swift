private import NumericKernels
package import PanelData
package import ReachModel
package import Verification

/// What a plan said of a figure, before the year, and what came.
package struct PlanTarget: Sendable, Equatable {
  /// Of the series.
  package let series: String
  package let entity: String
  package let year: Int
  /// In the unit of the series.
  package let target: Double
  package let published: CalendarDate
  package let source: String
  /// nil where the figure is not known yet.
  package let actual: Double?
  /// The forecast of the year before, in the unit of the series: its median and CRPS on the scale.
  package let forecast: Double?
  package let forecastCRPS: Double?
  /// |target − actual| on the scale of the series: the CRPS of a forecast without doubt.
  package let targetCRPS: Double?
}

/// The back-test of all series.
package struct Backtest: Sendable {
  package let series: [SeriesBacktest]
  package let planTargets: [PlanTarget]
  /// Why the vintage is not a true one; empty if it is.
  package let vintageCaveat: String
}

/// Which back-test.
package struct BacktestOptions: Sendable, Equatable {
  package var horizons: Int
  /// Of the places that counts are given inside their steps.
  package var seed: UInt64
  package var threads: Int

  package init(horizons: Int = 3, seed: UInt64 = 1, threads: Int) {
    (self.horizons, self.seed, self.threads) = (horizons, seed, threads)
  }
}

/// Forecasts every series from every origin, and scores what was said.
///
/// - Parameters:
///   - series: From ``backtestedSeries(growthProcess:)``, all or some.
///   - panel: With all vintages.
///   - facts: For the targets of plans.
///   - provinces: Names of places in the facts with their codes in the panel.
///   - options: How far ahead.
/// - Returns: The back-test; the same with any number of threads.
package func backtest(
  _ series: [BacktestedSeries], panel: Panel, facts: FactBook,
  provinces: [(factsKey: String, code: String)], _ options: BacktestOptions
) -> Backtest {
  let tests = mapInParallel(series.count, threads: options.threads) { place in
    RollingOrigin(
      definition: series[place].definition, chosen: GrowthRegression(),
      secondOpinions: series[place].secondOpinions, horizons: options.horizons,
      seed: options.seed
    ).run(panel)
  }
  return Backtest(
    series: tests,
    planTargets: zip(series, tests).flatMap { planTargets($0, $1, facts, provinces) },
    vintageCaveat: panel.vintageCaveat)
}

/// Targets that plans had published by the origin of the year before theirs.
private func planTargets(
  _ series: BacktestedSeries, _ test: SeriesBacktest, _ facts: FactBook,
  _ provinces: [(factsKey: String, code: String)]
) -> [PlanTarget] {
  guard let name = series.targetFacts else { return [] }
  let scale = series.definition.scale
  return facts.facts.filter { $0.kind == .target && $0.series == name }.compactMap { fact in
    guard let code = provinces.first(where: { $0.factsKey == fact.geography })?.code,
      fact.period == "year" || fact.period.hasPrefix("yearly"),
      let onScale = scale.value(of: fact.value),
      let origin = test.origins.first(where: { $0.year == fact.year - 1 }),
      fact.published <= origin.date
    else { return nil }
    let score = test.scores(of: RollingOrigin.forecastKey, horizon: 1, entity: code)
      .first { $0.targetYear == fact.year }
    return PlanTarget(
      series: series.definition.key, entity: code, year: fact.year, target: fact.value,
      published: fact.published, source: fact.source,
      actual: score.map { scale.figure(of: $0.actual) },
      forecast: score.map { scale.figure(of: $0.median) }, forecastCRPS: score?.crps,
      targetCRPS: score.map { (onScale - $0.actual).magnitude })
  }
}
