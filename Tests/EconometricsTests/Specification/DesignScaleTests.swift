import Econometrics
import Foundation
import LinearAlgebra
import PanelData
import Testing

@Suite(
  "A design of a million rows",
  .enabled(if: ProcessInfo.processInfo.environment["VERIFY"] != nil, "needs VERIFY=1: a minute"))
struct DesignScaleTests {
  @Test("a million rows and twenty terms, in the order and with the lags that they should have")
  func million() throws {
    let entities = 100_000, periods = 10, n = entities * periods
    // Rows by period and then by entity, so that every lag has to be looked for.
    let x = (0..<n).map { Double(($0 * 7919) % 1_000_003) / 1e3 + 1 }
    let table = DataTable(
      file: "large.csv", names: ["entity", "period", "x", "z", "region"],
      columns: [
        .numbers((0..<n).map { Double($0 % entities) }),
        .numbers((0..<n).map { Double(2000 + $0 / entities) }), .numbers(x),
        .numbers(x.map { 1 / $0 }),
        .texts(codes: (0..<n).map { Int32($0 % 5) }, labels: ["a", "b", "c", "d", "e"]),
      ], lines: (0..<n).map { Int32($0 + 2) })
    let terms = [
      "x", "z", "log(x)", "log(z)", "x^2", "x * z", "x:log(z)", "lag(x)", "lag(x, 2)", "diff(x)",
      "asinh(z)", "sqrt(x)", "exp(-z)", "abs(x - z)", "standardise(x)", "max(x, z)",
      "x * (period > 2005)", "factor(region)", "lag(log(x))", "x / (1 + z)",
    ]
    var specification = RegressionSpecification(
      name: "large", dependent: try Econometrics.Expression("log(x) + z"),
      regressors: try terms.map { try Econometrics.Expression($0) })
    (specification.entity, specification.period) = ("entity", "period")
    specification.collinear = .drop
    let clock = ContinuousClock()
    var made: RegressionDesign?
    let time = try clock.measure { made = try design(specification, on: table) }
    print("a design of \(n) rows and \(terms.count) terms takes \(time)")
    let data = try #require(made).data
    #expect(data.observations == n - 2 * entities && data.names.count == 24)
    let lag = try #require(data.names.firstIndex(of: "lag(x, 2)"))
    for row in stride(from: 0, to: data.observations, by: 997) {
      #expect(data.X[row, lag] == x[row] && data.X[row, 1] == x[row + 2 * entities])
    }
  }
}
