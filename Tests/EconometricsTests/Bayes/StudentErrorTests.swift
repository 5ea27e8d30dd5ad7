import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

@Suite("Autoregression with t errors")
struct StudentErrorTests {
  init() { useOneThreadForLinearAlgebra() }

  /// 4.8916 standard errors: a false alarm in a million comparisons of a right sampler.
  private let z = 4.8916

  private func reference() throws -> (fit: BayesianAutoregression, laws: BayesTree) {
    let known = try BayesTree(bayes: "autoregression.json")["student"]
    let y = try known["y"].numbers()
    let prior = MinnesotaPrior(
      lags: 1, tightness: .given(try known["tightness"].number()),
      constantSpread: try known["spread"].number(), scales: [try known["sigma"].number()])
    let series = TimeSeries(names: ["y"], values: Matrix(columns: [y], rows: y.count))
    return (try fitAutoregression(series, prior: prior), known)
  }

  @Test("chains against ArviZ", arguments: 0..<5)
  func convergence(index: Int) throws {
    let known = try BayesTree(bayes: "convergence.json")["cases"][index]
    let chains = try (0..<known["chains"].count).map { try known["chains"][$0].numbers() }
    let result = ChainConvergence(chains)
    #expect(relativeError(result.effectiveSampleSize, try known["effective"].number()) < 1e-10)
    if chains.count > 1 {
      #expect(relativeError(result.splitRHat, try known["split_rhat"].number()) < 1e-12)
    }
    #expect(ChainConvergence([Array(repeating: 3, count: 8)]).splitRHat == 1)
  }

  /// Draws are independent when errors are normal.
  @Test("normal errors give the conjugate law")
  func normalErrors() throws {
    let values = try BayesTree(bayes: "autoregression.json")["values"].matrix()
    let fit = try fitAutoregression(
      TimeSeries(names: ["a", "b"], values: values),
      prior: MinnesotaPrior(lags: 2, tightness: .given(0.4)))
    let plan = SamplerPlan(chains: 4, warmUp: 0, kept: 5_000), draws = 20_000.0
    let sampled = try fit.sampled(
      tails: .given(.infinity), plan: plan, steps: 1, words: testWords(seed: 2))
    for j in 0..<2 {
      for i in 0..<5 {
        let law = fit.posterior.marginal(i, equation: j), found = sampled.quantities[j * 5 + i]
        let sd = try #require(law.standardDeviation)
        #expect((found.mean - law.location).magnitude < z * sd / draws.squareRoot())
        // Var(s²) = σ⁴(κ − 1)/n with the kurtosis κ = 3 + 6/(ν − 4) of a t.
        let kurtosis = 3 + 6 / (law.degreesOfFreedom - 4)
        #expect(relativeError(found.sd, sd) < z / 2 * ((kurtosis - 1) / draws).squareRoot())
        #expect(found.convergence.isReached)
      }
    }
    let Σ = try #require(fit.posterior.covarianceMean)
    let found = sampled.quantities[10...].map(\.mean)
    for (value, (i, j)) in zip(found, [(0, 0), (1, 0), (1, 1)]) {
      // Of an inverse Wishart, with ν − m = c: Var σᵢⱼ as in Press, 1982, §5.2.
      let c = fit.posterior.degreesOfFreedom - 2
      let variance =
        ((c + 1) * Σ[i, j] * Σ[i, j] + (c - 1) * Σ[i, i] * Σ[j, j]) * (c - 1) / (c * (c - 3))
      #expect((value - Σ[i, j]).magnitude < z * (variance / draws).squareRoot())
    }
    #expect(sampled.periodWeights == Array(repeating: 1, count: 14))
    for j in 0..<2 {
      for u in [0.05, 0.5, 0.9] {
        let below = fit.nextPeriod[j].tails(at: sampled.forecast.quantile(u, step: 1, series: j))
        #expect((below.lower - u).magnitude < z * (u * (1 - u) / draws).squareRoot())
      }
    }
  }

  /// Against the trapezoidal rule in three dimensions.
  @Test("given tails: moments by quadrature", arguments: [0, 1, 2])
  func givenTails(index: Int) throws {
    let (fit, known) = try reference()
    let law = known["laws"][index], ν = try law["nu"].number()
    let sampled = try fit.sampled(
      tails: .given(ν), plan: SamplerPlan(chains: 4, warmUp: 500, kept: 10_000), steps: 1,
      words: testWords(seed: 3))
    #expect(sampled.isConverged)
    for (quantity, mean) in zip(sampled.quantities, try law["mean"].numbers()) {
      #expect((quantity.mean - mean).magnitude < z * quantity.simulationError)
    }
    // σ² has tails too heavy for the sd of its draws to have a known error.
    for (quantity, sd) in zip(sampled.quantities.prefix(2), try law["sd"].numbers()) {
      let worth = quantity.convergence.effectiveSampleSize
      // Kurtosis at most 6: t with as many degrees as the prior and rows give has less.
      #expect(relativeError(quantity.sd, sd) < z / 2 * (5 / worth).squareRoot())
    }
  }

