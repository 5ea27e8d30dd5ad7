/// Draws divided by one input into slices of about equal numbers.
struct Slices {
  /// The slice of each draw; −1 for none.
  let slice: [Int32]
  /// Draws in each slice, some of which may be 0.
  let sizes: [Int]

  /// Slices by mid-rank: equal values of the input share one, so that a switch or a lag, which takes
  /// few values, has one slice for each; and a monotone transformation of the input changes nothing.
  ///
  /// - Parameters:
  ///   - ranks: Mid-ranks of the input, from 1.
  ///   - count: How many slices a continuous input has.
  init(ranks: [Double], count: Int) {
    let width = Double(ranks.count)
    // A continuous input's k-th draw is the middle of the k-th of n cells of probability.
    self.init(
      ranks.map { Int32(min(count - 1, Int((($0 - 0.5) / width) * Double(count)))) }, count: count)
  }

  init(_ slice: [Int32], count: Int) {
    var sizes = [Int](repeating: 0, count: count)
    for s in slice where s >= 0 { sizes[Int(s)] += 1 }
    (self.slice, self.sizes) = (slice, sizes)
  }

  /// Slices as SALib 1.6 makes them: from each edge up to but without the next, the edges quantiles
  /// of type 7; the greatest draws are in none, and an input of few values may lose many.
  ///
  /// - Parameters:
  ///   - values: Of the input.
  ///   - count: How many edges there are, less one.
  init(edgesOf values: [Double], count: Int) {
    let sorted = values.sorted()
    let edges = (0...count).map { quantile(sorted, Double($0) * (1 / Double(count))) }
    self.init(
      values.map { value in
        guard value < edges[count] else { return -1 }
        // The last edge at or below it; equal edges leave empty slices before the last of them.
        var low = 0, high = count
        while high - low > 1 {
          let middle = (low + high) / 2
          if edges[middle] <= value { low = middle } else { high = middle }
        }
        return Int32(low)
      }, count: count)
  }
}

/// The quantile of type 7, with numpy's two-sided interpolation.
///
/// - Source: Hyndman & Fan, *The American Statistician* 50, 1996.
private func quantile(_ sorted: [Double], _ p: Double) -> Double {
  let place = min(Double(sorted.count - 1), p * Double(sorted.count - 1))
  let low = Int(place), high = min(sorted.count - 1, low + 1), t = place - Double(low)
  let difference = sorted[high] - sorted[low]
  return t < 0.5 ? sorted[low] + difference * t : sorted[high] - difference * (1 - t)
}
