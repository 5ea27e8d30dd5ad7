import Assessment
import Foundation
import ReachEngine
import ReachModel
import Simulation
import Testing

/// Weights by a slow, obvious second way: every path replayed alone, the errors' covariance written
/// out, its inverse by elimination.
@Suite("Tracking beside its slow twin")
struct TrackingTwinTests {
  /// Exact up to sums in another order: 10⁻⁹ is far above 400 roundings and far below any mistake.
  @Test("weights, P, effective size and places in forecasts are those of the twin")
  func twin() throws {
    let tracked = try TrackingCase()
    let figures = [
      tracked.figure("firms", 2...2, 870, published: (3, 20)),
      tracked.figure("iip_supporting", 1...3, 8, published: (4, 20)),
      tracked.figure("firms", 4...4, 880, published: (5, 20)),
      tracked.figure("new_firms", 1...6, 45, published: (7, 20)),
      tracked.figure("iip_supporting", 1...6, 9, published: (7, 25)),
      tracked.figure("certified", 6...6, 285, error: 6, published: (7, 30)),
      // Single months of one quarter: what they deviate by sums to 0 with the third.
      tracked.figure("iip_supporting", 5...5, 12, published: (8, 20)),
      tracked.figure("iip_supporting", 4...4, 3, published: (8, 25)),
    ]
    let draws = 2048
    let prepared = PreparedModel(tracked.model.model)
    let paths = (0..<draws).map {
      Replay(prepared, seed: 7, shock: UInt64($0), parameter: UInt64($0))
    }
    let ensemble = try TrackedDraws(
      tracked.model.model, tracked.model.study.targets, figures, planYear: 2021,
      runner: EnsembleRunner(seed: 7, threads: 2), draws: draws)
    let history = try TrackingHistory(ensemble, planYear: 2021)
    let steps = history.steps(), checks = history.checks()
    for count in 1...figures.count {
      let f = paths.map { Array(twinExpected($0, figures).prefix(count)) }
      let y = figures.prefix(count).map { logarithm($0) }
      let S = twinCovariance(figures).prefix(count).map { Array($0.prefix(count)) }
      let inverse = inverted(S)
      let logs = f.map { row -> Double in
        let gap = zip(y, row).map { $0 - $1 }
        var form = 0.0
        for i in gap.indices { for j in gap.indices { form += gap[i] * inverse[i][j] * gap[j] } }
        return -form / 2
      }
      let top = logs.max() ?? 0
      let weights = logs.map { exp($0 - top) }
      let sum = weights.reduce(0, +)
      let size = sum * sum / weights.reduce(0) { $0 + $1 * $1 }
      let step = steps[count]
      #expect(abs(step.effectiveSize / size - 1) < 1e-9)
      for (place, target) in tracked.model.study.targets.enumerated() {
        let series = Series(target.outcome, .year(1))
        let p =
          zip(paths, weights).reduce(0.0) { total, pair in
            let value = pair.0[series] ?? .nan
            return total + (target.comparison.holds(value, target.threshold) ? pair.1 : 0)
          } / sum
        #expect(abs(step.targets[place].value - p) < 1e-9)
      }
    }
    // The first figure's place: Φ by the error function, over draws of equal weight.
    let error = twinCovariance(figures)[0][0].squareRoot()
    let y = logarithm(figures[0])
    let place =
      paths.reduce(0.0) {
        $0 + 0.5 * erfc(-(y - twinExpected($1, figures)[0]) / error / 2.0.squareRoot())
      } / Double(draws)
    #expect(abs(checks[0].position - place) < 1e-9)
  }

  private func logarithm(_ figure: ObservedFigure) -> Double {
    figure.indicator.unit == "percent" ? log(1 + figure.value / 100) : log(figure.value)
  }

