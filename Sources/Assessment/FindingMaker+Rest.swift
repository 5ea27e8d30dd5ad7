import Econometrics
package import ReachModel
import Simulation

extension FindingMaker {
  func joint(_ joint: JointVerdict, targets: Int) -> [Finding] {
    func make(
      _ id: String, _ vi: String, _ en: String, _ value: Double, _ unit: Finding.Unit,
      _ error: Double? = nil
    ) -> Finding {
      finding(
        "joint.\(id)", Label(vi: "Đạt tất cả chỉ tiêu: \(vi)", en: "All targets: \(en)"), value,
        unit, error: error)
    }
    return [
      make(
        "probability", "xác suất", "probability", joint.probability.value, .probability,
        joint.probability.error),
      make(
        "parameter_range.low", "xác suất, cận 5 % theo tham số", "probability, 5 % over parameters",
        joint.parameterRange.lowerBound, .probability,
        z975 * joint.parameterEnds.lowError),
      make(
        "parameter_range.high", "xác suất, cận 95 % theo tham số",
        "probability, 95 % over parameters", joint.parameterRange.upperBound, .probability,
        z975 * joint.parameterEnds.highError),
      make(
        "if_independent", "tích các xác suất riêng", "product of the single probabilities",
        joint.ifIndependent, .probability),
      make("targets", "số chỉ tiêu", "number of targets", Double(targets), .count),
    ]
  }

  func identity(_ identity: ShareGrowthIdentity) -> [Finding] {
    let year = identity.year
    let terms = [
      ("share_ratio", "tỷ trọng", "share of output", identity.shareRatio),
      (
        "growth", "sản lượng công nghiệp hỗ trợ", "output of supporting industries", identity.growth
      ),
      ("inflation", "giá công nghiệp hỗ trợ", "their prices", identity.inflation),
      (
        "manufacturing_growth", "sản lượng chế biến, chế tạo", "output of manufacturing",
        identity.manufacturingGrowth
      ),
      (
        "manufacturing_inflation", "giá chế biến, chế tạo", "its prices",
        identity.manufacturingInflation
      ),
    ]
    return terms.map { id, vi, en, value in
      finding(
        "identity.\(year).\(id)",
        Label(vi: "Trung bình log thay đổi: \(vi)", en: "Mean log change: \(en)"), value,
        .logPoints, year: year)
    }
  }

  /// What is spent in each year, after a freeze of budgets if there is one.
  func lever(_ lever: LeverSetting, of study: Study) -> [Finding] {
    study.spent(on: lever).enumerated().map { i, amount in
      let year = study.planYear + i
      return finding(
        "levers.\(lever.key).\(year)",
        Label(vi: "\(lever.label.vi): mức trong năm", en: "\(lever.label.en): yearly amount"),
        amount, .named(lever.unit), year: year)
    }
  }

  /// How much of each budget is spent on average, and the jumps of a named stress path.
  func conditions(_ study: Study) -> [Finding] {
    let support = study.levers.filter { $0.kind == .support }
    let laws = study.model.parameters[.execution].map(\.distribution)
    let executed = zip(support, support.indices).compactMap { lever, k in
      (laws.count == 1 ? laws.first : laws.indices.contains(k) ? laws[k] : nil)?.moments.map {
        finding(
          "levers.\(lever.key).execution",
          Label(
            vi: "\(lever.label.vi): tỷ lệ giải ngân trung bình",
            en: "\(lever.label.en): mean share of the budget spent"), $0.mean, .fraction)
      }
    }
    let jumps = study.model.regimes.sorted { $0.key < $1.key }.compactMap { quarter, override in
      override.jump.map { jump in
        finding(
          "stress.\(study.planYear + (quarter - 1) / 4)-Q\((quarter - 1) % 4 + 1).jump",
          Label(
            vi: "Cú sốc của kịch bản lên tăng trưởng quý", en: "Jump of growth set by the scenario"),
          jump, .logPoints)
      }
    }
    return executed + jumps
  }

  func learning(_ forecast: Forecast) -> [Finding] {
    let learning = Learning(forecast.fitted)
    let counts = [
      ("total", "Số đầu vào bất định", "Uncertain inputs", learning.total),
      (
        "prior_driven", "Số đầu vào theo giả định ban đầu", "Inputs left to their prior",
        learning.priorDriven
      ),
      ("starts", "trong đó giá trị đầu kỳ", "starting values among them", learning.starts),
    ]
    return counts.map { id, vi, en, value in
      finding("parameters.\(id)", Label(vi: vi, en: en), Double(value), .count)
    } + forecast.fitted.fit.updates.flatMap(update)
      + [
        finding(
          "parameters.flagged_cells",
          Label(vi: "Ô số liệu bị đánh dấu nghi sai, đã loại", en: "Flagged cells left out"),
          Double(forecast.fitted.fit.flagged.count), .count)
      ]
  }

