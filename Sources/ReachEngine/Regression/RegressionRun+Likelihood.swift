import Econometrics
import ReachModel

extension RegressionRun {
  /// A generalised linear model at its maximum.
  func likelihood(
    _ sample: RegressionSample, _ family: ResponseFamily,
    _ rule: RegressionSpecification.Separation, into report: inout RegressionReport
  ) throws(RegressionError) {
    let found = try estimating { () throws(EstimationError) in
      try fitGeneralisedLinear(
        sample.data, family, separation: rule == .drop ? .drop : .refuse, threads: threads)
    }
    let used = sample.selecting(found.rows)
    let covariance = try covariance(of: found, used)
    report.method = family.label
    report.observations = used.data.observations
    report.coefficients = reported(found.linear, covariance)
    report.covariance = covariance
    report.statistics = statistics(of: found)
    if !used.data.effects.isEmpty { report.notes.append(independentEffectsNote(used.data)) }
    report.notes += separationNotes(found.separation)
    if !found.separation.rows.isEmpty {
      report.sample.append(
        ReportedCount(
          "separated", Label(vi: "bị phân tách, đã bỏ", en: "separated, left out"),
          found.separation.rows.count))
    }
    if family == .poisson, let test = OverdispersionTest(y: used.data.y, fit: found) {
      report.tests.append(
        .tested(
          DiagnosticTest(
            id: "overdispersion",
            hypothesis: Label(
              vi: "phương sai bằng trung bình", en: "the variance equals the mean"),
            statistic: test.z, law: .normal, convention: OverdispersionTest.label)))
    }
    report.influence = influence(of: found.linear, used.data, covariance) { smaller in
      (try? fitGeneralisedLinear(smaller, family, separation: .drop))?.linear
    }
  }

  /// The stated covariance; `classical` is the inverse information, without a dispersion.
  func covariance(
    of found: GeneralisedLinearFit, _ used: RegressionSample
  ) throws(RegressionError) -> CovarianceEstimate {
    guard specification.covariance?.kind != .classical else { return found.classicalCovariance }
    guard let dispersion = found.dispersion else {
      // The weights of a likelihood are the inverse variances that it states.
      return try statedCovariance(of: found.linear, used, workingModel: .precisions)
    }
    let joint = try statedCovariance(of: dispersion.scores, used, workingModel: .precisions)
    return joint.leading(found.coefficients.count)
  }

  private func statistics(of found: GeneralisedLinearFit) -> [ReportedNumber] {
    var statistics = [
      ReportedNumber("deviance", Label(vi: "độ lệch (deviance)", en: "deviance"), found.deviance),
      ReportedNumber(
        "null_deviance", Label(vi: "độ lệch của mô hình rỗng", en: "null deviance"),
        found.nullDeviance),
      ReportedNumber(
        "log_likelihood", Label(vi: "log hợp lý", en: "log likelihood"), found.logLikelihood),
      ReportedNumber(
        "pearson_chi2", Label(vi: "χ² của Pearson", en: "Pearson's χ²"),
        found.pearsonChiSquared),
      .residualDegreesOfFreedom(found.linear.residualDegreesOfFreedom),
      ReportedNumber("iterations", Label(vi: "số bước lặp", en: "steps"), count: found.iterations),
    ]
    if let pseudo = found.pseudoRSquared {
      statistics.append(
        ReportedNumber(
          "pseudo_r_squared", Label(vi: "R² giả (McFadden)", en: "pseudo R² (McFadden)"), pseudo))
    }
    if let dispersion = found.dispersion {
      statistics += [
        ReportedNumber(
          "alpha",
          Label(vi: "α, phương sai μ + αμ²", en: "α, variance μ + αμ²"),
          dispersion.alpha),
        ReportedNumber(
          "alpha_standard_error", Label(vi: "sai số chuẩn của α", en: "SE of α"),
          dispersion.alphaError),
      ]
    }
    return statistics
  }

  private func separationNotes(_ separation: SeparationReport) -> [Label] {
    guard !separation.rows.isEmpty else { return [] }
    let lines = separation.lines.prefix(20).map(String.init).joined(separator: ", ")
    let more = separation.lines.count > 20 ? ", ..." : ""
    let by = separation.separatedBy.joined(separator: ", ")
    var notes = [
      Label(
        vi: "\(inText(separation.rows.count).vi) dòng bị phân tách bởi \(by) và đã bỏ: dòng "
          + lines + more,
        en: "separated by \(by) and left out: \(counted(separation.rows.count, "row")) (lines "
          + "\(lines)\(more))")
    ]
    notes += separation.unidentified.map {
      Label(
        vi: "`\($0)` không có hệ số khi bỏ các dòng đó",
        en: "`\($0)` has no coefficient without these rows")
    }
    return notes
  }
}
