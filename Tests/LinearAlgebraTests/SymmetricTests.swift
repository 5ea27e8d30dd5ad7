import Foundation
import LinearAlgebra
import Testing

@Suite("Symmetric matrices")
struct SymmetricTests {
  @Test("the product agrees with sums written out", arguments: [(1, 1, 1), (3, 4, 5), (7, 2, 9)])
  func product(m: Int, k: Int, n: Int) {
    let a = Matrix(rows: m, columns: k) { Double((7 * $0 + 3 * $1) % 11) - 5 }
    let b = Matrix(rows: k, columns: n) { Double((5 * $0 + 2 * $1) % 13) - 6 }
    let c = a * b
    for i in 0..<m {
      for j in 0..<n {
        // Small whole numbers: every sum is exact.
        #expect(c[i, j] == (0..<k).reduce(0) { $0 + a[i, $1] * b[$1, j] })
      }
    }
  }

  @Test("eigenvalues of the second difference are 2 − 2 cos(jπ/(n + 1))", arguments: [1, 2, 9])
  func secondDifference(n: Int) throws {
    let A = Matrix(rows: n, columns: n) { i, j in
      i == j ? 2 : (abs(i - j) == 1 ? -1 : 0)
    }
    let eigen = try #require(SymmetricEigen(A))
    for j in 0..<n {
      let exact = 2 - 2 * cos(Double(j + 1) * .pi / Double(n + 1))
      #expect((eigen.values[j] - exact).magnitude < Double(n) * 4 * 0x1p-52)
    }
    let residual =
      A * eigen.vectors - eigen.vectors
      * Matrix(rows: n, columns: n) {
        $0 == $1 ? eigen.values[$0] : 0
      }
    #expect(residual.frobeniusNorm < Double(n * n) * 4 * 0x1p-52)
  }

  @Test("Cholesky of Pascal's matrix is Pascal's triangle")
  func pascal() throws {
    // S[i, j] = C(i + j, i) = Σ C(i, k) C(j, k): every step is exact in whole numbers.
    let S = Matrix(rows: 6, columns: 6) { i, j in binomial(i + j, i) }
    let factor = try Cholesky(S)
    #expect(factor.lower == Matrix(rows: 6, columns: 6) { i, j in j <= i ? binomial(i, j) : 0 })
    #expect(factor.logDeterminant { log($0) } == 0)
    // Lz = b with b = L · (1, 2, … 6).
    #expect(factor.whiten(factor.lower * [1, 2, 3, 4, 5, 6]) == [1, 2, 3, 4, 5, 6])
    #expect(factor.whitened(S) == .identity(6))
  }

  @Test("Cholesky names the block that is not positive definite")
  func indefinite() {
    let A = Matrix(columns: [[1, 0, 0], [0, 1, 2], [0, 2, 4]], rows: 3)
    #expect(throws: CholeskyError.notPositiveDefinite(order: 3)) { try Cholesky(A) }
    #expect(throws: CholeskyError.notSquare(rows: 2, columns: 1)) {
      try Cholesky(Matrix(rows: 2, columns: 1))
    }
  }

  private func binomial(_ n: Int, _ k: Int) -> Double {
    (0..<k).reduce(1) { $0 * Double(n - $1) / Double($1 + 1) }
  }
}

@Suite("Nearest correlation matrix")
struct NearestCorrelationTests {
  /// Higham, *IMA Journal of Numerical Analysis* 22 (2002), §4: printed to four decimals.
  @Test("agrees with Higham's example")
  func higham() throws {
    let A = Matrix(columns: [[1, 1, 0], [1, 1, 1], [0, 1, 1]], rows: 3)
    let nearest = try #require(nearestCorrelation(A))
    #expect((nearest[0, 1] - 0.7607).magnitude < 0.5e-4 + 1e-8)
    #expect((nearest[0, 2] - 0.1573).magnitude < 0.5e-4 + 1e-8)
    // By symmetry equal, up to where the sweeps end: 3 · 10⁻¹⁴.
    #expect((nearest[0, 1] - nearest[1, 2]).magnitude < 3e-14)
  }

  @Test("a correlation matrix is its own nearest")
  func fixedPoint() {
    let A = Matrix(columns: [[1, 0.5, 0.2], [0.5, 1, -0.3], [0.2, -0.3, 1]], rows: 3)
    #expect(nearestCorrelation(A) == A)
  }

  @Test(
    "the result is a correlation matrix with eigenvalues from the floor on",
    arguments: 1...8, [1e-8, 0.01])
  func floored(seed: UInt64, floor: Double) throws {
    var random = SplitMix(state: seed)
    var A = Matrix.identity(8)
    for i in 0..<8 {
      for j in 0..<i {
        A[i, j] = 2 * random.uniform() - 1
        A[j, i] = A[i, j]
      }
    }
    let nearest = try #require(nearestCorrelation(A, floor: floor))
    let least = try #require(SymmetricEigen(nearest)?.values.first)
    #expect(least >= floor - 8 * 8 * 0x1p-52)
    #expect(nearest.diagonal == Array(repeating: 1, count: 8))
    #expect(nearest == nearest.transposed)
    #expect(nearest.storage.allSatisfy { $0.magnitude <= 1 })
    _ = try Cholesky(nearest)
    #expect(isOptimal(nearest, for: A, floor: floor))
  }

  /// The optimum of a convex problem: no feasible point lies in the half space beyond it, so
  /// ⟨A − X, B − X⟩ ≤ 0 for every feasible B; tried for the identity and for one-factor matrices.
  private func isOptimal(_ X: Matrix, for A: Matrix, floor: Double) -> Bool {
    let gap = A - X
    var random = SplitMix(state: 99)
    let tries = (0..<200).map { _ in
      let loads = (0..<8).map { _ in (1 - 2 * floor) * (2 * random.uniform() - 1) }
      return Matrix(rows: 8, columns: 8) { i, j in
        i == j ? 1 : (1 - floor) * loads[i] * loads[j]
      }
    }
    return (tries + [Matrix.identity(8)]).allSatisfy { B in
      zip(gap.storage, (B - X).storage).reduce(0) { $0 + $1.0 * $1.1 } <= 1e-6
    }
  }

  @Test("an element that is not a number has no nearest matrix")
  func notFinite() {
    #expect(nearestCorrelation(Matrix(columns: [[1, .nan], [.nan, 1]], rows: 2)) == nil)
  }
}
