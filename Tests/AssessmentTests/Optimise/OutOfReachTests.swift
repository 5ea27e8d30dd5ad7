import Assessment
import Foundation
import NumericKernels
import Testing

@Suite("Budgets that cannot do what is asked")
struct OutOfReachTests {
  private let toy = ToyPlans.threeLevers

  private func cheapest(
    _ limits: BudgetLimits, _ simulation: PlanSimulation, _ level: Double = 0.95
  ) throws -> BudgetAnswer {
    try BudgetOptimiser(limits, simulation: simulation, effort: .usual).cheapest(reaching: [level])
  }

  private func lever(
    _ low: Double, _ high: Double, domain: ClosedRange<Double>? = nil
  ) -> PlanLever {
    PlanLever("lever", bounds: low...high, domain: domain)
  }

  /// Problems in which one limit alone stands out: what it is worth by hand is the greatest.
  private var planted: [(limits: BudgetLimits, binding: PlanLimit)] {
    let wide = lever(0, 400)
    // Slopes a b / (1 + b x) at the ends decide: a small ceiling on a strong lever, floors of weak
    // levers that eat a small total, and totals.
    return [
      (BudgetLimits([wide, wide, wide], totalCeiling: 60), .totalCeiling),
      (BudgetLimits([wide, wide, wide], totalCeiling: 5), .totalCeiling),
      (BudgetLimits([lever(0, 30), lever(0, 5), lever(0, 30)]), .leverCeiling(1)),
      (BudgetLimits([lever(0, 3), lever(0, 50), lever(0, 30)]), .leverCeiling(0)),
      (BudgetLimits([lever(0, 60), lever(0, 60), lever(0, 1)]), .leverCeiling(2)),
      (BudgetLimits([lever(90, 200), wide, wide], totalCeiling: 100), .leverFloor(0)),
      (BudgetLimits([wide, wide, lever(95, 200)], totalCeiling: 100), .leverFloor(2)),
      (BudgetLimits([lever(0, 2), wide, wide], totalCeiling: 100), .leverCeiling(0)),
      // A fixed lever, of which the model may be asked beyond.
      (
        BudgetLimits([lever(0, 40), lever(2, 2, domain: 0...50), lever(0, 40)]), .leverCeiling(1)
      ),
      (BudgetLimits([wide, lever(0, 2), wide], totalCeiling: 90), .leverCeiling(1)),
    ]
  }

  @Test("the binding limit is named in ten of ten planted cases, exact and counted")
  func binding() throws {
    let relevant = ToyPlans(a: toy.a, b: toy.b, threshold: 60, sigma: 20)
    for simulation in [relevant.exact, relevant.counted(seed: 5, draws: 96_000)] {
      for (i, planted) in planted.enumerated() {
        let answer = try cheapest(planted.limits, simulation, 0.99)
        guard case .unreachable(let nearest, let binding) = answer.finding else {
          Issue.record("case \(i): \(answer.finding)")
          continue
        }
        #expect(binding?.limit == planted.binding, "case \(i): \(answer.limits)")
        #expect(planted.limits.allow(nearest.budgets))
        // The nearest is the best split under the same limits.
        let split = relevant.bestSplit(
          of: planted.limits.totalCeiling ?? 1e9, limits: planted.limits)
        let best = relevant.probability(split)
        #expect((relevant.probability(nearest.budgets) - best).magnitude <= 0.002, "case \(i)")
      }
    }
  }

  @Test("a multiplier is what relaxing the limit is worth")
  func multiplier() throws {
    let limits = BudgetLimits(toy.levers(), totalCeiling: 60)
    let answer = try cheapest(limits, toy.exact)
    guard case .unreachable(_, let binding?) = answer.finding else {
      return #expect(Bool(false), "\(answer.finding)")
    }
    let more = toy.probability(toy.bestSplit(of: 60.5, limits: limits))
    let less = toy.probability(toy.bestSplit(of: 59.5, limits: limits))
    #expect((binding.perBillion / (more - less) - 1).magnitude < 0.05)
  }

