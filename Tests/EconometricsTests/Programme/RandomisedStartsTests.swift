import Econometrics
import Foundation
import Testing

@Suite("Starts that might have fallen on other units")
struct RandomisedStartsTests {
  @Test("one treated unit: ranks and interval of the textbook, by hand")
  func oneUnit() throws {
    let panel = simulatedPanel(seed: 11, units: 40, periods: 6, starts: [4], effect: 0.7)
    let assignments = try RandomisedStarts(panel, draws: 10, words: programmeWords())
    #expect(assignments.count == 40 && assignments.isComplete)
    let count = 1 + assignments.distances.count
    // Each unit's own contrast; the estimate is n/(n − 1) times its distance from the mean of all.
    let contrasts = panel.outcomes.map { ($0[4] + $0[5]) / 2 - $0[3] }
    let mean = contrasts.reduce(0, +) / 40
    let far = contrasts.map { abs($0 - mean) }
    let p = Double(far.count { $0 >= far[0] * (1 - 1e-12) }) / 40
    #expect(assignments.pValue(unitWeights(count)) == p)
    // One of 40 may be as large on each side at 95 %: the effect is the contrast minus an order
    // statistic of the other 39.
    let others = contrasts.dropFirst().sorted()
    let interval = assignments.interval(unitWeights(count), level: 0.95)
    #expect(abs(interval.low - (contrasts[0] - others[38])) < 1e-12)
    #expect(abs(interval.high - (contrasts[0] - others[0])) < 1e-12)
    #expect(interval.level == 0.95)
    let wide = assignments.interval(unitWeights(count), level: 0.99)
    #expect(wide == interval, "40 ranks carry 95 % and no more")
  }

  @Test("several starts: the interval is what tests of one effect after another do not refuse")
  func inversion() throws {
    let panel = simulatedPanel(seed: 5, units: 12, periods: 6, starts: [3, 4, 4], effect: 0.5)
    let assignments = try RandomisedStarts(panel, draws: 399, words: programmeWords())
    #expect(assignments.count == 400 && !assignments.isComplete)
    let weights = unitWeights(1 + assignments.distances.count)
    let interval = assignments.interval(weights, level: 0.9)
    // A one-sided test at 5 % of an effect that is taken out of the outcomes.
    func tails(_ θ: Double) throws -> (upper: Double, lower: Double) {
      let outcomes = zip(panel.outcomes, panel.indicators).map { row, on in
        zip(row, on).map { $0 - θ * $1 }
      }
      let null = try RandomisedStarts(
        panel.with(outcomes: outcomes), draws: 399, words: programmeWords())
      let point = try EventStudy(panel.with(outcomes: outcomes)).overall
      let all = null.overallEstimates
      #expect(abs(all[0] - point) < 1e-12)
      return (
        Double(all.count { $0 >= point - 1e-12 }) / 400,
        Double(all.count { $0 <= point + 1e-12 }) / 400
      )
    }
    let inside = 1e-6
    #expect(try tails(interval.low + inside).upper > 0.05)
    #expect(try tails(interval.low - inside).upper <= 0.05)
    #expect(try tails(interval.high - inside).lower > 0.05)
    #expect(try tails(interval.high + inside).lower <= 0.05)
  }

  @Test("a test of 5 % refuses no effect in 5 % of panels, whatever the law of errors")
  func size() throws {
    let panels = 2000
    var refused = 0, placebos = 0
    for seed in 0..<panels {
      // Errors with heavy tails, one treated unit of 20.
      var random = SplitMix(seed: UInt64(9000 + seed))
      let outcomes = (0..<20).map { _ in
        (0..<5).map { _ in random.normal() / max(0.05, random.uniform()) }
      }
      let panel = ProgrammePanel(
        units: (0..<20).map { "\($0)" }, periods: Array(1...5), outcomes: outcomes,
        starts: [3] + Array(repeating: 5, count: 19))
      let assignments = try RandomisedStarts(panel, draws: 1, words: programmeWords())
      if assignments.pValue(unitWeights(1 + assignments.distances.count)) <= 0.05 { refused += 1 }
      if try #require(assignments.pValueBefore()) <= 0.05 { placebos += 1 }
    }
    // Exactly 1 in 20: 4.8916 standard errors of a binomial are a false alarm in a million.
    let error = 4.8916 * (0.05 * 0.95 / Double(panels)).squareRoot()
    #expect(abs(Double(refused) / Double(panels) - 0.05) < error)
    #expect(abs(Double(placebos) / Double(panels) - 0.05) < error)
  }

  @Test("the interval holds the effect at its level")
  func coverage() throws {
    let panels = 1500
    var held = 0, level = 1.0
    for seed in 0..<panels {
      let panel = simulatedPanel(
        seed: UInt64(seed), units: 20, periods: 5, starts: [3], effect: 1.5)
      let assignments = try RandomisedStarts(panel, draws: 1, words: programmeWords())
      let interval = assignments.interval(
        unitWeights(1 + assignments.distances.count), level: 0.9)
      level = interval.level
      if interval.low <= 1.5, 1.5 <= interval.high { held += 1 }
    }
    #expect(level == 0.9)
    let error = 4.8916 * (0.9 * 0.1 / Double(panels)).squareRoot()
    #expect(abs(Double(held) / Double(panels) - 0.9) < error)
  }
}
