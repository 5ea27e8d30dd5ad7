import Econometrics
import PanelData
import ReachModel

extension RegressionRun {
  /// The posterior of the coefficients, and what it would be under other priors.
  func bayes(
    _ sample: RegressionSample, _ options: RegressionSpecification.Bayes,
    elsewhere: [Int: RegressionData], into report: inout RegressionReport
  ) throws(RegressionError) {
    let evidence = try evidence(sample, options, elsewhere)
    let posterior = try estimating { () throws(EstimationError) in
      try evidence.posterior(options, threads: threads)
    }
    report.tables.append(Self.table(of: posterior, names: sample.data.names))
    report.statements = Self.statements(of: posterior, names: sample.data.names)
    if !sample.data.effects.isEmpty { report.notes.append(independentEffectsNote(sample.data)) }
    if let logarithm = posterior.logMarginalLikelihood {
      report.statistics.append(
        ReportedNumber(
          "log_marginal_likelihood",
          Label(vi: "log hợp lý biên", en: "log marginal likelihood"), logarithm))
    } else {
      report.notes.append(Self.noMarginalLikelihood)
    }
    report.statistics += posterior.statistics
    report.notes += [posterior.convention] + evidence.notes
    if let table = try sensitivity(evidence, options) { report.tables.append(table) }
  }

  private static let learningRatio = Label(
    vi: "tỷ lệ học = 1 − Var(hậu nghiệm)/Var(tiên nghiệm); trống khi tiên nghiệm phẳng",
    en: "learning ratio = 1 − Var(posterior)/Var(prior); empty where the prior is flat")
  private static let noMarginalLikelihood = Label(
    vi: "không có hợp lý biên: tiên nghiệm phẳng chỉ cho nó sai khác một thừa số tuỳ ý",
    en: "no marginal likelihood: a flat prior leaves it with an arbitrary factor")

  /// What the posterior says of the first regressor, and what it cannot say.
  private static func statements(of posterior: BayesianPosterior, names: [String]) -> [Label] {
    guard let j = names.firstIndex(where: { $0 != RegressionData.constantName }) else { return [] }
    let law = posterior.laws[j], ends = [law.quantile(0.025), law.quantile(0.975)]
    let (mean, low, high) = (inText(law.mean), inText(ends[0]), inText(ends[1]))
    var found = [
      Label(
        vi:
          "Với tiên nghiệm đã nêu, hệ số của `\(names[j])` có trung bình hậu nghiệm \(mean.vi) và "
          + "nằm giữa \(low.vi) và \(high.vi) với xác suất 95 %. Chỉ riêng số liệu quan sát không "
          + "chứng minh đó là tác động.",
        en: "With the prior as stated, the coefficient of `\(names[j])` has the posterior mean "
          + "\(mean.en), and lies between \(low.en) and \(high.en) with a probability of 95 %. "
          + "Observed data alone do not make it an effect.")
    ]
    if ends[0] < 0, ends[1] > 0 {
      found.append(
        Label(
          vi: "Khoảng này chứa 0: tiên nghiệm và số liệu không cho biết dấu của hệ số.",
          en: "The interval holds 0: prior and data do not tell the sign of the coefficient."))
    }
    if let prior = posterior.prior[j], let deviation = law.standardDeviation,
      1 - (deviation / prior.sd) * (deviation / prior.sd) < ParameterUpdate.learningThreshold
    {
      found.append(
        Label(
          vi: "Số liệu giảm phương sai của hệ số dưới 20 %: kết quả chủ yếu là tiên nghiệm.",
          en: "The data cut its variance by less than 20 %: the result is mostly the prior."))
    }
    return found
  }

  // MARK: Evidence

  /// The rows of the sources that have them, by their places.
  func rowsElsewhere(on table: DataTable) throws(RegressionError) -> [Int: RegressionData] {
    var rows: [Int: RegressionData] = [:]
    for (place, rest) in specification.elsewhere {
      do throws(RegressionError) {
        rows[place] = try RegressionRun(rest, threads: threads).sample(on: table).data
      } catch {
        throw error.moved(
          from: ["sample"], to: ["estimator", "bayes", "sources", "\(place)", "sample"])
      }
    }
    return rows
  }

  var hasRowsElsewhere: Bool { !specification.elsewhere.isEmpty }

  /// Own rows and those of the sources.
  private func evidence(
    _ sample: RegressionSample, _ options: RegressionSpecification.Bayes,
    _ elsewhere: [Int: RegressionData]
  ) throws(RegressionError) -> BayesianEvidence {
    var evidence = BayesianEvidence(data: sample.data)
    let own = Set(sample.data.lines)
    for (place, source) in options.sources.enumerated() {
      let exponent = asTyped(source.exponent)
      let power = Self.said(
        "số mũ \(exponent.vi)", "exponent \(exponent.en)", source.source)
      evidence.notes.append(
        Label(vi: "\(source.name), \(power.vi)", en: "\(source.name), \(power.en)"))
      guard let data = elsewhere[place] else {
        guard options.g == nil else {
          throw contradiction(
            "published coefficients stand beside `priors`, not beside `g`",
            ["estimator", "bayes", "sources", "\(place)"])
        }
        continue
      }
      guard data.names == sample.data.names else {
        throw .estimation(.bayesian(.otherRegressors(source: source.name)))
      }
      evidence.rows[place] = data
      let shared = data.lines.count { own.contains($0) }
      let worth = asTyped((10 * source.exponent * Double(data.observations)).rounded() / 10)
      evidence.notes.append(
        Label(
          vi: "\(source.name): \(inText(data.observations).vi) dòng, tương đương \(worth.vi) dòng",
          en: "\(source.name): \(counted(data.observations, "row")), worth \(worth.en)"))
      if shared > 0 {
        evidence.notes.append(
          Label(
            vi:
              "\(inText(shared).vi) dòng của \(source.name) cũng thuộc mẫu chính: chúng được tính "
              + "hai lần",
            en: "counted twice, being in the sample too: \(counted(shared, "row")) of "
              + source.name))
      }
    }
    return evidence
  }

