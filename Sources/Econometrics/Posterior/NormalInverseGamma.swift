package import LinearAlgebra
private import NumericKernels

/// β | σ² ~ N(m, σ²V), σ² ~ InverseGamma(a, b): conjugate to a linear regression.
///
/// The inverse gamma has density ∝ x^(−a−1) exp(−b/x).
package struct NormalInverseGamma: Sendable {
  /// k numbers, in the unit of the response per unit of each column.
  package let mean: [Double]
  /// k × k, positive definite; times σ² it is the covariance of β.
  package let V: Matrix
  package let a: Double
  /// In the squared unit of the response.
  package let b: Double

  package init(mean: [Double], V: Matrix, a: Double, b: Double) {
    precondition(V.rows == mean.count && V.columns == mean.count, "V is not \(mean.count) square")
    precondition(a > 0 && b >= 0, "shape \(a), rate \(b)")
    (self.mean, self.V, self.a, self.b) = (mean, V, a, b)
  }

  /// What a conjugate update has no answer for.
  package enum Failure: Error, Equatable {
    case priorNotPositiveDefinite(order: Int)
    case leastSquares(LeastSquaresError)
  }

  /// The posterior and the logarithm of the marginal likelihood of y.
  ///
  /// The prior is k more rows of data: with V = LLᵀ, rows L⁻¹ and responses L⁻¹m. One QR of the
  /// stacked matrix gives the mean, V and the sum of squares, without forming XᵀX.
  ///
  /// - Parameters:
  ///   - X: n × k.
  ///   - y: n numbers.
  ///   - power: The exponent a₀ of the likelihood in [0, 1]: how much n rows from elsewhere count.
  ///   - rank: What was taken out of X and y beforehand under a flat prior (a constant, effects).
  /// - Returns: The posterior, and ln ∫ p(y | β, σ²)^a₀ dπ(β, σ²), which is ln p(y) when a₀ = 1.
  /// - Throws: ``Failure``.
  /// - Source: Gelman et al., *Bayesian Data Analysis*, 3rd ed., §14.8; Ibrahim and Chen,
  ///   *Statistical Science* 15(1), 2000, for the power. Agrees with values computed with 50
  ///   digits: see `NormalInverseGammaTests` and `PowerPriorTests`.
  package func updated(
    by X: Matrix, _ y: [Double], power: Double = 1, rank: Int = 0
  ) throws(Failure) -> (posterior: NormalInverseGamma, logMarginalLikelihood: Double) {
    precondition(power >= 0 && power <= 1, "a power of \(power)")
    precondition(b > 0 && y.count >= rank, "rate \(b); rank \(rank) of \(y.count) rows")
    let factor = try Self.factored(V)
    guard power > 0 else { return (self, 0) }
    let fit = try stackedFit(X, y, factor, weight: power.squareRoot())
    let rows = power * Double(y.count - rank)
    let after = NormalInverseGamma(
      mean: fit.coefficients.column(0),
      V: fit.inverseTriangle * fit.inverseTriangle.transposed, a: a + rows / 2,
      b: b + fit.residualCrossProducts[0, 0] / 2)
    let scale = factor.logDeterminant(logarithm: naturalLogarithm) / 2
    let posteriorScale = fit.inverseTriangle.diagonal.reduce(0) {
      $0 + naturalLogarithm($1.magnitude)
    }
    let evidence =
      -rows / 2 * naturalLogarithm(2 * .pi) + posteriorScale - scale
      + a * naturalLogarithm(b) - after.a * naturalLogarithm(after.b)
      + logGamma(after.a) - logGamma(a)
    return (after, evidence)
  }

  /// The marginal law of coefficient j: location-scale t with 2a degrees of freedom.
  package func marginal(_ j: Int) -> StudentLaw {
    StudentLaw(
      location: mean[j], scale: (b / a * V[j, j]).squareRoot(), degreesOfFreedom: 2 * a)
  }

  private func stackedFit(
    _ X: Matrix, _ y: [Double], _ factor: Cholesky, weight: Double
  ) throws(Failure) -> MultivariateLeastSquares {
    let n = y.count, k = mean.count
    let pulls = factor.whiten(mean)
    let rows = (0..<k).map { j in factor.whiten((0..<k).map { $0 == j ? 1 : 0 }) }
    let stacked = Matrix(rows: n + k, columns: k) { i, j in
      i < n ? weight * X[i, j] : rows[j][i - n]
    }
    let responses = y.map { weight * $0 } + pulls
    do throws(LeastSquaresError) {
      return try MultivariateLeastSquares(
        stacked, Matrix(columns: [responses], rows: n + k))
    } catch {
      throw .leastSquares(error)
    }
  }

  private static func factored(_ V: Matrix) throws(Failure) -> Cholesky {
    do throws(CholeskyError) {
      return try Cholesky(V)
    } catch {
      switch error {
      case .notPositiveDefinite(let order): throw .priorNotPositiveDefinite(order: order)
      case .notSquare: throw .priorNotPositiveDefinite(order: 0)
      }
    }
  }
}
