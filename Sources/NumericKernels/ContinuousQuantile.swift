/// The quantile of a gamma law of scale 1, by inversion of its distribution function.
///
/// Some microseconds; ``QuantileTable`` is for many.
///
/// - Parameters:
///   - u: Inside (0, 1).
///   - complement: 1 − u, where it is known better than 1 − u tells.
///   - shape: Greater than 0.
/// - Returns: The x ≥ 0 with P(X ≤ x) = u.
/// - Accuracy: relative error at most 10⁻¹² for shapes in 0.01...10⁵.
package func gammaQuantile(_ u: Double, complement: Double? = nil, shape: Double) -> Double {
  precondition(u > 0 && u <= 1, "a uniform must be inside (0, 1), not \(u)")
  return exponential(LogGammaLaw(shape: shape).quantile(lower: u, upper: complement ?? 1 - u))
}

/// The quantile of a beta law, by inversion of its distribution function.
///
/// - Parameters:
///   - u: Inside (0, 1).
///   - complement: 1 − u, where it is known better than 1 − u tells.
///   - a: First shape, greater than 0.
///   - b: Second shape, greater than 0.
/// - Returns: The x in 0...1 with P(X ≤ x) = u.
/// - Accuracy: relative error at most 10⁻¹² for shapes in 0.01...10⁵.
package func betaQuantile(
  _ u: Double, complement: Double? = nil, _ a: Double, _ b: Double
) -> Double {
  precondition(u > 0 && u <= 1, "a uniform must be inside (0, 1), not \(u)")
  return logistic(LogitBetaLaw(a: a, b: b).quantile(lower: u, upper: complement ?? 1 - u))
}

/// P(T ≤ t) and P(T > t) for Student's t, which need not have a whole number of degrees.
///
/// - Accuracy: relative error of the smaller at most 5 · 10⁻¹³ for degrees of freedom up to 10⁵.
package func studentTails(
  _ t: Double, degreesOfFreedom: Double
) -> (lower: Double, upper: Double) {
  precondition(degreesOfFreedom > 0 && !t.isNaN, "t = \(t) with \(degreesOfFreedom) degrees")
  // Scaled so that t² does not overflow.
  let ratio = t / degreesOfFreedom.squareRoot()
  let square = ratio * ratio
  let beyond = square == .infinity ? 0 : 1 / (1 + square)
  let within = square == .infinity ? 1 : square * beyond
  let tail =
    0.5 * regularisedBeta(degreesOfFreedom / 2, 0.5, at: beyond, complement: within).lower
  return t <= 0 ? (tail, 1 - tail) : (1 - tail, tail)
}

/// The quantile of Student's t, by inversion of its distribution function.
///
/// - Parameters:
///   - u: Inside (0, 1).
///   - degreesOfFreedom: Greater than 0; it need not be whole.
/// - Returns: The t with P(T ≤ t) = u.
/// - Accuracy: relative error at most 10⁻¹² for degrees of freedom in 0.1...10⁵.
package func studentQuantile(_ u: Double, degreesOfFreedom: Double) -> Double {
  precondition(u > 0 && u < 1, "a uniform must be inside (0, 1), not \(u)")
  let law = ArsinhStudentLaw(degreesOfFreedom: degreesOfFreedom)
  let y = law.quantile(lower: u, upper: 1 - u)
  return degreesOfFreedom.squareRoot() * hyperbolicSine(y)
}
