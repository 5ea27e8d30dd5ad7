package import Assessment
package import ReachModel

/// The answer of `reach seek`.
///
/// - Parameters:
///   - found: The value sought, or why there is none.
///   - study: The scenario.
/// - Returns: In words and as data.
package func report(of found: ScenarioSeek, _ study: Study) -> AnalysisReport {
  let curve = found.answer.curve.map { point in
    JSONValue.object([
      ("value", .number(point.x)), ("probability", .number(point.estimate.value)),
      ("error95", .number(point.estimate.error)),
    ])
  }
  return AnalysisReport(
    "seek", scenarios: [study.name], findings: found.findings,
    details: [
      ("subject", .string(found.subject.key)), ("outcome", .string(found.answer.finding.name)),
      ("curve", .array(curve)),
    ]
  ) { page, language in
    SeekSections(found: found, study: study, language: language).write(to: &page)
  } summary: {
    SeekSections(found: found, study: study, language: $0).summary
  }
}

extension SeekAnswer.Finding {
  fileprivate var name: String {
    switch self {
    case .crossings: "found"
    case .reachedEverywhere: "reached_everywhere"
    case .unreachable: "unreachable"
    case .noEffect: "no_effect"
    case .undefined: "undefined"
    case .nothingYet: "stopped"
    }
  }
}

/// Writes the answer first, then the curve that it rests on.
struct SeekSections {
  let found: ScenarioSeek
  let study: Study
  let language: Language

  var numbers: NumberStyle { NumberStyle(language) }
  var event: String {
    TargetNames(study.targets, sectors: study.sectors, language).event(found.question)
  }

  func value(_ x: Double) -> String {
    InputText(language).value(x, unit: found.subject.unit)
  }

  func percent(_ estimate: AimEstimate) -> String {
    numbers.percent(estimate.value, error: estimate.error)
  }

  func write(to page: inout Page) {
    let subject = language(found.subject.label)
    let level = numbers.percent(found.level, decimals: 1)
    page.add(
      .title(
        language(
          vi: "\(subject): bao nhiêu thì \(event) đạt \(level)?",
          en: "\(subject): where does \(event) reach \(level)?")))
    page.list(answer)
    page.heading(language(vi: "Đường cong", en: "The curve"))
    page.table(curve)
    page.heading(language(vi: "Cách đọc", en: "How to read this"))
    page.list(notes)
  }

  var answer: [String] {
    var lines = [String]()
    switch found.answer.finding {
    case .crossings(let crossings): lines += crossings.map(line)
    case .reachedEverywhere(let point):
      lines.append(
        language(
          vi:
            "Mức này đạt được ở mọi giá trị trong giới hạn; thấp nhất \(percent(point.estimate)) tại \(value(point.x)).",
          en:
            "It is reached everywhere within the bounds; least at \(value(point.x)): \(percent(point.estimate))."
        ))
    case .unreachable(let point): lines += unreachable(point)
    case .noEffect(let estimate, let isReached):
      let verdict =
        isReached
        ? language(vi: "đã đủ.", en: "which is enough.")
        : language(vi: "không đủ.", en: "which is not enough.")
      lines.append(
        language(
          vi: "Không tác động đến P trong giới hạn: P giữ nguyên \(percent(estimate)), \(verdict)",
          en: "It moves P nowhere within the bounds: P stays \(percent(estimate)), \(verdict)")
          + tooLate)
    case .undefined:
      lines.append(language(vi: "Không lần mô phỏng nào trả lời được.", en: "No draw decides."))
    case .nothingYet:
      lines.append(
        language(vi: "Dừng trước khi biết gì.", en: "Stopped before anything was known."))
    }
    if found.answer.end != .converged {
      lines.append(
        language(
          vi: "Tìm kiếm dừng sớm; đây là điều biết đến lúc đó.",
          en: "The search ended early; this is what was known by then."))
    }
    if let base = found.base {
      let isKnown = if case .input = found.subject { true } else { false }
      lines.append(
        language(
          vi:
            "Hiện tại: \(value(found.present))\(isKnown ? " (trung tâm của giả định, còn bất định)" : ""), P = \(percent(base)).",
          en:
            "At present: \(value(found.present))\(isKnown ? " (centre of the prior, uncertain)" : ""), P = \(percent(base))."
        ))
    }
    return lines
  }

