import NumericKernels
package import RandomStreams
public import ReachModel

extension Distribution {
  /// Whether a law with these moments or bounds exists: readers ask before a model is built.
  public var exists: Bool { marginal != nil }

  /// The law as a quantile function; nil where none has these moments.
  package var marginal: Marginal? {
    switch self {
    case .fixed(let value): value.isFinite ? .fixed(value) : nil
    case .normal(let mean, let sd): .normal(mean: mean, sd: sd)
    case .normalNonNegative(let mean, let sd): .normalNonNegative(mean: mean, sd: sd)
    case .normalNonPositive(let mean, let sd): .normalNonPositive(mean: mean, sd: sd)
    case .lognormal(let mean, let sd): .lognormal(mean: mean, sd: sd)
    case .beta(let mean, let sd): .beta(mean: mean, sd: sd)
    case .betaShapes(let a, let b): .betaShapes(a, b)
    case .gamma(let mean, let sd): .gamma(mean: mean, sd: sd)
    case .shifted(let law, let shift): law.marginal?.shifted(by: shift)
    case .uniform(let low, let high): .uniform(low: low, high: high)
    case .linked(let link, let location, let scale, let degrees):
      .linked(link.marginal, location: location, scale: scale, degreesOfFreedom: degrees)
    }
  }

  /// What the law counts as where uncertainty is switched off (model-clarifications, item 30).
  ///
  /// The stated mean: of the parent for the cut normals, of the variable for the others. A law
  /// given on a link states no mean and counts as its median g⁻¹(location).
  public var statedMean: Double {
    switch self {
    case .fixed(let value): value
    case .normal(let mean, _), .normalNonNegative(let mean, _), .normalNonPositive(let mean, _),
      .lognormal(let mean, _), .beta(let mean, _), .gamma(let mean, _):
      mean
    case .betaShapes(let a, let b): a / (a + b)
    case .shifted(let law, let shift): shift + law.statedMean
    case .uniform(let low, let high): (low + high) / 2
    case .linked(let link, let location, _, _): link.inverse(location)
    }
  }

  /// The smallest x with P(X ≤ x) ≥ p, 0 < p < 1.
  public func quantile(_ p: Double) -> Double {
    guard let marginal else { preconditionFailure("\(self) has impossible moments") }
    return marginal.quantile(p)
  }
}

extension Link {
  fileprivate var marginal: Marginal.Link {
    switch self {
    case .identity: .identity
    case .log: .logarithm
    case .logit: .logit
    }
  }

  fileprivate func inverse(_ y: Double) -> Double {
    switch self {
    case .identity: y
    case .log: exponential(y)
    case .logit: 1 / (1 + exponential(-y))
    }
  }
}
