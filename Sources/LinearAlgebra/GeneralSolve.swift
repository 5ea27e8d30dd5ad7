private import CLAPACKE

/// PA = LU: solves systems with any square matrix.
package struct LUFactor: Sendable {
  private let factors: [Double]
  private let pivots: [Int32]
  private let order: Int

  /// Factors A by `dgetrf`.
  ///
  /// - Returns: nil when A is singular to the last bit, or has an element that is not finite.
  /// - Precondition: A is square.
  /// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed., §3.4.
  package init?(_ A: Matrix) {
    precondition(A.rows == A.columns, "LU of \(A.rows) × \(A.columns)")
    guard A.storage.allSatisfy(\.isFinite) else { return nil }
    var storage = A.storage, pivots = Array(repeating: Int32(0), count: A.rows)
    let n = Int32(A.rows)
    if n > 0 {
      // SAFETY: the arrays hold n·n doubles and n integers, as dgetrf is told.
      let info = unsafe LAPACKE_dgetrf(LAPACK_COL_MAJOR, n, n, &storage, n, &pivots)
      guard info == 0 else { return nil }
    }
    (factors, self.pivots, order) = (storage, pivots, A.rows)
  }

  /// A⁻¹B by `dgetrs`: O(n²m).
  ///
  /// - Parameters:
  ///   - B: n × m.
  ///   - transposed: Whether A is to be transposed.
  /// - Returns: n × m.
  /// - Accuracy: Backward stable but for the growth of the pivots, small in practice.
  package func solve(_ B: Matrix, transposed: Bool = false) -> Matrix {
    precondition(B.rows == order, "\(B.rows) rows for order \(order)")
    guard order > 0, B.columns > 0 else { return B }
    var storage = B.storage
    let n = Int32(order)
    // SAFETY: the arrays hold n·n doubles, n integers and n·m doubles, as dgetrs is told.
    let info = unsafe LAPACKE_dgetrs(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: transposed ? "T" : "N")), n, Int32(B.columns), factors,
      n, pivots, &storage, n)
    precondition(info == 0, "dgetrs: argument \(-info) is invalid")
    return Matrix(rows: B.rows, columns: B.columns, storage: storage)
  }

  /// The same for one column.
  package func solve(_ b: [Double], transposed: Bool = false) -> [Double] {
    solve(Matrix(rows: b.count, columns: 1, storage: b), transposed: transposed).storage
  }
}
