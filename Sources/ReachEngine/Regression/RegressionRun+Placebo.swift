import Econometrics
import PanelData
import ReachModel

extension RegressionRun {
  /// The regression with later values of a regressor beside it, and in its place.
  ///
  /// A lead that leaves too few rows, or that nothing tells from the rest, is said instead.
  func placebos(
    on table: DataTable, _ usual: [ReportedCoefficient], into report: inout RegressionReport
  ) throws(RegressionError) {
    guard let placebo = specification.placebo else { return }
    guard let own = usual.first(where: { $0.name == placebo.regressor.text }) else {
      report.notes.append(
        Label(
          vi: "không có giả dược: `\(placebo.regressor.text)` không phải là một cột",
          en: "no placebo: `\(placebo.regressor.text)` is not a single column"))
      return
    }
    for (place, beside) in specification.placebos.enumerated() {
      let lead = placebo.leads[place]
      var instead = beside
      instead.regressors.removeAll { $0.text == placebo.regressor.text }
      for (specification, isInstead) in [(instead, true), (beside, false)] {
        do throws(RegressionError) {
          report.placebo.append(
            try result(of: specification, on: table, lead: lead, isInstead: isInstead, own))
        } catch {
          report.notes.append(Self.noPlacebo(lead, error))
        }
      }
    }
  }

  private func result(
    of specification: RegressionSpecification, on table: DataTable, lead: Int, isInstead: Bool,
    _ own: ReportedCoefficient
  ) throws(RegressionError) -> PlaceboResult {
    let (found, rows) = try coefficients(of: specification, on: table)
    let name = specification.regressors.last?.text
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
    let run = RegressionRun(specification, threads: threads)
    let sample = try run.sample(on: table)
    let fit = try run.linearFit(sample)
    let covariance = try run.statedCovariance(of: fit.fit, fit.sample)
    return (reported(fit.fit, covariance), fit.sample.data.observations)
  }

  /// The estimator's estimating equation, and the rows that it used.
  private func linearFit(
    _ sample: RegressionSample
  ) throws(RegressionError) -> (fit: LinearFit, sample: RegressionSample) {
    switch specification.estimator {
    case .twoStage, .liml, .fuller:
      let method = specification.estimator.instrumentalMethod
      let fit = try estimating { () throws(EstimationError) in
        try fitInstrumental(sample.data, method: method, threads: threads)
      }
      return (fit.fit, sample)
    case .poisson(let rule), .negativeBinomial(let rule), .logit(let rule), .cloglog(let rule):
      guard let family = specification.estimator.family else { break }
      let fit = try estimating { () throws(EstimationError) in
        try fitGeneralisedLinear(
          sample.data, family, separation: rule == .drop ? .drop : .refuse, threads: threads)
      }
      return (fit.linear, sample.selecting(fit.rows))
    default: break
    }
    let fit = try estimating { () throws(EstimationError) in
      try fitLinear(sample.data, threads: threads, dropping: specification.collinear == .drop)
    }
    return (fit, sample.keeping(fit.names))
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
  func trends(on table: DataTable, into report: inout RegressionReport) throws(RegressionError) {
    guard let placebo = specification.placebo, let furthest = placebo.leads.max() else { return }
    let text = placebo.regressor.text
    for reach in (1...max(1, furthest)).reversed() {
      var wide = specification
      let distances = Array(-reach...reach)
      let terms = distances.compactMap { distance -> Expression? in
        distance == 0
          ? placebo.regressor
          : try? Expression(
            distance < 0 ? "lead(\(text), \(-distance))" : "lag(\(text), \(distance))")
      }
      guard terms.count == distances.count else { return }
      wide.placebo = nil
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
