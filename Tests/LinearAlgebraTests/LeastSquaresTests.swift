import LinearAlgebra
import Testing

/// A linear problem with certified answers from NIST's Statistical Reference Datasets,
/// https://www.itl.nist.gov/div898/strd/lls/lls.shtml.
struct StRD: CustomTestStringConvertible {
  let testDescription: String
  var hasConstant = true
  /// ⌊15 − log₁₀ κ(X)⌋, and at most 14: NIST prints 15 digits.
  let digits: Double
  /// Of the standard errors: κ of the columns scaled to one length, since (XᵀX)⁻¹ scales with
  /// them; nil where the certified residual is 0.
  let errorDigits: Double?

  static let linear = [
    StRD(testDescription: "NoInt1", hasConstant: false, digits: 14, errorDigits: 14),
    StRD(testDescription: "Norris", digits: 12, errorDigits: 13),  // κ = 855
    StRD(testDescription: "Longley", digits: 5, errorDigits: 10),  // κ = 4.9 × 10⁹
    StRD(testDescription: "Wampler1", digits: 8, errorDigits: nil),  // κ = 6.4 × 10⁶
    StRD(testDescription: "Wampler3", digits: 8, errorDigits: 11),
    // The residuals are 10⁴ times those of Wampler3, and the part κ² tan θ of the error bound is
    // proportional to them (Golub & Van Loan, 4th ed., theorem 5.3.1): 9 digits there, 5 here.
    StRD(testDescription: "Wampler5", digits: 5, errorDigits: 11),
  ]

  func read() throws -> (X: Matrix, y: [Double], certified: [(Double, Double)]) {
    let rows = try referenceRows("lls_\(testDescription).csv").map { $0.compactMap(Double.init) }
    let offset = hasConstant ? 0 : 1
    let X = Matrix(rows: rows.count, columns: rows[0].count - offset) { i, j in
      j + offset == 0 ? 1 : rows[i][j + offset]
    }
    let certified = try referenceRows("certified.csv").filter { $0[0] == testDescription }
      .map { (try #require(Double($0[1])), try #require(Double($0[2]))) }
    return (X, rows.map { $0[0] }, certified)
  }
}

@Suite("Least squares")
struct LeastSquaresTests {
  @Test("agrees with NIST's certified values", arguments: StRD.linear)
  func certified(problem: StRD) throws {
    let (X, y, certified) = try problem.read()
    let fit = try leastSquares(X, y)
    #expect(fit.coefficients.count == certified.count)
    for (j, (coefficient, error)) in certified.enumerated() {
      #expect(correctDigits(fit.coefficients[j], coefficient) >= problem.digits)
      guard let errorDigits = problem.errorDigits else { continue }
      #expect(correctDigits(fit.standardErrors[j], error) >= errorDigits)
    }
  }

  @Test("names a duplicated column")
  func duplicatedColumn() {
    let X = Matrix(rows: 5, columns: 3) { i, j in j == 2 ? Double(i * i) : Double(i) }
    #expect(throws: LeastSquaresError.rankDeficient(column: 1)) {
      try leastSquares(X, [1, 2, 3, 4, 5])
    }
  }

  @Test("a column's unit does not make it dependent", arguments: [1e-12, 1, 1e15])
  func units(factor: Double) throws {
    let plain = Matrix(rows: 6, columns: 2) { i, j in j == 0 ? 1 : Double(i * i) }
    let scaled = Matrix(rows: 6, columns: 2) { i, j in j == 0 ? 1 : Double(i * i) * factor }
    let y = [3.0, 1, 4, 1, 5, 9]
    let a = try leastSquares(plain, y), b = try leastSquares(scaled, y)
    // Two backward stable solutions: n · k · 2⁻⁵³ · κ, κ < 40 for scaled columns.
    #expect((b.coefficients[1] * factor / a.coefficients[1] - 1).magnitude < 1e-13)
    #expect((b.coefficients[0] / a.coefficients[0] - 1).magnitude < 1e-13)
  }

  @Test("the order of the rows does not matter")
  func rowOrder() throws {
    let y = [3.0, 1, 4, 1, 5, 9]
    let X = Matrix(rows: 6, columns: 2) { i, j in j == 0 ? 1 : Double(i * i) }
    let turned = Matrix(rows: 6, columns: 2) { i, j in X[5 - i, j] }
    let a = try leastSquares(X, y), b = try leastSquares(turned, y.reversed())
    #expect((a.coefficients[1] - b.coefficients[1]).magnitude < 1e-13)
  }

  @Test("refuses shapes and values that have no answer")
  func refusals() {
    let X = Matrix(rows: 2, columns: 2) { i, j in Double(i + 2 * j * j) }
    #expect(throws: LeastSquaresError.shapeMismatch(rows: 2, responses: 3)) {
      try leastSquares(X, [1, 2, 3])
    }
    #expect(throws: LeastSquaresError.tooFewObservations(rows: 2, columns: 2)) {
      try leastSquares(X, [1, 2])
    }
    let column = Matrix(columns: [[1, .infinity, 2]], rows: 3)
    #expect(throws: LeastSquaresError.notFinite(row: 1)) { try leastSquares(column, [1, 2, 3]) }
  }
}
