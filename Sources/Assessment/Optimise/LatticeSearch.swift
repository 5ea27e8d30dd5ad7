/// The best plan whose budgets are whole numbers of steps, near the best plan of any budgets.
///
/// Surfaces tell which lattice points may be better than the best one so far; these are simulated, the
/// most promising first, until none is left. Levers without a step get what is best for the rest.
struct LatticeSearch {
  private let search: PlanSearch
  private let draws: Int
  private var space: SearchSpace { search.space }
  private var limits: BudgetLimits { search.space.limits }
  /// Places of the levers that move in steps.
  private let stepped: [Int]

  /// Nil if no lever that moves has a step.
  init?(_ search: PlanSearch, draws: Int) {
    (self.search, self.draws) = (search, draws)
    let levers = search.space.limits.levers
    stepped = search.space.free.filter { levers[$0].step != nil }
    if stepped.isEmpty { return nil }
  }

  private struct Candidate {
    let plan: [Double]
    /// As the surfaces have it.
    let heights: [Double]
    /// As the surfaces have it, and if it were as good as it may be.
    let merit: PlanMerit
    let hope: PlanMerit
  }

  /// - Parameters:
  ///   - start: Scaled budgets of the best plan without steps.
  ///   - evaluations: Lattice points that may be simulated.
  /// - Returns: The best lattice plan; nil where none within reach keeps the limits.
  /// - Throws: ``SearchInterruption``; what the simulation throws.
  func best(near start: [Double], evaluations: Int = 60) throws -> [Double]? {
    var best: (plan: [Double], merit: PlanMerit)?
    // How far surfaces were off lately; at first a guess.
    var misses = [0.02 * spread], tried = 0, isLast = false
    while tried < evaluations {
      let centre = best.map { space.scaled($0.plan) } ?? start
      // First one that reaches the levels, by the surfaces as they are.
      let hasReached = best.map { $0.merit.shortfall == 0 } ?? false
      let doubt = hasReached ? 1.5 * (misses.suffix(8).max() ?? 0) + 1e-3 * spread : 0
      // At last the neighbours, those of which surfaces think less too.
      let all = candidates(about: centre, isLast ? 4 * doubt + 0.01 * spread : doubt)
      let hopeful = all.filter { candidate in
        guard let best else { return true }
        return candidate.hope < best.merit && candidate.plan != best.plan
          && (!isLast || isNeighbour(candidate.plan, best.plan))
      }
      // The best of those that are known costs nothing.
      for candidate in hopeful where isKnown(candidate.plan) {
        try take(candidate, &best, &misses)
      }
      let open = hopeful.filter { !isKnown($0.plan) }.prefix(isLast ? evaluations - tried : 3)
      if open.isEmpty {
        if isLast { break }
        isLast = true
      }
      for candidate in open {
        tried += 1
        if try take(candidate, &best, &misses) {
          isLast = false
          break
        }
      }
    }
    return best?.plan
  }

  /// Whether two plans differ by one step, or by one from one lever to another.
  private func isNeighbour(_ a: [Double], _ b: [Double]) -> Bool {
    let steps = stepped.map { k in ((a[k] - b[k]) / (limits.levers[k].step ?? 1)).rounded() }
    let changed = steps.filter { $0 != 0 }
    return changed.count <= 2 && changed.allSatisfy { $0.magnitude == 1 }
      && (changed.count < 2 || changed[0] == -changed[1])
  }

  /// The levers that move in steps fixed at what a plan gives them; nil if no other is left.
  func rest(of plan: [Double]) -> SearchSpace? {
    guard let space = narrowed(plan), space.dimension > 0 else { return nil }
    return space
  }

  /// The greatest difference of a height between simulated plans, at most that of P = 2 % and 98 %.
  private var spread: Double {
    search.scales.indices.reduce(1e-6) { spread, j in
      let heights = search.ledger.records.compactMap { record in
        record.evaluation.map { search.scales[j].height($0.aims[j].smoothed ?? $0.aims[j].value) }
      }
      let all = (heights.max() ?? 0) - (heights.min() ?? 0)
      return max(spread, search.scales[j] == .probability ? min(4, all) : all)
    }
  }

