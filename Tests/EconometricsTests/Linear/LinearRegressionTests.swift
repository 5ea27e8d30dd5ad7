import Econometrics
import Foundation
import LinearAlgebra
import NumericKernels
import ReachModel
import Testing

/// A small panel, with answers of R's `lm`: `linear.R` beside its output.
private struct LinearReference {
  struct Case {
    let names: [String]
    let isWeighted: Bool
    /// nil for what R leaves out.
    let coefficients: [Double?]
    /// Of the coefficients that are left.
    let covariance: [[Double]]
    let residualSumOfSquares: Double
    let degreesOfFreedom: Int
  }

  private let rows: [[String: String]]
  private let answers: [String: Any]

  init() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "ReferenceValues/linear")
    let text = try String(contentsOf: folder.appending(path: "data.csv"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",") }
    rows = lines.dropFirst().map { line in
      Dictionary(uniqueKeysWithValues: zip(lines[0].map(String.init), line.map(String.init)))
    }
    let data = try Data(contentsOf: folder.appending(path: "linear.json"))
    answers = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  func column(_ name: String) throws -> [Double] {
    switch name {
    case RegressionData.constantName: return rows.map { _ in 1 }
    case "big": return try column("x1").map { $0 * 1e12 }
    case "small": return try column("x2").map { $0 * 1e-12 }
    default: return try rows.map { try #require(Double($0[name] ?? "")) }
    }
  }

  func grouping(_ name: String) -> Grouping {
    Grouping(name: name, labels: rows.map { $0[name] ?? "" })
  }

  func expected(_ name: String) throws -> Case {
    let tree = try #require(answers[name] as? [String: Any])
    let covariance = try #require(tree["covariance"] as? [[String]])
    return Case(
      names: try #require(tree["names"] as? [String]).map {
        $0 == "(Intercept)" ? RegressionData.constantName : $0
      },
      isWeighted: try #require(tree["weighted"] as? Bool),
      coefficients: try #require(tree["coefficients"] as? [String]).map { Double($0) },
      covariance: try covariance.map { try $0.map { try #require(Double($0)) } },
      residualSumOfSquares: try #require(Double(tree["rss"] as? String ?? "")),
      degreesOfFreedom: try #require(tree["df"] as? Int))
  }

  func data(_ names: [String], weighted: Bool = false, effects: [String] = []) throws
    -> RegressionData
  {
    var data = RegressionData(
      dependent: "y", y: try column("y"), names: names,
      X: Matrix(columns: try names.map(column), rows: rows.count))
    if weighted { data.weights = try column("w") }
    data.effects = effects.map(grouping)
    return data
  }
}

@Suite("Linear regression")
struct LinearRegressionTests {
  private let reference: LinearReference

  init() throws {
    useOneThreadForLinearAlgebra()
    reference = try LinearReference()
  }

  static let cases: [(String, [String])] = [
    ("pooled", []), ("weighted", []), ("origin", []), ("units", []), ("firms", ["firm"]),
    ("both", ["firm", "year"]), ("both_weighted", ["firm", "year"]), ("aliased", []),
    ("aliased_firms", ["firm"]),
  ]

  @Test("agrees with R's lm", arguments: cases)
  func lm(name: String, effects: [String]) throws {
    let expected = try reference.expected(name)
    let data = try reference.data(
      expected.names, weighted: expected.isWeighted, effects: effects)
    let fit = try fitLinear(data, threads: 2, dropping: name.hasPrefix("aliased"))
    #expect(
      fit.dropped == zip(expected.names, expected.coefficients).compactMap { $1 == nil ? $0 : nil })
    #expect(
      fit.names == zip(expected.names, expected.coefficients).compactMap { $1 == nil ? nil : $0 })
    #expect(fit.way == .refinedQR)
    #expect(fit.residualDegreesOfFreedom == expected.degreesOfFreedom)
    // Two backward stable solutions of a condition below 100 differ by about 10⁻¹³; effects are
    // taken out to 10⁻¹².
    let tolerance = effects.count > 1 ? 1e-10 : 1e-12
    #expect(relativeError(fit.residualSumOfSquares, expected.residualSumOfSquares) < tolerance)
    let s2 = fit.residualSumOfSquares / Double(fit.residualDegreesOfFreedom)
    for (i, coefficient) in expected.coefficients.compactMap(\.self).enumerated() {
      #expect(relativeError(fit.coefficients[i], coefficient) < tolerance)
      for j in fit.names.indices {
        // Beside the standard errors: a covariance may be near zero.
        let size = (expected.covariance[i][i] * expected.covariance[j][j]).squareRoot()
        let error = s2 * fit.inverseGram[i, j] - expected.covariance[i][j]
        #expect(error.magnitude < tolerance * size)
      }
    }
    checkScores(fit)
  }

  /// Σ wᵢ xᵢ uᵢ = 0: what a LinearFit promises.
  private func checkScores(_ fit: LinearFit) {
    let lengths = fit.X.columnLengths(weights: fit.weights)
    let scores = fit.X.transposedTimes(fit.residuals, weights: fit.weights)
    for (score, length) in zip(scores, lengths) {
      #expect(score.magnitude < 1e-13 * length * fit.residualSumOfSquares.squareRoot())
    }
  }

  @Test("many copies of the rows change nothing but the counts", arguments: [false, true])
  func copies(isWeighted: Bool) throws {
    let expected = try reference.expected(isWeighted ? "weighted" : "pooled")
    var data = try reference.data(expected.names, weighted: isWeighted)
    let copies = 800, n = data.y.count
    data.X = Matrix(rows: n * copies, columns: 3) { i, j in data.X[i % n, j] }
    data.y = (0..<n * copies).map { data.y[$0 % n] }
    data.weights = data.weights.map { w in (0..<n * copies).map { w[$0 % n] } }
    let fit = try fitLinear(data, threads: 2)
    #expect(fit.way == .seminormalEquations)
    let s2 = expected.residualSumOfSquares / Double(expected.degreesOfFreedom)
    for j in 0..<3 {
      #expect(relativeError(fit.coefficients[j], try #require(expected.coefficients[j])) < 1e-13)
      #expect(
        relativeError(Double(copies) * s2 * fit.inverseGram[j, j], expected.covariance[j][j])
          < 1e-9)
    }
    #expect(
      relativeError(fit.residualSumOfSquares, Double(copies) * expected.residualSumOfSquares)
        < 1e-13)
    let plain = try fitLinear(data, threads: 1)
    #expect(plain.coefficients == fit.coefficients && plain.inverseGram == fit.inverseGram)
    checkScores(fit)
  }

  @Test("takes in what the rounding of powers left out: NIST's Filip")
  func polynomial() throws {
    let file = packageFolder.appending(
      path: "Tests/LinearAlgebraTests/ReferenceValues/lls_Filip.csv")
    let rows = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
      .dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
    var data = RegressionData(
      dependent: "y", y: rows.map { $0[0] }, names: (0...10).map { "x^\($0)" },
      X: Matrix(rows: rows.count, columns: 11) { i, j in integerPower(rows[i][1], j) })
    let rounded = try fitLinear(data)
    data.rest = Matrix(rows: rows.count, columns: 11) { i, j in
      integerPowerRest(rows[i][1], j)
    }
    let fit = try fitLinear(data)
    // Certified, of 15 digits; the powers' rounding leaves 7.6 of them.
    let certified = (coefficient: -0.402962525080404e-4, error: 0.896632837373868e-5)
    #expect(relativeError(rounded.coefficients[10], certified.coefficient) < 1e-7)
    #expect(relativeError(fit.coefficients[10], certified.coefficient) < 1e-13)
    let error = fit.residualStandardDeviation * fit.inverseGram[10, 10].squareRoot()
    #expect(relativeError(error, certified.error) < 1e-13)
  }

  @Test("refuses by name", arguments: [0, 60_000])
  func refusals(extra: Int) throws {
    func data(_ names: [String], effects: [String] = []) throws -> RegressionData {
      var data = try reference.data(names, effects: effects)
      let n = data.y.count, all = n + extra
      data.X = Matrix(rows: all, columns: names.count) { i, j in data.X[i % n, j] }
      data.y = (0..<all).map { data.y[$0 % n] }
      data.effects = data.effects.map { effect in
        Grouping(name: effect.name, labels: (0..<all).map { effect.codes[$0 % n] })
      }
      return data
    }
    func refuses(_ error: EstimationError, _ data: RegressionData) {
      #expect(throws: error) { try fitLinear(data) }
    }
    refuses(.collinear(regressor: "x4"), try data(["constant", "x1", "x2", "x4"]))
    refuses(.absorbed(regressor: "x3"), try data(["x1", "x3"], effects: ["firm"]))
    refuses(.collinear(regressor: "x5"), try data(["x1", "x2", "x5"], effects: ["firm", "year"]))
    for effects in [[], ["firm"]] {
      let good = try data(["x1", "x2"], effects: effects)
      var bad = good
      bad.y[7] = -.infinity
      refuses(.columnNotFinite(column: "y"), bad)
      bad = good
      bad.X[11, 1] = .nan
      refuses(.columnNotFinite(column: "x2"), bad)
      bad = good
      bad.weights = good.y.map { _ in 1 }
      bad.weights?[4] = 0
      refuses(.weightNotPositive(row: 4), bad)
      bad.weights?[4] = .infinity
      refuses(.columnNotFinite(column: "weights"), bad)
      bad = good
      for i in bad.y.indices { bad.X[i, 0] = 0 }
      refuses(effects.isEmpty ? .zeroColumn(regressor: "x1") : .absorbed(regressor: "x1"), bad)
    }
  }

  @Test("refuses more parameters than rows, and drops on request")
  func counts() throws {
    var data = try reference.data(["x1"])
    data.effects = [Grouping(name: "row", labels: data.y.indices.map(\.self))]
    #expect(throws: EstimationError.absorbed(regressor: "x1")) { try fitLinear(data) }
    var few = RegressionData(
      dependent: "y", y: [1, 2, 4], names: ["constant", "a", "b"],
      X: Matrix(columns: [[1, 1, 1], [1, 2, 3], [1, 4, 9]], rows: 3))
    #expect(throws: EstimationError.tooFewObservations(observations: 3, parameters: 3)) {
      try fitLinear(few)
    }
    few.X = Matrix(columns: [[1, 1, 1], [1, 2, 3], [2, 4, 6]], rows: 3)
    let fit = try fitLinear(few, dropping: true)
    #expect(fit.dropped == ["b"] && fit.names == ["constant", "a"])
    // Slope 3/2 through the means (2, 7/3).
    #expect((fit.coefficients[1] - 1.5).magnitude < 1e-15)
    #expect((fit.coefficients[0] + 2.0 / 3).magnitude < 1e-15)
  }

  @Test(
    "every way has words", arguments: [LeastSquaresWay.refinedQR, .seminormalEquations, .blockQR])
  func words(way: LeastSquaresWay) {
    #expect(!way.label.vi.isEmpty && way.label.en != way.label.vi)
  }
}
