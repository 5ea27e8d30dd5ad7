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
/// Undecided draws count as misses at the low end and as hits at the high end.
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
    let least = corrected(hits[place])
    let highest = corrected(zip(hits[place], undecided[place]).map(+))
    return Ends(
      range: least.quantile(0.05)...highest.quantile(0.95),
      lowError: least.quantileError(0.05), highError: highest.quantileError(0.95))
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

  /// P(target | parameters), shrunk by what the inner noise adds to their spread.
  private func corrected(_ hits: [Int]) -> QuantileSketch {
    let p = hits.map { Double($0) / Double(shocks) }
    let between = Moments(p)
    let within = p.reduce(0) { $0 + $1 * (1 - $1) } / Double(parameters * (shocks - 1))
    let total = between.variance
    let shrink = total > within ? (1 - within / total).squareRoot() : 0
    var corrected = QuantileSketch(isWhole: false)
    corrected.add(p.map { between.mean + shrink * ($0 - between.mean) })
    return corrected
  }
}
