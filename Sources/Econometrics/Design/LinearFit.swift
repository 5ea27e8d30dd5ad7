package import LinearAlgebra

/// A fitted model as covariances and diagnostics see it: a linear regression of what is left once
/// effects are taken out.
///
/// Every estimator whose estimating equation is Σ wᵢ xᵢ uᵢ = 0 is one of these. For least squares x
/// are the regressors and u the residuals; for two-stage least squares x are the fitted regressors
/// and u = y − Xβ̂; for a generalised linear model x are the regressors less their weighted effects,
/// w the working weights and u the working residuals of the last iteration.
package struct LinearFit: Sendable {
  /// The names of the k coefficients.
  package let names: [String]
  /// k numbers, each in the unit of y per unit of its column.
  package let coefficients: [Double]
  /// n × k: the rows xᵢ, effects taken out.
  package let X: Matrix
  /// n numbers wᵢ > 0; nil for ones.
  package let weights: [Double]?
  /// n variances of the dependent variable as a likelihood states them, but for a factor; nil for
  /// linear regressions.
  package var responseVariances: [Double]?
  /// n numbers uᵢ, unweighted.
  package let residuals: [Double]
  /// (Σ wᵢ xᵢ xᵢᵀ)⁻¹, k × k.
  package let inverseGram: Matrix
  /// Σ wᵢ uᵢ².
  package let residualSumOfSquares: Double
  /// What was taken out of X and y.
  package let effects: [Grouping]
  /// The number of independent effects; 0 without any.
  package let absorbedRank: Int
  /// Regressors that were taken out of X and y like effects; they count as coefficients.
  package var partialled = 0
  /// How the equations were solved; nil where an estimator has its own way.
  package let way: LeastSquaresWay?
  /// Of the weighted regressors, effects taken out, in units of one length; nil where unknown.
  package let conditionNumber: Double?
  /// Regressors that were left out because those before them say the same.
  package let dropped: [String]

  package init(
    names: [String], coefficients: [Double], X: Matrix, weights: [Double]?, residuals: [Double],
    inverseGram: Matrix, residualSumOfSquares: Double, effects: [Grouping], absorbedRank: Int,
    way: LeastSquaresWay? = nil, conditionNumber: Double? = nil, dropped: [String] = []
  ) {
    (self.names, self.coefficients, self.X, self.weights) = (names, coefficients, X, weights)
    (self.residuals, self.inverseGram) = (residuals, inverseGram)
    self.residualSumOfSquares = residualSumOfSquares
    (self.effects, self.absorbedRank) = (effects, absorbedRank)
    (self.way, self.conditionNumber, self.dropped) = (way, conditionNumber, dropped)
  }

  package var observations: Int { residuals.count }

  /// k, with the regressors that were taken out.
  package var slopes: Int { coefficients.count + partialled }

  /// n − k − absorbed effects.
  package var residualDegreesOfFreedom: Int { observations - slopes - absorbedRank }

  /// √(RSS/(n − k − effects)).
  package var residualStandardDeviation: Double {
    (residualSumOfSquares / Double(residualDegreesOfFreedom)).squareRoot()
  }
}

extension LinearFit {
  /// Refuses a dependent variable in a unit in which its variance is no double, or has lost digits.
  func refuseScale(of data: RegressionData) throws(EstimationError) {
    guard residualSumOfSquares.isNormal || isExact(of: data.y) else {
      throw .outOfRange(regressor: data.dependent)
    }
  }
}
