private import CLAPACKE

/// The thin singular value decomposition A = U diag(σ) Vᵀ.
package struct SingularValues: Sendable {
  /// min(m, n) numbers ≥ 0, descending.
  package let values: [Double]
  /// m × min(m, n), orthonormal columns.
  package let left: Matrix
  /// n × min(m, n), orthonormal columns.
  package let right: Matrix

  /// Decomposes an m × n matrix by `dgesdd`.
  ///
  /// - Returns: nil when an element is not finite, or the iteration does not converge.
  /// - Accuracy: Each value within O(mn) · 2⁻⁵² · σ₁.
  /// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed., §8.6.
  package init?(_ A: Matrix) {
    guard let (values, U, V) = singularValues(A, vectors: true) else { return nil }
    (self.values, left, right) = (values, U, V.transposed)
  }
}

/// The singular values of A alone: min(m, n) numbers, descending.
///
/// - Returns: nil when an element is not finite, or the iteration does not converge.
package func singularValues(_ A: Matrix) -> [Double]? { singularValues(A, vectors: false)?.0 }

private func singularValues(_ A: Matrix, vectors: Bool) -> ([Double], Matrix, Matrix)? {
  guard A.storage.allSatisfy(\.isFinite) else { return nil }
  let r = min(A.rows, A.columns)
  var storage = A.storage, values = Array(repeating: 0.0, count: r)
  var U = Array(repeating: 0.0, count: vectors ? A.rows * r : 1)
  var V = Array(repeating: 0.0, count: vectors ? r * A.columns : 1)
  if r > 0 {
    let m = Int32(A.rows), n = Int32(A.columns)
    let job = CChar(UInt8(ascii: vectors ? "S" : "N"))
    // SAFETY: the arrays hold m·n, r, m·r and r·n doubles, or one where vectors are not asked for.
    let info = unsafe LAPACKE_dgesdd(
      LAPACK_COL_MAJOR, job, m, n, &storage, m, &values, &U, m, &V, Int32(vectors ? r : 1))
    guard info == 0 else { return nil }
  }
  guard vectors else { return (values, Matrix(rows: 0, columns: 0), Matrix(rows: 0, columns: 0)) }
  return (
    values, Matrix(rows: A.rows, columns: r, storage: U),
    Matrix(rows: r, columns: A.columns, storage: V)
  )
}
