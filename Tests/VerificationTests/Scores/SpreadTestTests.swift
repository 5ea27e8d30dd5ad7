import Foundation
import NumericKernels
import RandomStreams
import Testing
import Verification

/// Ledgers of 40 forecasts by someone whose bands are some factor of what they should be.
private struct Forecaster: Sendable, CustomTestStringConvertible {
  enum Form: Sendable {
    case draws(Int)
    case levels([Double])
  }

  let testDescription: String
  let form: Form
  /// P of finding bands that are 30 % too narrow in 40 forecasts: of the most powerful test.
  let power: Double

  static let all = [
    Forecaster(testDescription: "1,000 draws", form: .draws(1_000), power: 0.92),
    Forecaster(testDescription: "100 draws", form: .draws(100), power: 0.89),
    Forecaster(testDescription: "20 draws", form: .draws(20), power: 0.76),
    Forecaster(
      testDescription: "nine quantiles",
      form: .levels([0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975]), power: 0.89),
    Forecaster(
      testDescription: "five quantiles", form: .levels([0.05, 0.25, 0.5, 0.75, 0.95]), power: 0.84),
  ]

  /// How many of the ledgers are flagged as too narrow.
  func flagged(_ ledgers: Int, spread: Double, seed: UInt64) -> Int {
    mapInParallel(ledgers, threads: 2) { ledger in
      let judged = (0..<40).map { item in forecast(ledger, item, spread, seed) }
      return Scorecard(judged, seed: 1).spread?.isTooNarrow ?? false
    }.count(where: \.self)
  }

  private func forecast(
    _ ledger: Int, _ item: Int, _ spread: Double, _ seed: UInt64
  ) -> JudgedForecast {
    func score(_ index: Int) -> Double {
      normalQuantile(
        uniform(
          at: Address(slot: 1, index: index, step: item, draw: UInt64(ledger)), seed: seed))
    }
    // The truth is N(μ, 1), μ another one each time.
    let mean = 10 * score(0), actual = mean + score(1)
    let forecast: IssuedForecast =
      switch form {
      case .draws(let m):
        .sample(EnsembleForecast((0..<m).map { mean + spread * score(2 + $0) }))
      case .levels(let levels):
        .quantiles(
          QuantileForecast(
            levels: levels, values: levels.map { mean + spread * normalQuantile($0) }))
      }
    return JudgedForecast(id: "\(item)", forecast: forecast, actual: actual, cluster: nil)
  }
}

@Suite("Over-confidence")
struct SpreadTestTests {
  /// 4.8916 standard errors of a count allow for chance.
  private func most(_ n: Int, _ p: Double) -> Double {
    Double(n) * p + 4.8916 * (Double(n) * p * (1 - p)).squareRoot()
  }

  @Test("right forecasters are flagged at the stated level", arguments: Forecaster.all)
  private func right(forecaster: Forecaster) {
    let flagged = forecaster.flagged(150, spread: 1, seed: 11)
    #expect(Double(flagged) <= most(150, SpreadTest.level), "\(flagged) of 150")
  }

  @Test("bands 30 % too narrow are flagged as often as can be", arguments: Forecaster.all)
  private func narrow(forecaster: Forecaster) {
    let flagged = forecaster.flagged(150, spread: 0.7, seed: 12)
    let missed = most(150, 1 - forecaster.power)
    #expect(Double(150 - flagged) <= missed, "\(flagged) of 150")
  }

  @Test(
    "of 1,000 ledgers at most 50 by right forecasters, at least 900 with narrow bands",
    .enabled(if: ProcessInfo.processInfo.environment["VERIFY"] == "1"),
    arguments: Forecaster.all)
  private func many(forecaster: Forecaster) {
    let right = forecaster.flagged(1_000, spread: 1, seed: 11)
    #expect(right <= 50, "\(right)")
    let narrow = forecaster.flagged(1_000, spread: 0.7, seed: 12)
    let least = forecaster.power >= 0.9 ? 900 : 1_000 - most(1_000, 1 - forecaster.power)
    #expect(Double(narrow) >= least, "\(narrow)")
  }

  @Test("too wide bands and forecasts to one side are told apart")
  func others() {
    // Figures at the quantiles of a normal law.
    let scores = (1...60).map { normalQuantile((Double($0) - 0.5) / 60) }
    let levels = stride(from: 0.05, through: 0.95, by: 0.05).map { $0 }
    func test(spread: Double, shift: Double) -> SpreadTest? {
      Scorecard(
        scores.enumerated().map { place, y in
          JudgedForecast(
            id: "\(place)",
            forecast: .quantiles(
              QuantileForecast(
                levels: levels, values: levels.map { shift + spread * normalQuantile($0) })),
            actual: y, cluster: nil)
        }, seed: 3
      ).spread
    }
    let right = test(spread: 1, shift: 0)
    #expect(
      right.map { !$0.isTooNarrow && !$0.isTooWide && !$0.isBiased } == true,
      "\(String(describing: right))")
    #expect(test(spread: 2, shift: 0)?.isTooWide == true)
    #expect(test(spread: 0.5, shift: 0)?.isTooNarrow == true)
    #expect(test(spread: 1, shift: 1)?.isBiased == true)
    #expect(test(spread: 1, shift: 1)?.meanPlace ?? 1 < 0.4)
  }

  @Test("forecasts of one cluster count once")
  func clusters() {
    // Eight figures, each forecast twenty times alike; places 1 to 8 of nine cells but two far out.
    let draws = (1...19).map(Double.init)
    let figures = [0.5, 1.5, 5.5, 8.5, 11.5, 14.5, 18.5, 19.5]
    func card(_ cluster: (Int) -> String?) -> Scorecard {
      let judged = (0..<160).map { place in
        JudgedForecast(
          id: "\(place)", forecast: .sample(EnsembleForecast(draws)), actual: figures[place / 20],
          cluster: cluster(place / 20))
      }
      return Scorecard(judged, seed: 1)
    }
    let alone = card { _ in nil }
    #expect(alone.spread?.count == 160)
    #expect(alone.spread?.isTooNarrow == true)
    let clustered = card { "\($0)" }
    #expect(clustered.spread?.count == 8)
    #expect(clustered.spread?.isTooNarrow == false)
    #expect(clustered.crps?.clusters == 8)
    #expect(clustered.crps?.mean == alone.crps?.mean)
    // Equal forecasts tell no more than one of them: errors by cluster are those of eight figures.
    let eight = Scorecard(
      figures.map { y in
        JudgedForecast(
          id: "\(y)", forecast: .sample(EnsembleForecast(draws)), actual: y, cluster: nil)
      }, seed: 1)
    let expected = eight.crps?.standardError ?? .nan
    #expect(((clustered.crps?.standardError ?? 0) - expected).magnitude < 1e-12)
  }

  @Test("every cluster with a range counts, whatever chances of events stand beside it")
  func chances() {
    let judged = (0..<40).flatMap { place in
      let cluster = "\(place)"
      return [
        JudgedForecast(
          id: cluster, forecast: .sample(EnsembleForecast([1, 2, 3])), actual: 10, cluster: cluster),
        JudgedForecast(
          id: "P(\(cluster))", forecast: .probability(0.5), actual: 1, cluster: cluster),
      ]
    }
    for seed in UInt64(1)...5 {
      let spread = Scorecard(judged, seed: seed).spread
      #expect(spread?.count == 40)
      #expect(spread?.isTooNarrow == true)
    }
  }
}
