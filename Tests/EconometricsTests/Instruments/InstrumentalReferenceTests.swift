import Econometrics
import Foundation
import LinearAlgebra
import Testing

/// A case of `iv.json` as data.
private func data(_ answers: AnswerTree) throws -> RegressionData {
  let table = try NumberColumns("iv/iv.csv")
  let exogenous = try answers["exogenous"].texts(), endogenous = try answers["endogenous"].texts()
  let effects = try answers["effects"].texts()
  // Endogenous regressors stand first, so that orders differ from those of the reference.
  let columns = endogenous + exogenous
  var X = table.matrix(columns), names = columns
  if effects.isEmpty {
    X = X.beside(Matrix(rows: table.rows, columns: 1) { _, _ in 1 })
    names.append(RegressionData.constantName)
  }
  var data = RegressionData(dependent: "y", y: table["y"], names: names, X: X)
  data.endogenous = Array(endogenous.indices)
  data.instrumentNames = try answers["instruments"].texts()
  data.Z = table.matrix(data.instrumentNames)
  if try answers["weights"].flag() { data.weights = table["w"] }
  data.effects = effects.map(table.grouping)
  return data
}

private let cases = ["over", "just", "two", "weighted", "weighted_one", "effects", "weak", "bare"]

/// Against linearmodels 7.1, AER 1.2.10, statsmodels 0.15.0 and ivmodels 0.10.0 on seeded data.
@Suite("Instruments: reference values")
struct InstrumentalReferenceTests {
  init() { useOneThreadForLinearAlgebra() }

  private func errors(_ kind: String) throws -> ErrorDependence {
    switch kind {
    case "robust": .heteroskedastic
    case "clustered": .clustered(try NumberColumns("iv/iv.csv").grouping("cluster"))
    default: .independent
    }
  }

  @Test("estimates and standard errors", arguments: cases)
  func estimates(name: String) throws {
    let answers = try AnswerTree("iv/iv.json")["cases", name]
    let data = try data(answers), clusters = try NumberColumns("iv/iv.csv").grouping("cluster")
    let methods: [(String, InstrumentalMethod)] = [
      ("2sls", .twoStageLeastSquares), ("liml", .limitedInformation), ("fuller", .fuller(alpha: 1)),
    ]
    for (key, method) in methods {
      let fitted = try fitInstrumental(data, method: method)
      let errors = FitErrors(fit: fitted.fit)
      let reference = answers[key]
      for (j, column) in fitted.fit.names.enumerated() {
        let what = "\(name) \(key) \(column)"
        expectAgreement(
          fitted.fit.coefficients[j], try reference["coef", column].number(), "\(what) β")
        expectAgreement(
          errors.classical[j], try reference["classical", column].number(), "\(what) classical")
        expectAgreement(
          errors.heteroskedastic[j], try reference["HC0", column].number(), "\(what) HC0")
        expectAgreement(
          errors.clustered(clusters)[j], try reference["CR0", column].number(), "\(what) CR0")
      }
      if key == "liml" {
        expectAgreement(fitted.kappa, try reference["kappa"].number(), "\(name) κ")
      }
    }
  }

  @Test("2SLS of AER", arguments: ["over", "just", "bare", "weighted"])
  func aer(name: String) throws {
    let fitted = try fitInstrumental(try data(try AnswerTree("iv/iv.json")["cases", name]))
    let answers = try AnswerTree("iv/iv_R.json")[name]
    let errors = FitErrors(fit: fitted.fit)
    for (j, column) in fitted.fit.names.enumerated() {
      let key = column == RegressionData.constantName ? "(Intercept)" : column
      expectAgreement(fitted.fit.coefficients[j], try answers["coef", key].number(), key)
      expectAgreement(errors.classical[j], try answers["classical", key].number(), key)
      expectAgreement(errors.heteroskedastic[j], try answers["HC0", key].number(), key)
    }
    guard answers["diagnostics"].exists else { return }
    let weak = try answers["diagnostics", "Weak instruments"].numbers()
    let stage = try #require(try fitted.firstStages(.independent).first)
    expectAgreement(stage.test.statistic, weak[2], "weak instruments")
    expectAgreement(stage.test.pValue, weak[3], "weak instruments p")
    #expect(stage.test.law == .f(numerator: weak[0], denominator: weak[1]))
    let wu = try answers["diagnostics", "Wu-Hausman"].numbers()
    expectAgreement(try fitted.endogeneityTests().wu.statistic, wu[2], "Wu-Hausman")
    expectAgreement(try fitted.endogeneityTests().wu.pValue, wu[3], "Wu-Hausman p")
    if fitted.overidentification > 0 {
      let sargan = try answers["diagnostics", "Sargan"].numbers()
      let test = try #require(try fitted.sarganTest())
      expectAgreement(test.statistic, sargan[sargan.count - 2], "Sargan")
      expectAgreement(test.pValue, sargan[sargan.count - 1], "Sargan p")
    }
  }

