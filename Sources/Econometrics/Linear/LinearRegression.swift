import LinearAlgebra

/// Least squares on data with weights and fixed effects.
///
/// - Parameters:
///   - data: Its instruments, if any, are not used.
///   - threads: Columns and blocks of rows that are worked on at a time.
/// - Returns: The fit; of k coefficients when X has k columns.
/// - Throws: An ``EstimationError`` naming the column or the counts.
/// - Source: Frisch and Waugh, *Econometrica* 1, 1933; Lovell, *JASA* 58, 1963.
package func fitLinear(
  _ data: RegressionData, threads: Int = 1
) throws(EstimationError) -> LinearFit {
  let (X, y, rank) = try withoutEffects(data, threads: threads)
  guard data.observations > X.columns + rank else {
    throw .tooFewObservations(observations: data.observations, parameters: X.columns + rank)
  }
  let roots = data.weights?.map { $0.squareRoot() }
  do throws(LeastSquaresError) {
    let fit = try leastSquares(scaled(X, roots), scaled(y, roots))
    let residuals = zip(y, X * fit.coefficients).map { $0 - $1 }
    return LinearFit(
      names: data.names, coefficients: fit.coefficients, X: X, weights: data.weights,
      residuals: residuals, inverseGram: fit.inverseGram,
      residualSumOfSquares: fit.residualSumOfSquares, effects: data.effects, absorbedRank: rank)
  } catch {
    switch error {
    case .rankDeficient(let column): throw .collinear(regressor: data.names[column])
    case .shapeMismatch, .tooFewObservations, .notFinite:
      throw .tooFewObservations(
        observations: data.observations, parameters: X.columns + rank)
    }
  }
}

/// X and y less their effects, and the number of independent effects.
///
/// - Throws: ``EstimationError/absorbed(regressor:)`` when nothing is left of a column but rounding.
func withoutEffects(
  _ data: RegressionData, threads: Int
) throws(EstimationError) -> (X: Matrix, y: [Double], rank: Int) {
  guard !data.effects.isEmpty else { return (data.X, data.y, 0) }
  let absorption = Absorption(effects: data.effects, weights: data.weights, threads: threads)
  let X = try absorption.residuals(of: data.X)
  for j in data.names.indices where isRounding(X.column(j), of: data.X.column(j)) {
    throw .absorbed(regressor: data.names[j])
  }
  return (X, try absorption.residual(of: data.y), absorption.rank)
}

/// Whether what is left of a column is no more than the rounding of taking effects out.
private func isRounding(_ left: [Double], of column: [Double]) -> Bool {
  func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  return norm(left) <= 1e-10 * norm(column)
}

func scaled(_ X: Matrix, _ roots: [Double]?) -> Matrix {
  guard let roots else { return X }
  return Matrix(rows: X.rows, columns: X.columns) { i, j in roots[i] * X[i, j] }
}

func scaled(_ y: [Double], _ roots: [Double]?) -> [Double] {
  guard let roots else { return y }
  return zip(y, roots).map { $0 * $1 }
}
