import Simulation

/// A number computed from all draws, and from each of 16 parts of them that do not depend on each
/// other.
///
/// Draw d belongs to part d mod 16: under scrambled Sobol' points its scramble, under plain sampling
/// a batch of independent draws. The spread of the parts tells how well the number is known, whatever
/// it is: a probability, a median, a difference under the same shocks, a Shapley value.
///
/// - Source: Owen, *Monte Carlo Theory, Methods and Examples* (2013), §17.5; Glynn & Whitt,
///   *Operations Research Letters* 10, 1991, for batches.
package struct Replicated: Sendable, Equatable {
  package let value: Double
  /// By part.
  package let parts: [Double]

  package static let count = SamplingMethod.scrambles

  package init(value: Double, parts: [Double]) {
    precondition(parts.count == Self.count, "\(parts.count) parts")
    (self.value, self.parts) = (value, parts)
  }

  /// A number that is known.
  package init(exactly value: Double) {
    self.init(value: value, parts: Array(repeating: value, count: Self.count))
  }

  /// With 15 degrees of freedom.
  package var standardError: Double {
    let spread = Moments(parts)
    return (spread.variance / Double(Self.count)).squareRoot()
  }

  /// Half the width of the 95 % interval, by Student's t.
  package var error: Double { ScrambleMean.Estimate.t975 * standardError }

  /// The same with an independent error that the parts do not show, such as that of sampled orders.
  package func error(besides other: Double?) -> Double {
    guard let other, other > 0 else { return error }
    return (error * error + other * other).squareRoot()
  }

  /// Whether it is farther from 0 than its 95 % interval reaches.
  package var isBeyondError: Bool { value.magnitude > error }

  package static func + (a: Replicated, b: Replicated) -> Replicated {
    Replicated(value: a.value + b.value, parts: zip(a.parts, b.parts).map { $0 + $1 })
  }

  /// The difference under the same shocks: part by part, so that what is common to both cancels.
  package static func - (a: Replicated, b: Replicated) -> Replicated {
    Replicated(value: a.value - b.value, parts: zip(a.parts, b.parts).map { $0 - $1 })
  }

  package static func * (factor: Double, a: Replicated) -> Replicated {
    Replicated(value: factor * a.value, parts: a.parts.map { factor * $0 })
  }
}

extension Replicated {
  /// The mean of one number a draw; NaN stands for none.
  ///
  /// - Parameter values: Of draws 0, 1, 2, ….
  /// - Returns: Nil unless every part has a draw.
  package static func mean(_ values: [Double]) -> Replicated? {
    var sums = [Double](repeating: 0, count: count), draws = [Int](repeating: 0, count: count)
    for (i, value) in values.enumerated() where !value.isNaN {
      sums[i % count] += value
      draws[i % count] += 1
    }
    guard draws.allSatisfy({ $0 > 0 }) else { return nil }
    return Replicated(
      value: sums.reduce(0, +) / Double(draws.reduce(0, +)),
      parts: zip(sums, draws).map { $0 / Double($1) })
  }

  /// The median of one number a draw, as the mean of the middle twentieth of the draws; NaN stands for
  /// none.
  ///
  /// A single draw in the middle moves by its own luck where a change is small; of the middle twentieth
  /// the difference under the same shocks has an error that the parts tell. It lies off the median by
  /// h² |f'| / (24 f³), h a twentieth and f the density there: not at all for symmetric laws, by 0.0004
  /// standard deviations for an exponential one.
  /// Whole numbers are spread evenly over the unit around each, so that a change by less than one shows.
  ///
  /// - Parameters:
  ///   - values: Of draws 0, 1, 2, ….
  ///   - areWhole: Whether all are whole numbers.
  /// - Returns: Nil unless every part has a draw.
  /// - Source: Stigler, *Journal of the American Statistical Association* 68, 1973, for means of the
  ///   middle.
  package static func median(_ values: [Double], areWhole: Bool) -> Replicated? {
    let parts = (0..<count).map { part in
      stride(from: part, to: values.count, by: count).map { values[$0] }.filter { !$0.isNaN }
    }
    guard parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    return Replicated(
      value: middle(values.filter { !$0.isNaN }, areWhole: areWhole),
      parts: parts.map { middle($0, areWhole: areWhole) })
  }

  private static let middleShare = 0.05

  private static func middle(_ values: [Double], areWhole: Bool) -> Double {
    let sorted = sorted(values, areWhole: areWhole), n = Double(sorted.count)
    let width = max(1, middleShare * n), low = (n - width) / 2, high = (n + width) / 2
    var sum = 0.0, place = Int(low)
    while Double(place) < high {
      // Equal values are one step of the distribution, in which the sum is that of the straight line.
      let value = sorted[place]
      let end = areWhole ? sorted.partitioningIndex { $0 > value } : place + 1
      let (a, b) = (max(low, Double(place)), min(high, Double(end)))
      if areWhole {
        let start = sorted.partitioningIndex { $0 >= value }
        let within = ((a + b) / 2 - Double(start)) / Double(end - start)
        sum += (b - a) * (value - 0.5 + within)
      } else {
        sum += (b - a) * value
      }
      place = end
    }
    return sum / width
  }
}

extension [Double] {
  /// The first place at which `isBeyond` holds; it holds from there on.
  fileprivate func partitioningIndex(_ isBeyond: (Double) -> Bool) -> Int {
    var low = 0, high = count
    while low < high {
      let middle = low + (high - low) / 2
      if isBeyond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
