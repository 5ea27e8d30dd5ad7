/// The correlation matrix nearest to a symmetric matrix, in the Frobenius norm.
///
/// A matrix of judged correlations need not be one that can occur together: it may have a
/// negative eigenvalue. This names the nearest that can.
///
/// Alternating projections onto the symmetric matrices with eigenvalues ≥ `floor` (with
/// Dykstra's correction) and those with unit diagonal. The floor makes the result strictly
/// positive definite: it is the nearest among matrices with no eigenvalue below it.
///
/// - Parameters:
///   - A: Symmetric, n × n; its diagonal is ignored.
///   - floor: The least eigenvalue of the result, in 0 < floor < 1.
/// - Returns: The matrix, its diagonal exactly 1, symmetric to the bit; nil when A holds an
///   element that is not finite, or 5,000 sweeps do not converge.
/// - Accuracy: Sweeps end when one moves no element by more than n · 10⁻¹⁴ · max(1, |A|max), and
///   convergence is linear; the last step mixes in so much of the identity (about as little as
///   the sweeps left open) that the least eigenvalue is at least `floor`, to rounding.
/// - Source: Higham, *IMA Journal of Numerical Analysis* 22, 2002, algorithm 3.3.
package func nearestCorrelation(_ A: Matrix, floor: Double = 1e-8) -> Matrix? {
  precondition(A.rows == A.columns, "correlations of \(A.rows)×\(A.columns)")
  precondition(floor > 0 && floor < 1, "floor \(floor) outside (0, 1)")
  let n = A.rows
  let size = A.storage.reduce(1) { max($0, $1.magnitude) }
  let tolerance = Double(n) * 1e-14 * size
  var Y = withUnitDiagonal(A)
  var correction = Matrix(rows: n, columns: n)
  for _ in 0..<5_000 {
    let R = Y - correction
    guard let eigen = SymmetricEigen(R) else { return nil }
    if eigen.values.allSatisfy({ $0 >= floor }), correction.frobeniusNorm == 0 { return Y }
    let X = eigen.rebuilt { max($0, floor) }
    correction = X - R
    let next = withUnitDiagonal(X)
    let change = (next - Y).storage.reduce(0) { max($0, $1.magnitude) }
    Y = next
    if change <= tolerance { return raised(Y, to: floor) }
  }
  return nil
}

/// (Y + Yᵀ)/2 with ones on the diagonal.
private func withUnitDiagonal(_ Y: Matrix) -> Matrix {
  Matrix(rows: Y.rows, columns: Y.columns) { i, j in i == j ? 1 : (Y[i, j] + Y[j, i]) / 2 }
}

/// (1 − t)Y + tI with the least t that lifts the smallest eigenvalue λ to the floor.
private func raised(_ Y: Matrix, to floor: Double) -> Matrix? {
  guard let least = SymmetricEigen(Y)?.values.first else { return nil }
  guard least < floor else { return Y }
  let t = (floor - least) / (1 - least)
  return Matrix(rows: Y.rows, columns: Y.columns) { i, j in i == j ? 1 : (1 - t) * Y[i, j] }
}
