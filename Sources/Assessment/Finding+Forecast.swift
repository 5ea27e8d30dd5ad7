import ReachModel
import Simulation

extension Forecast {
  /// Every number of the forecast that a verdict may print, in the order of the verdict.
  package var findings: [Finding] {
    let maker = FindingMaker(scenario: study.name)
    return verdict.targets.flatMap(maker.target)
      + (verdict.joint.map { maker.joint($0, targets: verdict.targets.count) } ?? [])
      + differences.flatMap(maker.difference)
      + (jointDifference.map { maker.jointDifference($0, nil) } ?? [])
      + verdict.identities.flatMap(maker.identity)
      + study.levers.flatMap { maker.lever($0, of: study) } + maker.conditions(study)
      + maker.learning(self)
      + maker.design(verdict) + outcomes(maker)
  }

  private func outcomes(_ maker: FindingMaker) -> [Finding] {
    summary.summaries.flatMap { item -> [Finding] in
      guard case .year(let year) = item.series.period,
        case .outcome(let outcome) = item.series.quantity
      else { return [] }
      return maker.outcome(
        item, outcome, sector: item.series.sector.map { study.sectors[$0] },
        year: study.planYear + year - 1)
    }
  }
}

/// Makes findings of one scenario.
struct FindingMaker {
  let scenario: String

  func finding(
    _ id: String, _ label: Label, _ value: Double, _ unit: Finding.Unit, error: Double? = nil,
    year: Int? = nil
  ) -> Finding {
    Finding(
      id: id, scenario: scenario, label: label, value: value, unit: unit, error: error, year: year)
  }

  func target(_ verdict: TargetVerdict) -> [Finding] {
    let target = verdict.target, unit = target.outcome.unit
    func make(
      _ id: String, vi: String, en: String, _ value: Double, _ unit: Finding.Unit,
      error: Double? = nil
    ) -> Finding {
      finding(
        "targets.\(target.key).\(id)",
        Label(vi: "\(target.label.vi): \(vi)", en: "\(target.label.en): \(en)"), value, unit,
        error: error, year: target.year)
    }
    var all = [
      make("threshold", vi: "chỉ tiêu", en: "target", target.threshold, unit),
      make(
        "probability", vi: "xác suất đạt", en: "probability", verdict.probability.value,
        .probability, error: verdict.probability.error),
    ]
    all += range(verdict.parameterEnds, make)
    if let share = verdict.parameterShare {
      all.append(
        make(
          "parameter_share", vi: "phần phương sai do tham số", en: "variance from parameters",
          share.value, .fraction, error: z975 * share.standardError))
    }
    all += [
      make(
        "mean", vi: "trung bình", en: "mean", verdict.mean, unit,
        error: z975 * verdict.meanError),
      make(
        "sd", vi: "độ lệch chuẩn", en: "standard deviation", verdict.standardDeviation, unit,
        error: z975 * verdict.standardDeviationError),
      make(
        "median", vi: "trung vị", en: "median", verdict.median, unit,
        error: z975 * verdict.medianError),
    ]
    if let distance = verdict.distance {
      all.append(
        make(
          "distance", vi: "khoảng cách từ trung bình đến chỉ tiêu",
          en: "distance of the mean beyond the target", distance, .standardDeviations))
    }
    return all + intervals(verdict, make) + baseRate(verdict.baseRate, make)
      + bands(verdict.byStart, unit, make)
  }

  private typealias Make = (
    _ id: String, _ vi: String, _ en: String, _ value: Double, _ unit: Finding.Unit,
    _ error: Double?
  ) -> Finding

  private func range(_ ends: ParameterRange.Ends, _ make: Make) -> [Finding] {
    [
      make(
        "parameter_range.low", "xác suất đạt, cận 5 % theo tham số",
        "probability, 5 % over parameters", ends.range.lowerBound, .probability,
        z975 * ends.lowError),
      make(
        "parameter_range.high", "xác suất đạt, cận 95 % theo tham số",
        "probability, 95 % over parameters", ends.range.upperBound, .probability,
        z975 * ends.highError),
    ]
  }

  private func intervals(_ verdict: TargetVerdict, _ make: Make) -> [Finding] {
    verdict.intervals.flatMap { interval in
      let level = Int((interval.level * 100).rounded())
      let unit = verdict.target.outcome.unit
      return [
        make(
          "interval\(level).low", "khoảng \(level) %, cận dưới", "\(level) % interval, lower end",
          interval.low, unit, z975 * interval.lowError),
        make(
          "interval\(level).high", "khoảng \(level) %, cận trên",
          "\(level) % interval, upper end", interval.high, unit,
          z975 * interval.highError),
      ]
    }
  }

  private func baseRate(_ rate: BaseRate, _ make: Make) -> [Finding] {
    guard case .manufacturingWindows(let hits, let windows, let fullHits, let full) = rate else {
      return []
    }
    let counts = [
      ("hits", "số kỳ vượt chỉ tiêu", "windows beyond the target", hits),
      ("windows", "số kỳ đã công bố", "published windows", windows),
      ("full_year_hits", "số năm vượt chỉ tiêu", "full years beyond the target", fullHits),
      ("full_years", "số năm đầy đủ", "full years", full),
    ]
    return counts.map { id, vi, en, value in
      make("base_rate.\(id)", vi, en, Double(value), .count, nil)
    }
  }

  private func bands(
    _ bands: [StartDependence.Band], _ unit: Finding.Unit, _ make: Make
  ) -> [Finding] {
    bands.enumerated().flatMap { i, band in
      let place = i + 1
      return [
        make(
          "start.\(place).low", "đầu kỳ, nhóm \(place), thấp nhất",
          "own start, band \(place), lowest", band.low, unit, nil),
        make(
          "start.\(place).high", "đầu kỳ, nhóm \(place), cao nhất",
          "own start, band \(place), highest", band.high, unit, nil),
        make(
          "start.\(place).probability", "xác suất đạt, nhóm đầu kỳ \(place)",
          "probability, band \(place) of its own start", band.probability.value, .probability,
          band.probability.error),
      ]
    }
  }
}
