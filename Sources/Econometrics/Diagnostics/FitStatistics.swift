private import LinearAlgebra
private import NumericKernels

/// How well a least-squares regression describes its sample.
package struct FitStatistics: Sendable {
  /// 1 − RSS/Σ w(y − ȳ)², effects counted as explaining; about zero where nothing stands for a
  /// constant.
  package let rSquared: Double
  /// 1 − RSS/Σ wỹ² with ỹ the response less its effects; equal to ``rSquared`` without effects.
  package let withinRSquared: Double
  /// 1 − (1 − R²)(n − 1)/(n − k − effects); n for n − 1 without a constant.
  package let adjustedRSquared: Double
  /// √(RSS/(n − k − effects)), in the unit of the response.
  package let residualStandardDeviation: Double
  /// Of a normal law at its maximum: −n/2 (ln 2π + ln(RSS/n) + 1) + ½ Σ ln w.
  package let logLikelihood: Double
  /// −2 ln L + 2(k + effects): the variance is not counted as a parameter (as in statsmodels; R
  /// counts it).
  package let aic: Double
  /// −2 ln L + ln n (k + effects), likewise.
  package let bic: Double

  /// nil when the response does not vary at all, so that nothing can be explained.
  ///
  /// - Parameters:
  ///   - fit: By least squares.
  ///   - y: n numbers, the response before effects were taken out.
  ///   - hasConstant: Whether X holds a column of ones; effects count as one.
  package init?(_ fit: LinearFit, y: [Double], hasConstant: Bool) {
    let n = Double(fit.observations), isCentred = hasConstant || !fit.effects.isEmpty
    let total = sumOfSquares(y, fit.weights, centred: isCentred)
    let fitted = fit.X * fit.coefficients
    let left = zip(fitted, fit.residuals).map { $0 + $1 }
    let within = fit.effects.isEmpty ? total : sumOfSquares(left, fit.weights, centred: false)
    guard total > 0, within > 0, fit.residualDegreesOfFreedom > 0 else { return nil }
    let rss = fit.residualSumOfSquares, parameters = Double(fit.parameters)
    rSquared = 1 - rss / total
    withinRSquared = 1 - rss / within
    adjustedRSquared =
      1 - (rss / total) * (n - (isCentred ? 1 : 0)) / Double(fit.residualDegreesOfFreedom)
    residualStandardDeviation = fit.residualStandardDeviation
    let logWeights = fit.weights?.reduce(0) { $0 + naturalLogarithm($1) } ?? 0
    // A perfect fit has an unbounded likelihood: the smallest positive number stands for no error.
    let variance = max(rss / n, Double.leastNormalMagnitude)
    logLikelihood =
      -n / 2 * (naturalLogarithm(2 * .pi) + naturalLogarithm(variance) + 1) + logWeights / 2
    aic = -2 * logLikelihood + 2 * parameters
    bic = -2 * logLikelihood + naturalLogarithm(n) * parameters
  }
}

extension LinearFit {
  /// k and the independent effects.
  package var parameters: Int { coefficients.count + absorbedRank }
}

/// Σ w(x − x̄)², or Σ wx²; the mean is weighted.
func sumOfSquares(_ x: [Double], _ weights: [Double]?, centred: Bool) -> Double {
  var mean = 0.0
  if centred {
    let total = weights?.reduce(0, +) ?? Double(x.count)
    let sum = weights.map { zip($0, x).reduce(0) { $0 + $1.0 * $1.1 } } ?? x.reduce(0, +)
    mean = sum / total
  }
  guard let weights else { return x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } }
  return zip(weights, x).reduce(0) { $0 + $1.0 * ($1.1 - mean) * ($1.1 - mean) }
}

extension LinearFit {
  /// Whether the residuals are rounding of y, as it was written or read.
  ///
  /// A number written with 15 digits is off by up to 23 · 2⁻⁵² of itself, and sums over a row's
  /// regressors and effects round a few times more: together under 2⁻⁴⁶.
  package func isExact(of y: [Double]) -> Bool {
    let largest = y.reduce(0) { max($0, $1.magnitude) }
    return residuals.allSatisfy { $0.magnitude <= largest * 0x1p-46 }
  }
}
