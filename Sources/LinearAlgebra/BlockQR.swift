private import NumericKernels

extension LeastSquaresProblem {
  /// R of √W X = QR and Qᵀ√W y, by QR of blocks of rows.
  ///
  /// y goes along as one more column. A block is stacked under the triangle of those before it;
  /// the triangles of chunks are stacked pairwise. Nothing but a block is copied.
  ///
  /// - Returns: R, k × k, and the first k numbers of Qᵀ√W y.
  /// - Accuracy: R is that of a matrix within O(k² log n) · 2⁻⁵³ of √W X, column by column.
  /// - Source: Demmel, Grigori, Hoemmen and Langou, *SIAM Journal on Scientific Computing* 34(1),
  ///   2012, §3.
  func blockTriangle() -> (R: Matrix, rotated: [Double]) {
    let k = X.columns, p = k + 1, blocks = RowBlocks(rows: X.rows, columns: p)
    let triangles = mapInParallel(blocks.chunks, threads: threads) { chunk in
      var triangle = Array(repeating: 0.0, count: p * p), stack: [Double] = []
      for block in blocks.blocks(ofChunk: chunk) {
        let rows = fillStack(&stack, triangle, block)
        factorInPlace(rows: rows, columns: p, numbers: &stack)
        takeTriangle(of: stack, rows: rows, order: p, into: &triangle)
      }
      return triangle
    }
    let all = mergedPairwise(triangles) { upper, lower in
      var stack: [Double] = []
      for j in 0..<p {
        let column = j * p..<(j + 1) * p
        stack += upper[column]
        stack += lower[column]
      }
      var triangle = upper
      factorInPlace(rows: 2 * p, columns: p, numbers: &stack)
      takeTriangle(of: stack, rows: 2 * p, order: p, into: &triangle)
      return triangle
    }
    return (
      Matrix(rows: k, columns: k) { i, j in all[i + j * p] }, Array(all[(k * p)..<(k * p + k)])
    )
  }

  /// Stacks a block of √W (X, y) under a triangle.
  ///
  /// - Returns: The rows of the stack.
  private func fillStack(
    _ stack: inout [Double], _ triangle: [Double], _ block: Range<Int>
  ) -> Int {
    let k = X.columns, p = k + 1, rows = p + block.count
    let missing = rows * p - stack.count
    if missing > 0 { stack.append(contentsOf: repeatElement(0, count: missing)) }
    let roots = weights.map { $0[block].map { $0.squareRoot() } }
    var out = stack.mutableSpan
    for j in 0..<p {
      for i in 0..<p { out[j &* rows &+ i] = triangle[j &* p &+ i] }
      let from = j < k ? block.lowerBound + j * X.rows : block.lowerBound
      copy(
        j < k ? X.storage.span : y.span, from: from, count: block.count, times: roots, to: &out,
        at: j * rows + p)
    }
    return rows
  }
}

private func takeTriangle(
  of stack: [Double], rows: Int, order: Int, into triangle: inout [Double]
) {
  for j in 0..<order {
    for i in 0...j { triangle[i + j * order] = stack[i + j * rows] }
  }
}

/// Copies a run of numbers, each times its factor if there are factors.
func copy(
  _ numbers: Span<Double>, from start: Int, count: Int, times factors: [Double]?,
  to out: inout MutableSpan<Double>, at place: Int
) {
  let whole = count & ~7
  guard let factors = factors?.span else {
    for i in stride(from: 0, to: whole, by: 8) {
      SIMD8(numbers, at: start &+ i).store(into: &out, at: place &+ i)
    }
    for i in whole..<count { out[place + i] = numbers[start + i] }
    return
  }
  for i in stride(from: 0, to: whole, by: 8) {
    (SIMD8(factors, at: i) * SIMD8(numbers, at: start &+ i)).store(into: &out, at: place &+ i)
  }
  for i in whole..<count { out[place + i] = factors[i] * numbers[start + i] }
}
