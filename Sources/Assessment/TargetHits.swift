public import ReachModel
public import Simulation

/// Counts the draws in which targets hold, one by one and all in the same draw.
public struct TargetHits: Sendable {
  public let targets: [Target]
  public private(set) var hits: [Int]
  public private(set) var joint = 0
  public private(set) var draws = 0
  private let rows: [Int]

  /// - Parameters:
  ///   - targets: They lie within the horizon.
  ///   - model: The model that is simulated.
  ///   - planYear: The first simulated year.
  public init(_ targets: [Target], _ model: PreparedModel, planYear: Int) {
    self.targets = targets
    hits = targets.map { _ in 0 }
    rows = targets.map { target in
      guard let row = model.series[target.series(planYear: planYear)] else {
        preconditionFailure("target \(target.key) of \(target.year) lies outside the horizon")
      }
      return row
    }
  }

  /// Adds a chunk and returns, for each of its draws, which targets hold.
  @discardableResult
  public mutating func add(_ chunk: ChunkValues) -> [[Bool]] {
    draws += chunk.draws
    let held = zip(targets, rows).map { target, row in
      chunk[row].map { target.comparison.holds($0, target.threshold) }
    }
    for (i, flags) in held.enumerated() { hits[i] += flags.lazy.filter { $0 }.count }
    for draw in 0..<chunk.draws where held.allSatisfy({ $0[draw] }) { joint += 1 }
    return held
  }

  /// The probability of the target at `place`.
  public func probability(_ place: Int) -> Probability {
    Probability(hits: hits[place], draws: draws)
  }

  /// The probability that all targets hold in the same draw.
  public var jointProbability: Probability { Probability(hits: joint, draws: draws) }
}

extension Target {
  /// The recorded series that the target is about.
  public func series(planYear: Int) -> Series {
    Series(outcome, .year(year - planYear + 1), sector: sector)
  }
}
