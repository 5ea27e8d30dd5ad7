import Econometrics
import LinearAlgebra
import Testing

@Suite("Generalised linear models")
struct GeneralisedLinearTests {
  private let data: CountsData
  private let python: ReferenceTree
  private let R: ReferenceTree

  init() throws {
    useOneThreadForLinearAlgebra()
    data = try CountsData()
    python = try ReferenceTree("likelihood_python.json")
    R = try ReferenceTree("likelihood_R.json")
  }

  private static let all = ["constant", "x1", "x2", "x3"]

  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let dependent: String
    let family: ResponseFamily
    var names = GeneralisedLinearTests.all
    var effects: [String] = []
    var weights: String?
    var offset: String?
  }

  private static let cases = [
    Case(testDescription: "poisson", dependent: "count", family: .poisson),
    Case(
      testDescription: "poisson_offset", dependent: "count", family: .poisson,
      offset: "exposure"),
    Case(
      testDescription: "poisson_weights", dependent: "flow", family: .poisson,
      weights: "weight", offset: "exposure"),
    Case(testDescription: "poisson_slope", dependent: "flow", family: .poisson, names: ["x3"]),
    Case(testDescription: "logit", dependent: "binary", family: .logit),
    Case(
      testDescription: "logit_offset", dependent: "binary", family: .logit, offset: "exposure"),
    Case(testDescription: "logit_trials", dependent: "share", family: .logit, weights: "trials"),
    Case(testDescription: "cloglog", dependent: "rare", family: .complementaryLogLog),
    Case(
      testDescription: "cloglog_trials", dependent: "share", family: .complementaryLogLog,
      weights: "trials"),
    // Here the reference has the effects as dummies.
    Case(
      testDescription: "logit_years", dependent: "binary", family: .logit,
      names: ["x1", "x2", "x3"], effects: ["year"]),
    Case(
      testDescription: "cloglog_years", dependent: "rare", family: .complementaryLogLog,
      names: ["x1", "x2", "x3"], effects: ["year"]),
    Case(
      testDescription: "poisson_dummies", dependent: "count", family: .poisson,
      names: ["x1", "x2", "x3"], effects: ["unit", "year"]),
  ]

  private func fit(_ sample: Case) throws -> GeneralisedLinearFit {
    let y: [Double] =
      sample.dependent == "share"
      ? zip(try data.column("hits"), try data.column("trials")).map { $0 / $1 }
      : try data.column(sample.dependent)
    return try fitGeneralisedLinear(
      try data.regression(
        y, on: sample.names, effects: sample.effects, weights: sample.weights,
        offset: sample.offset), sample.family)
  }

  @Test("agrees with statsmodels", arguments: cases)
  func statsmodels(sample: Case) throws {
    let fit = try fit(sample)
    let answer = try python.at("cases", sample.testDescription)
    let k = sample.names.count
    func first(_ key: String) throws -> [Double] { Array(try answer.numbers(key).prefix(k)) }
    let unit = Grouping(name: "unit", labels: try data.column("unit"))
    #expect(largestError(fit.coefficients, try first("coef")) < 1e-8)
    #expect(largestError(fit.classicalCovariance.standardErrors, try first("se")) < 1e-8)
    #expect(largestError(sandwichErrors(fit.linear), try first("hc0")) < 1e-8)
    #expect(largestError(sandwichErrors(fit.linear, clusters: unit), try first("cluster")) < 1e-8)
    #expect(relativeError(fit.deviance, try answer.number("deviance")) < 1e-10)
    #expect(relativeError(fit.pearsonChiSquared, try answer.number("pearson")) < 1e-8)
    #expect(relativeError(fit.logLikelihood, try answer.number("loglik")) < 1e-10)
    #expect(relativeError(fit.nullDeviance, try answer.number("null_deviance")) < 1e-10)
    #expect(relativeError(fit.nullLogLikelihood, try answer.number("loglik_null")) < 1e-10)
    #expect(largestError(Array(fit.fittedMeans.prefix(5)), try answer.numbers("fitted")) < 1e-8)
    let ratio = fit.logLikelihood / fit.nullLogLikelihood
    #expect(fit.pseudoRSquared == 1 - ratio)
  }

  @Test("agrees with R's glm and sandwich", arguments: ["poisson", "cloglog", "cloglog_trials"])
  func agreesWithR(name: String) throws {
    let sample = try #require(Self.cases.first { $0.testDescription == name })
    let fit = try fit(sample)
    let answer = try R.at(name)
    #expect(largestError(fit.coefficients, try answer.numbers("coef")) < 1e-8)
    #expect(
      largestError(fit.classicalCovariance.standardErrors, try answer.numbers("se")) < 1e-8)
    #expect(largestError(sandwichErrors(fit.linear), try answer.numbers("hc0")) < 1e-8)
    #expect(relativeError(fit.logLikelihood, try answer.number("loglik")) < 1e-10)
  }

  @Test("agrees with pyfixest", arguments: ["two_way", "one_way", "weights", "offset"])
  func pyfixest(name: String) throws {
    let isCount = name == "two_way" || name == "offset"
    let effects = name == "one_way" ? ["unit"] : ["unit", "year"]
    let names = name == "two_way" || name == "weights" ? ["x1", "x2", "x3"] : ["x1", "x2"]
    let fit = try fitGeneralisedLinear(
      try data.regression(
        try data.column(isCount ? "count" : "flow"), on: names, effects: effects,
        weights: name == "weights" ? "weight" : nil,
        offset: name == "offset" ? "exposure" : nil), .poisson)
    let answer = try python.at("fixed_effects", name)
    let unit = Grouping(name: "unit", labels: try data.column("unit"))
    #expect(largestError(fit.coefficients, try answer.numbers("coef")) < 1e-8)
    #expect(
      largestError(fit.classicalCovariance.standardErrors, try answer.numbers("iid")) < 1e-8)
    #expect(largestError(sandwichErrors(fit.linear), try answer.numbers("hc")) < 1e-8)
    #expect(
      largestError(sandwichErrors(fit.linear, clusters: unit), try answer.numbers("cluster"))
        < 1e-8)
    #expect(relativeError(fit.deviance, try answer.number("deviance")) < 1e-9)
    #expect(relativeError(fit.pearsonChiSquared, try answer.number("pearson")) < 1e-8)
    #expect(relativeError(fit.logLikelihood, try answer.number("loglik")) < 1e-9)
  }
}
