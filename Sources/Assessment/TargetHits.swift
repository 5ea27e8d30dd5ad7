public import ReachModel
public import Simulation

/// Counts the draws in which targets hold, one by one and all in the same draw, and averages what each
/// draw tells of their chances where the sampling allows for that.
///
/// A draw that failed before the end of a target's year is undecided; for all targets together it is
/// so only while no other target is missed in it.
public struct TargetHits: Sendable {
  public let targets: [Target]
  public private(set) var hits: [Int]
  public private(set) var joint = 0
  public private(set) var undecided: [Int]
  public private(set) var jointlyUndecided = 0
  public private(set) var draws = 0
  let planYear: Int
  package let sampling: SamplingMethod
  /// By target, the row of the series that it is about.
  let rows: [Int]
  private var means: [ScrambleMean]
  /// The most that the mean of a target's numbers may be off.
  let biases: [Double]
  private var jointMean = ScrambleMean()

  /// - Parameters:
  ///   - targets: They lie within the horizon. If the model estimates any, it estimates these, in
  ///     this order.
  ///   - model: The model that is simulated.
  ///   - planYear: The first simulated year.
  ///   - sampling: That of the draws.
  public init(
    _ targets: [Target], _ model: PreparedModel, planYear: Int, sampling: SamplingMethod = .plain
  ) {
    (self.targets, self.planYear, self.sampling) = (targets, planYear, sampling)
    hits = targets.map { _ in 0 }
    undecided = hits
    means = targets.map { _ in ScrambleMean() }
    // Without noise nothing is expanded.
    let isNoisy = model.model.processNoise
    biases = targets.map { isNoisy ? EstimatedTarget($0, planYear: planYear).greatestBias : 0 }
    rows = targets.map { target in
      guard let row = model.series[target.series(planYear: planYear)] else {
        preconditionFailure("target \(target.key) of \(target.year) lies outside the horizon")
      }
      return row
    }
  }

  /// Adds a chunk.
  ///
  /// - Parameter chunk: The next draws of an ensemble.
  /// - Returns: By target, what its draws tell.
  @discardableResult
  public mutating func add(_ chunk: ChunkValues) -> [TargetDraws] {
    draws += chunk.draws
    let told = told(by: chunk)
    for (i, told) in told.enumerated() {
      hits[i] += told.hits
      undecided[i] += told.undecided
      if sampling == .sobol { means[i].add(told.chances, firstDraw: chunk.firstDraw) }
    }
    addJoint(TargetDraws.joint(told.map(\.held), draws: chunk.draws), chunk.firstDraw)
    return told
  }

  /// By target, what the draws of a chunk tell; nothing is counted.
  package func told(by chunk: ChunkValues) -> [TargetDraws] {
    targets.indices.map { place in
      TargetDraws(targets[place], chunk[rows[place]], chunk.estimates(place))
    }
  }

  private mutating func addJoint(_ told: TargetDraws, _ firstDraw: Int) {
    joint += told.hits
    jointlyUndecided += told.undecided
    if sampling == .sobol { jointMean.add(told.chances, firstDraw: firstDraw) }
  }

  /// The probability of the target at `place`.
  public func probability(_ place: Int) -> Probability {
    Probability(
      hits: hits[place], draws: draws, undecided: undecided[place],
      estimate: means[place].estimate(bias: biases[place]))
  }

  /// The probability that all targets hold in the same draw.
  public var jointProbability: Probability {
    Probability(
      hits: joint, draws: draws, undecided: jointlyUndecided, estimate: jointMean.estimate())
  }
}

/// What consecutive draws tell of a target.
public struct TargetDraws: Sendable, Equatable {
  /// 1 where it holds, 0 where it is missed, NaN where the draw failed before.
  public let held: [Double]
  /// Numbers with the mean P(target) over the decided draws: those of `held`, or what is known
  /// better; NaN where the draw failed before.
  public let chances: [Double]

  /// Draws that are counted.
  public init(counted held: [Double]) { (self.held, chances) = (held, held) }

  init(held: [Double], chances: [Double]) { (self.held, self.chances) = (held, chances) }

  package init(_ target: Target, _ values: ArraySlice<Double>, _ known: ArraySlice<Double>) {
    let threshold = target.threshold
    held =
      switch target.comparison {
      case .atLeast: values.map { $0 >= threshold ? 1 : $0.isNaN ? .nan : 0 }
      case .above: values.map { $0 > threshold ? 1 : $0.isNaN ? .nan : 0 }
      case .atMost: values.map { $0 <= threshold ? 1 : $0.isNaN ? .nan : 0 }
      case .below: values.map { $0 < threshold ? 1 : $0.isNaN ? .nan : 0 }
      }
    chances =
      known.isEmpty
      ? held : zip(held, known).map { $0.isNaN || $1.isNaN ? $0 : $1 }
  }

  /// Whether all targets hold in the same draw: undecided only while none is missed.
  package static func joint(_ held: [[Double]], draws: Int) -> TargetDraws {
    var all = [Double](repeating: 1, count: draws)
    for held in held {
      // Without a branch: what holds is a matter of chance.
      for i in all.indices { all[i] = held[i] == 1 ? all[i] : all[i] == 0 ? 0 : held[i] }
    }
    return TargetDraws(counted: all)
  }

  /// Whether some draw tells more of the chance than whether the target holds.
  var tellsMore: Bool {
    zip(held, chances).contains { $0 != $1 && !($0.isNaN && $1.isNaN) }
  }

  var hits: Int { held.reduce(0) { $1 == 1 ? $0 + 1 : $0 } }

  var undecided: Int { held.reduce(0) { $1.isNaN ? $0 + 1 : $0 } }
}

extension Target {
  /// Whether a recorded value reaches the target; nil for a draw that failed before.
  func isHeld(by value: Double) -> Bool? {
    value.isNaN ? nil : comparison.holds(value, threshold)
  }

  /// The recorded series that the target is about.
  public func series(planYear: Int) -> Series {
    Series(outcome, .year(year - planYear + 1), sector: sector)
  }
}
