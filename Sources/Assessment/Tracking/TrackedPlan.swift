package import ReachModel

/// The answer of `reach track`: P by day, figures beside their forecasts, signposts.
package struct TrackedPlan: Sendable {
  package let tracking: PlanTracking
  /// Nil where none were asked for.
  package let signposts: SignpostSearch?

  package init(_ tracking: PlanTracking, signposts: SignpostSearch?) {
    (self.tracking, self.signposts) = (tracking, signposts)
  }

  package var study: Study { tracking.study }

  /// The last step: what is known now.
  package var latest: PlanTracking.Step {
    guard let last = tracking.steps.last else { preconditionFailure("no step") }
    return last
  }

  /// Every number of the answer.
  package var findings: [Finding] {
    tracking.steps.flatMap(findings) + checks + posts
      + [
        maker.finding(
          "track.draws", Label(vi: "Số lần mô phỏng", en: "Draws"), Double(tracking.draws), .count)
      ]
  }

  private var maker: FindingMaker { FindingMaker(scenario: study.name) }

  private func findings(_ step: PlanTracking.Step) -> [Finding] {
    let day = step.date.map { "\($0)" } ?? "prior"
    let when =
      step.date.map {
        Label(vi: "sau số liệu ngày \($0.day)/\($0.month)/\($0.year)", en: "after figures of \($0)")
      }
      ?? Label(vi: "trước mọi số liệu", en: "before any figure")
    func probability(_ key: String, _ name: Label, _ p: WeightedProbability) -> Finding {
      maker.finding(
        "track.\(day).\(key).probability",
        Label(vi: "P(\(name.vi)) \(when.vi)", en: "P(\(name.en)) \(when.en)"), p.value,
        .probability, error: p.error)
    }
    var all = zip(study.targets, step.targets).map { probability($0.key, $0.label, $1) }
    if study.targets.count > 1 {
      all.append(probability("joint", TargetQuestion.joint.label, step.joint))
    }
    all.append(
      maker.finding(
        "track.\(day).effective_size",
        Label(
          vi: "Cỡ mẫu hiệu dụng \(when.vi)", en: "Effective sample size \(when.en)"),
        step.effectiveSize, .count))
    return all
  }

  private var checks: [Finding] {
    tracking.checks.enumerated().flatMap { i, check -> [Finding] in
      let figure = check.figure, name = figure.indicator.label
      let id = "track.figures.\(i + 1)", unit = Finding.Unit.named(figure.indicator.unit)
      func make(_ key: String, _ vi: String, _ en: String, _ x: Double, _ u: Finding.Unit)
        -> Finding
      {
        maker.finding(
          "\(id).\(key)", Label(vi: "\(name.vi): \(vi)", en: "\(name.en): \(en)"), x, u)
      }
      return [
        make("value", "số liệu", "figure", figure.value, unit),
        make("expected", "dự báo trước đó", "forecast before it", check.expected, unit),
        make("low", "cận dưới 90 %", "lower 90 % end", check.low, unit),
        make("high", "cận trên 90 %", "upper 90 % end", check.high, unit),
        make(
          "position", "vị trí trong dự báo", "place in the forecast", check.position, .fraction),
      ]
    }
  }

  private var posts: [Finding] {
    (signposts?.found ?? []).flatMap { post -> [Finding] in
      let lever = post.group.map { "_\(study.model.groups[$0].key)" } ?? ""
      let id = "track.signposts.\(post.question.key).\(post.indicator.key)\(lever)"
      let name = Label(
        vi: "\(post.indicator.label.vi), tháng \(post.month)/\(post.year)",
        en: "\(post.indicator.label.en), \(post.year)-\(post.month)")
      func make(
        _ key: String, _ vi: String, _ en: String, _ x: Double, _ unit: Finding.Unit,
        _ error: Double? = nil
      ) -> Finding {
        maker.finding(
          "\(id).\(key)", Label(vi: "\(name.vi): \(vi)", en: "\(name.en): \(en)"), x, unit,
          error: error)
      }
      return [
        make("threshold", "ngưỡng", "threshold", post.threshold, .named(post.indicator.unit)),
        make(
          "false_alarms_fitted", "báo động sai, trên mẫu chọn ngưỡng",
          "false alarms, in the draws that chose", post.fittedFalseAlarms, .probability),
        make(
          "false_alarms", "báo động sai, trên mẫu mới", "false alarms, in fresh draws",
          post.falseAlarms.value, .probability, post.falseAlarms.error),
        make(
          "hits", "phần không đạt được báo trước", "share of misses caught", post.hits.value,
          .probability, post.hits.error),
        make(
          "after_alarm", "P sau báo động", "P after an alarm", post.metAfterAlarm.value,
          .probability, post.metAfterAlarm.error),
        make(
          "without_alarm", "P khi không báo động", "P without one", post.metWithoutAlarm.value,
          .probability, post.metWithoutAlarm.error),
        make("lead", "số tháng còn lại", "months left", Double(post.lead), .count),
      ]
    }
  }
}

extension PlanTracking: Analysis {
  package static let key = "track"
  package static let label = Label(
    vi: "Xác suất đạt chỉ tiêu theo số liệu trong năm",
    en: "Probability of targets given figures of the year")
  package static let design = Label(
    vi: "tập mô phỏng của dự báo, theo trọng số", en: "the forecast's ensemble, weighted")
}

extension SignpostSearch: Analysis {
  package static let key = "signposts"
  package static let label = Label(
    vi: "Ngưỡng cảnh báo sớm", en: "Signposts that a plan is off track")
  package static let design = Label(
    vi: "hai nửa độc lập: một nửa chọn, một nửa kiểm tra",
    en: "two independent halves: one chooses, one judges")
}
