import Econometrics
import LinearAlgebra
import ReachModel

extension RegressionRun {
  /// Least squares with everything that can be asked of it.
  func leastSquares(
    _ whole: RegressionSample, into report: inout RegressionReport
  ) throws(RegressionError) {
    let fit = try estimating { () throws(EstimationError) in
      try fitLinear(whole.data, threads: threads, dropping: specification.collinear == .drop)
    }
    let sample = whole.keeping(fit.names), data = sample.data
    let covariance = try statedCovariance(of: fit, sample)
    report.coefficients = reported(fit, covariance)
    report.covariance = covariance
    try describe(fit, data, into: &report)
    report.notes += fit.dropped.map {
      Label(
        vi: "`\($0)` bị bỏ: là tổ hợp của các biến trước nó hoặc của hiệu ứng cố định",
        en: "`\($0)` is left out: a combination of those before it or of the effects")
    }
    report.fitsExactly = fit.isExact(of: data.y)
    guard !report.fitsExactly else { return }
    try test(fit, sample, into: &report)
    report.influence = influence(of: fit, data, covariance) { smaller in
      try? fitLinear(smaller, dropping: false)
    }
    try bootstrap(fit, sample, into: &report)
  }

  /// R², likelihood, condition, and what each regressor has left.
  private func describe(
    _ fit: LinearFit, _ data: RegressionData, into report: inout RegressionReport
  ) throws(RegressionError) {
    var statistics: [ReportedNumber] = [
      .residualSumOfSquares(fit.residualSumOfSquares),
      .residualDegreesOfFreedom(fit.residualDegreesOfFreedom),
    ]
    if let described = FitStatistics(fit, y: data.y, hasConstant: data.hasConstant) {
      statistics += described.reported(hasEffects: !fit.effects.isEmpty)
    }
    if let condition = fit.conditionNumber {
      statistics.append(
        ReportedNumber(
          "condition_number",
          Label(
            vi: "số điều kiện (cột có độ dài 1)", en: "condition number (columns of length one)"),
          condition))
    }
    report.statistics = statistics
    let inflation = varianceInflation(fit, hasConstant: data.hasConstant)
    for j in report.coefficients.indices { report.coefficients[j].varianceInflation = inflation[j] }
    guard !data.effects.isEmpty else { return }
    for j in report.coefficients.indices {
      guard let column = data.names.firstIndex(of: report.coefficients[j].name) else { continue }
      let total = centredSquares(data.X.column(column), data.weights)
      let left = squares(fit.X.column(j), data.weights)
      if total > 0 { report.coefficients[j].shareWithin = min(1, left / total) }
    }
    report.notes += [independentEffectsNote(data)]
  }

  /// Which effects were absorbed, with their groups.
  func independentEffectsNote(_ data: RegressionData) -> Label {
    let effects = data.effects.map { (name: $0.name, count: inText($0.count)) }
    let vi = effects.map { "\($0.name) (\($0.count.vi))" }.joined(separator: ", ")
    let en = effects.map { "\($0.name) (\($0.count.en))" }.joined(separator: ", ")
    return Label(vi: "hiệu ứng cố định đã khử: \(vi)", en: "absorbed effects: \(en)")
  }

  /// Tests of what the regression takes for granted.
  private func test(
    _ fit: LinearFit, _ sample: RegressionSample, into report: inout RegressionReport
  ) throws(RegressionError) {
    let data = sample.data
    let again: (LinearFit) -> CovarianceEstimate? = { wider in
      try? self.statedCovariance(of: wider, sample)
    }
    let isWhole =
      specification.covariance?.estimatorKind?.needsWholeDesign(levels: data.clusters.count) ?? true
    report.tests = [
      breuschPagan(fit),
      reset(fit, data, isWhole: isWhole, threads: threads, covariance: again),
    ]
    guard data.period != nil else { return }
    if let watson = durbinWatson(fit.residuals, data) {
      report.statistics.append(
        ReportedNumber(
          "durbin_watson",
          Label(
            vi: "Durbin-Watson (\(inText(watson.pairs).vi) cặp kỳ liên tiếp)",
            en: "Durbin-Watson (\(counted(watson.pairs, "pair")) of consecutive periods)"),
          watson.statistic))
    }
    guard data.entity != nil else { return }
    report.tests += [
      wooldridgeSerialCorrelation(data), pesaranCD(fit.residuals, data), hausman(fit, data),
      mundlak(data, isWhole: isWhole, threads: threads, covariance: again),
    ]
  }

  /// What each cluster does to one coefficient, the first regressor's unless it is named.
  func influence(
    of fit: LinearFit, _ data: RegressionData, _ covariance: CovarianceEstimate,
    on focus: String? = nil, refit: (RegressionData) -> LinearFit?
  ) -> ReportedInfluence? {
    guard let grouping = data.clusters.first ?? data.entity, grouping.count > 1,
      let j = fit.names.firstIndex(where: { $0 == focus })
        ?? fit.names.firstIndex(where: { $0 != RegressionData.constantName })
    else { return nil }
    let found = Influence(of: fit, data, by: grouping, refit: refit)
    let value = fit.coefficients[j]
    func distance(_ row: ReportedInfluence.Row) -> Double {
      row.without.map { ($0 - value).magnitude } ?? row.partialLeverage
    }
    let rows = found.clusters.map { cluster in
      ReportedInfluence.Row(
        label: grouping.label(cluster.cluster), rows: cluster.rows, leverage: cluster.leverage,
        partialLeverage: cluster.partialLeverage[j], without: cluster.coefficientsWithout?[j])
    }
    return ReportedInfluence(
      grouping: grouping.name, coefficient: fit.names[j], value: value,
      standardError: covariance.standardErrors[j],
      clusters: rows.sorted { distance($0) > distance($1) },
      isWithoutRefits: found.isWithoutRefits)
  }
}

extension Grouping {
  /// What a group is called, or its number from 1.
  func label(_ group: Int) -> String {
    labels.isEmpty ? "\(name) \(group + 1)" : labels[group]
  }
}

extension FitStatistics {
  func reported(hasEffects: Bool) -> [ReportedNumber] {
    [
      ReportedNumber("r_squared", Label(vi: "R²", en: "R²"), rSquared),
      ReportedNumber(
        "within_r_squared", Label(vi: "R² nội nhóm", en: "within R²"), withinRSquared),
      ReportedNumber(
        "adjusted_r_squared", Label(vi: "R² hiệu chỉnh", en: "adjusted R²"), adjustedRSquared),
      .residualStandardDeviation(residualStandardDeviation),
      ReportedNumber(
        "log_likelihood", Label(vi: "log hợp lý", en: "log likelihood"), logLikelihood),
      ReportedNumber(
        "aic", Label(vi: "AIC (không tính phương sai)", en: "AIC (variance not counted)"), aic),
      ReportedNumber(
        "bic", Label(vi: "BIC (không tính phương sai)", en: "BIC (variance not counted)"), bic),
    ].filter { hasEffects || $0.id != "within_r_squared" }
  }
}

private func squares(_ x: [Double], _ weights: [Double]?) -> Double {
  x.indices.reduce(0) { $0 + (weights?[$1] ?? 1) * x[$1] * x[$1] }
}

private func centredSquares(_ x: [Double], _ weights: [Double]?) -> Double {
  let total = weights?.reduce(0, +) ?? Double(x.count)
  let mean = x.indices.reduce(0) { $0 + (weights?[$1] ?? 1) * x[$1] } / total
  return x.indices.reduce(0) {
    $0 + (weights?[$1] ?? 1) * (x[$1] - mean) * (x[$1] - mean)
  }
}
