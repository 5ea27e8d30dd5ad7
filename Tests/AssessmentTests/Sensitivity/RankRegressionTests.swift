import Assessment
import Foundation
import Testing

@Suite("Rank regression")
struct RankRegressionTests {
  private func data(_ columns: [[Double]], _ y: [Double]) throws -> GivenData {
    try GivenData(RankedInputs(columns, draws: y.count, threads: 2), y: y)
  }

  private func effects(_ regression: RankRegression) -> [RankRegression.Effect] {
    regression.answers.compactMap {
      if case .effect(let effect) = $0 { effect } else { nil }
    }
  }

  /// Correlated normal inputs and a monotone outcome with noise.
  private func sample(
    rows: Int, seed: UInt64, noise: Double = 1
  ) -> (columns: [[Double]], y: [Double]) {
    var generator = SplitMix(state: seed)
    var columns = [[Double]](repeating: [], count: 4), y: [Double] = []
    for _ in 0..<rows {
      let common = generator.normal()
      let x = (0..<4).map { _ in 0.6 * common + 0.8 * generator.normal() }
      for i in 0..<4 { columns[i].append(x[i]) }
      y.append(x[0] - 0.5 * x[1] + 0.1 * x[2] + noise * generator.normal())
    }
    return (columns, y)
  }

  @Test(
    "equals pingouin's and least squares on the same ranks",
    arguments: try PackageAnswers.read().ranks)
  func package(_ reference: PackageAnswers.Ranks) throws {
    let found = try #require(try data(reference.columns, reference.y).rankRegression())
    let effects = effects(found)
    #expect(agree(effects.map(\.partialCorrelation), reference.partial))
    #expect(agree(effects.map(\.coefficient), reference.coefficients))
    #expect(agree(effects.map(\.standardError), reference.errors))
    #expect(agree(effects.map(\.varianceInflation), reference.inflation))
    #expect(agree([found.explained], [reference.explained]))
  }

  @Test("ranks numbers in the middle of their ties, whatever their bits")
  func ranks() {
    #expect(midRanks([3, 1, 3, 2, 3]) == [4, 1, 4, 2, 4])
    #expect(midRanks([0, -0.0, -1, 1]) == [2.5, 2.5, 1, 4])
    #expect(midRanks([]) == [] && midRanks([7]) == [1])
    var generator = SplitMix(state: 1)
    for scale in [1.0, 1e-300, 1e300, -1e9] {
      let values = (0..<997).map { _ in ((generator.uniform() - 0.5) * 300).rounded() * scale }
      // The slow way: one more than those below, and half of the others that are equal.
      let slow = values.map { value in
        1 + Double(values.count { $0 < value }) + Double(values.count { $0 == value } - 1) / 2
      }
      #expect(midRanks(values) == slow)
    }
  }

