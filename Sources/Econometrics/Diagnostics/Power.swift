/// The least effect that a regression would find with a given chance.
///
/// (t₁₋α/₂ + t_power) · SE: with a smaller true coefficient the test at level α misses it more often
/// than 1 − power.
///
/// - Parameters:
///   - standardError: Of the coefficient.
///   - degreesOfFreedom: Of its t test; infinity for the normal law.
///   - level: α of the two-sided test.
///   - power: The chance to find it.
/// - Returns: In the unit of the coefficient.
/// - Source: Bloom, *Evaluation Review* 19(5), 1995.
package func minimumDetectableEffect(
  standardError: Double, degreesOfFreedom: Double, level: Double = 0.05, power: Double = 0.8
) -> Double {
  precondition(level > 0 && level < 1 && power > 0 && power < 1, "level \(level), power \(power)")
  return standardError
    * (quantileOfT(1 - level / 2, degreesOfFreedom) + quantileOfT(power, degreesOfFreedom))
}
