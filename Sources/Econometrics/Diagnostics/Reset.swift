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
///   - isWhole: Whether the covariance needs all of the wider design
///     (``CovarianceKind/needsWholeDesign(levels:)``).
///   - threads: Columns at a time.
///   - covariance: Of the wider regression, of the kind that the regression states.
/// - Returns: F(2, degrees of freedom of the covariance).
/// - Source: Ramsey, *JRSS B* 31(2), 1969. With the classical covariance it agrees with R's
///   lmtest::resettest (power 2:3).
package func reset(
  _ fit: LinearFit, _ data: RegressionData, isWhole: Bool, threads: Int = 1,
  covariance: (LinearFit) -> CovarianceEstimate?
) -> DiagnosticOutcome {
  let id = "reset"
  guard let powers = powers(ofFitted: data.X * fit.coefficients),
    let wider = fitWider(
      ["fitted^2", "fitted^3"], than: fit, data, isWhole: isWhole, threads: threads,
      column: { powers[$0] }),
    let estimate = covariance(wider),
    let F = waldF(Array(wider.names.indices.suffix(2)), of: wider.coefficients, estimate.matrix)
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
        denominator: estimate.degreesOfFreedom.suffix(2).min() ?? .infinity
      ),
      convention: Label(
        vi: "kiểm định Wald với hiệp phương sai \(estimate.name)"
          + (data.effects.isEmpty ? "" : "; giá trị ước lượng không gồm hiệu ứng cố định"),
        en: "Wald test with covariance \(estimate.name)"
          + (data.effects.isEmpty ? "" : "; fitted values without the absorbed effects"))))
}

/// Squares and cubes, centred and in units of their spread; nil where there is none.
private func powers(ofFitted fitted: [Double]) -> [[Double]]? {
  let n = Double(fitted.count), mean = fitted.reduce(0, +) / n
  let spread = (sumOfSquares(fitted, nil, centred: true) / n).squareRoot()
  guard spread > 0 else { return nil }
  var squares = fitted, cubes = fitted
  for i in fitted.indices {
    let scaled = (fitted[i] - mean) / spread
    (squares[i], cubes[i]) = (scaled * scaled, scaled * scaled * scaled)
  }
  return [squares, cubes]
}
