private import CLAPACKE

/// An eigenvalue (real + imaginary · i) / scale of a pair of matrices; infinite where `scale` is 0.
package struct GeneralisedEigenvalue: Sendable {
  package let real: Double
  package let imaginary: Double
  package let scale: Double
}

/// The λ at which A − λB is singular, by `dggev`.
///
/// - Parameters:
///   - A: n × n; need not be symmetric.
///   - B: n × n; may be singular.
/// - Returns: n eigenvalues; nil when an element is not finite, or the iteration does not converge.
/// - Accuracy: They belong to a pair within O(n) · 2⁻⁵² of the norms of the given one.
/// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed., §7.7.
package func generalisedEigenvalues(_ A: Matrix, _ B: Matrix) -> [GeneralisedEigenvalue]? {
  let order = A.rows
  precondition(
    A.columns == order && B.rows == order && B.columns == order, "a pair of different orders")
  guard (A.storage + B.storage).allSatisfy(\.isFinite) else { return nil }
  guard order > 0 else { return [] }
  var a = A.storage, b = B.storage
  var real = Array(repeating: 0.0, count: order), imaginary = real, scale = real
  let n = Int32(order), none = CChar(UInt8(ascii: "N"))
  var left = 0.0, right = 0.0
  // SAFETY: the arrays hold n·n, n·n, n, n and n doubles; vectors are not asked for, so that their
  // places are not written to.
  let info = unsafe LAPACKE_dggev(
    LAPACK_COL_MAJOR, none, none, n, &a, n, &b, n, &real, &imaginary, &scale, &left, 1, &right, 1)
  guard info == 0 else { return nil }
  return (0..<order).map {
    GeneralisedEigenvalue(real: real[$0], imaginary: imaginary[$0], scale: scale[$0])
  }
}
