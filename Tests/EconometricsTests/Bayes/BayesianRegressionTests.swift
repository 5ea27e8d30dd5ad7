import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

@Suite("Bayesian regression")
struct BayesianRegressionTests {
  init() { useOneThreadForLinearAlgebra() }

  private let known: BayesTree = {
    guard let tree = try? BayesTree(bayes: "regression.json") else {
      preconditionFailure("regression.json is missing")
    }
    return tree
  }()

  private func own() throws -> RegressionData { try rows("x", "y") }
  private func elsewhere() throws -> RegressionData { try rows("xe", "ye") }

  private func rows(_ x: String, _ y: String) throws -> RegressionData {
    let x = try known[x].numbers()
    return withConstant(
      Matrix(columns: [x], rows: x.count), try known[y].numbers(), names: ["x"])
  }

  private let prior = NormalInverseGamma(
    mean: [0.5, 1.2], V: Matrix(columns: [[4, 0.3], [0.3, 2]], rows: 2), a: 3, b: 2)

  private func source(_ power: Double) throws -> ExternalData {
    ExternalData(name: Label(vi: "nơi khác", en: "elsewhere"), data: try elsewhere(), power: power)
  }

  @Test("power priors, with 40 digits", arguments: 0..<4)
  func powerPrior(index: Int) throws {
    let answers = known["power_prior"][index]
    let power = try answers["power"].number()
    let fit = try fitBayesian(try own(), prior: prior, sources: [try source(power)])
    #expect(largestRelativeError(fit.posterior.mean, try answers["mean"].numbers()) < 1e-12)
    let V = try answers["V"].matrix()
    for i in 0..<2 {
      for j in 0..<2 { #expect(relativeError(fit.posterior.V[i, j], V[i, j]) < 1e-12) }
    }
    #expect(relativeError(fit.posterior.a, try answers["a"].number()) < 1e-14)
    #expect(relativeError(fit.posterior.b, try answers["b"].number()) < 1e-12)
    #expect(
      relativeError(
        fit.logMarginalLikelihood, try answers["log_marginal_likelihood"].number()) < 1e-12)
    #expect(fit.sources[0].effectiveObservations == power * 5)
  }

  @Test("a power of 0 is no source, and of 1 is a row like any other")
  func powers() throws {
    let without = try fitBayesian(try own(), prior: prior)
    let none = try fitBayesian(try own(), prior: prior, sources: [try source(0)])
    #expect(none.posterior.mean == without.posterior.mean)
    #expect(none.logMarginalLikelihood == without.logMarginalLikelihood)
    let x = try known["x"].numbers() + known["xe"].numbers()
    let all = withConstant(
      Matrix(columns: [x], rows: 13), try known["y"].numbers() + known["ye"].numbers(),
      names: ["x"])
    let joined = try fitBayesian(all, prior: prior)
    let full = try fitBayesian(try own(), prior: prior, sources: [try source(1)])
    #expect(largestRelativeError(full.posterior.mean, joined.posterior.mean) < 1e-13)
    #expect(relativeError(full.posterior.b, joined.posterior.b) < 1e-13)
    #expect(EvidenceOrigin.allCases.map(\.power) == [1, 0.5, 0.3, 0.2])
  }

