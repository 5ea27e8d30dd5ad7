import Econometrics
import ReachModel

extension RegressionRun {
  /// The within regression with lags of the dependent variable, rid of its bias.
  func withinCorrected(
    _ sample: RegressionSample, _ lags: Int, into report: inout RegressionReport
  ) throws(RegressionError) {
    let hasPeriods = try panelEffects().period, table = try panelTable(sample.data)
    let regressors = slopes(sample.data).map { PanelTerm($0) }
    let fit = try estimating { () throws(EstimationError) in
      try fitBiasCorrectedWithin(
        table, dependent: sample.data.dependent, lags: lags, regressors: regressors,
        periodEffects: hasPeriods)
    }
    report.method = fit.method
    report.observations = fit.observations
    fill(fit.names, fit.coefficients, fit.covariance, into: &report)
    report.statistics = [groupsCount(fit.groups)]
    report.tables.append(
      ReportedTable(
        id: "within",
        title: Label(vi: "Trước và sau hiệu chỉnh", en: "Before and after the correction"),
        columns: [
          .init("within", Label(vi: "nội nhóm", en: "within")),
          .init("corrected", Label(vi: "hiệu chỉnh", en: "corrected")),
        ],
        rows: fit.names.indices.map {
          (fit.names[$0], [fit.withinCoefficients[$0], fit.coefficients[$0]])
        }))
    report.notes.append(Self.completeRows)
  }

  /// A dynamic panel by its moments.
  func gmm(
    _ sample: RegressionSample, _ moments: RegressionSpecification.Moments, isSystem: Bool,
    into report: inout RegressionReport
  ) throws(RegressionError) {
    let hasPeriods = try panelEffects().period, table = try panelTable(sample.data)
    var model = try model(sample, moments)
    (model.system, model.steps, model.collapse) = (isSystem, moments.steps, moments.collapses)
    model.transformation =
      moments.transformation == .deviations ? .orthogonalDeviations : .firstDifferences
    model.periodEffects = hasPeriods
    let fit = try estimating { () throws(EstimationError) in
      try fitDynamicPanel(table, model)
    }
    report.method = fit.method
    report.observations = fit.observations
    fill(fit.names, fit.coefficients, fit.covariance, into: &report)
    report.statistics = statistics(of: fit)
    report.tests = tests(of: fit, isSystem: isSystem)
    report.notes += fit.warnings + [instrumentNote(model), Self.completeRows]
  }

  // MARK: What is asked for

  /// The equation: lags of the dependent variable, then the regressors.
  private func model(
    _ sample: RegressionSample, _ moments: RegressionSpecification.Moments
  ) throws(RegressionError) -> DynamicPanelModel {
    let data = sample.data, first = moments.firstInstrumentLag
    let endogenous = Set(data.endogenous.map { data.names[$0] })
    let predetermined = try predeterminedColumns(sample, moments).filter {
      !endogenous.contains($0)
    }
    func lagged(_ column: String, _ from: Int) -> LaggedInstruments {
      LaggedInstruments(column, first: max(1, from), last: moments.lastInstrumentLag)
    }
    let exogenous = slopes(data).filter {
      !endogenous.contains($0) && !predetermined.contains($0)
    }
    let listed = data.instrumentNames.filter { !exogenous.contains($0) }
    return DynamicPanelModel(
      dependent: data.dependent,
      regressors: (1...moments.lags).map { PanelTerm(data.dependent, lag: $0) }
        + slopes(data).map { PanelTerm($0) },
      laggedInstruments: [lagged(data.dependent, first)]
        + slopes(data).filter { endogenous.contains($0) }.map { lagged($0, first) }
        + predetermined.map { lagged($0, first - 1) },
      standardInstruments: (exogenous + listed).map { PanelTerm($0) })
  }

