import LinearAlgebra
import ReachModel

extension InstrumentalFit {
  /// Kleibergen and Paap's rk Wald F: the Cragg-Donald F for errors that are not independent with
  /// one variance.
  ///
  /// With one endogenous regressor it is the robust first-stage F.
  ///
  /// - Returns: As Stata's ivreg2: W/m · (n − L)/n when heteroskedastic and
  ///   W/m · (n − L)/(n − 1) · (G − 1)/G when clustered, L with effects that are not nested in
  ///   clusters; the Cragg-Donald F when independent.
  /// - Source: Kleibergen and Paap, *Journal of Econometrics* 133(1), 2006, §2-3; Baum, Schaffer
  ///   and Stillman, *Stata Journal* 7(4), 2007.
  package func kleibergenPaapF(_ errors: ErrorDependence) throws(EstimationError) -> Double {
    if case .independent = errors { return try craggDonaldF() }
    try design.checkFirstStageErrors()
    let wald = try rankStatistic(errors, rows: design.L..<design.n)
    return wald * design.scale(errors).factor / Double(design.m)
  }

  /// Kleibergen and Paap's rk LM test that some combination of endogenous regressors is not moved
  /// by the instruments; Anderson's canonical correlation test when errors are independent.
  ///
  /// - Source: as for ``kleibergenPaapF(_:)``; Anderson, *Annals of Mathematical Statistics* 22,
  ///   1951.
  package func underidentificationTest(
    _ errors: ErrorDependence
  ) throws(EstimationError) -> TestOutcome {
    let statistic: Double
    let convention: Label
    if case .independent = errors {
      let r = try design.canonicalCorrelations().values[design.k2 - 1]
      statistic = Double(design.effective) * r * r
      convention = Label(
        vi: "tương quan chính tắc của Anderson, (n − hiệu ứng) r²",
        en: "Anderson's canonical correlation, (n − effects) r²")
    } else {
      statistic = try rankStatistic(errors, rows: design.k1..<design.n)
      convention = Label(
        vi: "không có thừa số mẫu nhỏ",
        en: "without a small-sample factor")
    }
    return TestOutcome(
      name: Label(vi: "kiểm định không nhận dạng được", en: "underidentification test"),
      statistic: statistic, law: .chiSquared(degreesOfFreedom: Double(overidentification + 1)),
      hypothesis: Label(
        vi: "có một tổ hợp biến nội sinh không chịu tác động của biến công cụ",
        en: "some combination of the endogenous regressors is not moved by the instruments"),
      convention: convention)
  }

  /// λᵀ (Σ s sᵀ)⁻¹ λ for the singular directions of the least canonical correlation.
  ///
  /// Θ = Y₂R⁻¹ is the second block of the endogenous columns in units of what exogenous regressors
  /// leave of them. With a and b the singular vectors that rank k₂ − 1 leaves out, λ = aᵀΘb, and
  /// its scores are (bᵀv)(aᵀq): q a row of orthonormal instruments, v one of the columns in those
  /// units.
  ///
  /// - Parameters:
  ///   - errors: Heteroskedastic or clustered.
  ///   - rows: Blocks that make v: the third alone for the Wald form (first-stage errors), with the
  ///     second for the LM form (errors under the hypothesis).
  /// - Returns: Without small-sample factor.
  /// - Throws: ``EstimationError/tooManyInstruments(instruments:groups:)``.
  private func rankStatistic(
    _ errors: ErrorDependence, rows: Range<Int>
  ) throws(EstimationError) -> Double {
    let d = design
    let values = try d.canonicalCorrelations()
    let b = values.right.column(d.k2 - 1)
    let a = values.left.selecting(columns: Array(d.k2 - 1..<d.m))
    let inUnits = d.partialledFactor.solved(Matrix(columns: [b], rows: d.k2)).storage + [0]
    let v = d.restored(Matrix(columns: [inUnits], rows: d.k2 + 1), keeping: rows).storage
    let lambda = a.transposed * (d.alongInstruments * inUnits)
    let sums = try errors.independentSums(rowsTimes(d.instrumentBasis * a, v))
    return try waldStatistic(lambda, scores: sums)
  }
}
