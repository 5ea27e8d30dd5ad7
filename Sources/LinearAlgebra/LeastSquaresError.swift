/// Why a least-squares problem has no answer.
package enum LeastSquaresError: Error, Equatable {
  /// The rows of X and the length of y, or of the weights, differ.
  case shapeMismatch(rows: Int, responses: Int)
  /// There are no degrees of freedom left.
  case tooFewObservations(rows: Int, columns: Int)
  /// The column (from 0) is a combination of the columns before it.
  case rankDeficient(column: Int)
  /// The column (from 0) is zero in every row.
  case zeroColumn(column: Int)
  /// The row (from 0) of X, y or the weights has an infinite value or no number.
  case notFinite(row: Int)
  /// The weight of the row (from 0) is zero or below.
  case weightNotPositive(row: Int)
  /// The column's (from 0) unit is so large or small that its coefficient or variance is no double.
  case outOfRange(column: Int)
}

/// How a least-squares problem was solved.
package enum LeastSquaresWay: String, Sendable {
  /// Householder QR, then refinement of the augmented system: for what fits into the cache.
  case refinedQR
  /// Cholesky factor of XᵀWX, then refinement with residuals of X and y: fast where the condition
  /// allows.
  case seminormalEquations
  /// QR of blocks of rows, merged pairwise: for the rest.
  case blockQR

  /// The way taken first for a problem of n rows and k columns; only refined QR takes in what the
  /// rounding of the numbers left out.
  package static func first(rows n: Int, columns k: Int) -> LeastSquaresWay {
    n * k <= LeastSquaresProblem.mostNumbersForQR ? .refinedQR : .seminormalEquations
  }
}

/// A least-squares fit of n responses on k columns.
package struct LeastSquaresFit: Sendable {
  /// k numbers, each in the unit of y per unit of its column.
  package let coefficients: [Double]
  /// y − Xβ̂, n numbers in the unit of y; of the least-squares solution itself, not of its
  /// coefficients as they were rounded.
  package let residuals: [Double]
  /// Σ wᵢ · residual².
  package let residualSumOfSquares: Double
  /// (XᵀWX)⁻¹, k × k, symmetric to the bit.
  package let inverseGram: Matrix
  package let way: LeastSquaresWay
  /// σ₁/σₖ of √W X with columns scaled to one length: what units cannot change.
  package let conditionNumber: Double

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
