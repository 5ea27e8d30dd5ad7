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
    if !data.effects.isEmpty { report.notes.append(independentEffectsNote(data)) }
    report.focus = found.design.endogenousNames.first
    report.fitsExactly = found.fit.isExact(of: data.y)
    guard !report.fitsExactly else { return }
    let errors = specification.covariance?.dependence(data) ?? .heteroskedastic
    strength(of: found, errors, into: &report)
    validity(of: found, errors, into: &report)
    report.influence = influence(of: found.fit, data, covariance, on: report.focus) { smaller in
      (try? fitInstrumental(smaller, method: method))?.fit
    }
  }

  private func statistics(of found: InstrumentalFit) -> [ReportedNumber] {
    [
      .residualSumOfSquares(found.fit.residualSumOfSquares),
      .residualDegreesOfFreedom(found.fit.residualDegreesOfFreedom),
      .residualStandardDeviation(found.fit.residualStandardDeviation),
      ReportedNumber("kappa", Label(vi: "κ", en: "κ"), found.kappa),
      ReportedNumber(
        "liml_kappa", Label(vi: "κ của LIML", en: "LIML's κ"),
        found.limitedInformationKappa),
    ]
  }

  /// What a diagnostic gives; where it cannot be computed, the reason is noted and the regression
  /// stands.
  private func tried<T>(
    _ what: Label, into report: inout RegressionReport, _ body: () throws(EstimationError) -> T
  ) -> T? {
    do throws(EstimationError) {
      return try body()
    } catch {
      report.notes.append(
        Label(
          vi: "không có \(what.vi): \(error.label.vi)", en: "no \(what.en): \(error.label.en)"))
      return nil
    }
  }

  /// A test with its identifier, or why there is none.
  private func outcome(
    _ id: String, hypothesis: Label? = nil, _ body: () throws(EstimationError) -> TestOutcome?
  ) -> DiagnosticOutcome {
    do throws(EstimationError) {
      guard let found = try body() else {
        return .notApplicable(id: id, Label(vi: "nhận dạng vừa đủ", en: "exactly identified"))
      }
      return .tested(found.diagnostic(id, hypothesis: hypothesis))
    } catch {
      return .notApplicable(id: id, error.label)
    }
  }

  /// First stages, weak instruments, and the set that needs no strength.
  private func strength(
    of found: InstrumentalFit, _ errors: ErrorDependence, into report: inout RegressionReport
  ) {
    let what = Label(vi: "giai đoạn một", en: "first stage")
    let stages = tried(what, into: &report) { () throws(EstimationError) in
      try found.firstStages(errors)
    }
    if let stages { report.tables.append(Self.table(of: stages)) }
    let donald = Label(vi: "F của Cragg-Donald", en: "Cragg-Donald F")
    if let value = tried(
      donald, into: &report, { () throws(EstimationError) in try found.craggDonaldF() })
    {
      report.statistics.append(ReportedNumber("cragg_donald_f", donald, value))
    }
    let kleibergen = Label(vi: "F rk Wald của Kleibergen-Paap", en: "Kleibergen-Paap rk F")
    if let value = tried(
      kleibergen, into: &report,
      { () throws(EstimationError) in try found.kleibergenPaapF(errors) })
    {
      report.statistics.append(ReportedNumber("kleibergen_paap_f", kleibergen, value))
    }
    let effective = Label(
      vi: "F hiệu dụng (Montiel Olea-Pflueger)", en: "effective F (Montiel Olea-Pflueger)")
    if let value = tried(
      effective, into: &report, { () throws(EstimationError) in try found.effectiveF(errors) }),
      let value
    {
      report.effectiveF = value
      report.statistics.append(ReportedNumber("effective_f", effective, value))
    }
    report.tests.append(
      outcome("kleibergen_paap_lm") { () throws(EstimationError) in
        try found.underidentificationTest(errors)
      })
    andersonRubin(found, errors, into: &report)
  }

  private static func table(of stages: [FirstStage]) -> ReportedTable {
    ReportedTable(
      id: "first_stage", title: Label(vi: "Giai đoạn một", en: "First stage"),
      columns: [
        .init("f", Label(vi: "F", en: "F")), .init("p", Label(vi: "p", en: "p"), .pValue),
        .init("partial_r2", Label(vi: "R² riêng phần", en: "partial R²")),
        .init("shea_r2", Label(vi: "R² của Shea", en: "Shea's R²")),
      ],
      rows: stages.map { stage in
        (
          stage.regressor,
          [
            stage.test.statistic, stage.test.pValue, stage.partialRSquared,
            stage.sheaPartialRSquared,
          ]
        )
      }, notes: stages.prefix(1).map(\.test.convention))
  }

  private func andersonRubin(
    _ found: InstrumentalFit, _ errors: ErrorDependence, into report: inout RegressionReport
  ) {
    let zeros = Array(repeating: 0.0, count: specification.endogenous.count)
    guard zeros.count == found.design.endogenousNames.count else { return }
    let zero = Label(
      vi: "hệ số của mọi biến nội sinh bằng 0",
      en: "the coefficients of all endogenous regressors are 0")
    let test = outcome("anderson_rubin", hypothesis: zero) { () throws(EstimationError) in
      try found.andersonRubinTest(zeros, errors)
    }
    report.tests.append(test)
    let what = Label(vi: "tập tin cậy Anderson-Rubin", en: "Anderson-Rubin set")
    let tried = tried(what, into: &report) { () throws(EstimationError) in
      try found.andersonRubinSet(level: 0.95, errors)
    }
    guard let set = tried ?? nil else { return }
    var conventions: [Label] = []
    if case .tested(let test) = test { conventions = [test.convention] }
    report.tables.append(
      ReportedTable(
        id: "anderson_rubin_set",
        title: Label(
          vi: "Tập tin cậy 95 % Anderson-Rubin: \(set.shapeLabel.vi)",
          en: "Anderson-Rubin 95 % confidence set: \(set.shapeLabel.en)"),
        columns: [
          .init("low", Label(vi: "từ", en: "from")), .init("high", Label(vi: "đến", en: "to")),
        ],
        rows: set.intervals.map { (found.design.endogenousNames[0], [$0.lower, $0.upper]) },
        notes: conventions))
  }

  /// Overidentification and whether instruments were needed.
  private func validity(
    of found: InstrumentalFit, _ errors: ErrorDependence, into report: inout RegressionReport
  ) {
    report.tests += [
      outcome("sargan") { () throws(EstimationError) in try found.sarganTest() },
      outcome("basmann") { () throws(EstimationError) in try found.basmannTest() },
      outcome("hansen") { () throws(EstimationError) in try found.hansenTest(errors) },
      outcome("likelihood_ratio") { () throws(EstimationError) in
        try found.likelihoodRatioTest()
      },
      outcome("wu_hausman") { () throws(EstimationError) in try found.endogeneityTests().wu },
      outcome("durbin") { () throws(EstimationError) in try found.endogeneityTests().durbin },
      outcome("robust_endogeneity") { () throws(EstimationError) in
        try found.robustEndogeneityTest(errors)
      },
    ]
  }
}

extension TestOutcome {
  /// As a diagnostic, with another hypothesis where the values tested are known.
  func diagnostic(_ id: String, hypothesis given: Label? = nil) -> DiagnosticTest {
    DiagnosticTest(
      id: id, hypothesis: given ?? hypothesis, statistic: statistic, law: law,
      convention: convention)
  }
}
