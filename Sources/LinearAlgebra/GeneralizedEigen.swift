private import CLAPACKE

/// The λ and v of Av = λBv, for a symmetric A and a symmetric positive definite B.
///
/// Limited-information maximum likelihood is the least λ of such a pair.
package struct GeneralizedEigen: Sendable {
  /// n numbers, ascending.
  package let values: [Double]
  /// n × n; column j belongs to `values[j]`, and VᵀBV is the identity.
  package let vectors: Matrix

  /// Solves by `dsygv`; only the lower triangles are read.
  ///
  /// - Returns: nil when B is not positive definite, an element is not finite, or the iteration
  ///   does not converge.
  /// - Precondition: A and B are square and of one order.
  /// - Accuracy: Each value within O(n²) · 2⁻⁵² · ‖A‖₂ ‖B⁻¹‖₂.
  /// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed., §8.7.2.
  package init?(_ A: Matrix, _ B: Matrix) {
    precondition(
      A.rows == A.columns && B.rows == B.columns && A.rows == B.rows,
      "a pair of \(A.rows) × \(A.columns) and \(B.rows) × \(B.columns)")
    guard A.storage.allSatisfy(\.isFinite), B.storage.allSatisfy(\.isFinite) else { return nil }
    var a = A.storage, b = B.storage, values = Array(repeating: 0.0, count: A.rows)
    let n = Int32(A.rows)
    if n > 0 {
      // SAFETY: the arrays hold n·n, n·n and n doubles, as dsygv is told.
      let info = unsafe LAPACKE_dsygv(
        LAPACK_COL_MAJOR, 1, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "L")), n, &a, n, &b, n,
        &values)
      guard info == 0 else { return nil }
    }
    self.values = values
    vectors = Matrix(rows: A.rows, columns: A.columns, storage: a)
  }
}
