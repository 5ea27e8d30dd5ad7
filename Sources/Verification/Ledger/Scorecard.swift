private import NumericKernels

/// A forecast with what came.
package struct JudgedForecast: Sendable, Equatable {
  package let id: String
  package let forecast: IssuedForecast
  package let actual: Double
  /// What makes it depend on others, for example its year; nil where nothing was named.
  package let cluster: String?

  package init(id: String, forecast: IssuedForecast, actual: Double, cluster: String?) {
    (self.id, self.forecast, self.actual, self.cluster) = (id, forecast, actual, cluster)
  }
}

/// How one forecast did; what it cannot be asked is nil.
package struct ForecastScore: Sendable, Equatable {
  package struct Interval: Sendable, Equatable {
    package let level: Double
    package let range: ClosedRange<Double>
    package let score: Double
    /// Whether the figure lies between the ends.
    package let isInside: Bool
    /// How much of the figure's cell lies in the central part of the uniform law, 0 to 1; without a
    /// cell, 1 if the figure lies inside.
    package let coverage: Double
  }

  package let id: String
  package let actual: Double
  package let cluster: String?
  package let median: Double?
  /// Of a sample's own distribution, of a law, or twice the mean pinball loss over quantiles.
  package let crps: Double?
  /// Of samples.
  package let fairCRPS: Double?
  package let logScore: Double?
  /// Of samples.
  package let dawidSebastiani: Double?
  /// Of quantiles.
  package let weightedIntervalScore: Double?
  /// Of probabilities of events.
  package let brier: Double?
  package let intervals: [Interval]
  /// The cell of the uniform law that the figure lies in.
  package let place: ClosedRange<Double>?

  init(_ judged: JudgedForecast) {
    let y = judged.actual
    (id, actual, cluster, median) = (judged.id, y, judged.cluster, judged.forecast.median)
    var scores = Parts()
    switch judged.forecast {
    case .sample(let forecast):
      scores.crps = forecast.crps(at: y)
      scores.fair = forecast.fairCRPS(at: y)
      scores.log = forecast.logScore(at: y)
      scores.dawid = forecast.dawidSebastiani(at: y)
    case .quantiles(let forecast): scores.weighted = forecast.weightedIntervalScore(at: y)
    case .law(let law): (scores.crps, scores.log) = (law.crps(at: y), law.logScore(at: y))
    case .probability(let p):
      scores.brier = (p - y) * (p - y)
      let given = y > 0.5 ? p : 1 - p
      scores.log = given > 0 ? -naturalLogarithm(given) : .infinity
    }
    (crps, fairCRPS, logScore) = (scores.crps, scores.fair, scores.log)
    (dawidSebastiani, weightedIntervalScore) = (scores.dawid, scores.weighted)
    brier = scores.brier
    intervals = Scorecard.levels.compactMap { level in
      judged.forecast.interval(level).map { range in
        Interval(
          level: level, range: range,
          score: Verification.intervalScore(range, alpha: 1 - level, at: y),
          isInside: range.contains(y), coverage: judged.forecast.coverage(level, range, at: y))
      }
    }
    place = judged.forecast.place(of: y).map { placed in
      placed.borders[placed.cells.lowerBound]...placed.borders[placed.cells.upperBound + 1]
    }
  }

  private struct Parts {
    var crps: Double?
    var fair: Double?
    var log: Double?
    var dawid: Double?
    var weighted: Double?
    var brier: Double?
  }
}

/// A mean over forecasts; its error takes those of one cluster together.
package struct ScoreMean: Sendable, Equatable {
  package let mean: Double
  /// nil with a single cluster.
  package let standardError: Double?
  package let count: Int
  package let clusters: Int

  /// - Parameter values: With their clusters; forecasts without one stand by themselves.
  init?(_ values: [(value: Double, cluster: String?)]) {
    guard !values.isEmpty else { return nil }
    var sums: [String: (sum: Double, count: Double)] = [:]
    for (place, item) in values.enumerated() {
      // A name that no file holds keeps single forecasts apart.
      let old = sums[item.cluster ?? "\u{0}\(place)", default: (0, 0)]
      sums[item.cluster ?? "\u{0}\(place)"] = (old.sum + item.value, old.count + 1)
    }
    let n = Double(values.count), groups = Double(sums.count)
    let mean = values.reduce(0) { $0 + $1.value } / n
    (self.mean, count, clusters) = (mean, values.count, sums.count)
    let squares = sums.values.reduce(0) {
      let rest = $1.sum - $1.count * mean
      return $0 + rest * rest
    }
    standardError =
      sums.count > 1 && mean.isFinite
      ? (squares * groups / (groups - 1)).squareRoot() / n : nil
  }
}

