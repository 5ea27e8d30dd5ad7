package import Assessment
package import ReachModel

/// The answer of `reach optimise`.
///
/// - Parameters:
///   - found: Plans, certified on fresh draws, or why there is none.
///   - study: The scenario.
/// - Returns: In words and as data.
package func report(of found: PlanDecision, _ study: Study) -> AnalysisReport {
  AnalysisReport(
    "optimise", scenarios: [study.name], findings: found.findings,
    details: [
      ("outcome", .string(found.outcomeName)), ("evaluations", .integer(found.evaluations)),
    ]
  ) { page, language in
    OptimiseSections(found: found, study: study, language: language).write(to: &page)
  } summary: {
    OptimiseSections(found: found, study: study, language: $0).summary
  }
}

extension PlanDecision {
  fileprivate var outcomeName: String {
    switch found {
    case .frontier: "frontier"
    case .pareto: "pareto"
    case .plan(let answer, _):
      switch answer.finding {
      case .best: "best"
      case .heldAtFloor: "held_at_floor"
      case .unreachable: "unreachable"
      case .noLeverActs: "no_lever_acts"
      case .impossible: "impossible"
      case .undefined: "undefined"
      case .nothingYet: "stopped"
      }
    }
  }
}

/// Writes the answer, the split beside the present plan, its certificate and what limits are worth.
struct OptimiseSections {
  let found: PlanDecision
  let study: Study
  let language: Language

  var numbers: NumberStyle { NumberStyle(language) }
  private var billion: String { language.unit("billion VND") }
  private var names: TargetNames {
    TargetNames(study.targets, sectors: study.sectors, language)
  }

  func event(_ question: TargetQuestion) -> String { names.event(question) }

  func percent(_ aim: AimEstimate) -> String {
    numbers.percent(aim.value, error: aim.error)
  }

  func write(to page: inout Page) {
    page.add(.title("\(title): \(language(study.title)) (\(study.name))"))
    switch found.found {
    case .plan(let answer, let certificate): write(answer, certificate, to: &page)
    case .frontier(let frontier): write(frontier, to: &page)
    case .pareto(let plans): write(plans, to: &page)
    }
    page.heading(language(vi: "Cách đọc", en: "How to read this"))
    page.list(notes)
  }

  private var title: String {
    switch found.aim {
    case .cheapest(let levels):
      let asked = zip(found.questions, levels).map {
        "\(event($0)) ≥ \(numbers.percent($1, decimals: 1))"
      }.joined(separator: language(vi: " và ", en: " and "))
      return language(vi: "Ngân sách rẻ nhất để \(asked)", en: "The cheapest budget for \(asked)")
    case .bestSplit:
      return language(
        vi: "Cách chia ngân sách tốt nhất cho \(event(found.questions[0]))",
        en: "The best split of the budget for \(event(found.questions[0]))")
    case .frontier:
      return language(
        vi: "\(event(found.questions[0])) theo ngân sách",
        en: "\(event(found.questions[0])) against the budget")
    case .pareto:
      return language(vi: "Các phương án không bị lấn át", en: "Plans that none beats in every aim")
    }
  }

  // MARK: One plan

  private func write(
    _ answer: BudgetAnswer, _ certificate: PlanCertificate?, to page: inout Page
  ) {
    page.list(lines(answer))
    if let plan = answer.plan {
      page.table(split(plan, runnerUp: answer.runnerUp, answer.idleLevers))
    }
    if let certificate { page.list(lines(certificate, answer)) }
    guard !answer.limits.isEmpty else { return }
    page.paragraph(
      language(
        vi: "Nới một giới hạn thêm một tỷ đồng, giữ các giới hạn khác:",
        en: "One limit relaxed by a billion VND, the others kept:"))
    page.list(answer.limits.map { "\(name($0.limit)): \(worth($0))" })
  }

