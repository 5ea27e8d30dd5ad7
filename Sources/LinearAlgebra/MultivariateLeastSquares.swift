private import CLAPACKE

/// Least squares of m responses on the same k columns, with the triangle that is left of them.
///
/// What a conjugate law of many equations needs: its rows of data and of prior in one
/// factorisation. Unlike ``leastSquares(_:_:)`` it takes as many rows as columns.
package struct MultivariateLeastSquares: Sendable {
  /// B̂, k × m: column j is the fit of response j.
  package let coefficients: Matrix
  /// (Y − XB̂)ᵀ(Y − XB̂), m × m, from the rotated responses.
  package let residualCrossProducts: Matrix
  /// R⁻¹, k × k, upper triangular: (XᵀX)⁻¹ = R⁻¹R⁻ᵀ.
  package let inverseTriangle: Matrix

  /// Solves by Householder QR (`dgels`, `dtrtri`).
  ///
  /// - Parameters:
  ///   - X: n × k with n ≥ k.
  ///   - Y: n × m.
  /// - Throws: A ``LeastSquaresError``; a column is dependent by the rule of
  ///   ``leastSquares(_:_:)``.
  /// - Accuracy: Backward stable.
  /// - Source: Golub & Van Loan, *Matrix Computations*, 4th ed., §5.3.3.
  package init(_ X: Matrix, _ Y: Matrix) throws(LeastSquaresError) {
    let n = X.rows, k = X.columns, m = Y.columns
    guard n == Y.rows else { throw .shapeMismatch(rows: n, responses: Y.rows) }
    guard n >= k else { throw .tooFewObservations(rows: n, columns: k) }
    for i in 0..<n {
      let finite =
        (0..<k).allSatisfy { X[i, $0].isFinite } && (0..<m).allSatisfy { Y[i, $0].isFinite }
      guard finite else { throw .notFinite(row: i) }
    }
    let (factors, solution) = Self.solved(X, Y)
    let triangle = Matrix(rows: k, columns: k) { i, j in i <= j ? factors[i + j * n] : 0 }
    for j in 0..<k {
      let norm = triangle.column(j).reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard triangle[j, j].magnitude > Double(n) * .ulpOfOne * norm else {
        throw .rankDeficient(column: j)
      }
    }
    coefficients = Matrix(rows: k, columns: m) { i, j in solution[i + j * n] }
    let rest = Matrix(rows: n - k, columns: m) { i, j in solution[k + i + j * n] }
    residualCrossProducts = rest.transposed * rest
    inverseTriangle = invertedUpperTriangle(triangle)
  }

  /// R above Householder vectors, and QᵀY with the solution in its first k rows.
  private static func solved(_ X: Matrix, _ Y: Matrix) -> (factors: [Double], solution: [Double]) {
    var factors = X.storage, solution = Y.storage
    guard X.rows > 0, X.columns > 0, Y.columns > 0 else { return (factors, solution) }
    let n = Int32(X.rows), k = Int32(X.columns), m = Int32(Y.columns)
    // SAFETY: the arrays hold n·k and n·m doubles with n ≥ k, as dgels is told.
    let info = unsafe LAPACKE_dgels(
      LAPACK_COL_MAJOR, CChar(UInt8(ascii: "N")), n, k, m, &factors, n, &solution, n)
    precondition(info >= 0, "dgels: argument \(-info) is invalid")
    return (factors, solution)
  }
}

/// The inverse of an upper triangular matrix, by `dtrtri`: O(k³).
///
/// - Parameter R: k × k; what stands below its diagonal is not read.
/// - Returns: k × k, zeros below the diagonal.
/// - Precondition: No element of the diagonal is 0.
package func invertedUpperTriangle(_ R: Matrix) -> Matrix {
  precondition(R.rows == R.columns, "a triangle of \(R.rows)×\(R.columns)")
  var storage = Matrix(rows: R.rows, columns: R.columns) { i, j in i <= j ? R[i, j] : 0 }.storage
  guard R.rows > 0 else { return R }
  let k = Int32(R.rows)
  // SAFETY: the array holds k·k doubles, as dtrtri is told.
  let info = unsafe LAPACKE_dtrtri(
    LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), CChar(UInt8(ascii: "N")), k, &storage, k)
  precondition(info == 0, "dtrtri: \(info)")
  return Matrix(rows: R.rows, columns: R.columns, storage: storage)
}
