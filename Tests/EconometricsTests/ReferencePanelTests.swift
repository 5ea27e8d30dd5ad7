import Econometrics
import Foundation
import LinearAlgebra
import PanelData
import Testing

/// Beside the package; absent where only the package was cloned.
private let referenceFolder = packageFolder.deletingLastPathComponent()
  .appending(path: "shared/reference/given/panel")

/// Grunfeld's and Petersen's panels, with answers of R (plm, sandwich).
///
/// The data come with packages under the GPL and are not shipped: the long verification reads them
/// from a folder beside the package.
@Suite(
  "Reference panels",
  .enabled(
    if: ProcessInfo.processInfo.environment["VERIFY"] != nil
      && FileManager.default.fileExists(atPath: referenceFolder.path()),
    "needs VERIFY=1 and ../shared/reference/given: data of GPL packages are not shipped"))
struct ReferencePanelTests {
  @Test("Grunfeld: within and pooled, clustered by firm")
  func grunfeld() throws {
    let rows = try observations(
      "grunfeld.csv", entity: 0, year: 1, response: 2, regressors: [3, 4])
    let reference = try answers("grunfeld_reference.json")
    let names = ["value", "capital"]
    let within = try fitPanel(rows, names: names, effects: .entity)
    for (j, name) in names.enumerated() {
      // Tolerances of the file: 1e-9 for coefficients, 1e-8 for robust errors.
      #expect(
        relativeError(within.coefficients[j], try reference.number("within", "coef", name)) < 1e-9)
      #expect(
        relativeError(
          within.standardErrors[j], try reference.number("within", "CR1_sss_firm", name)) < 1e-8)
      #expect(
        relativeError(
          within.classicalCovariance[j, j].squareRoot(),
          try reference.number("within", "classical", name)) < 1e-9)
    }
    let pooled = try fitPanel(rows, names: names, effects: .constant)
    for (j, name) in (["(Intercept)"] + names).enumerated() {
      #expect(
        relativeError(pooled.coefficients[j], try reference.number("pooled", "coef", name)) < 1e-9)
      #expect(
        relativeError(
          pooled.standardErrors[j], try reference.number("pooled", "se", "CR1_stata_1", name))
          < 1e-8)
    }
  }

  @Test("Petersen: pooled, clustered by firm and by year")
  func petersen() throws {
    let rows = try observations("petersen.csv", entity: 0, year: 1, response: 3, regressors: [2])
    let reference = try answers("petersen_reference.json")
    let clusterings: [(String, Clustering)] = [
      ("CR1_stata_1", .byEntity), ("CR1_stata_2", .byYear),
    ]
    for (key, clustering) in clusterings {
      let fit = try fitPanel(rows, names: ["x"], effects: .constant, clustering: clustering)
      for (j, name) in ["(Intercept)", "x"].enumerated() {
        #expect(
          relativeError(fit.coefficients[j], try reference.number("pooled", "coef", name)) < 1e-9)
        #expect(
          relativeError(fit.standardErrors[j], try reference.number("pooled", "se", key, name))
            < 1e-8)
      }
    }
  }

  private func observations(
    _ name: String, entity: Int, year: Int, response: Int, regressors: [Int]
  ) throws -> [Observation] {
    let text = try String(contentsOf: referenceFolder.appending(path: name), encoding: .utf8)
    return try text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      let fields = line.split(separator: ",").map(String.init)
      return Observation(
        entity: fields[entity], year: try #require(Int(fields[year])),
        response: try #require(Double(fields[response])),
        regressors: try regressors.map { try #require(Double(fields[$0])) }, cells: [])
    }
  }

  private func answers(_ name: String) throws -> Answers {
    let data = try Data(contentsOf: referenceFolder.appending(path: name))
    let tree = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    return Answers(tree: try #require(tree?["reference_R"] as? [String: Any]))
  }

  private struct Answers {
    let tree: [String: Any]

    func number(_ path: String...) throws -> Double {
      var node: Any? = tree
      for key in path { node = (node as? [String: Any])?[key] }
      return try #require(node as? Double)
    }
  }
}
