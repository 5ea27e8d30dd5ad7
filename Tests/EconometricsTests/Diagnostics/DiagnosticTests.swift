import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

/// Against R: see `ReferenceValues/diagnostics/diagnostics.R`.
@Suite("Diagnostics of a regression")
struct DiagnosticTests {
  let panel: DiagnosticPanel
  let reference: [String: Any]

  init() throws {
    useOneThreadForLinearAlgebra()
    panel = try DiagnosticPanel()
    let file = packageFolder.appending(
      path: "Tests/EconometricsTests/ReferenceValues/diagnostics/diagnostics.json")
    let object = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    reference = try #require(object as? [String: Any])
  }

  private func expected(_ path: String...) throws -> Double {
    var value: Any? = reference
    for key in path { value = (value as? [String: Any])?[key] }
    return try #require(value as? Double)
  }

  private func list(_ path: String...) throws -> [Double] {
    var value: Any? = reference
    for key in path { value = (value as? [String: Any])?[key] }
    return try #require(value as? [Double])
  }

  /// R prints 15 digits; the statistics differ from ours by rounding of a few hundred operations.
  private func agrees(_ outcome: DiagnosticOutcome, _ name: String) throws {
    guard case .tested(let test) = outcome else {
      Issue.record("\(name): \(outcome)")
      return
    }
    #expect(relativeError(test.statistic, try expected(name, "statistic")) < 1e-9)
    #expect(relativeError(test.pValue, try expected(name, "p")) < 1e-8)
  }

  @Test("heteroskedasticity and form agree with lmtest")
  func pooled() throws {
    let data = panel.data(effects: []), fit = try fitLinear(data)
    try agrees(breuschPagan(fit), "breusch_pagan")
    try agrees(reset(fit, data, isWhole: true, covariance: classical), "reset")
  }

  /// Covariances of which the block of added coefficients is a matter of their own scores.
  private static let blocks: [(CovarianceKind, SmallSample.Counted?)] = [
    (.classical, nil), (.heteroskedastic(.HC0), nil), (.heteroskedastic(.HC1), nil),
    (.clustered(.CR0), nil), (.clustered(.CR1), nil), (.clustered(.CR1), .slopes),
    (.clustered(.CR1), .all), (.clustered(.CR1), .effects), (.neweyWest(.fixed(1)), nil),
    (.neweyWest(.rule), nil), (.driscollKraay(.fixed(2)), nil),
  ]

