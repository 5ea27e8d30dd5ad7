import Econometrics
import PanelData
import ReachModel

extension RegressionRun {
  /// The regression with later values of a regressor in its place, and beside it.
  ///
  /// A lead that leaves too few rows, or that nothing tells from the rest, is said instead.
  func placebos(
    on table: DataTable, _ usual: [ReportedCoefficient], into report: inout RegressionReport
  ) throws(RegressionError) {
    guard let placebo = specification.placebo else { return }
    guard let own = usual.first(where: { $0.name == placebo.regressor.text }) else {
      report.notes.append(
        Label(
          vi: "không có giả dược: `\(placebo.regressor.text)` không có hệ số riêng",
          en: "no placebo: `\(placebo.regressor.text)` has no coefficient of its own"))
      return
    }
    for (place, lead) in placebo.leads.enumerated() {
      let instead = specification.placebosInstead[place], beside = specification.placebos[place]
      for (specification, isInstead) in [(instead, true), (beside, false)] {
        do throws(RegressionError) {
          report.placebo.append(
            try result(of: specification, on: table, lead: lead, isInstead: isInstead, own))
        } catch {
          report.notes.append(Self.noPlacebo(lead, error))
        }
      }
    }
    if case .leastSquares = specification.estimator { try trends(on: table, into: &report) }
  }

  private func result(
    of specification: RegressionSpecification, on table: DataTable, lead: Int, isInstead: Bool,
    _ own: ReportedCoefficient
  ) throws(RegressionError) -> PlaceboResult {
    let (found, rows) = try coefficients(of: specification, on: table)
    let name = self.specification.placebo?.regressor.lead(lead)?.text
    guard let coefficient = found.first(where: { $0.name == name }) else {
      throw .estimation(.absorbed(regressor: name ?? ""))
    }
    return PlaceboResult(
      lead: lead, isInstead: isInstead, coefficient: coefficient, observations: rows, usual: own)
  }

  /// The table of coefficients of a specification made from this one, and its rows.
  private func coefficients(
    of specification: RegressionSpecification, on table: DataTable
  ) throws(RegressionError) -> ([ReportedCoefficient], Int) {
    try RegressionRun(specification, threads: threads).coefficients(on: table)
  }

  private func coefficients(
    on table: DataTable
  ) throws(RegressionError) -> ([ReportedCoefficient], Int) {
    let sample = try sample(on: table)
    switch specification.estimator {
    case .twoStage, .liml, .fuller:
      let fit = try estimating { () throws(EstimationError) in
        try fitInstrumental(
          sample.data, method: specification.estimator.instrumentalMethod, threads: threads
        ).fit
      }
      return try rows(fit, statedCovariance(of: fit, sample))
    case .poisson(let rule), .negativeBinomial(let rule), .logit(let rule), .cloglog(let rule):
      guard let family = specification.estimator.family else { break }
      let fit = try estimating { () throws(EstimationError) in
        try fitGeneralisedLinear(
          sample.data, family, separation: rule == .drop ? .drop : .refuse, threads: threads)
      }
      return try rows(fit.linear, covariance(of: fit, sample.selecting(fit.rows)))
    default: break
    }
    let fit = try estimating { () throws(EstimationError) in
      try fitLinear(sample.data, threads: threads, dropping: specification.collinear == .drop)
    }
    return try rows(fit, statedCovariance(of: fit, sample.keeping(fit.names)))
  }

  private func rows(
    _ fit: LinearFit, _ covariance: CovarianceEstimate
  ) -> ([ReportedCoefficient], Int) {
    (reported(fit, covariance), fit.observations)
  }

  private static func noPlacebo(_ lead: Int, _ error: RegressionError) -> Label {
    let reason: Label
    switch error {
    case .estimation(let error): reason = error.label
    case .specification(let problems):
      let text = problems.problems.map(\.summary).joined(separator: "; ")
      reason = Label(vi: text, en: text)
    }
    return Label(
      vi: "không có giả dược với \(lead) kỳ sau: \(reason.vi)",
      en: "no placebo with a lead of \(lead): \(reason.en)")
  }

  /// Coefficients of leads and lags of the placebo's regressor in one regression, for a plot.
  ///
  /// As many lags as leads; fewer when the sample does not carry them.
  private func trends(on table: DataTable, into report: inout RegressionReport)
    throws(RegressionError)
  {
    guard let placebo = specification.placebo, let furthest = placebo.leads.max() else { return }
    let text = placebo.regressor.text
    for reach in (1...max(1, furthest)).reversed() {
      var wide = specification.alone
      let distances = Array(-reach...reach)
      let terms = distances.compactMap { placebo.regressor.lead(-$0) }
      guard terms.count == distances.count else { return }
      wide.regressors = terms + specification.regressors.filter { $0.text != text }
      guard let (found, _) = try? coefficients(of: wide, on: table) else { continue }
      report.trends = zip(distances, terms).compactMap { distance, term in
        found.first { $0.name == term.text }.map {
          ReportedPeriod(distance: distance, coefficient: $0)
        }
      }
      return
    }
    report.notes.append(
      Label(
        vi: "không đủ số liệu để ước lượng đồng thời các kỳ trước và sau",
        en: "the data do not carry leads and lags together: no trend before"))
  }
}

extension RegressionSpecification.Estimator {
  var instrumentalMethod: InstrumentalMethod {
    switch self {
    case .liml: .limitedInformation
    case .fuller(let alpha): .fuller(alpha: alpha)
    default: .twoStageLeastSquares
    }
  }

  var family: ResponseFamily? {
    switch self {
    case .poisson: .poisson
    case .negativeBinomial: .negativeBinomial
    case .logit: .logit
    case .cloglog: .complementaryLogLog
    default: nil
    }
  }
}
