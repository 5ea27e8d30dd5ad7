/// Why a least-squares problem has no answer.
package enum LeastSquaresError: Error, Equatable {
  /// The rows of X and the length of y differ.
  case shapeMismatch(rows: Int, responses: Int)
  /// There are no degrees of freedom left.
  case tooFewObservations(rows: Int, columns: Int)
  /// The column (from 0) is a combination of the columns before it.
  case rankDeficient(column: Int)
  /// The row (from 0) of X or y has an infinite value or no number.
  case notFinite(row: Int)
}

/// A least-squares fit of n responses on k columns.
package struct LeastSquaresFit: Sendable {
  /// k numbers, each in the unit of y per unit of its column.
  package let coefficients: [Double]
  /// y − Xβ̂, n numbers in the unit of y.
  package let residuals: [Double]
  /// Σ residual², from the rotated response (not from ``residuals``: no cancellation).
  package let residualSumOfSquares: Double
  /// (XᵀX)⁻¹, k × k, from the triangle R.
  package let inverseGram: Matrix

  /// n − k.
  package var degreesOfFreedom: Int { residuals.count - coefficients.count }

  /// √(RSS / (n − k)), in the unit of y.
  package var residualStandardDeviation: Double {
    (residualSumOfSquares / Double(degreesOfFreedom)).squareRoot()
  }

  /// Classical standard errors, right when the errors are independent with one variance.
  package var standardErrors: [Double] {
    inverseGram.diagonal.map { $0.squareRoot() * residualStandardDeviation }
  }
}

/// Fits y = Xβ + ε by ordinary least squares.
///
/// Solved by Householder QR. The normal equations would be faster, but they square the condition
/// number of `X`.
///
/// - Parameters:
///   - X: Design matrix, n × k with n > k; one unit per column.
///   - y: Response, length n, in the unit of the outcome.
/// - Returns: Coefficients, residuals, their sum of squares and (XᵀX)⁻¹.
/// - Throws: ``LeastSquaresError/rankDeficient(column:)`` when |Rⱼⱼ| is at most n · 2⁻⁵² · ‖Xⱼ‖,
///   that is when what column j adds to the columns before it is rounding error of itself (a
///   bound per column, so that units do not matter); a shape error when n ≠ `y.count` or n ≤ k.
/// - Accuracy: Backward stable: β̂ solves a problem within O(nk) · 2⁻⁵³ of the given one.
/// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed., §5.3.3. Agrees with NIST StRD: see
///   `LeastSquaresTests`.
package func leastSquares(
  _ X: Matrix, _ y: [Double]
) throws(LeastSquaresError) -> LeastSquaresFit {
  let n = X.rows, k = X.columns
  guard n == y.count else { throw .shapeMismatch(rows: n, responses: y.count) }
  guard n > k else { throw .tooFewObservations(rows: n, columns: k) }
  if let row = firstRowNotFinite(X, y) { throw .notFinite(row: row) }
  guard k > 0 else { return fitOfNothing(y) }
  let qr = HouseholderQR(X, solving: y)
  if let column = qr.firstDependentColumn { throw .rankDeficient(column: column) }
  let coefficients = Array(qr.solution[..<k])
  return LeastSquaresFit(
    coefficients: coefficients,
    residuals: zip(y, X * coefficients).map { $0 - $1 },
    residualSumOfSquares: qr.solution[k...].reduce(0) { $0 + $1 * $1 },
    inverseGram: qr.inverseGram)
}

private func fitOfNothing(_ y: [Double]) -> LeastSquaresFit {
  LeastSquaresFit(
    coefficients: [], residuals: y, residualSumOfSquares: y.reduce(0) { $0 + $1 * $1 },
    inverseGram: Matrix(rows: 0, columns: 0))
}

private func firstRowNotFinite(_ X: Matrix, _ y: [Double]) -> Int? {
  (0..<X.rows).first { i in
    !y[i].isFinite || (0..<X.columns).contains { !X[i, $0].isFinite }
  }
}
