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

func scaled(_ X: Matrix, _ roots: [Double]?) -> Matrix {
  guard let roots else { return X }
  return Matrix(rows: X.rows, columns: X.columns) { i, j in roots[i] * X[i, j] }
}

func scaled(_ y: [Double], _ roots: [Double]?) -> [Double] {
  guard let roots else { return y }
  return zip(y, roots).map { $0 * $1 }
}
