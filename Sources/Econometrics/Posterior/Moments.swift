private import NumericKernels
package import ReachModel

/// A mean and a standard deviation, in the unit of what they describe.
package struct Moments: Sendable, Equatable {
  package let mean: Double
  package let sd: Double

  package init(mean: Double, sd: Double) { (self.mean, self.sd) = (mean, sd) }

  package var variance: Double { sd * sd }
}

/// Moments of a variable on the scale where it has no bounds.
package struct UnboundedMoments: Sendable, Equatable {
  package let link: Link
  /// Of the variable on the link's scale.
  package let moments: Moments

  package init(_ link: Link, mean: Double, sd: Double) {
    (self.link, moments) = (link, Moments(mean: mean, sd: sd))
  }

  package var mean: Double { moments.mean }
  package var sd: Double { moments.sd }
}

extension Link {
  /// From the unbounded scale back to the variable's own.
  package func inverse(_ z: Double) -> Double {
    switch self {
    case .identity: z
    case .log: exponential(z)
    case .logit: logistic(z)
    }
  }

  /// From the variable's own scale to the unbounded one; infinite at a bound.
  package func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .identity: x
    case .log: naturalLogarithm(x)
    case .logit: naturalLogarithm(x) - logarithmOfOnePlus(-x)
    }
  }
}

extension Distribution {
  /// The moments on the unbounded scale, on which a prior and an estimate combine.
  ///
  /// Exact: of ln X for a lognormal and a gamma, of logit X for a beta (ψ(a) − ψ(b) and
  /// ψ′(a) + ψ′(b)), of X for the others. A truncated normal counts by the moments of its parent,
  /// as it is stated.
  ///
  /// - Returns: nil for a constant (nothing can move it), a Student t without a variance, and
  ///   moments that no such law has.
  package var unbounded: UnboundedMoments? {
    switch self {
    case .fixed: nil
    case .normal(let mean, let sd), .normalNonNegative(let mean, let sd),
      .normalNonPositive(let mean, let sd):
      UnboundedMoments(.identity, mean: mean, sd: sd)
    case .lognormal(let mean, let sd): Self.logMoments(mean, sd)
    case .beta, .betaShapes:
      shapes.map { a, b in
        UnboundedMoments(
          .logit, mean: digamma(a) - digamma(b), sd: (trigamma(a) + trigamma(b)).squareRoot())
      }
    case .gamma(let mean, let sd): Self.logGammaMoments(mean, sd)
    case .shifted, .uniform:
      moments.map {
        UnboundedMoments(.identity, mean: $0.mean, sd: $0.sd)
      }
    case .linked(let link, let location, let scale, let df):
      Self.spread(df).map { UnboundedMoments(link, mean: location, sd: scale * $0) }
    }
  }

  /// The moments of the variable itself.
  ///
  /// - Returns: nil where they do not exist: a t with at most two degrees of freedom, and the
  ///   exponential of any t.
  /// - Accuracy: closed forms, but for a logit-normal or logit-t, by quadrature to 10⁻¹⁰.
  package var moments: Moments? {
    switch self {
    case .fixed(let value): Moments(mean: value, sd: 0)
    case .normal(let mean, let sd), .lognormal(let mean, let sd), .beta(let mean, let sd),
      .gamma(let mean, let sd):
      Moments(mean: mean, sd: sd)
    case .normalNonNegative(let mean, let sd): Self.truncated(mean, sd)
    case .normalNonPositive(let mean, let sd):
      Self.truncated(-mean, sd).map { Moments(mean: -$0.mean, sd: $0.sd) }
    case .betaShapes(let a, let b):
      Moments(mean: a / (a + b), sd: (a * b / (a + b + 1)).squareRoot() / (a + b))
    case .shifted(let law, let shift):
      law.moments.map { Moments(mean: shift + $0.mean, sd: $0.sd) }
    case .uniform(let low, let high):
      Moments(mean: (low + high) / 2, sd: (high - low) / 12.0.squareRoot())
    case .linked(let link, let location, let scale, let df):
      Self.linkedMoments(link, location, scale, df)
    }
  }

  /// The two shapes of a beta, or nil if no beta has the moments.
  private var shapes: (Double, Double)? {
    switch self {
    case .betaShapes(let a, let b): return (a, b)
    case .beta(let mean, let sd):
      guard sd > 0 else { return nil }
      let size = mean * (1 - mean) / (sd * sd) - 1
      return size > 0 && mean > 0 && mean < 1 ? (mean * size, (1 - mean) * size) : nil
    default: return nil
    }
  }

  private static func logMoments(_ mean: Double, _ sd: Double) -> UnboundedMoments? {
    guard mean > 0 else { return nil }
    let variance = logarithmOfOnePlus((sd / mean) * (sd / mean))
    return UnboundedMoments(
      .log, mean: naturalLogarithm(mean) - variance / 2, sd: variance.squareRoot())
  }

  private static func logGammaMoments(_ mean: Double, _ sd: Double) -> UnboundedMoments? {
    guard mean > 0, sd > 0 else { return nil }
    let shape = (mean / sd) * (mean / sd)
    return UnboundedMoments(
      .log, mean: digamma(shape) + naturalLogarithm(mean / shape),
      sd: trigamma(shape).squareRoot())
  }

  /// The standard deviation of a standard normal (nil) or Student t.
  private static func spread(_ df: Double?) -> Double? {
    guard let df else { return 1 }
    return df > 2 ? (df / (df - 2)).squareRoot() : nil
  }

  /// Of a normal given that it is ≥ 0.
  ///
  /// Source: Johnson, Kotz and Balakrishnan, *Continuous Univariate Distributions*, §13.10.1.
  private static func truncated(_ mean: Double, _ sd: Double) -> Moments? {
    guard sd > 0 else { return mean >= 0 ? Moments(mean: mean, sd: 0) : nil }
    let from = -mean / sd, above = normalUpperTail(from)
    guard above > 0 else { return nil }
    let ratio = normalDensity(from) / above
    let variance = max(0, 1 + from * ratio - ratio * ratio)
    return Moments(mean: mean + sd * ratio, sd: sd * variance.squareRoot())
  }

  private static func linkedMoments(
    _ link: Link, _ location: Double, _ scale: Double, _ df: Double?
  ) -> Moments? {
    switch link {
    case .identity: return spread(df).map { Moments(mean: location, sd: scale * $0) }
    case .log:
      // The exponential of a Student t has no mean.
      guard df == nil else { return nil }
      let mean = exponential(location + scale * scale / 2)
      return Moments(mean: mean, sd: mean * exponentialMinusOne(scale * scale).squareRoot())
    case .logit: return logitMoments(location, scale, df)
    }
  }
}
