import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

/// A small seeded problem: y on a constant, x and the endogenous e, with instruments z1 and z2.
private func sample(
  n: Int = 40, seed: UInt64 = 3, noise: Double = 1, firstStage: Double = 1
) -> RegressionData {
  var random = SplitMix(seed: seed)
  let rows = (0..<n).map { _ -> [Double] in
    let z1 = random.normal(), z2 = random.normal(), x = random.normal() + 0.3 * z1
    let u = noise * random.normal()
    let e = z1 - 0.5 * z2 + 0.4 * x + firstStage * (random.normal() + u)
    return [1 + 0.5 * x - 0.8 * e + u, 1, x, e, z1, z2]
  }
  func column(_ j: Int) -> [Double] { rows.map { $0[j] } }
  var data = RegressionData(
    dependent: "y", y: column(0), names: [RegressionData.constantName, "x", "e"],
    X: Matrix(columns: [column(1), column(2), column(3)], rows: n))
  data.endogenous = [2]
  data.instrumentNames = ["z1", "z2"]
  data.Z = Matrix(columns: [column(4), column(5)], rows: n)
  return data
}

private func scaledData(_ data: RegressionData, _ factors: [Double], y: Double, z: Double)
  -> RegressionData
{
  var scaled = data
  scaled.y = data.y.map { $0 * y }
  scaled.X = Matrix(rows: data.X.rows, columns: data.X.columns) { data.X[$0, $1] * factors[$1] }
  scaled.Z = z * data.Z
  return scaled
}

@Suite("Instruments: bounds and bad input")
struct InstrumentalEdgeTests {
  init() { useOneThreadForLinearAlgebra() }

