import LinearAlgebra
private import NumericKernels

/// Student's t moved and stretched: the marginal law of what a conjugate posterior speaks of.
package struct StudentLaw: Sendable, Equatable {
  package let location: Double
  /// Greater than 0; not the standard deviation.
  package let scale: Double
  /// Greater than 0; infinite for a normal law.
  package let degreesOfFreedom: Double

  package init(location: Double, scale: Double, degreesOfFreedom: Double) {
    precondition(degreesOfFreedom > 0 && scale >= 0, "scale \(scale), \(degreesOfFreedom) degrees")
    (self.location, self.scale) = (location, scale)
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// nil with at most two degrees of freedom, where there is none.
  package var standardDeviation: Double? {
    guard degreesOfFreedom > 2 else { return nil }
    guard degreesOfFreedom < .infinity else { return scale }
    return scale * (degreesOfFreedom / (degreesOfFreedom - 2)).squareRoot()
  }

  /// The value that is not exceeded with probability u, in 0 < u < 1.
  package func quantile(_ u: Double) -> Double {
    let standard =
      degreesOfFreedom < .infinity
      ? studentQuantile(u, degreesOfFreedom: degreesOfFreedom) : normalQuantile(u)
    return location + scale * standard
  }

  /// The central interval of a probability, in 0 < p < 1.
  package func interval(_ probability: Double) -> ClosedRange<Double> {
    let tail = (1 - probability) / 2
    // By symmetry: the upper end from the lower keeps the digits of a small tail.
    let low = quantile(tail)
    return low...location + (location - low)
  }

  /// P(value ≤ x) and P(value > x); a law of scale 0 stands at its location.
  package func tails(at x: Double) -> (lower: Double, upper: Double) {
    guard scale > 0 else { return x >= location ? (1, 0) : (0, 1) }
    let t = (x - location) / scale
    guard degreesOfFreedom < .infinity else { return (normalCDF(t), normalUpperTail(t)) }
    return studentTails(t, degreesOfFreedom: degreesOfFreedom)
  }

  /// ln of the density at x; infinite at the location of a law of scale 0.
  package func logDensity(at x: Double) -> Double {
    guard scale > 0 else { return x == location ? .infinity : -.infinity }
    let t = (x - location) / scale, ν = degreesOfFreedom
    guard ν < .infinity else {
      return -t * t / 2 - naturalLogarithm(2 * .pi) / 2 - naturalLogarithm(scale)
    }
    return logGamma((ν + 1) / 2) - logGamma(ν / 2) - naturalLogarithm(ν * .pi) / 2
      - naturalLogarithm(scale) - (ν + 1) / 2 * logarithmOfOnePlus(t * t / ν)
  }
}

/// The logarithm of a multivariate t density.
///
/// - Parameters:
///   - deviation: q numbers, the point less the location.
///   - scale: q × q, positive definite.
///   - ν: Degrees of freedom, greater than 0.
/// - Returns: ln f.
/// - Throws: A `CholeskyError` when `scale` is not positive definite.
/// - Source: Gelman et al., *Bayesian Data Analysis*, 3rd ed., appendix A.
func logStudentDensity(
  deviation: [Double], scale: Matrix, degreesOfFreedom ν: Double
) throws(CholeskyError) -> Double {
  let factor = try Cholesky(scale), q = Double(deviation.count)
  let square = factor.whiten(deviation).reduce(0) { $0 + $1 * $1 }
  return logGamma((ν + q) / 2) - logGamma(ν / 2) - q / 2 * naturalLogarithm(ν * .pi)
    - factor.logDeterminant(logarithm: naturalLogarithm) / 2
    - (ν + q) / 2 * logarithmOfOnePlus(square / ν)
}
