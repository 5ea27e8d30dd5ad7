import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

private func series() throws -> PanelTable {
  let file = try NumberColumns("local_projections/series.csv")
  return try PanelTable(
    columns: ["y", "x", "c", "z"].map { ($0, file[$0]) },
    entity: Grouping(name: "series", labels: file["year"].map { _ in 0 }),
    period: file["year"].map { Int($0) })
}

private func panel() throws -> PanelTable {
  let file = try NumberColumns("local_projections/panel.csv")
  return try PanelTable(
    columns: ["y", "x"].map { ($0, file[$0]) }, entity: file.grouping("id"),
    period: file["year"].map { Int($0) })
}

/// Newey and West's errors of a fit whose rows are one series, summed pair by pair.
private func neweyWest(_ fit: LinearFit, lags: Int) -> [Double] {
  let k = fit.X.columns, n = fit.observations
  func score(_ i: Int, _ j: Int) -> Double { fit.X[i, j] * fit.residuals[i] }
  let meat = Matrix(rows: k, columns: k) { a, b in
    var sum = 0.0
    for i in 0..<n {
      for j in max(0, i - lags)..<min(n, i + lags + 1) {
        sum += (1 - Double(abs(i - j)) / Double(lags + 1)) * score(i, a) * score(j, b)
      }
    }
    return sum
  }
  return (fit.inverseGram * meat * fit.inverseGram).diagonal.map { $0.squareRoot() }
}

@Suite("Local projections")
struct LocalProjectionTests {
  init() { useOneThreadForLinearAlgebra() }

  private func model(_ name: String) -> LocalProjectionModel {
    var model = LocalProjectionModel(
      response: "y", shock: "x", horizons: 0...(["plain", "augmented"].contains(name) ? 6 : 4))
    model.lags = name == "plain" ? 2 : 1
    switch name {
    case "plain": model.controls = [PanelTerm("c")]
    case "augmented": (model.controls, model.lagAugmented) = ([PanelTerm("c")], true)
    case "change": model.form = .change
    case "sum": model.form = .sum
    case "iv": model.instruments = [PanelTerm("z")]
    case "panel": model.unitEffects = true
    default: (model.unitEffects, model.periodEffects) = (true, true)
    }
    return model
  }

