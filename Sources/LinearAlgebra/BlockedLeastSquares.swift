private import NumericKernels

extension LeastSquaresProblem {
  /// The fit of a problem that is taken block by block.
  ///
  /// - Parameter way: nil to choose by the condition.
  /// - Returns: nil when sums of squares leave the range in which doubles keep their digits, or are
  ///   no numbers: the columns have to be looked at, and scaled.
  /// - Throws: ``LeastSquaresError/rankDeficient(column:)``.
  func inBlocks(_ way: LeastSquaresWay?) throws(LeastSquaresError) -> LeastSquaresFit? {
    let sums = normalSums()
    // Between these, squares of all that matters beside the largest are normal doubles.
    let range = 0x1p-800...0x1p800
    guard sums.gram.diagonal.allSatisfy({ range ~= $0 }),
      range ~= sums.squares || sums.squares == 0 && y.allSatisfy({ $0 == 0 })
    else { return nil }
    if way != .blockQR, let factor = choleskyFactor(sums.gram), factor.isSafe {
      try checkRank(factor.triangle.upper.matrix)
      let start = factor.triangle.solveNormal(sums.products)
      return refined(start, factor.triangle, way: .seminormalEquations)
    }
    let (R, rotated) = blockTriangle()
    try checkRank(R)
    let triangle = TriangularFactor(R)
    return refined(triangle.upper.solve(rotated), triangle, way: .blockQR)
  }

  /// A factor of XᵀWX, and whether it may stand for that of X.
  private func choleskyFactor(_ gram: Matrix) -> (triangle: TriangularFactor, isSafe: Bool)? {
    guard let cholesky = try? Cholesky(gram) else { return nil }
    let triangle = TriangularFactor(cholesky.lower.transposed)
    // XᵀWX carries an error of about k · 2⁻⁵³ of its diagonal (sums in blocks, merged pairwise), its
    // inverse κ² times that: this leaves standard errors 9 digits.
    let k = triangle.conditionNumber
    return (triangle, k * k * Double(X.columns) * 0x1p-53 <= 1e-9)
  }

  private struct NormalSums: Sendable {
    var gram: Matrix
    var products: [Double]
    /// Σ wᵢyᵢ².
    var squares: Double
  }

  /// XᵀWX, XᵀWy and yᵀWy, in one pass.
  private func normalSums() -> NormalSums {
    let k = X.columns, blocks = RowBlocks(rows: X.rows, columns: k)
    let parts = mapInParallel(blocks.chunks, threads: threads) { chunk in
      var gram = Array(repeating: 0.0, count: k * k), products = Array(repeating: 0.0, count: k)
      var squares = 0.0, copy: [Double] = []
      for block in blocks.blocks(ofChunk: chunk) {
        X.addGram(of: block, weights, copy: &copy, to: &gram)
        let u = weighted(block)
        X.addProduct(of: block, u, to: &products)
        squares += zip(u, y[block]).reduce(0) { $0 + $1.0 * $1.1 }
      }
      return gram + products + [squares]
    }
    let sums = mergedPairwise(parts, sums)
    return NormalSums(
      gram: Matrix(rows: k, columns: k) { i, j in sums[max(i, j) + min(i, j) * k] },
      products: Array(sums[(k * k)..<(k * k + k)]), squares: sums[k * k + k])
  }

  /// wᵢyᵢ of a block.
  private func weighted(_ block: Range<Int>) -> [Double] {
    guard let weights else { return Array(y[block]) }
    return zip(weights[block], y[block]).map { $0 * $1 }
  }

  /// Corrects β̂ with residuals of X and y until a correction would change no digit.
  ///
  /// A correction is about ρ times the one before it, with ρ = O(k) · κ² · 2⁻⁵³. Where that is not
  /// small nothing is corrected: QR's own solution is better.
  ///
  /// - Source: Björck, *Linear Algebra and its Applications* 88–89, 1987.
  private func refined(
    _ start: [Double], _ triangle: TriangularFactor, way: LeastSquaresWay
  ) -> LeastSquaresFit {
    let κ = triangle.conditionNumber
    let canCorrect = κ * κ * Double(X.columns) * 0x1p-53 <= 0x1p-4
    var b = Twofold(start), pass = residualPass(b), last = 1.0
    // The first bound gives four bits a step, so 53 / 4 steps at most.
    for _ in 0..<14 where canCorrect {
      let change = triangle.solveNormal(pass.gradient.high)
      let size = scaledSize(change, triangle) / scaledSize(b.high, triangle)
      guard size > 0x1p-54, size <= last / 2 else { break }
      for j in change.indices { b.add(change[j], at: j) }
      pass = residualPass(b)
      last = size
    }
    return LeastSquaresFit(
      coefficients: b.high, residuals: pass.residuals, residualSumOfSquares: pass.squares,
      inverseGram: triangle.inverseGram, way: way, conditionNumber: κ)
  }

  /// The length of Xb were the columns orthogonal; what units cannot change.
  private func scaledSize(_ b: [Double], _ triangle: TriangularFactor) -> Double {
    length(zip(b, triangle.lengths).map { $0 * $1 })
  }

  private struct ResidualPass: Sendable {
    var residuals: [Double]
    /// XᵀW(y − Xb).
    var gradient: Twofold
    var squares: Double
  }

  /// y − Xb and XᵀW(y − Xb) in twice the precision, X being read once.
  private func residualPass(_ b: Twofold) -> ResidualPass {
    let k = X.columns, blocks = RowBlocks(rows: X.rows, columns: k)
    let parts = mapInParallel(blocks.chunks, threads: threads) { chunk in
      var pass = ResidualPass(
        residuals: [], gradient: Twofold(zeros: k), squares: 0)
      pass.residuals.reserveCapacity(blocks.rows(ofChunk: chunk).count)
      for block in blocks.blocks(ofChunk: chunk) {
        var residual = Twofold(y[block])
        residual.subtractProduct(X.storage.span, stride: X.rows, rows: block, b)
        let u = weights.map { residual.times($0[block]) } ?? residual, r = residual.high
        addProduct(
          to: &pass.gradient, X.storage.span, stride: X.rows, rows: block, u.high.span,
          rest: u.low.span)
        pass.squares += twofoldDot(u, r)
        pass.residuals.append(contentsOf: r)
      }
      return pass
    }
    let residuals = concatenated(parts.map(\.residuals))
    var total = mergedPairwise(parts) { a, b in
      var sum = a
      sum.gradient.add(b.gradient)
      sum.squares += b.squares
      return sum
    }
    total.residuals = residuals
    return total
  }
}
