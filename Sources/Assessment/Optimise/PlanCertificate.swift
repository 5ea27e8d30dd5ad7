/// The best plan and the second best on draws that the search has not seen.
///
/// The best of many estimates is too high on average; fresh draws are not.
package struct PlanCertificate: Sendable, Equatable {
  package let best: PlanEvaluation
  package let runnerUp: PlanEvaluation?
  /// By how much the best is better in the aim; at equal cost, where the value of a billion is known.
  package let margin: PairedDifference?
  /// By aim, whether the best reaches its level on fresh draws; empty where no level was asked for.
  package let holds: [Bool]
  /// By aim, whether that is more certain than the error (95 %).
  package let isCertain: [Bool]
  /// What the cheapest plan may cost, billion VND, as far as the errors of P and of what a billion brings
  /// tell (95 %); nil where no level was asked for, or where the slope may be 0.
  package private(set) var cost: ClosedRange<Double>?
  /// Whether the errors leave open that no plan within the limits reaches the level.
  package private(set) var mayBeOutOfReach: Bool

  /// Whether the two differ by no more than the error.
  package var isTie: Bool? { margin?.isTie }

  /// The probability that the best is better, Φ(margin / its standard error).
  package var probabilityBetter: Double? { margin?.probabilityPositive }

  /// - Parameters:
  ///   - plan: The best.
  ///   - other: The second best.
  ///   - aim: The one compared.
  ///   - levels: By aim; empty for a best split.
  ///   - worth: What a billion VND is worth in points of the aim, where levels are asked for: the plan
  ///     that costs less is so much better at equal cost.
  ///   - totals: Between which the cheapest plan lies; without them no interval of its cost is told.
  ///   - fresh: A simulation with another seed.
  ///   - draws: Of each evaluation; nil comes out if none decides about the best.
  /// - Throws: What the simulation throws.
  package init?(
    _ plan: BudgetPlan, runnerUp other: BudgetPlan?, aim: Int = 0, levels: [Double] = [],
    worth: LimitValue? = nil, within totals: ClosedRange<Double>? = nil,
    fresh: (_ plan: [Double], _ draws: Int) throws -> PlanEvaluation?, draws: Int
  ) throws {
    guard let best = try fresh(plan.budgets, draws), best.isDefined else { return nil }
    self.best = best
    if let other, let found = try fresh(other.budgets, draws), found.isDefined {
      let saved = other.cost - plan.cost
      // The worth of a billion is of the search's draws: independent of these.
      margin = PairedDifference(best.aims[aim], found.aims[aim]).adding(
        saved * (worth?.perBillion ?? 0), standardError: saved * (worth?.standardError ?? 0))
      runnerUp = found
    } else {
      (margin, runnerUp) = (nil, nil)
    }
    holds = zip(best.aims, levels).map { $0.value >= $1 }
    isCertain = zip(best.aims, levels).map { ($0.value - $1).magnitude > $0.error }
    cost = nil
    mayBeOutOfReach = false
    guard let worth, let totals, !levels.isEmpty,
      let changes = CostInterval.changes(
        excess: best.aims[aim].value - levels[aim], standardError: best.aims[aim].standardError,
        slope: worth, replicates: best.aims[aim].replicates.count)
    else { return }
    func possible(_ change: Double) -> Double {
      min(max(plan.cost + change, totals.lowerBound), totals.upperBound)
    }
    cost = possible(changes.lowerBound)...possible(changes.upperBound)
    mayBeOutOfReach = plan.cost + changes.upperBound > totals.upperBound
  }

  /// Of an answer's plan and runner-up, by the aim that holds the plan back; for a cheapest plan at equal
  /// cost.
  ///
  /// Nil if there is no plan, or no fresh draw decides about it.
  package init?(
    _ answer: BudgetAnswer, levels: [Double] = [], within limits: BudgetLimits? = nil,
    fresh: (_ plan: [Double], _ draws: Int) throws -> PlanEvaluation?, draws: Int
  ) throws {
    guard let plan = answer.plan else { return nil }
    try self.init(
      plan, runnerUp: answer.runnerUp, aim: answer.worstAim, levels: levels,
      worth: levels.isEmpty ? nil : answer.nextBillion,
      within: limits.flatMap { $0.totals(withoutUseOf: answer.idleLevers) }, fresh: fresh,
      draws: draws)
  }
}

extension BudgetLimits {
  /// From the least to the greatest that a plan may cost in which idle levers stay at their floors; nil
  /// where levers have steps, between whose totals no line runs.
  fileprivate func totals(withoutUseOf idle: [Int]) -> ClosedRange<Double>? {
    guard conflict == nil, !levers.contains(where: { $0.step != nil }) else { return nil }
    let used = levers.indices.map { idle.contains($0) ? floor[$0] : ceiling[$0] }
    let least = max(cost(of: floor), totalFloor ?? 0)
    return least...max(least, min(cost(of: used), totalCeiling ?? .infinity))
  }
}
