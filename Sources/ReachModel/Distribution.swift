/// The scale on which a variable has no bounds.
///
/// A prior and an estimate combine on this scale, and ranges are read on it.
public enum Link: String, Sendable, Equatable, CaseIterable {
  /// Any real number.
  case identity
  /// Positive numbers; the unbounded scale is ln *x*.
  case log
  /// Numbers between 0 and 1; the unbounded scale is ln(*x* / (1 − *x*)).
  case logit
}

/// The law of an uncertainty.
///
/// Means and standard deviations are those of the variable itself, except where a case says
/// otherwise (model-clarifications, item 28).
public enum Distribution: Sendable, Hashable {
  /// A constant: nothing is drawn.
  case fixed(Double)
  case normal(mean: Double, sd: Double)
  /// Normal(mean, sd) given that it is ≥ 0; the moments are the parent's.
  case normalNonNegative(mean: Double, sd: Double)
  /// Normal(mean, sd) given that it is ≤ 0; the moments are the parent's.
  case normalNonPositive(mean: Double, sd: Double)
  case lognormal(mean: Double, sd: Double)
  /// On (0, 1).
  case beta(mean: Double, sd: Double)
  /// On (0, 1), by its two shapes.
  case betaShapes(a: Double, b: Double)
  case gamma(mean: Double, sd: Double)
  /// A constant added to another law.
  indirect case shifted(Distribution, by: Double)
  case uniform(low: Double, high: Double)
  /// g⁻¹(`location` + `scale` · T) with T standard normal, or Student's t when `degreesOfFreedom`
  /// is given: ranges ("5 % to 20 %") and posteriors. Location and scale are on the link's scale.
  case linked(Link, location: Double, scale: Double, degreesOfFreedom: Double?)

  /// Whether drawing it gives the same number every time.
  public var isFixed: Bool {
    switch self {
    case .fixed: true
    case .shifted(let law, _): law.isFixed
    default: false
    }
  }

  /// Between which numbers every draw lies; the ends may be infinite.
  public var support: ClosedRange<Double> {
    switch self {
    case .fixed(let value): value...value
    case .normal, .linked(.identity, _, _, _): -Double.infinity...Double.infinity
    case .normalNonPositive: -Double.infinity...0
    case .normalNonNegative, .lognormal, .gamma, .linked(.log, _, _, _): 0...Double.infinity
    case .beta, .betaShapes, .linked(.logit, _, _, _): 0...1
    case .shifted(let law, let shift):
      (law.support.lowerBound + shift)...(law.support.upperBound + shift)
    case .uniform(let low, let high): low...high
    }
  }
}
