import Assessment
import ReachModel

/// P of the targets as figures arrive.
struct TrackChart {
  let plan: TrackedPlan
  let source: String?
  let language: Language

  private var study: Study { plan.study }

  var probability: Chart {
    let names = TargetNames(study.targets, sectors: study.sectors, language)
    var lines = study.targets.enumerated().map { i, target in
      LineChart.Line(
        "\(names.rowName(target)) \(names.bound(target))", points { $0.targets[i] })
    }
    if study.targets.count > 1 {
      lines.insert(
        .init(
          language(vi: "Đạt tất cả chỉ tiêu", en: "All targets together"), points(\.joint)), at: 0)
    }
    return LineChart(
      lines, scale: .probability,
      time: language(vi: "Số liệu công bố đến ngày", en: "Figures published by"),
      quantity: language(vi: "Xác suất đạt chỉ tiêu", en: "Probability of the target")
    ).chart("probability", frame, language)
  }

  private func points(
    _ probability: (PlanTracking.Step) -> WeightedProbability
  ) -> [LineChart.Point] {
    plan.tracking.steps.map { step in
      let p = probability(step)
      let band = max(0, p.value - p.error)...min(1, p.value + p.error)
      return LineChart.Point(place(step), p.value, day: step.date, bands: [band])
    }
  }

  /// Day and month; with the year where it is not the plan's.
  private func place(_ step: PlanTracking.Step) -> String {
    guard let date = step.date else { return language(vi: "trước", en: "before") }
    guard date.year == study.planYear else { return language.date(date) }
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return language(vi: "\(date.day)/\(date.month)", en: "\(date.day) \(months[date.month - 1])")
  }

  private var frame: ChartFrame {
    let files = source.map { language(vi: "; số liệu: \($0)", en: "; figures: \($0)") } ?? ""
    return ChartFrame(
      title: language(
        vi: "Xác suất đạt chỉ tiêu khi số liệu trong năm được công bố",
        en: "Probability of the targets as the year's figures arrive"),
      subtitle: [
        language(study.title),
        language(
          vi: "Dải mờ: sai số Monte Carlo 95 %", en: "Pale bands: 95 % Monte Carlo error"),
      ],
      source: language(
        vi: "Nguồn: Reach, kịch bản \(study.name)\(files)",
        en: "Source: Reach, scenario \(study.name)\(files)"))
  }
}
