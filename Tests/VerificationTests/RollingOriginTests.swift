import Econometrics
import Foundation
import NumericKernels
import PanelData
import RandomStreams
import ReachModel
import Testing
import Verification

/// One year of the reference, as the script wrote it.
private struct ReferenceYear: Decodable {
  let year: Int
  let slopes: [Double]
  let rival: String?
  let weight: Double
  let factor: Double
  let crps: Double
  let growth_crps: Double
  let rmse: Double
  let naive_crps: [String: Double]
}

private struct Reference: Decodable {
  let series: [String: [ReferenceYear]]

  static func read() throws -> Reference {
    let file = try #require(
      Bundle.module.url(
        forResource: "rolling_origin", withExtension: "json",
        subdirectory: "ReferenceValues/rolling_origin"))
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
  }
}

@Suite("Rolling origins")
struct RollingOriginTests {
  private func backtest(
    _ definition: SeriesDefinition, _ panel: Panel, horizons: Int = 1,
    _ forms: [any ForecastForm] = []
  ) -> SeriesBacktest {
    RollingOrigin(
      definition: definition, chosen: GrowthRegression(), secondOpinions: forms,
      horizons: horizons, seed: 1
    ).run(panel)
  }

  @Test(
    "forecasts on the shipped panel agree with the same coded apart in Python",
    arguments: shippedSeries)
  func reference(definition: SeriesDefinition) throws {
    let test = backtest(definition, try ShippedPanel.read())
    let years = try #require(try Reference.read().series[definition.key])
    let own = try #require(test.summary(horizon: 1))
    let growth = try #require(test.summary(of: "growth_regression", horizon: 1))
    #expect(own.years.map(\.year) == years.map(\.year))
    for (place, year) in years.enumerated() {
      let origin = try #require(test.origins.first { $0.year == year.year - 1 })
      #expect(origin.rival == year.rival.map { "naive_\($0)" })
      // Slopes are found to 10⁻⁹ by the optimiser there and 10⁻¹⁰ of the variance here.
      #expect(isClose(origin.weight ?? .nan, year.weight, 1e-6))
      #expect(isClose(origin.spreadFactor, year.factor, 1e-12))
      #expect(isClose(own.years[place].crps, year.crps, 1e-7))
      #expect(isClose(own.years[place].rootMeanSquare, year.rmse, 1e-7))
      #expect(isClose(growth.years[place].crps, year.growth_crps, 1e-7))
      for (method, crps) in year.naive_crps {
        let naive = try #require(test.summary(of: "naive_\(method)", horizon: 1))
        let ours = try #require(naive.years.first { $0.year == year.year })
        #expect(isClose(ours.crps, crps, 1e-12), "\(method) \(year.year)")
      }
    }
  }

  private func isClose(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    (a - b).magnitude <= tolerance * b.magnitude
  }

  @Test("nothing published after an origin moves its forecasts", arguments: shippedSeries)
  func noLookAhead(definition: SeriesDefinition) throws {
    let panel = try ShippedPanel.read()
    let forms: [any ForecastForm] = [
      DriftForm(), UsualLevelForm(),
      FDIResponseForm(regressors: EntryRegression.specification.regressors),
    ]
    let before = backtest(definition, panel, horizons: 2, forms)
    for origin in before.origins {
      // Every figure that came out later is another one.
      let moved = panel.with(
        panel.cells.map { cell in
          cell.released <= origin.date
            ? cell
            : PanelCell(
              entity: cell.entity, year: cell.year, variable: cell.variable,
              value: 3 * cell.value + 7, released: cell.released, origin: cell.origin)
        })
      let after = backtest(definition, moved, horizons: 2, forms)
      #expect(after.origins.first { $0.year == origin.year } == origin)
      #expect(forecasts(before, from: origin.year) == forecasts(after, from: origin.year))
    }
    // The forecasts of the years to come have nothing to be scored on yet, and no look-ahead either.
    let last = try #require(before.origins.last)
    let known = backtest(definition, panel.asOf(last.date), horizons: 2, forms)
    #expect(coming(known) == coming(before) && !coming(before).isEmpty)
  }