  /// Tracking's measurement equations for the eight figures above.
  private func twinExpected(_ path: Replay, _ figures: [ObservedFigure]) -> [Double] {
    let q = path.quarters
    let start = path[Series(.firms, .start)] ?? .nan
    // February is two thirds into the first quarter, April one third into the second.
    let february = log(start) + 2 / 3.0 * (log(q[0].firms) - log(start))
    let april = log(q[0].firms) + 1 / 3.0 * (log(q[1].firms) - log(q[0].firms))
    let entries = (0..<2).reduce(0.0) { $0 + q[$1].entry.flatMap { $0 }.reduce(0, +) }
    let growth = [1, 2].map { 1 + (path[Series(.growth, .quarter($0))] ?? .nan) }
    let Q = [0, 1].map { q[$0].Q.reduce(0, +) }
    let before = zip(Q, growth).map { $0 / $1 }
    return [
      february, log(growth[0]), april, log(entries), log((Q[0] + Q[1]) / (before[0] + before[1])),
      log(q[1].certifiedFirms), log(growth[1]), log(growth[1]),
    ]
  }

  /// The covariance of the eight figures' errors, entry by entry, from the shipped catalog's numbers.
  private func twinCovariance(_ figures: [ObservedFigure]) -> [[Double]] {
    var S = [[Double]](repeating: [Double](repeating: 0, count: 8), count: 8)
    func rounding(_ unit: Double, _ scale: Double) -> Double { pow(unit / scale, 2) / 12 }
    // Published a month after their last month, so aged one month: 2^(−1/6) and 2^(−1/3).
    let aged = pow(2, -1 / 6.0), third = pow(2, -1 / 3.0)
    // Firms: common 0.02, monthly 0.005, figure 0.002, revision 0.01, bridge 0.005.
    for (i, place) in [(0, 2 / 3.0), (2, 1 / 3.0)] {
      S[i][i] =
        pow(0.02, 2) + pow(0.005, 2) + pow(0.002, 2) + pow(0.01 * aged, 2)
        + pow(0.005, 2) * place * (1 - place) + rounding(1, figures[i].value)
    }
    S[0][2] = pow(0.02, 2)
    // The index: common 0.01, monthly 0.03, figure 0.01, revision 0.01; quarters are whole.
    for (i, months) in [(1, 3.0), (4, 6.0)] {
      S[i][i] =
        pow(0.01, 2) + pow(0.03, 2) / months + pow(0.01, 2) + pow(0.01 * aged, 2)
        + rounding(0.1, 100 + figures[i].value)
    }
    S[1][4] = pow(0.01, 2) + pow(0.03, 2) * 3 / (3 * 6)
    // New firms: monthly 0.15, common 0.1, figure 0.05, revision 0.05 with a half-life of 3 months.
    S[3][3] =
      pow(0.1, 2) + pow(0.15, 2) / 6 + pow(0.05, 2) + pow(0.05 * third, 2)
      + rounding(1, figures[3].value)
    // Stated: 6 firms, at the end of a quarter.
    S[5][5] = pow(6 / figures[5].value, 2) + rounding(1, figures[5].value)
    (S[2][0], S[4][1]) = (S[0][2], S[1][4])
    // Single months, published three and four months later: a third of a quarter's deviations of sd
    // 0.06 has 2/3 of their variance, two of them −1/3 together.
    for (i, months) in [(6, 3.0), (7, 4.0)] {
      S[i][i] =
        pow(0.01, 2) + pow(0.03, 2) + pow(0.01, 2) + pow(0.01 * pow(2, -months / 6), 2)
        + pow(0.06, 2) * 2 / 3 + rounding(0.1, 100 + figures[i].value)
      S[i][1] = pow(0.01, 2)
      S[i][4] = pow(0.01, 2) + pow(0.03, 2) / 6
      (S[1][i], S[4][i]) = (S[i][1], S[i][4])
    }
    S[6][7] = pow(0.01, 2) - pow(0.06, 2) / 3
    S[7][6] = S[6][7]
    return S
  }

  /// By Gauss and Jordan with pivots.
  private func inverted(_ matrix: [[Double]]) -> [[Double]] {
    let n = matrix.count
    var A = matrix.enumerated().map { i, row in row + (0..<n).map { $0 == i ? 1.0 : 0 } }
    for k in 0..<n {
      let pivot = (k..<n).max { abs(A[$0][k]) < abs(A[$1][k]) } ?? k
      A.swapAt(k, pivot)
      A[k] = A[k].map { [d = A[k][k]] in $0 / d }
      for i in 0..<n where i != k {
        let factor = A[i][k]
        A[i] = zip(A[i], A[k]).map { $0 - factor * $1 }
      }
    }
    return A.map { Array($0.suffix(n)) }
  }
}
