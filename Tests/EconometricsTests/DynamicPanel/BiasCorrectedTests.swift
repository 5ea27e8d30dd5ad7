import Econometrics
import Foundation
import LinearAlgebra
import Testing

@Suite("Dynamic panel: bias-corrected within")
struct BiasCorrectedTests {
  init() { useOneThreadForLinearAlgebra() }

  @Test("agrees with a slow twin", arguments: ["one_lag", "periods", "two_lags", "alone"])
  func twin(name: String) throws {
    let answers = try AnswerTree("dynamic_panel/bias_corrected.json")["cases", name]
    let file = try NumberColumns("dynamic_panel/gmm.csv")
    let table = try PanelTable(
      columns: ["n", "w", "k"].map { ($0, file[$0]) }, entity: file.grouping("id"),
      period: file["year"].map { Int($0) })
    let fit = try fitBiasCorrectedWithin(
      table, dependent: "n", lags: Int(try answers["lags"].number()),
      regressors: try answers["regressors"].texts().map { PanelTerm($0) },
      periodEffects: try answers["periods"].flag())
    #expect(try fit.names == answers["names"].texts())
    #expect(fit.groups == Int(try answers["groups"].number()))
    #expect(fit.observations == Int(try answers["observations"].number()))
    for j in fit.names.indices {
      let what = "\(name) \(fit.names[j])"
      expectAgreement(fit.withinCoefficients[j], try answers["within"].numbers()[j], what)
      expectAgreement(fit.coefficients[j], try answers["coef"].numbers()[j], what)
      expectAgreement(
        fit.covariance.standardErrors[j], try answers["se"].numbers()[j], "\(what) error")
    }
  }

  /// yᵢₜ = 0.6 yᵢ,ₜ₋₁ + xᵢₜ + μᵢ + uᵢₜ, the variance of u differing between units.
  private func draw(_ seed: UInt64, units: Int, periods: Int) throws -> PanelTable {
    var random = SplitMix(seed: seed)
    var rows: [(Int, Int, Double, Double)] = []
    for unit in 0..<units {
      let effect = random.normal(), size = 0.5 + random.uniform()
      var y = effect / 0.4
      for period in -20..<periods {
        let x = random.normal() + 0.5 * effect
        y = 0.6 * y + x + effect + size * random.normal()
        if period >= 0 { rows.append((unit, period, y, x)) }
      }
    }
    return try PanelTable(
      columns: [("y", rows.map(\.2)), ("x", rows.map(\.3))],
      entity: Grouping(name: "unit", labels: rows.map(\.0)), period: rows.map(\.1))
  }

  @Test("takes the bias away, and its intervals cover")
  func coverage() throws {
    let draws = 300, units = 120
    var covered = 0, sum = 0.0, squares = 0.0, biased = 0.0
    for draw in 0..<draws {
      let fit = try fitBiasCorrectedWithin(
        try self.draw(UInt64(draw), units: units, periods: 6), dependent: "y",
        regressors: [PanelTerm("x")])
      let error = fit.coefficients[0] - 0.6
      covered += error.magnitude <= 1.959964 * fit.covariance.standardErrors[0] ? 1 : 0
      sum += error
      squares += error * error
      biased += fit.withinCoefficients[0] - 0.6
    }
    let n = Double(draws), mean = sum / n
    let deviation = ((squares - n * mean * mean) / (n - 1)).squareRoot()
    // Seeds are fixed. A right estimator with random ones would fail once in a million: 4.8916
    // standard errors of a mean, and of a share of 0.95.
    #expect(mean.magnitude < 4.8916 * deviation / n.squareRoot())
    #expect((Double(covered) / n - 0.95).magnitude < 4.8916 * (0.95 * 0.05 / n).squareRoot())
    // Nickell's bias, which it takes away, is many times larger than that.
    #expect(biased / n < -20 * deviation / n.squareRoot())
  }

  @Test("bad panels are refused by name")
  func refused() throws {
    let table = try draw(1, units: 20, periods: 5)
    #expect(throws: EstimationError.tooFewPeriods(needed: 7)) {
      try fitBiasCorrectedWithin(table, dependent: "y", lags: 5)
    }
    #expect(throws: EstimationError.collinear(regressor: "x")) {
      try fitBiasCorrectedWithin(
        table, dependent: "y", regressors: [PanelTerm("x"), PanelTerm("x")])
    }
    let fixed = try PanelTable(
      columns: [
        ("y", (0..<40).map { Double($0 * $0 % 17) }), ("size", (0..<40).map { Double($0 / 4) }),
      ],
      entity: Grouping(name: "unit", labels: (0..<40).map { $0 / 4 }),
      period: (0..<40).map { $0 % 4 })
    #expect(throws: EstimationError.absorbed(regressor: "size")) {
      try fitBiasCorrectedWithin(fixed, dependent: "y", regressors: [PanelTerm("size")])
    }
  }
}
