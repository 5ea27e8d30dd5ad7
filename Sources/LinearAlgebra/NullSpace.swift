private import CLAPACKE

/// An orthonormal basis of the x with Ax = 0, by Householder QR of Aᵀ with pivoting.
///
/// - Parameters:
///   - A: n × p; rows on a common scale.
///   - tolerance: The rank ends at the first |Rⱼⱼ| of at most this times |R₁₁|.
/// - Returns: p × d, with d = p − rank.
/// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed., §5.4.2.
package func nullSpace(of A: Matrix, tolerance: Double) -> Matrix {
  let n = A.rows, p = A.columns
  guard n > 0, p > 0 else { return .identity(p) }
  // At least p columns, so that Q is square.
  let width = max(n, p)
  var storage = Matrix(rows: p, columns: width) { i, j in j < n ? A[j, i] : 0 }.storage
  var pivots = Array(repeating: Int32(0), count: width)
  var scalars = Array(repeating: 0.0, count: p)
  // SAFETY: the arrays hold p·width, width and p numbers, as dgeqp3 is told.
  let info = unsafe LAPACKE_dgeqp3(
    LAPACK_COL_MAJOR, Int32(p), Int32(width), &storage, Int32(p), &pivots, &scalars)
  precondition(info == 0, "dgeqp3: \(info)")
  let largest = storage[0].magnitude
  let rank = (0..<p).first { storage[$0 + $0 * p].magnitude <= tolerance * largest } ?? p
  // SAFETY: the first p columns hold the p reflectors, as dorgqr is told.
  let made = unsafe LAPACKE_dorgqr(
    LAPACK_COL_MAJOR, Int32(p), Int32(p), Int32(p), &storage, Int32(p), scalars)
  precondition(made == 0, "dorgqr: \(made)")
  return Matrix(rows: p, columns: p - rank) { i, j in storage[i + (rank + j) * p] }
}