  /// Simulates a candidate; true if it becomes the best.
  @discardableResult
  private func take(
    _ candidate: Candidate, _ best: inout (plan: [Double], merit: PlanMerit)?,
    _ misses: inout [Double]
  ) throws -> Bool {
    guard let found = try search.ledger.evaluation(candidate.plan, draws),
      let merit = search.merit(candidate.plan, found)
    else { return false }
    for j in search.scales.indices {
      let height = search.scales[j].height(found.aims[j].smoothed ?? found.aims[j].value)
      misses.append((height - candidate.heights[j]).magnitude)
    }
    if let best, merit >= best.merit { return false }
    best = (candidate.plan, merit)
    return true
  }

  private func isKnown(_ plan: [Double]) -> Bool {
    search.ledger.records.contains { $0.draws == draws && $0.plan == plan }
  }

  /// Lattice points about a centre that keep the limits, the likeliest first.
  private func candidates(about centre: [Double], _ doubt: Double) -> [Candidate] {
    let plan = space.plan(centre)
    let radius = stepped.reduce(0.02) { radius, k in
      let i = space.free.firstIndex(of: k) ?? 0
      return max(radius, 1.5 * (limits.levers[k].step ?? 0) / space.width[i])
    }
    guard let surfaces = search.surfaces(about: centre, radius, draws) else { return [] }
    func heights(_ plan: [Double]) -> [Double] {
      let u = space.scaled(plan)
      return surfaces.map { $0.slope(at: u).value }
    }
    var plans = [plan]
    for k in stepped { plans = plans.flatMap { multiples($0, k, offsets) } }
    let complete =
      stepped.count == space.dimension ? plans : plans.compactMap { completed($0, surfaces) }
    return complete.filter(limits.allow).map { plan in
      let heights = heights(plan)
      let hope = search.goal.merit(heights.map { $0 + doubt }, cost: limits.cost(of: plan))
      let merit = search.goal.merit(heights, cost: limits.cost(of: plan))
      return Candidate(plan: plan, heights: heights, merit: merit, hope: hope)
    }.sorted { $0.merit < $1.merit }
  }

  /// How many steps up and down are looked at: as many as leave not too many plans.
  private var offsets: ClosedRange<Int> {
    // Levers without steps are searched anew for each plan.
    let most = stepped.count == space.dimension ? 8_000 : 300
    for span in [3, 2, 1] {
      var plans = 1
      for _ in stepped where plans <= most { plans *= 2 * span + 2 }
      if plans <= most { return -span...span + 1 }
    }
    return 0...1
  }

  /// A plan with each multiple of a lever's step near what it has.
  private func multiples(
    _ plan: [Double], _ k: Int, _ offsets: ClosedRange<Int>
  ) -> [[Double]] {
    guard let step = limits.levers[k].step, let range = limits.levers[k].range else { return [] }
    let middle = (plan[k] / step).rounded(.down)
    return offsets.compactMap { offset in
      let budget = (middle + Double(offset)) * step
      guard budget >= range.lowerBound - 1e-9, budget <= range.upperBound + 1e-9 else { return nil }
      var changed = plan
      changed[k] = budget
      return changed
    }
  }

  private func narrowed(_ plan: [Double]) -> SearchSpace? {
    let fixed = limits.levers.indices.map { k -> PlanLever in
      let lever = limits.levers[k]
      guard stepped.contains(k) || !space.free.contains(k) else { return lever }
      return PlanLever(lever.name, bounds: plan[k]...plan[k], weight: lever.weight)
    }
    let narrow = BudgetLimits(
      fixed, totalFloor: limits.totalFloor, totalCeiling: limits.totalCeiling)
    return narrow.conflict == nil ? SearchSpace(narrow) : nil
  }

  /// The best budgets of the levers without steps, those with steps as they are.
  private func completed(_ plan: [Double], _ surfaces: [ResponseSurface]) -> [Double]? {
    guard let inner = narrowed(plan) else { return nil }
    guard inner.dimension > 0 else { return inner.base }
    let step = PlanStep(space: inner) { v in
      let u = space.scaled(inner.plan(v))
      return surfaces.map { surface in
        let slope = surface.slope(at: u)
        let gradient = inner.free.indices.map { i -> Double in
          let place = space.free.firstIndex(of: inner.free[i]) ?? 0
          return slope.gradient[place] * inner.width[i] / space.width[place]
        }
        return Slope(slope.value, gradient: gradient)
      }
    }
    let start = inner.projected(inner.scaled(plan))
    let found = try? step.best(search.goal, start, radius: 1, evaluations: 60)
    return inner.plan(found ?? start)
  }
}