  /// Of every form, horizon and entity.
  private func coming(_ test: SeriesBacktest) -> [[Double]] {
    (test.latest?.laws ?? []).flatMap(\.laws).flatMap(\.self).map { law in
      guard let law else { return [] }
      let interval = law.interval(0.8)
      return [law.mean, law.median, interval.lowerBound, interval.upperBound]
    }
  }

  /// What was said, without what came.
  private func forecasts(_ test: SeriesBacktest, from origin: Int) -> [[Double]] {
    test.scores.filter { $0.origin == origin }
      .map { [$0.mean, $0.median] + $0.intervals.flatMap { [$0.lowerBound, $0.upperBound] } }
  }

  @Test("a datum that is published later is not used, whatever it is")
  func laterPublication() throws {
    let panel = try ShippedPanel.read(), definition = shippedSeries[0]
    let date = try #require(CalendarDate(year: 2019, month: 1, day: 31))
    let late = try #require(CalendarDate(year: 2030, month: 1, day: 1))
    let used = panel.cells.enumerated().filter {
      $0.element.variable == definition.key && $0.element.year < 2018
        && $0.element.entity == "01"
    }
    #expect(used.count == 2)
    for (place, cell) in used {
      func law(_ factor: Double) -> [Double]? {
        var cells = panel.cells
        cells[place] = PanelCell(
          entity: cell.entity, year: cell.year, variable: cell.variable,
          value: factor * cell.value, released: late, origin: cell.origin)
        let known = panel.with(cells).asOf(date)
        return YearlySeries(definition, in: known).flatMap { series in
          let laws = try? GrowthRegression().laws(
            ForecastHistory(series: series, panel: known), horizons: 1)
          return laws?[0].compactMap { $0?.points }.flatMap(\.self)
        }
      }
      let first = try #require(law(1)), second = try #require(law(100))
      #expect(first == second)
    }
  }

  @Test("the order of the cells and the names of the provinces change nothing")
  func orderOfCells() throws {
    let panel = try ShippedPanel.read(), definition = shippedSeries[1]
    let first = backtest(definition, panel),
      second = backtest(
        definition, panel.with(panel.cells.reversed()))
    #expect(first.scores == second.scores)
    #expect(first.origins == second.origins)
  }

  @Test("the unit of a level changes no score")
  func unit() throws {
    let panel = try ShippedPanel.read(), definition = shippedSeries[0]
    let thousands = panel.with(
      panel.cells.map {
        PanelCell(
          entity: $0.entity, year: $0.year, variable: $0.variable, value: $0.value / 1000,
          released: $0.released, origin: $0.origin)
      })
    let first = try #require(backtest(definition, panel).summary(horizon: 1))
    let second = try #require(backtest(definition, thousands).summary(horizon: 1))
    // Shifted logarithms round differently: some 10⁻¹⁵ of them, through a fit that stops at 10⁻¹⁰.
    #expect((first.crps.mean - second.crps.mean).magnitude < 1e-9)
    #expect((first.logScore.mean - second.logScore.mean).magnitude < 1e-7)
  }

  @Test("missing figures are left out, and others forecast all the same")
  func missing() throws {
    let panel = try ShippedPanel.read(), definition = shippedSeries[0]
    let thinned = panel.with(
      panel.cells.filter {
        !($0.variable == definition.key && $0.entity == "01" && $0.year == 2019)
      })
    let test = backtest(definition, thinned)
    let hanoi = test.scores(of: RollingOrigin.forecastKey, horizon: 1, entity: "01")
    // No figure to score in 2019, no last value to go on from in 2020.
    #expect(hanoi.map(\.targetYear) == [2018, 2021])
    #expect(test.summary(horizon: 1)?.years.map(\.count) == [63, 62, 62, 63])
  }

