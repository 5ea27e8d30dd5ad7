import ReachModel
public import Simulation

/// The distribution of one series over the draws so far.
public struct SeriesSummary: Sendable {
  public let series: Series
  public private(set) var moments = Moments()
  public private(set) var sketch: QuantileSketch

  init(_ series: Series, isWhole: Bool) {
    self.series = series
    sketch = QuantileSketch(isWhole: isWhole)
  }

  mutating func add(_ values: ArraySlice<Double>) {
    moments.merge(Moments(values))
    sketch.add(values)
  }

  public func quantile(_ p: Double) -> Double { sketch.quantile(p) }

  /// Several quantiles at the price of one.
  public func quantiles(_ p: [Double]) -> [Double] {
    let reading = sketch.reading
    return p.map(reading.quantile)
  }
}

/// The distributions of every recorded series of one model.
public struct EnsembleSummary: Sendable {
  public private(set) var summaries: [SeriesSummary]
  /// All draws, those that failed too.
  public private(set) var draws = 0
  /// The draws that failed in some quarter: they are in no summary from there on.
  public private(set) var failures = 0
  private let list: SeriesList

  public init(_ model: PreparedModel) {
    list = model.series
    summaries = model.series.series.map {
      SeriesSummary($0, isWhole: model.model.processNoise && $0.isCount)
    }
  }

  /// Adds a chunk; chunks come in the order of their draws.
  public mutating func add(_ chunk: ChunkValues) {
    draws += chunk.draws
    failures += chunk.failures
    for i in summaries.indices { summaries[i].add(chunk.valid(i)) }
  }

  /// The summary of a recorded series.
  public subscript(series: Series) -> SeriesSummary? { list[series].map { summaries[$0] } }
}

extension Series {
  /// Whether every value is a whole number when firms come and go one by one.
  public var isCount: Bool {
    if case .outcome(let outcome) = quantity { outcome.isCount } else { false }
  }
}
