/// The columns that are no combinations of columns before them.
///
/// Of columns that depend on each other the first stay and the last go, as in Stata and R's `lm`.
///
/// - Parameters:
///   - X: n × k, of any n and k.
///   - weights: n numbers above 0; nil for ones.
///   - noise: As for ``leastSquares(_:_:weights:rest:noise:way:threads:)``.
///   - threads: Chunks of rows that are worked on at a time; they change no bit.
/// - Returns: Their places, ascending.
/// - Throws: ``LeastSquaresError/notFinite(row:)`` and ``LeastSquaresError/weightNotPositive(row:)``.
package func independentColumns(
  of X: Matrix, weights: [Double]? = nil, noise: [Double]? = nil, threads: Int = 1
) throws(LeastSquaresError) -> [Int] {
  precondition(weights.map { $0.count == X.rows } ?? true, "weights for other rows")
  if let weights { try checkWeights(weights) }
  let isZero = (0..<X.columns).map { j in
    X.storage[j * X.rows..<(j + 1) * X.rows].allSatisfy { $0 == 0 }
  }
  var kept = (0..<X.columns).filter { !isZero[$0] }
  let nonzero = kept.count == X.columns ? X : X.selecting(columns: kept)
  let problem = LeastSquaresProblem(
    X: nonzero, y: Array(repeating: 0, count: X.rows), weights: weights,
    rest: nil, noise: noise.map { noise in kept.map { noise[$0] } }, threads: threads)
  if let row = problem.firstRowNotFinite { throw .notFinite(row: row) }
  let measured = try problem.inOrdinaryUnits()
  // R has the lengths and angles of the columns: what follows need not look at the rows again.
  var R = measured.blockTriangle().R, rest = measured.noise
  // More columns than rows depend on each other whatever rounding makes of them.
  while let j = firstDependentColumn(R, rows: X.rows, noise: rest)
    ?? (R.columns > X.rows ? X.rows : nil)
  {
    kept.remove(at: j)
    rest?.remove(at: j)
    let columns = R.selecting(columns: (0..<R.columns).filter { $0 != j })
    R = HouseholderQR(rows: columns.rows, columns: columns.columns, numbers: columns.storage).upper
  }
  return kept
}
