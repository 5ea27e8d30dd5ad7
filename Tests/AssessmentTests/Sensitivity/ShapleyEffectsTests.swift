import Assessment
import LinearAlgebra
import Testing

@Suite("Shapley effects")
struct ShapleyEffectsTests {
  /// Y = x₁ + x₂ + x₃, variances 1, and only the first two depend on each other, with ρ = ½: V = 4.
  ///
  /// V(E(Y | x₁)) = (1 + ρ)² = 9/4, together with x₂ 3, x₃ alone 1 and with the others added to
  /// theirs. The third gets 1; the first two share 3 by symmetry: 3/8, 3/8, 1/4.
  static let covariance = [[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]]
  static let closedForm = [0.375, 0.375, 0.25]

  /// Y = x₁ + 2 x₂ + 3 x₃ with correlations 0.5 (1, 2), 0.2 (1, 3) and −0.3 (2, 3).
  ///
  /// c = Σβ = (1 + 1 + 0.6, 0.5 + 2 − 0.9, 0.2 − 0.6 + 3) = (2.6, 1.6, 2.6), V = β·c = 13.6. The
  /// variance explained by one input is c²: 6.76, 2.56, 6.76; by two, (cᵢ² + cⱼ² − 2ρ cᵢ cⱼ)/(1 −
  /// ρ²): 5.16/0.75 = 6.88, 10.816/0.96 = 11.2666…, 11.816/0.91 = 12.9846…
  static let dependent = [[1, 0.5, 0.2], [0.5, 1, -0.3], [0.2, -0.3, 1]]
  static let slopes = [1.0, 2, 3]
  static let dependentShares: [Double] = {
    let one = [6.76, 2.56, 6.76], v12 = 5.16 / 0.75, v13 = 10.816 / 0.96, v23 = 11.816 / 0.91
    func share(_ alone: Double, _ a: Double, _ b: Double, _ rest: Double) -> Double {
      (alone / 3 + a / 6 + b / 6 + (13.6 - rest) / 3) / 13.6
    }
    return [
      share(one[0], v12 - one[1], v13 - one[2], v23),
      share(one[1], v12 - one[0], v23 - one[2], v13),
      share(one[2], v13 - one[0], v23 - one[1], v12),
    ]
  }()

  /// The share of the variance of βx that a subset of normal inputs explains: cᵀΣ⁻¹c / V.
  private func explained(
    _ subset: [Bool], _ covariance: [[Double]], _ slopes: [Double]
  ) throws -> Double {
    let places = subset.indices.filter { subset[$0] }
    let c = covariance.map { row in zip(row, slopes).reduce(0) { $0 + $1.0 * $1.1 } }
    let variance = zip(c, slopes).reduce(0) { $0 + $1.0 * $1.1 }
    let block = try Cholesky(
      Matrix(rows: places.count, columns: places.count) { covariance[places[$0]][places[$1]] })
    return block.whiten(places.map { c[$0] }).reduce(0) { $0 + $1 * $1 } / variance
  }

