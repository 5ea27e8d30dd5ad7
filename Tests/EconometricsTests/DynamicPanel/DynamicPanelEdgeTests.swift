import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

/// yᵢₜ = α yᵢ,ₜ₋₁ + βxᵢₜ + μᵢ + u, rows shuffled by a fixed rule.
private func panel(
  units: Int = 30, periods: Int = 6, noise: Double = 1, seed: UInt64 = 5, dropping: Set<Int> = []
) throws(EstimationError) -> PanelTable {
  var random = SplitMix(seed: seed)
  var rows: [(Int, Int, Double, Double)] = []
  for unit in 0..<units {
    let effect = random.normal()
    var y = 2 * effect
    for period in -10..<periods {
      let x = random.normal() + 0.5 * effect
      y = 0.5 * y + x + effect + noise * random.normal()
      if period >= 0, !dropping.contains(period) { rows.append((unit, 2000 + period, y, x)) }
    }
  }
  rows.reverse()
  return try PanelTable(
    columns: [("y", rows.map(\.2)), ("x", rows.map(\.3))],
    entity: Grouping(name: "unit", labels: rows.map(\.0)), period: rows.map(\.1))
}

private func model(last: Int? = nil) -> DynamicPanelModel {
  DynamicPanelModel(
    dependent: "y", regressors: [PanelTerm("y", lag: 1), PanelTerm("x")],
    laggedInstruments: [LaggedInstruments("y", first: 2, last: last)],
    standardInstruments: [PanelTerm("x")])
}

@Suite("Dynamic panel: bounds and bad input")
struct DynamicPanelEdgeTests {
  init() { useOneThreadForLinearAlgebra() }

  @Test("exactly identified, difference GMM is Anderson and Hsiao's instrument")
  func andersonHsiao() throws {
    let table = try panel(periods: 4)
    var lean = model(last: 2)
    lean.collapse = true
    let fit = try fitDynamicPanel(table, lean)
    // Δyₜ on Δyₜ₋₁ and Δxₜ with instruments yₜ₋₂ and Δxₜ, by 2SLS.
    let source = try columns(of: table, periods: 4)
    var response: [Double] = [], first: [[Double]] = [], instruments: [Double] = []
    for unit in source {
      for t in 2..<4 {
        response.append(unit[t].0 - unit[t - 1].0)
        first.append([unit[t - 1].0 - unit[t - 2].0, unit[t].1 - unit[t - 1].1])
        instruments.append(unit[t - 2].0)
      }
    }
    var data = RegressionData(
      dependent: "dy", y: response, names: ["dy1", "dx"],
      X: Matrix(columns: [first.map { $0[0] }, first.map { $0[1] }], rows: response.count))
    data.endogenous = [0]
    data.instrumentNames = ["y2"]
    data.Z = Matrix(columns: [instruments], rows: response.count)
    let byInstruments = try fitInstrumental(data)
    for j in 0..<2 {
      expectAgreement(
        fit.coefficients[j], byInstruments.fit.coefficients[j], within: 1e-11, "coefficient")
    }
    let groups = Grouping(name: "unit", labels: (0..<response.count).map { $0 / 2 })
    for j in 0..<2 {
      expectAgreement(
        fit.covariance.standardErrors[j],
        FitErrors(fit: byInstruments.fit).clustered(groups)[j], within: 1e-11, "error")
    }
    #expect(fit.hansen == nil && fit.sargan == nil)
  }

  private func columns(of table: PanelTable, periods: Int) throws -> [[(Double, Double)]] {
    var random = SplitMix(seed: 5)
    return (0..<table.units).map { _ in
      let effect = random.normal()
      var y = 2 * effect, rows: [(Double, Double)] = []
      for period in -10..<periods {
        let x = random.normal() + 0.5 * effect
        y = 0.5 * y + x + effect + random.normal()
        if period >= 0 { rows.append((y, x)) }
      }
      return rows
    }
  }

  @Test("deviations and differences agree where all instruments are used and the panel is balanced")
  func equivalence() throws {
    // Arellano and Bover (1995): one-step estimates with all instruments do not depend on the
    // transformation.
    let table = try panel()
    var one = DynamicPanelModel(
      dependent: "y", regressors: [PanelTerm("y", lag: 1)],
      laggedInstruments: [LaggedInstruments("y", first: 2)])
    one.steps = 1
    var other = one
    other.transformation = .orthogonalDeviations
    let a = try fitDynamicPanel(table, one), b = try fitDynamicPanel(table, other)
    expectAgreement(a.coefficients[0], b.coefficients[0], within: 1e-11, "α")
    expectAgreement(
      a.covariance.standardErrors[0], b.covariance.standardErrors[0], within: 1e-11, "error")
  }

