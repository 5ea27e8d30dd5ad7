import Foundation
import LinearAlgebra
import Testing

/// n × k with singular values graded from 1 to 1/κ before columns are scaled.
private func gradedDesign(_ n: Int, _ k: Int, κ: Double, seed: UInt64) -> Matrix {
  var random = SplitMix(state: seed)
  let G = Matrix(rows: n, columns: k) { _, _ in random.uniform() - 0.5 }
  let H = Matrix(rows: k, columns: k) { _, _ in random.uniform() - 0.5 }
  guard let left = SymmetricEigen(G.gram()), let right = SymmetricEigen(H.gram()) else { return G }
  // G's columns made orthonormal, then graded and turned.
  let graded = Matrix(rows: k, columns: k) { i, j in
    left.vectors[i, j] / left.values[j].squareRoot() * pow(κ, -Double(j) / Double(k - 1))
  }
  return G * (graded * right.vectors.transposed)
}

@Suite("Least squares in blocks")
struct BlockedLeastSquaresTests {
  init() { useOneThreadForLinearAlgebra() }

  @Test("all ways agree over conditions", arguments: [1, 1e2, 1e4, 1e6, 1e9, 1e12], [false, true])
  func graded(κ: Double, isWeighted: Bool) throws {
    let n = 3_001, k = 12
    let X = gradedDesign(n, k, κ: κ, seed: 7)
    var random = SplitMix(state: 8)
    let y = (X * (0..<k).map { Double($0 + 1) }).map { $0 + 0.01 * (random.uniform() - 0.5) }
    let weights = isWeighted ? (0..<n).map { _ in 0.1 + random.uniform() } : nil
    let exact = try leastSquares(X, y, weights: weights, way: .refinedQR)
    let condition = exact.conditionNumber
    for way in [LeastSquaresWay.seminormalEquations, .blockQR] {
      let fit = try leastSquares(X, y, weights: weights, way: way, threads: 2)
      // Conditions of scaled columns up to about 10⁻⁹/u/k allow the Gram matrix.
      let isSafe = condition * condition * Double(k) * 0x1p-53 <= 1e-9
      #expect(fit.way == (way == .blockQR || !isSafe ? .blockQR : .seminormalEquations))
      // Corrected: to the last digits of the largest coefficient. Not corrected: the error of QR,
      // k u κ (1 + κ ‖r‖/‖Xb‖) of the largest (Golub & Van Loan, 4th ed., theorem 5.3.1), with 10
      // for the constants.
      let u = 0x1p-53, ku = Double(k) * u
      let fitted = zip(y, exact.residuals).map { $0 - $1 }
      let ratio = norm(exact.residuals) / norm(fitted)
      let bound =
        condition * condition * ku <= 0x1p-4
        ? 10 * u : 10 * ku * condition * (1 + condition * ratio)
      let size = exact.coefficients.reduce(0) { max($0, $1.magnitude) }
      for j in 0..<k {
        #expect((fit.coefficients[j] - exact.coefficients[j]).magnitude <= bound * size)
        let digits = way == .seminormalEquations && isSafe ? 1e-9 : 10 * ku * condition
        #expect(
          relative(fit.inverseGram[j, j], exact.inverseGram[j, j]) <= digits + 1e-11)
      }
      #expect(relative(fit.conditionNumber, condition) <= 10 * ku * condition + 1e-9)
      // Residuals feel an error e of b as X e, at most κ‖e‖ u; their sum of squares its square.
      #expect(
        relative(fit.residualSumOfSquares, exact.residualSumOfSquares)
          <= 1e-14 + pow(10 * ku * condition / max(ratio, 1e-3), 2))
    }
  }

  @Test("threads change no bit", arguments: [1e1, 1e7])
  func threads(κ: Double) throws {
    let X = gradedDesign(20_011, 9, κ: κ, seed: 3)
    let y = X.column(0).map { $0 * $0 }
    let weights = (0..<20_011).map { 1 + Double($0 % 7) }
    let one = try leastSquares(X, y, weights: weights, threads: 1)
    #expect(one.way == (κ < 100 ? .seminormalEquations : .blockQR))
    for threads in 2...3 {
      let more = try leastSquares(X, y, weights: weights, threads: threads)
      #expect(one.coefficients == more.coefficients)
      #expect(one.residuals == more.residuals)
      #expect(one.inverseGram == more.inverseGram)
      #expect(one.residualSumOfSquares == more.residualSumOfSquares)
    }
  }

  @Test(
    "units change no digit, even where squares overflow",
    arguments: [-600, -450, -200, 300, 450, 520])
  func extremeUnits(exponent: Int) throws {
    let X = gradedDesign(15_000, 9, κ: 10, seed: 5), y = X.column(0).map { $0 * $0 + 1 }
    let unit = Double(sign: .plus, exponent: exponent / 2, significand: 1)
    let Z = Matrix(rows: X.rows, columns: 9) { i, j in j == 4 ? X[i, j] * unit * unit : X[i, j] }
    let plain = try leastSquares(X, y)
    guard exponent.magnitude < 512 else {
      // The coefficient's variance is 2^±1040 and more: no double.
      #expect(throws: LeastSquaresError.outOfRange(column: 4)) { try leastSquares(Z, y) }
      return
    }
    let scaled = try leastSquares(Z, y)
    for j in 0..<9 {
      let back = j == 4 ? scaled.coefficients[j] * unit * unit : scaled.coefficients[j]
      // One ulp where the Cholesky factor of another scaling rounds otherwise.
      #expect(relative(back, plain.coefficients[j]) <= 4 * 0x1p-53)
    }
  }

  @Test("refuses by name what has no answer")
  func refusals() throws {
    let n = 16_000, good = gradedDesign(n, 9, κ: 10, seed: 5), y = good.column(0)
    var twice = good, zero = good, infinite = good
    for i in 0..<n {
      twice[i, 7] = 3 * good[i, 1] - good[i, 4]
      zero[i, 2] = 0
    }
    infinite[12_345, 3] = .infinity
    #expect(throws: LeastSquaresError.rankDeficient(column: 7)) { try leastSquares(twice, y) }
    #expect(throws: LeastSquaresError.zeroColumn(column: 2)) { try leastSquares(zero, y) }
    #expect(throws: LeastSquaresError.notFinite(row: 12_345)) { try leastSquares(infinite, y) }
    var weights = Array(repeating: 1.0, count: n)
    weights[77] = 0
    #expect(throws: LeastSquaresError.weightNotPositive(row: 77)) {
      try leastSquares(good, y, weights: weights)
    }
    weights[77] = .nan
    #expect(throws: LeastSquaresError.notFinite(row: 77)) {
      try leastSquares(good, y, weights: weights)
    }
    // The same columns as noise of a given length: column 8 is 10⁻⁶ of itself away from column 0.
    var close = good
    for i in 0..<n { close[i, 8] = good[i, 0] + 1e-6 * good[i, 8] }
    _ = try leastSquares(close, y)
    let noise = (0..<9).map { 1e-5 * norm(close.column($0)) }
    #expect(throws: LeastSquaresError.rankDeficient(column: 8)) {
      try leastSquares(close, y, noise: noise)
    }
  }

  @Test("of dependent columns the first stay", arguments: [40, 20_000])
  func independent(n: Int) throws {
    let good = gradedDesign(n, 4, κ: 10, seed: 9)
    // Columns: a, 2a, b, 0, a − 3b, c, d, c + d.
    let X = Matrix(rows: n, columns: 8) { i, j in
      let (a, b, c, d) = (good[i, 0], good[i, 1], good[i, 2], good[i, 3])
      return [a, 2 * a, b, 0, a - 3 * b, c, d, c + d][j]
    }
    #expect(try independentColumns(of: X) == [0, 2, 5, 6])
    let weights = (0..<n).map { 1 + Double($0 % 3) }
    #expect(try independentColumns(of: X, weights: weights, threads: 2) == [0, 2, 5, 6])
    let huge = Matrix(rows: n, columns: 8) { i, j in X[i, j] * (j == 2 ? 1e308 : 1) }
    #expect(try independentColumns(of: huge, weights: weights.map { $0 * 1e300 }) == [0, 2, 5, 6])
    var infinite = X
    infinite[9, 1] = .nan
    #expect(throws: LeastSquaresError.notFinite(row: 9)) { try independentColumns(of: infinite) }
    // Wider than tall: as many as there are rows.
    let wide = Matrix(rows: 3, columns: 5) { i, j in good[i, min(j, 3)] + (j == 4 ? Double(i) : 0) }
    #expect(try independentColumns(of: wide) == [0, 1, 2])
  }

  @Test("a perfect fit leaves no more than rounding", arguments: [200, 30_000])
  func perfectFit(n: Int) throws {
    let X = Matrix(rows: n, columns: 6) { i, j in j == 0 ? 1 : Double((i * (2 * j + 1)) % 101) }
    let y = X * [3, -2, 1, 5, -4, 7]
    let fit = try leastSquares(X, y)
    #expect(fit.coefficients == [3, -2, 1, 5, -4, 7])
    #expect(fit.residuals.allSatisfy { $0.magnitude <= 1e-20 })
  }

  @Test("weights of any size", arguments: [12, 70_000])
  func extremeWeights(n: Int) throws {
    let X = Matrix(rows: n, columns: 2) { i, j in j == 0 ? 1 : Double(i % 12) }
    let y = (0..<n).map { Double(($0 * $0) % 7) }
    let plain = (0..<n).map { Double(1 + $0 % 3) }
    let fit = try leastSquares(X, y, weights: plain)
    for unit in [0x1p-700, 0x1p700] {
      let scaled = try leastSquares(X, y, weights: plain.map { $0 * unit })
      #expect(relative(scaled.coefficients[1], fit.coefficients[1]) <= 4 * 0x1p-53)
      #expect(relative(scaled.inverseGram[1, 1] * unit, fit.inverseGram[1, 1]) <= 1e-9)
      #expect(relative(scaled.residualSumOfSquares / unit, fit.residualSumOfSquares) <= 1e-14)
    }
    // All but three rows count for nothing: the line through (0, y₀), (1, y₁), (2, y₂).
    let few = (0..<n).map { $0 < 3 ? 1e200 : 1e-200 }
    let line = try leastSquares(X, y, weights: few)
    #expect(relative(line.coefficients[1], (y[2] - y[0]) / 2) <= 1e-14)
    #expect(line.residuals.allSatisfy { $0.isFinite })
  }

  @Test("one row more than columns; a column alone; no column")
  func leastShapes() throws {
    let X = Matrix(columns: [[1, 1, 1], [1, 2, 4]], rows: 3)
    // Exact: slope (Σxy − ΣxΣy/3)/(Σx² − (Σx)²/3) = (1·1+2·0+4·2 − 7·3/3)/(21 − 49/3) = 3/7.
    let fit = try leastSquares(X, [1, 0, 2])
    #expect((fit.coefficients[1] - 3.0 / 7).magnitude < 1e-16)
    #expect((fit.coefficients[0] - (1 - 3.0 / 7 * 7 / 3)).magnitude < 1e-16)
    let alone = try leastSquares(Matrix(columns: [[3, 4]], rows: 2), [6, 8])
    #expect(alone.coefficients == [2])
    #expect(alone.conditionNumber == 1)
    #expect(relative(alone.inverseGram[0, 0], 1.0 / 25) < 1e-15)
    let nothing = try leastSquares(Matrix(rows: 2, columns: 0), [3, 4])
    #expect(nothing.residualSumOfSquares == 25)
  }

  private func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  private func relative(_ a: Double, _ b: Double) -> Double { ((a - b) / b).magnitude }
}
