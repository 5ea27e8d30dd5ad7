private import NumericKernels

/// Simultaneous limits of how many of n uniform numbers lie at or below each of several points.
///
/// At every point the limits cut off the same binomial tail; the tail is as large as it may be while
/// the chance that uniform numbers cross a limit anywhere stays within the stated rate.
///
/// - Source: Säilynoja, Bürkner and Vehtari, *Statistics and Computing* 32:32, 2022, §3: their
///   recursion, in which the counts between points are Poisson given their sum. The tail is the
///   largest whose rate is not above the stated one, where they take the nearest.
package struct UniformBand: Sendable, Equatable {
  /// n.
  package let count: Int
  /// i/K for i in 1...K − 1.
  package let points: [Double]
  /// How many numbers may lie at or below each point.
  package let limits: [ClosedRange<Int>]
  /// The tail cut off at each point, on either side.
  package let tail: Double
  /// The chance that n uniform numbers stay inside everywhere, at least 1 less the stated rate.
  package let coverage: Double

  private let binomials: BinomialTails

  /// - Parameters:
  ///   - count: n ≥ 1.
  ///   - cells: K ≥ 2.
  ///   - falseAlarms: How often uniform numbers may cross, in (0, 1).
  package init(count: Int, cells: Int = 50, falseAlarms: Double) {
    precondition(count > 0 && cells > 1, "\(count) numbers, \(cells) cells")
    precondition(falseAlarms > 0 && falseAlarms < 1, "a rate of \(falseAlarms)")
    let binomials = BinomialTails(count: count, cells: cells)
    // Rates grow with the tail: between a tail that no count reaches and one that all would cross.
    var low = naturalLogarithm(falseAlarms / Double(2 * cells)), high = naturalLogarithm(0.5)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let isInside = binomials.coverage(binomials.limits(exponential(middle))) >= 1 - falseAlarms
      if isInside { low = middle } else { high = middle }
    }
    self.count = count
    self.binomials = binomials
    points = binomials.points
    tail = exponential(low)
    limits = binomials.limits(tail)
    coverage = binomials.coverage(limits)
  }

  /// How many numbers lie at or below each point.
  package func counts(_ values: [Double]) -> [Int] {
    precondition(values.count == count, "\(values.count) numbers for a band of \(count)")
    let sorted = values.sorted()
    var place = 0
    return points.map { point in
      while place < sorted.count, sorted[place] <= point { place += 1 }
      return place
    }
  }

  /// Whether the numbers stay inside everywhere.
  package func holds(_ values: [Double]) -> Bool {
    zip(counts(values), limits).allSatisfy { $1.contains($0) }
  }

  /// The chance that uniform numbers come as near to crossing, or nearer, at some point.
  ///
  /// At most the stated rate exactly where the numbers cross the band.
  package func pValue(_ values: [Double]) -> Double {
    let nearest = zip(counts(values), binomials.tails).reduce(1.0) { least, item in
      min(least, item.1.below[item.0], item.1.above[item.0])
    }
    guard nearest < 0.5 else { return 1 }
    return min(1, max(0, 1 - binomials.coverage(binomials.limits(nearest))))
  }
}

/// The binomial laws of counts at each point.
private struct BinomialTails: Sendable, Equatable {
  struct Point: Sendable, Equatable {
    /// P(count ≤ k) and P(count ≥ k), k in 0...n.
    let below: [Double]
    let above: [Double]
  }

  let points: [Double]
  let tails: [Point]
  /// Poisson probabilities of d numbers in a cell, for a mean of n/K.
  private let steps: [Double]
  /// The Poisson probability of n numbers for a mean of n.
  private let whole: Double

  init(count n: Int, cells: Int) {
    points = (1..<cells).map { Double($0) / Double(cells) }
    // The upper half mirrors the lower one, so that equal chances are equal to the bit.
    let half = points.prefix(cells / 2).map { Self.point(n, $0) }
    let mirrored = half.prefix((cells - 1) / 2).reversed().map {
      Point(below: $0.above.reversed(), above: $0.below.reversed())
    }
    tails = half + mirrored
    let mean = Double(n) / Double(cells)
    steps = (0...n).map { Self.poisson($0, mean) }
    whole = Self.poisson(n, Double(n))
  }

  private static func poisson(_ d: Int, _ mean: Double) -> Double {
    exponential(Double(d) * naturalLogarithm(mean) - mean - logGamma(Double(d) + 1))
  }

  private static func point(_ n: Int, _ z: Double) -> Point {
    let odds = naturalLogarithm(z) - logarithmOfOnePlus(-z)
    let start = Double(n) * logarithmOfOnePlus(-z) + logGamma(Double(n) + 1)
    let masses = (0...n).map { k in
      exponential(
        start + Double(k) * odds - logGamma(Double(k) + 1) - logGamma(Double(n - k) + 1))
    }
    var below = masses, above = masses
    for k in 1...n { below[k] += below[k - 1] }
    for k in stride(from: n - 1, through: 0, by: -1) { above[k] += above[k + 1] }
    return Point(below: below, above: above)
  }

  /// The counts whose tails on both sides are above one tail.
  func limits(_ tail: Double) -> [ClosedRange<Int>] {
    tails.map { point in
      let n = point.below.count - 1
      let low = point.below.firstIndex { $0 > tail } ?? n
      let high = point.above.lastIndex { $0 > tail } ?? 0
      return min(low, high)...max(low, high)
    }
  }

  /// P(all counts within their limits).
  func coverage(_ limits: [ClosedRange<Int>]) -> Double {
    let n = steps.count - 1
    var reached = 0...0, chances = [1.0]
    for next in limits + [n...n] {
      var more = Array(repeating: 0.0, count: next.count)
      for (place, chance) in chances.enumerated() where chance > 0 {
        let from = reached.lowerBound + place
        for to in max(from, next.lowerBound)...max(from, next.upperBound) where next.contains(to) {
          more[to - next.lowerBound] += chance * steps[to - from]
        }
      }
      (reached, chances) = (next, more)
    }
    return chances[0] / whole
  }
}
