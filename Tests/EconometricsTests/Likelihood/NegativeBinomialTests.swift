import Econometrics
import Foundation
import LinearAlgebra
import Testing

@Suite("Negative binomial")
struct NegativeBinomialTests {
  private let data: CountsData
  private let python: ReferenceTree
  private let R: ReferenceTree

  init() throws {
    useOneThreadForLinearAlgebra()
    data = try CountsData()
    python = try ReferenceTree("likelihood_python.json")
    R = try ReferenceTree("likelihood_R.json")
  }

  @Test(
    "coefficients, α and the information of all agree with statsmodels, effects too",
    arguments: ["negative_binomial", "negative_binomial_years", "negative_binomial_large"])
  func statsmodels(name: String) throws {
    let hasYears = name.hasSuffix("years"), isLarge = name.hasSuffix("large")
    let slopes = ["x1", "x2", "x3"]
    let fit = try fitGeneralisedLinear(
      try data.regression(
        try data.column(isLarge ? "large" : "count"), on: hasYears ? slopes : ["constant"] + slopes,
        effects: hasYears ? ["year"] : []), .negativeBinomial)
    let dispersion = try #require(fit.dispersion)
    let answer = try python.at("cases", name)
    let k = fit.names.count
    func part(_ key: String) throws -> [Double] {
      let all = try answer.numbers(key)
      return Array(all.prefix(k)) + [try #require(all.last)]
    }
    let unit = Grouping(name: "unit", labels: try data.column("unit"))
    let errors = dispersion.fullInformationCovariance.standardErrors
    #expect(largestError(fit.coefficients + [dispersion.alpha], try part("coef")) < 1e-8)
    #expect(largestError(errors, try part("se")) < 1e-8)
    #expect(dispersion.alphaError == errors.last)
    #expect(largestError(sandwichErrors(dispersion.scores), try part("hc0")) < 1e-8)
    #expect(
      largestError(sandwichErrors(dispersion.scores, clusters: unit), try part("cluster")) < 1e-8)
    #expect(relativeError(fit.logLikelihood, try answer.number("loglik")) < 1e-10)
    guard !isLarge else { return }
    #expect(
      relativeError(
        fit.nullLogLikelihood, try python.number("cases", "negative_binomial_null", "loglik"))
        < 1e-10)
  }

  @Test(
    "agrees with MASS, offset too",
    arguments: ["negative_binomial", "negative_binomial_offset", "negative_binomial_large"])
  func mass(name: String) throws {
    let fit = try fitGeneralisedLinear(
      try data.regression(
        try data.column(name.hasSuffix("large") ? "large" : "count"),
        on: ["constant", "x1", "x2", "x3"],
        offset: name.hasSuffix("offset") ? "exposure" : nil), .negativeBinomial)
    let dispersion = try #require(fit.dispersion)
    let answer = try R.at(name)
    #expect(largestError(fit.coefficients, try answer.numbers("coef")) < 1e-8)
    #expect(
      largestError(fit.classicalCovariance.standardErrors, try answer.numbers("se")) < 1e-8)
    #expect(largestError(sandwichErrors(fit.linear), try answer.numbers("hc0")) < 1e-8)
    #expect(relativeError(dispersion.theta, try answer.number("theta")) < 1e-8)
    #expect(
      relativeError(dispersion.thetaErrorGivenMeans, try answer.number("theta_se")) < 1e-8)
    #expect(relativeError(fit.deviance, try answer.number("deviance")) < 1e-8)
    #expect(relativeError(fit.nullDeviance, try answer.number("null_deviance")) < 1e-8)
    #expect(relativeError(fit.logLikelihood, try answer.number("loglik")) < 1e-10)
  }

  @Test("weights are repetitions of rows")
  func repetitions() throws {
    let count = try data.column("count")
    let plain = try data.regression(count, on: ["constant", "x1", "x2"])
    let times = plain.y.indices.map { 1 + $0 % 3 }
    let rows = plain.y.indices.flatMap { Array(repeating: $0, count: times[$0]) }
    var weighted = plain
    weighted.weights = times.map(Double.init)
    let repeated = RegressionData(
      dependent: "y", y: rows.map { count[$0] }, names: plain.names,
      X: Matrix(rows: rows.count, columns: 3) { plain.X[rows[$0], $1] })
    let a = try fitGeneralisedLinear(weighted, .negativeBinomial)
    let b = try fitGeneralisedLinear(repeated, .negativeBinomial)
    let (one, two) = (try #require(a.dispersion), try #require(b.dispersion))
    #expect(largestError(a.coefficients + [one.alpha], b.coefficients + [two.alpha]) < 1e-11)
    #expect(
      largestError(
        one.fullInformationCovariance.standardErrors,
        two.fullInformationCovariance.standardErrors) < 1e-11)
    #expect(relativeError(a.logLikelihood, b.logLikelihood) < 1e-12)
    #expect(relativeError(a.nullDeviance, b.nullDeviance) < 1e-12)
  }

  @Test("near the Poisson law α keeps its digits")
  func nearlyPoisson() throws {
    // Means near 50 and α near 10⁻³, where gamma functions of 1/α nearly cancel: the slope of the
    // log likelihood in α is checked with j-sums written out.
    var random = SplitMix(seed: 5)
    let x = (0..<600).map { _ in random.normal() }
    let y = x.map { value in
      let mean = exp(4 + 0.1 * value)
      return max(0, (mean + (mean * 1.08).squareRoot() * random.normal()).rounded())
    }
    let data = RegressionData(
      dependent: "y", y: y, names: ["constant", "x"],
      X: Matrix(columns: [x.map { _ in 1 }, x], rows: 600))
    let fit = try fitGeneralisedLinear(data, .negativeBinomial)
    let alpha = try #require(fit.dispersion).alpha
    var slope = 0.0, size = 0.0
    for (y, mean) in zip(y, fit.fittedMeans) {
      let sum = stride(from: 0, to: y, by: 1).reduce(0) { $0 + $1 / (1 + alpha * $1) }
      let rest =
        log1p(alpha * mean) / (alpha * alpha) - (y + 1 / alpha) * mean / (1 + alpha * mean)
      slope += sum + rest
      size += sum
    }
    #expect(alpha > 1e-5 && alpha < 1e-2)
    // The closed form on the right loses digits of 1/α² = 10⁶: 10⁶ · 2⁻⁵² for each row.
    #expect(slope.magnitude < 1e-9 * size)
  }

  @Test("data without overdispersion are refused by name")
  func noOverdispersion() throws {
    let x = (0..<40).map { Double($0) / 20 - 1 }
    let data = RegressionData(
      dependent: "cases", y: x.map { exp(2 + $0).rounded() }, names: ["constant", "x"],
      X: Matrix(columns: [x.map { _ in 1 }, x], rows: 40))
    #expect(throws: EstimationError.likelihood(.noOverdispersion(dependent: "cases"))) {
      try fitGeneralisedLinear(data, .negativeBinomial)
    }
  }
}
