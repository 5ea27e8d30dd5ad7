public import ReachModel
public import Simulation

/// P(target) as a function of the target's own start: how much hangs on where the plan began.
///
/// The draws are sorted into bands of the starting value with about equal numbers of draws; the
/// edges come from the first 2,048 draws, so that memory stays fixed.
public struct StartDependence: Sendable {
  public struct Band: Sendable, Equatable {
    public let low: Double
    public let high: Double
    public let probability: Probability
  }

  private static let pilot = 2048

  public let target: Target
  private let startRow: Int
  private let outcomeRow: Int
  private var edges: [Double] = []
  /// The first draws, until there are enough to lay the edges by.
  private var early: (starts: [Double], values: [Double]) = ([], [])
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
    guard edges.isEmpty else { return sort(chunk[startRow], chunk[outcomeRow]) }
    early.starts += chunk[startRow]
    early.values += chunk[outcomeRow]
    if early.starts.count >= Self.pilot { layEdges() }
  }

  /// Lays the edges by the draws that there are, and sorts these.
  private mutating func layEdges() {
    let starts = early.starts.prefix(Self.pilot).filter { !$0.isNaN }
    // Draws that failed at the start are in no band.
    if !starts.isEmpty {
      edges = quantiles(starts, draws.count)
      sort(early.starts[...], early.values[...])
    }
    early = ([], [])
  }

  private mutating func sort(_ starts: ArraySlice<Double>, _ values: ArraySlice<Double>) {
    for (start, value) in zip(starts, values) where !start.isNaN {
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

  private func quantiles(_ values: [Double], _ bands: Int) -> [Double] {
    let sorted = values.sorted()
    return (1..<bands).map { sorted[$0 * sorted.count / bands] }
  }

  /// The bands that hold draws; empty when every draw has the same start.
  public var bands: [Band] {
    guard early.starts.isEmpty else {
      var all = self
      all.layEdges()
      return all.edges.isEmpty ? [] : all.bands
    }
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
