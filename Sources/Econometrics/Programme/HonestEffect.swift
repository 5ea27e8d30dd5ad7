import LinearAlgebra
import NumericKernels

/// What an effect may be when trends need not have been parallel.
///
/// Relative magnitudes: from one period to the next, the units with support may have drifted away
/// from the others by at most M times the largest such drift seen before support. M = 0 is parallel
/// trends; M = 1 lets the future be as bad as the worst of the past.
///
/// The bound of one drift and one sign is linear in the estimates, so that it has a standard error (or
/// a rank among assignments); the drift that is truly largest is one of them, and the union over all
/// of them covers at least as often as asked. It is wider than the hybrid intervals of the paper, whose
/// identified set is the same.
///
/// - Source: Rambachan and Roth, *Review of Economic Studies* 90 (2023), §2.4.1 and the union over
///   polyhedra of §3.
package struct HonestEffect: Sendable {
  /// How far a linear combination of the overall effect and the events may be from its estimate.
  package typealias Bounds = @Sendable (_ weights: [Double]) -> ClosedRange<Double>

  /// The estimates: the overall effect, then the events.
  let estimates: [Double]
  /// Weights of the drifts before support: events of successive distances.
  let drifts: [[Double]]
  /// Σ over what is averaged of periods since the base: how many drifts add up in the overall effect.
  package let steps: Double
  private let bounds: Bounds

  /// Nil where no drift before support is seen: nothing then bounds the one after.
  ///
  /// - Parameters:
  ///   - study: With at least two periods before support.
  ///   - bounds: The interval of a combination, given its weights.
  package init?(_ study: EventStudy, bounds: @escaping Bounds) {
    let distances = study.events.map(\.distance)
    estimates = [study.overall] + study.events.map(\.estimate)
    let count = estimates.count
    drifts = distances.indices.filter { distances[$0] < -1 }.compactMap { place in
      var weights = [Double](repeating: 0, count: count)
      weights[place + 1] = -1
      let next = distances[place] + 1
      // The base itself is 0 and has no place among the events.
      if next == -1 { return weights }
      guard let other = distances.firstIndex(of: next) else { return nil }
      weights[other + 1] = 1
      return weights
    }
    guard !drifts.isEmpty else { return nil }
    let after = study.events.filter { $0.distance >= 0 }
    let units = after.reduce(0.0) { $0 + Double($1.units) }
    steps = after.reduce(0) { $0 + Double($1.units) * Double($1.distance + 1) } / units
    self.bounds = bounds
  }

  /// The largest drift before support, in the unit of the outcome.
  package var largestDrift: Double {
    drifts.map { value($0).magnitude }.max() ?? 0
  }

  private func value(_ weights: [Double]) -> Double {
    zip(estimates, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The effects that estimates without error would leave possible.
  package func identifiedSet(_ M: Double) -> ClosedRange<Double> {
    let room = M * steps * largestDrift
    return (estimates[0] - room)...(estimates[0] + room)
  }

  /// The interval that covers at the level of its bounds when drifts keep to M.
  package func interval(_ M: Double) -> ClosedRange<Double> {
    precondition(M >= 0, "M = \(M)")
    var low = Double.infinity, high = -Double.infinity
    for drift in drifts {
      for sign in [-1.0, 1] {
        var weights = drift.map { sign * M * steps * $0 }
        weights[0] += 1
        let bound = bounds(weights)
        (low, high) = (min(low, bound.lowerBound), max(high, bound.upperBound))
      }
    }
    return low...high
  }

  /// The least M at which no effect at all is possible: how wrong parallel trends may be before the
  /// sign is lost.
  ///
  /// - Returns: 0 when the sign is not even known with parallel trends; nil when it is kept up to
  ///   `limit`.
  /// - Accuracy: 10⁻⁶; the interval only grows with M where errors are normal.
  package func breakdown(limit: Double = 100) -> Double? {
    guard !interval(0).contains(0) else { return 0 }
    guard interval(limit).contains(0) else { return nil }
    var low = 0.0, high = limit
    while high - low > 1e-6 {
      let middle = (low + high) / 2
      if interval(middle).contains(0) { high = middle } else { low = middle }
    }
    return high
  }
}

extension EventStudy {
  /// Normal intervals with errors clustered by unit: for many units with support.
  package func normalBounds(level: Double) -> HonestEffect.Bounds {
    let z = normalQuantile((1 + level) / 2)
    let estimates = [overall] + events.map(\.estimate), V = covariance
    return { weights in
      let value = zip(estimates, weights).reduce(0) { $0 + $1.0 * $1.1 }
      var variance = 0.0
      for i in weights.indices {
        for j in weights.indices { variance += weights[i] * V[i, j] * weights[j] }
      }
      let half = z * max(0, variance).squareRoot()
      return (value - half)...(value + half)
    }
  }
}

extension RandomisedStarts {
  /// Intervals by ranks among assignments: for few units with support.
  package func bounds(level: Double) -> HonestEffect.Bounds {
    { weights in
      let interval = self.interval(weights, level: level)
      return interval.low...interval.high
    }
  }
}
