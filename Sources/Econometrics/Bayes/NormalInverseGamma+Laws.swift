package import LinearAlgebra
private import NumericKernels

extension NormalInverseGamma {
  /// A prior stated in the terms people have: means and standard deviations of coefficients.
  ///
  /// β and σ² are conjugate, so the standard deviations hold at σ² = `residualVariance`, and on
  /// average over σ².
  ///
  /// - Parameters:
  ///   - means: k numbers, in the unit of the response per unit of each column.
  ///   - sds: k numbers > 0, likewise; coefficients are independent.
  ///   - residualVariance: The prior mean of σ², in the squared unit of the response.
  ///   - shape: a > 1 of the inverse gamma; half the observations that the prior of σ² is worth.
  package init(means: [Double], sds: [Double], residualVariance: Double, shape: Double) {
    precondition(means.count == sds.count && sds.allSatisfy { $0 > 0 }, "prior sds \(sds)")
    precondition(shape > 1 && residualVariance > 0, "shape \(shape), variance \(residualVariance)")
    self.init(
      mean: means,
      V: Matrix(rows: sds.count, columns: sds.count) { i, j in
        i == j ? sds[i] * sds[i] / residualVariance : 0
      },
      a: shape, b: (shape - 1) * residualVariance)
  }

  /// E[σ²] = b/(a − 1); nil when a ≤ 1, where it does not exist.
  package var residualVarianceMean: Double? { a > 1 ? b / (a - 1) : nil }

  /// The most probable σ²: b/(a + 1).
  package var residualVarianceMode: Double { b / (a + 1) }

  /// The law of cᵀβ.
  ///
  /// - Parameter combination: The k numbers c.
  /// - Returns: Location-scale t with 2a degrees of freedom.
  package func law(of combination: [Double]) -> StudentLaw {
    precondition(combination.count == mean.count, "\(combination.count) of \(mean.count) numbers")
    return StudentLaw(
      location: dot(combination, mean),
      scale: (b / a * dot(combination, V * combination)).squareRoot(), degreesOfFreedom: 2 * a)
  }

  /// The law of the response in a new row, errors included.
  ///
  /// - Parameters:
  ///   - row: The k regressors.
  ///   - weight: The row's precision: its error has variance σ²/w.
  /// - Returns: Location-scale t with 2a degrees of freedom.
  package func predictive(_ row: [Double], weight: Double = 1) -> StudentLaw {
    precondition(row.count == mean.count && weight > 0, "a row of \(row.count), weight \(weight)")
    return StudentLaw(
      location: dot(row, mean),
      scale: (b / a * (1 / weight + dot(row, V * row))).squareRoot(), degreesOfFreedom: 2 * a)
  }

  /// ln f(Rβ = r), of the marginal multivariate t.
  ///
  /// - Throws: ``Failure/priorNotPositiveDefinite(order:)`` when the rows of R are dependent.
  package func logDensity(of R: Matrix, at r: [Double]) throws(Failure) -> Double {
    precondition(R.columns == mean.count && R.rows == r.count, "R is \(R.rows) × \(R.columns)")
    do throws(CholeskyError) {
      return try logStudentDensity(
        deviation: zip(r, R * mean).map { $0 - $1 }, scale: (b / a) * (R * V * R.transposed),
        degreesOfFreedom: 2 * a)
    } catch {
      switch error {
      case .notPositiveDefinite(let order): throw .priorNotPositiveDefinite(order: order)
      case .notSquare: throw .priorNotPositiveDefinite(order: 0)
      }
    }
  }
}

/// The logarithm of the Bayes factor for the restriction Rβ = r, against no restriction.
///
/// Savage and Dickey's ratio of densities at the restriction, posterior over prior. The restricted
/// model's prior for all else is this prior given the restriction.
///
/// - Parameters:
///   - R: q × k of rank q.
///   - r: q numbers.
///   - prior: The law before the data.
///   - posterior: The law after them.
/// - Returns: ln BF₀₁; positive where the data speak for the restriction.
/// - Throws: `NormalInverseGamma.Failure.priorNotPositiveDefinite(order:)` when rows of R are
///   dependent.
/// - Source: Dickey, *Annals of Mathematical Statistics* 42(1), 1971.
package func logBayesFactor(
  restricting R: Matrix, to r: [Double], prior: NormalInverseGamma, posterior: NormalInverseGamma
) throws(NormalInverseGamma.Failure) -> Double {
  try posterior.logDensity(of: R, at: r) - prior.logDensity(of: R, at: r)
}

func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
