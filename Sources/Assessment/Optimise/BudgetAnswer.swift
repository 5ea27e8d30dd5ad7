/// A limit of a plan.
package enum PlanLimit: Sendable, Hashable {
  case leverFloor(Int)
  case leverCeiling(Int)
  case totalFloor
  case totalCeiling
}

/// What relaxing a limit alone is worth.
package struct LimitValue: Sendable, Equatable {
  package let limit: PlanLimit
  /// The rise of the aim for a billion VND over the plan by which the limit is relaxed, the others
  /// kept: the limit's multiplier.
  package let perBillion: Double
  package let standardError: Double
  /// Half the width of its 95 % interval.
  package let error: Double

  /// - Parameters:
  ///   - limit: What is relaxed.
  ///   - perBillion: Points of the aim for a billion VND.
  ///   - standardError: Of that.
  ///   - error: Half its 95 % interval; of a normal law if nil.
  package init(
    limit: PlanLimit, perBillion: Double, standardError: Double, error: Double? = nil
  ) {
    (self.limit, self.perBillion, self.standardError) = (limit, perBillion, standardError)
    self.error = error ?? z975 * standardError
  }

  /// Whether it is more than its error.
  package var isKnown: Bool { perBillion > 1e-12 && perBillion > error }
}

/// What a search over plans found.
package struct BudgetAnswer: Sendable, Equatable {
  /// Where the search was stopped or had no evaluations left, what it had found until then.
  package enum Finding: Sendable, Equatable {
    /// The best plan.
    case best(BudgetPlan)
    /// The floors suffice: the aims hold there (cheapest plan), or hold for certain (best split).
    case heldAtFloor(BudgetPlan)
    /// No plan within the limits reaches what is asked: the nearest, and the limit that would help most
    /// if it alone were relaxed; nil where none would.
    case unreachable(nearest: BudgetPlan, binding: LimitValue?)
    /// No plan within the limits moves the aims.
    case noLeverActs(BudgetPlan)
    /// No plan keeps the limits.
    case impossible(LimitConflict)
    /// No draw decides about any plan.
    case undefined
    /// Stopped before anything was known.
    case nothingYet
  }

  package let finding: Finding
  /// The best of the plans that differ clearly from the best.
  package let runnerUp: BudgetPlan?
  /// The aim that holds the plan back, which every slope and the comparison with the second best are of.
  package let worstAim: Int
  /// Levers that move no aim; they are at their floors.
  package let idleLevers: [Int]
  /// What a billion VND more over the plan is worth where it does most; nil at all ceilings, or where
  /// it was not measured.
  package let nextBillion: LimitValue?
  /// What the limits that hold the plan back are worth, the greatest first.
  package let limits: [LimitValue]
  package let end: SearchEnd
  /// Plans that were simulated.
  package let evaluations: Int

  /// The plan that is told, whatever the finding.
  package var plan: BudgetPlan? {
    switch finding {
    case .best(let plan), .heldAtFloor(let plan), .noLeverActs(let plan): plan
    case .unreachable(let nearest, _): nearest
    case .impossible, .undefined, .nothingYet: nil
    }
  }
}