  @Test("tails on a grid: their probabilities by quadrature")
  func drawnTails() throws {
    let (fit, known) = try reference()
    let sampled = try fit.sampled(
      tails: TailPrior(degrees: [3, 5, 10, .infinity], weights: [1, 1, 1, 1]),
      plan: SamplerPlan(chains: 4, warmUp: 500, kept: 10_000), steps: 1,
      words: testWords(seed: 4))
    let exact = try known["probabilities"].numbers()
    let inverse = try #require(sampled.quantities.last)
    #expect(inverse.name == "1/ν" && inverse.convergence.isReached)
    let mean = exact[0] / 3 + exact[1] / 5 + exact[2] / 10
    #expect((inverse.mean - mean).magnitude < z * inverse.simulationError)
    for (tail, p) in zip(sampled.tails, exact) {
      let worth = inverse.convergence.effectiveSampleSize
      #expect((tail.probability - p).magnitude < z * (p * (1 - p) / worth).squareRoot())
    }
    #expect((sampled.tails.reduce(0) { $0 + $1.probability } - 1).magnitude < 1e-12)
  }

  @Test("threads change no bit, and other words other draws")
  func threads() throws {
    let (fit, _) = try reference()
    let plan = SamplerPlan(chains: 3, warmUp: 10, kept: 40)
    func run(_ threads: Int, _ seed: UInt64) throws -> StudentAutoregression {
      try fit.sampled(
        tails: .wide, plan: plan, steps: 2, threads: threads, words: testWords(seed: seed))
    }
    let one = try run(1, 9), two = try run(2, 9), other = try run(1, 10)
    #expect(one.quantities.map(\.mean) == two.quantities.map(\.mean))
    #expect(one.periodWeights == two.periodWeights)
    #expect(
      one.forecast.quantile(0.3, step: 2, series: 0)
        == two.forecast.quantile(0.3, step: 2, series: 0))
    #expect(one.quantities[0].mean != other.quantities[0].mean)
    // 150 draws, of which 120 are kept, are worth less than is asked for.
    #expect(!one.isConverged && one.worst != nil)
  }

  @Test("a period far off counts for little")
  func outlier() throws {
    var y = (0..<24).map { 5 + sin(2.4 * Double($0)) }
    y[15] = 20
    let fit = try fitAutoregression(
      TimeSeries(names: ["y"], values: Matrix(columns: [y], rows: 24)),
      prior: MinnesotaPrior(lags: 1, tightness: .given(0.2), scales: [1]))
    let sampled = try fit.sampled(
      tails: .wide, plan: SamplerPlan(chains: 2, warmUp: 200, kept: 1_000), steps: 1,
      words: testWords(seed: 6))
    let least = try #require(
      sampled.periodWeights.indices.min {
        sampled.periodWeights[$0] < sampled.periodWeights[$1]
      })
    #expect(least == 14 && sampled.periodWeights[14] < 0.1)
    #expect(sampled.tails[0].probability > 0.5)
  }

  /// Parameters from the prior with t errors; 80 % intervals of the next period.
  @Test("forecasts with heavy tails cover")
  func coverage() throws {
    let draws = 300,
      prior = MinnesotaPrior(
        lags: 1, tightness: .given(0.3), constantSpread: 2, scales: [1])
    var random = SplitMix(seed: 23), inside = 0
    // t(4) is a normal over √(χ²₄/4), a sum of two exponentials.
    func heavy() -> Double {
      random.normal() / ((-log(random.uniform()) - log(random.uniform())) / 2).squareRoot()
    }
    for draw in 0..<draws {
      // σ² ~ inverse Wishart(1, 3) with m = 1: one over a χ²₃.
      let χ = (0..<3).reduce(0.0) { sum, _ in
        let e = random.normal()
        return sum + e * e
      }
      let σ = 1 / χ.squareRoot()
      let slope = 0.3 * σ * random.normal(), constant = 2 * σ * random.normal()
      var y = [0.0]
      for t in 0..<16 { y.append(constant + slope * y[t] + σ * heavy()) }
      let fit = try fitAutoregression(
        TimeSeries(names: ["y"], values: Matrix(columns: [Array(y[..<16])], rows: 16)),
        prior: prior)
      let forecast = try fit.sampled(
        tails: .given(4), plan: SamplerPlan(chains: 2, warmUp: 50, kept: 300), steps: 1,
        words: testWords(seed: UInt64(1000 + draw))
      ).forecast
      let low = forecast.quantile(0.1, step: 1, series: 0)
      if y[16] >= low, y[16] <= forecast.quantile(0.9, step: 1, series: 0) { inside += 1 }
    }
    // False-alarm rate 10⁻⁶.
    let error = z * (0.8 * 0.2 / Double(draws)).squareRoot()
    #expect((Double(inside) / Double(draws) - 0.8).magnitude < error)
  }
}
