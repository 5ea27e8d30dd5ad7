private import NumericKernels

/// One forecast of one figure, and how it did.
package struct TargetScores: Sendable, Equatable {
  /// The form that forecast.
  package let form: String
  /// The last year known.
  package let origin: Int
  package let horizon: Int
  /// The entity's place in the series.
  package let entity: Int
  /// On the scale, as everything here.
  package let actual: Double
  /// The last known value of the entity at the origin; nil where it was not known.
  package let last: Double?
  package let mean: Double
  package let median: Double
  /// Central intervals of ``levels``.
  package let intervals: [ClosedRange<Double>]
  package let crps: Double
  /// −ln of the density of the figure on its scale, or of a count's probability.
  package let logScore: Double
  /// P(figure below) + U · P(figure), U uniform: uniform if the forecast is right.
  package let pit: Double
  /// Probability and outcome of growth above each of ``growths``; nil where no year before is known.
  package let events: [Event]

  package struct Event: Sendable, Equatable {
    /// Growth that must be exceeded, as a fraction.
    package let growth: Double
    package let probability: Double
    package let happened: Bool
  }

  package var targetYear: Int { origin + horizon }

  /// Probabilities of the central intervals.
  package static let levels: [Double] = [0.5, 0.8, 0.95]
  /// The growth that events exceed.
  package static let growths: [Double] = [0, 0.05, 0.10, 0.15]

  /// The interval score of each level.
  ///
  /// - Source: Gneiting and Raftery, *JASA* 102, 2007, eq. 43.
  package var intervalScores: [Double] {
    zip(Self.levels, intervals).map { level, interval in
      let miss = max(0, interval.lowerBound - actual) + max(0, actual - interval.upperBound)
      return interval.upperBound - interval.lowerBound + 2 / (1 - level) * miss
    }
  }

  /// Whether the figure lies in each level's interval, by its randomised place: a count covers a whole
  /// step of its law, of which only a part may lie inside.
  package var isCovered: [Bool] {
    Self.levels.map { (pit - 0.5).magnitude <= $0 / 2 }
  }
}

/// What is scored beside the law: whose forecast it is, of what.
package struct ForecastPlace: Sendable, Equatable {
  package let form: String
  package let origin: Int
  package let horizon: Int
  package let entity: Int
  /// The last known value of the entity, on the scale.
  package let last: Double?

  package init(form: String, origin: Int, horizon: Int, entity: Int, last: Double?) {
    (self.form, self.origin, self.horizon) = (form, origin, horizon)
    (self.entity, self.last) = (entity, last)
  }
}

extension TargetScores {
  /// Scores a law.
  ///
  /// - Parameters:
  ///   - law: The forecast.
  ///   - actual: What came, on the scale.
  ///   - scale: The series' own; counts have steps.
  ///   - place: Whose forecast of what.
  ///   - randomisation: In (0, 1): where inside its step a count is put.
  package init(
    _ law: PredictiveLaw, actual: Double, scale: SeriesScale, place: ForecastPlace,
    randomisation: Double
  ) {
    (form, origin, horizon) = (place.form, place.origin, place.horizon)
    (entity, self.actual, last) = (place.entity, actual, place.last)
    (mean, median) = (law.mean, law.median)
    intervals = Self.levels.map(law.interval)
    crps = law.crps(at: actual)
    if scale == .logCount {
      let count = scale.figure(of: actual).rounded()
      let below = count > 0 ? law.probability(upTo: Self.edge(count - 0.5)) : 0
      let upTo = law.probability(upTo: Self.edge(count + 0.5))
      logScore = -naturalLogarithm(max(upTo - below, .leastNormalMagnitude))
      pit = below + randomisation * (upTo - below)
    } else {
      logScore = -law.logDensity(at: actual)
      pit = law.probability(upTo: actual)
    }
    events = place.last.map { Self.events(law, actual, scale, last: $0) } ?? []
  }

  /// ln(1 + n) of a border between two counts.
  private static func edge(_ n: Double) -> Double { logarithmOfOnePlus(n) }

  private static func events(
    _ law: PredictiveLaw, _ actual: Double, _ scale: SeriesScale, last: Double
  ) -> [Event] {
    growths.map { growth in
      let threshold = scale.threshold(growth: growth, last: last)
      guard scale == .logCount else {
        return Event(
          growth: growth, probability: law.probability(above: threshold),
          happened: actual > threshold)
      }
      // A whole number exceeds x if it exceeds the whole part of x; the border lies half above that.
      // Rounding of the figure must not move a threshold that is a whole number itself.
      let limit = (scale.figure(of: threshold) + 1e-9).rounded(.down)
      return Event(
        growth: growth, probability: law.probability(above: edge(limit + 0.5)),
        happened: scale.figure(of: actual).rounded() > limit)
    }
  }
}
