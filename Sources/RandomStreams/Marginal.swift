internal import NumericKernels

/// The law of one uncertainty as a monotone function of a standard normal score.
///
/// Going through the score z = Φ⁻¹(u) lets a normal copula stand between the uniform and the
/// variate; without one the variate is the quantile at u.
///
/// Means and standard deviations are those of the variate itself (model-clarifications, item 28)
/// unless a maker says otherwise. A maker that can be given moments no such law has returns nil.
///
/// Beta, gamma and t laws invert their distribution function for every variate; ``tabulated()`` makes
/// the same law ready for many.
package struct Marginal: Sendable {
  /// The scale on which a linked law has a location and a scale.
  package enum Link: Sendable {
    case identity
    case logarithm
    case logit
  }

  enum Law: Sendable {
    case fixed(Double)
    case normal(mean: Double, sd: Double)
    /// Given that `sign` times it is ≥ 0, which has probability `kept`.
    case halfNormal(mean: Double, sd: Double, sign: Double, kept: Double)
    case lognormal(location: Double, scale: Double)
    case uniform(low: Double, width: Double)
    case scaled(Inverse, scale: Double)
    case linked(Link, location: Double, scale: Double, Inverse?)
  }

  private(set) var law: Law
  /// Added to every variate.
  private(set) var offset = 0.0

  /// The law of the variate plus `offset`; nil unless that is finite.
  package func shifted(by offset: Double) -> Marginal? {
    guard (self.offset + offset).isFinite else { return nil }
    var shifted = self
    shifted.offset += offset
    return shifted
  }

  /// The same law with its inverse in a table.
  ///
  /// Making one takes a fraction of a millisecond; after that a variate costs some nanoseconds. For
  /// the accuracy see ``QuantileTable`` of the kernels.
  package func tabulated() -> Marginal {
    var ready = self
    switch law {
    case .scaled(let inverse, let scale):
      ready.law = .scaled(inverse.tabulated(), scale: scale)
    case .linked(let link, let location, let scale, let inverse?):
      ready.law = .linked(link, location: location, scale: scale, inverse.tabulated())
    default: break
    }
    return ready
  }

  /// A constant.
  package static func fixed(_ value: Double) -> Marginal { Marginal(law: .fixed(value)) }

  /// Normal; `sd` ≥ 0.
  package static func normal(mean: Double, sd: Double) -> Marginal? {
    guard mean.isFinite && isScale(sd) else { return nil }
    return Marginal(law: .normal(mean: mean, sd: sd))
  }

  /// Normal(mean, sd) given that it is ≥ 0, with the moments of the parent.
  package static func normalNonNegative(mean: Double, sd: Double) -> Marginal? {
    halfNormal(mean: mean, sd: sd, sign: 1)
  }

  /// Normal(mean, sd) given that it is ≤ 0, with the moments of the parent.
  package static func normalNonPositive(mean: Double, sd: Double) -> Marginal? {
    halfNormal(mean: mean, sd: sd, sign: -1)
  }

  private static func halfNormal(mean: Double, sd: Double, sign: Double) -> Marginal? {
    // Beyond 37 standard deviations on the wrong side the condition has no probability left.
    guard mean.isFinite && isScale(sd) && sign * mean >= -37 * sd else { return nil }
    let kept = sd > 0 ? normalCDF(sign * mean / sd) : 1
    return Marginal(law: .halfNormal(mean: mean, sd: sd, sign: sign, kept: kept))
  }

  /// Lognormal with this mean > 0 and sd ≥ 0 of the variate.
  package static func lognormal(mean: Double, sd: Double) -> Marginal? {
    guard mean > 0 && mean.isFinite && isScale(sd) else { return nil }
    let ratio = sd / mean
    // Beyond this the square is no number; no law that anybody means has such a spread.
    guard ratio <= 0x1p500 else { return nil }
    let variance = logarithmOfOnePlus(ratio * ratio)
    return Marginal(
      law: .lognormal(
        location: naturalLogarithm(mean) - 0.5 * variance, scale: variance.squareRoot()))
  }

  /// Beta on (0, 1) with this mean and sd; nil unless 0 < sd² < mean (1 − mean).
  package static func beta(mean: Double, sd: Double) -> Marginal? {
    let spread = mean * (1 - mean)
    guard mean > 0 && mean < 1 && sd > 0 && sd * sd < spread else { return nil }
    let total = spread / (sd * sd) - 1
    return betaShapes(mean * total, (1 - mean) * total)
  }

  /// Beta on (0, 1) by its two shapes; nil unless each is in 10⁻³...10⁸.
  package static func betaShapes(_ a: Double, _ b: Double) -> Marginal? {
    guard isShape(a) && isShape(b) else { return nil }
    return Marginal(law: .scaled(.beta(a, b), scale: 1))
  }

  /// Gamma with this mean and sd, both > 0; nil unless the shape (mean / sd)² is in 10⁻³...10⁸.
  package static func gamma(mean: Double, sd: Double) -> Marginal? {
    guard mean > 0 && sd > 0 else { return nil }
    return gamma(shape: mean / sd * (mean / sd), scale: sd * (sd / mean))
  }

  /// Gamma by shape and scale; nil unless the shape is in 10⁻³...10⁸.
  package static func gamma(shape: Double, scale: Double) -> Marginal? {
    guard isShape(shape) && scale > 0 && scale.isFinite else { return nil }
    return Marginal(law: .scaled(.gamma(shape: shape), scale: scale))
  }

  /// Uniform on `low`...`high`.
  package static func uniform(low: Double, high: Double) -> Marginal? {
    guard low.isFinite && high.isFinite && low <= high else { return nil }
    return Marginal(law: .uniform(low: low, width: high - low))
  }

  /// g⁻¹(`location` + `scale` · T), T standard normal or Student's t (in 0.1...10⁸ degrees).
  package static func linked(
    _ link: Link, location: Double, scale: Double, degreesOfFreedom: Double? = nil
  ) -> Marginal? {
    guard location.isFinite && isScale(scale) else { return nil }
    var inverse: Inverse?
    if let degreesOfFreedom {
      guard degreesOfFreedom >= 0.1 && degreesOfFreedom <= 1e8 else { return nil }
      inverse = .student(degreesOfFreedom: degreesOfFreedom)
    }
    return Marginal(law: .linked(link, location: location, scale: scale, inverse))
  }
}

private func isScale(_ sd: Double) -> Bool { sd >= 0 && sd.isFinite }

/// The shapes for which the stated accuracy of the tables holds.
private func isShape(_ shape: Double) -> Bool { shape >= 1e-3 && shape <= 1e8 }
