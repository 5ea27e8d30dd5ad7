import Econometrics
import ReachModel

extension RegressionRun {
  /// A regression with instruments and how far these carry.
  func instruments(
    _ sample: RegressionSample, _ method: InstrumentalMethod, into report: inout RegressionReport
  ) throws(RegressionError) {
    let data = sample.data
    let found = try estimating { () throws(EstimationError) in
      try fitInstrumental(data, method: method, threads: threads)
    }
    let covariance = try statedCovariance(of: found.fit, sample)
    report.method = method.label
    report.coefficients = reported(found.fit, covariance)
    report.covariance = covariance
    report.statistics = statistics(of: found)
    let errors = specification.covariance?.dependence(data) ?? .heteroskedastic
    try strength(of: found, errors, into: &report)
    try validity(of: found, errors, into: &report)
    report.influence = influence(of: found.fit, data, covariance) { smaller in
      (try? fitInstrumental(smaller, method: method))?.fit
    }
  }

  private func statistics(of found: InstrumentalFit) -> [ReportedNumber] {
    [
      ReportedNumber(
        "residual_sum_of_squares",
        Label(vi: "tổng bình phương phần dư", en: "residual sum of squares"),
        found.fit.residualSumOfSquares),
      ReportedNumber(
        "residual_degrees_of_freedom",
        Label(vi: "bậc tự do của phần dư", en: "residual degrees of freedom"),
        Double(found.fit.residualDegreesOfFreedom)),
      ReportedNumber(
        "residual_standard_deviation",
        Label(vi: "độ lệch chuẩn phần dư", en: "residual standard deviation"),
        found.fit.residualStandardDeviation),
      ReportedNumber("kappa", Label(vi: "kappa", en: "kappa"), found.kappa),
      ReportedNumber(
        "liml_kappa", Label(vi: "kappa của LIML", en: "LIML's kappa"),
        found.limitedInformationKappa),
    ]
  }

  /// First stages, weak instruments, and the set that needs no strength.
  private func strength(
    of found: InstrumentalFit, _ errors: ErrorDependence, into report: inout RegressionReport
  ) throws(RegressionError) {
    let (stages, donald, kleibergen, under, effective) = try estimating {
      () throws(EstimationError) in
      (
        try found.firstStages(errors), try found.craggDonaldF(), try found.kleibergenPaapF(errors),
        try found.underidentificationTest(errors), try found.effectiveF(errors)
      )
    }
    report.tables.append(
      ReportedTable(
        id: "first_stage", title: Label(vi: "Giai đoạn một", en: "First stage"),
        columns: [
          ("f", Label(vi: "F", en: "F")), ("p", Label(vi: "p", en: "p")),
          ("partial_r2", Label(vi: "R2 riêng phần", en: "partial R2")),
          ("shea_r2", Label(vi: "R2 của Shea", en: "Shea's R2")),
        ],
        rows: stages.map { stage in
          (
            stage.regressor,
            [
              stage.test.statistic, stage.test.pValue, stage.partialRSquared,
              stage.sheaPartialRSquared,
            ]
          )
        }, notes: stages.prefix(1).map(\.test.convention)))
    report.statistics += [
      ReportedNumber(
        "cragg_donald_f", Label(vi: "F của Cragg-Donald", en: "Cragg-Donald F"), donald),
      ReportedNumber(
        "kleibergen_paap_f", Label(vi: "F rk Wald của Kleibergen-Paap", en: "Kleibergen-Paap rk F"),
        kleibergen),
    ]
    if let effective {
      report.statistics.append(
        ReportedNumber(
          "effective_f",
          Label(
            vi: "F hiệu dụng (Montiel Olea-Pflueger)", en: "effective F (Montiel Olea-Pflueger)"),
          effective))
    }
    report.tests.append(.tested(under.diagnostic("kleibergen_paap_lm")))
    try andersonRubin(found, errors, into: &report)
  }

  private func andersonRubin(
    _ found: InstrumentalFit, _ errors: ErrorDependence, into report: inout RegressionReport
  ) throws(RegressionError) {
    let zeros = Array(repeating: 0.0, count: specification.endogenous.count)
    guard zeros.count == found.design.endogenousNames.count else { return }
    let (test, set) = try estimating { () throws(EstimationError) in
      (
        try found.andersonRubinTest(zeros, errors),
        try found.andersonRubinSet(level: 0.95, errors)
      )
    }
    report.tests.append(.tested(test.diagnostic("anderson_rubin")))
    guard let set else { return }
    report.tables.append(
      ReportedTable(
        id: "anderson_rubin_set",
        title: Label(
          vi: "Tập tin cậy 95 % Anderson-Rubin: \(set.shapeLabel.vi)",
          en: "Anderson-Rubin 95 % confidence set: \(set.shapeLabel.en)"),
        columns: [
          ("low", Label(vi: "từ", en: "from")), ("high", Label(vi: "đến", en: "to")),
        ],
        rows: set.intervals.map { (found.design.endogenousNames[0], [$0.lower, $0.upper]) },
        notes: [test.convention]))
  }

  /// Overidentification and whether instruments were needed.
  private func validity(
    of found: InstrumentalFit, _ errors: ErrorDependence, into report: inout RegressionReport
  ) throws(RegressionError) {
    let outcomes = try estimating { () throws(EstimationError) -> [(String, TestOutcome?)] in
      let pair = try found.endogeneityTests()
      return [
        ("sargan", try found.sarganTest()), ("basmann", try found.basmannTest()),
        ("hansen", try found.hansenTest(errors)),
        ("likelihood_ratio", try found.likelihoodRatioTest()), ("wu_hausman", pair.wu),
        ("durbin", pair.durbin), ("robust_endogeneity", try found.robustEndogeneityTest(errors)),
      ]
    }
    for (id, outcome) in outcomes {
      report.tests.append(
        outcome.map { .tested($0.diagnostic(id)) }
          ?? .notApplicable(
            id: id, Label(vi: "nhận dạng vừa đủ", en: "exactly identified")))
    }
  }
}

extension TestOutcome {
  func diagnostic(_ id: String) -> DiagnosticTest {
    DiagnosticTest(
      id: id,
      hypothesis: Label(
        vi: "\(name.vi): \(hypothesis.vi)", en: "\(name.en): \(hypothesis.en)"),
      statistic: statistic, law: law, convention: convention)
  }
}
