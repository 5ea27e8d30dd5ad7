import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

@Suite("Wild cluster bootstrap")
struct WildBootstrapTests {
  let small: SmallCase
  let reference: ReferenceNumbers

  init() throws {
    useOneThreadForLinearAlgebra()
    small = try SmallCase()
    reference = try ReferenceNumbers("bootstrap/bootstrap.json")
  }

  /// Ties are decided to 1e-10: the statistics of patterns that tie differ by rounding.
  static let tie = 1e-10

  @Test("statistics, p-values and sets as wildboottest", arguments: [true, false], 0..<3)
  func packageDraws(imposesNull: Bool, j: Int) throws {
    let fit = try fitLinear(small.data(Design.all[0]))
    let result = try wildBootstrap(
      LinearRestriction(coefficient: j, of: 3), of: fit, cluster: small.cluster,
      options: WildBootstrapOptions(imposesNull: imposesNull), bits: testBits(seed: 1))
    let key = "\(imposesNull ? "WCR" : "WCU").\(j)"
    let t = try reference.list("\(key).t")[0]
    let draws = try reference.list("\(key).draws")
    #expect(relativeError(result.statistic, t) < 1e-8)
    #expect(result.isEnumerated && result.draws == 256)
    let size = t.magnitude
    #expect(result.pSymmetric == Double(draws.count { $0 >= size - Self.tie }) / 256)
    #expect(result.pSymmetricStrict == Double(draws.count { $0 > size + Self.tie }) / 256)
    guard !imposesNull else { return }
    // 0.05 · 256 = 12.8: the 13th largest |t*| is the last that more than 5 % reach.
    let error = fit.coefficients[j] / t
    let half = (draws.sorted(by: >)[12] * error).magnitude
    let interval = try #require(result.confidenceSet?.intervals.first)
    #expect(relativeError(interval.upper, fit.coefficients[j] + half) < 1e-8)
    #expect(relativeError(interval.lower, fit.coefficients[j] - half) < 1e-8)
  }

