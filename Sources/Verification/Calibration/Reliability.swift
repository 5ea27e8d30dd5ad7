/// How often events happened that were given about the same probability.
///
/// - Source: Bröcker and Smith, *Weather and Forecasting* 22, 2007.
package struct Reliability: Sendable, Equatable {
  /// Forecasts whose probabilities lie in one tenth.
  package struct Bin: Sendable, Equatable {
    /// Of the probabilities; the last one is closed.
    package let range: Range<Double>
    package let count: Int
    /// Mean of the probabilities.
    package let probability: Double
    /// Share of events that happened.
    package let frequency: Double
    /// Where that share lies with a probability of 90 % if every probability is right and events are
    /// independent: the exact law of the number of events.
    package let consistency: ClosedRange<Double>

    package var isConsistent: Bool { consistency.contains(frequency) }
  }

  /// Bins with forecasts, by probability.
  package let bins: [Bin]

  /// - Parameter forecasts: Probabilities of events, and whether they happened.
  package init(_ forecasts: [(probability: Double, happened: Bool)]) {
    bins = (0..<10).compactMap { place in
      let low = Double(place) / 10, high = Double(place + 1) / 10
      let inside = forecasts.filter {
        $0.probability >= low && ($0.probability < high || place == 9)
      }
      guard !inside.isEmpty else { return nil }
      let n = Double(inside.count)
      return Bin(
        range: low..<high, count: inside.count,
        probability: inside.reduce(0) { $0 + $1.probability } / n,
        frequency: Double(inside.count(where: \.happened)) / n,
        consistency: Self.consistency(inside.map(\.probability)))
    }
  }

  /// The central interval of the number of events over the number of forecasts.
  ///
  /// - Complexity: O(n²) for the law of a sum of n events of unequal probability.
  private static func consistency(_ probabilities: [Double]) -> ClosedRange<Double> {
    var law = [1.0]
    for p in probabilities {
      law.append(0)
      for k in stride(from: law.count - 1, through: 1, by: -1) {
        law[k] = law[k] * (1 - p) + law[k - 1] * p
      }
      law[0] *= 1 - p
    }
    func quantile(_ level: Double) -> Double {
      var sum = 0.0
      for (k, mass) in law.enumerated() {
        sum += mass
        // Rounding of the sum must not move a quantile that lies on it.
        if sum >= level - 1e-12 { return Double(k) / Double(probabilities.count) }
      }
      return 1
    }
    return quantile(0.05)...quantile(0.95)
  }
}
