public import ReachModel
public import Simulation

/// P(target) as a function of the target's own start: how much hangs on where the plan began.
///
/// The draws are sorted into bands of the starting value with about equal numbers of draws; the
/// edges come from the first chunk, so that memory stays fixed.
public struct StartDependence: Sendable {
  public struct Band: Sendable, Equatable {
    public let low: Double
    public let high: Double
    public let probability: Probability
  }

  public let target: Target
  private let startRow: Int
  private let outcomeRow: Int
  private var edges: [Double] = []
  private var draws: [Int]
  private var hits: [Int]
  private var undecided: [Int]
  private var lows: [Double]
  private var highs: [Double]

  /// Nil for a target whose outcome has no starting value (growth) or is of one sector.
  public init?(_ target: Target, _ model: PreparedModel, planYear: Int, bands: Int = 5) {
    guard target.sector == nil, let start = model.series[Series(target.outcome, .start)],
      let outcome = model.series[target.series(planYear: planYear)]
    else { return nil }
    (self.target, startRow, outcomeRow) = (target, start, outcome)
    draws = Array(repeating: 0, count: bands)
    hits = draws
    undecided = draws
    lows = Array(repeating: .infinity, count: bands)
    highs = Array(repeating: -.infinity, count: bands)
  }

  public mutating func add(_ chunk: ChunkValues) {
    if edges.isEmpty {
      let starts = chunk.valid(startRow)
      guard !starts.isEmpty else { return }
      edges = quantiles(starts, draws.count)
    }
    for (start, value) in zip(chunk[startRow], chunk[outcomeRow]) where !start.isNaN {
      // The band is the number of edges below the start: few enough to count.
      var band = 0
      while band < edges.count, start > edges[band] { band += 1 }
      draws[band] += 1
      switch target.isHeld(by: value) {
      case true?: hits[band] += 1
      case false?: break
      case nil: undecided[band] += 1
      }
      lows[band] = min(lows[band], start)
      highs[band] = max(highs[band], start)
    }
  }

  private func quantiles(_ values: ArraySlice<Double>, _ bands: Int) -> [Double] {
    let sorted = values.sorted()
    return (1..<bands).map { sorted[$0 * sorted.count / bands] }
  }

  /// The bands that hold draws; empty when every draw has the same start.
  public var bands: [Band] {
    let used = draws.indices.filter { draws[$0] > undecided[$0] }
    guard used.count > 1 else { return [] }
    return used.map {
      Band(
        low: lows[$0], high: highs[$0],
        probability: Probability(
          hits: hits[$0], draws: draws[$0], undecided: undecided[$0]))
    }
  }
}