  @Test(
    "p-values are those of all patterns refitted one by one", arguments: Design.all,
    [true, false])
  func exhaustive(design: Design, imposesNull: Bool) throws {
    let data = small.data(design)
    let slow = SlowBootstrap(data: data, cluster: small.cluster)
    let fit = try fitLinear(data)
    let j = data.names.count - 2
    for value in [0, 0.35, -0.8] {
      let (t, draws) = try slow.enumerated(
        coefficient: j, equals: value, imposesNull: imposesNull)
      let fast = try wildBootstrap(
        LinearRestriction(coefficient: j, of: data.names.count, equals: value), of: fit,
        cluster: small.cluster,
        options: WildBootstrapOptions(imposesNull: imposesNull, level: nil),
        bits: testBits(seed: 2))
      #expect(relativeError(fast.statistic, t) < 1e-8)
      let reach = draws.count { $0.magnitude >= t.magnitude - Self.tie }
      let beyond = draws.count { $0.magnitude > t.magnitude + Self.tie }
      let above = draws.count { $0 >= t - Self.tie }, below = draws.count { $0 <= t + Self.tie }
      #expect(fast.pSymmetric == Double(reach) / 256)
      #expect(fast.pSymmetricStrict == Double(beyond) / 256)
      #expect(fast.pEqualTailed == min(1, 2 * Double(min(above, below)) / 256))
      // With the null imposed the data and its mirror are among the patterns, and tie.
      if imposesNull { #expect(reach - beyond >= 2) }
    }
  }

  @Test("sets hold exactly the values that the tests keep", arguments: Design.all, [true, false])
  func inversion(design: Design, imposesNull: Bool) throws {
    let data = small.data(design)
    let fit = try fitLinear(data)
    for level in [0.95, 0.9, 0.6] {
      func test(_ value: Double) throws -> WildBootstrap {
        try wildBootstrap(
          LinearRestriction(coefficient: 1, of: data.names.count, equals: value), of: fit,
          cluster: small.cluster,
          options: WildBootstrapOptions(imposesNull: imposesNull, level: level),
          bits: testBits(seed: 3))
      }
      let result = try test(0)
      let set = try #require(result.confidenceSet), tails = try #require(result.equalTailedSet)
      for step in -150...150 {
        let value = fit.coefficients[1] + Double(step) * 0.0357
        let there = try test(value)
        #expect(set.contains(value) == (there.pSymmetric > 1 - level + 1e-12))
        #expect(tails.contains(value) == (there.pEqualTailed > 1 - level + 1e-12))
      }
      for interval in set.intervals {
        for (end, inward) in [(interval.lower, 1.0), (interval.upper, -1.0)] where end.isFinite {
          #expect(try test(end + inward * 1e-7).pSymmetric > 1 - level)
          #expect(try test(end - inward * 1e-7).pSymmetric <= 1 - level)
        }
      }
    }
  }

  @Test("with four clusters no hypothesis is rejected at 5 %: the set is the line")
  func unbounded() throws {
    let rows = small.rows.indices.filter { small.rows[$0][0] < 4 }
    let data = RegressionData(
      dependent: "y", y: rows.map { small.rows[$0][2] }, names: ["constant", "x1"],
      X: Matrix(rows: rows.count, columns: 2) { i, j in j == 0 ? 1 : small.rows[rows[i]][3] })
    let result = try wildBootstrap(
      LinearRestriction(coefficient: 1, of: 2), of: try fitLinear(data),
      cluster: small.cluster.selecting(rows), bits: testBits(seed: 4))
    #expect(result.draws == 16)
    let line = BootstrapConfidenceSet.Interval(lower: -.infinity, upper: .infinity)
    #expect(result.confidenceSet?.intervals == [line])
    #expect(result.confidenceSet?.isBounded == false)
  }

  @Test("drawn weights of every law, refitted one by one", arguments: BootstrapWeights.allCases)
  func drawn(law: BootstrapWeights) throws {
    let data = small.data(Design.all[2]), bits = testBits(seed: 5)
    let slow = SlowBootstrap(data: data, cluster: small.cluster)
    let (fitted, errors) = try slow.restricted(coefficient: 1, equals: -0.4)
    let t = try slow.statistic(data.y, coefficient: 1, equals: -0.4).magnitude
    let count = 200
    let reach = try (0..<count).count { draw in
      let v = (0..<8).map { weight(law, cluster: $0, draw: draw, bits) }
      let y = fitted.indices.map { fitted[$0] + v[Int(small.cluster.codes[$0])] * errors[$0] }
      return try slow.statistic(y, coefficient: 1, equals: -0.4).magnitude >= t - Self.tie
    }
    let fast = try wildBootstrap(
      LinearRestriction(coefficient: 1, of: 2, equals: -0.4), of: try fitLinear(data),
      cluster: small.cluster,
      options: WildBootstrapOptions(draws: count, weights: law, level: nil), bits: bits)
    #expect(fast.draws == count && !fast.isEnumerated)
    #expect(fast.pSymmetric == Double(reach) / Double(count))
    #expect(reach > 0 && reach < count)
  }

  @Test("more clusters than a word has bits, G × G where dummies are many")
  func manyClusters() throws {
    var stream = SplitMix(seed: 31)
    let n = 210, bits = testBits(seed: 6)
    var data = RegressionData(
      dependent: "y", y: (0..<n).map { _ in stream.normal() }, names: ["x1", "x2"],
      X: Matrix(rows: n, columns: 2) { _, _ in stream.normal() })
    let cluster = Grouping(name: "g", labels: (0..<n).map { $0 / 3 })
    // 40 levels across 70 clusters: the direct G × G product.
    data.effects = [Grouping(name: "h", labels: (0..<n).map { $0 * $0 % 79 })]
    let slow = SlowBootstrap(data: data, cluster: cluster)
    let (fitted, errors) = try slow.restricted(coefficient: 0, equals: 0)
    let t = try slow.statistic(data.y, coefficient: 0, equals: 0).magnitude
    let reach = try (0..<100).count { draw in
      let y = fitted.indices.map { i in
        let g = Int(cluster.codes[i])
        let sign: Double = bits(draw, g / 64) >> (g % 64) & 1 == 1 ? 1 : -1
        return fitted[i] + sign * errors[i]
      }
      return try slow.statistic(y, coefficient: 0, equals: 0).magnitude >= t - Self.tie
    }
    let fast = try wildBootstrap(
      LinearRestriction(coefficient: 0, of: 2), of: try fitLinear(data), cluster: cluster,
      options: WildBootstrapOptions(draws: 100), bits: bits)
    #expect(cluster.count == 70 && data.effects[0].count >= 35)
    #expect(fast.pSymmetric == Double(reach) / 100)
  }

  /// The laws as their papers state them, on the words that ``BootstrapWeights`` says they take.
  private func weight(
    _ law: BootstrapWeights, cluster g: Int, draw: Int, _ bits: (Int, Int) -> UInt64
  ) -> Double {
    switch law {
    case .rademacher: return bits(draw, 0) >> g & 1 == 1 ? 1 : -1
    case .webb:
      let points = [-0.5, -1, -1.5, 0.5, 1, 1.5]
      let point = points[Int(Double(bits(draw, g)) / 0x1p64 * 6)]
      return (point < 0 ? -1 : 1) * point.magnitude.squareRoot()
    case .mammen:
      let golden = (1 + 5.0.squareRoot()) / 2
      return Double(bits(draw, g)) / 0x1p64 < golden / 5.0.squareRoot() ? 1 - golden : golden
    }
  }

  @Test("drawn signs agree with all signs to sampling error")
  func sampled() throws {
    let fit = try fitLinear(small.data(Design.all[0]))
    func run(_ draws: Int) throws -> WildBootstrap {
      try wildBootstrap(
        LinearRestriction(coefficient: 1, of: 3, equals: 0.9), of: fit, cluster: small.cluster,
        options: WildBootstrapOptions(draws: draws), bits: testBits(seed: 7))
    }
    let all = try run(256), some = try run(255)
    #expect(all.isEnumerated && !some.isEnumerated)
    // 4.8916 standard errors: a false alarm in a million.
    let p = all.pSymmetric
    #expect((some.pSymmetric - p).magnitude < 4.8916 * (p * (1 - p) / 255).squareRoot())
    #expect(all.convention.en.contains("all 256 patterns of signs"))
    #expect(some.convention.vi.contains("255 lần rút"))
  }

  @Test("a combination of coefficients, and threads that change no bit")
  func combination() throws {
    let data = small.data(Design.all[2])
    let fit = try fitLinear(data)
    // x1 + x2 = r is the coefficient of x1 when x2 is measured from x1.
    var turned = data
    turned.X = Matrix(rows: data.observations, columns: 2) { i, j in
      j == 0 ? data.X[i, 0] : data.X[i, 1] - data.X[i, 0]
    }
    let other = try fitLinear(turned)
    let options = WildBootstrapOptions(draws: 200)
    // y = b₁x₁ + b₂x₂ = (b₁ + b₂)x₁ + b₂(x₂ − x₁).
    let direct = try wildBootstrap(
      LinearRestriction(weights: [1, 1], value: 0.2), of: fit, cluster: small.cluster,
      options: options, bits: testBits(seed: 9))
    let through = try wildBootstrap(
      LinearRestriction(coefficient: 0, of: 2, equals: 0.2), of: other, cluster: small.cluster,
      options: options, threads: 3, bits: testBits(seed: 9))
    #expect(relativeError(direct.statistic, through.statistic) < 1e-9)
    #expect(direct.pSymmetric == through.pSymmetric)
    let again = try wildBootstrap(
      LinearRestriction(weights: [1, 1], value: 0.2), of: fit, cluster: small.cluster,
      options: options, threads: 2, bits: testBits(seed: 9))
    #expect(again.confidenceSet == direct.confidenceSet && again.statistic == direct.statistic)
  }

  @Test("units do not matter: y times 1e12, a regressor times 1e-12")
  func units() throws {
    let data = small.data(Design.all[0])
    var other = data
    other.y = data.y.map { $0 * 1e12 }
    other.X = Matrix(rows: data.observations, columns: 3) { i, j in
      data.X[i, j] * (j == 1 ? 1e-12 : 1)
    }
    func run(_ data: RegressionData) throws -> WildBootstrap {
      try wildBootstrap(
        LinearRestriction(coefficient: 1, of: 3), of: try fitLinear(data),
        cluster: small.cluster, bits: testBits(seed: 1))
    }
    let (a, b) = (try run(data), try run(other))
    #expect(a.pSymmetric == b.pSymmetric && a.pEqualTailed == b.pEqualTailed)
    let ends = try #require(a.confidenceSet?.intervals), others = b.confidenceSet?.intervals ?? []
    #expect(ends.count == others.count)
    for (x, y) in zip(ends, others) { #expect(relativeError(y.upper, x.upper * 1e24) < 1e-9) }
  }

  @Test("perfect fits, one cluster and coefficients of one cluster are named")
  func refusals() throws {
    let data = small.data(Design.all[0])
    var perfect = data
    perfect.y = (0..<data.observations).map { 1 + 2 * data.X[$0, 1] - data.X[$0, 2] }
    let restriction = LinearRestriction(coefficient: 1, of: 3)
    #expect(throws: EstimationError.zeroStandardError(regressor: "x1")) {
      try wildBootstrap(
        restriction, of: try fitLinear(perfect), cluster: small.cluster, bits: testBits(seed: 1))
    }
    #expect(throws: EstimationError.singleCluster(name: "one")) {
      try wildBootstrap(
        restriction, of: try fitLinear(data),
        cluster: Grouping(name: "one", codes: data.y.map { _ in 0 }, count: 1),
        bits: testBits(seed: 1))
    }
    var alone = data
    alone.names = ["only"]
    alone.X = Matrix(rows: data.observations, columns: 1) { i, _ in
      small.rows[i][0] == 2 ? data.X[i, 1] : 0
    }
    #expect(throws: EstimationError.zeroStandardError(regressor: "only")) {
      try wildBootstrap(
        LinearRestriction(coefficient: 0, of: 1), of: try fitLinear(alone),
        cluster: small.cluster, bits: testBits(seed: 1))
    }
  }
}
