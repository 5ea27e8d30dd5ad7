private import CLAPACKE

/// A symmetric matrix that has no Cholesky factor.
package enum CholeskyError: Error, Equatable {
  /// The matrix has `rows` × `columns` elements with `rows` ≠ `columns`.
  case notSquare(rows: Int, columns: Int)
  /// The leading block of this order (from 1) is not positive definite.
  case notPositiveDefinite(order: Int)
}

/// The factor L of A = LLᵀ.
package struct Cholesky: Sendable {
  /// Lower triangular, n × n; zeros above the diagonal.
  package let lower: Matrix

  /// Factors a symmetric positive definite matrix by `dpotrf`; only its lower triangle is read.
  ///
  /// - Throws: ``CholeskyError/notPositiveDefinite(order:)`` naming the first leading block that
  ///   fails, in floating-point arithmetic.
  /// - Accuracy: LLᵀ is within (n + 1) · 2⁻⁵³ · |L||Lᵀ| of A, element by element.
  /// - Source: Higham, *Accuracy and Stability*, 2nd ed., theorem 10.3.
  package init(_ A: Matrix) throws(CholeskyError) {
    guard A.rows == A.columns else {
      throw .notSquare(rows: A.rows, columns: A.columns)
    }
    var storage = A.storage
    let n = Int32(A.rows)
    if n > 0 {
      // SAFETY: the array holds n·n doubles, as dpotrf is told.
      let info = unsafe LAPACKE_dpotrf(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), n, &storage, n)
      guard info == 0 else { throw .notPositiveDefinite(order: Self.order(info, n)) }
    }
    lower = Matrix(rows: A.rows, columns: A.columns) { i, j in
      i >= j ? storage[i + j * A.rows] : 0
    }
  }

  /// LAPACKE reports an argument with a NaN as a negative number: no block of it is definite.
  private static func order(_ info: Int32, _ n: Int32) -> Int { info > 0 ? Int(info) : Int(n) }

  /// The z with Lz = b, by forward substitution: O(n²).
  ///
  /// - Precondition: `b.count` is the order of the matrix.
  package func whiten(_ b: [Double]) -> [Double] {
    let n = lower.rows
    precondition(b.count == n, "whiten: \(b.count) numbers for order \(n)")
    var z = b
    for j in 0..<n {
      z[j] /= lower.storage[j + j * n]
      for i in j + 1..<max(j + 1, n) { z[i] -= lower.storage[i + j * n] * z[j] }
    }
    return z
  }

  /// A⁻¹B by two triangular solutions: O(n²m).
  ///
  /// - Parameter B: n × m.
  /// - Returns: n × m.
  package func solve(_ B: Matrix) -> Matrix {
    let triangle = Triangular(lower, .lower)
    return triangle.solve(triangle.solve(B), transposed: true)
  }

  /// The same for one column.
  package func solve(_ b: [Double]) -> [Double] {
    solve(Matrix(rows: b.count, columns: 1, storage: b)).storage
  }

  /// A⁻¹ = L⁻ᵀL⁻¹, symmetric to the bit.
  package var inverse: Matrix {
    Triangular(lower, .lower).inverse.gram()
  }

  /// L⁻¹ S L⁻ᵀ for a symmetric S of the same order, by `dtrsm`: O(n³).
  ///
  /// - Parameter S: n × n, symmetric.
  /// - Returns: n × n; with S a covariance, that of variables whitened by A.
  package func whitened(_ S: Matrix) -> Matrix {
    precondition(S.rows == lower.rows && S.columns == lower.rows, "whitened: other orders")
    let triangle = Triangular(lower, .lower)
    return triangle.solve(triangle.solve(S).transposed)
  }

  /// The logarithm of det A.
  ///
  /// - Parameter logarithm: ln; an argument, since this module has none of its own.
  /// - Returns: ln det A = 2 Σ ln Lᵢᵢ.
  package func logDeterminant(logarithm: (Double) -> Double) -> Double {
    2 * lower.diagonal.reduce(0) { $0 + logarithm($1) }
  }
}