  @Test("a series agrees with statsmodels", arguments: ["plain", "augmented", "change", "sum"])
  func seriesCases(name: String) throws {
    let projections = try projectLocally(try series(), model(name))
    let answers = try AnswerTree("local_projections/lp.json")[name].list()
    try #require(projections.count == answers.count)
    for (projection, answer) in zip(projections, answers) {
      let h = projection.horizon, fit = projection.fit
      #expect(fit.observations == Int(try answer["n"].number()))
      #expect(try fit.names == answer["names"].texts())
      let hac = neweyWest(fit, lags: h + 1), n = Double(fit.observations)
      let factor = (n / (n - Double(fit.names.count))).squareRoot()
      for j in fit.names.indices {
        let what = "\(name) h = \(h) \(fit.names[j])"
        expectAgreement(fit.coefficients[j], try answer["coef"].numbers()[j], what)
        expectAgreement(hac[j], try answer["hac"].numbers()[j], "\(what) HAC")
        expectAgreement(
          FitErrors(fit: fit).heteroskedastic[j] * factor, try answer["HC1"].numbers()[j],
          "\(what) HC1")
      }
      #expect(projection.response == fit.coefficients[0] && fit.names[0] == "x")
      #expect(
        projection.recommended
          == (name == "augmented" ? .heteroskedastic : .neweyWest(lags: h + 1)))
    }
  }

  @Test("an instrumented shock agrees with linearmodels")
  func instrumented() throws {
    let projections = try projectLocally(try series(), model("iv"))
    let answers = try AnswerTree("local_projections/lp.json")["iv"].list()
    for (projection, answer) in zip(projections, answers) {
      let fit = projection.fit
      #expect(fit.observations == Int(try answer["n"].number()))
      for j in fit.names.indices {
        expectAgreement(fit.coefficients[j], try answer["coef"].numbers()[j], fit.names[j])
        expectAgreement(
          FitErrors(fit: fit).classical[j], try answer["se"].numbers()[j], fit.names[j])
      }
      #expect(try #require(projection.instrumental).firstStages(.heteroskedastic).count == 1)
    }
  }

  @Test("a panel with gaps agrees with linearmodels", arguments: ["panel", "panel_periods"])
  func panelCases(name: String) throws {
    let projections = try projectLocally(try panel(), model(name))
    let answers = try AnswerTree("local_projections/lp.json")[name].list()
    for (projection, answer) in zip(projections, answers) {
      let fit = projection.fit
      #expect(fit.observations == Int(try answer["n"].number()))
      let units = try #require(projection.data.clusters.first)
      for j in fit.names.indices {
        let what = "\(name) h = \(projection.horizon) \(fit.names[j])"
        expectAgreement(fit.coefficients[j], try answer["coef"].numbers()[j], what)
        expectAgreement(
          FitErrors(fit: fit).clustered(units)[j], try answer["cluster"].numbers()[j], what)
      }
      #expect(projection.recommended == .clusteredByUnit)
    }
  }

  @Test("sums of projections are projections of sums, on one sample")
  func sums() throws {
    var single = model("change")
    (single.form, single.commonSample) = (.level, true)
    var sum = single
    sum.form = .sum
    let table = try series()
    let parts = try projectLocally(table, single), totals = try projectLocally(table, sum)
    var running = 0.0
    for (part, total) in zip(parts, totals) {
      running += part.response
      #expect(part.fit.observations == total.fit.observations)
      expectAgreement(total.response, running, within: 1e-11, "sum to \(part.horizon)")
    }
  }

  @Test("lag-augmented intervals cover the response of an autoregression")
  func coverage() throws {
    let draws = 400, rho = 0.9, horizon = 4
    let truth = (0..<horizon).reduce(1.0) { power, _ in power * rho }
    var covered = 0
    for draw in 0..<draws {
      var random = SplitMix(seed: UInt64(draw)), y = 0.0
      let values = (0..<240).map { _ -> Double in
        y = rho * y + random.normal()
        return y
      }
      // The shock of an autoregression is its value given its lag; both columns are y.
      let table = try PanelTable(
        columns: [("y", values), ("x", values)],
        entity: Grouping(name: "series", labels: values.map { _ in 0 }),
        period: Array(values.indices))
      var model = LocalProjectionModel(
        response: "y", shock: "x", horizons: horizon...horizon)
      model.controls = [PanelTerm("x", lag: 1)]
      let projection = try #require(try projectLocally(table, model).first)
      let error = (projection.response - truth).magnitude
      covered += error <= 1.959964 * FitErrors(fit: projection.fit).heteroskedastic[0] ? 1 : 0
    }
    // Seeds are fixed. 4.8916 standard errors of a share of 0.95 is a false alarm in a million; the
    // share itself is asymptotic, and 240 periods are many.
    let share = Double(covered) / Double(draws)
    #expect((share - 0.95).magnitude < 4.8916 * (0.95 * 0.05 / Double(draws)).squareRoot())
  }

  @Test("short series and shocks without variation are refused by name")
  func refused() throws {
    let short = try PanelTable(
      columns: [("y", [1, 3, 2, 5]), ("x", [1, 2, 4, 3])],
      entity: Grouping(name: "series", labels: [0, 0, 0, 0]), period: [1, 2, 3, 4])
    #expect(throws: EstimationError.noObservations) {
      try projectLocally(short, LocalProjectionModel(response: "y", shock: "x", horizons: 4...4))
    }
    #expect(throws: EstimationError.tooFewObservations(observations: 2, parameters: 2)) {
      try projectLocally(short, LocalProjectionModel(response: "y", shock: "x", horizons: 2...2))
    }
    let constant = try PanelTable(
      columns: [("y", [1, 3, 2, 5, 4, 6]), ("x", [2, 2, 2, 2, 2, 2])],
      entity: Grouping(name: "unit", labels: [0, 0, 0, 1, 1, 1]), period: [1, 2, 3, 1, 2, 3])
    var within = LocalProjectionModel(response: "y", shock: "x", horizons: 0...0)
    within.unitEffects = true
    #expect(throws: EstimationError.absorbed(regressor: "x")) {
      try projectLocally(constant, within)
    }
    within.unitEffects = false
    #expect(throws: EstimationError.collinear(regressor: "constant")) {
      try projectLocally(constant, within)
    }
    let long = try PanelTable(
      columns: [("y", [1, 3, 2, 5, 4, 6, 2, 3]), ("x", [2, 1, 5, 2, 2, 3, 1, 4])],
      entity: Grouping(name: "unit", labels: [0, 0, 0, 0, 1, 1, 1, 1]),
      period: [1, 2, 3, 4, 1, 2, 3, 4])
    let projection = try projectLocally(
      long, LocalProjectionModel(response: "y", shock: "x", horizons: 1...1))
    #expect(projection[0].recommended == .driscollKraay(lags: 2))
    #expect(ProjectionErrors.neweyWest(lags: 3).label.en == "Newey-West, 3 lags (h + 1)")
    #expect(ProjectionErrors.heteroskedastic.name == "HC1")
  }
}
