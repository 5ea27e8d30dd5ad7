private import CLAPACKE
private import COpenBLAS

/// Solves A x = b with a positive semidefinite A whose redundant rows are left out.
///
/// Made for normal equations of dummies, where some columns are combinations of others: leaving
/// those out gives one of the solutions, with zeros in their places.
package struct SemidefiniteCholesky: Sendable {
  /// The rows and columns that were kept, in the order of the factor; their number is the rank.
  package let kept: [Int]
  private let order: Int
  /// 1/√aᵢᵢ of the kept rows: the factor is of the matrix with a unit diagonal.
  private let scales: [Double]
  /// L of the kept block, column-major, `kept.count` squared; above the diagonal without meaning.
  private let factor: [Double]

  /// Chooses what to keep by Cholesky with complete pivoting (`dpstrf`); the diagonal is scaled to
  /// ones first, so that units do not matter.
  ///
  /// - Parameters:
  ///   - A: Symmetric, positive semidefinite; rows with a diagonal of 0 are left out.
  ///   - tolerance: Pivots at or below this, against a diagonal of ones, are redundant.
  /// - Source: Higham, *Accuracy and Stability*, 2nd ed., §10.3.2.
  package init(_ A: Matrix, tolerance: Double) {
    let candidates = (0..<A.rows).filter { A[$0, $0] > 0 }
    let scales = candidates.map { 1 / A[$0, $0].squareRoot() }
    var block = scaledBlock(A, candidates, scales)
    let n = Int32(candidates.count)
    var pivots = Array(repeating: Int32(0), count: candidates.count), rank = Int32(0)
    if n > 0 {
      // SAFETY: the arrays hold n·n doubles and n integers, as dpstrf is told.
      let info = unsafe LAPACKE_dpstrf(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), n, &block, n, &pivots, &rank, tolerance)
      precondition(info >= 0, "dpstrf: argument \(-info) is invalid")
    }
    let chosen = pivots.prefix(Int(rank)).map { Int($0) - 1 }
    let r = chosen.count, count = candidates.count
    order = A.rows
    kept = chosen.map { candidates[$0] }
    self.scales = chosen.map { scales[$0] }
    factor = (0..<r).flatMap { j in block[j * count..<j * count + r] }
  }

  /// Factors the block of the given rows by `dpotrf`.
  ///
  /// - Returns: nil when it is not positive definite in floating-point arithmetic.
  package init?(_ A: Matrix, keeping kept: [Int]) {
    guard kept.allSatisfy({ A[$0, $0] > 0 }) else { return nil }
    let scales = kept.map { 1 / A[$0, $0].squareRoot() }
    var block = scaledBlock(A, kept, scales)
    let n = Int32(kept.count)
    if n > 0 {
      // SAFETY: the array holds n·n doubles, as dpotrf is told.
      let info = unsafe LAPACKE_dpotrf(
        LAPACK_COL_MAJOR, CChar(UInt8(ascii: "L")), n, &block, n)
      guard info == 0 else { return nil }
    }
    (order, self.kept, self.scales, factor) = (A.rows, kept, scales, block)
  }

  /// A solution of A x = b, zero in the places that were left out, by two `dtrsv`: O(rank²).
  ///
  /// - Precondition: `b.count` is the order of the matrix.
  package func solve(_ b: [Double]) -> [Double] {
    precondition(b.count == order, "solve: \(b.count) numbers for order \(order)")
    var z = zip(kept, scales).map { b[$0] * $1 }
    let n = Int32(kept.count)
    if n > 0 {
      // SAFETY: the arrays hold n·n and n doubles, as dtrsv is told.
      unsafe cblas_dtrsv(
        CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, n, factor, n, &z, 1)
      // SAFETY: as before.
      unsafe cblas_dtrsv(CblasColMajor, CblasLower, CblasTrans, CblasNonUnit, n, factor, n, &z, 1)
    }
    var x = Array(repeating: 0.0, count: order)
    for (place, row) in kept.enumerated() { x[row] = z[place] * scales[place] }
    return x
  }
}

/// The block of some rows and columns, its diagonal scaled to ones.
private func scaledBlock(_ A: Matrix, _ rows: [Int], _ scales: [Double]) -> [Double] {
  var block: [Double] = []
  block.reserveCapacity(rows.count * rows.count)
  for (j, column) in rows.enumerated() {
    for (i, row) in rows.enumerated() {
      block.append(i == j ? 1 : A[row, column] * scales[i] * scales[j])
    }
  }
  return block
}
