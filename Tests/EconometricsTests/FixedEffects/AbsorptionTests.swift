import Econometrics
import LinearAlgebra
import Testing

@Suite("Fixed effects taken out")
struct AbsorptionTests {
  init() { useOneThreadForLinearAlgebra() }

  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let counts: [Int]
    var parts = 1
    var rows = 160
  }

  static let cases = [
    Case(testDescription: "one factor", counts: [12]),
    Case(testDescription: "two factors", counts: [30, 8]),
    Case(testDescription: "two factors, three components", counts: [36, 9], parts: 3),
    Case(
      testDescription: "two factors, hardly more rows than effects", counts: [40, 30], rows: 75),
    Case(testDescription: "three factors", counts: [25, 9, 6]),
    Case(testDescription: "three factors, two components", counts: [24, 10, 6], parts: 2),
    Case(testDescription: "four factors", counts: [20, 8, 6, 4]),
    Case(testDescription: "four factors, the largest last", counts: [3, 5, 4, 30]),
  ]

  /// 0 levels by Cholesky means conjugate gradients.
  @Test(
    "is the projection on all dummies, and counts their rank", arguments: cases, [2_000, 0])
  func dummies(_ problem: Case, denseLevels: Int) throws {
    let panel = EffectPanel(
      seed: 1, rows: problem.rows, counts: problem.counts, parts: problem.parts)
    for weights in [nil, panel.weights] {
      let twin = DummyProjection(panel.effects, weights: weights)
      let absorption = Absorption(
        effects: panel.effects, weights: weights, denseLevels: denseLevels)
      let column = try absorption.absorb([panel.column])[0]
      let expected = twin.residual(of: panel.column)
      // The tolerance of absorption, and rounding of the twin: n · 2⁻⁵² · rank · κ, far less.
      let error = twin.norm(zip(column.residuals, expected).map { $0 - $1 })
      #expect(error <= 2e-11 * twin.norm(expected))
      #expect(relativeError(column.norm, twin.norm(expected)) < 1e-12)
      #expect(!column.isRounding)
      switch absorption.independent.evidence {
      case .pairwiseBound: #expect(absorption.rank >= twin.rank)
      default: #expect(absorption.rank == twin.rank)
      }
      #expect(
        absorption.method
          == (problem.counts.count == 1
            ? .means : denseLevels == 0 ? .conjugateGradients : .elimination))
    }
  }

  @Test("gives other weights what new ones give", arguments: [2_000, 0])
  func reweighted(denseLevels: Int) throws {
    let panel = EffectPanel(seed: 2, rows: 300, counts: [40, 12, 5])
    let plain = Absorption(effects: panel.effects, denseLevels: denseLevels)
    let fresh = Absorption(
      effects: panel.effects, weights: panel.weights, denseLevels: denseLevels)
    let reused = plain.reweighted(panel.weights)
    #expect(try fresh.residual(of: panel.column) == reused.residual(of: panel.column))
    #expect(reused.rank == fresh.rank)
  }

  @Test(
    "starts from effects that are nearly right, and ends where it would", arguments: [2_000, 0])
  func warmStart(denseLevels: Int) throws {
    let panel = EffectPanel(seed: 3, rows: 400, counts: [60, 30])
    let before = try Absorption(
      effects: panel.effects, weights: panel.weights, denseLevels: denseLevels
    ).absorb([panel.column])[0]
    let weights = panel.weights.map { $0 * (1 + 1e-7 * $0) }
    let absorption = Absorption(
      effects: panel.effects, weights: weights, denseLevels: denseLevels)
    let cold = try absorption.absorb([panel.column])[0]
    let warm = try absorption.absorb([panel.column], startingFrom: [before.levels])[0]
    for (a, b) in zip(cold.residuals, warm.residuals) { #expect((a - b).magnitude < 1e-10) }
    if denseLevels == 0 { #expect(warm.steps < cold.steps) }
  }

  @Test("the levels and the residuals add up to the column", arguments: [2_000, 0])
  func sum(denseLevels: Int) throws {
    let panel = EffectPanel(seed: 4, rows: 200, counts: [20, 9, 4])
    let column = try Absorption(effects: panel.effects, denseLevels: denseLevels)
      .absorb([panel.column])[0]
    for i in panel.column.indices {
      let fitted = zip(column.levels, panel.effects).reduce(0) { $0 + $1.0[Int($1.1.codes[i])] }
      #expect((fitted + column.residuals[i] - panel.column[i]).magnitude < 1e-12)
    }
  }

  @Test("threads change no bit", arguments: [2_000, 0])
  func threads(denseLevels: Int) throws {
    let panel = EffectPanel(seed: 5, rows: 500, counts: [60, 20, 7])
    let columns = (1...5).map { power in panel.column.map { $0 * Double(power) + $0 * $0 } }
    let one = try Absorption(effects: panel.effects, threads: 1, denseLevels: denseLevels)
      .absorb(columns)
    let three = try Absorption(effects: panel.effects, threads: 3, denseLevels: denseLevels)
      .absorb(columns)
    #expect(one.map(\.residuals) == three.map(\.residuals))
    #expect(one.map(\.levels) == three.map(\.levels))
  }

  @Test("rows that all have groups of their own, and a single row, leave nothing")
  func nothingLeft() throws {
    for n in [0, 1, 5] {
      let each = Grouping(name: "each", labels: Array(0..<n))
      let all = Grouping(name: "all", labels: Array(repeating: 0, count: n))
      for effects in [[each], [each, all], [all, each, each]] {
        for denseLevels in [2_000, 0] {
          let absorption = Absorption(effects: effects, denseLevels: denseLevels)
          let column = try absorption.absorb([(0..<n).map { Double($0) + 0.1 }])[0]
          #expect(column.isRounding)
          #expect(column.residuals.allSatisfy { $0.magnitude < 1e-14 })
        }
        #expect(independentEffects(effects).rank == n)
      }
    }
  }

  @Test("one group of all rows is a constant")
  func oneGroup() throws {
    let panel = EffectPanel(seed: 6, rows: 50, counts: [7])
    let all = Grouping(name: "all", labels: Array(repeating: 0, count: 50))
    let mean = panel.column.reduce(0, +) / 50
    for effects in [[all], [all, all]] {
      let residuals = try Absorption(effects: effects).residual(of: panel.column)
      for (a, b) in zip(residuals, panel.column) { #expect((a - (b - mean)).magnitude < 1e-14) }
      #expect(independentEffects(effects).rank == 1)
    }
  }

  @Test("rows of weight zero do not count", arguments: [2_000, 0])
  func zeroWeights(denseLevels: Int) throws {
    let panel = EffectPanel(seed: 19, rows: 700, counts: [150, 90, 5])
    let counted = (0..<700).filter { $0 % 4 != 0 }
    let weights = panel.weights.enumerated().map { $0.offset % 4 == 0 ? 0 : $0.element }
    for factors in 1...3 {
      let effects = Array(panel.effects.prefix(factors))
      let all = try Absorption(effects: effects, weights: weights, denseLevels: denseLevels)
        .residual(of: panel.column)
      let some = try Absorption(
        effects: effects.map { $0.selecting(counted) }, weights: counted.map { weights[$0] },
        denseLevels: denseLevels
      ).residual(of: counted.map { panel.column[$0] })
      #expect(all.allSatisfy { $0.isFinite })
      for (place, row) in counted.enumerated() {
        #expect((all[row] - some[place]).magnitude < 1e-9)
      }
    }
  }
}
