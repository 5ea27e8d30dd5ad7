import Econometrics
import LinearAlgebra
import ReachModel

extension RegressionRun {
  /// A vector autoregression of the dependent variable and the regressors.
  func autoregression(
    _ sample: RegressionSample, _ options: RegressionSpecification.VectorAutoregression,
    into report: inout RegressionReport
  ) throws(RegressionError) {
    let series = try series(sample.data)
    let tightness: MinnesotaPrior.Tightness =
      switch options.tightness {
      case .given(let λ): .given(λ)
      case .marginalLikelihood: .marginalLikelihood
      }
    let prior = MinnesotaPrior(lags: options.lags, tightness: tightness)
    let fit = try estimating { () throws(EstimationError) in
      try fitAutoregression(series, prior: prior)
    }
    report.observations = fit.observations
    report.statistics = Self.statistics(of: fit)
    report.statements = [Self.forecastsOnly]
    report.notes += [Self.firstLags, fit.priorNote, Self.alwaysConstant]
    if fit.isAtBound { report.notes.append(Self.atBound) }
    let next = Self.periods(after: sample.data)
    switch options.errors {
    case .normal:
      report.notes.append(prior.convention)
      try normalErrors(fit, options, next, into: &report)
    case .student(let degrees): try studentErrors(fit, degrees, options, next, into: &report)
    }
  }

  private static let forecastsOnly = Label(
    vi: "Mô hình dự báo các chuỗi từ quá khứ của chính chúng theo tiên nghiệm đã nêu; các phương "
      + "trình không nêu nguyên nhân nào, nên không cho biết một chính sách sẽ thay đổi điều gì.",
    en: "The model forecasts the series from their own past, with the prior as stated; its "
      + "equations name no cause, and do not say what a policy would change.")
  private static let firstLags = Label(
    vi: "tiên nghiệm hướng mọi hệ số trễ về 0: hợp với tốc độ tăng, không hợp với mức",
    en: "the prior draws all lags to 0: it suits growth rates, not levels")
  private static let alwaysConstant = Label(
    vi: "mỗi phương trình có hằng số", en: "each equation has a constant")
  private static let atBound = Label(
    vi: "λ nằm ở biên của khoảng tìm kiếm 0,001 đến 100",
    en: "λ stands at an end of the range searched, 0.001 to 100")

  // MARK: Series

  /// The columns in the order of time, of one unit and without a gap.
  private func series(_ data: RegressionData) throws(RegressionError) -> TimeSeries {
    guard specification.fixedEffects.isEmpty else {
      throw contradiction("`bvar` has no fixed effects", ["fixed_effects"])
    }
    if let units = data.entity?.count, units > 1 {
      throw .estimation(.bayesian(.severalUnits(units)))
    }
    let periods = data.period ?? Array(0..<data.observations)
    let order = periods.indices.sorted { periods[$0] < periods[$1] }
    for (before, after) in zip(order, order.dropFirst()) {
      let distance = periods[after] - periods[before]
      guard distance != 0 else {
        throw .estimation(.repeatedPeriod(entity: nil, period: periods[after]))
      }
      guard distance == 1 else { throw .estimation(.bayesian(.gap(after: periods[before]))) }
    }
    let places = data.names.indices.filter { data.names[$0] != RegressionData.constantName }
    let columns = [data.y] + places.map { data.X.column($0) }
    return TimeSeries(
      names: [data.dependent] + places.map { data.names[$0] },
      values: Matrix(rows: order.count, columns: columns.count) { columns[$1][order[$0]] })
  }

  /// What the period is called that is some steps after the last.
  private static func periods(after data: RegressionData) -> (_ step: Int) -> String {
    guard let last = data.period?.max() else { return { "t + \($0)" } }
    return { data.periodText(last + $0) }
  }

  private static func statistics(of fit: BayesianAutoregression) -> [ReportedNumber] {
    [
      ReportedNumber("lambda", Label(vi: "λ", en: "λ"), fit.tightness),
      ReportedNumber(
        "log_marginal_likelihood",
        Label(
          vi: "log hợp lý biên (sai số phân phối chuẩn)",
          en: "log marginal likelihood (normal errors)"),
        fit.logMarginalLikelihood),
    ]
  }

