private import CLAPACKE

/// The eigenvalues and eigenvectors of a symmetric matrix.
package struct SymmetricEigen: Sendable {
  /// n numbers, ascending.
  package let values: [Double]
  /// n × n; column j is the unit eigenvector of `values[j]`.
  package let vectors: Matrix

  /// Decomposes A by `dsyev`; only its lower triangle is read.
  ///
  /// - Returns: nil when A has an element that is not a number, or the QR iteration does not
  ///   converge.
  /// - Precondition: A is square.
  /// - Accuracy: Each eigenvalue within O(n) · 2⁻⁵² · ‖A‖₂.
  /// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed., §8.3.
  package init?(_ A: Matrix) {
    precondition(A.rows == A.columns, "eigenvalues of \(A.rows)×\(A.columns)")
    guard A.storage.allSatisfy(\.isFinite) else { return nil }
    var storage = A.storage
    var values = Array(repeating: 0.0, count: A.rows)
    let n = Int32(A.rows)
    if n > 0 {
      // SAFETY: the arrays hold n·n and n doubles, as dsyev is told.
      let info = unsafe LAPACKE_dsyev(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "V")), CChar(UInt8(ascii: "L")), n, &storage, n,
        &values)
      guard info == 0 else { return nil }
    }
    self.values = values
    vectors = Matrix(rows: A.rows, columns: A.columns, storage: storage)
  }

  /// V diag(f(λ)) Vᵀ.
  func rebuilt(_ f: (Double) -> Double) -> Matrix {
    let scaled = Matrix(rows: vectors.rows, columns: vectors.columns) { i, j in
      vectors[i, j] * f(values[j])
    }
    return scaled * vectors.transposed
  }
}
