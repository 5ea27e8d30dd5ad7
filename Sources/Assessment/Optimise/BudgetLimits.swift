/// What a plan may set: a budget a year, within limits.
package struct PlanLever: Sendable, Equatable {
  package let name: String
  /// Billion VND a year; of no width where the lever is fixed.
  package let bounds: ClosedRange<Double>
  /// Budgets are multiples of it; any number where nil.
  package let step: Double?
  /// What a billion VND a year costs over the plan: the years.
  package let weight: Double
  /// What the plan at hand gives it, which need not lie within the bounds.
  package let present: Double
  /// Where the model may be asked, to see what a limit is worth; at least the bounds.
  package let domain: ClosedRange<Double>

  package init(
    _ name: String, bounds: ClosedRange<Double>, step: Double? = nil, weight: Double = 1,
    present: Double? = nil, domain: ClosedRange<Double>? = nil
  ) {
    precondition(
      bounds.lowerBound >= 0 && bounds.upperBound.isFinite && weight >= 0 && weight.isFinite,
      "\(name): \(bounds) at \(weight)")
    precondition(step.map { $0 > 0 && $0.isFinite } ?? true, "\(name): step \(step ?? 0)")
    (self.name, self.bounds, self.step, self.weight) = (name, bounds, step, weight)
    self.present = present ?? bounds.lowerBound
    let wide = domain ?? bounds
    self.domain =
      min(wide.lowerBound, bounds.lowerBound)...max(wide.upperBound, bounds.upperBound)
  }

  /// From the least to the greatest budget it can have, whole numbers of steps.
  ///
  /// Nil where no multiple of the step lies within the bounds; a fixed lever need not be one.
  package var range: ClosedRange<Double>? {
    guard let step, bounds.lowerBound < bounds.upperBound else { return bounds }
    // A bound that is a multiple but for rounding counts as one.
    let low = (bounds.lowerBound / step - 1e-9).rounded(.up) * step
    let high = (bounds.upperBound / step + 1e-9).rounded(.down) * step
    return low <= high ? low...high : nil
  }
}

/// Limits that no plan can keep.
package enum LimitConflict: Sendable, Equatable {
  /// The levers' floors alone cost more than the total may.
  case floorsCostMore(Double, ceiling: Double)
  /// All levers at their ceilings cost less than the total must.
  case ceilingsCostLess(Double, floor: Double)
  /// The least total is above the greatest.
  case totalFloorAboveCeiling(Double, Double)
  /// No multiple of its step lies within the lever's bounds.
  case noStepWithinBounds(lever: Int)
}

/// The levers of a plan, and what all of them together may cost.
package struct BudgetLimits: Sendable, Equatable {
  package let levers: [PlanLever]
  /// Billion VND over the plan; none if nil.
  package let totalFloor: Double?
  package let totalCeiling: Double?

  package init(_ levers: [PlanLever], totalFloor: Double? = nil, totalCeiling: Double? = nil) {
    precondition(!levers.isEmpty, "no lever")
    precondition(totalFloor?.isFinite ?? true && totalCeiling?.isFinite ?? true, "a total")
    (self.levers, self.totalFloor, self.totalCeiling) = (levers, totalFloor, totalCeiling)
  }

  /// The same levers under another ceiling of the total.
  package func with(totalCeiling: Double?) -> BudgetLimits {
    BudgetLimits(levers, totalFloor: totalFloor, totalCeiling: totalCeiling)
  }

  /// Σ weight · budget, billion VND over the plan.
  package func cost(of plan: [Double]) -> Double {
    zip(levers, plan).reduce(0) { $0 + $1.0.weight * $1.1 }
  }

  /// By how much a total may be off for rounding.
  var tolerance: Double { 1e-9 * max(1, cost(of: levers.map(\.bounds.upperBound))) }

  /// Each lever at its floor.
  package var floor: [Double] { levers.map { $0.range?.lowerBound ?? $0.bounds.lowerBound } }

  /// Each lever at its ceiling.
  package var ceiling: [Double] { levers.map { $0.range?.upperBound ?? $0.bounds.upperBound } }

  /// Nil if some plan keeps the limits (steps of the total apart).
  package var conflict: LimitConflict? {
    if let lever = levers.firstIndex(where: { $0.range == nil }) {
      return .noStepWithinBounds(lever: lever)
    }
    if let totalFloor, let totalCeiling, totalFloor > totalCeiling {
      return .totalFloorAboveCeiling(totalFloor, totalCeiling)
    }
    let least = cost(of: floor), greatest = cost(of: ceiling)
    if let totalCeiling, least > totalCeiling + tolerance {
      return .floorsCostMore(least, ceiling: totalCeiling)
    }
    if let totalFloor, greatest < totalFloor - tolerance {
      return .ceilingsCostLess(greatest, floor: totalFloor)
    }
    return nil
  }

  /// Whether a plan keeps bounds and totals.
  package func allow(_ plan: [Double]) -> Bool {
    let total = cost(of: plan)
    let isWithin = zip(levers, plan).allSatisfy { lever, budget in
      let slack = 1e-9 * max(1, lever.bounds.upperBound)
      return budget >= lever.bounds.lowerBound - slack
        && budget <= lever.bounds.upperBound + slack
    }
    return isWithin && total <= (totalCeiling ?? .infinity) + tolerance
      && total >= (totalFloor ?? -.infinity) - tolerance
  }
}

/// A plan, what it costs, and what is known of its aims.
package struct BudgetPlan: Sendable, Equatable {
  /// Billion VND a year, by lever.
  package let budgets: [Double]
  /// Billion VND over the plan.
  package let cost: Double
  package let evaluation: PlanEvaluation
  /// Draws behind the evaluation.
  package let draws: Int

  package init(budgets: [Double], cost: Double, evaluation: PlanEvaluation, draws: Int) {
    (self.budgets, self.cost) = (budgets, cost)
    (self.evaluation, self.draws) = (evaluation, draws)
  }

  /// P of the first aim.
  package var value: Double { evaluation.aims[0].value }
}
