import Foundation
import LinearAlgebra
import Testing

private func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var stream = SplitMix(state: seed)
  return Matrix(rows: rows, columns: columns) { _, _ in stream.uniform() - 0.5 }
}

@Suite("Factors with Q kept, singular values, pairs")
struct FactorTests {
  @Test("rotations keep lengths, come back, and make A a triangle", arguments: [(5, 5), (9, 3)])
  func rotations(n: Int, k: Int) {
    let A = random(n, k, seed: 11), qr = OrthogonalFactor(A), B = random(n, 2, seed: 5)
    #expect((qr.restored(qr.rotated(B)) - B).frobeniusNorm < 1e-14)
    #expect((qr.rotated(B).frobeniusNorm - B.frobeniusNorm).magnitude < 1e-14)
    let triangle = qr.rotated(A)
    for i in 0..<n {
      for j in 0..<k {
        #expect((triangle[i, j] - (i <= j ? qr.triangle[i, j] : 0)).magnitude < 1e-14)
      }
    }
    let C = random(k, 2, seed: 7)
    #expect((qr.triangle * qr.solved(C) - C).frobeniusNorm < 1e-12)
    #expect((qr.triangle.transposed * qr.solvedTransposed(C) - C).frobeniusNorm < 1e-12)
    #expect((qr.inverseGram * (A.transposed * A) - .identity(k)).frobeniusNorm < 1e-11)
    #expect((upperSolved(qr.triangle, C, order: k) - qr.solved(C)).frobeniusNorm == 0)
    #expect(qr.firstDependentColumn() == nil)
  }

  @Test("a dependent column is found, in its own units or given ones")
  func dependent() {
    let A = random(8, 2, seed: 3)
    let twice = A.beside(
      Matrix(columns: [zip(A.column(0), A.column(1)).map { $0 - 3 * $1 }], rows: 8))
    #expect(OrthogonalFactor(twice).firstDependentColumn() == 2)
    #expect(OrthogonalFactor(A).firstDependentColumn(norms: [1, 1e30]) == 1)
    #expect(OrthogonalFactor(Matrix(rows: 3, columns: 1)).firstDependentColumn() == 0)
  }

  @Test("singular values rebuild the matrix", arguments: [(4, 4), (6, 2), (2, 6)])
  func singularValues(m: Int, n: Int) throws {
    let A = random(m, n, seed: 21), svd = try #require(CompleteSingularValues(A))
    let middle = Matrix(rows: m, columns: n) { $0 == $1 ? svd.values[$0] : 0 }
    #expect((svd.left * middle * svd.right.transposed - A).frobeniusNorm < 1e-14)
    #expect((svd.left.transposed * svd.left - .identity(m)).frobeniusNorm < 1e-14)
    #expect(zip(svd.values, svd.values.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(CompleteSingularValues(Matrix(rows: 1, columns: 1) { _, _ in .nan }) == nil)
  }

  @Test("eigenvalues of a pair: known ones, complex ones and infinite ones")
  func pairs() throws {
    // det(A − λB) with A = diag(6, R, 1), B = diag(2, I, 0), R a quarter turn: 3, ±i, infinity.
    let A = Matrix(rows: 4, columns: 4) { i, j in
      [[6, 0, 0, 0], [0, 0, -1, 0], [0, 1, 0, 0], [0, 0, 0, 1]][i][j]
    }
    let B = Matrix(rows: 4, columns: 4) { i, j in
      i == j ? [2, 1, 1, 0][i] : 0
    }
    let values = try #require(generalisedEigenvalues(A, B))
    #expect(values.contains { $0.imaginary == 0 && ($0.real / $0.scale - 3).magnitude < 1e-15 })
    #expect(values.filter { ($0.imaginary / $0.scale).magnitude > 0.999 }.count == 2)
    #expect(values.filter { $0.scale == 0 }.count == 1)
  }

  @Test("rows and columns are selected and joined")
  func selection() {
    let A = random(5, 3, seed: 2)
    #expect(A.selecting(rows: 1..<3)[1, 2] == A[2, 2] && A.selecting(rows: 2..<2).rows == 0)
    #expect(A.selecting(columns: [2, 0]).column(1) == A.column(0))
    #expect(A.beside(A).column(4) == A.column(1))
  }
}
