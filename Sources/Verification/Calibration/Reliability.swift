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
    /// Where that share lies with a probability of 90 % if every probability is right and figures are
    /// independent: the exact law of the number of events.
    package let consistency: ClosedRange<Double>

    package var isConsistent: Bool { consistency.contains(frequency) }
  }

  /// Bins with forecasts, by probability.
  package let bins: [Bin]

  /// A probability of an event, and whether it happened.
  package typealias Forecast = (probability: Double, happened: Bool)

  /// - Parameter forecasts: Of independent events.
  package init(_ forecasts: [Forecast]) { self.init(figures: forecasts.map { [$0] }) }

  /// - Parameter figures: By figure, events of which each implies those that are likelier, such as
  ///   growth above one threshold after another; figures are independent.
  package init(figures: [[Forecast]]) {
    bins = (0..<10).compactMap { place in
      let low = Double(place) / 10, high = Double(place + 1) / 10
      let inside = figures.map { events in
        events.filter { $0.probability >= low && ($0.probability < high || place == 9) }
      }.filter { !$0.isEmpty }
      guard !inside.isEmpty else { return nil }
      let all = inside.flatMap(\.self), n = Double(all.count)
      return Bin(
        range: low..<high, count: all.count,
        probability: all.reduce(0) { $0 + $1.probability } / n,
        frequency: Double(all.count(where: \.happened)) / n,
        consistency: Self.consistency(inside.map { $0.map(\.probability) }))
    }
  }

  /// The central interval of the number of events over the number of forecasts.
  ///
  /// Of one figure's events j or more happen with the j-th largest of their probabilities, since they
  /// are nested; the numbers of independent figures add up.
  ///
  /// - Complexity: O(n²) for n events.
  private static func consistency(_ figures: [[Double]]) -> ClosedRange<Double> {
    var law = [1.0], count = 0
    for probabilities in figures {
      let sorted = [1] + probabilities.sorted(by: >) + [0]
      let own = (0...probabilities.count).map { sorted[$0] - sorted[$0 + 1] }
      var next = [Double](repeating: 0, count: law.count + probabilities.count)
      for (k, mass) in law.enumerated() {
        for (j, p) in own.enumerated() { next[k + j] += mass * p }
      }
      law = next
      count += probabilities.count
    }
    func quantile(_ level: Double) -> Double {
      var sum = 0.0
      for (k, mass) in law.enumerated() {
        sum += mass
        // Rounding of the sum must not move a quantile that lies on it.
        if sum >= level - 1e-12 { return Double(k) / Double(count) }
      }
      return 1
    }
    return quantile(0.05)...quantile(0.95)
  }
}
