import LinearAlgebra

/// A regression with columns added to those of a fit, whose coefficients come last.
///
/// - Parameters:
///   - names: Of the added columns.
///   - fit: Of `data`.
///   - data: As fitted.
///   - isWhole: Whether the covariance needs all of the wider design
///     (``CovarianceKind/needsWholeDesign(levels:)``); only what is added is made otherwise.
///   - threads: Columns at a time.
///   - column: Given a place among the names, n numbers.
/// - Returns: nil where the added columns are combinations of the others.
func fitWider(
  _ names: [String], than fit: LinearFit, _ data: RegressionData, isWhole: Bool, threads: Int,
  column: @Sendable (Int) -> [Double]
) -> LinearFit? {
  guard isWhole else {
    return try? fitAdded(names, to: fit, data, threads: threads, column: column)
  }
  var wide = data
  wide.X = data.X.beside(Matrix(columns: names.indices.map(column), rows: data.observations))
  wide.names = data.names + names
  return try? fitLinear(wide, threads: threads)
}

/// A regression with columns added to those of a fit, as the regression of its residuals on what is
/// left of the columns once the others and the effects are taken out of them.
///
/// Coefficients, residuals and scores of the added columns are those of the wider regression, whose
/// design, a second time as large as the first, need not be made.
///
/// - Parameters:
///   - names: Of the added columns.
///   - fit: Of `data`.
///   - data: As fitted.
///   - threads: Columns at a time.
///   - column: Given a place among the names, n numbers.
/// - Returns: The fit of the added columns alone, the others counted as taken out.
/// - Throws: What stands in the way of the wider regression.
/// - Source: Frisch and Waugh, *Econometrica* 1, 1933; Lovell, *JASA* 58, 1963. Columns are taken out
///   twice, which is enough (Parlett, *The Symmetric Eigenvalue Problem*, §6.9).
private func fitAdded(
  _ names: [String], to fit: LinearFit, _ data: RegressionData, threads: Int,
  column: @Sendable (Int) -> [Double]
) throws(EstimationError) -> LinearFit {
  let absorption =
    data.effects.isEmpty
    ? nil : Absorption(effects: data.effects, weights: data.weights, threads: threads)
  var storage: [Double] = [], noise: [Double] = []
  storage.reserveCapacity(names.count * data.observations)
  // A few columns at a time, as they are stored once.
  for first in stride(from: 0, to: names.count, by: 2 * threads) {
    let places = first..<min(first + 2 * threads, names.count)
    var columns: [[Double]]
    if let absorption {
      columns = try absorption.absorb(Array(names[places])) { column(first + $0) }
        .map(\.residuals)
    } else {
      columns = places.map(column)
    }
    for place in columns.indices {
      // What is left of a column that the others determine is their rounding error.
      let length = sumOfSquares(columns[place], fit.weights, centred: false).squareRoot()
      noise.append(length * Double(data.observations) * 0x1p-52)
      for _ in 0..<2 { fit.takeOutRegressors(&columns[place]) }
      storage += columns[place]
      columns[place] = []
    }
  }
  let X = Matrix(rows: data.observations, columns: names.count, storage: storage)
  do throws(LeastSquaresError) {
    let solved = try leastSquares(
      X, fit.residuals, weights: fit.weights, noise: noise, threads: threads)
    var wider = LinearFit(
      names: names, coefficients: solved.coefficients, X: X, weights: fit.weights,
      residuals: solved.residuals, inverseGram: solved.inverseGram,
      residualSumOfSquares: solved.residualSumOfSquares, effects: fit.effects,
      absorbedRank: fit.absorbedRank)
    wider.partialled = fit.slopes
    return wider
  } catch {
    throw named(
      error, names, observations: data.observations,
      parameters: fit.slopes + names.count + fit.absorbedRank)
  }
}

extension LinearFit {
  /// Takes its projection on X out of z, weighted as the fit is.
  fileprivate func takeOutRegressors(_ z: inout [Double]) {
    let weighted = weights.map { weights in zip(z, weights).map { $0 * $1 } } ?? z
    let projected = X * (inverseGram * X.transposedTimes(weighted))
    for i in z.indices { z[i] -= projected[i] }
  }
}
