import NumericKernels

/// Squared distances from one draw to all others, apart for each group of inputs, so that those in
/// any subset of groups are sums.
struct NearestDraws {
  private let query: Int
  private let draws: Int
  /// Group after group.
  private let distances: [Double]

  /// Takes the distances from one draw.
  ///
  /// - Parameters:
  ///   - query: The draw that distances are from.
  ///   - groups: The inputs of each group.
  ///   - scores: One array an input, one number a draw; all of one scale.
  ///   - draws: How many there are; the first ones of `scores`.
  init(to query: Int, groups: [[Int]], scores: [[Double]], draws: Int) {
    var distances = [Double](repeating: 0, count: groups.count * draws)
    for (group, inputs) in groups.enumerated() {
      for input in inputs {
        let column = scores[input], x = column[query]
        for i in 0..<draws {
          let d = column[i] - x
          distances[group * draws + i] += d * d
        }
      }
    }
    (self.query, self.draws, self.distances) = (query, draws, distances)
  }

  /// The draws nearest to the query in some groups, without it.
  ///
  /// Of equally near ones, which a switch has many of, those come first that follow the query, so
  /// that queries do not all take the same draws.
  ///
  /// - Parameters:
  ///   - count: How many, greater than 0 and less than there are draws.
  ///   - groups: Whether each group counts.
  /// - Returns: Places, the nearest first.
  func nearest(_ count: Int, in groups: [Bool]) -> [Int] {
    let starts = groups.indices.filter { groups[$0] }.map { $0 * draws }
    let distances = distances.span
    var best = Best(count: count)
    for range in [query + 1..<draws, 0..<query] {
      var i = range.lowerBound
      while i &+ 8 <= range.upperBound {
        var eight = SIMD8<Double>.zero
        for start in starts { eight += SIMD8(distances, at: start &+ i) }
        // Seldom: nearly all draws are further than the nearest so far.
        if any(eight .< best.greatest) {
          for lane in 0..<8 { best.offer(i &+ lane, eight[lane]) }
        }
        i &+= 8
      }
      while i < range.upperBound {
        best.offer(i, starts.reduce(0) { $0 + distances[$1 + i] })
        i &+= 1
      }
    }
    return best.places
  }

  /// The smallest of the distances offered, in ascending order.
  private struct Best {
    private var distances: [Double]
    private(set) var places: [Int]
    private(set) var greatest = Double.infinity

    init(count: Int) {
      distances = Array(repeating: .infinity, count: count)
      places = Array(repeating: 0, count: count)
    }

    mutating func offer(_ place: Int, _ distance: Double) {
      guard distance < greatest else { return }
      var k = distances.count - 1
      while k > 0, distances[k - 1] > distance {
        (distances[k], places[k]) = (distances[k - 1], places[k - 1])
        k -= 1
      }
      (distances[k], places[k]) = (distance, place)
      greatest = distances[distances.count - 1]
    }
  }
}
