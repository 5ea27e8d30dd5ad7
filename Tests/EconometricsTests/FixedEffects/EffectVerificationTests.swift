import Econometrics
import Foundation
import LinearAlgebra
import Testing

/// Beside the package; absent where only the package was cloned.
private let referenceFolder = packageFolder.deletingLastPathComponent()
  .appending(path: "shared/reference/given/panel")

/// Grunfeld's investment and the job training grants, with answers of plm and pyfixest.
@Suite(
  "Fixed effects of reference panels",
  .enabled(
    if: ProcessInfo.processInfo.environment["VERIFY"] != nil
      && FileManager.default.fileExists(atPath: referenceFolder.path()),
    "needs VERIFY=1 and ../shared/reference/given: data of GPL packages are not shipped"))
struct EffectVerificationTests {
  init() { useOneThreadForLinearAlgebra() }

  @Test("Grunfeld: slopes, errors, the firms' effects")
  func grunfeld() throws {
    let data = try data("grunfeld.csv", effect: 0, dependent: 2, regressors: [3, 4])
    let tree = try answers("grunfeld_reference.json")
    let within = try #require((tree["reference_R"] as? [String: Any])?["within"] as? [String: Any])
    let fit = try fitLinear(data)
    #expect(fit.residualDegreesOfFreedom == within["df_resid"] as? Int)
    try compare(fit, within)
    let rest = zip(data.y, data.X * fit.coefficients).map { $0 - $1 }
    let found = try Absorption(effects: data.effects).estimates(of: rest)
    let expected = try #require(within["fixed_effects"] as? [Double])
    for (a, b) in zip(found.estimates[0], expected) { #expect(relativeError(a, b) < 1e-9) }
    #expect(SmallSample(counted: .nested).parameters(of: fit, levels: data.effects) == 3)
  }

  @Test("job training: rows with missing figures left out by the reader")
  func jobTraining() throws {
    let data = try data("jobtraining.csv", effect: 0, dependent: 2, regressors: [3, 4, 5, 6])
    let tree = try answers("jobtraining_reference.json")
    let within = try #require(tree["reference_R"] as? [String: Any])
    let fit = try fitLinear(data)
    #expect(fit.observations == 162)
    #expect(fit.residualDegreesOfFreedom == within["df_resid"] as? Int)
    try compare(fit, within)
  }

  /// Tolerance of the files: 1e-9.
  private func compare(_ fit: LinearFit, _ answer: [String: Any]) throws {
    let coefficients = try #require(answer["coef"] as? [String: Double])
    let errors = try #require(answer["classical"] as? [String: Double])
    for (j, name) in fit.names.enumerated() {
      #expect(relativeError(fit.coefficients[j], try #require(coefficients[name])) < 1e-9)
      let error = fit.inverseGram[j, j].squareRoot() * fit.residualStandardDeviation
      #expect(relativeError(error, try #require(errors[name])) < 1e-9)
    }
  }

  private func data(
    _ file: String, effect: Int, dependent: Int, regressors: [Int]
  ) throws -> RegressionData {
    let text = try String(contentsOf: referenceFolder.appending(path: file), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(lines.first)
    let rows = lines.dropFirst().filter { $0.allSatisfy { !$0.isEmpty } }
    func column(_ j: Int) throws -> [Double] { try rows.map { try #require(Double($0[j])) } }
    var data = RegressionData(
      dependent: header[dependent], y: try column(dependent), names: regressors.map { header[$0] },
      X: Matrix(columns: try regressors.map(column), rows: rows.count))
    data.effects = [Grouping(name: header[effect], labels: rows.map { $0[effect] })]
    return data
  }

  private func answers(_ name: String) throws -> [String: Any] {
    let content = try Data(contentsOf: referenceFolder.appending(path: name))
    return try #require(try JSONSerialization.jsonObject(with: content) as? [String: Any])
  }
}
