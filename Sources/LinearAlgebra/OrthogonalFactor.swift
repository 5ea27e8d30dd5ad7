private import CLAPACKE

/// The factors of A = QR with Q kept, so that columns can be projected on those of A.
///
/// Q is never formed: it stays the product of reflections that `dgeqrf` leaves.
package struct OrthogonalFactor: Sendable {
  package let rows: Int
  package let columns: Int
  /// R in the upper triangle, Householder vectors below; rows × columns.
  private let factors: [Double]
  private let reflections: [Double]

  /// Factors A by Householder reflections.
  ///
  /// - Parameter A: n × k with n ≥ k, all elements finite.
  /// - Accuracy: QR is within O(nk) · 2⁻⁵³ of A, column by column.
  /// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed., §5.2.
  package init(_ A: Matrix) {
    precondition(A.rows >= A.columns, "a factor Q of \(A.rows)×\(A.columns)")
    (rows, columns) = (A.rows, A.columns)
    var storage = A.storage
    var tau = Array(repeating: 0.0, count: A.columns)
    let n = Int32(A.rows), k = Int32(A.columns)
    if k > 0 {
      // SAFETY: the arrays hold n·k and k doubles, as dgeqrf is told (n ≥ k).
      let info = unsafe LAPACKE_dgeqrf(LAPACK_COL_MAJOR, n, k, &storage, n, &tau)
      precondition(info == 0, "dgeqrf: argument \(-info) is invalid")
    }
    (factors, reflections) = (storage, tau)
  }

  /// R, k × k, upper triangular.
  package var triangle: Matrix {
    Matrix(rows: columns, columns: columns) { i, j in i <= j ? factors[i + j * rows] : 0 }
  }

  /// The first column that is a combination of those before it, to rounding.
  ///
  /// - Parameters:
  ///   - norms: What columns are compared with; their own lengths unless given.
  ///   - tolerance: |Rⱼⱼ| up to this times the norm counts as rounding; n · 2⁻⁵² unless given.
  /// - Returns: Its place, or nil.
  package func firstDependentColumn(norms: [Double]? = nil, tolerance: Double? = nil) -> Int? {
    let tolerance = tolerance ?? Double(rows) * Double.ulpOfOne
    return (0..<columns).first { j in
      let column = factors[j * rows...j * rows + j]
      let norm = norms?[j] ?? column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return factors[j + j * rows].magnitude <= tolerance * norm
    }
  }

  /// QᵀB, n × p: the first k rows are coordinates within the columns of A, the rest beside them.
  package func rotated(_ B: Matrix) -> Matrix { multiplied(B, by: "T") }

  /// QB, n × p: back from coordinates.
  package func restored(_ B: Matrix) -> Matrix { multiplied(B, by: "N") }

  private func multiplied(_ B: Matrix, by operation: Unicode.Scalar) -> Matrix {
    precondition(B.rows == rows, "Q of \(rows) rows and \(B.rows) rows")
    guard columns > 0, B.columns > 0 else { return B }
    var storage = B.storage
    let n = Int32(rows), k = Int32(columns), p = Int32(B.columns)
    // SAFETY: the arrays hold n·k, k and n·p doubles, as dormqr is told.
    let info = unsafe LAPACKE_dormqr(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), CChar(UInt8(ascii: operation)), n, p, k, factors,
      n, reflections, &storage, n)
    precondition(info == 0, "dormqr: argument \(-info) is invalid")
    return Matrix(rows: rows, columns: B.columns, storage: storage)
  }

  /// R⁻¹B, k × p.
  ///
  /// - Precondition: No column is dependent.
  package func solved(_ B: Matrix) -> Matrix { triangleSolved(B, operation: "N") }

  /// R⁻ᵀB, k × p.
  ///
  /// - Precondition: No column is dependent.
  package func solvedTransposed(_ B: Matrix) -> Matrix { triangleSolved(B, operation: "T") }

  private func triangleSolved(_ B: Matrix, operation: Unicode.Scalar) -> Matrix {
    precondition(B.rows == columns, "R of order \(columns) and \(B.rows) rows")
    guard columns > 0, B.columns > 0 else { return B }
    var storage = B.storage
    let n = Int32(rows), k = Int32(columns), p = Int32(B.columns)
    // SAFETY: the arrays hold n·k and k·p doubles; dtrtrs reads the upper triangle of the first k
    // rows.
    let info = unsafe LAPACKE_dtrtrs(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), CChar(UInt8(ascii: operation)),
      CChar(UInt8(ascii: "N")), k, p, factors, n, &storage, k)
    precondition(info == 0, "dtrtrs: \(info)")
    return Matrix(rows: columns, columns: B.columns, storage: storage)
  }

  /// (AᵀA)⁻¹ = R⁻¹R⁻ᵀ, k × k.
  ///
  /// - Precondition: No column is dependent.
  package var inverseGram: Matrix {
    let inverse = solved(.identity(columns))
    return inverse * inverse.transposed
  }
}

/// U⁻¹B for the upper triangle U of the first `order` rows and columns of a matrix.
///
/// - Precondition: No number on the diagonal is 0.
package func upperSolved(_ A: Matrix, _ B: Matrix, order: Int) -> Matrix {
  precondition(A.rows >= order && A.columns >= order && B.rows == order, "a triangle of \(order)")
  guard order > 0, B.columns > 0 else { return B }
  var storage = B.storage
  let n = Int32(A.rows), k = Int32(order), p = Int32(B.columns)
  // SAFETY: the arrays hold at least n·k and k·p doubles; dtrtrs reads the upper triangle of the
  // first k rows.
  let info = unsafe LAPACKE_dtrtrs(
    LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), CChar(UInt8(ascii: "N")),
    CChar(UInt8(ascii: "N")), k, p, A.storage, n, &storage, k)
  precondition(info == 0, "dtrtrs: \(info)")
  return Matrix(rows: order, columns: B.columns, storage: storage)
}
