/// What each budget reaches at best.
package struct BudgetFrontier: Sendable, Equatable {
  package struct Point: Sendable, Equatable {
    /// The most that the plan may cost, billion VND.
    package let budget: Double
    package let plan: BudgetPlan
    /// What the next billion is worth in points of the aim: the slope of the frontier; nil for a
    /// single budget, or where the search ended before.
    package let nextBillion: LimitValue?
    /// Whether no mixture of other budgets lies above it.
    package let isOnHull: Bool
  }

  /// From the least budget to the greatest; without those that no plan keeps.
  package let points: [Point]
  /// Budgets below what the floors cost, or beyond other limits.
  package let impossible: [Double]
  /// Whether the next billion is worth less at every greater budget, within the errors.
  package let isConcave: Bool
  package let end: SearchEnd
  package let evaluations: Int
}

/// The totals whose best plans a frontier joins, billion VND over the plan.
package enum FrontierTotals: Sendable, Equatable {
  case listed([Double])
  /// So many, from the cost of the floors to what the best plan of this greatest total still spends:
  /// what lies beyond brings no aim any further. Denser at low totals, where P bends.
  case spread(Int, upTo: Double)

  fileprivate var count: Int {
    switch self {
    case .listed(let budgets): budgets.count
    case .spread(let count, _): count
    }
  }
}

extension BudgetOptimiser {
  /// The best plan for each of several budgets, and what the next billion is worth at each.
  ///
  /// From the greatest budget downwards, each search beginning at the plan of the one before. All share
  /// `effort`; some forty evaluations a budget are enough.
  ///
  /// - Parameters:
  ///   - totals: In any order; a ceiling of the total in the limits holds besides.
  ///   - aim: The one that is to be greatest.
  /// - Returns: A point for each budget that some plan keeps, as far as the search came.
  /// - Throws: What the simulation throws.
  package func frontier(_ totals: FrontierTotals, aim: Int = 0) throws -> BudgetFrontier {
    precondition(scales.indices.contains(aim), "aim \(aim) of \(scales.count)")
    let goal = PlanGoal.most(of: aim, count: scales.count)
    let ledger = PlanLedger(simulation, effort)
    ledger.reserve = min(3 * totals.count, effort.evaluations / 3)
    var found: [(budget: Double, plan: BudgetPlan)] = []
    var end = SearchEnd.converged
    var slopes: [LimitValue?] = [], idle: [Int] = [], impossible: [Double] = []
    func search(_ budget: Double) throws {
      guard within(budget).conflict == nil else { return impossible.append(budget) }
      var run = BudgetRun(within(budget), goal, scales, ledger, idle: idle)
      let start = found.last?.plan.budgets
      let plan = try start.map { try run.refined(from: $0) } ?? run.searched()
      if let plan { found.append((budget, plan)) }
      idle = run.idle
    }
    do {
      switch totals {
      case .listed(let budgets):
        for budget in Set(budgets).sorted(by: >) { try search(budget) }
      case .spread(let count, let greatest):
        try search(greatest)
        guard let most = found.first?.plan else { break }
        found[0].budget = most.cost
        let least = limits.cost(of: limits.floor)
        for place in (0..<count - 1).reversed() where most.cost > least {
          let share = Double(place) / Double(count - 1)
          try search(least + (most.cost - least) * share * share)
        }
      }
      ledger.reserve = 0
      found = monotone(found.reversed(), aim)
      slopes = try found.indices.map { try slope(found, $0, aim, ledger) }
    } catch let interruption as SearchInterruption {
      end = interruption.end
      // In whatever order the search was cut off.
      found = monotone(found.sorted { $0.budget < $1.budget }, aim)
    }
    let hull = upperHull(found.map { ($0.budget, $0.plan.evaluation.aims[aim].value) })
    let points = found.indices.map { i in
      BudgetFrontier.Point(
        budget: found[i].budget, plan: found[i].plan,
        nextBillion: i < slopes.count ? slopes[i] : nil, isOnHull: hull.contains(i))
    }
    return BudgetFrontier(
      points: points, impossible: impossible.sorted(),
      isConcave: isConcave(found, aim), end: end, evaluations: ledger.records.count)
  }

  private func within(_ budget: Double) -> BudgetLimits {
    limits.with(totalCeiling: min(budget, limits.totalCeiling ?? .infinity))
  }