  @Test("fewer instruments than endogenous regressors are refused")
  func tooFew() {
    var data = sample()
    data.Z = data.Z.selecting(columns: [])
    data.instrumentNames = []
    #expect(throws: EstimationError.tooFewInstruments(instruments: 0, endogenous: 1)) {
      try fitInstrumental(data)
    }
  }

  @Test("an instrument that is an exogenous regressor, or a sum of others, is named")
  func collinearInstrument() {
    var data = sample()
    data.Z = data.Z.beside(
      Matrix(columns: [zip(data.X.column(1), data.Z.column(0)).map { 2 * $0 - $1 }], rows: 40))
    data.instrumentNames.append("z3")
    #expect(throws: EstimationError.collinearInstrument(instrument: "z3")) {
      try fitInstrumental(data)
    }
  }

  @Test("dependent regressors are named, exogenous and endogenous")
  func collinearRegressor() {
    var data = sample()
    data.X = data.X.beside(Matrix(columns: [data.X.column(1).map { 3 * $0 + 1 }], rows: 40))
    data.names.append("again")
    #expect(throws: EstimationError.collinear(regressor: "again")) { try fitInstrumental(data) }
    data = sample()
    data.X = data.X.beside(Matrix(columns: [data.X.column(2).map { 3 * $0 + 1 }], rows: 40))
    data.names.append("again")
    data.endogenous.append(3)
    #expect(throws: EstimationError.collinear(regressor: "again")) { try fitInstrumental(data) }
  }

  @Test("an endogenous regressor that instruments do not move is named")
  func notIdentified() {
    var data = sample()
    // What a regression on the exogenous regressors and instruments leaves of e is orthogonal to
    // both instruments.
    let others = data.X.selecting(columns: [0, 1]).beside(data.Z)
    let fit = try? leastSquares(others, data.X.column(2))
    data.X = data.X.selecting(columns: [0, 1])
      .beside(Matrix(columns: [fit?.residuals ?? []], rows: 40))
    #expect(throws: EstimationError.notIdentified(regressor: "e")) { try fitInstrumental(data) }
  }

  @Test("infinite values and weights that are not above zero are named")
  func notFinite() {
    var data = sample()
    data.y[3] = .infinity
    #expect(throws: EstimationError.columnNotFinite(column: "y")) { try fitInstrumental(data) }
    data = sample()
    data.Z[2, 1] = .nan
    #expect(throws: EstimationError.columnNotFinite(column: "z2")) { try fitInstrumental(data) }
    data = sample()
    data.weights = (0..<40).map { $0 == 7 ? 0 : 1 }
    #expect(throws: EstimationError.weightNotPositive(row: 7)) { try fitInstrumental(data) }
  }

  @Test("rows that leave no degrees of freedom are refused, one more is enough")
  func fewRows() throws {
    #expect(throws: EstimationError.tooFewObservations(observations: 4, parameters: 4)) {
      try fitInstrumental(sample(n: 4))
    }
    let fitted = try fitInstrumental(sample(n: 5), method: .limitedInformation)
    #expect(fitted.fit.coefficients.allSatisfy(\.isFinite) && fitted.kappa >= 1)
    // Robust first stages ask for as many independent rows as instruments.
    #expect(try fitted.firstStages(.independent)[0].test.pValue.isFinite)
  }

  @Test("one cluster, and fewer clusters than moments, are refused")
  func fewClusters() throws {
    let fitted = try fitInstrumental(sample())
    let one = Grouping(name: "g", labels: (0..<40).map { _ in 0 })
    #expect(throws: EstimationError.tooFewClusters(1)) {
      try fitted.firstStages(.clustered(one))
    }
    let three = Grouping(name: "g", labels: (0..<40).map { $0 % 3 })
    #expect(throws: EstimationError.tooManyInstruments(instruments: 4, groups: 3)) {
      try fitted.hansenTest(.clustered(three))
    }
    // First-stage scores sum to zero: two clusters have one independent sum, for two instruments.
    let two = Grouping(name: "g", labels: (0..<40).map { $0 % 2 })
    #expect(throws: EstimationError.tooManyInstruments(instruments: 2, groups: 2)) {
      try fitted.kleibergenPaapF(.clustered(two))
    }
    #expect(throws: EstimationError.tooManyInstruments(instruments: 2, groups: 2)) {
      try fitted.andersonRubinSet(level: 0.95, .clustered(two))
    }
  }

  @Test("a fit without error is found, and statistics that divide by the error are refused")
  func perfect() throws {
    let methods: [InstrumentalMethod] = [
      .twoStageLeastSquares, .limitedInformation, .fuller(alpha: 1),
    ]
    for method in methods {
      let fitted = try fitInstrumental(sample(noise: 0), method: method)
      for (estimate, truth) in zip(fitted.fit.coefficients, [1, 0.5, -0.8]) {
        #expect((estimate - truth).magnitude < 1e-13)
      }
      #expect(throws: EstimationError.perfectFit(dependent: "y")) { try fitted.sarganTest() }
      #expect(throws: EstimationError.perfectFit(dependent: "y")) {
        try fitted.andersonRubinSet(level: 0.95, .independent)
      }
      #expect(throws: EstimationError.perfectFit(dependent: "y")) { try fitted.endogeneityTests() }
    }
    let exact = try fitInstrumental(sample(firstStage: 0))
    #expect(throws: EstimationError.perfectFit(dependent: "e")) {
      try exact.firstStages(.independent)
    }
    #expect(throws: EstimationError.perfectFit(dependent: "e")) {
      try exact.kleibergenPaapF(.heteroskedastic)
    }
  }

  @Test("units do not matter", arguments: [1e-12, 1e12])
  func units(size: Double) throws {
    let data = sample()
    let rescaled = scaledData(data, [1, 1 / size, size], y: 1 / size, z: size * size)
    for method in [InstrumentalMethod.twoStageLeastSquares, .limitedInformation] {
      let a = try fitInstrumental(data, method: method)
      let b = try fitInstrumental(rescaled, method: method)
      let factors = [1 / size, 1, 1 / size / size]
      for j in 0..<3 {
        expectAgreement(
          b.fit.coefficients[j], a.fit.coefficients[j] * factors[j], within: 1e-11, "coefficient")
      }
      let clusters = ErrorDependence.clustered(
        Grouping(name: "g", labels: (0..<40).map { $0 % 10 }))
      for errors in [ErrorDependence.independent, .heteroskedastic, clusters] {
        expectAgreement(
          try b.kleibergenPaapF(errors), try a.kleibergenPaapF(errors), within: 1e-10, "KP")
        let setA = try #require(try a.andersonRubinSet(level: 0.9, errors))
        let setB = try #require(try b.andersonRubinSet(level: 0.9, errors))
        #expect(setA.shape == setB.shape)
        for (p, q) in zip(setA.intervals, setB.intervals) {
          expectAgreement(q.lower, p.lower / size / size, within: 1e-9, "lower end")
          expectAgreement(q.upper, p.upper / size / size, within: 1e-9, "upper end")
        }
      }
    }
  }

  @Test("weights of one size, and the order of rows, change nothing")
  func invariance() throws {
    var data = sample()
    let plain = try fitInstrumental(data, method: .limitedInformation)
    data.weights = Array(repeating: 7, count: 40)
    let weighted = try fitInstrumental(data, method: .limitedInformation)
    var turned = data
    turned.weights = nil
    turned.y = data.y.reversed()
    turned.X = Matrix(columns: (0..<3).map { data.X.column($0).reversed() }, rows: 40)
    turned.Z = Matrix(columns: (0..<2).map { data.Z.column($0).reversed() }, rows: 40)
    let reversed = try fitInstrumental(turned, method: .limitedInformation)
    for j in 0..<3 {
      expectAgreement(
        weighted.fit.coefficients[j], plain.fit.coefficients[j], within: 1e-12, "weights")
      expectAgreement(
        reversed.fit.coefficients[j], plain.fit.coefficients[j], within: 1e-12, "order")
    }
  }

  @Test("one regressor, one instrument and no constant: β = z′y/z′x, whatever the method")
  func single() throws {
    var data = sample()
    data.X = data.X.selecting(columns: [2])
    (data.names, data.endogenous) = (["e"], [0])
    data.Z = data.Z.selecting(columns: [0])
    data.instrumentNames = ["z1"]
    func inner(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let z = data.Z.column(0), x = data.X.column(0)
    let beta = inner(z, data.y) / inner(z, x)
    for method in [InstrumentalMethod.twoStageLeastSquares, .limitedInformation] {
      let fitted = try fitInstrumental(data, method: method)
      expectAgreement(fitted.fit.coefficients[0], beta, within: 1e-13, "β")
      #expect(fitted.kappa == 1)
      // Var = z′z/(z′x)² without s².
      expectAgreement(
        fitted.fit.inverseGram[0, 0], inner(z, z) / (inner(z, x) * inner(z, x)), within: 1e-13,
        "gram")
      let errors = ErrorDependence.heteroskedastic
      let set = try #require(try fitted.andersonRubinSet(level: 0.95, errors))
      #expect(set.contains(beta))
      #expect(try fitted.robustEndogeneityTest(errors).pValue.isFinite)
      #expect(try fitted.underidentificationTest(errors).pValue < 0.05)
    }
  }

  @Test("an exogenous regressor as its own instrument gives least squares")
  func leastSquaresCase() throws {
    var data = sample()
    data.Z = data.X.selecting(columns: [2]).beside(data.Z)
    data.instrumentNames = ["itself", "z1", "z2"]
    let fitted = try fitInstrumental(data)
    let fit = try leastSquares(data.X, data.y)
    for j in 0..<3 {
      expectAgreement(fitted.fit.coefficients[j], fit.coefficients[j], within: 1e-12, "OLS")
    }
  }

  @Test("scores of 2SLS are zero, and the reduced form and first stage agree with least squares")
  func orthogonality() throws {
    let data = sample()
    let fitted = try fitInstrumental(data)
    for j in 0..<3 {
      let score = zip(fitted.fit.X.column(j), fitted.fit.residuals).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(score.magnitude < 1e-12)
    }
    let regressors = data.X.selecting(columns: [0, 1]).beside(data.Z)
    let byHand = try leastSquares(regressors, data.y)
    #expect(fitted.reducedForm.names == ["constant", "x", "z1", "z2"])
    for j in 0..<4 {
      expectAgreement(
        fitted.reducedForm.coefficients[j], byHand.coefficients[j], within: 1e-12, "reduced form")
    }
    // With one instrument, and one endogenous regressor, effective and robust F are one.
    var just = data
    just.Z = data.Z.selecting(columns: [0])
    just.instrumentNames = ["z1"]
    let single = try fitInstrumental(just)
    let effective = try #require(try single.effectiveF(.heteroskedastic))
    expectAgreement(
      effective, try single.firstStages(.heteroskedastic)[0].test.statistic, within: 1e-12, "F")
  }

  @Test("the ends of a set are where the test is just not refused")
  func ends() throws {
    let fitted = try fitInstrumental(sample())
    let set = try #require(try fitted.andersonRubinSet(level: 0.95, .independent))
    #expect(set.shape == .interval && set.contains(-0.8) && !set.contains(3))
    let inside = try #require(set.intervals.first)
    for end in [inside.lower, inside.upper] {
      // The ends are where the test is just not refused.
      expectAgreement(
        try fitted.andersonRubinTest([end], .independent).pValue, 0.05, within: 1e-9, "p at end")
    }
    for errors in [ErrorDependence.heteroskedastic] {
      let robust = try #require(try fitted.andersonRubinSet(level: 0.95, errors)?.intervals.first)
      for end in [robust.lower, robust.upper] {
        expectAgreement(
          try fitted.andersonRubinTest([end], errors).pValue, 0.05, within: 1e-9, "p at end")
      }
    }
  }

  @Test("the effective F agrees with its definition in the instruments' own coordinates")
  func effectiveF() throws {
    let data = sample()
    let fitted = try fitInstrumental(data)
    let stage = try fitted.firstStages(.heteroskedastic)[0].fit
    let exogenous = data.X.selecting(columns: [0, 1])
    let beyond = Matrix(
      columns: try (0..<2).map { try leastSquares(exogenous, data.Z.column($0)).residuals },
      rows: 40)
    let Q = beyond.transposed * beyond
    let scores = Matrix(rows: 40, columns: 4) { stage.X[$0, $1] * stage.residuals[$0] }
    let V = stage.inverseGram * (scores.transposed * scores) * stage.inverseGram
    let slopes = Array(stage.coefficients[2...])
    let explained = zip(slopes, Q * slopes).reduce(0) { $0 + $1.0 * $1.1 }
    var trace = 0.0
    for i in 0..<2 { for j in 0..<2 { trace += V[2 + i, 2 + j] * Q[j, i] } }
    expectAgreement(
      try #require(try fitted.effectiveF(.heteroskedastic)), explained / (trace * 40 / 36),
      within: 1e-11, "effective F")
  }

  @Test("effects nested in clusters do not count in the factor of clustered errors")
  func nestedEffects() throws {
    var data = sample()
    data.X = data.X.selecting(columns: [1, 2])
    (data.names, data.endogenous) = (["x", "e"], [1])
    data.Z = data.Z.selecting(columns: [0])
    data.instrumentNames = ["z1"]
    data.effects = [Grouping(name: "province", labels: (0..<40).map { $0 / 4 })]
    let regions = Grouping(name: "region", labels: (0..<40).map { $0 / 8 })
    let fitted = try fitInstrumental(data)
    let stage = try fitted.firstStages(.clustered(regions))[0]
    let error = FitErrors(fit: stage.fit).clustered(regions)[1]
    let ratio = stage.fit.coefficients[1] / error
    // n = 40, k = 2, G = 5; ten effects, all nested.
    expectAgreement(
      stage.test.statistic, ratio * ratio * (38.0 / 39) * (4.0 / 5), within: 1e-12, "F")
    #expect(stage.test.law == .f(numerator: 1, denominator: 4))
    let crossing = Grouping(name: "other", labels: (0..<40).map { $0 % 8 })
    let other = try fitted.firstStages(.clustered(crossing))[0]
    let apart = stage.fit.coefficients[1] / FitErrors(fit: stage.fit).clustered(crossing)[1]
    expectAgreement(
      other.test.statistic, apart * apart * (28.0 / 39) * (7.0 / 8), within: 1e-12, "F")
  }

  @Test("methods are named in both languages, with a decimal comma in Vietnamese")
  func names() {
    #expect(InstrumentalMethod.fuller(alpha: 1.5).label.vi.hasSuffix("α = 1,5"))
    #expect(InstrumentalMethod.fuller(alpha: 1.5).label.en.hasSuffix("α = 1.5"))
    let errors: [EstimationError] = [
      .tooFewInstruments(instruments: 1, endogenous: 2), .collinearInstrument(instrument: "z"),
      .notIdentified(regressor: "e"), .tooManyInstruments(instruments: 4, groups: 3),
      .perfectFit(dependent: "y"), .columnNotFinite(column: "y"), .weightNotPositive(row: 0),
      .tooFewPeriods(needed: 3), .repeatedPeriod(entity: "unit 1", period: 2001),
    ]
    #expect(Set(errors.map(\.label.en)).count == errors.count)
    #expect(errors.allSatisfy { !$0.label.vi.contains("ước lượng không thực hiện được") })
  }
}