  // MARK: Tables

  private static func table(of posterior: BayesianPosterior, names: [String]) -> ReportedTable {
    ReportedTable(
      id: "posterior", title: Label(vi: "Hậu nghiệm", en: "Posterior"),
      columns: [
        .init("mean", Label(vi: "trung bình", en: "mean")),
        .init("sd", Label(vi: "độ lệch chuẩn", en: "sd")),
        .init("low", Label(vi: "2,5 %", en: "2.5 %")),
        .init("high", Label(vi: "97,5 %", en: "97.5 %")),
        .init("positive", Label(vi: "P(>0)", en: "P(>0)"), .probability),
        .init("prior_mean", Label(vi: "tiên nghiệm: trung bình", en: "prior mean")),
        .init("prior_sd", Label(vi: "tiên nghiệm: độ lệch chuẩn", en: "prior sd")),
        .init("learning_ratio", Label(vi: "tỷ lệ học", en: "learning ratio")),
      ],
      rows: zip(names, zip(posterior.laws, posterior.prior)).map { name, pair in
        let (law, prior) = pair, deviation = law.standardDeviation
        return (
          name,
          [
            law.mean, deviation, law.quantile(0.025), law.quantile(0.975), law.positive,
            prior?.mean, prior?.sd,
            prior.flatMap { prior in deviation.map { 1 - ($0 / prior.sd) * ($0 / prior.sd) } },
          ]
        )
      },
      notes: posterior.prior.allSatisfy { $0 == nil } ? [] : [Self.learningRatio])
  }

  /// The first regressor's posterior over prior deviations, and over the sources' exponents.
  private func sensitivity(
    _ evidence: BayesianEvidence, _ options: RegressionSpecification.Bayes
  ) throws(RegressionError) -> ReportedTable? {
    let names = evidence.data.names
    guard let j = names.firstIndex(where: { $0 != RegressionData.constantName }) else { return nil }
    var rows: [(name: String, values: [Double?])] = []
    for variant in Self.variants(options) {
      let posterior = try estimating { () throws(EstimationError) in
        try evidence.posterior(variant.options, threads: threads)
      }
      let law = posterior.laws[j]
      rows.append(
        (
          variant.name,
          [
            variant.setting, law.mean, law.standardDeviation, law.quantile(0.025),
            law.quantile(0.975), law.positive, posterior.logMarginalLikelihood,
          ]
        ))
    }
    guard !rows.isEmpty else { return nil }
    return ReportedTable(
      id: "prior_sensitivity",
      title: Label(
        vi: "Hậu nghiệm của `\(names[j])` dưới các tiên nghiệm khác",
        en: "Posterior of `\(names[j])` under other priors"),
      columns: [
        .init("setting", Label(vi: "giá trị", en: "setting")),
        .init("mean", Label(vi: "trung bình", en: "mean")),
        .init("sd", Label(vi: "độ lệch chuẩn", en: "sd")),
        .init("low", Label(vi: "2,5 %", en: "2.5 %")),
        .init("high", Label(vi: "97,5 %", en: "97.5 %")),
        .init("positive", Label(vi: "P(>0)", en: "P(>0)"), .probability),
        .init(
          "log_marginal_likelihood",
          Label(vi: "log hợp lý biên", en: "log marginal likelihood")),
      ], rows: rows,
      notes: [
        Label(
          vi: "mỗi dòng đổi một điều: độ lệch chuẩn tiên nghiệm, g, hoặc số mũ của một nguồn",
          en: "each row changes one thing: a prior deviation, g, or the exponent of a source")
      ])
  }

  /// Each prior deviation and g times a quarter to four, each exponent from 0 to 1.
  private static func variants(
    _ options: RegressionSpecification.Bayes
  ) -> [(name: String, setting: Double, options: RegressionSpecification.Bayes)] {
    var variants: [(name: String, setting: Double, options: RegressionSpecification.Bayes)] = []
    for factor in [0.25, 0.5, 1, 2, 4] {
      for place in options.priors.indices {
        var changed = options
        changed.priors[place].deviation *= factor
        let prior = changed.priors[place]
        variants.append(("sd(\(prior.coefficient))", prior.deviation, changed))
      }
      if let g = options.g {
        var changed = options
        changed.g = g * factor
        variants.append(("g", g * factor, changed))
      }
    }
    for place in options.sources.indices {
      for exponent in [0, 0.25, 0.5, 0.75, 1] {
        var changed = options
        changed.sources[place].exponent = exponent
        variants.append(("a₀(\(options.sources[place].name))", exponent, changed))
      }
    }
    return variants
  }
}
