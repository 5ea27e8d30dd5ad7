import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

@Suite("Priors and posteriors")
struct PosteriorTests {
  @Test("digamma and trigamma at known points")
  func polygamma() {
    let euler = 0.577_215_664_901_532_860_61
    // DLMF 5.4.12, 5.4.13, 5.4.16 and ψ′(1) = π²/6, ψ′(½) = π²/2.
    #expect((digamma(1) + euler).magnitude < 4e-15)
    #expect((digamma(0.5) + euler + 2 * log(2)).magnitude < 8e-15)
    #expect(relativeError(trigamma(1), .pi * .pi / 6) < 4e-15)
    #expect(relativeError(trigamma(0.5), .pi * .pi / 2) < 4e-15)
    for x in [0.1, 0.7, 3.3, 9.99, 42, 1e6] {
      #expect(
        (digamma(x + 1) - digamma(x) - 1 / x).magnitude < 1e-14 * max(10, digamma(x).magnitude))
      #expect((trigamma(x) - trigamma(x + 1) - 1 / (x * x)).magnitude < 1e-14 * trigamma(x))
    }
  }

  /// Twin: Simpson's rule on the density of logit X.
  @Test("a beta's moments on the logit scale", arguments: [(0.095, 0.02), (0.3, 0.1), (0.6, 0.15)])
  func betaOnLogit(mean: Double, sd: Double) throws {
    let size = mean * (1 - mean) / (sd * sd) - 1
    let (a, b) = (mean * size, (1 - mean) * size)
    let moments = simpson { z in exp(a * z - (a + b) * log1p(exp(z))) }
    let unbounded = try #require(Distribution.beta(mean: mean, sd: sd).unbounded)
    #expect(unbounded.link == .logit)
    #expect((unbounded.mean - moments.mean).magnitude < 1e-10)
    #expect(relativeError(unbounded.sd, moments.sd) < 1e-9)
  }

  /// Mean and sd of a density known up to its constant, over (−40, 40) in 200,000 steps.
  private func simpson(_ density: (Double) -> Double, _ value: (Double) -> Double = { $0 })
    -> Moments
  {
    let n = 200_000
    var weight = 0.0, first = 0.0, second = 0.0
    for i in 0...n {
      let z = -40 + 80 * Double(i) / Double(n)
      let w = density(z) * (i == 0 || i == n ? 1 : (i % 2 == 1 ? 4 : 2))
      (weight, first) = (weight + w, first + w * value(z))
      second += w * value(z) * value(z)
    }
    let mean = first / weight
    return Moments(mean: mean, sd: (second / weight - mean * mean).squareRoot())
  }

  @Test("own-scale moments of a logit-normal and a logit-t", arguments: [nil, 4.0, 62])
  func logitMoments(df: Double?) throws {
    let (location, scale) = (-1.2, 0.7)
    let law = Distribution.linked(
      .logit, location: location, scale: scale, degreesOfFreedom: df)
    let twin = simpson(
      { z in df.map { ν in pow(1 + z * z / ν, -(ν + 1) / 2) } ?? exp(-z * z / 2) },
      { 1 / (1 + exp(-location - scale * $0)) })
    let moments = try #require(law.moments)
    // The twin cuts a t(4) at 40, which leaves out 2 · 10⁻⁶.
    #expect((moments.mean - twin.mean).magnitude < (df == 4 ? 5e-6 : 1e-9))
    #expect((moments.sd - twin.sd).magnitude < (df == 4 ? 5e-6 : 1e-9))
  }

  @Test("a truncated normal's own moments", arguments: [(0.15, 0.12), (0.05, 0.05), (-0.1, 0.05)])
  func truncated(mean: Double, sd: Double) throws {
    let twin = simpson { z in z >= 0 ? exp(-(z - mean) * (z - mean) / (2 * sd * sd)) : 0 }
    let moments = try #require(Distribution.normalNonNegative(mean: mean, sd: sd).moments)
    // The twin's step across the cut is 4 · 10⁻⁴ wide, and half of it is its error.
    #expect((moments.mean - twin.mean).magnitude < 2e-4)
    #expect((moments.sd - twin.sd).magnitude < 2e-4)
    let mirrored = try #require(Distribution.normalNonPositive(mean: -mean, sd: sd).moments)
    #expect(mirrored == Moments(mean: -moments.mean, sd: moments.sd))
  }

  @Test("lognormal and gamma on the log scale")
  func logScale() throws {
    let lognormal = try #require(Distribution.lognormal(mean: 0.55, sd: 0.1375).unbounded)
    #expect((lognormal.sd - log(1 + 0.0625).squareRoot()).magnitude < 1e-15)
    #expect(
      (lognormal.mean + lognormal.sd * lognormal.sd / 2 - log(0.55)).magnitude < 1e-15)
    let back = try #require(
      Distribution.posterior(.log, lognormal.moments, degreesOfFreedom: nil).moments)
    #expect(relativeError(back.mean, 0.55) < 1e-14)
    #expect(relativeError(back.sd, 0.1375) < 1e-14)
    // ln of an exponential variable: mean −γ, variance π²/6.
    let gamma = try #require(Distribution.gamma(mean: 1, sd: 1).unbounded)
    #expect((gamma.mean + 0.577_215_664_901_532_86).magnitude < 1e-14)
    #expect(relativeError(gamma.sd, .pi / 6.0.squareRoot()) < 1e-14)
  }

  @Test("what data cannot move has no unbounded moments")
  func immovable() {
    #expect(Distribution.fixed(1).unbounded == nil)
    let heavy = Distribution.linked(.identity, location: 0, scale: 1, degreesOfFreedom: 2)
    #expect(heavy.unbounded == nil)
    #expect(heavy.moments == nil)
    let exponentialOfT = Distribution.linked(.log, location: 0, scale: 1, degreesOfFreedom: 9)
    #expect(exponentialOfT.moments == nil)
  }

  @Test("precisions add, and the posterior's t has the stated sd")
  func update() throws {
    let estimate = ParameterEstimate(
      .identity, value: 0.5, standardError: 0.25, degreesOfFreedom: 62, discount: 0.5)
    let result = try #require(
      parameterUpdate(
        "betaV", prior: .normal(mean: 0.3, sd: 0.5), by: estimate, mapping: Label(vi: "b", en: "b"),
        estimateID: "e"))
    // By hand: precisions 1/0.25 = 4 and 0.5/0.0625 = 8, so mean (4 · 0.3 + 8 · 0.5)/12, var 1/12.
    let after = try #require(result.posteriorMoments)
    #expect((after.mean - 5.2 / 12).magnitude < 1e-15)
    #expect(relativeError(after.variance, 1.0 / 12) < 1e-14)
    #expect((try #require(result.learningRatio) - 2.0 / 3).magnitude < 1e-14)
    #expect(!result.isPriorDriven)
    guard case .linked(.identity, _, let scale, let df) = result.posterior else {
      Issue.record("posterior \(result.posterior)")
      return
    }
    #expect(df == 62)
    #expect(relativeError(scale, (60.0 / 62 / 12).squareRoot()) < 1e-14)
  }

  @Test("learning below 0.2 leaves a parameter to its prior")
  func priorDriven() throws {
    let wide = ParameterEstimate(.logit, value: -0.9, standardError: 2, degreesOfFreedom: 62)
    let result = try #require(
      parameterUpdate(
        "x", prior: .beta(mean: 0.3, sd: 0.1), by: wide, mapping: Label(vi: "b", en: "b"),
        estimateID: "e"))
    #expect(result.isPriorDriven)
    let ratio = try #require(result.learningRatio)
    #expect(ratio > 0 && ratio < 0.2)
  }

  @Test("an estimate on another scale than the prior's moves nothing")
  func otherScale() {
    let estimate = ParameterEstimate(.log, value: 0, standardError: 1, degreesOfFreedom: nil)
    #expect(
      parameterUpdate(
        "x", prior: .normal(mean: 1, sd: 1), by: estimate, mapping: Label(vi: "", en: ""),
        estimateID: "") == nil)
  }

  /// Data that move a log parameter up raise its variance: no learning, but a contradiction.
  @Test("a parameter that moved far and widened is prior-driven, and contradicts its prior")
  func movedFar() throws {
    let result = try moved(to: 0)
    #expect(try #require(result.learningRatio) < 0)
    #expect(try #require(result.unboundedLearningRatio) > 0.2)
    #expect(result.isPriorDriven && result.isWider && result.contradictsPrior)
    // (posterior mean − 0.015)/0.00375, by hand.
    let after = try #require(result.posteriorMoments)
    #expect(relativeError(try #require(result.shift), (after.mean - 0.015) / 0.003_75) < 1e-12)
  }

  /// Precise data two prior sds up: 0.015 + 2 · 0.00375 = 0.0225.
  @Test("contradiction begins at two prior sds", arguments: [(0.0224, false), (0.0226, true)])
  func conflict(mean: Double, contradicts: Bool) throws {
    #expect(try moved(to: Link.log(mean), error: 1e-6).contradictsPrior == contradicts)
  }

  private func moved(to value: Double, error: Double = 0.2) throws -> ParameterUpdate {
    let estimate = ParameterEstimate(
      .log, value: value, standardError: error, degreesOfFreedom: nil)
    return try #require(
      parameterUpdate(
        "x", prior: .lognormal(mean: 0.015, sd: 0.25 * 0.015), by: estimate,
        mapping: Label(vi: "", en: ""), estimateID: ""))
  }
}

