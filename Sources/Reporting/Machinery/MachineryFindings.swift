package import Assessment
import ReachModel
package import Verification

extension MachineryReport {
  /// Every number of the report, with its id.
  ///
  /// - Parameter scenario: Its key.
  /// - Returns: `calibration.…`, `yearly_growth.…`, `predictive.…` and `scaling.…`.
  package func findings(_ scenario: String) -> [Finding] {
    let maker = MachineryFindings(scenario: scenario)
    return calibrations.flatMap(maker.calibration)
      + (yearlyGrowth.map(maker.yearly) ?? [])
      + relations.flatMap { relation in
        relation.checks.flatMap { maker.predictive($0, of: relation) }
      } + scaled.flatMap(maker.scaled)
  }
}

private struct MachineryFindings {
  let scenario: String

  /// Half widths of 95 % intervals from standard errors.
  private static let z = 1.959963984540054

  private func finding(
    _ id: String, _ label: Label, _ value: Double, _ unit: Finding.Unit,
    standardError: Double? = nil
  ) -> Finding {
    Finding(
      id: id, scenario: scenario, label: label, value: value, unit: unit,
      error: standardError.map { Self.z * $0 })
  }

  func calibration(_ result: CalibrationResult) -> [Finding] {
    result.quantities.flatMap { quantity, sample -> [Finding] in
      guard let sample else { return [] }
      let id = "calibration.\(result.key).\(quantity.key)"
      func label(_ vi: String, _ en: String) -> Label {
        Label(vi: "\(quantity.label.vi): \(vi)", en: "\(quantity.label.en): \(en)")
      }
      let n = Double(sample.places.count)
      return [
        finding(
          "\(id).p", label("p của độ đều của hạng", "p of the evenness of its ranks"),
          sample.pValue, .probability)
      ]
        + sample.coverages.map { coverage in
          let percent = Int((100 * coverage.level).rounded())
          return finding(
            "\(id).coverage_\(percent)",
            label(
              "tỷ lệ khoảng \(percent) % chứa giá trị đúng", "truth inside \(percent) % intervals"),
            coverage.share, .fraction, standardError: coverage.standardError)
        } + [
          finding(
            "\(id).shift",
            label("giá trị đúng lệch khỏi giữa", "how far truth lies from the middle"),
            sample.shift, .standardDeviations, standardError: sample.spread / n.squareRoot()),
          finding(
            "\(id).spread",
            label(
              "giá trị đúng phân tán so với hậu nghiệm", "spread of truth over the posterior's"),
            sample.spread, .number, standardError: sample.spread / (2 * n).squareRoot()),
        ]
    }
  }

  func yearly(_ check: YearlyGrowthCheck) -> [Finding] {
    func pair(_ key: String, _ law: YearlyGrowthCheck.Spread, _ label: Label) -> [Finding] {
      [
        finding(
          "yearly_growth.\(key).mean",
          Label(vi: "\(label.vi): trung bình", en: "\(label.en): mean"), law.mean, .fraction),
        finding(
          "yearly_growth.\(key).sd",
          Label(vi: "\(label.vi): độ lệch chuẩn", en: "\(label.en): sd"), law.sd, .fraction),
      ]
    }
    return pair(
      "observed", check.observed,
      Label(vi: "Tăng trưởng cả năm, thực tế", en: "Growth of full years, actual"))
      + pair(
        "prior", check.prior,
        Label(vi: "Tăng trưởng cả năm, giả định ban đầu", en: "Growth of full years, prior"))
      + (check.posterior.map {
        pair(
          "posterior", $0,
          Label(vi: "Tăng trưởng cả năm, sau số liệu", en: "Growth of full years, posterior"))
      } ?? [])
  }

  func predictive(_ check: PredictiveCheck, of relation: RelationCheck) -> [Finding] {
    let id = "predictive.\(relation.key).\(check.key)"
    func label(_ vi: String, _ en: String) -> Label {
      Label(
        vi: "\(relation.label.vi), \(check.label.vi): \(vi)",
        en: "\(relation.label.en), \(check.label.en): \(en)")
    }
    func figures(_ key: String, _ vi: String, _ en: String, _ figure: PredictedFigure?) -> [Finding]
    {
      guard let figure else { return [] }
      return [
        finding("\(id).\(key).low", label("\(vi), 5 %", "\(en), 5 %"), figure.low, check.unit.unit),
        finding(
          "\(id).\(key).median", label("\(vi), trung vị", "\(en), median"), figure.median,
          check.unit.unit),
        finding(
          "\(id).\(key).high", label("\(vi), 95 %", "\(en), 95 %"), figure.high, check.unit.unit),
        finding(
          "\(id).\(key).p", label("\(vi), p", "\(en), p"), figure.pValue, .probability,
          standardError: figure.standardError),
      ]
    }
    return [
      finding("\(id).observed", label("thực tế", "observed"), check.observed, check.unit.unit)
    ] + figures("prior", "giả định ban đầu", "prior", check.prior)
      + figures("posterior", "sau số liệu", "posterior", check.posterior)
  }

  func scaled(_ quantity: ScaledQuantity) -> [Finding] {
    let kind = quantity.event == nil ? "parameter" : "target"
    let id = "scaling.\(kind).\(quantity.key)"
    func label(_ vi: String, _ en: String) -> Label {
      Label(vi: "\(quantity.label.vi): \(vi)", en: "\(quantity.label.en): \(en)")
    }
    let distances = [
      finding(
        "\(id).prior", label("độ nhạy với giả định ban đầu", "sensitivity to the prior"),
        quantity.row.priorDistance, .number),
      finding(
        "\(id).likelihood", label("độ nhạy với số liệu", "sensitivity to the data"),
        quantity.row.likelihoodDistance, .number),
    ]
    guard let event = quantity.event else { return distances }
    return distances + [
      finding(
        "\(id).probability_prior",
        label(
          "thay đổi của P khi trọng số giả định ban đầu gấp đôi",
          "change of P when the prior's weight doubles"),
        event.row.priorChange, .fraction, standardError: event.priorError),
      finding(
        "\(id).probability_likelihood",
        label(
          "thay đổi của P khi trọng số số liệu gấp đôi",
          "change of P when the data's weight doubles"),
        event.row.likelihoodChange, .fraction, standardError: event.likelihoodError),
    ]
  }
}

extension PredictiveCheck.Unit {
  fileprivate var unit: Finding.Unit {
    switch self {
    case .growth: .fraction
    case .logPoints: .logPoints
    case .number: .number
    }
  }
}
