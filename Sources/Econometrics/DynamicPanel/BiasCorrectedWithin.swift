import LinearAlgebra
package import ReachModel

/// A within regression with lags of the dependent variable, rid of its bias for few periods.
package struct BiasCorrectedFit: Sendable {
  /// Lags of the dependent variable, regressors, and periods if asked for.
  package let names: [String]
  package let coefficients: [Double]
  /// Robust by unit.
  package let covariance: CovarianceEstimate
  /// What the within regression gives: its lags are too small by about (1 + α)/T.
  package let withinCoefficients: [Double]
  package let observations: Int
  /// Units with at least two complete rows; others say nothing.
  package let groups: Int
  package let method: Label
}

/// Fits yᵢₜ = Σ αⱼ yᵢ,ₜ₋ⱼ + xᵢₜβ + μᵢ + uᵢₜ by moments of the within regression that are corrected
/// for what few periods do to them.
///
/// Demeaning puts later errors into lags: E[L̃ⱼ′ũ] = −σᵢ² bⱼ with bⱼ = (1/T) Σₜ Σ_{s ≤ t−j} ψₜ₋ⱼ₋ₛ,
/// ψ the response of y to a shock. The moments L̃ⱼ′ũ + bⱼ ũ′ũ/(T − 1) have mean zero, whatever σᵢ²
/// of each unit, so that their root is consistent as units grow and periods do not. It is followed
/// from the within estimate by turning the correction on little by little, which picks the right
/// one of several roots. Of Kiviet's and these corrections this one is chosen because its standard
/// errors are those of any method of moments; bootstrapped ones are not needed.
///
/// - Parameters:
///   - table: Columns of the panel. Rows may be missing if y followed the equation meanwhile.
///   - dependent: Its lags are regressors.
///   - lags: How many, at least 1.
///   - regressors: Strictly exogenous.
///   - periodEffects: A dummy for each period but the first.
/// - Returns: The fit, with errors robust to heteroskedasticity between units.
/// - Throws: An ``EstimationError``; ``EstimationError/notConverged(what:steps:)`` when the
///   corrected moments have no root near the within estimate, as can happen for α near 1.
/// - Source: Bun and Carree, *Journal of Business & Economic Statistics* 23(2), 2005; Breitung,
///   Kripfganz and Hayakawa, *Econometrics and Statistics* 24, 2022, §2-3.
package func fitBiasCorrectedWithin(
  _ table: PanelTable, dependent: String, lags: Int = 1, regressors: [PanelTerm] = [],
  periodEffects: Bool = false
) throws(EstimationError) -> BiasCorrectedFit {
  precondition(lags >= 1, "\(lags) lags")
  let sample = try WithinSample(
    table, dependent: dependent, lags: lags, regressors: regressors, periodEffects: periodEffects)
  let alpha = try sample.root()
  let coefficients = alpha + sample.otherCoefficients(alpha)
  let within = sample.withinSlopes
  return BiasCorrectedFit(
    names: sample.names, coefficients: coefficients,
    covariance: CovarianceEstimate(
      matrix: try sample.covariance(coefficients),
      degreesOfFreedom: Array(repeating: .infinity, count: coefficients.count),
      name: "moments by unit",
      convention: Label(
        vi:
          "phương pháp mômen, vững theo đơn vị, không có thừa số mẫu nhỏ, phân phối chuẩn; sai số "
          + "không tự tương quan, phương sai không đổi theo thời gian trong từng đơn vị",
        en:
          "method of moments, robust by unit, without a small-sample factor, normal distribution; "
          + "errors not correlated over time, with one variance over time in each unit"),
      clusters: [(name: table.entity.name, count: sample.units.count)]),
    withinCoefficients: within + sample.otherCoefficients(within),
    observations: sample.X.rows, groups: sample.units.count,
    method: Label(
      vi: "ước lượng nội nhóm hiệu chỉnh chệch (mômen hiệu chỉnh)",
      en: "bias-corrected within (corrected moments)"))
}
