private import CLAPACKE
private import COpenBLAS

/// A square matrix that is zero on one side of its diagonal.
package struct Triangular: Sendable {
  package enum Side: Sendable {
    case lower
    case upper
  }

  /// n × n; zeros on the other side.
  package let matrix: Matrix
  package let side: Side

  /// - Precondition: The matrix is square; what stands on the other side is not read.
  package init(_ matrix: Matrix, _ side: Side) {
    precondition(matrix.rows == matrix.columns, "\(matrix.rows) × \(matrix.columns)")
    (self.matrix, self.side) = (matrix, side)
  }

  /// Whether a number on the diagonal is 0: there is no solution then.
  package var isSingular: Bool { matrix.diagonal.contains(0) }

  /// T⁻¹B, or T⁻ᵀB, by `dtrsm`: O(n²m).
  ///
  /// - Parameters:
  ///   - B: n × m.
  ///   - transposed: Whether T is to be transposed.
  /// - Returns: n × m.
  /// - Precondition: T is not singular.
  /// - Accuracy: Each column solves a system whose T is off by n · 2⁻⁵³ · |T|, element by element.
  /// - Source: Higham, *Accuracy and Stability*, 2nd ed., theorem 8.5.
  package func solve(_ B: Matrix, transposed: Bool = false) -> Matrix {
    precondition(B.rows == matrix.rows, "\(B.rows) rows for order \(matrix.rows)")
    precondition(!isSingular, "a triangle with 0 on its diagonal")
    guard B.rows > 0, B.columns > 0 else { return B }
    var storage = B.storage
    let n = Int32(B.rows), m = Int32(B.columns)
    // SAFETY: the arrays hold n·n and n·m doubles, as dtrsm is told.
    unsafe cblas_dtrsm(
      CblasColMajor, CblasLeft, side == .upper ? CblasUpper : CblasLower,
      transposed ? CblasTrans : CblasNoTrans, CblasNonUnit, n, m, 1, matrix.storage, n, &storage, n)
    return Matrix(rows: B.rows, columns: B.columns, storage: storage)
  }

  /// The same for one column.
  package func solve(_ b: [Double], transposed: Bool = false) -> [Double] {
    solve(Matrix(rows: b.count, columns: 1, storage: b), transposed: transposed).storage
  }

  /// T⁻¹ by `dtrtri`: O(n³).
  ///
  /// - Precondition: T is not singular.
  package var inverse: Matrix {
    precondition(!isSingular, "a triangle with 0 on its diagonal")
    let n = matrix.rows
    guard n > 0 else { return matrix }
    var storage = matrix.storage
    // SAFETY: the array holds n·n doubles, as dtrtri is told.
    let info = unsafe LAPACKE_dtrtri(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: side == .upper ? "U" : "L")),
      CChar(UInt8(ascii: "N")), Int32(n), &storage, Int32(n))
    precondition(info == 0, "dtrtri: \(info)")
    return Matrix(rows: n, columns: n) { i, j in
      (side == .upper ? i <= j : i >= j) ? storage[i + j * n] : 0
    }
  }
}