  /// The columns of the regressors that respond to past errors.
  private func predeterminedColumns(
    _ sample: RegressionSample, _ moments: RegressionSpecification.Moments
  ) throws(RegressionError) -> [String] {
    var columns: [String] = []
    for (place, term) in moments.predetermined.enumerated() {
      guard let found = sample.terms.first(where: { $0.text == term.text }) else {
        throw contradiction(
          "`\(term.text)` is not among the regressors",
          ["estimator", specification.estimator.name.rawValue, "predetermined", "\(place)"])
      }
      columns += found.columns.map { sample.data.names[$0] }
    }
    return columns
  }

  private func instrumentNote(_ model: DynamicPanelModel) -> Label {
    let lagged = model.laggedInstruments.map { block in
      "\(block.column) [\(block.first), \(block.last.map(String.init) ?? "...")]"
    }.joined(separator: ", ")
    let standard = model.standardInstruments.map(\.name).joined(separator: ", ")
    return Label(
      vi: "biến công cụ trễ (từ, đến): \(lagged); biến công cụ thường: "
        + (standard.isEmpty ? "không có" : standard),
      en: "lagged instruments (from, to): \(lagged); standard instruments: "
        + (standard.isEmpty ? "none" : standard))
  }

  private static let completeRows = Label(
    vi: "chỉ các dòng đủ số liệu vào ước lượng: dòng thiếu một biến bị bỏ cả ở vai trò giá trị trễ",
    en: "only complete rows enter: a row that misses a term is missing as a lag of others too")

  // MARK: What is found

  private func fill(
    _ names: [String], _ coefficients: [Double], _ covariance: CovarianceEstimate,
    into report: inout RegressionReport
  ) {
    let errors = covariance.standardErrors
    report.coefficients = names.indices.map {
      ReportedCoefficient(
        names[$0], value: coefficients[$0], standardError: errors[$0],
        degreesOfFreedom: covariance.degreesOfFreedom[$0])
    }
    report.covariance = covariance
    report.focus = names.first { name in specification.allRegressors.contains { $0.text == name } }
  }

  private func groupsCount(_ groups: Int) -> ReportedNumber {
    ReportedNumber("groups", Label(vi: "số đơn vị", en: "units"), count: groups)
  }

  private func statistics(of fit: DynamicPanelFit) -> [ReportedNumber] {
    [
      groupsCount(fit.groups),
      ReportedNumber(
        "instruments", Label(vi: "số biến công cụ", en: "instruments"),
        count: fit.instrumentNames.count),
      ReportedNumber(
        "instrument_rank", Label(vi: "biến công cụ độc lập", en: "independent instruments"),
        count: fit.instrumentRank),
      ReportedNumber(
        "transformed_observations",
        Label(vi: "phương trình đã biến đổi", en: "transformed equations"),
        count: fit.transformedObservations),
    ]
  }

  private func tests(of fit: DynamicPanelFit, isSystem: Bool) -> [DiagnosticOutcome] {
    let exact = Label(vi: "nhận dạng vừa đủ", en: "exactly identified")
    func outcome(_ id: String, _ test: TestOutcome?, _ reason: Label) -> DiagnosticOutcome {
      test.map { .tested($0.diagnostic(id)) } ?? .notApplicable(id: id, reason)
    }
    var outcomes = [outcome("hansen", fit.hansen, exact), outcome("sargan", fit.sargan, exact)]
    if isSystem {
      outcomes.append(
        outcome(
          "difference_in_hansen", fit.levelInstruments,
          Label(
            vi: "không đủ điều kiện nhận dạng nếu bỏ các biến công cụ này",
            en: "not identified, or exactly, without these instruments")))
    }
    for order in 1...2 {
      let name = "Arellano-Bond m\(order)"
      outcomes.append(
        outcome(
          "m\(order)", fit.serialCorrelation.first { $0.name.en == name },
          Label(vi: "quá ít kỳ liên tiếp", en: "too few consecutive periods")))
    }
    return outcomes
  }
}