  func lines(_ answer: BudgetAnswer) -> [String] {
    var lines = [String]()
    switch answer.finding {
    case .best(let plan):
      lines.append(
        language(
          vi: "\(amount(plan.cost)) cho cả kế hoạch: \(chances(plan)).",
          en: "\(amount(plan.cost)) over the plan: \(chances(plan))."))
    case .heldAtFloor(let plan):
      lines.append(
        language(
          vi: "Mức sàn đã đủ: \(amount(plan.cost)), \(chances(plan)).",
          en: "The floors suffice: \(amount(plan.cost)), \(chances(plan))."))
    case .unreachable(let plan, let binding):
      lines.append(
        language(
          vi:
            "Không đạt được trong các giới hạn. Gần nhất: \(chances(plan)) với \(amount(plan.cost)).",
          en:
            "It cannot be reached within the limits. The nearest: \(chances(plan)) for \(amount(plan.cost))."
        ))
      lines.append(
        binding.map {
          language(
            vi: "Giới hạn chặn lại: \(name($0.limit)); nới ra, \(worth($0)).",
            en: "The limit that binds: \(name($0.limit)); relaxed, \(worth($0)).")
        }
          ?? language(
            vi: "Nới bất kỳ giới hạn nào cũng không giúp được: P đã bão hòa.",
            en: "Relaxing any one limit would not help: P is saturated."))
      if case .cheapest(let levels) = found.aim,
        zip(plan.evaluation.aims, levels).allSatisfy({ $0.value + $0.error >= $1 })
      {
        lines.append(
          language(
            vi: "Phần thiếu nằm trong sai số: tăng `--draws` để biết chắc.",
            en: "What is missing is within the error: raise `--draws` to be sure."))
      }
    case .noLeverActs(let plan):
      lines.append(
        language(
          vi:
            "Không công cụ nào làm P đổi quá sai số trong thời gian này: \(chances(plan)) dù chi bao nhiêu.",
          en:
            "No lever moves P beyond its error within the horizon: \(chances(plan)) whatever is spent."
        ))
    case .impossible(let conflict): lines.append(text(conflict))
    case .undefined:
      lines.append(language(vi: "Không lần mô phỏng nào trả lời được.", en: "No draw decides."))
    case .nothingYet:
      lines.append(
        language(vi: "Dừng trước khi biết gì.", en: "Stopped before anything was known."))
    }
    return lines + ending(answer.end)
  }

  func ending(_ end: SearchEnd) -> [String] {
    switch end {
    case .converged: []
    case .evaluationsSpent:
      [
        language(
          vi: "Hết số phương án được thử; đây là phương án tốt nhất đến lúc đó.",
          en: "The plans that may be tried are used up; this is the best until then.")
      ]
    case .stopped:
      [
        language(
          vi: "Bị dừng; đây là phương án tốt nhất đến lúc đó.",
          en: "Stopped; this is the best until then.")
      ]
    }
  }

  private func chances(_ plan: BudgetPlan) -> String {
    zip(found.questions, plan.evaluation.aims).map { "\(event($0)) = \(percent($1))" }.joined(
      separator: language(vi: "; ", en: ", "))
  }

  func amount(_ value: Double) -> String {
    "\(numbers.number(value, decimals: 1)) \(billion)"
  }

  private func split(
    _ plan: BudgetPlan, runnerUp other: BudgetPlan?, _ idle: [Int]
  ) -> TextTable {
    var table = TextTable([
      .init(language(vi: "công cụ, tỷ đồng mỗi năm", en: "lever, billion VND a year"), wraps: true),
      .init(language(vi: "tìm được", en: "found"), .right),
      .init(language(vi: "thứ hai", en: "runner-up"), .right),
      .init(language(vi: "hiện tại", en: "present"), .right),
      .init(language(vi: "giới hạn", en: "limits"), .right), .init("", wraps: true),
    ])
    for (i, lever) in found.levers.enumerated() {
      let bounds = found.limits.levers[i].bounds
      table.append([
        language(lever.label), numbers.number(plan.budgets[i], decimals: 1),
        other.map { numbers.number($0.budgets[i], decimals: 1) } ?? "–",
        found.present.map { numbers.number($0.budgets[i], decimals: 1) } ?? "",
        "\(numbers.compact(bounds.lowerBound))–\(numbers.compact(bounds.upperBound))",
        idle.contains(i) ? language(vi: "không tác động", en: "moves nothing") : "",
      ])
    }
    let present = found.present
    table.append([
      language(vi: "cả kế hoạch", en: "over the plan"), numbers.number(plan.cost, decimals: 1),
      other.map { numbers.number($0.cost, decimals: 1) } ?? "–",
      present.map { numbers.number($0.cost, decimals: 1) } ?? "", "", "",
    ])
    for (i, question) in found.questions.enumerated() {
      table.append([
        event(question), percent(plan.evaluation.aims[i]),
        other.map { percent($0.evaluation.aims[i]) } ?? "–",
        present.map { percent($0.evaluation.aims[i]) } ?? "", "", "",
      ])
    }
    return table
  }

