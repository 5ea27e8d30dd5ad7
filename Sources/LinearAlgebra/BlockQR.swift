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
    let x = X.storage.span, y = y.span
    for j in 0..<p {
      let start = j * rows
      for i in 0..<p { out[start &+ i] = triangle[j &* p &+ i] }
      let from = j < k ? block.lowerBound + j * X.rows : block.lowerBound
      for i in 0..<block.count { out[start &+ p &+ i] = j < k ? x[from &+ i] : y[from &+ i] }
      guard let roots else { continue }
      for i in 0..<block.count { out[start &+ p &+ i] *= roots[i] }
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
