package import ReachModel

/// What was asked about budgets, and what was found.
package struct PlanDecision: Sendable {
  /// What is looked for.
  package enum Aim: Sendable, Equatable {
    /// The cheapest plan that brings each question to a probability.
    case cheapest([Double])
    /// The best split of what may be spent.
    case bestSplit
    /// The best split of each of several totals.
    case frontier(FrontierTotals)
    /// The plans that none beats in all questions.
    case pareto
  }

  /// What was found, by the kind of aim.
  package enum Found: Sendable, Equatable {
    case plan(BudgetAnswer, PlanCertificate?)
    case frontier(BudgetFrontier)
    case pareto(ParetoPlans)
  }

  package let scenario: String
  package let questions: [TargetQuestion]
  package let aim: Aim
  package let limits: BudgetLimits
  package let levers: [LeverSetting]
  /// The scenario's own plan, on the draws of the search.
  package let present: BudgetPlan?
  package let found: Found
  /// Plans that were simulated, fresh ones too.
  package let evaluations: Int
  package let simulatedDraws: Int
  /// Draws of the scenario's own plan that failed.
  package let failures: Int

  /// Searches, and certifies what is found on fresh draws.
  ///
  /// - Parameters:
  ///   - scenario: Its name.
  ///   - plan: The scenario's levers, on the draws of the search.
  ///   - fresh: The same on draws of another seed.
  ///   - aim: What is looked for.
  ///   - limits: Of each lever, in the order of the plan, and of the total.
  ///   - effort: Draws and evaluations.
  ///   - progress: Called after every evaluation.
  ///   - shouldStop: Asked before every evaluation.
  /// - Throws: What the simulation throws.
  package init(
    _ scenario: String, _ plan: LeverPlan, fresh: LeverPlan, aim: Aim, limits: BudgetLimits,
    effort: SearchEffort, progress: @escaping (SearchProgress) -> Void,
    shouldStop: @escaping () -> Bool
  ) throws {
    var draws = 0
    var simulation = PlanSimulation { amounts, count in
      draws += count
      do {
        return try plan.evaluate(amounts, draws: count)
      } catch is CancellationError {
        // What is known so far is told.
        throw SearchInterruption.stopped
      }
    }
    simulation.progress = progress
    simulation.shouldStop = shouldStop
    let optimiser = BudgetOptimiser(
      limits, scales: plan.questions.map { _ in .probability }, simulation: simulation,
      effort: effort)
    let evaluateFresh: ([Double], Int) throws -> PlanEvaluation? = { amounts, count in
      draws += count
      return try fresh.evaluate(amounts, draws: count)
    }
    let levels: [Double]
    if case .cheapest(let asked) = aim { levels = asked } else { levels = [] }
    switch aim {
    case .cheapest, .bestSplit:
      let answer =
        levels.isEmpty ? try optimiser.bestSplit() : try optimiser.cheapest(reaching: levels)
      let certificate = try unlessCancelled {
        try PlanCertificate(
          answer, levels: levels, within: limits, fresh: evaluateFresh, draws: effort.fineDraws)
      }
      found = .plan(answer, certificate)
      evaluations = answer.evaluations + 2
    case .frontier(let totals):
      let frontier = try optimiser.frontier(totals)
      (found, evaluations) = (.frontier(frontier), frontier.evaluations)
    case .pareto:
      let plans = try optimiser.paretoPlans()
      (found, evaluations) = (.pareto(plans), plans.evaluations)
    }
    let sample = try unlessCancelled {
      try plan.sample(plan.model(plan.present), draws: effort.fineDraws)
    }
    failures = sample?.failures ?? 0
    let own = sample.flatMap(plan.evaluation)
    present = own.map {
      BudgetPlan(
        budgets: plan.present, cost: limits.cost(of: plan.present), evaluation: $0,
        draws: effort.fineDraws)
    }
    (self.scenario, self.aim, self.limits) = (scenario, aim, limits)
    (questions, levers) = (plan.questions, plan.levers)
    simulatedDraws = draws + effort.fineDraws
  }
}

extension PlanDecision {
  /// Whether the search was stopped before its end.
  package var isStopped: Bool {
    switch found {
    case .plan(let answer, _): answer.end == .stopped
    case .frontier(let frontier): frontier.end == .stopped
    case .pareto(let plans): plans.end == .stopped
    }
  }
}

/// What `body` gives; nil where it was cancelled.
func unlessCancelled<Value>(_ body: () throws -> Value?) throws -> Value? {
  do {
    return try body()
  } catch is CancellationError {
    return nil
  }
}