  @Test("units of the columns do not matter", arguments: [1e-9, 1e9])
  func scale(size: Double) throws {
    let rows = try columns(of: try panel(), periods: 6)
    func table(_ factor: Double) throws -> PanelTable {
      let cells = rows.flatMap { unit in unit.map { ($0.0 * factor, $0.1 / factor) } }
      return try PanelTable(
        columns: [("y", cells.map(\.0)), ("x", cells.map(\.1))],
        entity: Grouping(name: "unit", labels: cells.indices.map { $0 / 6 }),
        period: cells.indices.map { $0 % 6 })
    }
    var system = model()
    system.system = true
    let plain = try fitDynamicPanel(try table(1), system)
    let scaled = try fitDynamicPanel(try table(size), system)
    expectAgreement(scaled.coefficients[0], plain.coefficients[0], within: 1e-9, "α")
    expectAgreement(
      scaled.coefficients[1], plain.coefficients[1] * size * size, within: 1e-9, "β")
    expectAgreement(
      try #require(scaled.hansen).statistic, try #require(plain.hansen).statistic, within: 1e-8, "J"
    )
  }

  @Test("more instruments than units are said, in both languages")
  func manyInstruments() throws {
    let fit = try fitDynamicPanel(try panel(units: 8), model())
    #expect(fit.warnings.count == 2)
    #expect(fit.warnings[0].en.hasPrefix("11 instruments are more than 8 units"))
    #expect(fit.warnings[0].vi.contains("11 biến công cụ"))
    #expect(!fit.covariance.standardErrors.contains { !$0.isFinite })
    #expect(try fitDynamicPanel(try panel(), model()).warnings.isEmpty)
  }

  @Test("one step is told where units are too few for a second")
  func fewUnits() throws {
    var first = model()
    first.steps = 1
    let fit = try fitDynamicPanel(try panel(units: 2), first)
    #expect(!fit.covariance.standardErrors.contains { !$0.isFinite })
    var wide = DynamicPanelModel(
      dependent: "y",
      regressors: [PanelTerm("y", lag: 1), PanelTerm("x"), PanelTerm("x", lag: 1)],
      laggedInstruments: [LaggedInstruments("y", first: 2)],
      standardInstruments: [PanelTerm("x"), PanelTerm("x", lag: 1)])
    #expect(throws: EstimationError.tooFewInstruments(instruments: 2, endogenous: 3)) {
      try fitDynamicPanel(try panel(units: 2), wide)
    }
    wide.steps = 1
    let told = try fitDynamicPanel(try panel(units: 2), wide)
    #expect(told.hansen == nil)
    #expect(throws: EstimationError.tooFewClusters(1)) {
      try fitDynamicPanel(try panel(units: 1), model())
    }
    #expect(throws: EstimationError.tooFewClusters(1)) {
      try fitBiasCorrectedWithin(try panel(units: 1), dependent: "y")
    }
  }

  @Test("bad panels are refused by name")
  func refused() throws {
    #expect(throws: EstimationError.tooFewPeriods(needed: 3)) {
      try fitDynamicPanel(try panel(periods: 2), model())
    }
    // Every second year: no two consecutive periods.
    #expect(throws: EstimationError.tooFewPeriods(needed: 3)) {
      try fitDynamicPanel(try panel(dropping: [1, 3, 5]), model())
    }
    #expect(throws: EstimationError.repeatedPeriod(entity: "unit 1", period: 2001)) {
      try PanelTable(
        columns: [("y", [1, 2, 3])], entity: Grouping(name: "unit", labels: [0, 0, 0]),
        period: [2000, 2001, 2001])
    }
    #expect(throws: EstimationError.columnNotFinite(column: "y")) {
      try PanelTable(
        columns: [("y", [1, .infinity])], entity: Grouping(name: "unit", labels: [0, 0]),
        period: [2000, 2001])
    }
    #expect(throws: EstimationError.noObservations) {
      try PanelTable(
        columns: [("y", [])], entity: Grouping(name: "unit", labels: [Int]()), period: [])
    }
    #expect(throws: EstimationError.perfectFit(dependent: "y")) {
      try fitDynamicPanel(try panel(noise: 0), model())
    }
    let lone = DynamicPanelModel(
      dependent: "y", regressors: [PanelTerm("y", lag: 1), PanelTerm("x")],
      laggedInstruments: [LaggedInstruments("y", first: 2, last: 2)])
    var collapsed = lone
    collapsed.collapse = true
    #expect(throws: EstimationError.tooFewInstruments(instruments: 1, endogenous: 2)) {
      try fitDynamicPanel(try panel(), collapsed)
    }
    let twice = DynamicPanelModel(
      dependent: "y", regressors: [PanelTerm("y", lag: 1), PanelTerm("x"), PanelTerm("x")],
      laggedInstruments: [LaggedInstruments("y", first: 2)], standardInstruments: [PanelTerm("x")])
    #expect(throws: EstimationError.collinear(regressor: "x")) {
      try fitDynamicPanel(try panel(), twice)
    }
  }
}
