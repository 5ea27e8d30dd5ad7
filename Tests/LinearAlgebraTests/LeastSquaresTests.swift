import LinearAlgebra
import NumericKernels
import Testing

/// A linear problem with certified answers from NIST's Statistical Reference Datasets,
/// https://www.itl.nist.gov/div898/strd/lls/lls.shtml.
struct StRD: CustomTestStringConvertible {
  let testDescription: String
  var hasConstant = true
  /// The power of x in the last column, where the columns are powers.
  var degree = 0
  /// Of the coefficients, as the project asks of them; see also `strd_check.py` for what doubles
  /// allow: 7.6 for Filip, 13.2 or more for the others.
  let digits: Double
  /// Of the standard errors; nil where the certified ones are 0.
  var errorDigits: Double? = 13

  static let linear = [
    StRD(testDescription: "NoInt1", hasConstant: false, digits: 14),
    StRD(testDescription: "NoInt2", hasConstant: false, digits: 14),
    StRD(testDescription: "Norris", digits: 13),
    StRD(testDescription: "Pontius", degree: 2, digits: 13),
    StRD(testDescription: "Longley", digits: 13),
    StRD(testDescription: "Wampler1", degree: 5, digits: 14, errorDigits: nil),
    StRD(testDescription: "Wampler2", degree: 5, digits: 13, errorDigits: nil),
    StRD(testDescription: "Wampler3", degree: 5, digits: 14),
    StRD(testDescription: "Wampler4", degree: 5, digits: 14),
    StRD(testDescription: "Wampler5", degree: 5, digits: 14),
    StRD(testDescription: "Filip", degree: 10, digits: 7.5, errorDigits: 7.5),
  ]

  func read() throws -> (X: Matrix, y: [Double]) {
    let rows = try referenceRows("lls_\(testDescription).csv").map { $0.compactMap(Double.init) }
    let offset = hasConstant ? 0 : 1
    let width = degree > 0 ? degree + 1 : rows[0].count - offset
    let X = Matrix(rows: rows.count, columns: width) { i, j in
      degree > 0
        ? integerPower(rows[i][1], j) : j + offset == 0 ? 1 : rows[i][j + offset]
    }
    return (X, rows.map { $0[0] })
  }

  /// Coefficients with their standard errors: certified, or exact for the numbers as doubles.
  func answers(_ file: String) throws -> [(coefficient: Double, error: Double)] {
    try referenceRows(file).filter { $0[0] == testDescription }
      .map { (try #require(Double($0[1])), try #require(Double($0[2]))) }
  }
}

@Suite("Least squares")
struct LeastSquaresTests {
  @Test("agrees with NIST's certified values", arguments: StRD.linear)
  func certified(problem: StRD) throws {
    let (X, y) = try problem.read(), certified = try problem.answers("certified.csv")
    let fit = try leastSquares(X, y)
    #expect(fit.coefficients.count == certified.count)
    let size = y.reduce(0) { max($0, $1.magnitude) }
    for (j, answer) in certified.enumerated() {
      #expect(correctDigits(fit.coefficients[j], answer.coefficient) >= problem.digits)
      if let digits = problem.errorDigits {
        #expect(correctDigits(fit.standardErrors[j], answer.error) >= digits)
      } else {
        #expect(answer.error == 0)
        #expect(fit.standardErrors[j] <= 1e-14 * size * fit.inverseGram[j, j].squareRoot())
      }
    }
  }

  @Test(
    "is right to the last digit of the exact solution for the same doubles", arguments: StRD.linear)
  func exact(problem: StRD) throws {
    let (X, y) = try problem.read(), exact = try problem.answers("strd_exact.csv")
    let fit = try leastSquares(X, y)
    for (j, answer) in exact.enumerated() {
      // Rounded once, then scaled by a power of two: half a unit, and the rest of a refinement
      // that ends when the next step would move less than half a unit of the largest.
      #expect(correctDigits(fit.coefficients[j], answer.coefficient) >= 14.9)
      if answer.error > 1e-6 { #expect(correctDigits(fit.standardErrors[j], answer.error) >= 10) }
    }
  }

  @Test("keeps Filip's digits where it is told what the powers' rounding left out")
  func powersWithRest() throws {
    let problem = try #require(StRD.linear.last), (X, y) = try problem.read()
    let rest = Matrix(rows: X.rows, columns: X.columns) { i, j in integerPowerRest(X[i, 1], j) }
    let fit = try leastSquares(X, y, rest: rest)
    for (j, answer) in try problem.answers("certified.csv").enumerated() {
      // With exact powers of x as a double the exact solution has 14.2 of the certified digits.
      #expect(correctDigits(fit.coefficients[j], answer.coefficient) >= 14)
      #expect(correctDigits(fit.standardErrors[j], answer.error) >= 13.5)
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
