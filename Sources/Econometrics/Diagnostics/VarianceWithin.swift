import LinearAlgebra

/// The part of a column's variance that its fixed effects leave to be compared.
///
/// Σ w x̃²/Σ w(x − x̄)² with x̃ the column less its effects, on the rows of the regression. Where
/// almost all variance lies between provinces, a regression with province effects rests on little.
///
/// - Parameters:
///   - column: n numbers.
///   - absorption: The effects of the regression.
///   - weights: Those of the regression.
/// - Returns: In 0...1; nil when the column does not vary.
/// - Throws: As ``Absorption/residual(of:)``.
package func shareWithin(
  _ column: [Double], _ absorption: Absorption, weights: [Double]? = nil
) throws(EstimationError) -> Double? {
  let total = sumOfSquares(column, weights, centred: true)
  guard total > 0 else { return nil }
  let left = try absorption.residual(of: column)
  return min(1, sumOfSquares(left, weights, centred: false) / total)
}
