import Foundation
import LinearAlgebra
import Testing

/// Against SciPy: `factorisations.py` beside its output.
@Suite("Factorisations")
struct FactorisationTests {
  private let reference: [String: Any]

  init() throws {
    useOneThreadForLinearAlgebra()
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let data = try Data(contentsOf: folder.appending(path: "ReferenceValues/factorisations.json"))
    reference = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test("systems with general, positive definite and triangular matrices")
  func systems() throws {
    let A = try matrix("general"), B = try matrix("right"), P = try matrix("positive")
    let lu = try #require(LUFactor(A)), cholesky = try Cholesky(P)
    try expect(lu.solve(B), "solve")
    try expect(lu.solve(B, transposed: true), "solve_transposed")
    try expect(alone(B) { lu.solve($0) }, "solve")
    try expect(cholesky.solve(B), "positive_solve")
    try expect(cholesky.inverse, "positive_inverse")
    #expect(cholesky.inverse == cholesky.inverse.transposed)
    try expect(alone(B) { cholesky.solve($0) }, "positive_solve")
    let lower = Triangular(P, .lower), upper = Triangular(P, .upper)
    try expect(lower.solve(B), "lower_solve")
    try expect(alone(B) { lower.solve($0) }, "lower_solve")
    try expect(upper.solve(B, transposed: true), "upper_solve_transposed")
    try expect(upper.inverse, "upper_inverse")
  }

  @Test("singular values and vectors")
  func singular() throws {
    let T = try matrix("tall")
    let svd = try #require(SingularValues(T))
    try expect(Matrix(columns: svd.values.map { [$0] }, rows: 1), "singular_values")
    try expect(
      Matrix(columns: try #require(singularValues(T.transposed)).map { [$0] }, rows: 1),
      "singular_values")
    let scaled = Matrix(rows: 7, columns: 4) { svd.left[$0, $1] * svd.values[$1] }
    #expect((scaled * svd.right.transposed - T).frobeniusNorm < 1e-14 * T.frobeniusNorm)
    #expect((svd.left.gram() - .identity(4)).frobeniusNorm < 1e-14)
    #expect((svd.right.gram() - .identity(4)).frobeniusNorm < 1e-14)
    #expect(SingularValues(Matrix(columns: [[.nan]], rows: 1)) == nil)
    #expect(singularValues(Matrix(rows: 3, columns: 0)) == [])
  }

  @Test("generalized eigenvalues")
  func generalized() throws {
    let S = try matrix("symmetric"), P = try matrix("positive")
    let eigen = try #require(GeneralizedEigen(S, P))
    try expect(Matrix(columns: eigen.values.map { [$0] }, rows: 1), "generalized")
    let Λ = Matrix(rows: 5, columns: 5) { $0 == $1 ? eigen.values[$0] : 0 }
    let left = S * eigen.vectors, right = P * eigen.vectors * Λ
    #expect((left - right).frobeniusNorm < 1e-13 * left.frobeniusNorm)
    #expect(GeneralizedEigen(S, -1 * P) == nil)
  }

  @Test("the condition of a design does not depend on units")
  func condition() throws {
    let X = try matrix("scaled"), weights = try matrix("weights").storage
    let κ = conditionNumber(X, weights: weights)
    try expect(Matrix(columns: [[κ]], rows: 1), "condition")
    let y = (0..<7).map { Double($0 * $0) }
    let fit = try leastSquares(X, y, weights: weights)
    #expect((fit.conditionNumber / κ - 1).magnitude < 1e-13)
    #expect(conditionNumber(.identity(3)) == 1)
    let extreme = Matrix(rows: 7, columns: 4) { i, j in X[i, j] * (j == 1 ? 1e-300 : 1e300) }
    #expect((conditionNumber(extreme, weights: weights) / κ - 1).magnitude < 1e-12)
    #expect(conditionNumber(Matrix(rows: 3, columns: 1)) == .infinity)
    #expect(conditionNumber(Matrix(columns: [[1, .nan]], rows: 2)) == .infinity)
    let same = Matrix(columns: [[1, 2, 3], [1, 2, 3]], rows: 3)
    #expect(conditionNumber(same) > 1e15)
  }

  @Test("singular systems have no factor")
  func refusals() {
    #expect(LUFactor(Matrix(rows: 2, columns: 2)) == nil)
    #expect(LUFactor(Matrix(columns: [[.infinity]], rows: 1)) == nil)
    #expect(Triangular(Matrix(columns: [[1, 0], [5, 0]], rows: 2), .upper).isSingular)
  }

  /// Column by column.
  private func alone(_ B: Matrix, _ solve: ([Double]) -> [Double]) -> Matrix {
    Matrix(columns: (0..<B.columns).map { solve(B.column($0)) }, rows: B.rows)
  }

  private func matrix(_ name: String) throws -> Matrix {
    let rows = try #require(reference[name] as? [[Double]])
    return Matrix(rows: rows.count, columns: rows[0].count) { rows[$0][$1] }
  }

  /// Two stable algorithms on matrices of order 7 and condition below 100: 7² · 100 · 2⁻⁵².
  private func expect(
    _ A: Matrix, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let B = try matrix(name)
    #expect(
      (A - B).frobeniusNorm <= 1.1e-12 * B.frobeniusNorm, "\(name)", sourceLocation: sourceLocation)
  }
}
