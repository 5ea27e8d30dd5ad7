public import ReachModel

/// The difference of P(target) between two scenarios under the same shocks.
public struct TargetDifference: Sendable, Equatable {
  public let target: Target
  /// P here minus P in the base.
  public let value: Double
  /// Half the width of its 95 % interval, from the draws in which the two disagree; 0 for a
  /// scenario compared with itself.
  public let error: Double
}

/// Counts the draws in which a target holds in one scenario and not in another.
public struct DifferenceTally: Sendable {
  private var draws = 0
  private var onlyHere = 0
  private var onlyInBase = 0

  public init() {}

  public mutating func add(_ here: [Bool], _ base: [Bool]) {
    draws += min(here.count, base.count)
    for (a, b) in zip(here, base) where a != b {
      if a { onlyHere += 1 } else { onlyInBase += 1 }
    }
  }

  /// Nil unless both scenarios ask the same of the same outcome.
  public func difference(_ target: Target, from base: Target) -> TargetDifference? {
    guard draws > 0, target.asksTheSame(as: base) else { return nil }
    let n = Double(draws), d = Double(onlyHere - onlyInBase) / n
    let spread = Double(onlyHere + onlyInBase) / n - d * d
    return TargetDifference(
      target: target, value: d, error: 1.959963984540054 * (max(0, spread) / n).squareRoot())
  }
}

extension Target {
  /// Whether both ask the same of the same outcome, whatever they are called.
  package func asksTheSame(as other: Target) -> Bool {
    outcome == other.outcome && sector == other.sector && comparison == other.comparison
      && threshold == other.threshold && year == other.year
  }
}
