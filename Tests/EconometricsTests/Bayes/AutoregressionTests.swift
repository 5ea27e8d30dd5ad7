import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

/// Words by address: SplitMix64 of seed, draw and slot.
func testWords(seed: UInt64) -> AddressedWords {
  { draw, slot in
    func mixed(_ x: UInt64) -> UInt64 {
      var z = x &+ 0x9E37_79B9_7F4A_7C15
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    return mixed(mixed(mixed(seed) ^ draw) ^ UInt64(slot))
  }
}

@Suite("Bayesian vector autoregression")
struct AutoregressionTests {
  init() { useOneThreadForLinearAlgebra() }

  private let known: BayesTree = {
    guard let tree = try? BayesTree(bayes: "autoregression.json") else {
      preconditionFailure("autoregression.json is missing")
    }
    return tree
  }()

  private func series() throws -> TimeSeries {
    TimeSeries(names: ["hanoi", "vietnam"], values: try known["values"].matrix())
  }

  private func expectEqual(_ a: Matrix, _ b: Matrix, _ tolerance: Double) {
    for i in 0..<a.rows {
      for j in 0..<a.columns { #expect(relativeError(a[i, j], b[i, j]) < tolerance) }
    }
  }

  @Test("closed forms with 50 digits", arguments: 0..<3)
  func closedForms(index: Int) throws {
    let answers = known["cases"][index]
    let fit = try fitAutoregression(
      try series(),
      prior: MinnesotaPrior(
        lags: Int(try answers["lags"].number()),
        tightness: .given(try answers["tightness"].number()),
        lagDecay: try answers["decay"].number(),
        firstLagMeans: try answers["delta"].numbers(),
        constantSpread: try answers["spread"].number()))
    #expect(largestRelativeError(fit.scales, try known["scales"].numbers()) < 1e-12)
    expectEqual(fit.posterior.mean, try answers["B"].matrix(), 1e-10)
    expectEqual(fit.posterior.rowCovariance, try answers["Omega"].matrix(), 1e-10)
    expectEqual(fit.posterior.scale, try answers["S"].matrix(), 1e-10)
    #expect(
      relativeError(
        fit.logMarginalLikelihood, try answers["log_marginal_likelihood"].number()) < 1e-12)
    let next = fit.posterior.predictive(fit.nextRow)
    #expect(largestRelativeError(next.location, try answers["location"].numbers()) < 1e-11)
    expectEqual(next.scale, try answers["scale"].matrix(), 1e-11)
    #expect(next.degreesOfFreedom == (try answers["degrees"].number()))
    #expect(fit.nextPeriod[1].scale == next.scale[1, 1].squareRoot())
  }

  @Test("the most probable tightness, with 50 digits", arguments: 0..<2)
  func tightness(index: Int) throws {
    let answers = known["best"][index]
    let fit = try fitAutoregression(
      try series(),
      prior: MinnesotaPrior(
        lags: 2, tightness: index == 0 ? .marginalLikelihood : .hierarchical))
    #expect(relativeError(fit.tightness, try answers["tightness"].number()) < 1e-9)
    #expect(
      relativeError(
        fit.logMarginalLikelihood, try answers["log_marginal_likelihood"].number()) < 1e-12)
    #expect(!fit.isAtBound)
  }

  /// Twin: the dummy observations as rows of plain least squares, an equation at a time.
  @Test("dummy observations are rows of data")
  func dummies() throws {
    let series = try series(), λ = 0.3, σ = [1.5, 0.7], δ = [0.2, 0.9]
    let fit = try fitAutoregression(
      series,
      prior: MinnesotaPrior(
        lags: 2, tightness: .given(λ), firstLagMeans: δ, constantSpread: 20, scales: σ))
    for equation in 0..<2 {
      var rows: [[Double]] = [], responses: [Double] = []
      for lag in 1...2 {
        for j in 0..<2 {
          var row = Array(repeating: 0.0, count: 5)
          row[(lag - 1) * 2 + j] = Double(lag) * σ[j] / λ
          rows.append(row)
          responses.append(lag == 1 && j == equation ? δ[j] * σ[j] / λ : 0)
        }
      }
      rows.append([0, 0, 0, 0, 1.0 / 20])
      responses.append(0)
      for t in 2..<16 {
        rows.append([1, 2].flatMap { l in (0..<2).map { series.values[t - l, $0] } } + [1])
        responses.append(series.values[t, equation])
      }
      let twin = try leastSquares(
        Matrix(rows: rows.count, columns: 5) { rows[$0][$1] }, responses)
      #expect(largestRelativeError(fit.posterior.mean.column(equation), twin.coefficients) < 1e-11)
      // Σ's own dummies add σ² to the sum of squares.
      #expect(
        relativeError(
          fit.posterior.scale[equation, equation],
          twin.residualSumOfSquares + σ[equation] * σ[equation]) < 1e-12)
    }
  }

  /// ln p(Y) is the sum of ln p(yₜ | y before t), each a multivariate t.
  @Test("the marginal likelihood is a product of one-step forecasts")
  func sequential() throws {
    let all = try series()
    let prior = MinnesotaPrior(lags: 1, tightness: .given(0.4), scales: [1.2, 0.9])
    var sum = 0.0
    let first = Matrix(rows: 2, columns: 2) { all.values[$0, $1] }
    var previous = try fitAutoregression(
      TimeSeries(names: all.names, values: first), prior: prior)
    sum += previous.logMarginalLikelihood
    for t in 2..<16 {
      let law = previous.posterior.predictive(previous.nextRow)
      let away = (0..<2).map { all.values[t, $0] - law.location[$0] }
      let (a, b, c) = (law.scale[0, 0], law.scale[0, 1], law.scale[1, 1])
      let determinant = a * c - b * b, ν = law.degreesOfFreedom
      let square =
        (c * away[0] * away[0] - 2 * b * away[0] * away[1] + a * away[1] * away[1]) / determinant
      // The bivariate t: Γ((ν + 2)/2)/Γ(ν/2) = ν/2.
      sum += log(1 / (2 * Double.pi)) - log(determinant) / 2 - (ν + 2) / 2 * log1p(square / ν)
      let values = Matrix(rows: t + 1, columns: 2) { all.values[$0, $1] }
      previous = try fitAutoregression(
        TimeSeries(names: all.names, values: values), prior: prior)
    }
    #expect((previous.logMarginalLikelihood - sum).magnitude < 1e-10)
  }

  /// P(y two periods ahead ≤ z) = ∫ p(y₁) F(z | y₁), by Simpson's rule over y₁, each F in closed
  /// form after one more period.
  @Test("the second step of a forecast, by quadrature", arguments: [0.1, 0.5, 0.9])
  func secondStep(u: Double) throws {
    let y = try known["student"]["y"].numbers()
    let prior = MinnesotaPrior(lags: 1, tightness: .given(0.5), scales: [1.5])
    func fit(_ values: [Double]) throws -> BayesianAutoregression {
      try fitAutoregression(
        TimeSeries(names: ["y"], values: Matrix(columns: [values], rows: values.count)),
        prior: prior)
    }
    let now = try fit(y), law = now.nextPeriod[0], draws = 20_000
    let z = try now.forecast(steps: 2, draws: draws, words: testWords(seed: 5))
      .quantile(u, step: 2, series: 0)
    var below = 0.0
    let nodes = 400
    for i in 0...nodes {
      // Equal steps of asinh, which thins the nodes out in the tails.
      let s = -7 + 14 * Double(i) / Double(nodes), t = sinh(s)
      let ν = law.degreesOfFreedom
      let constant = exp(lgamma((ν + 1) / 2) - lgamma(ν / 2)) / (ν * .pi).squareRoot()
      let density: Double = constant * pow(1 + t * t / ν, -(ν + 1) / 2)
      let conditional = try fit(y + [law.location + law.scale * t]).nextPeriod[0].tails(at: z)
      let weight = i == 0 || i == nodes ? 1.0 : (i % 2 == 1 ? 4 : 2)
      let width = weight * 14 / Double(nodes) / 3
      below += width * density * cosh(s) * conditional.lower
    }
    // False-alarm rate 10⁻⁶: 4.8916 standard errors of a share of independent draws.
    #expect((below - u).magnitude < 4.8916 * (u * (1 - u) / Double(draws)).squareRoot())
  }

  @Test("a forecast's first step is the multivariate t, whatever the draws")
  func firstStep() throws {
    let fit = try fitAutoregression(
      try series(), prior: MinnesotaPrior(lags: 2, tightness: .given(0.2)))
    let forecast = try fit.forecast(steps: 3, draws: 5_000, words: testWords(seed: 1))
    for j in 0..<2 {
      #expect(forecast.quantile(0.05, step: 1, series: j) == fit.nextPeriod[j].quantile(0.05))
      let sd = try #require(fit.nextPeriod[j].standardDeviation)
      let away = forecast.mean(step: 1, series: j) - fit.nextPeriod[j].location
      #expect(away.magnitude < 4.8916 * sd / Double(5_000).squareRoot())
    }
    let same = try fit.forecast(steps: 3, draws: 5_000, threads: 3, words: testWords(seed: 1))
    let longer = try fit.forecast(steps: 5, draws: 5_000, words: testWords(seed: 1))
    for u in [0.05, 0.5, 0.95] {
      let value = forecast.quantile(u, step: 3, series: 1)
      #expect(same.quantile(u, step: 3, series: 1) == value)
      #expect(longer.quantile(u, step: 3, series: 1) == value)
    }
  }

  @Test("no tightness is the prior, and none at all is least squares")
  func limits() throws {
    let series = try series()
    let tight = try fitAutoregression(
      series, prior: MinnesotaPrior(lags: 1, tightness: .given(1e-6), firstLagMeans: [1, 0.5]))
    #expect((tight.posterior.mean[0, 0] - 1).magnitude < 1e-9)
    #expect(tight.priorDriven == ["hanoi(t-1)", "vietnam(t-1)"])
    #expect(tight.learningRatio(2) > 0.99)
    let loose = try fitAutoregression(
      series, prior: MinnesotaPrior(lags: 1, tightness: .given(1e6), constantSpread: 1e6))
    let X = Matrix(rows: 15, columns: 3) { $1 == 2 ? 1 : series.values[$0, $1] }
    let plain = try leastSquares(X, (1..<16).map { series.values[$0, 0] })
    #expect(largestRelativeError(loose.posterior.mean.column(0), plain.coefficients) < 1e-9)
    #expect(loose.priorDriven.isEmpty)
  }

  @Test("units of a series change nothing else", arguments: [1e12, 1e-12])
  func scales(factor: Double) throws {
    let series = try series()
    let changed = Matrix(rows: 16, columns: 2) { series.values[$0, $1] * ($1 == 0 ? factor : 1) }
    let prior = MinnesotaPrior(lags: 2, tightness: .marginalLikelihood)
    let a = try fitAutoregression(series, prior: prior)
    let b = try fitAutoregression(TimeSeries(names: series.names, values: changed), prior: prior)
    #expect(relativeError(b.tightness, a.tightness) < 1e-9)
    #expect(relativeError(b.nextPeriod[0].location / factor, a.nextPeriod[0].location) < 1e-9)
    #expect(relativeError(b.nextPeriod[1].scale, a.nextPeriod[1].scale) < 1e-9)
    #expect(
      (b.logMarginalLikelihood + 14 * log(factor) - a.logMarginalLikelihood).magnitude < 1e-8)
  }

  @Test("series without a fit are named")
  func refusals() throws {
    let prior = MinnesotaPrior(lags: 3, tightness: .given(0.2))
    func fit(_ columns: [[Double]]) throws -> BayesianAutoregression {
      try fitAutoregression(
        TimeSeries(
          names: ["a", "b"], values: Matrix(columns: columns, rows: columns[0].count)),
        prior: prior)
    }
    #expect(throws: EstimationError.bayesian(.tooFewPeriods(periods: 3, needed: 4))) {
      try fit([[1, 2, 4], [2, 1, 3]])
    }
    #expect(throws: EstimationError.bayesian(.constantSeries(name: "b"))) {
      try fit([[1, 2, 4, 3, 5, 2], [7, 7, 7, 7, 7, 7]])
    }
    #expect(throws: EstimationError.bayesian(.constantSeries(name: "a"))) {
      try fit([[1, 2, 3, 4, 5, 6], [7, 5, 7, 8, 7, 7]])
    }
    #expect(throws: EstimationError.bayesian(.infiniteValue(column: "b"))) {
      try fit([[1, 2, 4, 3, 5, 2], [7, 5, .infinity, 8, 7, 7]])
    }
    let wild = try fitAutoregression(
      TimeSeries(names: ["a"], values: Matrix(columns: [[1, 10, 99, 1e3, 1e4, 1e5]], rows: 6)),
      prior: MinnesotaPrior(lags: 1, tightness: .given(100)))
    #expect(throws: EstimationError.bayesian(.explosiveForecast(steps: 400))) {
      try wild.forecast(steps: 400, draws: 10, words: testWords(seed: 1))
    }
  }

  /// Parameters from the prior, then data: 90 % of next periods fall into the 90 % interval.
  @Test("one-step intervals cover")
  func coverage() throws {
    let draws = 3_000, σ = [1.0, 0.5], λ = 0.3
    let prior = MinnesotaPrior(
      lags: 1, tightness: .given(λ), constantSpread: 2, scales: σ)
    var random = SplitMix(seed: 17), inside = 0
    for _ in 0..<draws {
      // Σ ~ inverse Wishart(diag σ², 4): the inverse of Σ z zᵀ of four vectors.
      var W = [0.0, 0, 0]
      for _ in 0..<4 {
        let z = [random.normal() / σ[0], random.normal() / σ[1]]
        W = [W[0] + z[0] * z[0], W[1] + z[0] * z[1], W[2] + z[1] * z[1]]
      }
      let determinant = W[0] * W[2] - W[1] * W[1]
      let C = try Cholesky(
        Matrix(
          columns: [
            [W[2] / determinant, -W[1] / determinant], [-W[1] / determinant, W[0] / determinant],
          ], rows: 2)
      ).lower
      let sds = [λ / σ[0], λ / σ[1], 2]
      let rows = sds.map { sd in C * [sd * random.normal(), sd * random.normal()] }
      var path = [[0.0, 0.0]]
      for t in 0..<13 {
        let e = C * [random.normal(), random.normal()]
        path.append(
          (0..<2).map { i in
            rows[0][i] * path[t][0] + rows[1][i] * path[t][1] + rows[2][i] + e[i]
          })
      }
      let values = Matrix(rows: 13, columns: 2) { path[$0][$1] }
      let fit = try fitAutoregression(
        TimeSeries(names: ["a", "b"], values: values), prior: prior)
      if fit.nextPeriod[0].interval(0.9).contains(path[13][0]) { inside += 1 }
    }
    // False-alarm rate 10⁻⁶.
    let error = 4.8916 * (0.9 * 0.1 / Double(draws)).squareRoot()
    #expect((Double(inside) / Double(draws) - 0.9).magnitude < error)
  }
}
