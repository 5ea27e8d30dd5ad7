private import CLAPACKE

/// X = QR with only the columns of Q that X spans.
///
/// Rows of Q are what leverages are made of: the hat matrix is QQᵀ, whatever the units and the
/// condition of X, where X(XᵀX)⁻¹Xᵀ would square the condition number.
package struct OrthonormalBasis: Sendable {
  /// n × r with orthonormal columns.
  package let Q: Matrix
  /// R⁻¹, k × k upper triangular, with X = QR; nil from ``init(spanning:tolerance:)``.
  package let inverseTriangle: Matrix?

  /// The basis of a matrix whose columns are known to be independent, by `dgeqrf`.
  ///
  /// - Returns: nil when R has a zero on its diagonal or an element that is not finite.
  /// - Precondition: X has no more columns than rows.
  /// - Accuracy: ‖QᵀQ − I‖ = O(nk) · 2⁻⁵³ (Golub & Van Loan, *Matrix Computations*, 4th ed.,
  ///   §5.2.2).
  package init?(_ X: Matrix) {
    precondition(X.rows >= X.columns, "a basis of \(X.rows)×\(X.columns)")
    let k = X.columns
    guard k > 0 else {
      (Q, inverseTriangle) = (X, X)
      return
    }
    var storage = X.storage
    var scalars = Array(repeating: 0.0, count: k)
    let n = Int32(X.rows)
    // SAFETY: the arrays hold n·k and k doubles, as dgeqrf is told.
    let info = unsafe LAPACKE_dgeqrf(
      LAPACK_COL_MAJOR, n, Int32(k), &storage, n, &scalars)
    guard info == 0 else { return nil }
    guard let inverse = Self.invertedTriangle(storage, rows: X.rows, columns: k) else {
      return nil
    }
    inverseTriangle = inverse
    Q = Self.orthogonal(storage, scalars, rows: X.rows, columns: k)
  }

  /// A basis of what columns span, however many of them are independent, by `dgeqp3`.
  ///
  /// - Parameters:
  ///   - X: n × m.
  ///   - tolerance: A column counts when what it adds to those before it is longer than this.
  package init(spanning X: Matrix, tolerance: Double) {
    inverseTriangle = nil
    let most = min(X.rows, X.columns)
    guard most > 0 else {
      Q = Matrix(rows: X.rows, columns: 0)
      return
    }
    var storage = X.storage
    var scalars = Array(repeating: 0.0, count: most)
    var pivots = Array(repeating: Int32(0), count: X.columns)
    let n = Int32(X.rows), m = Int32(X.columns)
    // SAFETY: the arrays hold n·m doubles, m integers and min(n, m) doubles, as dgeqp3 is told.
    let info = unsafe LAPACKE_dgeqp3(
      LAPACK_COL_MAJOR, n, m, &storage, n, &pivots, &scalars)
    precondition(info >= 0, "dgeqp3: argument \(-info) is invalid")
    let rank = (0..<most).prefix { storage[$0 + $0 * X.rows].magnitude > tolerance }.count
    Q = Self.orthogonal(
      Array(storage.prefix(rank * X.rows)), Array(scalars.prefix(rank)), rows: X.rows,
      columns: rank)
  }

  private static func invertedTriangle(_ factors: [Double], rows: Int, columns: Int) -> Matrix? {
    var triangle = Matrix(rows: columns, columns: columns) { i, j in
      i <= j ? factors[i + j * rows] : 0
    }.storage
    guard triangle.allSatisfy(\.isFinite) else { return nil }
    let k = Int32(columns)
    // SAFETY: the array holds k·k doubles, as dtrtri is told.
    let info = unsafe LAPACKE_dtrtri(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), CChar(UInt8(ascii: "N")), k, &triangle, k)
    guard info == 0, triangle.allSatisfy(\.isFinite) else { return nil }
    return Matrix(rows: columns, columns: columns, storage: triangle)
  }

  /// The first columns of Q from Householder vectors, by `dorgqr`.
  private static func orthogonal(
    _ vectors: [Double], _ scalars: [Double], rows: Int, columns: Int
  ) -> Matrix {
    guard columns > 0 else { return Matrix(rows: rows, columns: 0) }
    var storage = vectors
    let n = Int32(rows), k = Int32(columns)
    // SAFETY: the arrays hold n·k and k doubles, as dorgqr is told.
    let info = unsafe LAPACKE_dorgqr(LAPACK_COL_MAJOR, n, k, k, &storage, n, scalars)
    precondition(info == 0, "dorgqr: \(info)")
    return Matrix(rows: rows, columns: columns, storage: storage)
  }
}
