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
public struct ParameterRange: Sendable {
  public let targets: [Target]
  public let parameters: Int
  public let shocks: Int
  /// Hits by target, then parameter draw; the last row counts all targets together.
  private var hits: [[Int]]
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
  }

  public var design: Design { .nested(parameters: parameters, shocks: shocks) }

  public mutating func add(_ chunk: ChunkValues) {
    var all = [Bool](repeating: true, count: chunk.draws)
    for (i, target) in targets.enumerated() {
      for (draw, value) in chunk[rows[i]].enumerated() {
        let holds = target.comparison.holds(value, target.threshold)
        if holds { hits[i][(chunk.firstDraw + draw) / shocks] += 1 } else { all[draw] = false }
      }
    }
    for (draw, holds) in all.enumerated() where holds {
      hits[targets.count][(chunk.firstDraw + draw) / shocks] += 1
    }
  }

  /// The 5 to 95 % range of P(target | parameters).
  public func range(of place: Int) -> Ends { ends(hits[place]) }

  /// The same for all targets together.
  public var jointRange: Ends { ends(hits[targets.count]) }

  /// A range and the Monte Carlo standard errors of its ends, which are those of quantiles of as
  /// many numbers as there are parameter draws.
  public struct Ends: Sendable, Equatable {
    public let range: ClosedRange<Double>
    public let lowError: Double
    public let highError: Double
  }

  private func ends(_ hits: [Int]) -> Ends {
    let p = hits.map { Double($0) / Double(shocks) }
    let between = Moments(p)
    let within = p.reduce(0) { $0 + $1 * (1 - $1) } / Double(parameters * (shocks - 1))
    let total = between.variance
    let shrink = total > within ? (1 - within / total).squareRoot() : 0
    var corrected = QuantileSketch(isWhole: false)
    corrected.add(p.map { between.mean + shrink * ($0 - between.mean) })
    return Ends(
      range: corrected.quantile(0.05)...corrected.quantile(0.95),
      lowError: corrected.quantileError(0.05), highError: corrected.quantileError(0.95))
  }
}
