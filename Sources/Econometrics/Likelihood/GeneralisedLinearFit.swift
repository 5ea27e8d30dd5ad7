import LinearAlgebra
private import ReachModel

/// A generalised linear model at its maximum.
package struct GeneralisedLinearFit: Sendable {
  package let family: ResponseFamily
  /// The model as covariances see it.
  ///
  /// Scores are wᵢ xᵢ uᵢ with w the expected information of a row, u = (y − μ)/(dμ/dη), x less its
  /// effects by w; `inverseGram` is the inverse of the expected information. Its residual sum of squares is Pearson's χ², which is not a variance to multiply
  /// by: the classical covariance is ``classicalCovariance``.
  package let linear: LinearFit
  /// The inverse expected information, for a dispersion of 1.
  package let classicalCovariance: CovarianceEstimate
  /// Offset + Xβ + effects.
  package let linearPredictor: [Double]
  /// μ, in the unit of y.
  package let fittedMeans: [Double]
  package let deviance: Double
  /// The deviance of a constant and the offset alone (with the same α).
  package let nullDeviance: Double
  package let logLikelihood: Double
  /// The log likelihood of a constant and the offset alone (with an α of its own).
  package let nullLogLikelihood: Double
  /// Σ ω (y − μ)² / V(μ).
  package let pearsonChiSquared: Double
  /// Newton's steps, of all rounds.
  package let iterations: Int
  /// For the negative binomial.
  package let dispersion: NegativeBinomialDispersion?
  /// The rows of the data (from 0) that were fitted, ascending.
  package let rows: [Int]
  package let separation: SeparationReport

  package var names: [String] { linear.names }
  package var coefficients: [Double] { linear.coefficients }

  /// 1 − ℓ/ℓ₀ (McFadden 1974); nil when a constant alone has ℓ₀ = 0.
  package var pseudoRSquared: Double? {
    nullLogLikelihood == 0 ? nil : 1 - logLikelihood / nullLogLikelihood
  }

  /// Pearson's χ² per degree of freedom: near 1 where the law's variance is right.
  package var dispersionRatio: Double {
    pearsonChiSquared / Double(linear.residualDegreesOfFreedom)
  }
}

/// What was left out because no finite coefficient fits it.
package struct SeparationReport: Sendable, Equatable {
  /// Rows of the data, from 0, ascending.
  package var rows: [Int] = []
  /// Their lines, where lines are known.
  package var lines: [Int] = []
  /// What separated them.
  package var separatedBy: [String] = []
  /// Regressors that have no coefficient without these rows.
  package var unidentified: [String] = []

  /// Nothing was left out.
  package init() {}
}

/// The second parameter of a negative binomial law.
package struct NegativeBinomialDispersion: Sendable {
  /// V = μ + αμ².
  package let alpha: Double
  /// From the observed information of the coefficients and α together.
  package let alphaError: Double
  /// 1/α's standard error from the observed information of 1/α with the means held, as MASS
  /// reports it.
  package let thetaErrorGivenMeans: Double
  /// All coefficients and `alpha`, for covariances made of sums of scores (HC0, clusters, lags).
  ///
  /// Row i of X is the score of row i (less what effects explain), residuals are ones and
  /// `inverseGram` is the inverse observed information. Leverages of it have no meaning.
  package let scores: LinearFit
  /// The inverse observed information of all coefficients and `alpha`.
  package let fullInformationCovariance: CovarianceEstimate

  package var theta: Double { 1 / alpha }
}

/// The inverse information as a covariance, with its convention in words.
func informationCovariance(_ inverse: Matrix, observed: Bool) -> CovarianceEstimate {
  CovarianceEstimate(
    matrix: inverse,
    degreesOfFreedom: Array(repeating: .infinity, count: inverse.rows),
    name: observed ? "observed_information" : "classical",
    convention: observed
      ? Label(
        vi:
          "nghịch đảo thông tin quan sát của mọi hệ số và α; phân phối chuẩn; không có thừa số "
          + "mẫu nhỏ",
        en: "inverse observed information of all coefficients and α; normal distribution; no "
          + "small-sample factor")
      : Label(
        vi:
          "nghịch đảo thông tin kỳ vọng, tham số phân tán bằng 1; phân phối chuẩn; không có thừa số "
          + "mẫu nhỏ",
        en: "inverse expected information, dispersion 1; normal distribution; no small-sample "
          + "factor"))
}
