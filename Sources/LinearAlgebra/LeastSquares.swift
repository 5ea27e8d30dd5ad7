/// Fits y = Xβ + ε by least squares, weighted if weights are given.
///
/// What fits into the cache (131,072 numbers) is solved by Householder QR with columns scaled to one
/// size, then refined with residuals in twice the precision: right to the last digits for any
/// condition below 2⁵³. Larger problems are read block by block and copied only where squares would
/// overflow: where the condition is small, they are solved by the Cholesky factor of XᵀWX and
/// refinement with residuals of X and y (corrected seminormal equations); else by QR of blocks of
/// rows. The normal equations alone would square the condition.
///
/// - Parameters:
///   - X: Design matrix, n × k with n > k; one unit per column.
///   - y: Response, length n, in the unit of the outcome.
///   - weights: n numbers above 0, inverse to the variances; nil for ones.
///   - rest: n × k, what the rounding of X's numbers to doubles left out; nil for nothing. What is
///     solved by refined QR takes it in: a polynomial of degree 10 has twice the digits then.
///   - noise: k numbers ≥ 0, each a length below which what a column adds to those before it is
///     noise of its making, in its unit (weighted with √W); nil for rounding alone.
///   - way: nil to choose by size and condition. Seminormal equations that are asked for where the
///     condition does not allow them give way to QR of blocks.
///   - threads: Chunks of rows that are worked on at a time; they change no bit.
/// - Returns: Coefficients, residuals, their sum of squares and (XᵀWX)⁻¹.
/// - Throws: ``LeastSquaresError/rankDeficient(column:)`` when |Rⱼⱼ| is at most n · 2⁻⁵² · ‖Xⱼ‖,
///   that is when what column j adds to the columns before it is rounding error of itself (a
///   bound per column, so that units do not matter); others that name the row, the column or the
///   counts.
/// - Accuracy: By QR, refined: within 2⁻⁵² of the solution for the numbers as given, for a κ (of the
///   columns scaled to one length) below 2⁵³/nk; (XᵀWX)⁻¹ to 11 digits. By seminormal equations:
///   the same for β̂, and 9 digits of (XᵀWX)⁻¹. By QR of blocks: β̂ solves a problem within O(nk) ·
///   2⁻⁵³ of the given one, and is refined to the same where κ² < 2⁴⁹/k.
/// - Source: Björck, *BIT* 7, 1967, and *Linear Algebra and its Applications* 88–89, 1987; Higham,
///   *Accuracy and Stability*, 2nd ed., §20.5; Demmel, Grigori, Hoemmen and Langou, *SIAM Journal
///   on Scientific Computing* 34(1), 2012. Agrees with NIST StRD: see `LeastSquaresTests`.
package func leastSquares(
  _ X: Matrix, _ y: [Double], weights: [Double]? = nil, rest: Matrix? = nil,
  noise: [Double]? = nil, way: LeastSquaresWay? = nil, threads: Int = 1
) throws(LeastSquaresError) -> LeastSquaresFit {
  let n = X.rows, k = X.columns
  guard n == y.count else { throw .shapeMismatch(rows: n, responses: y.count) }
  guard n == weights?.count ?? n else {
    throw .shapeMismatch(rows: n, responses: weights?.count ?? n)
  }
  precondition(noise.map { $0.count == k } ?? true, "noise of other columns")
  precondition(rest.map { $0.rows == n && $0.columns == k } ?? true, "the rest of another design")
  guard n > k else { throw .tooFewObservations(rows: n, columns: k) }
  if let weights { try checkWeights(weights) }
  let problem = LeastSquaresProblem(
    X: X, y: y, weights: weights, rest: rest, noise: noise, threads: threads)
  if (way ?? .first(rows: n, columns: k)) == .refinedQR {
    let scaled = try problem.scaled()
    return try scaled.unscaled(try scaled.problem.byRefinedQR())
  }
  if let fit = try problem.inBlocks(way) { return fit }
  // In units of about 1 nothing overflows, and blocks are enough.
  let scaled = try problem.scaled()
  guard let fit = try scaled.problem.inBlocks(way) else { preconditionFailure("scaled columns") }
  return try scaled.unscaled(fit)
}

func checkWeights(_ weights: [Double]) throws(LeastSquaresError) {
  for (row, weight) in weights.enumerated() {
    guard weight.isFinite else { throw .notFinite(row: row) }
    guard weight > 0 else { throw .weightNotPositive(row: row) }
  }
}

/// A problem whose shapes and weights are in order.
struct LeastSquaresProblem: Sendable {
  /// A design of 1 MiB fits into the second-level cache of a server's core, where a refinement
  /// that reads it several times costs no more than the factorisation.
  static let mostNumbersForQR = 1 << 17

  var X: Matrix
  var y: [Double]
  var weights: [Double]?
  var rest: Matrix?
  var noise: [Double]?
  let threads: Int

  /// Names the first column whose place on R's diagonal is noise.
  ///
  /// - Parameter R: The norm of its column j is that of √W X's, since Q keeps lengths.
  /// - Throws: ``LeastSquaresError/rankDeficient(column:)``.
  func checkRank(_ R: Matrix) throws(LeastSquaresError) {
    if let column = firstDependentColumn(R, rows: X.rows, noise: noise) {
      throw .rankDeficient(column: column)
    }
  }
}

/// The first column that is a combination of those before it, to noise or rounding.
///
/// - Parameters:
///   - R: Upper triangle of a QR factorisation.
///   - rows: Of what was factored.
///   - noise: As in ``leastSquares(_:_:weights:rest:noise:way:threads:)``.
/// - Returns: Its place from 0, or nil.
func firstDependentColumn(_ R: Matrix, rows: Int, noise: [Double]?) -> Int? {
  let tolerance = Double(rows) * Double.ulpOfOne
  return (0..<R.columns).first { j in
    R[j, j].magnitude <= max(tolerance * length(R.column(j)), noise?[j] ?? 0)
  }
}

/// √Σx², without overflow.
func length(_ x: [Double]) -> Double {
  let size = x.reduce(0) { max($0, $1.magnitude) }
  guard size > 0, size.isFinite else { return size }
  return size * x.reduce(0) { $0 + ($1 / size) * ($1 / size) }.squareRoot()
}
