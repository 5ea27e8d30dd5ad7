import LinearAlgebra
private import NumericKernels

/// n numbers wᵢuᵢ: what each row's regressors are multiplied by in the estimating equation.
func weightedResiduals(_ fit: LinearFit) -> [Double] {
  guard let weights = fit.weights else { return fit.residuals }
  return zip(weights, fit.residuals).map { $0 * $1 }
}

/// Σ over the rows of each group of aᵢxᵢ, one row per group: count × k.
///
/// Four columns at a time, so that a row's code and factor are read once for them and sums of
/// neighbouring rows of one group do not wait for each other. Threads take whole columns, and each
/// sum runs in the order of the rows, so no bit depends on their number.
///
/// - Complexity: O(nk); memory for count × k numbers.
func groupSums(
  _ X: Matrix, times a: [Double], by group: Grouping, threads: Int
) -> Matrix {
  let k = X.columns
  let pieces = mapInParallel((k + 3) / 4, threads: threads) { part in
    fourColumns(X, from: 4 * part, times: a, by: group)
  }
  return Matrix(columns: Array(pieces.flatMap(\.self).prefix(k)), rows: group.count)
}

/// The sums of four columns; those past the last repeat it.
private func fourColumns(
  _ X: Matrix, from first: Int, times a: [Double], by group: Grouping
) -> [[Double]] {
  let n = X.rows
  let start = (0..<4).map { min(first + $0, X.columns - 1) * n }
  let (s0, s1, s2, s3) = (start[0], start[1], start[2], start[3])
  let x = X.storage.span, factors = a.span, codes = group.codes.span
  var sums = Array(repeating: SIMD4<Double>.zero, count: group.count)
  var total = sums.mutableSpan
  for i in 0..<n {
    total[Int(codes[i])] += factors[i] * SIMD4(x[s0 + i], x[s1 + i], x[s2 + i], x[s3 + i])
  }
  return (0..<4).map { lane in sums.map { $0[lane] } }
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
///
/// Blocks are of a fixed size and added in order, whatever the threads.
func rowSandwich(_ X: Matrix, times a: [Double], _ M: Matrix, threads: Int) -> Matrix {
  let n = X.rows, block = 4_096, stretch = 16 * block
  let parts = mapInParallel((n + stretch - 1) / stretch, threads: threads) { place in
    let end = min((place + 1) * stretch, n)
    var sum = Matrix(rows: X.columns, columns: X.columns)
    for start in stride(from: place * stretch, to: end, by: block) {
      let part = rowBlock(X, times: a, rows: start..<min(start + block, end)) * M
      sum = sum + part.transposedTimes(part)
    }
    return sum
  }
  return symmetric(
    parts.reduce(Matrix(rows: X.columns, columns: X.columns)) { $0 + $1 })
}

/// Some rows, each times its number.
private func rowBlock(_ X: Matrix, times a: [Double], rows: Range<Int>) -> Matrix {
  let x = X.storage.span, factors = a.span
  var values: [Double] = []
  values.reserveCapacity(rows.count * X.columns)
  for j in 0..<X.columns {
    let offset = j * X.rows
    for i in rows { values.append(factors[i] * x[offset + i]) }
  }
  return Matrix(rows: rows.count, columns: X.columns, columnMajor: values)
}