  @Test("has intervals that cover a normal law's partial rank correlation as often as they say")
  func coverage() throws {
    // With normal variables the ranks' correlations are 6/π asin(ρ/2) (Pearson 1907), and the
    // partial ones follow from them; here by the elimination of the others, in turn.
    let correlation = normalCorrelations()
    let truth = (0..<4).map { partial(correlation, $0) }
    var covered = [Int](repeating: 0, count: 4)
    for seed in 0..<UInt64(400) {
      let (columns, y) = sample(rows: 300, seed: 10_000 + seed)
      let found = try #require(try data(columns, y).rankRegression())
      for (i, effect) in effects(found).enumerated() {
        covered[i] += effect.interval.contains(truth[i]) ? 1 : 0
        #expect(effect.isBelowItsError == effect.interval.contains(0))
      }
    }
    for count in covered { #expect(count >= leastCoveredOf400, "\(covered)") }
  }

  /// The rank correlations of `sample`: four inputs with correlation 0.36, and the outcome.
  private func normalCorrelations() -> [[Double]] {
    let slopes = [1, -0.5, 0.1, 0]
    let covariances = (0..<4).map { i in
      (0..<4).reduce(0) { $0 + slopes[$1] * (i == $1 ? 1 : 0.36) }
    }
    let variance = zip(slopes, covariances).reduce(1) { $0 + $1.0 * $1.1 }
    var R = (0..<5).map { i in (0..<5).map { $0 == i ? 1 : 0.36 } }
    for i in 0..<4 {
      R[i][4] = covariances[i] / variance.squareRoot()
      R[4][i] = R[i][4]
    }
    return R.map { $0.map { $0 == 1 ? 1 : 6 / Double.pi * asin($0 / 2) } }
  }

  /// r(i, y | others) by Yule's recursion: one variable is held after the other.
  private func partial(_ correlations: [[Double]], _ input: Int) -> Double {
    var R = correlations
    for held in 0..<4 where held != input {
      let before = R
      for i in 0..<5 {
        for j in 0..<5 where i != held && j != held && i != j {
          let left =
            (1 - before[i][held] * before[i][held]) * (1 - before[j][held] * before[j][held])
          R[i][j] = (before[i][j] - before[i][held] * before[j][held]) / left.squareRoot()
        }
      }
    }
    return R[input][4]
  }

  @Test(
    "does not change with monotone transformations, the order of inputs or of draws, or threads")
  func invariances() throws {
    let (columns, y) = sample(rows: 500, seed: 1)
    let found = try #require(try data(columns, y).rankRegression())
    #expect(try data(columns, y).rankRegression(threads: 3) == found)
    let bent = [columns[0].map { exp($0) }, columns[1].map { $0 * $0 * $0 }] + columns[2...]
    #expect(try data(bent, y.map { 1e6 + atan($0) }).rankRegression() == found)
    let order = [2, 0, 3, 1]
    let permuted = try #require(try data(order.map { columns[$0] }, y).rankRegression())
    let expected = order.map { effects(found)[$0] }
    #expect(
      agree(
        effects(permuted).map(\.partialCorrelation), expected.map(\.partialCorrelation),
        within: 1e-13))
    let reversed = try #require(
      try data(columns.map { $0.reversed() }, y.reversed()).rankRegression())
    #expect(agree(effects(reversed).map(\.coefficient), effects(found).map(\.coefficient)))
    let down = try #require(try data(columns, y.map { -$0 }).rankRegression())
    #expect(
      agree(
        effects(down).map(\.partialCorrelation), effects(found).map { -$0.partialCorrelation },
        within: 1e-13))
  }

  @Test("names inputs that are constant or collinear, and leaves the others' answers alone")
  func degenerate() throws {
    let (columns, y) = sample(rows: 400, seed: 2)
    let plain = try #require(try data(columns, y).rankRegression())
    let constant = [Double](repeating: 3, count: 400)
    // A copy in another unit: the ranks are the same.
    let copy = columns[1].map { 7 - 2 * $0 }
    let found = try #require(
      try data([constant] + columns + [copy], y).rankRegression())
    #expect(found.answers[0] == .constant)
    #expect(found.answers[2] == .collinear(with: [5]))
    #expect(found.answers[5] == .collinear(with: [2]))
    #expect(agree([found.explained], [plain.explained], within: 1e-12))
    for (place, input) in [(1, 0), (3, 2), (4, 3)] {
      guard case .effect(let effect) = found.answers[place] else {
        Issue.record("no effect of input \(place)")
        continue
      }
      #expect(
        agree(
          [effect.partialCorrelation], [effects(plain)[input].partialCorrelation], within: 1e-12))
    }
  }

  @Test("warns of inputs that nearly tell each other")
  func nearlyCollinear() throws {
    var (columns, y) = sample(rows: 400, seed: 3)
    var generator = SplitMix(state: 5)
    columns[3] = columns[2].map { $0 + 0.01 * generator.normal() }
    let found = effects(try #require(try data(columns, y).rankRegression()))
    #expect(found.map(\.isNearlyCollinear) == [false, false, true, true])
    #expect(found[2].standardError > 10 * found[1].standardError)
    y = zip(columns[0], columns[1]).map { $0 - 2 * $1 }
    #expect(try #require(try data(columns, y).rankRegression()).draws == 400)
  }

  @Test("of an outcome that one input tells is 1, and nothing is left for the others")
  func perfect() throws {
    let (columns, _) = sample(rows: 200, seed: 4)
    let found = try #require(
      try data(columns, columns[2].map { exp($0) }).rankRegression())
    #expect(agree([found.explained], [1], within: 1e-12))
    #expect(
      found.answers.enumerated().allSatisfy { $0 == 2 || $1 == .outcomeExplainedByOthers })
    let effect = try #require(effects(found).first)
    #expect(agree([effect.partialCorrelation, effect.coefficient], [1, 1], within: 1e-12))
    #expect(effect.interval.lowerBound > 0.999 && effect.interval.upperBound <= 1)
  }

  @Test("leaves out failed draws, and has no answer for too few or equal ones")
  func failed() throws {
    var (columns, y) = sample(rows: 60, seed: 6)
    let whole = try #require(
      try data(columns.map { Array($0[2...]) }, Array(y[2...])).rankRegression())
    (y[0], columns[3][1]) = (.nan, .infinity)
    let found = try #require(try data(columns, y).rankRegression())
    #expect(found.failed == 2 && found.draws == 58 && found.answers == whole.answers)
    #expect(try data(columns.map { Array($0[2..<10]) }, Array(y[2..<10])).rankRegression() == nil)
    #expect(throws: SensitivityFailure.noVariance(failed: 1)) {
      try data([[1, 2, 3, 4]], [5, 5, .nan, 5])
    }
    #expect(throws: SensitivityFailure.tooFewDraws(kept: 2, needed: 3, failed: 2)) {
      try data([[1, 2, 3, 4]], [5, .nan, .nan, 6])
    }
  }
}
