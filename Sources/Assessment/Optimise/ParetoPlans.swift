/// Plans of which none is better than another in every aim.
package struct ParetoPlans: Sendable, Equatable {
  package struct Point: Sendable, Equatable {
    package let plan: BudgetPlan
    /// How many other plans found are the same within the noise, in every aim.
    package let ties: Int
  }

  /// By falling value of the first aim.
  package let points: [Point]
  /// Plans found that another beats: in one aim by more than the error, in none worse by more.
  package let dominated: Int
  package let end: SearchEnd
  package let evaluations: Int
}

extension BudgetOptimiser {
  /// The best compromises between several aims under the limits.
  ///
  /// First the best plan for each aim alone, which gives the range of each; then, for weights over the
  /// simplex, the plan that goes farthest from the worst of these values in the direction of the
  /// weights (weighted Chebyshev), which finds compromises that no weighted sum does.
  ///
  /// - Parameter divisions: Of each weight; aims − 1 choose divisions + aims − 1 plans at most.
  /// - Returns: With one aim, its best plan.
  /// - Throws: What the simulation throws.
  /// - Source: Miettinen, *Nonlinear Multiobjective Optimization* (1999), §3.4 (weighted metrics).
  package func paretoPlans(divisions: Int = 6) throws -> ParetoPlans {
    precondition(divisions > 0, "\(divisions) divisions")
    let ledger = PlanLedger(simulation, effort)
    var found: [BudgetPlan] = []
    var end = SearchEnd.converged, idle: [Int] = []
    do {
      guard limits.conflict == nil else {
        return ParetoPlans(points: [], dominated: 0, end: end, evaluations: 0)
      }
      for aim in scales.indices {
        let goal = PlanGoal.most(of: aim, count: scales.count)
        var run = BudgetRun(limits, goal, scales, ledger, idle: idle)
        let plan = try found.isEmpty ? run.searched() : run.refinedFromBest()
        if let plan { found.append(plan) }
        idle = run.idle
      }
      for goal in compromises(found, divisions) {
        var run = BudgetRun(limits, goal, scales, ledger, idle: idle)
        if let plan = try run.refinedFromBest() { found.append(plan) }
      }
    } catch let interruption as SearchInterruption {
      end = interruption.end
    }
    return sorted(found, end, ledger.records.count)
  }

  /// One goal for each set of weights, none of them 0.
  private func compromises(_ ends: [BudgetPlan], _ divisions: Int) -> [PlanGoal] {
    guard scales.count > 1, ends.count == scales.count else { return [] }
    let heights = ends.map { plan in
      zip(scales, plan.evaluation.aims).map { $0.height($1.value) }
    }
    let worst = scales.indices.map { j in heights.reduce(.infinity) { min($0, $1[j]) } }
    let best = scales.indices.map { j in heights.reduce(-.infinity) { max($0, $1[j]) } }
    // An aim that all of them serve alike has no range: any will do.
    let range = scales.indices.map { max(best[$0] - worst[$0], 1e-6) }
    return shares(divisions, among: scales.count).filter { !$0.contains(0) }.map { parts in
      .most(
        origins: worst,
        weights: scales.indices.map { Double(parts[$0]) / Double(divisions) * range[$0] })
    }
  }

  /// All ways to split a number into parts.
  private func shares(_ total: Int, among count: Int) -> [[Int]] {
    guard count > 1 else { return [[total]] }
    return (0...total).flatMap { first in
      shares(total - first, among: count - 1).map { [first] + $0 }
    }
  }

  private func sorted(
    _ found: [BudgetPlan], _ end: SearchEnd, _ evaluations: Int
  ) -> ParetoPlans {
    let kept = found.filter { plan in !found.contains { dominates($0, plan) } }
    var points: [(plan: BudgetPlan, ties: Int)] = []
    // The cheaper of those that are the same stands for all.
    for plan in kept.sorted(by: { $0.cost < $1.cost }) {
      if let same = points.firstIndex(where: { isTie($0.plan, plan) }) {
        points[same].ties += 1
      } else {
        points.append((plan, 0))
      }
    }
    return ParetoPlans(
      points: points.sorted { $0.plan.value > $1.plan.value }.map { .init(plan: $0, ties: $1) },
      dominated: found.count - kept.count, end: end, evaluations: evaluations)
  }

  private func differences(_ a: BudgetPlan, _ b: BudgetPlan) -> [PairedDifference] {
    zip(a.evaluation.aims, b.evaluation.aims).map { PairedDifference($0, $1) }
  }

  private func dominates(_ a: BudgetPlan, _ b: BudgetPlan) -> Bool {
    let differences = differences(a, b)
    return differences.contains { $0.value > $0.error }
      && differences.allSatisfy { $0.value >= -$0.error }
  }

  private func isTie(_ a: BudgetPlan, _ b: BudgetPlan) -> Bool {
    differences(a, b).allSatisfy(\.isTie)
  }
}
