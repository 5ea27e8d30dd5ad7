import LinearAlgebra
import ReachModel

/// s²(X'WX)⁻¹ with s² = RSS/(n − k − effects).
func classicalCovariance(_ request: CovarianceRequest) -> CovarianceEstimate {
  let fit = request.fit
  let variance = fit.residualSumOfSquares / Double(fit.residualDegreesOfFreedom)
  return CovarianceEstimate(
    matrix: variance * fit.inverseGram,
    degreesOfFreedom: request.smallSample.degreesOfFreedom(of: fit, smallest: nil),
    name: request.name,
    convention: joined([
      Label(
        vi: "phương sai sai số đồng nhất, s² = RSS/(n − k − số hiệu ứng)",
        en: "one error variance, s² = RSS/(n − k − effects)"),
      request.smallSample.freedomWords(clusters: false),
    ]))
}
