import NumericKernels

/// An input in the form that regressions take: standard normal scores by rank, or a few values.
///
/// Ranks tame heavy tails and leave the order, and so the information, as it is; a normal input keeps
/// its form, so that what is linear in it stays linear.
struct ScoredInput {
  /// Φ⁻¹((r − ½) / n) for rank r; equal values share their middle rank.
  let scores: [Double]
  /// The place of each draw's value among the different ones; empty when there are many.
  let levels: [UInt8]
  /// How many different values there are; 0 when there are many.
  let levelCount: Int

  /// Up to so many different values each has a mean of its own.
  static let mostLevels = 8

  init(_ column: [Double]) {
    let sorted = SortedColumn(column), n = column.count
    var scores = [Double](repeating: 0, count: n), levels = [UInt8](repeating: 0, count: n)
    var (start, level) = (0, 0)
    while start < n {
      var end = start
      while end < n, sorted.values[end] == sorted.values[start] { end += 1 }
      let score = normalQuantile(Double(start + end) / (2 * Double(n)))
      for place in start..<end {
        scores[Int(sorted.draws[place])] = score
        levels[Int(sorted.draws[place])] = UInt8(min(level, Self.mostLevels))
      }
      (start, level) = (end, level + 1)
    }
    self.scores = scores
    let isMany = level > Self.mostLevels
    (self.levels, levelCount) = (isMany ? [] : levels, isMany ? 0 : level)
  }
}