  @Test(
    "what is left of added columns tells as much as the whole wider regression",
    arguments: [[], ["firm"], ["year"], ["firm", "year"]], [false, true])
  func added(effects: [String], isWeighted: Bool) throws {
    var data = panel.data(effects: effects)
    data.clusters = [try #require(data.entity)]
    if isWeighted { data.weights = data.y.indices.map { 0.5 + Double($0 * 7 % 11) } }
    let fit = try fitLinear(data)
    for (kind, counted) in Self.blocks {
      #expect(!kind.needsWholeDesign(levels: 1))
      var conventions = SmallSample.standard(for: kind)
      if let counted { conventions.counted = counted }
      let estimate = { (wider: LinearFit) in
        try? covariance(
          kind, of: wider, layout: CovarianceLayout(data), smallSample: conventions)
      }
      agree([true, false].map { reset(fit, data, isWhole: $0, covariance: estimate) }, "\(kind)")
      guard effects.contains("firm") else { continue }
      agree([true, false].map { mundlak(data, isWhole: $0, covariance: estimate) }, "\(kind)")
    }
  }

  private func agree(_ outcomes: [DiagnosticOutcome], _ comment: Comment) {
    guard case .tested(let whole) = outcomes[0], case .tested(let block) = outcomes[1] else {
      Issue.record("\(comment): \(outcomes)")
      return
    }
    #expect(relativeError(block.statistic, whole.statistic) < 1e-10, comment)
    #expect(block.law == whole.law && block.convention == whole.convention, comment)
  }

  @Test("the variance of errors within effects: as with explicit dummies")
  func varianceWithin() throws {
    let data = panel.data(effects: ["firm"]), fit = try fitLinear(data)
    // What effects leave has mean zero, so a column of ones changes nothing.
    let squares = fit.residuals.map { $0 * $0 }, ones = squares.map { _ in 1.0 }
    let slow = try leastSquares(
      Matrix(columns: [ones] + (0..<2).map(fit.X.column), rows: ones.count), squares)
    let mean = squares.reduce(0, +) / Double(squares.count)
    let total = squares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard case .tested(let test) = breuschPagan(fit) else {
      Issue.record("not tested")
      return
    }
    let expected = Double(squares.count) * (1 - slow.residualSumOfSquares / total)
    #expect(relativeError(test.statistic, expected) < 1e-11)
  }

  @Test("serial correlation agrees with lmtest, plm and the test done by hand in R")
  func serial() throws {
    let one = panel.data(effects: [], firms: 1...1), first = try fitLinear(one)
    let series = try #require(durbinWatson(first.residuals, one))
    #expect(relativeError(series.statistic, try expected("durbin_watson_one_series")) < 1e-9)
    #expect(series.pairs == 7)
    let data = panel.data(effects: ["firm"]), fit = try fitLinear(data)
    let whole = try #require(durbinWatson(fit.residuals, data))
    #expect(relativeError(whole.statistic, try expected("durbin_watson_panel")) < 1e-9)
    try agrees(wooldridgeSerialCorrelation(data), "wooldridge")
    try agrees(
      wooldridgeSerialCorrelation(panel.data(effects: ["firm", "year"])), "wooldridge_year_effects")
    try agrees(
      wooldridgeSerialCorrelation(panel.data(effects: ["firm"], onlyKept: true)),
      "wooldridge_unbalanced")
  }

  @Test("dependence between entities agrees with plm, unbalanced panels too")
  func crossSection() throws {
    let data = panel.data(effects: ["firm"])
    try agrees(pesaranCD(try fitLinear(data).residuals, data), "pesaran_cd")
    let some = panel.data(effects: ["firm"], onlyKept: true)
    try agrees(pesaranCD(try fitLinear(some).residuals, some), "pesaran_cd_unbalanced")
  }

  @Test("Hausman's contrast agrees with plm, and Mundlak's regression with sandwich")
  func correlatedEffects() throws {
    let data = panel.data(effects: ["firm"]), fit = try fitLinear(data)
    try agrees(hausman(fit, data), "hausman")
    for isWhole in [true, false] {
      try agrees(mundlak(data, isWhole: isWhole, covariance: byFirm), "mundlak")
    }
  }

  @Test("what a regression describes agrees with lm and plm")
  func statistics() throws {
    let data = panel.data(effects: []), fit = try fitLinear(data)
    let pooled = try #require(FitStatistics(fit, y: data.y, hasConstant: true))
    #expect(relativeError(pooled.rSquared, try expected("pooled", "r2")) < 1e-12)
    #expect(relativeError(pooled.adjustedRSquared, try expected("pooled", "adjusted")) < 1e-12)
    #expect(
      relativeError(pooled.residualStandardDeviation, try expected("pooled", "sigma")) < 1e-12)
    #expect(relativeError(pooled.logLikelihood, try expected("pooled", "loglik")) < 1e-12)
    let inflation = varianceInflation(fit, hasConstant: true)
    #expect(relativeError(try #require(inflation[0]), try expected("vif_pooled", "a")) < 1e-12)
    #expect(inflation[2] == nil)
    let within = panel.data(effects: ["firm"]), withinFit = try fitLinear(within)
    let statistics = try #require(
      FitStatistics(withinFit, y: within.y, hasConstant: false))
    #expect(relativeError(statistics.withinRSquared, try expected("within_r2")) < 1e-12)
  }

  @Test("regressions without a firm are those of lm, and partial leverages sum to one")
  func influence() throws {
    let data = panel.data(effects: ["firm", "year"]), fit = try fitLinear(data)
    let firms = try #require(data.entity)
    let influence = Influence(of: fit, data, by: firms) { try? fitLinear($0) }
    let a = try list("without_firm", "a"), b = try list("without_firm", "b")
    let leverage = try list("partial_leverage_a")
    for (g, cluster) in influence.clusters.enumerated() {
      let without = try #require(cluster.coefficientsWithout)
      #expect(relativeError(without[0], a[g]) < 1e-9)
      #expect(relativeError(without[1], b[g]) < 1e-9)
      #expect(relativeError(cluster.partialLeverage[0], leverage[g]) < 1e-9)
    }
    let total = influence.clusters.reduce(0) { $0 + $1.leverage }
    #expect((total - 1).magnitude < 1e-12)
    let none = Influence(of: fit, data, by: firms, limit: 1) { try? fitLinear($0) }
    #expect(none.isWithoutRefits && none.clusters[0].coefficientsWithout == nil)
  }

  @Test("adjusted p values are those of p.adjust", arguments: MultipleTesting.allCases)
  func multiple(method: MultipleTesting) throws {
    for (mine, theirs) in zip(method.adjusted(try list("p")), try list(method.rawValue)) {
      #expect((mine - theirs).magnitude < 1e-15)
    }
  }

  @Test("what does not apply is said, not computed")
  func notApplicable() throws {
    let pooled = panel.data(effects: [])
    let outcomes = [
      hausman(try fitLinear(pooled), pooled), mundlak(pooled, isWhole: true, covariance: byFirm),
      wooldridgeSerialCorrelation(panel.data(effects: ["firm"], years: 2001...2001)),
    ]
    for case .tested(let test) in outcomes { Issue.record("\(test.id) = \(test.statistic)") }
    var flat = pooled
    flat.period = nil
    #expect(durbinWatson(try fitLinear(flat).residuals, flat) == nil)
  }

  @Test("an effect of the least detectable size is found with the stated power")
  func power() {
    // Normal law: 1.959964 + 0.841621.
    let effect = minimumDetectableEffect(standardError: 2, degreesOfFreedom: .infinity)
    #expect((effect - 2 * (1.959963984540054 + 0.8416212335729142)).magnitude < 1e-12)
    // t(62): qt(0.975, 62) + qt(0.8, 62) by R.
    let student = minimumDetectableEffect(standardError: 1, degreesOfFreedom: 62)
    #expect((student - (1.99897151703338 + 0.847457147997783)).magnitude < 1e-10)
  }

  private func classical(_ fit: LinearFit) -> CovarianceEstimate {
    let s2 = fit.residualSumOfSquares / Double(fit.residualDegreesOfFreedom)
    return CovarianceEstimate(
      matrix: s2 * fit.inverseGram,
      degreesOfFreedom: fit.names.map { _ in Double(fit.residualDegreesOfFreedom) },
      name: "classical", convention: .init(vi: "", en: ""))
  }

  /// CR1 by plain sums.
  private func byFirm(_ fit: LinearFit) -> CovarianceEstimate? {
    let k = fit.coefficients.count, firms = panel.firms
    var meat = Matrix(rows: k, columns: k)
    for firm in Set(firms) {
      let rows = firms.indices.filter { firms[$0] == firm }
      let score = (0..<k).map { j in rows.reduce(0) { $0 + fit.X[$1, j] * fit.residuals[$1] } }
      for i in 0..<k { for j in 0..<k { meat[i, j] += score[i] * score[j] } }
    }
    let n = Double(firms.count), G = Double(Set(firms).count)
    let factor = G / (G - 1) * (n - 1) / (n - Double(fit.slopes))
    return CovarianceEstimate(
      matrix: factor * (fit.inverseGram * meat * fit.inverseGram),
      degreesOfFreedom: fit.names.map { _ in G - 1 }, name: "CR1",
      convention: .init(vi: "", en: ""))
  }
}

