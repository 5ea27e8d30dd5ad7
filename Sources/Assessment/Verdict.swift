public import ReachModel

/// What an ensemble says of a scenario's targets.
public struct Verdict: Sendable {
  public let targets: [TargetVerdict]
  /// All targets in the same draw; nil for a single target.
  public let joint: JointVerdict?
  /// The identity that ties share and growth, for each year with a target on either.
  public let identities: [ShareGrowthIdentity]
  public let draws: Int
  /// The nested design behind the ranges over parameters: parameters × shocks.
  public let nested: (parameters: Int, shocks: Int)
}

/// What an ensemble says of one target.
public struct TargetVerdict: Sendable {
  public let target: Target
  public let probability: Probability
  /// The 5 to 95 % range of P(target | parameters).
  public let parameterEnds: ParameterRange.Ends
  /// The share of the outcome's variance from parameters, with its standard error; nil when the
  /// outcome does not vary.
  public let parameterShare: (value: Double, standardError: Double)?
  public let mean: Double
  public let meanError: Double
  public let standardDeviation: Double
  public let standardDeviationError: Double
  public let median: Double
  public let medianError: Double
  /// Central intervals of 50, 80 and 90 %.
  public let intervals: [Interval]
  public let baseRate: BaseRate
  /// P(target) by its own start; empty where the start is known or has no value.
  public let byStart: [StartDependence.Band]

  public struct Interval: Sendable, Equatable {
    public let level: Double
    public let low: Double
    public let high: Double
    /// Monte Carlo standard errors of the ends.
    public let lowError: Double
    public let highError: Double
  }

  /// The 5 to 95 % range of P(target | parameters), without its errors.
  public var parameterRange: ClosedRange<Double> { parameterEnds.range }

  /// How far the mean lies beyond the threshold, in standard deviations: positive on the side
  /// that reaches the target; nil when the outcome does not vary.
  public var distance: Double? {
    guard standardDeviation > 0 else { return nil }
    let gap = (mean - target.threshold) / standardDeviation
    switch target.comparison {
    case .atLeast, .above: return gap
    case .atMost, .below: return -gap
    }
  }
}

/// How often history reached the target.
public enum BaseRate: Sendable, Equatable {
  case noHistory
  /// `hits` of `windows` published windows of all manufacturing stood beyond the threshold; of
  /// them `fullYears` were full years. They overlap, and they are a proxy.
  case manufacturingWindows(hits: Int, windows: Int, fullYearHits: Int, fullYears: Int)
}

/// What an ensemble says of all targets together.
public struct JointVerdict: Sendable {
  public let probability: Probability
  public let parameterEnds: ParameterRange.Ends
  /// The range of `parameterEnds`, without its errors.
  public var parameterRange: ClosedRange<Double> { parameterEnds.range }
  /// What independence would have made it: the product of the single probabilities.
  public let ifIndependent: Double
}

/// S1/S0 = (1 + g_SI)(1 + π_SI) / ((1 + g_M)(1 + π_M)), as means of logs over draws, which add
/// exactly.
public struct ShareGrowthIdentity: Sendable, Equatable {
  public let year: Int
  public let shareRatio: Double
  public let growth: Double
  public let inflation: Double
  public let manufacturingGrowth: Double
  public let manufacturingInflation: Double

  /// What the left side exceeds the right side by: rounding only.
  public var gap: Double {
    shareRatio - (growth + inflation - manufacturingGrowth - manufacturingInflation)
  }
}
