import LinearAlgebra
import Testing

@Suite("Singular values and many responses")
struct ManyResponseTests {
  init() { useOneThreadForLinearAlgebra() }

  private func hilbert(_ n: Int, _ k: Int) -> Matrix {
    Matrix(rows: n, columns: k) { 1 / Double($0 + $1 + 1) }
  }

  @Test(
    "U diag(d) Vᵀ is the matrix, and both are orthonormal", arguments: [(7, 4), (4, 7), (5, 5)])
  func rebuilt(n: Int, k: Int) throws {
    let A = hilbert(n, k), r = min(n, k)
    let parts = try #require(SingularValues(A))
    let scaled = Matrix(rows: n, columns: r) { parts.left[$0, $1] * parts.values[$1] }
    // O(nk) · 2⁻⁵² · d₁ with d₁ < 2.
    #expect((scaled * parts.right.transposed - A).frobeniusNorm < 2e-14)
    let identity = Matrix.identity(r)
    #expect((parts.left.transposed * parts.left - identity).frobeniusNorm < 2e-14)
    #expect((parts.right.transposed * parts.right - identity).frobeniusNorm < 2e-14)
    #expect(zip(parts.values, parts.values.dropFirst()).allSatisfy { $0 >= $1 })
  }

  @Test("singular values of a matrix with known ones")
  func known() throws {
    // [[3, 0], [4, 5]] has d² = 45 and 5.
    let parts = try #require(SingularValues(Matrix(columns: [[3, 4], [0, 5]], rows: 2)))
    #expect((parts.values[0] - 45.0.squareRoot()).magnitude < 1e-14)
    #expect((parts.values[1] - 5.0.squareRoot()).magnitude < 1e-14)
    #expect(SingularValues(Matrix(columns: [[1, .nan]], rows: 2)) == nil)
    #expect(SingularValues(Matrix(rows: 3, columns: 0))?.values.isEmpty == true)
  }

  @Test("many responses are as many regressions")
  func manyResponses() throws {
    let X = Matrix(rows: 9, columns: 3) { i, j in [1, Double(i), Double(i * i % 7)][j] }
    let Y = Matrix(rows: 9, columns: 2) { i, j in Double((i + 1) * (j + 3) % 11) }
    let all = try MultivariateLeastSquares(X, Y)
    for j in 0..<2 {
      let one = try leastSquares(X, Y.column(j))
      for i in 0..<3 {
        #expect((all.coefficients[i, j] - one.coefficients[i]).magnitude < 1e-13)
      }
      #expect(
        (all.residualCrossProducts[j, j] - one.residualSumOfSquares).magnitude
          < 1e-13 * one.residualSumOfSquares)
      let gram = all.inverseTriangle * all.inverseTriangle.transposed
      #expect((gram - one.inverseGram).frobeniusNorm < 1e-14)
    }
  }

  @Test("as many rows as columns are enough, and a dependent column is named")
  func square() throws {
    let X = Matrix(columns: [[1, 1], [0, 2]], rows: 2)
    let fit = try MultivariateLeastSquares(X, Matrix(columns: [[3, 7]], rows: 2))
    #expect((fit.coefficients[0, 0] - 3).magnitude < 1e-15)
    #expect((fit.coefficients[1, 0] - 2).magnitude < 1e-15)
    #expect(throws: LeastSquaresError.rankDeficient(column: 1)) {
      try MultivariateLeastSquares(
        Matrix(columns: [[1, 2], [2, 4]], rows: 2), Matrix(rows: 2, columns: 1))
    }
    #expect(throws: LeastSquaresError.tooFewObservations(rows: 1, columns: 2)) {
      try MultivariateLeastSquares(Matrix(rows: 1, columns: 2), Matrix(rows: 1, columns: 1))
    }
  }
}
