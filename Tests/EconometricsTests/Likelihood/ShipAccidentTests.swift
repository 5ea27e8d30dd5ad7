import Econometrics
import Foundation
import LinearAlgebra
import Testing

/// Beside the package; absent where only the package was cloned.
private let panelFolder = packageFolder.deletingLastPathComponent()
  .appending(path: "shared/reference/given/panel")

/// McCullagh and Nelder's ship accidents, with answers of R and statsmodels.
///
/// The data come with a package under the GPL and are not shipped.
@Suite(
  "Ship accidents",
  .enabled(
    if: ProcessInfo.processInfo.environment["VERIFY"] != nil
      && FileManager.default.fileExists(atPath: panelFolder.path()),
    "needs VERIFY=1 and ../shared/reference/given: data of GPL packages are not shipped"))
struct ShipAccidentTests {
  @Test("Poisson with offset log(service)")
  func poisson() throws {
    useOneThreadForLinearAlgebra()
    let file = panelFolder.appending(path: "ship_accidents.csv")
    let rows = try String(contentsOf: file, encoding: .utf8)
      .split(whereSeparator: \.isNewline).dropFirst()
      .map { $0.split(separator: ",").map(String.init) }
      .filter { try #require(Double($0[3])) > 0 }
    let dummies = [
      (0, "B"), (0, "C"), (0, "D"), (0, "E"), (1, "65"), (1, "70"), (1, "75"), (2, "75"),
    ]
    let X = Matrix(rows: rows.count, columns: 9) { i, j in
      j == 0 || rows[i][dummies[j - 1].0] == dummies[j - 1].1 ? 1 : 0
    }
    var data = RegressionData(
      dependent: "incidents", y: try rows.map { try #require(Double($0[4])) },
      names: ["constant"] + dummies.map { "\($0.0)_\($0.1)" }, X: X)
    data.offset = try rows.map { log(try #require(Double($0[3]))) }
    let fit = try fitGeneralisedLinear(data, .poisson)

    let answer = try ReferenceTree(
      contentsOf: panelFolder.appending(path: "ship_accidents_poisson_reference.json")
    ).at("reference_python")
    let keys =
      ["(Intercept)"] + ["B", "C", "D", "E"].map { "C(type)[T.\($0)]" }
      + ["65", "70", "75"].map { "C(year)[T.\($0)]" } + ["C(period)[T.75]"]
    // The file's own tolerances: 1e-9 for coefficients, 1e-8 for errors.
    #expect(
      largestError(fit.coefficients, try keys.map { try answer.number("coef", $0) }) < 1e-9)
    #expect(
      largestError(
        fit.classicalCovariance.standardErrors,
        try keys.map { try answer.number("se", "mle", $0) }) < 1e-8)
    #expect(
      largestError(
        sandwichErrors(fit.linear), try keys.map { try answer.number("se", "HC0", $0) }) < 1e-8)
    #expect(relativeError(fit.deviance, try answer.number("deviance")) < 1e-9)
    #expect(relativeError(fit.pearsonChiSquared, try answer.number("pearson_chi2")) < 1e-9)
    #expect(relativeError(fit.logLikelihood, try answer.number("loglik")) < 1e-9)
    #expect(fit.linear.residualDegreesOfFreedom == 25)
  }
}
