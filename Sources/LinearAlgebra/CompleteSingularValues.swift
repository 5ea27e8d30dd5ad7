private import CLAPACKE

/// The singular values of a matrix, with all singular vectors.
package struct CompleteSingularValues: Sendable {
  /// min(m, n) numbers, descending.
  package let values: [Double]
  /// m × m; column j belongs to `values[j]`, those beyond span what A does not reach.
  package let left: Matrix
  /// n × n; likewise.
  package let right: Matrix

  /// Decomposes A = U diag(s) Vᵀ by `dgesvd`.
  ///
  /// It is nil when A has an element that is not finite, or the iteration does not converge.
  ///
  /// - Parameter A: m × n, small: all of U is formed.
  /// - Accuracy: Each value within O(m + n) · 2⁻⁵² · ‖A‖₂.
  /// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed., §8.6.
  package init?(_ A: Matrix) {
    guard A.storage.allSatisfy(\.isFinite) else { return nil }
    let m = Int32(A.rows), n = Int32(A.columns), count = min(A.rows, A.columns)
    guard count > 0 else {
      (values, left, right) = ([], .identity(A.rows), .identity(A.columns))
      return
    }
    var storage = A.storage
    var s = Array(repeating: 0.0, count: count), unconverged = s
    var u = Array(repeating: 0.0, count: A.rows * A.rows)
    var vt = Array(repeating: 0.0, count: A.columns * A.columns)
    // SAFETY: the arrays hold m·n, min(m, n), m·m, n·n and min(m, n) doubles, as dgesvd is told.
    let info = unsafe LAPACKE_dgesvd(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "A")), CChar(UInt8(ascii: "A")), m, n, &storage, m, &s,
      &u, m, &vt, n, &unconverged)
    guard info == 0 else { return nil }
    values = s
    left = Matrix(rows: A.rows, columns: A.rows, storage: u)
    right = Matrix(rows: A.columns, columns: A.columns, storage: vt).transposed
  }
}