/// How forecasts did together.
package struct Scorecard: Sendable, Equatable {
  /// Probabilities of the central intervals that are scored.
  package static let levels = [0.5, 0.8, 0.95]

  package struct Interval: Sendable, Equatable {
    package let level: Double
    /// Of right forecasts the level itself on average, however few their draws.
    package let coverage: ScoreMean
    /// nil where figures have several units.
    package let score: ScoreMean?
    /// Mean width: sharpness; nil likewise.
    package let width: Double?
  }

  package let items: [ForecastScore]
  package let crps: ScoreMean?
  package let fairCRPS: ScoreMean?
  package let logScore: ScoreMean?
  package let weightedIntervalScore: ScoreMean?
  /// Figure less median.
  package let bias: ScoreMean?
  package let absoluteError: ScoreMean?
  package let intervals: [Interval]
  /// Places of figures in ten equal parts of the uniform law, ties and wide cells shared out.
  package let placeHistogram: [Double]
  /// Of events.
  package let events: BinaryScores?
  package let reliability: Reliability?
  /// One forecast of each cluster where clusters are named; nil where no forecast has places.
  package let spread: SpreadTest?
  /// Whether forecasts of one cluster count once in ``spread``.
  package let isClustered: Bool

  /// - Parameters:
  ///   - judged: At least one.
  ///   - seed: Of the laws of ``SpreadTest`` and of the choice within clusters.
  ///   - isOneUnit: Whether figures may be averaged; what has a unit is left out otherwise.
  package init(_ judged: [JudgedForecast], seed: UInt64, isOneUnit: Bool = true) {
    precondition(!judged.isEmpty, "no forecasts")
    let items = judged.map(ForecastScore.init)
    self.items = items
    func mean(_ value: (ForecastScore) -> Double?) -> ScoreMean? {
      ScoreMean(items.compactMap { item in value(item).map { ($0, item.cluster) } })
    }
    func inUnit(_ value: (ForecastScore) -> Double?) -> ScoreMean? {
      isOneUnit ? mean(value) : nil
    }
    (crps, fairCRPS, logScore) = (inUnit(\.crps), inUnit(\.fairCRPS), inUnit(\.logScore))
    weightedIntervalScore = inUnit(\.weightedIntervalScore)
    bias = inUnit { item in item.median.map { item.actual - $0 } }
    absoluteError = inUnit { item in item.median.map { (item.actual - $0).magnitude } }
    intervals = Self.levels.compactMap { level in
      let found = items.compactMap { item in
        item.intervals.first { $0.level == level }.map { ($0, item.cluster) }
      }
      guard let coverage = ScoreMean(found.map { ($0.0.coverage, $0.1) }) else {
        return nil
      }
      let width = found.reduce(0) { $0 + $1.0.range.upperBound - $1.0.range.lowerBound }
      return Interval(
        level: level, coverage: coverage,
        score: isOneUnit ? ScoreMean(found.map { ($0.0.score, $0.1) }) : nil,
        width: isOneUnit ? width / Double(found.count) : nil)
    }
    placeHistogram = Self.histogram(items.compactMap(\.place))
    let probabilities = judged.compactMap(\.event)
    events = probabilities.isEmpty ? nil : BinaryScores(probabilities)
    // Its ranges take events as independent: one of each cluster.
    let apart = OneOfEach.choose(judged.filter { $0.event != nil }, seed: seed)
    reliability = apart.isEmpty ? nil : Reliability(apart.compactMap(\.event))
    isClustered = judged.contains { $0.cluster != nil }
    // Chosen among those that have places only: a chance drawn for its cluster would leave it out.
    let ranged = judged.filter { $0.forecast.place(of: $0.actual) != nil }
    let placed = OneOfEach.choose(ranged, seed: seed).compactMap {
      $0.forecast.place(of: $0.actual)
    }
    spread = placed.isEmpty ? nil : SpreadTest(placed, seed: seed)
  }

  private static func histogram(_ places: [ClosedRange<Double>]) -> [Double] {
    (0..<10).map { part in
      let low = Double(part) / 10, high = Double(part + 1) / 10
      return places.reduce(0) { sum, place in
        let width = place.upperBound - place.lowerBound
        let inside = min(high, place.upperBound) - max(low, place.lowerBound)
        return sum + max(0, inside) / width
      }
    }
  }
}

extension JudgedForecast {
  /// A probability and whether its event happened; nil for other forecasts.
  fileprivate var event: (probability: Double, happened: Bool)? {
    guard case .probability(let p) = forecast else { return nil }
    return (p, actual > 0.5)
  }
}