  /// A greater budget may always do what a smaller one does.
  private func monotone(
    _ found: [(budget: Double, plan: BudgetPlan)], _ aim: Int
  ) -> [(budget: Double, plan: BudgetPlan)] {
    var best: BudgetPlan?
    return found.map { budget, plan in
      if let last = best, last.evaluation.aims[aim].value >= plan.evaluation.aims[aim].value,
        limits.totalFloor.map({ last.cost >= $0 - limits.tolerance }) ?? true
      {
        return (budget, last)
      }
      best = plan
      return (budget, plan)
    }
  }

  /// The slope at a budget: from plans a quarter of the way to its neighbours' plans, which keep every
  /// limit since the limits are convex.
  ///
  /// - Source: Fornberg, *Mathematics of Computation* 51, 1988, table 3 (weights on uneven grids).
  private func slope(
    _ found: [(budget: Double, plan: BudgetPlan)], _ i: Int, _ aim: Int, _ ledger: PlanLedger
  ) throws -> LimitValue? {
    guard found.count > 1 else { return nil }
    let last = found.count - 1
    let hasSteps = limits.levers.contains { $0.step != nil }
    let share = hasSteps ? 1 : 0.25
    func estimate(_ j: Int, _ share: Double) throws -> AimEstimate? {
      let from = found[i].plan, to = found[j].plan
      if share == 0 || from.budgets == to.budgets { return from.evaluation.aims[aim] }
      let plan = zip(from.budgets, to.budgets).map { $0 + share * ($1 - $0) }
      return try ledger.evaluation(plan, effort.fineDraws)?.aims[aim]
    }
    let here = found[i].plan.evaluation.aims[aim]
    var terms: [(Double, AimEstimate)]
    if i > 0 && i < last {
      let back = share * (found[i].budget - found[i - 1].budget)
      let next = share * (found[i + 1].budget - found[i].budget)
      guard let below = try estimate(i - 1, share), let above = try estimate(i + 1, share) else {
        return nil
      }
      terms = [
        (back / (next * (back + next)), above), (-next / (back * (back + next)), below),
        ((next - back) / (next * back), here),
      ]
    } else {
      let j = i == 0 ? 1 : last - 1, width = share * (found[j].budget - found[i].budget)
      guard let near = try estimate(j, share) else { return nil }
      terms = [(1 / width, near), (-1 / width, here)]
      if !hasSteps, let far = try estimate(j, 2 * share) {
        terms = [(2 / width, near), (-1.5 / width, here), (-0.5 / width, far)]
      }
    }
    let slope = PairedDifference(sum: terms)
    return LimitValue(
      limit: .totalCeiling, perBillion: slope.value, standardError: slope.standardError,
      error: slope.error)
  }

  private func isConcave(
    _ found: [(budget: Double, plan: BudgetPlan)], _ aim: Int
  ) -> Bool {
    guard found.count > 2 else { return true }
    return (1..<found.count - 1).allSatisfy { i in
      let back = found[i].budget - found[i - 1].budget
      let next = found[i + 1].budget - found[i].budget
      let bend = PairedDifference(sum: [
        (1 / next, found[i + 1].plan.evaluation.aims[aim]),
        (-1 / next - 1 / back, found[i].plan.evaluation.aims[aim]),
        (1 / back, found[i - 1].plan.evaluation.aims[aim]),
      ])
      // What the search leaves is of no weight beside a thousandth of the slopes.
      let rise =
        found[i + 1].plan.evaluation.aims[aim].value
        - found[i - 1].plan.evaluation.aims[aim].value
      return bend.value <= bend.error + 1e-3 * rise / (back + next)
    }
  }
}

/// Places of the points on the upper concave hull; points rise from left to right.
///
/// - Source: Andrew, *Information Processing Letters* 9, 1979.
private func upperHull(_ points: [(x: Double, y: Double)]) -> Set<Int> {
  var hull: [Int] = []
  for i in points.indices {
    while hull.count > 1 {
      let a = points[hull[hull.count - 2]], b = points[hull[hull.count - 1]], c = points[i]
      let turn = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
      guard turn > 0 else { break }
      hull.removeLast()
    }
    hull.append(i)
  }
  return Set(hull)
}