  @Test("limits that no plan keeps are told apart")
  func conflicts() throws {
    func conflict(_ limits: BudgetLimits) throws -> BudgetAnswer.Finding {
      let answer = try cheapest(limits, toy.exact)
      #expect(answer.evaluations == 0 && answer.plan == nil)
      return answer.finding
    }
    let levers = [lever(10, 20), lever(10, 20), lever(10, 20)]
    #expect(
      try conflict(BudgetLimits(levers, totalCeiling: 25))
        == .impossible(.floorsCostMore(30, ceiling: 25)))
    #expect(
      try conflict(BudgetLimits(levers, totalFloor: 70))
        == .impossible(.ceilingsCostLess(60, floor: 70)))
    #expect(
      try conflict(BudgetLimits(levers, totalFloor: 50, totalCeiling: 40))
        == .impossible(.totalFloorAboveCeiling(50, 40)))
    let stepped = [levers[0], PlanLever("steps", bounds: 11...14, step: 5), levers[2]]
    #expect(
      try conflict(BudgetLimits(stepped)) == .impossible(.noStepWithinBounds(lever: 1)))
  }

  @Test("no lever acts: said so, at the floors")
  func noLeverActs() throws {
    let flat = PlanSimulation { _, _ in PlanEvaluation(AimEstimate(value: 0.4)) }
    let limits = BudgetLimits([lever(5, 20), lever(0, 20)], totalCeiling: 30)
    for answer in [
      try cheapest(limits, flat, 0.5),
      try BudgetOptimiser(limits, simulation: flat, effort: .usual).bestSplit(),
    ] {
      guard case .noLeverActs(let plan) = answer.finding else {
        Issue.record("\(answer.finding)")
        continue
      }
      #expect(plan.budgets == [5, 0] && answer.idleLevers == [0, 1])
    }
  }

  @Test("an aim that holds at the floors, or is certain there, needs nothing more")
  func heldAtFloor() throws {
    let limits = BudgetLimits(toy.levers(40...100))
    let answer = try cheapest(limits, toy.exact, 0.5)
    guard case .heldAtFloor(let plan) = answer.finding else {
      return #expect(Bool(false), "\(answer.finding)")
    }
    #expect(plan.budgets == [40, 40, 40] && answer.evaluations == 1)
    let certain = PlanSimulation { _, _ in PlanEvaluation(AimEstimate(value: 1)) }
    let best = try BudgetOptimiser(limits, simulation: certain, effort: .usual).bestSplit()
    guard case .heldAtFloor(let floor) = best.finding else {
      return #expect(Bool(false), "\(best.finding)")
    }
    #expect(floor.budgets == [40, 40, 40])
  }

  @Test("a lever without effect keeps its floor and is named")
  func idleLever() throws {
    let simulation = toy.counted(seed: 9, draws: 96_000)
    let idle = PlanSimulation { x, draws in
      try simulation.evaluate([x[0], x[2], x[3]], draws)
    }
    var levers = toy.levers()
    levers.insert(lever(3, 100), at: 1)
    let limits = BudgetLimits(levers, totalCeiling: 103)
    let split = try BudgetOptimiser(limits, simulation: idle, effort: .usual).bestSplit()
    let plan = try #require(split.best)
    #expect(split.idleLevers == [1] && plan.budgets[1] == 3)
    let truth = toy.bestSplit(of: 100, limits: BudgetLimits(toy.levers()))
    for (budget, best) in zip([plan.budgets[0], plan.budgets[2], plan.budgets[3]], truth) {
      #expect((budget - best).magnitude <= 1)
    }
    let cheap = try cheapest(BudgetLimits(levers), idle, 0.6)
    #expect(cheap.best?.budgets[1] == 3 && cheap.idleLevers == [1])
  }

  @Test("fixed levers, and levers all fixed")
  func fixedLevers() throws {
    let one = BudgetLimits([lever(20, 20), lever(0, 100), lever(15, 15)], totalCeiling: 90)
    let plan = try #require(
      try BudgetOptimiser(one, simulation: toy.exact, effort: .usual).bestSplit().best)
    #expect(plan.budgets[0] == 20 && plan.budgets[2] == 15)
    #expect((plan.budgets[1] - 55).magnitude < 1e-6)
    let all = BudgetLimits([lever(20, 20), lever(30, 30), lever(15, 15)])
    for answer in [
      try BudgetOptimiser(all, simulation: toy.exact, effort: .usual).bestSplit(),
      try cheapest(all, toy.exact, 0.99),
    ] {
      #expect(answer.plan?.budgets == [20, 30, 15], "\(answer.finding)")
    }
    guard case .unreachable(let nearest, nil) = try cheapest(all, toy.exact, 0.99).finding else {
      return #expect(Bool(false))
    }
    #expect(nearest.value == toy.probability([20, 30, 15]))
  }

  @Test("draws that all fail: undefined; some plans that fail are passed by")
  func undefined() throws {
    let limits = BudgetLimits(toy.levers(), totalCeiling: 100)
    for simulation in [
      PlanSimulation { _, _ in nil },
      PlanSimulation { _, _ in PlanEvaluation(AimEstimate(value: .nan)) },
    ] {
      #expect(try cheapest(limits, simulation).finding == .undefined)
    }
    let holes = PlanSimulation { x, _ in
      x[0] > 70 ? nil : PlanEvaluation(AimEstimate(value: toy.probability(x)))
    }
    let plan = try #require(
      try BudgetOptimiser(limits, simulation: holes, effort: .usual).bestSplit().best)
    let truth = toy.probability(toy.bestSplit(of: 100, limits: limits))
    #expect((plan.value - truth).magnitude < 1e-4)
  }

  @Test("the floor of the total is kept")
  func totalFloor() throws {
    let limits = BudgetLimits(toy.levers(), totalFloor: 80)
    let plan = try #require(try cheapest(limits, toy.exact, 0.1).best)
    #expect((plan.cost - 80).magnitude < 1e-6 && limits.allow(plan.budgets))
  }
}
