package import LinearAlgebra
private import NumericKernels

/// B | Σ ~ matrix normal(M, Ω, Σ), Σ ~ inverse Wishart(S, ν): conjugate to m equations on the same
/// k regressors.
///
/// The inverse Wishart has density ∝ |Σ|^(−(ν+m+1)/2) exp(−½ tr SΣ⁻¹), and E[Σ] = S/(ν − m − 1).
package struct NormalInverseWishart: Sendable {
  /// M, k × m: a column for each equation.
  package let mean: Matrix
  /// Upper triangular, k × k: Ω = root · rootᵀ, the covariance of a column over Σⱼⱼ.
  package let root: Matrix
  /// S, m × m.
  package let scale: Matrix
  /// ν > m − 1.
  package let degreesOfFreedom: Double

  /// The law that rows of data amount to under a flat prior; rows of a prior are no different.
  ///
  /// - Parameters:
  ///   - X: n × k of rank k.
  ///   - Y: n × m.
  ///   - degreesOfFreedom: ν of the result.
  /// - Throws: A `LeastSquaresError` naming a dependent column.
  package init(rows X: Matrix, _ Y: Matrix, degreesOfFreedom: Double) throws(LeastSquaresError) {
    precondition(degreesOfFreedom > Double(Y.columns - 1), "\(degreesOfFreedom) degrees")
    let fit = try MultivariateLeastSquares(X, Y)
    (mean, root, scale) = (fit.coefficients, fit.inverseTriangle, fit.residualCrossProducts)
    self.degreesOfFreedom = degreesOfFreedom
  }

  package var regressors: Int { mean.rows }
  package var equations: Int { mean.columns }

  /// Ω, k × k.
  package var rowCovariance: Matrix { root * root.transposed }

  /// E[Σ]; nil with too few degrees of freedom.
  package var covarianceMean: Matrix? {
    let spare = degreesOfFreedom - Double(equations) - 1
    return spare > 0 ? (1 / spare) * scale : nil
  }

  /// The law of coefficient i of equation j: t with ν − m + 1 degrees of freedom.
  package func marginal(_ i: Int, equation j: Int) -> StudentLaw {
    let ν = degreesOfFreedom - Double(equations) + 1
    let row = (0..<regressors).map { root[i, $0] }
    return StudentLaw(
      location: mean[i, j], scale: (dot(row, row) * scale[j, j] / ν).squareRoot(),
      degreesOfFreedom: ν)
  }

  /// The law of a new row of all equations: multivariate t.
  ///
  /// - Parameter row: The k regressors.
  /// - Returns: Location (m), scale matrix (m × m) and ν − m + 1 degrees of freedom.
  package func predictive(
    _ row: [Double]
  ) -> (location: [Double], scale: Matrix, degreesOfFreedom: Double) {
    let ν = degreesOfFreedom - Double(equations) + 1
    let spread = root.transposed * row
    return (mean.transposed * row, ((1 + dot(spread, spread)) / ν) * scale, ν)
  }

  /// lnΓₘ(ν/2) + m/2 ln|Ω| − ν/2 ln|S|: what a marginal likelihood is a difference of.
  ///
  /// - Throws: A `CholeskyError` when S is not positive definite.
  func logConstant() throws(CholeskyError) -> Double {
    let m = Double(equations)
    let scaleLog = try Cholesky(scale).logDeterminant(logarithm: naturalLogarithm)
    let rootLog = root.diagonal.reduce(0) { $0 + naturalLogarithm($1.magnitude) }
    let gammas = (0..<equations).reduce(0) {
      $0 + logGamma((degreesOfFreedom - Double($1)) / 2)
    }
    // lnΓₘ(a) = m(m − 1)/4 ln π + Σⱼ lnΓ(a + (1 − j)/2).
    return gammas + m * (m - 1) / 4 * naturalLogarithm(.pi) + m * rootLog
      - degreesOfFreedom / 2 * scaleLog
  }
}

/// ln p(Y) of T rows that took a law from `prior` to `posterior`.
///
/// - Source: Giannone, Lenza and Primiceri, *Review of Economics and Statistics* 97(2), 2015,
///   appendix A; Kadiyala and Karlsson, *Journal of Applied Econometrics* 12, 1997.
func logMarginalLikelihood(
  rows: Int, from prior: NormalInverseWishart, to posterior: NormalInverseWishart
) throws(CholeskyError) -> Double {
  let cells = Double(rows * prior.equations)
  return try posterior.logConstant() - prior.logConstant() - cells / 2 * naturalLogarithm(.pi)
}