  @Test("strength of instruments", arguments: cases)
  func strength(name: String) throws {
    let answers = try AnswerTree("iv/iv.json")["cases", name]
    let fitted = try fitInstrumental(try data(answers))
    expectAgreement(
      try fitted.craggDonaldF(), try answers["cragg_donald_f"].number(), "\(name) Cragg-Donald")
    for kind in ["unadjusted", "robust", "clustered"] {
      let dependence = try errors(kind), reference = answers["kp_\(kind)"]
      expectAgreement(
        try fitted.kleibergenPaapF(dependence), try reference["f"].number(), "\(name) \(kind) KP F")
      let lm = try fitted.underidentificationTest(dependence)
      // Sargan-like statistics here count n less effects.
      let scale =
        kind == "unadjusted"
        ? Double(fitted.fit.observations - fitted.fit.absorbedRank)
          / Double(fitted.fit.observations) : 1
      expectAgreement(lm.statistic, try reference["lm"].number() * scale, "\(name) \(kind) KP LM")
      #expect(lm.law == .chiSquared(degreesOfFreedom: try reference["df"].number()))
      if scale == 1 { expectAgreement(lm.pValue, try reference["p"].number(), "\(name) KP p") }
    }
    for kind in ["classical", "robust", "clustered"] {
      for stage in try fitted.firstStages(try errors(kind)) {
        let reference = answers["first", stage.regressor]
        expectAgreement(stage.test.statistic, try reference[kind].number(), "\(name) \(kind) F")
        expectAgreement(stage.partialRSquared, try reference["partial_r2"].number(), "partial R²")
        expectAgreement(stage.sheaPartialRSquared, try reference["shea_r2"].number(), "Shea's R²")
      }
    }
  }

  @Test("exogeneity of instruments and regressors", arguments: cases)
  func specification(name: String) throws {
    let answers = try AnswerTree("iv/iv.json")["cases", name]
    let fitted = try fitInstrumental(try data(answers))
    let tests = try fitted.endogeneityTests(), wu = try answers["wu_hausman"].numbers()
    expectAgreement(tests.wu.statistic, wu[0], "\(name) Wu")
    expectAgreement(tests.wu.pValue, wu[1], "\(name) Wu p")
    #expect(tests.wu.law == .f(numerator: wu[2], denominator: wu[3]))
    if answers["durbin"].exists {
      expectAgreement(tests.durbin.statistic, try answers["durbin"].numbers()[0], "\(name) Durbin")
      expectAgreement(tests.durbin.pValue, try answers["durbin"].numbers()[1], "\(name) Durbin p")
      let robust = try fitted.robustEndogeneityTest(.heteroskedastic)
      let n = Double(fitted.fit.observations), k2 = Double(try answers["endogenous"].texts().count)
      let k = Double(fitted.fit.names.count) + k2
      expectAgreement(
        robust.statistic * k2 * n / (n - k),
        try answers["wooldridge_regression_HC0"].number(), "\(name) robust Wu")
    }
    guard fitted.overidentification > 0 else {
      #expect(try fitted.sarganTest() == nil && fitted.hansenTest(.heteroskedastic) == nil)
      return
    }
    expectAgreement(
      try #require(try fitted.sarganTest()).statistic, try answers["sargan"].number(), "Sargan")
    let basmann = try #require(try fitted.basmannTest())
    expectAgreement(basmann.statistic, try answers["basmann_f"].numbers()[0], "\(name) Basmann")
    expectAgreement(basmann.pValue, try answers["basmann_f"].numbers()[1], "\(name) Basmann p")
    expectAgreement(
      try #require(try fitted.likelihoodRatioTest()).statistic,
      try answers["anderson_rubin_lr"].number(), "\(name) LR")
    for kind in ["robust", "clustered"]
    where answers["hansen", kind].exists && fitted.fit.effects.isEmpty {
      let test = try #require(try fitted.hansenTest(try errors(kind)))
      expectAgreement(test.statistic, try answers["hansen", kind].numbers()[0], "\(name) J \(kind)")
      expectAgreement(test.pValue, try answers["hansen", kind].numbers()[1], "\(name) J p")
    }
  }

  @Test("Anderson-Rubin sets", arguments: cases.filter { $0 != "two" && $0 != "weighted" })
  func andersonRubin(name: String) throws {
    let answers = try AnswerTree("iv/iv.json")["cases", name]
    let fitted = try fitInstrumental(try data(answers))
    for kind in ["classical", "robust", "clustered"] {
      let dependence = try errors(kind), reference = answers["ar_\(kind)"]
      expectAgreement(
        try fitted.andersonRubinTest([0.5], dependence).statistic,
        try reference["test_at_half"].number(), "\(name) AR \(kind)")
      for level in ["0.5", "0.95", "0.999"] {
        let number = try #require(Double(level))
        let set = try #require(try fitted.andersonRubinSet(level: number, dependence))
        let ends = set.intervals.flatMap { [$0.lower, $0.upper] }
        let roots = try reference[level]["roots"].numbers()
        let finite = ends.filter(\.isFinite)
        try #require(finite.count == roots.count, "\(name) \(kind) \(level): \(ends), \(roots)")
        // brentq solves for the angle to 1e-15: beside the pole of the tangent that is worth less.
        for (end, root) in zip(finite, roots) {
          expectAgreement(end, root, "\(name) AR set \(kind) \(level)")
        }
        #expect(
          (ends.first == -.infinity) == (try reference[level]["contains_minus_infinity"].flag()))
      }
    }
    guard answers["ar_ivmodels"].exists else { return }
    let set = try #require(try fitted.andersonRubinSet(level: 0.95, .independent))
    let finite = set.intervals.flatMap { [$0.lower, $0.upper] }.filter(\.isFinite)
    let theirs = try answers["ar_ivmodels"].numbers()
    try #require(finite.count == theirs.count)
    for (end, root) in zip(finite, theirs) { expectAgreement(end, root, "\(name) ivmodels") }
  }
}
