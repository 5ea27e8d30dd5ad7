import LinearAlgebra
import Testing

@Suite("Orthonormal bases")
struct OrthonormalBasisTests {
  /// A Vandermonde matrix: independent columns of very different size.
  private let X = Matrix(rows: 9, columns: 4) { i, j in
    (0..<j).reduce(1) { product, _ in product * Double(i) }
  }

  @Test("QR gives X back, with orthonormal columns")
  func factors() throws {
    let basis = try #require(OrthonormalBasis(X))
    let inverse = try #require(basis.inverseTriangle)
    let identity = basis.Q.transposedTimes(basis.Q)
    #expect((identity - .identity(4)).frobeniusNorm < 1e-14)
    // Q = XR⁻¹ to the rounding of R⁻¹, whose condition is that of X, below 1e4.
    #expect((X * inverse - basis.Q).frobeniusNorm < 1e-11)
    #expect(inverse[3, 0] == 0)
  }

  @Test("a zero column has no triangle, an empty matrix an empty basis")
  func singular() {
    #expect(OrthonormalBasis(Matrix(rows: 3, columns: 2) { i, j in j == 0 ? 1 : 0 }) == nil)
    #expect(OrthonormalBasis(Matrix(rows: 3, columns: 0))?.Q.columns == 0)
  }

  @Test("a span has as many columns as are independent")
  func span() {
    let twice = Matrix(rows: 9, columns: 8) { i, j in X[i, j % 4] * (j < 4 ? 1 : -3) }
    let basis = OrthonormalBasis(spanning: twice, tolerance: 1e-9)
    #expect(basis.Q.columns == 4)
    let left = twice - basis.Q * basis.Q.transposedTimes(twice)
    #expect(left.frobeniusNorm < 1e-12 * twice.frobeniusNorm)
    #expect(OrthonormalBasis(spanning: 1e-12 * twice, tolerance: 1e-6).Q.columns == 0)
  }

  @Test("AᵀB without a copy is AᵀB")
  func transposedProduct() {
    let A = Matrix(rows: 5, columns: 2) { i, j in Double(i * 3 + j) }
    let B = Matrix(rows: 5, columns: 3) { i, j in Double(j - i) / 4 }
    #expect(A.transposedTimes(B) == A.transposed * B)
    #expect(A.transposedTimes(B.column(1)) == (A.transposed * B).column(1))
    #expect(Matrix(rows: 0, columns: 2).transposedTimes(Matrix(rows: 0, columns: 1)).rows == 2)
  }
}