  private func lines(_ certificate: PlanCertificate, _ answer: BudgetAnswer) -> [String] {
    let fresh = zip(found.questions, certificate.best.aims).map { "\(event($0)) = \(percent($1))" }
      .joined(separator: language(vi: "; ", en: ", "))
    var lines = [
      language(
        vi: "Trên mẫu mới (hạt giống khác): \(fresh).",
        en: "On fresh draws (another seed): \(fresh).")
    ]
    if case .best = answer.finding { lines += shortfalls(certificate) }
    if let margin = certificate.margin {
      let by = numbers.points(margin.value, error: margin.error)
      lines.append(
        margin.isTie
          ? language(
            vi: "Với phương án thứ hai: ngang nhau (chênh \(by) điểm, trong sai số).",
            en: "Against the runner-up: a tie (\(by) points, within the error).")
          : language(
            vi:
              "Hơn phương án thứ hai \(by) điểm\(atEqualCost); khả năng tốt hơn thật "
              + "\(surely(margin.probabilityPositive)).",
            en: "Better than the runner-up by \(by) points\(atEqualCost); P(better) "
              + "\(surely(margin.probabilityPositive))."))
    }
    if let next = answer.nextBillion {
      lines.append(
        language(
          vi: "Tỷ đồng tiếp theo: \(worth(next)).", en: "The next billion VND: \(worth(next)).")
          + openCost(certificate, next))
    }
    return lines
  }

  /// Whether fresh draws bear out that each level is reached.
  private func shortfalls(_ certificate: PlanCertificate) -> [String] {
    guard case .cheapest(let levels) = found.aim else { return [] }
    return levels.indices.compactMap { place in
      let (holds, isCertain) = (certificate.holds[place], certificate.isCertain[place])
      let event = event(found.questions[place]), aim = certificate.best.aims[place]
      guard !holds || !isCertain else { return nil }
      guard !isCertain else {
        let by = numbers.points(aim.value - levels[place], error: aim.error)
        return language(
          vi:
            "Trên mẫu mới \(event) không đạt mức yêu cầu (\(by) điểm): phương án này quá rẻ; tăng "
            + "`--draws`.",
          en:
            "On fresh draws \(event) misses its level (\(by) points): this plan is too cheap; raise "
            + "`--draws`.")
      }
      return language(
        vi: "Trên mẫu mới \(event) không chắc chắn đạt mức yêu cầu: khác biệt nằm trong sai số.",
        en:
          "On fresh draws \(event) does not certainly reach its level: the difference lies within "
          + "the error.")
    }
  }

  /// A cheaper plan counts as so much better as the money it saves would bring.
  private var atEqualCost: String {
    guard case .cheapest = found.aim else { return "" }
    return language(vi: " khi chi phí bằng nhau", en: " at equal cost")
  }

  private func surely(_ probability: Double) -> String {
    probability > 0.9995
      ? "> " + numbers.percent(0.999, decimals: 1) : numbers.percent(probability, decimals: 1)
  }

  /// Between which totals the errors of P and of its slope leave the cheapest budget.
  private func openCost(_ certificate: PlanCertificate, _ next: LimitValue) -> String {
    guard case .cheapest = found.aim, next.isKnown else { return "" }
    guard let cost = certificate.cost else { return "" }
    let (low, high) = (numbers.number(cost.lowerBound, decimals: 1), amount(cost.upperBound))
    let ends = language(
      vi: " Theo sai số của P và của độ dốc, ngân sách rẻ nhất nằm giữa \(low) và \(high) (95 %)",
      en:
        " By the errors of P and of its slope the cheapest budget lies between \(low) and \(high) "
        + "(95 %)")
    guard certificate.mayBeOutOfReach else { return ends + "." }
    return ends
      + language(
        vi: ", hoặc mức này không đạt được trong các giới hạn.",
        en: ", or the level is not reached within the limits.")
  }

