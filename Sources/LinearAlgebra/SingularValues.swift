private import CLAPACKE

/// The thin singular value decomposition A = U diag(d) Vᵀ.
package struct SingularValues: Sendable {
  /// U, n × r with r = min(n, k): orthonormal columns.
  package let left: Matrix
  /// r numbers ≥ 0, descending.
  package let values: [Double]
  /// V, k × r: orthonormal columns.
  package let right: Matrix

  /// Decomposes A by `dgesdd` (divide and conquer).
  ///
  /// It is nil when A has an element that is not finite, or the iteration does not converge.
  ///
  /// - Parameter A: n × k; either may be the larger.
  /// - Accuracy: Each singular value within O(nk) · 2⁻⁵² · d₁.
  /// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed., §8.6.
  package init?(_ A: Matrix) {
    guard A.storage.allSatisfy(\.isFinite) else { return nil }
    let n = A.rows, k = A.columns, r = min(n, k)
    var storage = A.storage, values = Array(repeating: 0.0, count: r)
    var U = Array(repeating: 0.0, count: n * r), Vᵀ = Array(repeating: 0.0, count: r * k)
    if r > 0 {
      // SAFETY: the arrays hold n·k, r, n·r and r·k doubles, as dgesdd is told.
      let info = unsafe LAPACKE_dgesdd(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "S")), Int32(n), Int32(k), &storage, Int32(n),
        &values, &U, Int32(n), &Vᵀ, Int32(r))
      guard info == 0 else { return nil }
    }
    self.values = values
    left = Matrix(rows: n, columns: r, storage: U)
    right = Matrix(rows: r, columns: k, storage: Vᵀ).transposed
  }
}
