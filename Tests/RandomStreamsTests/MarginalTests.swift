import NumericKernels
import RandomStreams
import Testing

/// A law with the mean and the standard deviation that its maker was asked for.
struct MarginalCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let marginal: Marginal?
  let mean: Double
  let sd: Double

  static let all = [
    MarginalCase(
      testDescription: "normal", marginal: .normal(mean: -2, sd: 0.25), mean: -2, sd: 0.25),
    MarginalCase(
      testDescription: "lognormal", marginal: .lognormal(mean: 0.1, sd: 0.03), mean: 0.1, sd: 0.03),
    MarginalCase(
      testDescription: "beta", marginal: .beta(mean: 0.6, sd: 0.12), mean: 0.6, sd: 0.12),
    MarginalCase(
      testDescription: "beta shapes", marginal: .betaShapes(1.5, 40), mean: 1.5 / 41.5,
      sd: (1.5 * 40 / 42.5).squareRoot() / 41.5),
    MarginalCase(
      testDescription: "1 + gamma", marginal: Marginal.gamma(mean: 20, sd: 10)?.shifted(by: 1),
      mean: 21, sd: 10),
    MarginalCase(
      testDescription: "uniform", marginal: .uniform(low: -3, high: 7), mean: 2,
      sd: 10 / 12.0.squareRoot()),
    MarginalCase(
      testDescription: "t(8)",
      marginal: .linked(.identity, location: 3, scale: 2, degreesOfFreedom: 8), mean: 3,
      sd: 2 * (8.0 / 6).squareRoot()),
    // N+(m, s): mean m + s λ and variance s² (1 − λ (λ + m/s)) with λ = φ(m/s) / Φ(m/s).
    truncated(mean: 0.15, sd: 0.12), truncated(mean: -0.05, sd: 0.03),
    MarginalCase(testDescription: "fixed", marginal: .fixed(4.25), mean: 4.25, sd: 0),
  ]

  static func truncated(mean m: Double, sd s: Double) -> MarginalCase {
    let sign = m < 0 ? -1.0 : 1
    let ratio = m.magnitude / s
    let λ = normalDensity(ratio) / normalCDF(ratio)
    return MarginalCase(
      testDescription: "cut normal \(m), \(s)",
      marginal: m < 0 ? .normalNonPositive(mean: m, sd: s) : .normalNonNegative(mean: m, sd: s),
      mean: sign * (m.magnitude + s * λ), sd: s * (1 - λ * (λ + ratio)).squareRoot())
  }
}

/// ∫ g(z) φ(z) dz by the trapezium rule, whose error for smooth g is far below 10⁻¹².
private func normalIntegral(_ g: (Double) -> Double) -> Double {
  let h = 1 / 64.0
  return (-530...530).reduce(0.0) { $0 + h * g(Double($1) * h) * normalDensity(Double($1) * h) }
}

@Suite("Marginal laws")
struct MarginalTests {
  @Test("have the moments that were asked for", arguments: MarginalCase.all)
  func moments(law: MarginalCase) throws {
    let marginal = try #require(law.marginal).tabulated()
    let mean = normalIntegral { marginal.value(atScore: $0) }
    let variance = normalIntegral {
      let d = marginal.value(atScore: $0) - mean
      return d * d
    }
    // Nodes of the rule are nodes of the tables, so that only the tails beyond 8.3 are missing.
    #expect((mean - law.mean).magnitude < 1e-9 * (law.mean.magnitude + law.sd))
    #expect((variance.squareRoot() - law.sd).magnitude < 1e-7 * (law.mean.magnitude + law.sd))
  }

  @Test("rise, and have the same bits in blocks of every length", arguments: MarginalCase.all)
  func blocks(law: MarginalCase) throws {
    let marginal = try #require(law.marginal)
    try blocks(marginal, counts: [0, 1, 7, 8, 9, 203])
    try blocks(marginal.tabulated(), counts: [0, 1, 7, 8, 9, 2_003])
  }

  @Test("are the same in a table, to its accuracy", arguments: MarginalCase.all)
  func table(law: MarginalCase) throws {
    let marginal = try #require(law.marginal), table = marginal.tabulated()
    for z in stride(from: -8.2, through: 8.2, by: 0.173) {
      let exact = marginal.value(atScore: z)
      #expect((table.value(atScore: z) - exact).magnitude <= 1e-9 * exact.magnitude, "z = \(z)")
    }
  }