  // MARK: Errors

  private func normalErrors(
    _ fit: BayesianAutoregression, _ options: RegressionSpecification.VectorAutoregression,
    _ period: (_ step: Int) -> String, into report: inout RegressionReport
  ) throws(RegressionError) {
    let forecast = try estimating { () throws(EstimationError) in
      try fit.forecast(
        steps: options.horizon, draws: options.draws, threads: threads,
        words: slottedWords(seed: options.seed))
    }
    report.tables.append(
      Self.coefficients(fit) { i, j in
        let law = fit.posterior.marginal(i, equation: j)
        return (law.location, law.standardDeviation)
      })
    if let Σ = fit.posterior.covarianceMean {
      report.tables.append(
        ReportedTable(
          id: "error_covariance",
          title: Label(vi: "Hiệp phương sai sai số, trung bình", en: "Error covariance, mean"),
          columns: fit.names.map { .init($0, Label(vi: $0, en: $0)) },
          rows: fit.names.indices.map { i in
            (fit.names[i], fit.names.indices.map { Σ[i, $0] })
          }))
    }
    report.tables.append(Self.table(of: forecast, period))
  }

  private func studentErrors(
    _ fit: BayesianAutoregression, _ degrees: Double?,
    _ options: RegressionSpecification.VectorAutoregression, _ period: (_ step: Int) -> String,
    into report: inout RegressionReport
  ) throws(RegressionError) {
    let sampled = try estimating { () throws(EstimationError) in
      try fit.sampled(
        tails: degrees.map { .given($0) } ?? .wide, plan: Self.plan(draws: options.draws),
        steps: options.horizon, threads: threads, words: slottedWords(seed: options.seed))
    }
    let regressors = fit.regressors.count
    report.tables.append(
      Self.coefficients(fit) { i, j in
        let quantity = sampled.quantities[j * regressors + i]
        return (quantity.mean, quantity.sd)
      })
    report.tables.append(Self.table(of: sampled.forecast, period))
    if degrees == nil { report.tables.append(Self.tails(of: sampled)) }
    report.tables.append(Self.convergence(of: sampled))
    report.statistics += Self.statistics(of: sampled, degrees)
    report.notes += [sampled.convention, sampled.tailNote]
    guard !sampled.isConverged, let worst = sampled.worst else { return }
    report.statements.insert(
      Label(
        vi: "Bộ lấy mẫu CHƯA hội tụ, chưa được dùng các con số dưới đây (cần R̂ ≤ 1,01 và ESS ≥ 400 "
          + "cho mọi đại lượng; kém nhất: \(worst.name)): hãy tăng `draws`.",
        en: "The sampler has NOT converged; do not use the numbers below (R̂ ≤ 1.01 and ESS ≥ 400 "
          + "are needed of all; worst: \(worst.name)): raise `draws`."), at: 0)
  }

  /// Four chains that share the draws, each with as many thrown away first, and at least 500.
  private static func plan(draws: Int) -> SamplerPlan {
    let each = max(8, (draws + 3) / 4)
    let kept = each + each % 2
    return SamplerPlan(chains: 4, warmUp: max(500, kept), kept: kept)
  }

  // MARK: Tables

  /// Mean, deviation and learning ratio, equation after equation.
  private static func coefficients(
    _ fit: BayesianAutoregression, _ posterior: (Int, Int) -> (mean: Double, sd: Double?)
  ) -> ReportedTable {
    var rows: [(name: String, values: [Double?])] = []
    for (j, name) in fit.names.enumerated() {
      for (i, regressor) in fit.regressors.enumerated() {
        let (mean, sd) = posterior(i, j)
        rows.append(("\(name): \(regressor)", [mean, sd, fit.learningRatio(i)]))
      }
    }
    return ReportedTable(
      id: "coefficients", title: Label(vi: "Hệ số", en: "Coefficients"),
      columns: [
        .init("mean", Label(vi: "trung bình hậu nghiệm", en: "posterior mean")),
        .init("sd", Label(vi: "độ lệch chuẩn", en: "sd")),
        .init("learning_ratio", Label(vi: "tỷ lệ học", en: "learning ratio")),
      ], rows: rows,
      notes: [
        Label(
          vi:
            "tỷ lệ học = 1 − Var(hậu nghiệm)/Var(tiên nghiệm) khi biết Σ, với sai số phân phối chuẩn",
          en: "learning ratio = 1 − Var(posterior)/Var(prior), given Σ and normal errors")
      ])
  }

