public import ReachModel
public import Simulation

/// Counts the draws in which targets hold, one by one and all in the same draw.
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
  private let rows: [Int]

  /// - Parameters:
  ///   - targets: They lie within the horizon.
  ///   - model: The model that is simulated.
  ///   - planYear: The first simulated year.
  public init(_ targets: [Target], _ model: PreparedModel, planYear: Int) {
    self.targets = targets
    hits = targets.map { _ in 0 }
    undecided = hits
    rows = targets.map { target in
      guard let row = model.series[target.series(planYear: planYear)] else {
        preconditionFailure("target \(target.key) of \(target.year) lies outside the horizon")
      }
      return row
    }
  }

  /// Adds a chunk and returns, by target, then by draw, whether it holds; nil where undecided.
  @discardableResult
  public mutating func add(_ chunk: ChunkValues) -> [[Bool?]] {
    draws += chunk.draws
    let held = zip(targets, rows).map { target, row in
      chunk[row].map { target.isHeld(by: $0) }
    }
    for (i, flags) in held.enumerated() {
      hits[i] += flags.lazy.filter { $0 == true }.count
      undecided[i] += flags.lazy.filter { $0 == nil }.count
    }
    for draw in 0..<chunk.draws where held.allSatisfy({ $0[draw] != false }) {
      if held.contains(where: { $0[draw] == nil }) { jointlyUndecided += 1 } else { joint += 1 }
    }
    return held
  }

  /// The probability of the target at `place`.
  public func probability(_ place: Int) -> Probability {
    Probability(hits: hits[place], draws: draws, undecided: undecided[place])
  }

  /// The probability that all targets hold in the same draw.
  public var jointProbability: Probability {
    Probability(hits: joint, draws: draws, undecided: jointlyUndecided)
  }
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
