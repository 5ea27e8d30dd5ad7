import LinearAlgebra
private import NumericKernels

/// n numbers wᵢuᵢ: what each row's regressors are multiplied by in the estimating equation.
func weightedResiduals(_ fit: LinearFit) -> [Double] {
  guard let weights = fit.weights else { return fit.residuals }
  return zip(weights, fit.residuals).map { $0 * $1 }
}

/// Σ over the rows of each group of aᵢxᵢ, one row per group: count × k.
///
/// One pass over the rows in blocks that stay in the cache with their codes, column by column.
/// Threads take whole columns, and each sum runs in the order of the rows, so no bit depends on
/// their number.
///
/// - Complexity: O(nk); memory for count × k numbers.
func groupSums(
  _ X: Matrix, times a: [Double], by group: Grouping, threads: Int
) -> Matrix {
  let k = X.columns
  let parts = max(1, min(threads, k))
  let pieces = mapInParallel(parts, threads: threads) { part in
    columnSums(X, times: a, by: group, columns: k * part / parts..<k * (part + 1) / parts)
  }
  return Matrix(columns: pieces.flatMap(\.self), rows: group.count)
}

private func columnSums(
  _ X: Matrix, times a: [Double], by group: Grouping, columns: Range<Int>
) -> [[Double]] {
  let n = X.rows, block = 2_048
  let x = X.storage.span, factors = a.span, codes = group.codes.span
  var sums = columns.map { _ in Array(repeating: 0.0, count: group.count) }
  for start in stride(from: 0, to: n, by: block) {
    for j in columns {
      addBlock(
        x, offset: j * n, factors, codes, rows: start..<min(start + block, n),
        to: &sums[j - columns.lowerBound])
    }
  }
  return sums
}

@inline(__always)
private func addBlock(
  _ x: Span<Double>, offset: Int, _ factors: Span<Double>, _ codes: Span<Int32>,
  rows: Range<Int>, to sums: inout [Double]
) {
  var sums = sums.mutableSpan
  for i in rows { sums[Int(codes[i])] += factors[i] * x[offset + i] }
}

/// (S M)'(S M): the sandwich of scores S, one row per group, with M symmetric.
///
/// As a sum of squares it has no negative variance, whatever rounding does.
func sandwich(_ scores: Matrix, _ M: Matrix) -> Matrix {
  let influence = scores * M
  return symmetric(influence.transposedTimes(influence))
}

/// (A + A')/2.
func symmetric(_ A: Matrix) -> Matrix {
  Matrix(rows: A.rows, columns: A.columns) { i, j in (A[i, j] + A[j, i]) / 2 }
}

/// M (Σᵢ (aᵢxᵢ)(aᵢxᵢ)') M over single rows, by blocks: no copy of X.
func rowSandwich(_ X: Matrix, times a: [Double], _ M: Matrix) -> Matrix {
  let n = X.rows, k = X.columns, block = 4_096
  var sum = Matrix(rows: k, columns: k)
  for start in stride(from: 0, to: n, by: block) {
    let rows = min(block, n - start)
    let part = Matrix(rows: rows, columns: k) { i, j in a[start + i] * X[start + i, j] } * M
    sum = sum + part.transposedTimes(part)
  }
  return symmetric(sum)
}
