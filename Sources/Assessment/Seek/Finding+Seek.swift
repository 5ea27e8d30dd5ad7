package import ReachModel

extension ScenarioSeek {
  /// Every number of the answer.
  package var findings: [Finding] {
    let maker = FindingMaker(scenario: scenario), id = "seek.\(question.key).\(subject.key)"
    let name = subject.label
    func make(
      _ key: String, _ vi: String, _ en: String, _ value: Double, _ unit: Finding.Unit,
      _ error: Double? = nil
    ) -> Finding {
      maker.finding(
        "\(id).\(key)", Label(vi: "\(name.vi): \(vi)", en: "\(name.en): \(en)"), value, unit,
        error: error)
    }
    let unit = Finding.Unit.named(subject.unit)
    var all = [
      make("level", "xác suất cần đạt", "probability asked for", level, .probability),
      make("present", "giá trị hiện tại", "present value", present, unit),
    ]
    if let base {
      all.append(
        make(
          "base", "xác suất hiện tại", "present probability", base.value, .probability, base.error))
    }
    switch answer.finding {
    case .crossings(let crossings):
      for (i, crossing) in crossings.enumerated() {
        let key = crossings.count == 1 ? "" : "\(i + 1)."
        all.append(make("\(key)value", "giá trị cần tìm", "value sought", crossing.x, unit))
        if let low = crossing.low {
          all.append(make("\(key)low", "cận dưới 95 %", "lower 95 % end", low, unit))
        }
        if let high = crossing.high {
          all.append(make("\(key)high", "cận trên 95 %", "upper 95 % end", high, unit))
        }
      }
    case .reachedEverywhere(let point), .unreachable(let point):
      all.append(make("nearest", "giá trị gần nhất", "nearest value", point.x, unit))
      all.append(
        make(
          "nearest_probability", "xác suất tại đó", "probability there", point.estimate.value,
          .probability, point.estimate.error))
    case .noEffect, .undefined, .nothingYet: break
    }
    return all
  }
}

extension ScenarioSeek.Subject {
  /// Its name in ids.
  package var key: String {
    switch self {
    case .lever(let setting, _): setting.key
    case .support: "support"
    case .input(let input): input.key
    }
  }

  package var label: Label {
    switch self {
    case .lever(let setting, _): setting.label
    case .support: Label(vi: "Mọi ngân sách hỗ trợ, nhân với", en: "All support budgets, times")
    case .input(let input): input.label
    }
  }

  package var unit: String {
    switch self {
    case .lever(let setting, _): setting.unit
    case .support: "factor"
    case .input(let input): input.unit
    }
  }
}