  private func worth(_ value: LimitValue) -> String {
    guard value.isKnown else {
      return language(vi: "không thêm gì quá sai số", en: "nothing beyond the error")
    }
    return numbers.points(value.perBillion, error: value.error)
      + language(vi: " điểm P mỗi tỷ đồng", en: " points of P a billion VND")
  }

  private func name(_ limit: PlanLimit) -> String {
    switch limit {
    case .leverFloor(let place):
      language(vi: "mức sàn của ", en: "the floor of ") + language(found.levers[place].label)
    case .leverCeiling(let place):
      language(vi: "mức trần của ", en: "the ceiling of ") + language(found.levers[place].label)
    case .totalFloor: language(vi: "mức sàn của tổng", en: "the floor of the total")
    case .totalCeiling: language(vi: "mức trần của tổng", en: "the ceiling of the total")
    }
  }

  private func text(_ conflict: LimitConflict) -> String {
    switch conflict {
    case .floorsCostMore(let least, let ceiling):
      language(
        vi:
          "Không phương án nào giữ được giới hạn: riêng các mức sàn đã tốn \(amount(least)), tổng chỉ được \(amount(ceiling)).",
        en:
          "No plan keeps the limits: the floors alone cost \(amount(least)), the total may be \(amount(ceiling))."
      )
    case .ceilingsCostLess(let greatest, let floor):
      language(
        vi:
          "Không phương án nào giữ được giới hạn: mọi mức trần chỉ tốn \(amount(greatest)), tổng phải là \(amount(floor)).",
        en:
          "No plan keeps the limits: all ceilings cost \(amount(greatest)), the total must be \(amount(floor))."
      )
    case .totalFloorAboveCeiling(let floor, let ceiling):
      language(
        vi: "Mức sàn của tổng (\(amount(floor))) cao hơn mức trần (\(amount(ceiling))).",
        en: "The floor of the total (\(amount(floor))) is above its ceiling (\(amount(ceiling))).")
    case .noStepWithinBounds(let lever):
      language(
        vi: "Không bội số nào của bước nằm trong giới hạn của \(found.levers[lever].label.vi).",
        en: "No multiple of the step lies within the limits of \(found.levers[lever].label.en).")
    }
  }

  private var notes: [String] {
    let isOne = if case .plan = found.found { true } else { false }
    return [
      isOne
        ? language(
          vi:
            "Mọi phương án gặp cùng các cú sốc. Phương án thắng được kiểm lại trên mẫu mới, vì số lớn nhất "
            + "trong nhiều ước lượng thường quá lạc quan. Chênh lệch trong sai số gọi là ngang nhau.",
          en:
            "All plans meet the same shocks. The winner is checked on fresh draws, since the best of many "
            + "estimates is too good. Differences within the error are called ties.")
        : language(
          vi:
            "Mọi phương án gặp cùng các cú sốc. P là trên mẫu của cuộc tìm kiếm; hơi lạc quan vì là số lớn nhất. "
            + "Công cụ tính bằng tỷ đồng mỗi năm, tổng bằng tỷ đồng cho cả kế hoạch.",
          en:
            "All plans meet the same shocks. P is on the draws of the search, a little too good as the best "
            + "of many. Levers are in billion VND a year, totals in billion VND over the plan."),
      language(
        vi:
          "Ngân sách từng năm theo nhịp của kịch bản; mức trần không nêu là gấp ba số cần cho mọi doanh nghiệp đủ "
          + "điều kiện, trên đó tiền hầu như không tới ai.",
        en:
          "Years are phased as in the scenario. A ceiling that is not given is three times what all "
          + "eligible applicants would cost, beyond which money reaches next to nobody."),
    ]
  }
}
