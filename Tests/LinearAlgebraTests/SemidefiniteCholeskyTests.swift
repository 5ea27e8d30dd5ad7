import LinearAlgebra
import Testing

@Suite("Cholesky of semidefinite matrices")
struct SemidefiniteCholeskyTests {
  init() { useOneThreadForLinearAlgebra() }

  /// B Bᵀ with B random of `rank` columns.
  private func product(order: Int, rank: Int) -> Matrix {
    var random = SplitMix(state: 7)
    let B = Matrix(rows: order, columns: rank) { _, _ in random.uniform() - 0.5 }
    return B * B.transposed
  }

  @Test(
    "solves consistent systems, and finds the rank", arguments: [(1, 1), (6, 6), (9, 4), (12, 1)])
  func solves(order: Int, rank: Int) throws {
    let A = product(order: order, rank: rank)
    let b = A * (0..<order).map { Double($0 * $0 % 5) - 1 }
    let factor = SemidefiniteCholesky(A, tolerance: 1e-10)
    #expect(factor.kept.count == rank)
    let x = factor.solve(b)
    // Backward stable: a few n² · 2⁻⁵² of |A||x|, which is below 10⁴ here.
    for (left, right) in zip(A * x, b) { #expect((left - right).magnitude < 1e-9) }
    for i in 0..<order where !factor.kept.contains(i) { #expect(x[i] == 0) }
    let again = try #require(SemidefiniteCholesky(A, keeping: factor.kept.sorted()))
    for (left, right) in zip(A * again.solve(b), b) { #expect((left - right).magnitude < 1e-9) }
  }

  @Test("the unit of a row does not matter to the rank", arguments: [1e-9, 1e9])
  func units(factor: Double) {
    let A = product(order: 9, rank: 4)
    let scaled = Matrix(rows: 9, columns: 9) { i, j in
      A[i, j] * (i % 2 == 0 ? factor : 1) * (j % 2 == 0 ? factor : 1)
    }
    #expect(SemidefiniteCholesky(scaled, tolerance: 1e-10).kept.count == 4)
  }

  @Test("rows of zeros are left out, and a singular block has no factor")
  func singular() {
    let A = Matrix(rows: 3, columns: 3) { i, j in i == 1 || j == 1 ? 0 : 1 }
    #expect(SemidefiniteCholesky(A, tolerance: 1e-10).kept == [0])
    #expect(SemidefiniteCholesky(A, keeping: [0, 2]) == nil)
    #expect(SemidefiniteCholesky(A, keeping: [1]) == nil)
    #expect(SemidefiniteCholesky(A, keeping: [2])?.solve([5, 6, 7]) == [0, 0, 7])
    let nothing = Matrix(rows: 2, columns: 2)
    #expect(SemidefiniteCholesky(nothing, tolerance: 1e-10).solve([1, 2]) == [0, 0])
  }
}