  private func blocks(_ marginal: Marginal, counts: [Int]) throws {
    for count in counts {
      let scores = (0..<count).map { 16.4 * (Double($0) + 0.37) / Double(count) - 8.2 }
      var values = scores
      var span = values.mutableSpan
      marginal.fill(&span, atScores: scores.span)
      #expect(values == scores.map { marginal.value(atScore: $0) })
      for i in values.indices.dropFirst() { #expect(values[i - 1] <= values[i] + 1e-15) }
    }
  }

  @Test("linked laws have the same bits in blocks of every length")
  func linkedBlocks() throws {
    for link in [Marginal.Link.identity, .logarithm, .logit] {
      for degrees in [nil, 61.0] {
        let marginal = try #require(
          Marginal.linked(link, location: -1, scale: 0.4, degreesOfFreedom: degrees))
        let scores = (0..<21).map { 0.7 * Double($0) - 7 }
        var values = scores
        var span = values.mutableSpan
        marginal.fill(&span, atScores: scores.span)
        #expect(values == scores.map { marginal.value(atScore: $0) })
      }
    }
  }

  @Test("quantiles at moderate probabilities", arguments: [0.001, 0.025, 0.3, 0.5, 0.8, 0.999])
  func quantiles(u: Double) throws {
    func check(_ marginal: Marginal?, _ expected: Double) throws {
      let value = try #require(marginal).quantile(u)
      #expect(
        (value - expected).magnitude <= 2e-9 * expected.magnitude, "\(value), not \(expected)")
    }
    let z = normalQuantile(u)
    try check(.beta(mean: 0.05, sd: 0.02), betaQuantile(u, 5.9375 - 0.05, 112.8125 - 0.95))
    try check(Marginal.gamma(mean: 20, sd: 10)?.shifted(by: 1), 1 + 5 * gammaQuantile(u, shape: 4))
    try check(
      .lognormal(mean: 2, sd: 1),
      exponential(
        naturalLogarithm(2) - 0.5 * naturalLogarithm(1.25) + naturalLogarithm(1.25).squareRoot() * z
      ))
    try check(.linked(.logarithm, location: 1, scale: 0.5), exponential(1 + 0.5 * z))
    try check(.linked(.logit, location: 1, scale: 0.5), logistic(1 + 0.5 * z))
    try check(
      .linked(.logit, location: 1, scale: 0.5, degreesOfFreedom: 61),
      logistic(1 + 0.5 * studentQuantile(u, degreesOfFreedom: 61)))
    try check(.uniform(low: 0, high: 3), 3 * u)
  }

  @Test("a cut normal inverts its distribution function")
  func cutNormal() throws {
    let marginal = try #require(Marginal.normalNonNegative(mean: 5, sd: 3))
    let below = normalCDF(-5.0 / 3)
    for u in [1e-6, 0.01, 0.25, 0.5, 0.75, 0.99, 0.999999] {
      let x = marginal.quantile(u)
      // P(X ≤ x) = (Φ((x − 5)/3) − Φ(−5/3)) / (1 − Φ(−5/3))
      let probability = (normalCDF((x - 5) / 3) - below) / (1 - below)
      #expect((probability - u).magnitude < 1e-14)
    }
  }

  @Test("impossible moments are refused")
  func impossible() {
    #expect(Marginal.beta(mean: 0.5, sd: 0.5) == nil && Marginal.beta(mean: 1, sd: 0.1) == nil)
    #expect(Marginal.beta(mean: 0.5, sd: 0) == nil && Marginal.betaShapes(0, 1) == nil)
    #expect(Marginal.lognormal(mean: 0, sd: 1) == nil && Marginal.gamma(mean: 1, sd: 0) == nil)
    #expect(Marginal.normal(mean: 0, sd: -1) == nil && Marginal.normal(mean: .nan, sd: 1) == nil)
    #expect(Marginal.normalNonNegative(mean: -50, sd: 1) == nil)
    #expect(Marginal.uniform(low: 1, high: 0) == nil)
    #expect(Marginal.linked(.identity, location: 0, scale: 1, degreesOfFreedom: 0) == nil)
  }
}

@Suite("The cut t(5) shock")
struct ShockTests {
  @Test("has the published constant, mean 0 and standard deviation 1")
  func moments() {
    #expect((CutStudentShock.standardDeviation - 1.226041742041).magnitude < 5e-13)
    #expect((CutStudentShock.cut - 5.16398).magnitude < 5e-6)
    let shock = CutStudentShock()
    #expect(normalIntegral { shock.value(atScore: $0) }.magnitude < 1e-12)
    let variance = normalIntegral { shock.value(atScore: $0) * shock.value(atScore: $0) }
    #expect((variance - 1).magnitude < 1e-9)
  }

  @Test("inverts the cut law")
  func inversion() {
    let shock = CutStudentShock()
    let outside = studentTails(-CutStudentShock.cut, degreesOfFreedom: 5).lower
    for step in -800...800 {
      let z = Double(step) * 0.01003
      let u = outside + normalCDF(-z.magnitude) * (1 - 2 * outside)
      let size = -studentQuantile(u, degreesOfFreedom: 5) / CutStudentShock.standardDeviation
      let expected = z < 0 ? -size : size
      #expect((shock.value(atScore: z) - expected).magnitude < 1e-9)
    }
    #expect(
      shock.value(atScore: 8.5) < CutStudentShock.cut / CutStudentShock.standardDeviation
        * (1 + 1e-15))
  }
}
