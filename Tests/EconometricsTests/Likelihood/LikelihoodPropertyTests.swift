import Econometrics
import Foundation
import LinearAlgebra
import Testing

@Suite("Generalised linear models: properties")
struct LikelihoodPropertyTests {
  private let data: CountsData
  private static let slopes = ["x1", "x2", "x3"]

  init() throws {
    useOneThreadForLinearAlgebra()
    data = try CountsData()
  }

  @Test("the unit of y moves only the constant", arguments: [1e12, 1e-12])
  func unitOfResponse(factor: Double) throws {
    let flow = try data.column("flow"), names = ["constant"] + Self.slopes
    let plain = try fitGeneralisedLinear(try data.regression(flow, on: names), .poisson)
    let scaled = try fitGeneralisedLinear(
      try data.regression(flow.map { $0 * factor }, on: names), .poisson)
    let shift = scaled.coefficients[0] - plain.coefficients[0]
    #expect((shift - log(factor)).magnitude < 1e-12)
    #expect(
      largestError(
        Array(scaled.coefficients.dropFirst()), Array(plain.coefficients.dropFirst())) < 1e-11)
    #expect(largestError(sandwichErrors(scaled.linear), sandwichErrors(plain.linear)) < 1e-10)
    #expect(relativeError(scaled.deviance, factor * plain.deviance) < 1e-11)
  }

  @Test(
    "the unit of a regressor divides its coefficient",
    arguments: [1e12, 1e-12], [ResponseFamily.poisson, .logit, .complementaryLogLog])
  func unitOfRegressor(factor: Double, family: ResponseFamily) throws {
    let y = try data.column(family == .poisson ? "count" : "binary")
    let plain = try data.regression(y, on: Self.slopes, effects: ["year"])
    var scaled = plain
    scaled.X = Matrix(rows: data.rows, columns: 3) { plain.X[$0, $1] * ($1 == 1 ? factor : 1) }
    let a = try fitGeneralisedLinear(plain, family), b = try fitGeneralisedLinear(scaled, family)
    let expected = [a.coefficients[0], a.coefficients[1] / factor, a.coefficients[2]]
    #expect(largestError(b.coefficients, expected) < 1e-11)
    let errors = a.classicalCovariance.standardErrors
    #expect(
      largestError(
        b.classicalCovariance.standardErrors, [errors[0], errors[1] / factor, errors[2]]) < 1e-10)
  }

  @Test("the order of rows does not matter", arguments: ResponseFamily.allCases)
  func orderOfRows(family: ResponseFamily) throws {
    let y = try data.column(family.isBinomial ? "binary" : "count")
    let plain = try data.regression(y, on: Self.slopes, effects: ["year"])
    let order = plain.y.indices.sorted { ($0 * 7919) % 401 < ($1 * 7919) % 401 }
    var other = plain
    other.y = order.map { plain.y[$0] }
    other.X = Matrix(rows: data.rows, columns: 3) { plain.X[order[$0], $1] }
    other.effects = plain.effects.map { $0.selecting(order) }
    let a = try fitGeneralisedLinear(plain, family), b = try fitGeneralisedLinear(other, family)
    #expect(largestError(a.coefficients, b.coefficients) < 1e-11)
    #expect(largestError(sandwichErrors(a.linear), sandwichErrors(b.linear)) < 1e-10)
  }

  @Test("effects taken out give what dummies give", arguments: ResponseFamily.allCases)
  func dummies(family: ResponseFamily) throws {
    let y = try data.column(family.isBinomial ? "binary" : "count")
    let absorbed = try data.regression(y, on: Self.slopes, effects: ["year"], offset: "exposure")
    let years = absorbed.effects[0]
    var explicit = absorbed
    explicit.effects = []
    explicit.names += (0..<years.count).map { "year\($0)" }
    explicit.X = Matrix(rows: data.rows, columns: 3 + years.count) { i, j in
      j < 3 ? absorbed.X[i, j] : (Int(years.codes[i]) == j - 3 ? 1 : 0)
    }
    let a = try fitGeneralisedLinear(absorbed, family)
    let b = try fitGeneralisedLinear(explicit, family)
    #expect(largestError(a.coefficients, Array(b.coefficients.prefix(3))) < 1e-11)
    #expect(
      largestError(
        a.classicalCovariance.standardErrors, Array(b.classicalCovariance.standardErrors.prefix(3)))
        < 1e-10)
    #expect(largestError(a.fittedMeans, b.fittedMeans) < 1e-11)
    #expect(a.linear.residualDegreesOfFreedom == b.linear.residualDegreesOfFreedom)
    #expect(relativeError(a.deviance, b.deviance) < 1e-12)
  }

  @Test("a constant in the offset moves only the constant", arguments: [1_000.0, -1_000.0])
  func farOffset(shift: Double) throws {
    let names = ["constant"] + Self.slopes
    let plain = try data.regression(try data.column("count"), on: names)
    var moved = plain
    moved.offset = Array(repeating: shift, count: data.rows)
    let a = try fitGeneralisedLinear(plain, .poisson)
    let b = try fitGeneralisedLinear(moved, .poisson)
    #expect((b.coefficients[0] - a.coefficients[0] + shift).magnitude < 1e-11)
    #expect(
      largestError(Array(b.coefficients.dropFirst()), Array(a.coefficients.dropFirst())) < 1e-10)
    #expect(relativeError(a.nullDeviance, b.nullDeviance) < 1e-10)
  }

  @Test("a perfect fit has no deviance, and errors that are no NaN")
  func perfectFit() throws {
    let x = (0..<30).map { Double($0) / 10 }
    let regression = RegressionData(
      dependent: "y", y: x.map { exp(0.7 - 1.3 * $0) }, names: ["constant", "x"],
      X: Matrix(columns: [x.map { _ in 1 }, x], rows: 30))
    let fit = try fitGeneralisedLinear(regression, .poisson)
    #expect(largestError(fit.coefficients, [0.7, -1.3]) < 1e-13)
    #expect(fit.deviance >= 0 && fit.deviance < 1e-25)
    #expect(fit.pearsonChiSquared < 1e-25)
    #expect(sandwichErrors(fit.linear).allSatisfy { $0 >= 0 && $0 < 1e-12 })
    #expect(fit.classicalCovariance.standardErrors.allSatisfy { $0 > 0 && $0.isFinite })
  }

  @Test("shares whose means are 1 to rounding have a finite deviance")
  func extremeShares() throws {
    // Means 1 − exp(−exp(offset)): with the offset 7 the complement is e⁻¹⁰⁹⁷, below every double.
    var regression = RegressionData(
      dependent: "y", y: [0.25, 0.5, 0.75, 0.5], names: [], X: Matrix(rows: 4, columns: 0))
    regression.offset = [0, 7, 1, -1]
    let fit = try fitGeneralisedLinear(regression, .complementaryLogLog)
    let logLikelihood = zip(regression.y, [0.0, 7, 1, -1]).reduce(0.0) { sum, row in
      let m = exp(row.1)
      return sum + row.0 * log1p(-exp(-m)) - (1 - row.0) * m
    }
    let saturated = regression.y.reduce(0) { $0 + $1 * log($1) + (1 - $1) * log(1 - $1) }
    #expect(relativeError(fit.logLikelihood, logLikelihood) < 1e-14)
    #expect(relativeError(fit.deviance, 2 * (saturated - logLikelihood)) < 1e-13)
  }

  @Test("as many rows as coefficients and one more are fitted; as many are not")
  func fewRows() throws {
    func regression(_ n: Int) -> RegressionData {
      let x = (0..<n).map { Double($0 * $0 % 5) }
      return RegressionData(
        dependent: "y", y: (0..<n).map { Double(1 + ($0 * 3) % 4) }, names: ["constant", "x"],
        X: Matrix(columns: [x.map { _ in 1 }, x], rows: n))
    }
    let fit = try fitGeneralisedLinear(regression(3), .poisson)
    // The scores are zero: Σ(y − μ) and Σx(y − μ).
    let u = zip(regression(3).y, fit.fittedMeans).map { $0 - $1 }
    #expect(u.reduce(0, +).magnitude < 1e-13)
    #expect(zip(u, regression(3).X.column(1)).reduce(0) { $0 + $1.0 * $1.1 }.magnitude < 1e-13)
    #expect(throws: EstimationError.tooFewObservations(observations: 2, parameters: 2)) {
      try fitGeneralisedLinear(regression(2), .poisson)
    }
  }

  @Test("threads change no bit, in blocks too")
  func threads() throws {
    var random = SplitMix(seed: 11)
    let n = 180_000
    let columns = (0..<3).map { _ in (0..<n).map { _ in random.uniform() - 0.5 } }
    let firm = (0..<n).map { _ in Int(random.uniform() * 2_000) }
    let y = (0..<n).map { i in
      (3 * exp(columns[0][i] - columns[1][i] + 0.001 * Double(firm[i] % 500)) * random.uniform())
        .rounded()
    }
    var data = RegressionData(
      dependent: "y", y: y, names: ["a", "b", "c"], X: Matrix(columns: columns, rows: n))
    data.effects = [Grouping(name: "firm", labels: firm)]
    let one = try fitGeneralisedLinear(data, .poisson, threads: 1)
    let two = try fitGeneralisedLinear(data, .poisson, threads: 2)
    #expect(one.coefficients == two.coefficients)
    #expect(one.linear.inverseGram == two.linear.inverseGram)
    #expect(one.fittedMeans == two.fittedMeans)
    // The steps by normal equations end where the scores are zero.
    for j in 0..<3 {
      let w = one.linear.weights ?? []
      let score = (0..<n).reduce(0.0) {
        $0 + w[$1] * one.linear.X[$1, j] * one.linear.residuals[$1]
      }
      let size = (0..<n).reduce(0.0) {
        $0 + (w[$1] * one.linear.X[$1, j] * one.linear.residuals[$1]).magnitude
      }
      #expect(score.magnitude < 1e-11 * size)
    }
  }

  @Test("the test of overdispersion is AER's")
  func overdispersion() throws {
    let y = try data.column("count")
    let fit = try fitGeneralisedLinear(
      try data.regression(y, on: ["constant"] + Self.slopes), .poisson)
    let test = try #require(OverdispersionTest(y: y, fit: fit))
    let answer = try ReferenceTree("likelihood_R.json").at("overdispersion")
    #expect(relativeError(test.alpha, try answer.number("alpha")) < 1e-9)
    #expect(relativeError(test.z, try answer.number("z")) < 1e-9)
    #expect(relativeError(test.pValue, try answer.number("p")) < 1e-8)
    // χ² of 396 degrees of freedom far above its mean.
    #expect(try #require(fit.goodnessOfFit) < 1e-20)
  }
}