  private static let probabilities: [(id: String, u: Double)] = [
    ("p05", 0.05), ("p10", 0.1), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p90", 0.9),
    ("p95", 0.95),
  ]

  private static func table(
    of forecast: AutoregressionForecast, _ period: (_ step: Int) -> String
  ) -> ReportedTable {
    var rows: [(name: String, values: [Double?])] = []
    for step in 1...forecast.steps {
      for (j, name) in forecast.names.enumerated() {
        let exact = step == 1 ? forecast.nextPeriod?[j].location : nil
        let quantiles = probabilities.map { forecast.quantile($0.u, step: step, series: j) }
        rows.append(
          ("\(name) (\(period(step)))", [exact ?? forecast.mean(step: step, series: j)] + quantiles)
        )
      }
    }
    return ReportedTable(
      id: "forecast", title: Label(vi: "Dự báo", en: "Forecast"),
      columns: [.init("mean", Label(vi: "trung bình", en: "mean"))]
        + probabilities.map { item in
          let percent = "\(Int((100 * item.u).rounded())) %"
          return .init(item.id, Label(vi: percent, en: percent))
        },
      rows: rows, notes: [forecast.convention])
  }

  private static func tails(of sampled: StudentAutoregression) -> ReportedTable {
    ReportedTable(
      id: "tails", title: Label(vi: "Bậc tự do của sai số", en: "Degrees of freedom of errors"),
      columns: [.init("probability", Label(vi: "xác suất", en: "probability"), .probability)],
      rows: sampled.tails.map { tail in
        (tail.degrees == .infinity ? "∞" : asTyped(tail.degrees).en, [tail.probability])
      })
  }

  private static func convergence(of sampled: StudentAutoregression) -> ReportedTable {
    ReportedTable(
      id: "convergence", title: Label(vi: "Hội tụ", en: "Convergence"),
      columns: [
        .init("mean", Label(vi: "trung bình", en: "mean")),
        .init("simulation_error", Label(vi: "sai số mô phỏng", en: "simulation error")),
        .init("r_hat", Label(vi: "R̂", en: "R̂")),
        .init("ess", Label(vi: "ESS", en: "ESS"), .count),
      ],
      rows: sampled.quantities.map { quantity in
        (
          quantity.name,
          [
            quantity.mean, quantity.simulationError, quantity.convergence.splitRHat,
            quantity.convergence.effectiveSampleSize,
          ]
        )
      }, isOnPage: !sampled.isConverged)
  }

  private static func statistics(
    of sampled: StudentAutoregression, _ degrees: Double?
  ) -> [ReportedNumber] {
    let inverse = sampled.tails.reduce(0) { $0 + $1.probability / $1.degrees }
    let convergence = sampled.quantities.map(\.convergence)
    return [
      degrees.map { ReportedNumber("nu", Label(vi: "ν, cho trước", en: "ν, as given"), $0) }
        ?? ReportedNumber(
          "inverse_nu", Label(vi: "trung bình của 1/ν", en: "mean of 1/ν"), inverse),
      ReportedNumber(
        "largest_r_hat", Label(vi: "R̂ lớn nhất", en: "largest R̂"),
        convergence.map(\.splitRHat).max() ?? 1),
      ReportedNumber(
        "smallest_ess", Label(vi: "ESS nhỏ nhất", en: "smallest ESS"),
        convergence.map(\.effectiveSampleSize).min() ?? 0, .count),
    ]
  }
}

/// Words by draw and slot, of the stream of a seed.
private func slottedWords(seed: UInt64) -> AddressedWords {
  let words = addressedWords(seed: seed)
  return { draw, slot in words(Int(truncatingIfNeeded: draw), slot) }
}
