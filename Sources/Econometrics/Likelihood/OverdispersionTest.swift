private import NumericKernels
package import ReachModel

/// Whether counts vary more than a Poisson law with the fitted means, by Cameron and Trivedi.
///
/// Regresses ((y − μ)² − y)/μ on μ without a constant: the slope is α of the variance μ + αμ².
///
/// - Source: Cameron and Trivedi, *Journal of Econometrics* 46, 1990; as `dispersiontest` of the R
///   package AER with `trafo = 2`.
package struct OverdispersionTest: Sendable {
  /// The α of V = μ + αμ² that the residuals suggest.
  package let alpha: Double
  /// α over its least-squares standard error; normal for large n when α is 0.
  package let z: Double
  /// Two-sided, by the normal law.
  package let pValue: Double

  /// Of a Poisson fit and its dependent variable on the same rows; nil when the fit is perfect.
  package init?(y: [Double], fit: GeneralisedLinearFit) {
    let means = fit.fittedMeans
    precondition(fit.family == .poisson && y.count == means.count, "\(y.count) responses")
    let excess = zip(y, means).map { (($0 - $1) * ($0 - $1) - $0) / $1 }
    let square = means.reduce(0) { $0 + $1 * $1 }
    alpha = zip(excess, means).reduce(0) { $0 + $1.0 * $1.1 } / square
    var left = 0.0
    for (value, mean) in zip(excess, means) {
      left += (value - alpha * mean) * (value - alpha * mean)
    }
    guard left > 0, y.count > 1 else { return nil }
    z = alpha / (left / Double(y.count - 1) / square).squareRoot()
    pValue = 2 * normalUpperTail(z.magnitude)
  }

  package static var label: Label {
    Label(
      vi: "đối thuyết phân tán quá mức, phương sai μ + αμ²",
      en: "against overdispersion, variance μ + αμ²")
  }
}

extension GeneralisedLinearFit {
  /// The probability of a Pearson χ² as great as this if the law is right.
  ///
  /// It takes means that are not small; nil without degrees of freedom.
  package var goodnessOfFit: Double? {
    let freedom = Double(linear.residualDegreesOfFreedom)
    guard freedom > 0 else { return nil }
    return regularisedGamma(shape: freedom / 2, pearsonChiSquared / 2).upper
  }
}
