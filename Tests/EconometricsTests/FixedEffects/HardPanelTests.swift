import Econometrics
import Foundation
import LinearAlgebra
import Testing

@Suite("Fixed effects of hard panels")
struct HardPanelTests {
  init() { useOneThreadForLinearAlgebra() }

  /// Workers each in two neighbouring firms of a row of firms: connected by one worker at a time.
  private func chain(firms: Int) -> (effects: [Grouping], columns: [[Double]]) {
    var random = SplitMix(seed: 7)
    var worker: [Int] = [], firm: [Int] = [], x: [Double] = [], y: [Double] = []
    for place in 0..<firms - 1 {
      for side in 0..<2 {
        for _ in 0..<2 {
          worker.append(place)
          firm.append(place + side)
          x.append(random.normal() + Double(place) / 10)
          y.append(2 * x[x.count - 1] + random.normal())
        }
      }
    }
    return (
      [Grouping(name: "worker", labels: worker), Grouping(name: "firm", labels: firm)], [x, y]
    )
  }

  private func slope(_ columns: [AbsorbedColumn]) -> Double {
    let (x, y) = (columns[0].residuals, columns[1].residuals)
    return zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } / x.reduce(0) { $0 + $1 * $1 }
  }

  /// The least eigenvalue of a path of 1,500 is about (π/1500)²/2 = 2 × 10⁻⁶: plain sweeps would
  /// need millions; approximate elimination is exact for a path.
  @Test("a chain of firms, by gradients as by elimination")
  func chain() throws {
    let (effects, columns) = chain(firms: 1_500)
    let exact = try Absorption(effects: effects, denseLevels: 2_000).absorb(columns)
    let absorption = Absorption(effects: effects, denseLevels: 0)
    let stepped = try absorption.absorb(columns)
    #expect(absorption.independent.components == 1)
    #expect((1...4).contains(stepped[0].steps))
    #expect(relativeError(slope(stepped), slope(exact)) < 1e-12)
    for (a, b) in zip(exact, stepped) {
      let apart = zip(a.residuals, b.residuals).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      // Both are within 1e-11 of the norm.
      #expect(apart.squareRoot() < 2e-11 * a.norm)
    }
  }

  /// Few workers move, and to neighbouring firms: a ring of firms with weak links of many lengths.
  @Test("job movers in two and three factors, by gradients as by elimination", arguments: [2, 3])
  func movers(factors: Int) throws {
    var random = SplitMix(seed: 14)
    var worker: [Int] = [], firm: [Int] = [], year: [Int] = []
    var weights: [Double] = [], x: [Double] = [], y: [Double] = []
    for person in 0..<1_500 {
      let home = Int(random.uniform() * 300)
      for period in 0..<6 {
        let moved = random.uniform() < 0.03 ? 1 + Int(random.uniform() * 3) : 0
        worker.append(person)
        firm.append((home + moved) % 300)
        year.append(period)
        weights.append(0.1 + random.uniform())
        x.append(random.normal() + Double(home) / 50 + Double(period))
        y.append(x[x.count - 1] + random.normal() + Double(home % 7))
      }
    }
    let effects = [
      Grouping(name: "worker", labels: worker), Grouping(name: "firm", labels: firm),
      Grouping(name: "year", labels: year),
    ].prefix(factors)
    let exact = Absorption(effects: Array(effects), weights: weights)
    let stepping = Absorption(effects: Array(effects), weights: weights, denseLevels: 0)
    #expect(exact.method == .elimination && stepping.method == .conjugateGradients)
    let a = try exact.absorb([x, y]), b = try stepping.absorb([x, y])
    for (exact, stepped) in zip(a, b) {
      var apart = 0.0
      for i in x.indices {
        let difference = exact.residuals[i] - stepped.residuals[i]
        apart += weights[i] * difference * difference
      }
      #expect(apart.squareRoot() < 2e-11 * exact.norm)
      // With the diagonal alone it takes about 90 steps, with the elimination about 10.
      #expect(stepped.steps < 40)
    }
  }

  /// Within a worker of a chain the dummies span what differs between the two firms, so residuals
  /// have a closed form: deviations from the mean of each worker in each firm, since a chain has
  /// as many effects as cells but one per link.
  @Test("a chain has a closed form")
  func closedForm() throws {
    let (effects, columns) = chain(firms: 300)
    let twin = Grouping(
      name: "cell", labels: zip(effects[0].codes, effects[1].codes).map { [$0, $1] })
    let byCell = try Absorption(effects: [twin]).absorb(columns)
    for denseLevels in [2_000, 0] {
      let both = try Absorption(effects: effects, denseLevels: denseLevels).absorb(columns)
      for (a, b) in zip(byCell, both) {
        let apart = zip(a.residuals, b.residuals).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        #expect(apart.squareRoot() < 2e-11 * a.norm)
      }
    }
  }

  /// Two panels that one row with a weight of 10⁻⁶ connects.
  @Test("a nearly unconnected panel", arguments: [2_000, 0])
  func weakLink(denseLevels: Int) throws {
    var panel = EffectPanel(seed: 8, rows: 240, counts: [40, 12], parts: 2)
    var weights = panel.weights
    let bridge = try #require(
      (1..<240).first { panel.effects[0].codes[$0] != panel.effects[0].codes[0] })
    panel.effects = panel.effects.enumerated().map { f, effect in
      Grouping(
        name: effect.name, codes: effect.codes + [effect.codes[f == 0 ? 0 : bridge]],
        count: effect.count)
    }
    panel.column.append(1e3)
    weights.append(1e-6)
    let twin = DummyProjection(panel.effects, weights: weights)
    let absorption = Absorption(
      effects: panel.effects, weights: weights, denseLevels: denseLevels)
    let residuals = try absorption.residual(of: panel.column)
    let expected = twin.residual(of: panel.column)
    #expect(absorption.rank == twin.rank)
    #expect(twin.norm(zip(residuals, expected).map { $0 - $1 }) < 1e-10 * twin.norm(expected))
  }

  @Test("agrees with plain sweeps, weighted, in three factors", arguments: [2_000, 0])
  func plain(denseLevels: Int) throws {
    let panel = EffectPanel(seed: 9, rows: 4_000, counts: [300, 150, 12])
    let expected = plainSweeps(
      panel.column, panel.effects, weights: panel.weights, sweeps: 300)
    let residuals = try Absorption(
      effects: panel.effects, weights: panel.weights, denseLevels: denseLevels
    ).residual(of: panel.column)
    for (a, b) in zip(residuals, expected) { #expect((a - b).magnitude < 1e-9) }
  }

  /// 10¹² + u with u of size 1 keeps u to 2⁻¹³ (one rounding of 10¹²); 10¹² u keeps all digits.
  @Test("a huge mean takes nothing from a small rest", arguments: [2_000, 0])
  func hugeMean(denseLevels: Int) throws {
    let panel = EffectPanel(seed: 10, rows: 300, counts: [30, 10])
    let absorption = Absorption(effects: panel.effects, denseLevels: denseLevels)
    // Multiples of 2⁻¹⁰ are exact beside 10¹².
    let small = panel.column.map { ($0 * 1024).rounded() / 1024 }
    let shifted = try absorption.absorb([small, small.map { $0 + 1e12 }])
    #expect(!shifted[1].isRounding)
    for (a, b) in zip(shifted[0].residuals, shifted[1].residuals) {
      #expect((a - b).magnitude < 1e-9)
    }
  }

  @Test("units scale what is left", arguments: [1e-300, 1e-12, 1e12, 1e300])
  func units(factor: Double) throws {
    let panel = EffectPanel(seed: 11, rows: 300, counts: [30, 10])
    for denseLevels in [2_000, 0] {
      let absorption = Absorption(
        effects: panel.effects, weights: panel.weights, denseLevels: denseLevels)
      let plain = try absorption.residual(of: panel.column)
      let scaled = try absorption.absorb([panel.column.map { $0 * factor }])[0]
      #expect(!scaled.isRounding)
      for (a, b) in zip(plain, scaled.residuals) {
        #expect((a - b / factor).magnitude < 1e-10)
      }
    }
  }

  @Test("only ratios of weights matter", arguments: [1e-250, 1e-12, 1e12, 1e250])
  func weightUnits(factor: Double) throws {
    let panel = EffectPanel(seed: 12, rows: 300, counts: [30, 10])
    for denseLevels in [2_000, 0] {
      let plain = try Absorption(
        effects: panel.effects, weights: panel.weights, denseLevels: denseLevels
      ).residual(of: panel.column)
      let scaled = try Absorption(
        effects: panel.effects, weights: panel.weights.map { $0 * factor },
        denseLevels: denseLevels
      ).residual(of: panel.column)
      for (a, b) in zip(plain, scaled) { #expect((a - b).magnitude < 1e-10) }
    }
  }

  @Test("a number that is not finite is named")
  func notFinite() {
    let panel = EffectPanel(seed: 13, rows: 60, counts: [6, 5])
    var column = panel.column
    for bad in [Double.infinity, -.infinity, .nan] {
      column[17] = bad
      #expect(throws: EstimationError.columnNotFinite(column: "column 2")) {
        try Absorption(effects: panel.effects).absorb([panel.column, column])
      }
    }
  }

  /// Industries are sums of firms: S sends more to zero than constants of components.
  @Test("factors nested in others, absorbed columns among them", arguments: [2_000, 0])
  func nested(denseLevels: Int) throws {
    let panel = EffectPanel(seed: 15, rows: 900, counts: [150, 80, 5])
    let industry = Grouping(name: "industry", labels: panel.effects[1].codes.map { $0 % 9 })
    let effects = panel.effects + [industry]
    let twin = DummyProjection(effects, weights: panel.weights)
    let absorption = Absorption(
      effects: effects, weights: panel.weights, denseLevels: denseLevels)
    let inside = panel.column.indices.map { i in
      effects.reduce(1e4) { $0 + Double($1.codes[i] * 29 % 17) / 3 }
    }
    let columns = try absorption.absorb([panel.column, inside])
    let expected = twin.residual(of: panel.column)
    let apart = zip(columns[0].residuals, expected).map { $0 - $1 }
    #expect(twin.norm(apart) < 2e-11 * twin.norm(expected))
    #expect(columns[1].isRounding && !columns[0].isRounding)
    // Firms tell their industries: the pairwise bound is exact here.
    #expect(absorption.rank == twin.rank)
  }

  /// As in the last iterations of a Poisson regression with means near zero.
  ///
  /// Rows are compared by their weights, which is all that estimates see.
  @Test("weights over sixteen orders of magnitude", arguments: [2_000, 0])
  func extremeWeights(denseLevels: Int) throws {
    let panel = EffectPanel(seed: 16, rows: 600, counts: [90, 70, 4])
    var random = SplitMix(seed: 17)
    let weights = panel.weights.map { _ in exp(-36 * random.uniform()) }
    let twin = DummyProjection(panel.effects, weights: weights)
    let residuals = try Absorption(
      effects: panel.effects, weights: weights, denseLevels: denseLevels
    ).residual(of: panel.column)
    let expected = twin.residual(of: panel.column)
    #expect(residuals.allSatisfy { $0.isFinite })
    let apart = zip(residuals, expected).map { $0 - $1 }
    #expect(twin.norm(apart) < 1e-9 * twin.norm(expected))
  }

  @Test("an end without convergence is named")
  func notConverged() {
    let panel = EffectPanel(seed: 18, rows: 300, counts: [40, 30])
    let absorption = Absorption(effects: panel.effects, stepLimit: 2, denseLevels: 0)
    #expect(throws: EstimationError.notConverged(what: "fixed effects", steps: 2)) {
      try absorption.residual(of: panel.column)
    }
  }
}
