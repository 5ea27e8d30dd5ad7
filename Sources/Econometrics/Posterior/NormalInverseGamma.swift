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
  /// - Returns: The posterior, and ln p(y).
  /// - Throws: ``Failure``.
  /// - Source: Gelman et al., *Bayesian Data Analysis*, 3rd ed., §14.8. Agrees with values
  ///   computed with 50 digits: see `NormalInverseGammaTests`.
  package func updated(
    by X: Matrix, _ y: [Double]
  ) throws(Failure) -> (posterior: NormalInverseGamma, logMarginalLikelihood: Double) {
    let (factor, fit) = try stackedFit(X, y)
    let after = NormalInverseGamma(
      mean: fit.coefficients, V: fit.inverseGram, a: a + Double(y.count) / 2,
      b: b + fit.residualSumOfSquares / 2)
    let scale = factor.logDeterminant(logarithm: naturalLogarithm)
    let posteriorScale = try Self.factored(after.V).logDeterminant(logarithm: naturalLogarithm)
    let evidence =
      -Double(y.count) / 2 * naturalLogarithm(2 * .pi) + (posteriorScale - scale) / 2
      + a * naturalLogarithm(b) - after.a * naturalLogarithm(after.b)
      + logGamma(after.a) - logGamma(a)
    return (after, evidence)
  }

  /// The marginal law of coefficient j: location-scale t with 2a degrees of freedom.
  package func marginal(_ j: Int) -> (location: Double, scale: Double, degreesOfFreedom: Double) {
    (mean[j], (b / a * V[j, j]).squareRoot(), 2 * a)
  }

  private func stackedFit(
    _ X: Matrix, _ y: [Double]
  ) throws(Failure) -> (Cholesky, LeastSquaresFit) {
    let n = y.count, k = mean.count
    let factor = try Self.factored(V)
    let pulls = factor.whiten(mean)
    let rows = (0..<k).map { j in factor.whiten((0..<k).map { $0 == j ? 1 : 0 }) }
    let stacked = Matrix(rows: n + k, columns: k) { i, j in i < n ? X[i, j] : rows[j][i - n] }
    do throws(LeastSquaresError) {
      return (factor, try leastSquares(stacked, y + pulls))
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