  @Test(
    "a history without any change is forecast, and scored with finite numbers",
    arguments: SeriesScale.allCases)
  func constant(scale: SeriesScale) throws {
    var cells: [PanelCell] = []
    for entity in 0..<10 {
      for year in 2010...2020 {
        for (variable, value) in [
          ("v", 100.0), ("fdi_stock_projects", Double(50 + year % 7 + entity)),
        ] {
          cells.append(
            PanelCell(
              entity: "\(10 + entity)", year: year, variable: variable, value: value,
              released: try #require(CalendarDate(year: year + 1, month: 1, day: 31)),
              origin: Origin(file: "v", line: cells.count + 1, column: 1)))
        }
      }
    }
    let forms: [any ForecastForm] = [
      DriftForm(), UsualLevelForm(),
      FDIResponseForm(regressors: [Term("fdi_stock_projects", lag: 1)]),
    ]
    let test = backtest(
      plainSeries("v", scale), Panel(cells: cells, vintageCaveat: ""), horizons: 3, forms)
    for form in ["reach"] + test.forms.map(\.key) {
      guard let summary = test.summary(of: form, horizon: 1) else { continue }
      #expect(summary.crps.mean.isFinite && summary.logScore.mean.isFinite, "\(form)")
      #expect(summary.crps.interval() != nil && summary.logScore.interval() != nil, "\(form)")
    }
    #expect(test.skill(horizon: 1)?.isClaimed == false)
    #expect(test.skill(horizon: 1)?.skill == 0)
  }

  /// P(more than this of n at 5 %) < 10⁻⁶: the binomial tail.
  @Test("skill is claimed of few random walks", arguments: RandomWalks.all)
  func randomWalks(walks: RandomWalks) {
    let claims = walks.claims(100, seed: 7)
    #expect(claims <= 18, "\(claims) of 100")
  }

  @Test(
    "and of at most 5 % of 1,000",
    .enabled(if: ProcessInfo.processInfo.environment["VERIFY"] == "1"),
    arguments: RandomWalks.all)
  func manyRandomWalks(walks: RandomWalks) {
    let claims = walks.claims(1_000, seed: 8)
    #expect(claims <= 50, "\(claims) of 1,000")
  }
}

/// Panels that are random walks: nothing about them can be foreseen.
struct RandomWalks: Sendable, CustomTestStringConvertible {
  let entities: Int
  let years: Int
  /// Standard deviations of what moves all, and of what moves one.
  let common: Double
  let own: Double

  var testDescription: String { "\(entities) walks of \(years) years, \(common) in common" }

  static let all = [
    RandomWalks(entities: 15, years: 8, common: 0, own: 0.1),
    RandomWalks(entities: 15, years: 8, common: 0.1, own: 0.1),
    RandomWalks(entities: 15, years: 8, common: 0.2, own: 0.05),
    RandomWalks(entities: 1, years: 20, common: 0, own: 0.1),
  ]

  func claims(_ count: Int, seed: UInt64) -> Int {
    mapInParallel(count, threads: 2) { draw in
      let test = RollingOrigin(
        definition: plainSeries("walk", .log), chosen: GrowthRegression(), secondOpinions: [],
        horizons: 1, seed: 1
      ).run(panel(UInt64(draw), seed))
      return test.skill(horizon: 1)?.isClaimed ?? false
    }.count(where: \.self)
  }

  private func panel(_ draw: UInt64, _ seed: UInt64) -> Panel {
    func score(_ slot: Int, _ index: Int, _ step: Int) -> Double {
      normalQuantile(
        uniform(at: Address(slot: slot, index: index, step: step, draw: draw), seed: seed))
    }
    var cells: [PanelCell] = []
    for entity in 0..<entities {
      var value = 6 + score(1, entity, 0)
      for year in 0..<years {
        if year > 0 { value += common * score(2, 0, year) + own * score(3, entity, year) }
        guard let released = CalendarDate(year: 2001 + year, month: 1, day: 31) else { continue }
        cells.append(
          PanelCell(
            entity: "\(100 + entity)", year: 2000 + year, variable: "walk",
            value: exponential(value), released: released,
            origin: Origin(file: "walk", line: cells.count + 1, column: 1)))
      }
    }
    return Panel(cells: cells, vintageCaveat: "")
  }
}
