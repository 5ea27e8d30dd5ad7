import NumericKernels
import ReachModel
import Simulation

/// Between which values a scenario's laws keep shares and manufacturing: what share and growth targets
/// of several years are compared with.
struct OutputLaws: Sendable {
  /// How much of the probability counts as what can be.
  enum Reach: Sendable {
    /// Beyond it lies less than one draw in a million.
    case possible
    /// The central 99.9 %.
    case plausible

    /// The probability of each tail.
    var tail: Double { self == .possible ? 5e-7 : 5e-4 }

    /// Standard deviations of a normal law to each tail.
    var deviations: Double { self == .possible ? 4.8916 : 3.2905 }
  }

  /// The share of supporting industries in the year before the plan.
  let startShare: ClosedRange<Double>
  /// Of each year from the year before the plan and each later one: how often the output of other
  /// manufacturing may have become what it was, at the prices of supporting industries.
  let other: [[ClosedRange<Double>]]
  /// By what factor a sector's share of a year's output at current prices may differ from that at
  /// constant ones, since prices rise within the year; ≥ 1.
  let priceDrift: Double

  init(_ model: SimulationModel, _ reach: Reach) {
    let laws = LawRanges(model: model, tail: reach.tail), years = model.quarters / 4
    startShare = Self.startShare(model, laws)
    // Three eighths of a year lie between the middle of a year and that of its outer quarters.
    priceDrift = exponential(0.375 * laws[.piSI].magnitude)
    let growth = OtherGrowth(model, laws, reach)
    other = (0..<years).map { first in
      ((first + 1)...years).map { growth.factor(from: first, to: $0) }
    }
  }

  private static func startShare(
    _ model: SimulationModel, _ laws: LawRanges
  ) -> ClosedRange<Double> {
    guard model.parameters[.startShare].isEmpty else { return laws[.startShare] }
    let SI = model.start.Q.joined().reduce(0, +), other = model.start.Z.reduce(0, +)
    let share = SI / (SI + other)
    // The history is given at constant prices, its share at current ones.
    let drift = exponential(0.375 * max(laws[.piSI].magnitude, laws[.piZ].magnitude))
    return (share / drift)...min(1, share * drift)
  }
}

/// The central ranges of a model's laws.
struct LawRanges: Sendable {
  let model: SimulationModel
  /// The probability beyond each end.
  let tail: Double

  /// The range of a parameter of one value; 0 where the model has none.
  subscript(parameter: Parameter) -> ClosedRange<Double> {
    let low = quantile(parameter, tail), high = quantile(parameter, 1 - tail)
    return min(low, high)...max(low, high)
  }

  func mean(_ parameter: Parameter) -> Double {
    model.parameters[parameter].first?.distribution.statedMean ?? 0
  }

  /// Half the width of the range.
  func half(_ parameter: Parameter) -> Double {
    let range = self[parameter]
    return (range.upperBound - range.lowerBound) / 2
  }

  /// The value that is exceeded with a probability of its own.
  func upper(_ parameter: Parameter, tail: Double) -> Double { quantile(parameter, 1 - tail) }

  private func quantile(_ parameter: Parameter, _ p: Double) -> Double {
    guard let law = model.parameters[parameter].first?.distribution else { return 0 }
    return model.parameterUncertainty && !law.isFixed ? law.quantile(p) : law.statedMean
  }
}

extension ClosedRange<Double> {
  /// The greatest absolute value in it.
  var magnitude: Double { Swift.max(lowerBound.magnitude, upperBound.magnitude) }
}
