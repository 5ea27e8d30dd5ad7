import ReachModel
import Simulation

extension ScenarioComparison {
  /// Every number of the comparison, scenario by scenario.
  package var findings: [Finding] {
    base.findings + alternatives.flatMap(\.findings)
      + (nested.map { [("parameters", $0.parameters), ("shocks", $0.shocks)] } ?? []).map {
        name, count in
        FindingMaker(scenario: base.name).finding(
          "design.nested_\(name)",
          Label(vi: "Mẫu lồng: \(name)", en: "Nested design: \(name)"), Double(count), .count)
      }
  }
}

extension ComparedScenario {
  fileprivate var findings: [Finding] {
    let maker = FindingMaker(scenario: name)
    var all = hits.targets.indices.flatMap { place -> [Finding] in
      let target = hits.targets[place], probability = hits.probability(place)
      var found = [
        maker.finding(
          "targets.\(target.key).probability", target.named(vi: "xác suất đạt", en: "probability"),
          probability.value, .probability, error: probability.error, year: target.year)
      ]
      let series = target.series(planYear: study.planYear)
      if let median = summary[series] {
        found.append(
          maker.finding(
            "targets.\(target.key).median", target.named(vi: "trung vị", en: "median"),
            median.quantile(0.5), target.outcome.unit,
            error: z975 * median.reading.quantileError(0.5), year: target.year))
      }
      return found
    }
    if let joint {
      all.append(
        maker.finding(
          "joint.probability",
          Label(vi: "Đạt tất cả chỉ tiêu: xác suất", en: "All targets: probability"), joint.value,
          .probability, error: joint.error))
    }
    return all
  }
}

extension ScenarioComparison.Alternative {
  fileprivate var findings: [Finding] {
    let maker = FindingMaker(scenario: scenario.name)
    var all = scenario.findings
    for item in targets {
      let target = item.target
      all += maker.difference(item)
      for (name, vi, en, chance) in [
        (
          "better", "tỷ lệ lần mô phỏng tốt hơn", "share of draws with a better outcome",
          item.better
        ),
        ("worse", "tỷ lệ lần mô phỏng kém hơn", "share of draws with a worse outcome", item.worse),
      ] {
        all.append(
          maker.finding(
            "targets.\(target.key).\(name)", target.named(vi: vi, en: en), chance.value,
            .probability, error: chance.error, year: target.year))
      }
    }
    if let joint {
      all += maker.jointDifference(joint.difference, joint.range)
    }
    return all + bandFindings(maker) + (attribution?.findings(maker) ?? [])
  }

  /// The distribution of the difference of every yearly outcome.
  private func bandFindings(_ maker: FindingMaker) -> [Finding] {
    guard let bands else { return [] }
    return bands.summaries.flatMap { item -> [Finding] in
      guard case .year(let place) = item.series.period, item.series.sector == nil,
        case .outcome(let outcome) = item.series.quantity
      else { return [] }
      let year = scenario.study.planYear + place - 1
      func finding(_ name: String, vi: String, en: String, _ value: Double, _ error: Double)
        -> Finding
      {
        maker.finding(
          "bands.\(outcome.rawValue).\(year).\(name)",
          Label(
            vi: "\(outcome.label.vi), chênh lệch: \(vi)",
            en: "\(outcome.label.en), difference: \(en)"), value, outcome.unit,
          error: z975 * error, year: year)
      }
      let levels = [("q05", 0.05), ("q25", 0.25), ("median", 0.5), ("q75", 0.75), ("q95", 0.95)]
      return [
        finding(
          "mean", vi: "trung bình", en: "mean", item.moments.mean, item.moments.meanError)
      ]
        + levels.map { name, p in
          let percent = Int((100 * p).rounded())
          return finding(
            name, vi: "phân vị \(percent) %", en: "\(percent) % quantile", item.quantile(p),
            item.reading.quantileError(p))
        }
    }
  }
}

extension FindingMaker {
  /// P of a target less that in the base, and its range where it is known.
  func difference(_ item: TargetDifference) -> [Finding] {
    let target = item.target
    return difference(
      "targets.\(target.key)", target.named, item.difference, item.range, year: target.year)
  }

  /// The same of all targets together.
  func jointDifference(
    _ difference: ChanceDifference, _ range: ParameterRange.Ends?
  ) -> [Finding] {
    self.difference(
      "joint", { Label(vi: "Đạt tất cả chỉ tiêu: \($0)", en: "All targets: \($1)") }, difference,
      range, year: nil)
  }

  private func difference(
    _ id: String, _ named: (String, String) -> Label, _ difference: ChanceDifference,
    _ range: ParameterRange.Ends?, year: Int?
  ) -> [Finding] {
    var all = [
      finding(
        "\(id).difference",
        named(
          "chênh lệch xác suất so với kịch bản đầu", "probability less that of the first scenario"),
        difference.value, .probability, error: difference.error, year: year)
    ]
    guard let range else { return all }
    all += [
      finding(
        "\(id).difference.low",
        named("chênh lệch, cận 5 % theo tham số", "difference, 5 % over parameters"),
        range.range.lowerBound, .probability, error: z975 * range.lowError, year: year),
      finding(
        "\(id).difference.high",
        named("chênh lệch, cận 95 % theo tham số", "difference, 95 % over parameters"),
        range.range.upperBound, .probability, error: z975 * range.highError, year: year),
    ]
    return all
  }
}

extension Target {
  /// The target's label with what is said of it.
  func named(vi: String, en: String) -> Label {
    Label(vi: "\(label.vi): \(vi)", en: "\(label.en): \(en)")
  }
}

extension Attribution {
  /// Contributions by question and change.
  func findings(_ maker: FindingMaker) -> [Finding] {
    divisions.flatMap { division -> [Finding] in
      let (id, named, unit, year) = division.question.description
      var all = [
        maker.finding(
          "contributions.\(id).total", named("tổng chênh lệch", "whole difference"),
          division.total.value, unit, error: division.totalError, year: year)
      ]
      for (i, change) in changes.enumerated() {
        let alone = division.alone[i], synergy = division.synergies[i]
        for (name, vi, en, number, error) in [
          (
            "contribution", "phần đóng góp", "contribution", division.bars[i],
            division.error(ofBar: i)
          ),
          ("alone", "riêng một mình", "alone", alone, division.error(alone: i)),
          (
            "synergy", "cộng hưởng với phần còn lại", "synergy with the rest", synergy,
            division.error(ofSynergy: i)
          ),
        ] {
          all.append(
            maker.finding(
              "contributions.\(id).\(change.key).\(name)",
              named("\(change.label.vi): \(vi)", "\(change.label.en): \(en)"), number.value, unit,
              error: error, year: year))
        }
      }
      return all
    }
  }
}

extension Attribution.Question {
  /// Its name in ids, in words, its unit and its year.
  var description: (id: String, named: (String, String) -> Label, unit: Finding.Unit, year: Int?) {
    switch self {
    case .probability(let target):
      (
        "\(target.key).probability",
        { target.named(vi: "xác suất, \($0)", en: "probability, \($1)") },
        .probability, target.year
      )
    case .joint:
      (
        "joint.probability",
        {
          Label(vi: "Đạt tất cả chỉ tiêu, xác suất: \($0)", en: "All targets, probability: \($1)")
        },
        .probability, nil
      )
    case .median(let target):
      (
        "\(target.key).median", { target.named(vi: "trung vị, \($0)", en: "median, \($1)") },
        target.outcome.unit, target.year
      )
    }
  }

  package var id: String { description.id }
}
