private import CLAPACKE
private import COpenBLAS

/// Σ wᵢ aᵢ aᵢᵀ over a range of rows, by `dsyrk` on blocks of rows that fit the cache.
///
/// Ranges can be worked on at a time and added in their order, so that sums do not depend on the
/// number of threads.
///
/// - Parameters:
///   - columns: p columns of A, n numbers each.
///   - weights: n numbers ≥ 0.
///   - rows: Within 0..<n.
/// - Returns: p × p, symmetric.
package func weightedGram(
  _ columns: [[Double]], weights: [Double], rows: Range<Int>
) -> Matrix {
  precondition(
    columns.allSatisfy { $0.count == weights.count } && rows.upperBound <= weights.count,
    "weightedGram: \(rows) of \(weights.count)")
  let p = columns.count, height = 512
  var upper = Array(repeating: 0.0, count: p * p)
  guard p > 0 else { return Matrix(rows: 0, columns: 0) }
  var block = Array(repeating: 0.0, count: height * p)
  var start = rows.lowerBound
  while start < rows.upperBound {
    let count = min(height, rows.upperBound - start)
    let roots = weights[start..<start + count].map { $0.squareRoot() }
    for j in 0..<p { fill(&block, at: j * height, from: columns[j], start, roots) }
    // SAFETY: block holds height·p doubles of which count rows are read, and upper p·p.
    unsafe cblas_dsyrk(
      CblasColMajor, CblasUpper, CblasTrans, Int32(p), Int32(count), 1, block, Int32(height), 1,
      &upper, Int32(p))
    start += count
  }
  return Matrix(rows: p, columns: p) { i, j in upper[min(i, j) + max(i, j) * p] }
}

/// Part of a column times the square roots of its weights.
private func fill(
  _ block: inout [Double], at place: Int, from column: [Double], _ start: Int, _ roots: [Double]
) {
  let source = column.span, roots = roots.span
  var target = block.mutableSpan
  for i in 0..<roots.count { target[place + i] = roots[i] * source[start + i] }
}

/// The x of Gx = b for a symmetric positive definite G, by `dposv`.
///
/// - Returns: nil when G is not positive definite to rounding.
package func solvePositiveDefinite(_ G: Matrix, _ b: [Double]) -> [Double]? {
  precondition(G.rows == G.columns && G.rows == b.count, "solve: \(G.rows)×\(G.columns)")
  guard !b.isEmpty else { return [] }
  var storage = G.storage, x = b
  let n = Int32(G.rows)
  // SAFETY: the arrays hold n·n and n doubles, as dposv is told.
  let info = unsafe LAPACKE_dposv(
    LAPACK_COL_MAJOR, CChar(UInt8(ascii: "U")), n, 1, &storage, n, &x, n)
  return info == 0 ? x : nil
}
