import NumericKernels
import ReachModel
public import Simulation

/// The distribution of one series over an ensemble.
public struct SeriesSummary: Sendable {
  public let series: Series
  public let moments: Moments
  public let reading: QuantileReading

  public func quantile(_ p: Double) -> Double { reading.quantile(p) }
}

/// The distributions of every recorded series of one model.
public struct EnsembleSummary: Sendable {
  public let summaries: [SeriesSummary]
  /// All draws, those that failed too.
  public let draws: Int
  /// The draws that failed in some quarter: they are in no summary from there on.
  public let failures: Int
  private let list: SeriesList

  fileprivate init(_ summaries: [SeriesSummary], draws: Int, failures: Int, list: SeriesList) {
    (self.summaries, self.draws, self.failures, self.list) = (summaries, draws, failures, list)
  }

  /// The summary of a recorded series.
  public subscript(series: Series) -> SeriesSummary? { list[series].map { summaries[$0] } }
}

/// Gathers an ensemble's distributions chunk by chunk.
///
/// Chunks wait until some have come together; then every series takes in what is new of it, several
/// series at a time. Each series meets its numbers in the order of the draws, so that nothing depends
/// on how many threads share the work.
public struct EnsembleTally: Sendable {
  /// All draws, those that failed too.
  public private(set) var draws = 0
  /// The draws that failed in some quarter.
  public private(set) var failures = 0
  private var tallies: [Stage]
  private var waiting: [ChunkValues] = []
  private let list: SeriesList
  private let threads: Int

  /// Numbers that wait at most, but for a chunk: 16 MiB.
  private static let greatestWait = 1 << 21

  /// - Parameters:
  ///   - model: The model that is simulated.
  ///   - threads: Series that are worked on at a time.
  ///   - areDifferences: Whether the numbers are differences to another model, which may be negative.
  ///   - isWanted: Which series are gathered; the summaries of others are of no numbers.
  public init(
    _ model: PreparedModel, threads: Int = 1, areDifferences: Bool = false,
    of isWanted: (Series) -> Bool = { _ in true }
  ) {
    (list, self.threads) = (model.series, threads)
    let isWhole = model.model.processNoise && !areDifferences
    tallies = model.series.series.map { series in
      let tally = SeriesTally(series, isWhole: isWhole && series.isCount)
      return isWanted(series) ? .open(tally) : .closed(tally.summary)
    }
  }

  /// Adds a chunk; chunks come in the order of their draws.
  public mutating func add(_ chunk: ChunkValues) {
    draws += chunk.draws
    failures += chunk.failures
    waiting.append(chunk)
    let numbers = waiting.reduce(0) { $0 + $1.draws } * tallies.count
    if numbers >= Self.greatestWait { takeIn { .open($0) } }
  }

  /// Every series takes in the chunks that wait; `next` tells what becomes of it.
  private mutating func takeIn(_ next: @Sendable (SeriesTally) -> Stage) {
    let chunks = waiting
    waiting = []
    mutateInParallel(&tallies, threads: threads) { row, stage in
      stage.change { tally in
        tally.add(chunks, row)
        return next(tally)
      }
    }
  }

  /// The distributions of all draws so far.
  public consuming func finished() -> EnsembleSummary {
    takeIn { .closed($0.summary) }
    let summaries = tallies.compactMap {
      if case .closed(let summary) = $0 { summary } else { nil }
    }
    return EnsembleSummary(summaries, draws: draws, failures: failures, list: list)
  }
}

/// A series that still takes in numbers, or no more.
private enum Stage: Sendable {
  case open(SeriesTally)
  case closed(SeriesSummary)
  case changing

  /// Takes the tally out and puts back what is made of it, without a copy.
  mutating func change(_ body: (inout SeriesTally) -> Stage) {
    guard case .open(var tally) = self else { return }
    self = .changing
    self = body(&tally)
  }
}

private struct SeriesTally: Sendable {
  private let series: Series
  private var moments = Moments()
  private var sketch: QuantileSketch

  init(_ series: Series, isWhole: Bool) {
    self.series = series
    sketch = QuantileSketch(isWhole: isWhole)
  }

  mutating func add(_ chunks: [ChunkValues], _ row: Int) {
    sketch.reserve(chunks.reduce(0) { $0 + $1.draws })
    for chunk in chunks {
      let values = chunk.valid(row)
      moments.merge(Moments(values.span))
      sketch.add(values)
    }
  }

  var summary: SeriesSummary {
    SeriesSummary(series: series, moments: moments, reading: sketch.reading)
  }
}

extension Series {
  /// Whether every value is a whole number when firms come and go one by one.
  public var isCount: Bool {
    if case .outcome(let outcome) = quantity { outcome.isCount } else { false }
  }
}
