/// One question of a ``BudgetOptimiser``, from the starts to the answer.
struct BudgetRun {
  private let limits: BudgetLimits
  private let goal: PlanGoal
  private let scales: [AimScale]
  private let ledger: PlanLedger
  private var search: PlanSearch
  /// Levers that move no aim.
  private(set) var idle: [Int]
  /// Whether each lever has been tried.
  private var hasOpened = false
  private var end = SearchEnd.converged

  /// A run that leaves `idle` levers at their floors: an earlier one found that they move no aim.
  init(
    _ limits: BudgetLimits, _ goal: PlanGoal, _ scales: [AimScale], _ ledger: PlanLedger,
    idle: [Int] = []
  ) {
    (self.limits, self.goal, self.scales, self.ledger) = (limits, goal, scales, ledger)
    self.idle = idle
    search = PlanSearch(SearchSpace(limits, idle: Set(idle)), goal, scales, ledger)
  }

  private var fine: Int { ledger.effort.fineDraws }
  private var coarse: Int { ledger.effort.coarseDraws }

  mutating func answer() throws -> BudgetAnswer {
    // Slopes at the end, two plans a lever, and the comparison with the second best.
    let wanted = 2 * limits.levers.count + 4
    ledger.reserve = min(wanted, ledger.effort.evaluations / 3)
    var finished: BudgetPlan?
    do {
      if let floor = try heldAtFloor() { return told(.heldAtFloor(floor)) }
      finished = try searched()
    } catch let interruption as SearchInterruption {
      end = interruption.end
    }
    ledger.reserve = 0
    guard var plan = finished ?? bestKnown() else {
      return told(end == .stopped && ledger.records.isEmpty ? .nothingYet : .undefined)
    }
    guard end != .stopped else { return told(finding(plan, [])) }
    var values: LimitValues?, second: BudgetPlan?, worst = goal.worstAim(heights(plan))
    do {
      plan = try evaluated(plan.budgets) ?? plan
      worst = goal.worstAim(heights(plan))
      values = try LimitValues(limits, plan.budgets, near: search, aim: worst, draws: fine)
      second = try runnerUp(plan)
    } catch let interruption as SearchInterruption {
      end = interruption.end
    }
    return told(
      finding(plan, values?.found ?? []), values, runnerUp: second, worstAim: worst)
  }

  // MARK: The search

  /// The floors, where they need no better plan.
  private func heldAtFloor() throws -> BudgetPlan? {
    guard limits.allow(limits.floor),
      let found = try ledger.evaluation(limits.floor, fine),
      let merit = search.merit(limits.floor, found)
    else { return nil }
    let plan = budgetPlan(limits.floor, found, fine)
    switch goal {
    case .cheapest: return merit.shortfall == 0 ? plan : nil
    case .most(_, let weights):
      let isCertain = scales.indices.allSatisfy { j in
        !weights[j].isFinite || scales[j] == .probability && found.aims[j].value == 1
      }
      return isCertain ? plan : nil
    }
  }

  mutating func searched() throws -> BudgetPlan? {
    let openings = try SearchOpenings(search, draws: coarse)
    idle = search.space.free.filter(openings.isIdle)
    hasOpened = true
    var starts = openings.plans
    var within = limits
    if case .cheapest = goal {
      let reached = try openings.reached()
      starts = reached + starts
      within = noDearer(than: reached.map { limits.cost(of: $0) }.min())
    }
    search = PlanSearch(SearchSpace(within, idle: Set(idle)), goal, scales, ledger)
    guard var best = try optimum(starts) else { return nil }
    if case .cheapest = goal, try search.merit(best, coarse)?.shortfall == 0 {
      let plan = search.space.plan(best)
      within = noDearer(than: limits.cost(of: plan))
      search = PlanSearch(SearchSpace(within, idle: Set(idle)), goal, scales, ledger)
      best = search.space.projected(search.space.scaled(plan))
    }
    if ledger.hasGradient { best = try search.climbed(from: best, radius: 0.3, draws: fine) }
    // The last box is three thousandths of a lever's range: what is left is of second order.
    best = try search.run(from: best, radii: (0.08, 0.003), draws: fine) ?? best
    best = try search.lifted(best, draws: fine)
    if within != limits, try search.merit(best, fine).map({ $0.shortfall > 0 }) ?? true {
      // Few draws promised too much: all that the limits allow is looked at again.
      let plan = search.space.plan(best)
      search = PlanSearch(SearchSpace(limits, idle: Set(idle)), goal, scales, ledger)
      let start = search.space.projected(search.space.scaled(plan))
      best = try search.run(from: start, radii: (0.08, 0.003), draws: fine) ?? start
      best = try search.lifted(best, draws: fine)
    }
    return try onSteps(best)
  }

  /// The limits, and a total that is little above the cost of a plan that reaches the levels: nothing
  /// dearer is looked for, and boxes fit what is left.
  private func noDearer(than cost: Double?) -> BudgetLimits {
    guard let cost else { return limits }
    // Going up to whole steps may cost a step of each lever more.
    let steps = limits.levers.reduce(0) { $0 + $1.weight * ($1.step ?? 0) }
    let most = max(1.1 * cost + steps, limits.totalFloor ?? 0)
    return limits.with(totalCeiling: min(limits.totalCeiling ?? .infinity, most))
  }

  /// The best plan near another, such as that of a budget nearby.
  mutating func refined(from plan: [Double]) throws -> BudgetPlan? {
    let start = search.space.projected(search.space.scaled(plan))
    guard let best = try search.run(from: start, radii: (0.15, 0.006), draws: fine) else {
      return nil
    }
    return try onSteps(best)
  }

