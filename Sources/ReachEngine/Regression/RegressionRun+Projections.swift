import Econometrics
import ReachModel

extension RegressionRun {
  /// Responses to a shock, one regression for each horizon.
  func localProjections(
    _ sample: RegressionSample, _ options: RegressionSpecification.Projections,
    into report: inout RegressionReport
  ) throws(RegressionError) {
    guard specification.weights == nil else {
      throw contradiction("`local_projections` takes no weights", ["weights"])
    }
    let model = try model(sample, options), table = try panelTable(sample.data)
    let projections = try estimating { () throws(EstimationError) in
      try projectLocally(table, model, threads: threads)
    }
    var errors: [CovarianceEstimate] = []
    for projection in projections { errors.append(try covariance(of: projection, sample)) }
    report.observations = projections[0].fit.observations
    report.coefficients = zip(projections, errors).map { projection, covariance in
      ReportedCoefficient(
        "\(model.shock) (h = \(projection.horizon))", value: projection.response,
        standardError: covariance.standardErrors[0],
        degreesOfFreedom: covariance.degreesOfFreedom[0])
    }
    report.tables.append(responses(projections, report.coefficients))
    if !sample.data.effects.isEmpty { report.notes.append(independentEffectsNote(sample.data)) }
    report.notes += notes(model, projections, errors)
  }

  private func model(
    _ sample: RegressionSample, _ options: RegressionSpecification.Projections
  ) throws(RegressionError) -> LocalProjectionModel {
    let names = slopes(sample.data), effects = try panelEffects()
    let text = options.shock?.text ?? specification.allRegressors.first?.text
    guard let term = sample.terms.first(where: { $0.text == text }), term.columns.count == 1 else {
      throw contradiction(
        "the shock `\(text ?? "")` is not a single column",
        ["estimator", "local_projections", "shock"])
    }
    let shock = sample.data.names[term.columns.lowerBound]
    var model = LocalProjectionModel(
      response: sample.data.dependent, shock: shock, horizons: 0...options.horizons)
    model.lags = options.lags
    model.controls = names.filter { $0 != shock }.map { PanelTerm($0) }
    model.form = options.isCumulative ? .sum : .level
    model.lagAugmented = options.isLagAugmented
    (model.unitEffects, model.periodEffects) = effects
    return model
  }

  /// The stated covariance on the rows of one horizon; automatic lags are h + 1, as far as the
  /// periods of its rows go.
  private func covariance(
    of projection: LocalProjection, _ sample: RegressionSample
  ) throws(RegressionError) -> CovarianceEstimate {
    let rows = sample.matching(projection)
    var stated = specification
    if stated.covariance?.lags == .automatic {
      let periods = Set(rows.data.period ?? []).count
      stated.covariance?.lags = .count(min(projection.horizon + 1, max(periods - 1, 0)))
    }
    return try RegressionRun(stated, threads: threads).statedCovariance(
      of: projection.fit, rows)
  }

  private func responses(
    _ projections: [LocalProjection], _ coefficients: [ReportedCoefficient]
  ) -> ReportedTable {
    ReportedTable(
      id: "responses", title: Label(vi: "Phản ứng theo kỳ", en: "Responses by horizon"),
      columns: [
        .init("horizon", Label(vi: "kỳ", en: "horizon"), .count),
        .init("coefficient", Label(vi: "hệ số", en: "coefficient")),
        .init("standard_error", Label(vi: "sai số chuẩn", en: "standard error")),
        .init("degrees_of_freedom", Label(vi: "bậc tự do", en: "degrees of freedom"), .degrees),
        .init("low", Label(vi: "95 % từ", en: "95 % from")),
        .init("high", Label(vi: "đến", en: "to")),
        .init("observations", Label(vi: "N", en: "N"), .count),
      ],
      rows: zip(projections, coefficients).map { projection, found in
        (
          found.name,
          [
            Double(projection.horizon), found.value, found.standardError, found.degreesOfFreedom,
            found.low, found.high, Double(projection.fit.observations),
          ]
        )
      }, isOnPage: false)
  }

  private func notes(
    _ model: LocalProjectionModel, _ projections: [LocalProjection],
    _ errors: [CovarianceEstimate]
  ) -> [Label] {
    let form =
      model.form == .sum
      ? Label(vi: "phản ứng của tổng từ kỳ t đến t + h", en: "responses of the sum from t to t + h")
      : Label(vi: "phản ứng của giá trị ở kỳ t + h", en: "responses of the value at t + h")
    let first = projections[0]
    let rows = projections.map { (h: $0.horizon, count: inText($0.fit.observations)) }
    var notes = [
      form,
      Label(
        vi: "số quan sát: " + rows.map { "\($0.count.vi) (h = \($0.h))" }.joined(separator: ", "),
        en: "observations: " + rows.map { "\($0.count.en) (h = \($0.h))" }.joined(separator: ", ")),
      Label(
        vi: "biến kiểm soát: \(first.fit.names.dropFirst().joined(separator: ", "))",
        en: "controls: \(first.fit.names.dropFirst().joined(separator: ", "))"),
      Label(
        vi: "một dòng thiếu số liệu bị bỏ ở mọi vai trò, kể cả giá trị ở kỳ t + h",
        en: "a row that misses a term is left out in every role, as the value at t + h too"),
    ]
    for place in Set([0, errors.count - 1]).sorted() {
      let h = projections[place].horizon, convention = errors[place].convention
      notes.append(
        Label(
          vi: "sai số chuẩn ở h = \(h): \(convention.vi)",
          en: "standard errors at h = \(h): \(convention.en)"))
    }
    let recommended = projections[projections.count - 1].recommended.label
    notes.append(
      Label(
        vi: "sai số chuẩn nên dùng ở kỳ cuối: \(recommended.vi)",
        en: "errors that suit the last horizon: \(recommended.en)"))
    if !specification.hasConstant, !model.unitEffects, !model.periodEffects {
      notes.append(
        Label(vi: "phép chiếu luôn có hằng số", en: "projections always have a constant"))
    }
    return notes
  }
}

extension RegressionSample {
  /// This sample's clusters and places on the rows of a projection.
  fileprivate func matching(_ projection: LocalProjection) -> RegressionSample {
    struct Key: Hashable { let unit: Int, period: Int }
    let periods = data.period ?? []
    let places = Dictionary(
      periods.indices.map { row in
        (Key(unit: data.entity.map { Int($0.codes[row]) } ?? 0, period: periods[row]), row)
      }, uniquingKeysWith: { first, _ in first })
    let rows = zip(projection.units, projection.data.period ?? []).compactMap {
      places[Key(unit: $0, period: $1)]
    }
    precondition(rows.count == projection.fit.observations, "rows of a projection not found")
    var projected = projection.data
    projected.clusters = data.clusters.map { $0.selecting(rows) }
    projected.entity = data.entity?.selecting(rows)
    return replacing(projected, rows: rows)
  }
}