  /// What the data did to a prior: learning on both scales, and means where they are in conflict.
  private func update(_ update: ParameterUpdate) -> [Finding] {
    let name = update.parameter
    let ratios: [(String, Label, Double?)] = [
      (
        "learning", Label(vi: "Mức học từ dữ liệu của \(name)", en: "Learning ratio of \(name)"),
        update.learningRatio
      ),
      (
        "learning_unbounded",
        Label(
          vi: "Mức học từ dữ liệu của \(name) trên thang không chặn",
          en: "Learning ratio of \(name) on its unbounded scale"), update.unboundedLearningRatio
      ),
    ]
    let moves: [(String, Label, Double?)] = [
      (
        "prior_mean",
        Label(vi: "Trung bình giả định ban đầu của \(name)", en: "Prior mean of \(name)"),
        update.priorMoments?.mean
      ),
      (
        "posterior_mean",
        Label(vi: "Trung bình của \(name) sau số liệu", en: "Posterior mean of \(name)"),
        update.posteriorMoments?.mean
      ),
      (
        "shift",
        Label(
          vi: "Số liệu đưa \(name) đi bao nhiêu độ lệch chuẩn của giả định ban đầu",
          en: "How far the data moved \(name), in prior sds"), update.shift
      ),
    ]
    func make(_ item: (String, Label, Double?), _ unit: Finding.Unit) -> Finding? {
      item.2.map { finding("parameters.\(name).\(item.0)", item.1, $0, unit) }
    }
    return ratios.compactMap { make($0, .fraction) }
      + (update.contradictsPrior ? moves.compactMap { make($0, .number) } : [])
  }

  func design(_ verdict: Verdict) -> [Finding] {
    let counts = [
      ("draws", "Số lần mô phỏng", "Draws", verdict.draws),
      (
        "parameters", "Thiết kế lồng: số bộ tham số", "Nested design: parameter draws",
        verdict.nested.parameters
      ),
      (
        "shocks", "Thiết kế lồng: số lần mô phỏng mỗi bộ", "Nested design: shock draws each",
        verdict.nested.shocks
      ),
    ]
    return counts.map { id, vi, en, value in
      finding("design.\(id)", Label(vi: vi, en: en), Double(value), .count)
    }
  }

  func outcome(
    _ summary: SeriesSummary, _ outcome: Outcome, sector: Sector?, year: Int
  ) -> [Finding] {
    let place = sector.map { ".\($0.key)" } ?? ""
    let name = Label(
      vi: outcome.label.vi + (sector.map { ", \($0.label.vi)" } ?? ""),
      en: outcome.label.en + (sector.map { ", \($0.label.en)" } ?? ""))
    func make(_ id: String, _ vi: String, _ en: String, _ value: Double, _ error: Double) -> Finding
    {
      finding(
        "outcomes.\(outcome.rawValue)\(place).\(year).\(id)",
        Label(vi: "\(name.vi): \(vi)", en: "\(name.en): \(en)"), value, outcome.unit,
        error: z975 * error, year: year)
    }
    let moments = summary.moments, reading = summary.reading
    return [
      make("mean", "trung bình", "mean", moments.mean, moments.meanError),
      make(
        "sd", "độ lệch chuẩn", "standard deviation", moments.standardDeviation,
        moments.standardDeviationError),
    ]
      + [5, 10, 25, 50, 75, 90, 95].map { percent in
        let p = Double(percent) / 100
        return make(
          "p\(percent)", "phân vị \(percent) %", "\(percent) % quantile", reading.quantile(p),
          reading.quantileError(p))
      }
  }
}

/// How much of a forecast its data have taught it.
package struct Learning: Sendable {
  /// Uncertain inputs in use, each entry of the catalog or scenario once.
  package let uncertain: [Uncertainty]
  /// Those whose law the data moved little or not at all.
  package let leftToPrior: [Uncertainty]

  package var total: Int { uncertain.count }
  package var priorDriven: Int { leftToPrior.count }
  /// Those among the prior-driven that state where the plan begins.
  package var starts: Int { leftToPrior.count(where: \.parameter.isStart) }

  package init(_ fitted: FittedModel) {
    let learnt = Set(fitted.fit.updates.filter { !$0.isPriorDriven }.map(\.parameter))
    uncertain = fitted.study.uncertainties.filter { item in
      item.priors.contains { !$0.isFixed } || learnt.contains(item.parameter.rawValue)
    }
    leftToPrior = uncertain.filter { !learnt.contains($0.parameter.rawValue) }
  }
}

extension Parameter {
  /// Whether it says where the plan begins, rather than how things move.
  package var isStart: Bool {
    ["start_", "level_"].contains { rawValue.hasPrefix($0) }
  }
}
