private import NumericKernels
package import ReachModel

/// A number that describes a data set.
package struct PredictiveStatistic<Data: Sendable>: Sendable {
  package let key: String
  package let label: Label
  package let unit: PredictiveCheck.Unit
  /// Finite; nil for data that have none.
  package let value: @Sendable (Data) -> Double?

  package init(
    _ key: String, _ label: Label, _ unit: PredictiveCheck.Unit,
    value: @escaping @Sendable (Data) -> Double?
  ) {
    (self.key, self.label, self.unit, self.value) = (key, label, unit, value)
  }
}

/// How data sets are simulated for predictive checks.
package struct PredictivePlan: Sendable, Equatable {
  package let simulations: Int
  package let seed: UInt64
  /// Of the random numbers under the prior; the next one is for the posterior.
  package let purpose: Int
  /// Data sets that are worked on at a time; they change nothing.
  package let threads: Int

  package init(simulations: Int, seed: UInt64, purpose: Int, threads: Int) {
    (self.simulations, self.seed) = (simulations, seed)
    (self.purpose, self.threads) = (purpose, threads)
  }
}

/// A data set under one law of the parameters; nil where the law gives none.
package typealias SimulatedData<Data> = @Sendable (inout ReplicationNumbers) -> Data?

/// Compares figures of the data with those of data simulated under prior and posterior.
///
/// - Parameters:
///   - statistics: What is compared; those that the observed data have not are left out.
///   - observed: The data.
///   - prior: Draws parameters from the prior, then data; nil without one.
///   - posterior: The same from the posterior.
///   - plan: How many, and by which random numbers.
/// - Returns: A check of each statistic.
/// - Source: Box, *JRSS A* 143, 1980, for the prior; Gelman, Meng and Stern, *Statistica Sinica* 6,
///   1996, for the posterior, whose p-values lean towards ½ since the data are used twice.
package func predictiveChecks<Data: Sendable>(
  _ statistics: [PredictiveStatistic<Data>], observed: Data, prior: SimulatedData<Data>?,
  posterior: SimulatedData<Data>?, _ plan: PredictivePlan
) -> [PredictiveCheck] {
  func figures(_ simulate: SimulatedData<Data>?, _ purpose: Int) -> [[Double?]]? {
    guard let simulate else { return nil }
    return mapInParallel(plan.simulations, threads: plan.threads) { replication in
      var numbers = ReplicationNumbers(
        seed: plan.seed, purpose: purpose, replication: replication)
      guard let data = simulate(&numbers) else {
        return [Double?](repeating: nil, count: statistics.count)
      }
      return statistics.map { $0.value(data) }
    }
  }
  let before = figures(prior, plan.purpose), after = figures(posterior, plan.purpose + 1)
  func column(_ rows: [[Double?]]?, _ place: Int) -> [Double]? {
    let known = (rows ?? []).compactMap { $0[place] }
    return known.count > 1 ? known : nil
  }
  return statistics.enumerated().compactMap { place, statistic in
    statistic.value(observed).map {
      PredictiveCheck(
        key: statistic.key, label: statistic.label, unit: statistic.unit, observed: $0,
        prior: column(before, place), posterior: column(after, place))
    }
  }
}

extension [Double] {
  /// nil for none.
  var average: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }

  /// With n − 1; nil for fewer than two.
  var deviation: Double? {
    guard count > 1, let mean = average else { return nil }
    return (reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)).squareRoot()
  }

  /// The slope of least squares on some places; nil where these do not differ.
  func slope(on places: [Double]) -> Double? {
    guard let centre = places.average else { return nil }
    let spread = places.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    guard spread > 0 else { return nil }
    return zip(self, places).reduce(0) { $0 + $1.0 * ($1.1 - centre) } / spread
  }
}