  /// Savage and Dickey against the marginal likelihood of the restricted model, whose prior is the
  /// full one given the restriction: by hand for one coefficient.
  @Test("a Bayes factor is a ratio of marginal likelihoods", arguments: [0.0, 0.9, 1.5])
  func savageDickey(slope: Double) throws {
    let data = try own(), full = try fitBayesian(data, prior: prior)
    let R = Matrix(columns: [[0], [1]], rows: 1)
    let factor = try logBayesFactor(
      restricting: R, to: [slope], prior: prior, posterior: full.posterior)
    let away = slope - 1.2
    let restricted = NormalInverseGamma(
      mean: [0.5 + 0.3 / 2 * away], V: Matrix(columns: [[4 - 0.09 / 2]], rows: 1), a: 3.5,
      b: 2 + away * away / 2 / 2)
    let shifted = zip(data.y, data.X.column(1)).map { $0 - slope * $1 }
    let small = try restricted.updated(
      by: Matrix(columns: [Array(repeating: 1, count: 8)], rows: 8), shifted)
    #expect(
      (factor - (small.logMarginalLikelihood - full.logMarginalLikelihood)).magnitude < 1e-12)
  }

  @Test("a Bayes factor of two restrictions is that of one after the other")
  func chained() throws {
    let posterior = try fitBayesian(try own(), prior: prior).posterior
    let both = try logBayesFactor(
      restricting: .identity(2), to: [0, 1], prior: prior, posterior: posterior)
    let twisted = try logBayesFactor(
      restricting: Matrix(columns: [[1, 2], [1, -1]], rows: 2), to: [1, -1], prior: prior,
      posterior: posterior)
    #expect((both - twisted).magnitude < 1e-12)
    #expect(throws: NormalInverseGamma.Failure.priorNotPositiveDefinite(order: 2)) {
      try logBayesFactor(
        restricting: Matrix(columns: [[1, 2], [1, 2]], rows: 2), to: [1, 2], prior: prior,
        posterior: posterior)
    }
  }

  @Test("Zellner's prior: slope and Bayes factor by numerical integration", arguments: 0..<3)
  func zellner(index: Int) throws {
    let answers = known["zellner"][index]
    let g = try answers["g"].number()
    let fit = try fitZellner(try own(), scale: .given(g))
    #expect(relativeError(fit.posterior.mean[0], try answers["slope"].number()) < 1e-12)
    #expect(
      relativeError(
        fit.logBayesFactorAgainstNone, try answers["log_bayes_factor"].number()) < 1e-12)
    if g == 8 {
      let unit = try fitZellner(try own(), scale: .unitInformation)
      #expect(unit.posterior.mean == fit.posterior.mean && unit.g == 8)
    }
  }

  /// As g grows the law of a slope becomes that of least squares.
  @Test("Zellner's prior goes to least squares, with weights and effects")
  func zellnerLimit() throws {
    var data = try own()
    (data.names, data.X) = (["x"], Matrix(columns: [data.X.column(1)], rows: 8))
    data.effects = [Grouping(name: "g", labels: [0, 0, 1, 1, 1, 0, 2, 2])]
    data.weights = [1, 2, 1, 0.5, 1, 3, 1, 1]
    let plain = try fitLinear(data)
    let fit = try fitZellner(data, scale: .given(1e14))
    let law = fit.posterior.marginal(0)
    #expect(relativeError(law.location, plain.coefficients[0]) < 1e-12)
    // b/a · V = RSS/(n − rank) (XᵀX)⁻¹: the shape counts no slope, as a g prior's never does.
    #expect(law.degreesOfFreedom == 5)
    let error = (plain.residualSumOfSquares / 5 * plain.inverseGram[0, 0]).squareRoot()
    #expect(relativeError(law.scale, error) < 1e-12)
    let best = try fitZellner(data, scale: .empiricalBayes)
    for factor in [0.9, 1.1] {
      let other = try fitZellner(data, scale: .given(best.g * factor))
      #expect(other.logBayesFactorAgainstNone < best.logBayesFactorAgainstNone)
    }
  }

  @Test("published coefficients, with the variance integrated out", arguments: 0..<6)
  func independent(index: Int) throws {
    let answers = known["independent"][index]
    var prior = IndependentNormalPrior(
      names: ["constant", "x"], means: [1, 0.8], sds: [3, 0.5], a: 2, b: 1)
    for i in 0..<answers["published"].count {
      let figures = try answers["published"][i].numbers()
      prior = prior.adding(
        PublishedCoefficient(
          name: Label(vi: "bài báo", en: "paper"), coefficient: 1, value: figures[0],
          standardError: figures[1], power: figures[2]))
    }
    let power = try answers["power"].number()
    let posterior = try prior.updated(
      by: try own(), sources: power > 0 ? [try source(power)] : [])
    for j in 0..<2 {
      #expect(
        relativeError(posterior.prior[j].mean, try answers["prior_mean"][j].number()) < 1e-13)
      let law = posterior.marginal(j)
      #expect(relativeError(law.mean, try answers["mean"][j].number()) < 1e-11)
      #expect(relativeError(law.standardDeviation, try answers["sd"][j].number()) < 1e-10)
    }
    let below = posterior.marginal(1).tails(at: 0.9).lower
    #expect(relativeError(below, try answers["slope_below_0.9"].number()) < 1e-10)
    #expect((posterior.marginal(1).quantile(below) - 0.9).magnitude < 1e-12)
    #expect(
      relativeError(posterior.residualVarianceMean, try answers["variance_mean"].number()) < 1e-10)
    #expect(
      relativeError(
        posterior.logMarginalLikelihood, try answers["log_marginal_likelihood"].number()) < 1e-10)
  }

  /// With a law of σ² that is nearly a point, both priors are the normal one.
  @Test("priors agree where the variance is known")
  func knownVariance() throws {
    let data = try own()
    let fixed = 0.16, shape = 1e9
    let conjugate = NormalInverseGamma(
      means: [1, 0.8], sds: [3, 0.5], residualVariance: fixed, shape: shape)
    let fit = try fitBayesian(data, prior: conjugate)
    let normal = try IndependentNormalPrior(
      names: data.names, means: [1, 0.8], sds: [3, 0.5], a: shape, b: (shape - 1) * fixed
    ).updated(by: data)
    for j in 0..<2 {
      // σ² varies by 1/√10⁹ of itself.
      #expect(relativeError(normal.marginal(j).mean, fit.posterior.mean[j]) < 1e-7)
      let sd = try #require(fit.posterior.marginal(j).standardDeviation)
      #expect(relativeError(normal.marginal(j).standardDeviation, sd) < 1e-7)
    }
    let row = normal.predictive([1, 2])
    let law = fit.posterior.predictive([1, 2])
    #expect(relativeError(row.quantile(0.9), law.quantile(0.9)) < 1e-7)
  }

  @Test("weights and effects enter as rows times √w and less their means")
  func weightsAndEffects() throws {
    var data = try own()
    data.weights = [1, 2, 1, 0.5, 1, 3, 1, 1]
    let fit = try fitBayesian(data, prior: prior)
    let root = try #require(data.weights).map { $0.squareRoot() }
    let twin = try prior.updated(
      by: Matrix(rows: 8, columns: 2) { root[$0] * data.X[$0, $1] },
      zip(data.y, root).map { $0 * $1 })
    #expect(fit.posterior.mean == twin.posterior.mean)
    #expect(
      (fit.logMarginalLikelihood - twin.logMarginalLikelihood - log(3.0) / 2).magnitude < 1e-13)

    // A very wide prior on dummies is the flat one that effects have.
    var within = data
    (within.names, within.X) = (["x"], Matrix(columns: [data.X.column(1)], rows: 8))
    let groups = [0, 0, 1, 1, 1, 0, 2, 2]
    within.effects = [Grouping(name: "g", labels: groups)]
    let one = NormalInverseGamma(mean: [0.7], V: Matrix(columns: [[2]], rows: 1), a: 3, b: 2)
    let absorbed = try fitBayesian(within, prior: one)
    let dummies = Matrix(rows: 8, columns: 4) { i, j in
      j == 0 ? data.X[i, 1] : (groups[i] == j - 1 ? 1 : 0)
    }
    var wide = RegressionData(
      dependent: "y", y: data.y, names: ["x", "a", "b", "c"], X: dummies)
    wide.weights = data.weights
    let flat = NormalInverseGamma(
      mean: [0.7, 0, 0, 0],
      V: Matrix(rows: 4, columns: 4) { $0 == $1 ? ($0 == 0 ? 2 : 1e8) : 0 }, a: 3, b: 2)
    let explicit = try fitBayesian(wide, prior: flat)
    #expect(relativeError(absorbed.posterior.mean[0], explicit.posterior.mean[0]) < 1e-7)
    #expect(relativeError(absorbed.posterior.b, explicit.posterior.b) < 1e-7)
    // Each flat direction is worth half a row of shape.
    #expect(absorbed.posterior.a + 1.5 == explicit.posterior.a)
  }

  @Test("sensitivity to prior sds and to powers")
  func sensitivities() throws {
    let data = try own()
    let start = NormalInverseGamma(
      means: [1, 0.5], sds: [3, 0.5], residualVariance: 0.2, shape: 3)
    let table = try sensitivity(
      of: 1, toPriorDeviations: [0.01, 0.1, 0.5, 5], data, prior: start)
    let same = try #require(table.rows[2].posterior)
    let fit = try fitBayesian(data, prior: start)
    #expect(relativeError(same.mean, fit.posterior.mean[1]) < 1e-14)
    #expect(relativeError(try #require(table.rows[0].prior).sd, 0.01) < 1e-14)
    let means = table.rows.compactMap { $0.posterior?.mean }
    #expect(means == means.sorted() && table.range == means[3] - means[0])
    let powers = try sensitivity(
      of: 1, toPowers: [0, 0.2, 1], ofSource: 0, data, prior: start, sources: [try source(0.5)])
    #expect(powers.rows[0].posterior == fit.posterior.moments(1))
    let sds = powers.rows.compactMap { $0.prior?.sd }
    #expect(sds == sds.sorted(by: >))
  }

  @Test("sensitivity to stated sds and to a published coefficient")
  func publishedSensitivities() throws {
    let data = try own()
    let stated = IndependentNormalPrior(
      names: ["constant", "x"], means: [1, 0.8], sds: [3, 0.5], a: 2, b: 1)
    let paper = PublishedCoefficient(
      name: Label(vi: "bài báo", en: "paper"), coefficient: 1, value: 0.6, standardError: 0.15,
      power: 0.3)
    let powers = try sensitivity(
      of: 1, toPowers: [0, 0.3, 1], ofPublished: 0, data, prior: stated, published: [paper])
    // Rows 0 and 2 of the reference: nothing published, and the paper at 0.3.
    for (row, index) in [(0, 0), (1, 2)] {
      let answers = known["independent"][index]
      let found = try #require(powers.rows[row].posterior)
      #expect(relativeError(found.mean, try answers["mean"][1].number()) < 1e-11)
      #expect(relativeError(found.sd, try answers["sd"][1].number()) < 1e-10)
    }
    let means = powers.rows.compactMap { $0.posterior?.mean }
    #expect(means == means.sorted(by: >) && powers.varied.en == "power a₀ of paper")
    let sds = try sensitivity(
      of: 1, toPriorDeviations: [0.01, 0.5, 5], data, prior: stated.adding(paper))
    let same = try #require(sds.rows[1].posterior)
    #expect(same == powers.rows[1].posterior)
    #expect(try #require(sds.rows[0].posterior).sd < 0.011)
  }

  @Test("scales of 10¹² and 10⁻¹² change units only", arguments: [1e12, 1e-12])
  func scales(factor: Double) throws {
    var data = try own()
    let fit = try fitBayesian(
      data,
      prior: NormalInverseGamma(means: [1, 0.5], sds: [3, 0.5], residualVariance: 0.2, shape: 3))
    data.y = data.y.map { $0 * factor }
    let big = try fitBayesian(
      data,
      prior: NormalInverseGamma(
        means: [factor, 0.5 * factor], sds: [3 * factor, 0.5 * factor],
        residualVariance: 0.2 * factor * factor, shape: 3))
    #expect(
      largestRelativeError(big.posterior.mean.map { $0 / factor }, fit.posterior.mean) < 1e-12)
    #expect(
      (big.logMarginalLikelihood + 8 * log(factor) - fit.logMarginalLikelihood).magnitude < 1e-10)
    let normal = try IndependentNormalPrior(
      names: data.names, means: [factor, 0.5 * factor], sds: [3 * factor, 0.5 * factor], a: 3,
      b: 0.4 * factor * factor
    ).updated(by: data)
    let plain = try IndependentNormalPrior(
      names: data.names, means: [1, 0.5], sds: [3, 0.5], a: 3, b: 0.4
    ).updated(by: try own())
    #expect(relativeError(normal.marginal(1).mean / factor, plain.marginal(1).mean) < 1e-11)
  }

  @Test("what has no posterior is named")
  func refusals() throws {
    var data = try own()
    data.y[2] = .infinity
    #expect(throws: EstimationError.bayesian(.infiniteValue(column: "y"))) {
      try fitBayesian(data, prior: prior)
    }
    let loose = IndependentNormalPrior(
      names: ["constant", "x"], means: [1, 0], sds: [3, .infinity], a: 2, b: 1)
    #expect(throws: EstimationError.bayesian(.withoutPrior(coefficient: "x"))) {
      try loose.updated(by: try own())
    }
    let broken = NormalInverseGamma(
      mean: [0, 0], V: Matrix(columns: [[1, 2], [2, 1]], rows: 2), a: 1, b: 1)
    #expect(throws: EstimationError.bayesian(.priorNotPositiveDefinite(order: 2))) {
      try fitBayesian(try own(), prior: broken)
    }
    #expect(throws: EstimationError.noObservations) {
      try fitBayesian(
        RegressionData(dependent: "y", y: [], names: ["x"], X: Matrix(rows: 0, columns: 1)),
        prior: NormalInverseGamma(mean: [0], V: .identity(1), a: 1, b: 1))
    }
  }

  /// Parameters from the prior, then data: an interval of 90 % covers in 90 % of the draws.
  @Test("intervals of coefficients and of new rows cover")
  func coverage() throws {
    let x = try known["x"].numbers(), draws = 4_000
    let factor = try Cholesky(prior.V).lower
    var random = SplitMix(seed: 61), inside = [0, 0]
    for _ in 0..<draws {
      // σ² ~ IG(3, 2): 2 over a gamma(3), the sum of three exponentials.
      let σ = (2 / (0..<3).reduce(0) { sum, _ in sum - log(random.uniform()) }).squareRoot()
      let z = [random.normal(), random.normal()]
      let β = zip(prior.mean, factor * z).map { $0 + σ * $1 }
      let y = x.map { β[0] + β[1] * $0 + σ * random.normal() }
      let data = withConstant(Matrix(columns: [x], rows: 8), y, names: ["x"])
      let posterior = try fitBayesian(data, prior: prior).posterior
      if posterior.marginal(1).interval(0.9).contains(β[1]) { inside[0] += 1 }
      let new = β[0] + 7 * β[1] + σ * random.normal()
      if posterior.predictive([1, 7]).interval(0.9).contains(new) { inside[1] += 1 }
    }
    // False-alarm rate 10⁻⁶ for each: 4.8916 standard errors.
    let error = 4.8916 * (0.9 * 0.1 / Double(draws)).squareRoot()
    for count in inside { #expect((Double(count) / Double(draws) - 0.9).magnitude < error) }
  }
}
