import LinearAlgebra
import ReachModel

/// Ramsey's test that nothing is missing in the form of the regression: squares and cubes of the
/// fitted values would add nothing.
///
/// With effects the fitted values are those of the regressors alone. They enter centred and scaled,
/// which spans the same space.
///
/// - Parameters:
///   - fit: Of `data`.
///   - data: As fitted.
///   - covariance: Of the wider regression, of the kind that the regression states.
/// - Returns: F(2, degrees of freedom of the covariance).
/// - Source: Ramsey, *JRSS B* 31(2), 1969. With the classical covariance it agrees with R's
///   lmtest::resettest (power 2:3).
package func reset(
  _ fit: LinearFit, _ data: RegressionData,
  covariance: (LinearFit) -> CovarianceEstimate?
) -> DiagnosticOutcome {
  let id = "reset"
  let fitted = data.X * fit.coefficients, n = Double(fitted.count)
  let mean = fitted.reduce(0, +) / n
  let spread = (sumOfSquares(fitted, nil, centred: true) / n).squareRoot()
  var wide = data
  let powers = spread > 0 ? fitted.map { ($0 - mean) / spread } : []
  if !powers.isEmpty {
    let added = [powers.map { $0 * $0 }, powers.map { $0 * $0 * $0 }]
    wide.X = data.X.beside(Matrix(columns: added, rows: fitted.count))
    wide.names = data.names + ["fitted^2", "fitted^3"]
  }
  let k = data.X.columns
  guard !powers.isEmpty, let wider = try? fitLinear(wide), let estimate = covariance(wider),
    let F = waldF([k, k + 1], of: wider.coefficients, estimate.matrix)
  else {
    return .notApplicable(
      id: id,
      Label(
        vi: "lũy thừa của giá trị ước lượng không xác định được thêm",
        en: "powers of the fitted values cannot be added"))
  }
  return .tested(
    DiagnosticTest(
      id: id,
      hypothesis: Label(
        vi: "dạng hàm đủ: bình phương và lập phương của giá trị ước lượng không thêm gì",
        en: "the form is complete: squares and cubes of fitted values add nothing"),
      statistic: F,
      law: .f(
        numerator: 2,
        denominator: min(estimate.degreesOfFreedom[k], estimate.degreesOfFreedom[k + 1])
      ),
      convention: Label(
        vi: "RESET, kiểm định Wald với hiệp phương sai \(estimate.name)",
        en: "RESET, Wald test with covariance \(estimate.name)")))
}