/// The panel that `diagnostics.R` drew.
struct DiagnosticPanel {
  private let rows: [[Double]]

  init() throws {
    rows = try referenceRows("diagnostics/panel.csv").map { $0.compactMap(Double.init) }
  }

  var firms: [Int] { rows.map { Int($0[0]) } }

  func data(
    effects: [String], firms: ClosedRange<Int> = 1...1_000,
    years: ClosedRange<Int> = 2001...3000, onlyKept: Bool = false
  ) -> RegressionData {
    let some = rows.filter {
      firms.contains(Int($0[0])) && years.contains(Int($0[1])) && (!onlyKept || $0[5] == 1)
    }
    let constant = effects.isEmpty ? [Array(repeating: 1.0, count: some.count)] : []
    var data = RegressionData(
      dependent: "y", y: some.map { $0[4] },
      names: ["a", "b"] + (constant.isEmpty ? [] : [RegressionData.constantName]),
      X: Matrix(columns: [some.map { $0[2] }, some.map { $0[3] }] + constant, rows: some.count))
    let labels = ["firm": some.map { Int($0[0]) }, "year": some.map { Int($0[1]) }]
    data.effects = effects.compactMap { name in
      labels[name].map { Grouping(name: name, labels: $0) }
    }
    data.entity = Grouping(name: "firm", labels: some.map { Int($0[0]) })
    data.period = some.map { Int($0[1]) }
    return data
  }
}
