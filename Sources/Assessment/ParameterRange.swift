public import ReachModel
public import Simulation

/// The range of P(target) over the parameters, from a nested design: many shocks for each of a
/// number of parameter draws.
///
/// P(target | parameters) is only known through a finite number of shocks; what that noise adds to
/// the spread is taken out by shrinking towards the mean: kp = √(1 − W / T), where T is the
/// variance of the estimates between parameter draws and W = mean p̂ (1 − p̂) / (m − 1) the part of
/// it that the m inner shocks explain (one-way random effects; Searle, Casella & McCulloch,
/// *Variance Components*, §3.6).
///
/// The noise is that of the decided draws; undecided ones then count as misses at the low end and as
/// hits at the high end.
public struct ParameterRange: Sendable {
  public let targets: [Target]
  public let parameters: Int
  public let shocks: Int
  /// Hits by target, then parameter draw; the last row counts all targets together.
  private var hits: [[Int]]
  private var undecided: [[Int]]
  private let rows: [Int]

  /// - Parameters:
  ///   - targets: They lie within the horizon.
  ///   - model: The model that is simulated.
  ///   - planYear: The first simulated year.
  ///   - parameters: Parameter draws, at least 2.
  ///   - shocks: Shock draws for each, at least 2.
  public init(
    _ targets: [Target], _ model: PreparedModel, planYear: Int, parameters: Int, shocks: Int
  ) {
    precondition(parameters > 1 && shocks > 1, "\(parameters) × \(shocks) draws")
    (self.targets, self.parameters, self.shocks) = (targets, parameters, shocks)
    rows = targets.compactMap { model.series[$0.series(planYear: planYear)] }
    hits = Array(repeating: Array(repeating: 0, count: parameters), count: targets.count + 1)
    undecided = hits
  }

  public var design: Design { .nested(parameters: parameters, shocks: shocks) }

  public mutating func add(_ chunk: ChunkValues) {
    var all = [Bool?](repeating: true, count: chunk.draws)
    for (i, target) in targets.enumerated() {
      let held = chunk[rows[i]].map { target.isHeld(by: $0) }
      count(held, of: chunk, in: i)
      for (draw, holds) in held.enumerated() where holds != true && all[draw] != false {
        all[draw] = holds
      }
    }
    count(all, of: chunk, in: targets.count)
  }

  private mutating func count(_ held: [Bool?], of chunk: ChunkValues, in row: Int) {
    for (draw, holds) in held.enumerated() where holds != false {
      let parameter = (chunk.firstDraw + draw) / shocks
      if holds == nil { undecided[row][parameter] += 1 } else { hits[row][parameter] += 1 }
    }
  }

  /// The 5 to 95 % range of P(target | parameters).
  public func range(of place: Int) -> Ends {
    var low = QuantileSketch(isWhole: false), high = low
    let bounds = bounds(place)
    low.add(bounds.map(\.low))
    high.add(bounds.map(\.high))
    return Ends(
      range: low.quantile(0.05)...high.quantile(0.95), lowError: low.quantileError(0.05),
      highError: high.quantileError(0.95))
  }

  /// The same for all targets together.
  public var jointRange: Ends { range(of: targets.count) }

  /// A range and the Monte Carlo standard errors of its ends, which are those of quantiles of as
  /// many numbers as there are parameter draws.
  public struct Ends: Sendable, Equatable {
    public let range: ClosedRange<Double>
    public let lowError: Double
    public let highError: Double
  }

  /// P(target | parameters) without what the inner noise adds to its spread, from undecided draws
  /// all missed to all hit.
  ///
  /// Parameters with fewer than two decided draws say nothing about the inner noise, and are as
  /// wide as their undecided draws make them.
  private func bounds(_ place: Int) -> [(low: Double, high: Double)] {
    let hits = hits[place], decided = undecided[place].map { shocks - $0 }
    let telling = hits.indices.filter { decided[$0] > 1 }
    let shares = telling.map { Double(hits[$0]) / Double(decided[$0]) }
    let noise = zip(telling, shares).map { $1 * (1 - $1) / Double(decided[$0] - 1) }
    let between = Moments(shares), within = Moments(noise).mean
    let shrink = between.variance > within ? (1 - within / between.variance).squareRoot() : 0
    return hits.indices.map { i in
      let share = Double(hits[i]) / Double(max(1, decided[i]))
      let corrected = decided[i] > 1 ? between.mean + shrink * (share - between.mean) : share
      // Rounding may leave 0...1 by a last digit.
      let low = min(1, max(0, corrected)) * Double(decided[i]) / Double(shocks)
      return (low, min(1, low + Double(shocks - decided[i]) / Double(shocks)))
    }
  }
}
