import Econometrics
import Foundation
import LinearAlgebra
import Testing

/// Beside the package; absent where only the package was cloned.
private let referenceFolder = packageFolder.deletingLastPathComponent()
  .appending(path: "shared/reference/given")

/// Grunfeld's data come with a package under the GPL and are not shipped.
@Suite(
  "Posterior of Grunfeld's investment",
  .enabled(
    if: ProcessInfo.processInfo.environment["VERIFY"] != nil
      && FileManager.default.fileExists(atPath: referenceFolder.path()),
    "needs VERIFY=1 and ../shared/reference/given: data of GPL packages are not shipped"))
struct GrunfeldPosteriorTests {
  @Test("agrees with 50 digits")
  func grunfeld() throws {
    useOneThreadForLinearAlgebra()
    let file = referenceFolder.appending(path: "bayes_ridge/nig_posterior.json")
    let tree = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    let cases = try #require(tree?["cases"] as? [[String: Any]])
    let known = try #require(cases.first { ($0["model"] as? String)?.contains("capital") == true })
    let text = try String(
      contentsOf: referenceFolder.appending(path: "panel/grunfeld.csv"), encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ",").dropFirst(2).compactMap { Double($0) }
    }
    let data = withConstant(
      Matrix(rows: rows.count, columns: 2) { rows[$0][$1 + 1] }, rows.map { $0[0] },
      names: ["value", "capital"])
    let prior = NormalInverseGamma(
      mean: [0, 0, 0], V: Matrix(rows: 3, columns: 3) { $0 == $1 ? [1e6, 1, 1][$0] : 0 }, a: 2,
      b: 1000)
    let fit = try fitBayesian(data, prior: prior)
    let mean = try #require(known["posterior_mean"] as? [Double])
    #expect(largestRelativeError(fit.posterior.mean, mean) < 1e-9)
    #expect(
      relativeError(
        fit.logMarginalLikelihood, try #require(known["log_marginal_likelihood"] as? Double)) < 1e-9
    )
    for new in try #require(known["predictive"] as? [[String: Any]]) {
      let x = try #require(new["x"] as? [String]).compactMap(Double.init)
      let law = fit.posterior.predictive([1] + x)
      #expect(relativeError(law.scale, try #require(new["scale"] as? Double)) < 1e-9)
      for (u, value) in try #require(new["quantiles"] as? [String: Double]) {
        #expect(relativeError(law.quantile(try #require(Double(u))), value) < 1e-9)
      }
    }
  }
}
