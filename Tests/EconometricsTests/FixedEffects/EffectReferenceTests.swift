import Econometrics
import Foundation
import LinearAlgebra
import Testing

/// Beside pyfixest, linearmodels and statsmodels: `ReferenceValues/fixed_effects/fixed_effects.py`.
@Suite("Fixed effects beside other packages")
struct EffectReferenceTests {
  init() { useOneThreadForLinearAlgebra() }

  @Test("pyfixest's slopes and counts of parameters, under its three conventions")
  func pyfixest() throws {
    let panel = try Panel(), answers = try panel.answers("pyfixest")
    #expect(answers.count == 20)
    for (key, value) in answers {
      let answer = try #require(value as? [String: [String: Any]])
      let parts = key.split(separator: "|").map(String.init)
      var data = try panel.data(weighted: parts[2] == "weight")
      data.effects = try parts[0].split(separator: "+").map { try panel.grouping(String($0)) }
      let clusters = parts[1] == "iid" ? [] : [try panel.grouping(parts[1])]
      let fit = try fitLinear(data)
      for (name, counted) in [
        ("none", SmallSample.Counted.slopes), ("nonnested", .nested), ("full", .all),
      ] {
        let expected = try #require(answer[name])
        let K = SmallSample(counted: counted, redundant: .oneEach).parameters(
          of: fit, levels: clusters)
        #expect(K == expected["K"] as? Int)
        let coefficients = try #require(expected["coefficients"] as? [Double])
        for (a, b) in zip(fit.coefficients, coefficients) { #expect(relativeError(a, b) < 1e-9) }
        let errors = try #require(expected["errors"] as? [Double])
        for j in 0..<2 {
          let error =
            clusters.isEmpty
            ? classicalError(fit, j, K) : clusteredError(fit, j, K, clusters[0])
          #expect(relativeError(error, errors[j]) < 1e-8)
        }
      }
    }
  }

  /// σ̂²(X'X)⁻¹ with n − K.
  private func classicalError(_ fit: LinearFit, _ j: Int, _ K: Int) -> Double {
    (fit.inverseGram[j, j] * fit.residualSumOfSquares / Double(fit.observations - K)).squareRoot()
  }

  /// CR1 with G/(G − 1) · (n − 1)/(n − K).
  private func clusteredError(
    _ fit: LinearFit, _ j: Int, _ K: Int, _ cluster: Grouping
  ) -> Double {
    var scores = Array(repeating: Array(repeating: 0.0, count: 2), count: cluster.count)
    for (i, group) in cluster.codes.enumerated() {
      for h in 0..<2 {
        scores[Int(group)][h] += (fit.weights?[i] ?? 1) * fit.X[i, h] * fit.residuals[i]
      }
    }
    var sum = 0.0
    for score in scores {
      let part = fit.inverseGram[j, 0] * score[0] + fit.inverseGram[j, 1] * score[1]
      sum += part * part
    }
    let G = Double(cluster.count), n = Double(fit.observations)
    return (sum * G / (G - 1) * (n - 1) / (n - Double(K))).squareRoot()
  }

  @Test("statsmodels' dummies: slopes, errors, degrees of freedom, effects of years")
  func statsmodels() throws {
    let panel = try Panel(), answers = try panel.answers("statsmodels")
    for (key, value) in answers {
      let answer = try #require(value as? [String: Any])
      var data = try panel.data(weighted: key == "weight")
      data.effects = [try panel.grouping("firm"), try panel.grouping("year")]
      let fit = try fitLinear(data)
      let coefficients = try #require(answer["coefficients"] as? [Double])
      let errors = try #require(answer["errors"] as? [Double])
      #expect(fit.residualDegreesOfFreedom == answer["residual_degrees_of_freedom"] as? Int)
      for j in 0..<2 {
        #expect(relativeError(fit.coefficients[j], coefficients[j]) < 1e-10)
        #expect(
          relativeError(classicalError(fit, j, 2 + fit.absorbedRank), errors[j]) < 1e-10)
      }
      let total = try #require(answer["residual_sum_of_squares"] as? Double)
      #expect(relativeError(fit.residualSumOfSquares, total) < 1e-11)

      let rest = zip(data.y, data.X * fit.coefficients).map { $0 - $1 }
      let estimates = try Absorption(effects: data.effects, weights: data.weights)
        .estimates(of: rest)
      // The script's years are 0 to 7, with 0 as the reference.
      let expected = try #require(answer["year_effects"] as? [Double])
      var byYear = Array(repeating: 0.0, count: 8)
      for (i, year) in try panel.column("year").enumerated() {
        byYear[Int(year)] = estimates.estimates[1][Int(data.effects[1].codes[i])]
      }
      for year in 1..<8 {
        #expect(relativeError(byYear[year] - byYear[0], expected[year]) < 1e-9)
      }
    }
  }

  @Test("linearmodels' AbsorbingLS")
  func linearmodels() throws {
    let panel = try Panel(), answers = try panel.answers("linearmodels")
    for (key, value) in answers {
      let answer = try #require(value as? [String: [Double]])
      var data = try panel.data(weighted: key == "weight")
      data.effects = [try panel.grouping("firm"), try panel.grouping("year")]
      let fit = try fitLinear(data)
      let coefficients = try #require(answer["coefficients"]),
        errors = try #require(answer["errors"])
      for j in 0..<2 {
        #expect(relativeError(fit.coefficients[j], coefficients[j]) < 1e-9)
        #expect(relativeError(classicalError(fit, j, 2 + fit.absorbedRank), errors[j]) < 1e-9)
      }
    }
  }

  /// `panel.csv` of the script, by the names of its columns.
  private struct Panel {
    let columns: [String: [Double]]
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "ReferenceValues/fixed_effects")

    init() throws {
      let text = try String(contentsOf: folder.appending(path: "panel.csv"), encoding: .utf8)
      let lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",") }
      let header = try #require(lines.first)
      var columns: [String: [Double]] = [:]
      for (j, name) in header.enumerated() {
        columns[String(name)] = try lines.dropFirst().map { try #require(Double($0[j])) }
      }
      self.columns = columns
    }

    func column(_ name: String) throws -> [Double] { try #require(columns[name]) }

    /// A column, or two of them crossed by `^`.
    func grouping(_ name: String) throws -> Grouping {
      let parts = try name.split(separator: "^").map {
        Grouping(name: String($0), labels: try column(String($0)))
      }
      return parts.dropFirst().reduce(parts[0]) { $0.crossed(with: $1) }
    }

    func data(weighted: Bool) throws -> RegressionData {
      let y = try column("y")
      var data = RegressionData(
        dependent: "y", y: y, names: ["x1", "x2"],
        X: Matrix(columns: [try column("x1"), try column("x2")], rows: y.count))
      data.weights = weighted ? try column("weight") : nil
      return data
    }

    func answers(_ package: String) throws -> [String: Any] {
      let content = try Data(contentsOf: folder.appending(path: "fixed_effects.json"))
      let tree = try JSONSerialization.jsonObject(with: content) as? [String: Any]
      return try #require(tree?[package] as? [String: Any])
    }
  }
}
