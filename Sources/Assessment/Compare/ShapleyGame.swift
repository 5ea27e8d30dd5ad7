/// The Shapley values of a game whose worth of a coalition is a row of numbers.
struct ShapleyGame {
  let none: [Double]
  let all: [Double]
  /// By player.
  let values: [[Double]]
  /// By player: what it brings alone, and when all others are in.
  let alone: [[Double]]
  let last: [[Double]]
  /// Coalitions that were asked.
  let evaluations: Int
  let isExact: Bool

  /// - Parameters:
  ///   - n: Players, at least 1.
  ///   - value: The worth of a coalition, as a bit mask; each is asked once.
  /// - Throws: What `value` throws.
  init(players n: Int, value: (Int) throws -> [Double]) throws {
    var known: [Int: [Double]] = [:]
    func worth(_ mask: Int) throws -> [Double] {
      if let found = known[mask] { return found }
      let found = try value(mask)
      known[mask] = found
      return found
    }
    let full = 1 << n - 1
    (none, all) = (try worth(0), try worth(full))
    let (none, all) = (none, all)
    alone = try (0..<n).map { try subtract(worth(1 << $0), none) }
    last = try (0..<n).map { try subtract(all, worth(full & ~(1 << $0))) }
    var weights = [1.0 / Double(n)]
    for size in 1..<max(1, n) {
      weights.append(weights[size - 1] * Double(size) / Double(n - size))
    }
    values = try (0..<n).map { player in
      var sum = none.map { _ in 0.0 }
      for mask in 0...full where mask >> player & 1 == 0 {
        let gain = try subtract(worth(mask | 1 << player), worth(mask))
        for i in sum.indices { sum[i] += weights[mask.nonzeroBitCount] * gain[i] }
      }
      return sum
    }
    evaluations = known.count
    isExact = true
  }
}

private func subtract(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 - $1 } }
