import LinearAlgebra
import NumericKernels
import ReachModel

extension InstrumentalFit {
  private var exclusionHypothesis: Label {
    Label(
      vi: "mọi biến công cụ đều không tương quan với sai số",
      en: "all instruments are uncorrelated with the error")
  }

  /// Sargan's test of overidentifying restrictions, for independent errors with one variance.
  ///
  /// - Returns: nil when there are as many instruments as endogenous regressors.
  /// - Throws: ``EstimationError/perfectFit(dependent:)``.
  /// - Source: Sargan, *Econometrica* 26(3), 1958.
  package func sarganTest() throws(EstimationError) -> TestOutcome? {
    guard overidentification > 0 else { return nil }
    try checkErrors()
    let explained = sumOfSquares(design.alongInstruments * structural)
    let left = sumOfSquares(design.beside.triangle * structural)
    return TestOutcome(
      name: Label(vi: "kiểm định Sargan", en: "Sargan test"),
      statistic: Double(design.effective) * explained / (explained + left),
      law: .chiSquared(degreesOfFreedom: Double(overidentification)),
      hypothesis: exclusionHypothesis,
      convention: Label(
        vi: "s² = RSS/(n − hiệu ứng)", en: "s² = RSS/(n − effects)"))
  }

  /// Basmann's F form, from LIML's κ.
  ///
  /// - Source: Basmann, *JASA* 55, 1960, on LIML's κ as in linearmodels.
  package func basmannTest() throws(EstimationError) -> TestOutcome? {
    guard overidentification > 0 else { return nil }
    try checkErrors()
    return TestOutcome(
      name: Label(vi: "kiểm định Basmann (F)", en: "Basmann test (F)"),
      statistic: (limitedInformationKappa - 1) * Double(design.firstStageDegrees)
        / Double(overidentification),
      law: .f(numerator: Double(overidentification), denominator: Double(design.firstStageDegrees)),
      hypothesis: exclusionHypothesis,
      convention: Label(
        vi: "(κ − 1)(n − hiệu ứng − L)/(m − k₂) với κ của LIML",
        en: "(κ − 1)(n − effects − L)/(m − k₂) with LIML's κ"))
  }

  /// Anderson and Rubin's likelihood ratio test of overidentifying restrictions, from LIML's κ.
  ///
  /// - Source: Anderson and Rubin, *Annals of Mathematical Statistics* 21(4), 1950.
  package func likelihoodRatioTest() throws(EstimationError) -> TestOutcome? {
    guard overidentification > 0 else { return nil }
    try checkErrors()
    return TestOutcome(
      name: Label(vi: "tỷ số hợp lý Anderson-Rubin", en: "Anderson-Rubin likelihood ratio"),
      statistic: Double(design.effective) * naturalLogarithm(limitedInformationKappa),
      law: .chiSquared(degreesOfFreedom: Double(overidentification)),
      hypothesis: exclusionHypothesis,
      convention: Label(
        vi: "(n − hiệu ứng) ln κ với κ của LIML", en: "(n − effects) ln κ with LIML's κ"))
  }

  /// Hansen's J: the least weighted distance of all moments from zero, weighted by their robust
  /// covariance at the 2SLS residuals (two-step efficient GMM, moments not centred).
  ///
  /// - Parameter errors: Heteroskedastic or clustered; ``sarganTest()`` for independent ones.
  /// - Returns: nil when there are as many instruments as endogenous regressors.
  /// - Throws: ``EstimationError/tooManyInstruments(instruments:groups:)`` when there are fewer
  ///   clusters than exogenous regressors and instruments.
  /// - Source: Hansen, *Econometrica* 50(4), 1982; Baum, Schaffer and Stillman, *Stata Journal*
  ///   7(4), 2007, §3.
  package func hansenTest(_ errors: ErrorDependence) throws(EstimationError) -> TestOutcome? {
    if case .independent = errors { return try sarganTest() }
    guard overidentification > 0 else { return nil }
    try checkErrors()
    let d = design
    let slopes = try ReducedFactor(d).twoStageSlopes(d)
    let combination = Matrix(columns: [slopes.map { -$0 } + [1]], rows: d.k2 + 1)
    // The first block of 2SLS residuals is zero.
    let residuals = d.restored(combination, keeping: d.k1..<d.n).storage
    let moments = try momentFactor(errors.independentSums(rowsTimes(d.basis, residuals)))
    let exogenous = d.factor.triangle.selecting(columns: Array(0..<d.k1))
    let design = exogenous.beside(d.rotated.selecting(rows: 0..<d.L))
    let whitened = moments.solvedTransposed(design)
    let fit = OrthogonalFactor(whitened).triangle
    let last = fit.columns - 1
    return TestOutcome(
      name: Label(vi: "kiểm định J của Hansen", en: "Hansen's J"),
      statistic: fit[last, last] * fit[last, last],
      law: .chiSquared(degreesOfFreedom: Double(overidentification)),
      hypothesis: exclusionHypothesis,
      convention: Label(
        vi: "GMM hai bước, trọng số từ phần dư 2SLS, mômen không quy tâm",
        en: "two-step GMM, weights from 2SLS residuals, moments not centred"))
  }

  /// −β̂ of the endogenous regressors, and 1: the combination of [endogenous, y] that is u.
  var structural: [Double] { design.endogenous.map { -fit.coefficients[$0] } + [1] }

  /// Refuses statistics that divide by errors when there are none.
  func checkErrors() throws(EstimationError) {
    let size = design.norms[design.k2]
    if fit.residualSumOfSquares.squareRoot() <= design.roundingTolerance * size {
      throw .perfectFit(dependent: design.data.dependent)
    }
  }
}