/// Posteriors computed with 50 digits (`ReferenceValues/nig_posterior.json`).
@Suite("Normal-inverse-gamma")
struct NormalInverseGammaTests {
  struct Case: Decodable {
    struct Prior: Decodable {
      let mean: [String]
      let V0_diagonal: [String]
      let a0: String
      let b0: String
    }
    struct Marginal: Decodable {
      let df: Double
      let scale: [Double]
    }
    let data: String
    let prior: Prior
    let posterior_mean: [Double]
    let posterior_V: [[Double]]
    let a_n: Double
    let b_n: Double
    let beta_marginal: Marginal
    let log_marginal_likelihood: Double
    let sigma2_mean: Double
    let sigma2_mode: Double
    let predictive: [Predictive]
  }

  struct Predictive: Decodable {
    let x: [String]
    let loc: Double
    let scale: Double
    let quantiles: [String: Double]
    let prob_below: [String: Double]
  }

  struct File: Decodable { let cases: [Case] }

  @Test("agrees with posteriors of 50 digits", arguments: 0...1)
  func reference(index: Int) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "ReferenceValues/nig_posterior.json")
    let known = try JSONDecoder().decode(File.self, from: Data(contentsOf: url)).cases[index]
    let (x, y) = try data(known)
    let X = Matrix(rows: y.count, columns: 2) { i, j in j == 0 ? 1 : x[i] }
    let diagonal = known.prior.V0_diagonal.compactMap(Double.init)
    let prior = NormalInverseGamma(
      mean: known.prior.mean.compactMap(Double.init),
      V: Matrix(rows: 2, columns: 2) { $0 == $1 ? diagonal[$0] : 0 },
      a: try #require(Double(known.prior.a0)), b: try #require(Double(known.prior.b0)))
    let (posterior, evidence) = try prior.updated(by: X, y)
    // The file's tolerance.
    for j in 0..<2 {
      #expect(relativeError(posterior.mean[j], known.posterior_mean[j]) < 1e-9)
      #expect(relativeError(posterior.marginal(j).scale, known.beta_marginal.scale[j]) < 1e-9)
      for i in 0..<2 {
        #expect(relativeError(posterior.V[i, j], known.posterior_V[i][j]) < 1e-9)
      }
    }
    #expect(posterior.a == known.a_n)
    #expect(relativeError(posterior.b, known.b_n) < 1e-9)
    #expect(posterior.marginal(0).degreesOfFreedom == known.beta_marginal.df)
    #expect(relativeError(evidence, known.log_marginal_likelihood) < 1e-9)
    #expect(
      relativeError(try #require(posterior.residualVarianceMean), known.sigma2_mean) < 1e-9)
    #expect(relativeError(posterior.residualVarianceMode, known.sigma2_mode) < 1e-9)
    for new in known.predictive {
      let law = posterior.predictive([1] + new.x.compactMap(Double.init))
      #expect(relativeError(law.location, new.loc) < 1e-9)
      #expect(relativeError(law.scale, new.scale) < 1e-9)
      for (u, value) in new.quantiles {
        #expect(relativeError(law.quantile(try #require(Double(u))), value) < 1e-9)
      }
      for (x, probability) in new.prob_below {
        #expect(relativeError(law.tails(at: try #require(Double(x))).lower, probability) < 1e-9)
      }
    }
  }

  private func data(_ known: Case) throws -> (x: [Double], y: [Double]) {
    guard known.data.contains("Norris") else {
      return ([0, 1, 2, 3, 4], [1.2, 1.9, 3.4, 3.9, 5.2])
    }
    let rows = try referenceRows("lls_Norris.csv").map { $0.compactMap(Double.init) }
    return (rows.map { $0[1] }, rows.map { $0[0] })
  }

  @Test("a prior that is not positive definite is refused")
  func refusal() {
    let prior = NormalInverseGamma(
      mean: [0, 0], V: Matrix(columns: [[1, 2], [2, 1]], rows: 2), a: 1, b: 1)
    #expect(throws: NormalInverseGamma.Failure.priorNotPositiveDefinite(order: 2)) {
      try prior.updated(by: Matrix(rows: 3, columns: 2) { i, j in Double(i + j) }, [1, 2, 3])
    }
  }
}
