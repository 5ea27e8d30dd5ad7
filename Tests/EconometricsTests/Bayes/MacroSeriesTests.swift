import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

/// Growth of industrial production as shipped: 13 years of Hanoi and Vietnam.
@Suite("Macro drivers")
struct MacroSeriesTests {
  init() { useOneThreadForLinearAlgebra() }

  private func industry() throws -> TimeSeries {
    let url = packageFolder.appending(path: "notebooks-data/observed/hanoi_facts.csv")
    let rows = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let columns = try ["hanoi", "vietnam"].map { place in
      try (2012...2024).map { year in
        let row = try #require(
          rows.first {
            Array($0[..<5]) == ["iip_growth", place, "industry", "\(year)", "year"]
              && $0[7] == "actual" && $0[8] == "2025"
          })
        return try #require(Double(row[5]))
      }
    }
    return TimeSeries(names: ["hanoi", "vietnam"], values: Matrix(columns: columns, rows: 13))
  }

  /// The same in another package: `autoregression.py` on the same file.
  @Test("thirteen years: tightness and next year, and what the prior decides is said")
  func priorDecides() throws {
    let fit = try fitAutoregression(
      try industry(), prior: MinnesotaPrior(lags: 2, tightness: .hierarchical))
    let known = try BayesTree(bayes: "autoregression.json")["industry"]
    #expect(relativeError(fit.tightness, try known["tightness"].number()) < 1e-9)
    let location = try known["location"].numbers(), scale = try known["scale"].matrix()
    for j in 0..<2 {
      #expect(relativeError(fit.nextPeriod[j].location, location[j]) < 1e-9)
      #expect(relativeError(fit.nextPeriod[j].scale, scale[j, j].squareRoot()) < 1e-9)
    }
    // The shipped series decide no lag at all, but the mean.
    #expect(fit.priorDriven == Array(fit.regressors.dropLast()))
    #expect(fit.learningRatio(4) > 0.999)
    #expect(
      fit.priorNote.en
        == "11 periods for 4 lag coefficients an equation; the prior decides 4 of them (data cut "
        + "the variance by less than 20 %)")
  }

  @Test("thirteen years say little of the tails")
  func tails() throws {
    let fit = try fitAutoregression(
      try industry(), prior: MinnesotaPrior(lags: 2, tightness: .hierarchical))
    let sampled = try fit.sampled(
      tails: .wide, plan: SamplerPlan(chains: 4, warmUp: 500, kept: 2_000), steps: 3,
      words: testWords(seed: 8))
    #expect(sampled.isConverged)
    // Half of the grid is below 10. Eleven rows, none of them far off, cannot move it by a tenth.
    let heavy = sampled.tails.prefix(4).reduce(0) { $0 + $1.probability }
    #expect((heavy - 0.5).magnitude < 0.1)
    #expect(sampled.tailNote.en.hasPrefix("probability of heavy tails (ν < 10): 50 % before"))
    // Without lags that count, years ahead differ by simulation only.
    let medians = (1...3).map { sampled.forecast.quantile(0.5, step: $0, series: 0) }
    #expect(medians.allSatisfy { ($0 - fit.nextPeriod[0].location).magnitude < 0.3 })
  }
}