  private func line(_ crossing: Crossing) -> String {
    let side =
      crossing.isRising
      ? language(vi: "từ mức này trở lên", en: "from there upwards")
      : language(vi: "đến mức này", en: "up to there")
    let low = crossing.low.map(value) ?? language(vi: "ngoài giới hạn", en: "beyond the bounds")
    let high = crossing.high.map(value) ?? language(vi: "ngoài giới hạn", en: "beyond the bounds")
    return language(
      vi:
        "\(value(crossing.x)), \(side) (khoảng 95 %: \(low) đến \(high)); P tại đó \(percent(crossing.estimate)).",
      en:
        "\(value(crossing.x)), \(side) (95 % interval: \(low) to \(high)); P there \(percent(crossing.estimate))."
    )
  }

  /// Whether the last two points of the curve do not differ beyond their error.
  private var isFlatAtTop: Bool {
    let last = found.answer.curve.suffix(2)
    guard let a = last.first, let b = last.last, a.x < b.x else { return false }
    return PairedDifference(b.estimate, a.estimate).isTie
  }

  /// Why a lever moves nothing, where its lag says so.
  private var tooLate: String {
    guard case .lever(let lever, _) = found.subject, lever.lag >= study.model.quarters else {
      return ""
    }
    return language(
      vi: " Công cụ này tác động sau \(lever.lag) quý, ngoài thời gian mô phỏng.",
      en: " It acts after \(lever.lag) quarters, beyond the horizon.")
  }

  private func unreachable(_ point: NearestPoint) -> [String] {
    let binding: String =
      switch point.binding {
      case .low?: language(vi: "giới hạn dưới chặn lại", en: "the lower bound keeps it there")
      case .high? where isFlatAtTop:
        language(
          vi: "ở đó P đã bão hòa: nới giới hạn cũng không giúp",
          en: "P is saturated there: a wider bound would not help")
      case .high?: language(vi: "giới hạn trên chặn lại", en: "the upper bound keeps it there")
      case nil: language(vi: "đỉnh nằm giữa giới hạn", en: "its peak lies between the bounds")
      }
    return [
      language(
        vi:
          "Không đạt được trong giới hạn \(value(found.bounds.lowerBound)) đến \(value(found.bounds.upperBound)): "
          + "gần nhất P = \(percent(point.estimate)) tại \(value(point.x)); \(binding).",
        en:
          "It cannot be reached between \(value(found.bounds.lowerBound)) and \(value(found.bounds.upperBound)): "
          + "the nearest is P = \(percent(point.estimate)) at \(value(point.x)); \(binding).")
    ]
      + (point.isWithinError
        ? [
          language(
            vi: "Phần thiếu không lớn hơn sai số: tăng `--draws` để biết chắc.",
            en: "What is missing is within the error: raise `--draws` to be sure.")
        ] : [])
  }

  /// At most a dozen points, evenly among those that were simulated.
  private var curve: TextTable {
    let points = found.answer.curve, step = max(1, (points.count + 11) / 12)
    var table = TextTable([
      .init(language(found.subject.label), .right, wraps: true), .init("P", .right),
    ])
    for i in stride(from: 0, to: points.count, by: step) {
      table.append([value(points[i].x), percent(points[i].estimate)])
    }
    return table
  }

  private var notes: [String] {
    let isKnown = if case .input = found.subject { true } else { false }
    return [
      language(
        vi:
          "Mọi điểm gặp cùng các cú sốc, nên đường cong trơn; khoảng 95 % là phần do sai số Monte Carlo của P.",
        en:
          "All points meet the same shocks, so the curve is smooth; the 95 % interval is what the Monte "
          + "Carlo error of P leaves open.")
    ]
      + (isKnown
        ? [
          language(
            vi:
              "Giả định được đặt riêng ở từng giá trị; các đầu vào khác, kể cả đầu vào có tương quan, giữ "
              + "nguyên phân phối.",
            en:
              "The assumption alone is set to each value; the other inputs, those correlated with it too, "
              + "keep their laws.")
        ] : [])
  }
}
