import Econometrics
import Foundation
import LinearAlgebra
import ReachModel
import Testing

@Suite("Ridge")
struct RidgeTests {
  init() { useOneThreadForLinearAlgebra() }

  private func longley() throws -> (X: Matrix, y: [Double]) {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
      .appending(path: "LinearAlgebraTests/ReferenceValues/lls_Longley.csv")
    let rows = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
      .dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
    return (Matrix(rows: rows.count, columns: 6) { rows[$0][$1 + 1] }, rows.map { $0[0] })
  }

  @Test("Longley at given penalties, with 50 digits", arguments: 0..<4)
  func given(index: Int) throws {
    let known = try BayesTree(bayes: "ridge_longley.json")["results"][index]
    let (X, y) = try longley()
    let λ = try known["lam"].number()
    let raw = try fitRidge(withConstant(X, y), penalty: .given(λ), scale: .asGiven)
    #expect(
      largestRelativeError(
        raw.coefficients,
        try [known["raw_scale"]["intercept"].number()] + known["raw_scale"]["slopes"].numbers())
        < 1e-8)
    let standard = known["standardised_penalty"]
    let fit = try fitRidge(withConstant(X, y), penalty: .given(λ))
    #expect(
      largestRelativeError(
        fit.coefficients,
        try [standard["intercept"].number()] + standard["slopes_on_original_scale"].numbers())
        < 1e-8)
    #expect(
      largestRelativeError(fit.penalisedSlopes, try standard["slopes_standardised"].numbers())
        < 1e-8)
    #expect(
      relativeError(
        fit.effectiveDegreesOfFreedom, try standard["effective_df_without_intercept"].number())
        < 1e-10)
    #expect(relativeError(fit.residualSumOfSquares, try standard["rss"].number()) < 1e-10)
    #expect(
      relativeError(
        fit.generalisedCrossValidation(.slopes) / 16,
        try standard["gcv_rss_over_n_minus_df_squared"].number()) < 1e-10)
    #expect(fit.choice == .given && fit.penalty == λ)
    let sum = fit.residuals.reduce(0) { $0 + $1 * $1 }
    #expect(relativeError(sum, fit.residualSumOfSquares) < 1e-9)
  }

  @Test("the penalty with the least GCV, with 50 digits", arguments: RidgeDegrees.allCases)
  func chosen(degrees: RidgeDegrees) throws {
    let known = try BayesTree(bayes: "ridge_python.json")[degrees.rawValue]
    let (X, y) = try longley()
    let fit = try fitRidge(withConstant(X, y), penalty: .generalisedCrossValidation(degrees))
    #expect(fit.choice == .interior)
    #expect(relativeError(fit.penalty, try known["lambda"].number()) < 1e-8)
    #expect(
      relativeError(fit.generalisedCrossValidation(degrees), try known["gcv"].number()) < 1e-10)
    #expect(largestRelativeError(fit.coefficients, try known["coefficients"].numbers()) < 1e-8)
    #expect(relativeError(fit.effectiveDegreesOfFreedom, try known["df"].number()) < 1e-8)
    #expect(relativeError(fit.residualSumOfSquares, try known["rss"].number()) < 1e-8)
  }

  @Test("Longley by R's lm.ridge, with and without a constant")
  func massPackage() throws {
    let known = try BayesTree(bayes: "ridge_R.json")
    let (X, y) = try longley()
    for (i, λ) in try known["lambda"].numbers().enumerated() {
      let fit = try fitRidge(withConstant(X, y), penalty: .given(λ))
      #expect(largestRelativeError(fit.coefficients, try known["coefficients"][i].numbers()) < 1e-8)
      #expect(
        relativeError(
          fit.generalisedCrossValidation(.slopes) / 16, try known["GCV"][i].number()) < 1e-8)
      let plain = try fitRidge(withoutConstant(X, y), penalty: .given(λ))
      #expect(
        largestRelativeError(plain.coefficients, try known["withoutConstant"][i].numbers()) < 1e-8)
      #expect(
        relativeError(
          plain.generalisedCrossValidation(.slopes) / 16,
          try known["GCVWithoutConstant"][i].number()) < 1e-8)
    }
  }

  @Test("weighted rows by scikit-learn")
  func scikit() throws {
    let known = try BayesTree(bayes: "ridge_python.json")["rows"]
    let X = try known["X"].matrix(), y = try known["y"].numbers()
    for i in 0..<known["fits"].count {
      let answers = known["fits"][i], λ = try answers["lambda"].number()
      var data = withConstant(X, y)
      data.weights = try known["w"].numbers()
      let fit = try fitRidge(data, penalty: .given(λ), scale: .asGiven)
      #expect(largestRelativeError(fit.coefficients, try answers["weighted"].numbers()) < 1e-8)
      let plain = try fitRidge(withoutConstant(X, y), penalty: .given(λ), scale: .asGiven)
      #expect(
        largestRelativeError(plain.coefficients, try answers["withoutConstant"].numbers()) < 1e-8)
    }
  }

  @Test("no penalty is least squares, with effects as well")
  func leastSquaresLimit() throws {
    let known = try BayesTree(bayes: "ridge_python.json")["rows"]
    let X = try known["X"].matrix(), y = try known["y"].numbers()
    var data = withoutConstant(X, y)
    data.weights = try known["w"].numbers()
    data.effects = [Grouping(name: "g", labels: (0..<30).map { $0 % 7 })]
    let plain = try fitLinear(data)
    let fit = try fitRidge(data, penalty: .given(0))
    #expect(largestRelativeError(fit.coefficients, plain.coefficients) < 1e-11)
    #expect(relativeError(fit.residualSumOfSquares, plain.residualSumOfSquares) < 1e-12)
    #expect(relativeError(fit.residualVariance, plain.residualSumOfSquares / 20) < 1e-12)
    #expect(fit.effectiveDegreesOfFreedom == 3 && fit.unpenalisedRank == 7)
    // A penalty acts on what the effects leave: dummies by hand, which no penalty touches.
    let penalised = try fitRidge(data, penalty: .given(3), scale: .asGiven)
    let w = try known["w"].numbers()
    let stacked = Matrix(rows: 33, columns: 10) { i, j in
      if i >= 30 { return i - 30 == j ? 3.0.squareRoot() : 0 }
      return w[i].squareRoot() * (j < 3 ? X[i, j] : (i % 7 == j - 3 ? 1 : 0))
    }
    let twin = try leastSquares(stacked, zip(y, w).map { $0 * $1.squareRoot() } + [0, 0, 0])
    #expect(largestRelativeError(penalised.coefficients, Array(twin.coefficients[..<3])) < 1e-11)
  }

  /// The criterion on a grid a thousand times finer than the search's.
  @Test("no penalty does better than the chosen one", arguments: 0..<40)
  func least(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let (n, k) = (8 + Int(seed) % 9, 2 + Int(seed) % 6)
    let common = (0..<n).map { _ in random.normal() }
    let X = Matrix(rows: n, columns: k) { i, _ in common[i] + 0.1 * random.normal() }
    let y = (0..<n).map { 0.3 * X[$0, 0] + random.normal() }
    for degrees in RidgeDegrees.allCases {
      let fit = try fitRidge(withConstant(X, y), penalty: .generalisedCrossValidation(degrees))
      let least = fit.generalisedCrossValidation(degrees)
      for step in -12_000...12_000 {
        let λ = exp(Double(step) / 500)
        #expect(fit.path.generalisedCrossValidation(λ, degrees) >= least * (1 - 1e-12))
      }
      #expect(fit.path.generalisedCrossValidation(.infinity, degrees) >= least * (1 - 1e-12))
      if fit.choice == .everything { #expect(fit.coefficients.dropFirst().allSatisfy { $0 == 0 }) }
    }
  }

  @Test("units of a column change its standardised coefficient only", arguments: [1e12, 1e-12])
  func scales(factor: Double) throws {
    let (X, y) = try longley()
    let changed = Matrix(rows: 16, columns: 6) { $1 == 2 ? factor * X[$0, $1] : X[$0, $1] }
    let policy = RidgePenalty.generalisedCrossValidation(.whole)
    let a = try fitRidge(withConstant(X, y), penalty: policy)
    let b = try fitRidge(
      withConstant(changed, y.map { $0 * factor }), penalty: policy)
    #expect(relativeError(b.penalty, a.penalty) < 1e-8)
    for j in 0..<7 {
      let back = b.coefficients[j] / factor * (j == 3 ? factor : 1)
      #expect(relativeError(back, a.coefficients[j]) < 1e-8)
    }
  }

  @Test("more columns than rows, and dependent columns, have a fit under a penalty")
  func wide() throws {
    var random = SplitMix(seed: 9)
    let X = Matrix(rows: 6, columns: 9) { _, _ in random.normal() }
    let y = (0..<6).map { _ in random.normal() }
    let fit = try fitRidge(withConstant(X, y), penalty: .given(2), scale: .asGiven)
    let stacked = Matrix(rows: 15, columns: 10) { i, j in
      if i < 6 { return j == 0 ? 1 : X[i, j - 1] }
      return j > 0 && i - 6 == j - 1 ? 2.0.squareRoot() : 0
    }
    let twin = try leastSquares(stacked, y + Array(repeating: 0, count: 9))
    // Against the largest of them: one is a difference of nearly equal parts.
    let largest = twin.coefficients.reduce(0) { max($0, $1.magnitude) }
    for (a, b) in zip(fit.coefficients, twin.coefficients) {
      #expect((a - b).magnitude < 1e-12 * largest)
    }
    #expect(throws: EstimationError.tooFewObservations(observations: 6, parameters: 10)) {
      try fitRidge(withConstant(X, y), penalty: .given(0))
    }
    let twice = Matrix(rows: 6, columns: 2) { i, _ in X[i, 0] }
    let half = try fitRidge(withConstant(twice, y), penalty: .given(1))
    #expect(relativeError(half.coefficients[1], half.coefficients[2]) < 1e-12)
    #expect(throws: EstimationError.collinear(regressor: "x2")) {
      try fitRidge(withConstant(twice, y), penalty: .given(0))
    }
  }

  @Test("bad columns are named")
  func refusals() throws {
    let (X, y) = try longley()
    let flat = Matrix(rows: 16, columns: 2) { $1 == 0 ? X[$0, 0] : 7 }
    #expect(throws: EstimationError.collinear(regressor: "x2")) {
      try fitRidge(withConstant(flat, y), penalty: .given(1))
    }
    let infinite = Matrix(rows: 16, columns: 1) { i, _ in i == 3 ? .infinity : X[i, 0] }
    #expect(throws: EstimationError.bayesian(.infiniteValue(column: "x1"))) {
      try fitRidge(withConstant(infinite, y), penalty: .given(1))
    }
    var data = withoutConstant(X, y)
    data.effects = [Grouping(name: "row", labels: Array(0..<16))]
    #expect(throws: EstimationError.absorbed(regressor: "x1")) {
      try fitRidge(data, penalty: .given(1))
    }
  }

  @Test("a perfect fit needs no penalty, and no movement has no slope")
  func extremes() throws {
    let (X, _) = try longley()
    let two = Matrix(rows: 16, columns: 2) { X[$0, $1] }
    let perfect = try fitRidge(
      withConstant(two, (0..<16).map { 3 + 2 * X[$0, 0] }),
      penalty: .generalisedCrossValidation(.whole))
    #expect((perfect.coefficients[1] - 2).magnitude < 1e-9)
    let still = try fitRidge(
      withConstant(two, Array(repeating: 5, count: 16)),
      penalty: .generalisedCrossValidation(.whole))
    #expect(still.coefficients == [5, 0, 0] && still.residualSumOfSquares == 0)
  }
}
