import Assessment
import ReachModel

/// Several plans: the frontier of P against the budget, and plans that none beats.
extension OptimiseSections {
  func write(_ frontier: BudgetFrontier, to page: inout Page) {
    // With whole steps a plan may leave a part of what it may spend.
    let leavesSome = frontier.points.contains { $0.budget - $0.plan.cost > 0.5 }
    let allowed =
      leavesSome
      ? [TextTable.Column(language(vi: "được chi", en: "may be"), .right, wraps: true)] : []
    var table = TextTable(
      allowed + [
        .init(language(vi: "chi, tỷ", en: "spent"), .right), .init("P, %", .right),
        .init(language(vi: "điểm P thêm mỗi tỷ", en: "points a billion"), .right, wraps: true),
      ] + found.levers.map { .init($0.key, .right) })
    for point in frontier.points {
      let worth =
        point.nextBillion.map {
          $0.isKnown
            ? numbers.points($0.perBillion, error: $0.error)
            : language(vi: "trong sai số", en: "within error")
        } ?? "–"
      table.append(
        (leavesSome ? [numbers.number(point.budget, decimals: 0)] : []) + [
          numbers.number(point.plan.cost, decimals: 0), inPoints(point.plan.evaluation.aims[0]),
          worth,
        ] + point.plan.budgets.map { numbers.number($0, decimals: 1) })
    }
    page.table(table)
    let impossible = frontier.impossible.map(amount)
    page.list(
      [
        language(
          vi: "Tổng lớn nhất là số mà phương án tốt nhất chi trong mức được phép.",
          en: "The greatest total is what the best plan spends of the most that is allowed.")
      ]
        + (impossible.isEmpty
          ? []
          : [
            language(
              vi: "Không phương án nào giữ được: \(impossible.joined(separator: "; ")).",
              en: "No plan keeps: \(impossible.joined(separator: ", ")).")
          ]) + ending(frontier.end))
  }

  func write(_ plans: ParetoPlans, to page: inout Page) {
    var table = TextTable(
      found.questions.map { .init(event($0), .right, wraps: true) }
        + [.init(language(vi: "tổng", en: "total"), .right)]
        + found.levers.map { .init($0.key, .right) })
    for point in plans.points {
      table.append(
        point.plan.evaluation.aims.map(percent) + [numbers.number(point.plan.cost, decimals: 1)]
          + point.plan.budgets.map { numbers.number($0, decimals: 1) })
    }
    page.table(table)
    let total = found.limits.totalCeiling.map { ceiling in
      language(
        vi: "Tổng không quá \(amount(ceiling)).", en: "The total is at most \(amount(ceiling)).")
    }
    page.list(
      [
        total,
        language(
          vi: "\(plans.dominated) phương án khác bị lấn át.",
          en: "\(plans.dominated) other plans are beaten in every aim."),
      ].compactMap(\.self) + ending(plans.end))
  }

  /// Without the sign, which the table's head has.
  private func inPoints(_ aim: AimEstimate) -> String {
    numbers.number(100 * aim.value, error: 100 * aim.error)
  }
}
