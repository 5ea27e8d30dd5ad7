/// The best budgets of a plan, on a simulation that is handed in.
///
/// Plans are searched from several starts (the floors, each lever alone, an equal split, the plan at
/// hand, a split by what each lever does alone), with few draws; the best is polished with many, put on
/// its steps, and what holds it back is measured.
package struct BudgetOptimiser {
  package let limits: BudgetLimits
  /// By aim.
  package let scales: [AimScale]
  let simulation: PlanSimulation
  package let effort: SearchEffort

  /// - Parameters:
  ///   - limits: Of the levers and of the total.
  ///   - scales: How the aims' values are to be read, in the order of the evaluations.
  ///   - simulation: Deterministic, all plans under the same shocks.
  ///   - effort: Draws and evaluations.
  package init(
    _ limits: BudgetLimits, scales: [AimScale] = [.probability], simulation: PlanSimulation,
    effort: SearchEffort
  ) {
    precondition(!scales.isEmpty, "no aim")
    (self.limits, self.scales) = (limits, scales)
    (self.simulation, self.effort) = (simulation, effort)
  }

  /// The cheapest plan that brings each aim to its level.
  ///
  /// - Parameter levels: By aim, in its unit.
  /// - Returns: The plan, or why there is none; what limits are worth; the second best.
  /// - Throws: What the simulation throws.
  package func cheapest(reaching levels: [Double]) throws -> BudgetAnswer {
    precondition(levels.count == scales.count, "\(levels.count) levels, \(scales.count) aims")
    return try answer(.cheapest(levels: zip(scales, levels).map { $0.height($1) }))
  }

  /// The plan within the limits with the greatest value of an aim; of those simulated that are equal,
  /// the one that costs least.
  ///
  /// - Parameter aim: Its place.
  /// - Returns: The plan, or why there is none; what limits are worth; the second best.
  /// - Throws: What the simulation throws.
  package func bestSplit(aim: Int = 0) throws -> BudgetAnswer {
    precondition(scales.indices.contains(aim), "aim \(aim) of \(scales.count)")
    return try answer(.most(of: aim, count: scales.count))
  }

  private func answer(_ goal: PlanGoal) throws -> BudgetAnswer {
    let ledger = PlanLedger(simulation, effort)
    if let conflict = limits.conflict {
      return BudgetAnswer(
        finding: .impossible(conflict), runnerUp: nil, worstAim: 0, idleLevers: [],
        nextBillion: nil,
        limits: [], end: .converged, evaluations: 0)
    }
    var run = BudgetRun(limits, goal, scales, ledger)
    return try run.answer()
  }
}
