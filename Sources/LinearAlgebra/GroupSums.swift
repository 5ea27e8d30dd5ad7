private import NumericKernels

extension Matrix {
  /// The sums s_g = Σ wᵢ uᵢ xᵢ over the rows i of each group g: O(nk).
  ///
  /// The scores of clusters: their products are the middle of a clustered covariance. A thread
  /// takes eight columns at a time and adds the rows in their order, so that the sums have the
  /// same bits whatever the number of threads.
  ///
  /// - Parameters:
  ///   - u: n numbers, residuals for example.
  ///   - weights: n numbers; nil for ones.
  ///   - codes: The group of each row.
  ///   - count: Of groups; every code is in 0..<`count`.
  ///   - threads: Columns by the eight that are worked on at a time.
  /// - Returns: k × `count`; column g holds s_g.
  package func groupSums(
    _ u: [Double], weights: [Double]? = nil, codes: [Int32], count: Int, threads: Int = 1
  ) -> Matrix {
    precondition(u.count == rows && codes.count == rows, "\(u.count) numbers, \(rows) rows")
    precondition(codes.allSatisfy { $0 >= 0 && $0 < count }, "codes outside 0..<\(count)")
    let scores = weights.map { zip($0, u).map { $0 * $1 } } ?? u
    let parts = mapInParallel((columns + 7) / 8, threads: threads) { part in
      let first = 8 * part, width = min(8, columns - first)
      return width == 8
        ? eightGroupSums(scores, codes, count, first: first)
        : groupSums(scores, codes, count, columns: first..<first + width)
    }
    var sums = Array(repeating: 0.0, count: columns * count)
    for (part, list) in parts.enumerated() {
      let width = list.count / max(count, 1)
      for g in 0..<count {
        for j in 0..<width { sums[g * columns + 8 * part + j] = list[g * width + j] }
      }
    }
    return Matrix(rows: columns, columns: count, storage: sums)
  }

  private func eightGroupSums(
    _ scores: [Double], _ codes: [Int32], _ count: Int, first: Int
  ) -> [Double] {
    var sums = Array(repeating: 0.0, count: 8 * count)
    var out = sums.mutableSpan
    let numbers = storage.span, scores = scores.span, codes = codes.span
    for i in 0..<rows {
      let place = 8 &* Int(codes[i]), at = i &+ first &* rows
      let x = SIMD8(
        numbers[at], numbers[at &+ rows], numbers[at &+ 2 &* rows], numbers[at &+ 3 &* rows],
        numbers[at &+ 4 &* rows], numbers[at &+ 5 &* rows], numbers[at &+ 6 &* rows],
        numbers[at &+ 7 &* rows])
      (SIMD8(out.span, at: place) + scores[i] * x).store(into: &out, at: place)
    }
    return sums
  }

  private func groupSums(
    _ scores: [Double], _ codes: [Int32], _ count: Int, columns: Range<Int>
  ) -> [Double] {
    var sums = Array(repeating: 0.0, count: columns.count * count)
    var out = sums.mutableSpan
    let numbers = storage.span, scores = scores.span, codes = codes.span, width = columns.count
    for j in 0..<width {
      let start = (columns.lowerBound + j) * rows
      for i in 0..<rows { out[Int(codes[i]) &* width &+ j] += scores[i] * numbers[start &+ i] }
    }
    return sums
  }
}
