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
  private let sampling: SamplingMethod
  private let rows: [Int]
  private var means: [ScrambleMean]
  /// The most that the mean of a target's numbers may be off.
  private let biases: [Double]
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
    (self.targets, self.sampling) = (targets, sampling)
    hits = targets.map { _ in 0 }
    undecided = hits
    means = targets.map { _ in ScrambleMean() }
    biases = targets.map { EstimatedTarget($0, planYear: planYear).greatestBias }
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
  /// - Returns: By target, then by draw, what it tells.
  @discardableResult
  public mutating func add(_ chunk: ChunkValues) -> [[TargetDraw]] {
    draws += chunk.draws
    let told = targets.indices.map { self.told(chunk, $0) }
    for (i, told) in told.enumerated() {
      for (draw, one) in told.enumerated() {
        guard let holds = one.holds else {
          undecided[i] += 1
          continue
        }
        if holds { hits[i] += 1 }
        if sampling == .sobol { means[i].add(one.chance, draw: chunk.firstDraw + draw) }
      }
    }
    for draw in 0..<chunk.draws { addJoint(told.map { $0[draw].holds }, chunk.firstDraw + draw) }
    return told
  }

  private func told(_ chunk: ChunkValues, _ place: Int) -> [TargetDraw] {
    let target = targets[place], values = chunk[rows[place]], chances = chunk.estimates(place)
    return values.indices.map { i in
      guard let holds = target.isHeld(by: values[i]) else {
        return TargetDraw(holds: nil, chance: 0)
      }
      let counted = holds ? 1.0 : 0
      guard !chances.isEmpty else { return TargetDraw(holds: holds, chance: counted) }
      let chance = chances[chances.startIndex + i - values.startIndex]
      return TargetDraw(holds: holds, chance: chance.isNaN ? counted : chance)
    }
  }

  private mutating func addJoint(_ held: [Bool?], _ draw: Int) {
    let isMissed = held.contains(false)
    if !isMissed && held.contains(nil) {
      jointlyUndecided += 1
      return
    }
    if !isMissed { joint += 1 }
    if sampling == .sobol { jointMean.add(isMissed ? 0 : 1, draw: draw) }
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

/// What a draw tells of a target.
public struct TargetDraw: Sendable, Equatable {
  /// Whether it holds; nil where the draw failed before.
  public let holds: Bool?
  /// A number with the mean P(target) over the decided draws: 1 or 0, or what is known better.
  public let chance: Double

  public init(holds: Bool?, chance: Double) { (self.holds, self.chance) = (holds, chance) }
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