  @Test("of correlated normal inputs are their closed forms")
  func closedForms() throws {
    // The pair of `analytic_indices.json`: 0.5 and 0.5.
    let cases: [([[Double]], [Double], [Double])] = [
      ([[1, 0.5], [0.5, 1]], [1, 1], [0.5, 0.5]),
      (Self.covariance, [1, 1, 1], Self.closedForm),
      (Self.dependent, Self.slopes, Self.dependentShares),
    ]
    for (covariance, slopes, truth) in cases {
      let found = try #require(
        try shapleyEffects(inputs: slopes.count, seed: 1) {
          try explained($0, covariance, slopes)
        })
      #expect(agree(found.effects.map(\.value), truth, within: 1e-13))
      #expect(agree([found.explained], [1], within: 1e-13))
      #expect(found.effects.allSatisfy { $0.standardError == 0 })
    }
  }

  @Test("of independent inputs are their shares, beyond ten by sampled orders")
  func independent() throws {
    let shares = (1...14).map { Double($0) / 105 }
    let found = try #require(
      shapleyEffects(inputs: 14, pairs: 5, seed: 2) { subset in
        zip(subset, shares).reduce(0) { $1.0 ? $0 + $1.1 : $0 }
      })
    #expect(agree(found.effects.map(\.value), shares, within: 1e-13))
    #expect(shapleyEffects(inputs: 3, seed: 1) { _ in .nan } == nil)
  }

  /// Draws of βx and noise, with normal inputs of some covariance.
  private func sample(
    _ covariance: [[Double]], _ slopes: [Double], noise: Double, rows: Int, seed: UInt64
  ) throws -> (columns: [[Double]], y: [Double]) {
    let d = slopes.count
    let factor = try Cholesky(Matrix(rows: d, columns: d) { covariance[$0][$1] }).lower
    var generator = SplitMix(state: seed)
    var columns = [[Double]](repeating: [], count: d), y: [Double] = []
    for _ in 0..<rows {
      let x = factor * (0..<d).map { _ in generator.normal() }
      for i in 0..<d { columns[i].append(x[i]) }
      y.append(zip(x, slopes).reduce(noise * generator.normal()) { $0 + $1.0 * $1.1 })
    }
    return (columns, y)
  }

  private func data(_ columns: [[Double]], _ y: [Double]) throws -> GivenData {
    try GivenData(RankedInputs(columns, draws: y.count), y: y)
  }

  private let three = [[0], [1], [2]]

  @Test("from draws alone are the closed forms within their errors", arguments: [0.0, 1])
  func givenData(noise: Double) throws {
    let cases: [([[Double]], [Double], [Double], Double)] = [
      (Self.covariance, [1, 1, 1], Self.closedForm, 4),
      (Self.dependent, Self.slopes, Self.dependentShares, 13.6),
    ]
    for (covariance, slopes, shares, variance) in cases {
      let noise = noise * variance.squareRoot()
      let (columns, y) = try sample(covariance, slopes, noise: noise, rows: 30_000, seed: 7)
      let found = try data(columns, y).shapleyEffects(
        ShapleyDesign(groups: three, queries: 3000, pool: 30_000, seed: 1), threads: 2)
      let part = variance / (variance + noise * noise)
      // Neighbours in three dimensions differ by (3 / 30,000)^(1/3) of the range: its square, 0.2 %,
      // is what they may leave.
      for (index, share) in zip(found.effects, shares) {
        #expect((index.value - share * part).magnitude <= 4.8916 * index.standardError + 0.0022)
        #expect(index.standardError < 0.03)
      }
      let sum = found.effects.reduce(0) { $0 + $1.value }
      #expect((sum - found.explained).magnitude <= 1e-12)
    }
  }

  @Test("from draws alone lie within their 95 % intervals as often as they say")
  func coverage() throws {
    var covered = [0, 0, 0]
    for seed in 0..<UInt64(400) {
      let (columns, y) = try sample(
        Self.dependent, Self.slopes, noise: 13.6.squareRoot(), rows: 3000, seed: 20_000 + seed)
      let found = try data(columns, y).shapleyEffects(
        ShapleyDesign(groups: three, queries: 250, pool: 3000, seed: seed), threads: 2)
      for i in 0..<3 {
        covered[i] += found.effects[i].interval.contains(Self.dependentShares[i] / 2) ? 1 : 0
      }
    }
    for count in covered { #expect(count >= leastCoveredOf400, "\(covered)") }
  }

  @Test("take a switch with its many ties, groups, and a constant input")
  func switches() throws {
    var generator = SplitMix(state: 9)
    let n = 6000
    let first = (0..<n).map { _ in generator.uniform() < 0.5 ? 1.0 : 0 }
    let second = generator.uniforms(n), third = generator.uniforms(n)
    // Variances 1/4, 1/12 and 1/12: shares 3/5, 1/5 and 1/5.
    let y = (0..<n).map { first[$0] + second[$0] + third[$0] }
    let constant = y.map { _ in 5.0 }
    let found = try data([first, second, third, constant], y).shapleyEffects(
      ShapleyDesign(groups: [[0], [1, 2], [3]], queries: 1000, pool: n, seed: 1))
    for (index, truth) in zip(found.effects, [0.6, 0.4, 0]) {
      #expect((index.value - truth).magnitude <= 4.8916 * index.standardError + 0.002)
    }
  }

  @Test("do not hang on threads, units or monotone transformations of inputs")
  func invariances() throws {
    let (columns, y) = try sample(
      Self.dependent, Self.slopes, noise: 1, rows: 800, seed: 3)
    let design = ShapleyDesign(groups: three, queries: 100, seed: 1)
    let found = try data(columns, y).shapleyEffects(design)
    #expect(try data(columns, y).shapleyEffects(design, threads: 3) == found)
    let bent = columns.map { $0.map { 1e5 + $0 * $0 * $0 } }
    #expect(try data(bent, y.map { $0 * 0x1p300 }).shapleyEffects(design) == found)
    let turned = try data([columns[2], columns[0], columns[1]], y).shapleyEffects(design)
    let expected = [2, 0, 1].map { found.effects[$0].value }
    #expect(agree(turned.effects.map(\.value), expected, within: 1e-12))
  }

  @Test("say when there are too few draws, or queries of one outcome")
  func degenerate() throws {
    let x = [1.0, 2, 3, 4, 5, 6]
    #expect(throws: SensitivityFailure.tooFewDraws(kept: 3, needed: 4, failed: 3)) {
      try data([x], [1, 2, 3, .nan, .nan, .nan]).shapleyEffects(
        ShapleyDesign(groups: [[0]], seed: 1))
    }
    #expect(throws: SensitivityFailure.noVariance(failed: 0)) {
      try data([x], [1, 1, 1, 1, 1, 2]).shapleyEffects(
        ShapleyDesign(groups: [[0]], queries: 4, seed: 1))
    }
  }
}