  /// The best plan near the best of those that are known.
  mutating func refinedFromBest() throws -> BudgetPlan? {
    guard let start = bestKnown() else { return try searched() }
    return try refined(from: start.budgets)
  }

  private func onSteps(_ best: [Double]) throws -> BudgetPlan? {
    guard let lattice = LatticeSearch(search, draws: fine) else {
      return try evaluated(search.space.plan(best))
    }
    guard let plan = try lattice.best(near: best) else { return nil }
    guard let space = lattice.rest(of: plan) else { return try evaluated(plan) }
    // The levers without steps once more, for these steps.
    var last = PlanSearch(space, goal, scales, ledger)
    let start = space.projected(space.scaled(plan))
    guard let found = try last.run(from: start, radii: (0.05, 0.004), draws: fine) else {
      return try evaluated(plan)
    }
    return try evaluated(space.plan(try last.lifted(found, draws: fine)))
  }

  /// The best of the optima near the three best starts.
  private mutating func optimum(_ starts: [[Double]]) throws -> [Double]? {
    let space = search.space
    let inside = starts.map { space.projected(space.scaled($0)) }
    var ranked: [(point: [Double], merit: PlanMerit)] = []
    for point in inside where !ranked.contains(where: { $0.point == point }) {
      if let merit = try search.merit(point, coarse) { ranked.append((point, merit)) }
    }
    ranked.sort { $0.merit < $1.merit }
    var optima: [[Double]] = []
    var best: (point: [Double], merit: PlanMerit)?
    for start in ranked where optima.count < 3 {
      // The first is worth more than the others: what is left must do for the polish.
      if !optima.isEmpty && ledger.records.count > ledger.effort.evaluations / 3 { break }
      if optima.contains(where: { SearchSpace.distance($0, start.point) < 0.3 }) { continue }
      var local = search
      let found = try local.run(
        from: start.point, radii: (0.25, 0.1), draws: coarse, known: optima)
      guard let found, let merit = try search.merit(found, coarse) else { continue }
      optima.append(found)
      if best.map({ merit < $0.merit }) ?? true {
        best = (found, merit)
        search = local
      }
    }
    return best?.point
  }

  // MARK: The answer

  private func evaluated(_ plan: [Double]) throws -> BudgetPlan? {
    try ledger.evaluation(plan, fine).map { budgetPlan(plan, $0, fine) }
  }

  private func budgetPlan(_ plan: [Double], _ found: PlanEvaluation, _ draws: Int) -> BudgetPlan {
    BudgetPlan(
      budgets: plan, cost: limits.cost(of: plan), evaluation: found, draws: draws)
  }

  /// The best of the plans simulated that keep the limits and are not ruled out, each by what most
  /// draws tell of it.
  private func bestKnown(except isOut: (BudgetPlan) -> Bool = { _ in false }) -> BudgetPlan? {
    var best: (plan: BudgetPlan, merit: PlanMerit)?
    let records = ledger.records
    for record in records {
      guard let found = record.evaluation, let merit = search.merit(record.plan, found),
        limits.allow(record.plan), isOnSteps(record.plan),
        !records.contains(where: { $0.draws > record.draws && $0.plan == record.plan })
      else { continue }
      let plan = budgetPlan(record.plan, found, record.draws)
      if isOut(plan) { continue }
      if best.map({ merit < $0.merit }) ?? true { best = (plan, merit) }
    }
    return best?.plan
  }

  private func isOnSteps(_ plan: [Double]) -> Bool {
    zip(limits.levers, plan).allSatisfy { lever, budget in
      guard let step = lever.step, lever.bounds.lowerBound < lever.bounds.upperBound else {
        return true
      }
      return ((budget / step).rounded() * step - budget).magnitude <= 1e-6 * step
    }
  }

  /// The best of the plans that differ from the best by a step or a tenth of a lever's range.
  private func runnerUp(_ best: BudgetPlan) throws -> BudgetPlan? {
    let space = search.space
    func isNear(_ plan: BudgetPlan) -> Bool {
      space.free.indices.allSatisfy { i in
        let k = space.free[i]
        let apart = (plan.budgets[k] - best.budgets[k]).magnitude
        return apart < min(limits.levers[k].step ?? .infinity, 0.1 * space.width[i]) - 1e-9
      }
    }
    guard let found = bestKnown(except: isNear) else { return nil }
    return try evaluated(found.budgets)
  }

  private func heights(_ plan: BudgetPlan) -> [Double] {
    zip(scales, plan.evaluation.aims).map { $0.height($1.value) }
  }

  private func finding(_ plan: BudgetPlan, _ values: [LimitValue]) -> BudgetAnswer.Finding {
    let known = ledger.records.compactMap { $0.evaluation }
    let isFlat = known.allSatisfy { found in
      zip(found.aims, plan.evaluation.aims).allSatisfy {
        PairedDifference($0, $1).isTie
      }
    }
    guard let merit = search.merit(plan.budgets, plan.evaluation) else { return .undefined }
    if isFlat && hasOpened && SearchSpace(limits).dimension > 0 { return .noLeverActs(plan) }
    return merit.shortfall > 0
      ? .unreachable(nearest: plan, binding: values.first) : .best(plan)
  }

  private func told(
    _ finding: BudgetAnswer.Finding, _ values: LimitValues? = nil, runnerUp: BudgetPlan? = nil,
    worstAim: Int = 0
  ) -> BudgetAnswer {
    BudgetAnswer(
      finding: finding, runnerUp: runnerUp, worstAim: worstAim, idleLevers: idle,
      nextBillion: values?.nextBillion,
      limits: values?.found ?? [], end: end, evaluations: ledger.records.count)
  }
}
