import Assessment
import Foundation
import NumericKernels
import Testing

@Suite("Frontiers, compromises and certificates")
struct FrontierTests {
  private let toy = ToyPlans.threeLevers

  private func optimiser(
    _ limits: BudgetLimits, _ simulation: PlanSimulation, evaluations: Int = 600,
    scales: [AimScale] = [.probability]
  ) -> BudgetOptimiser {
    BudgetOptimiser(
      limits, scales: scales, simulation: simulation,
      effort: SearchEffort(coarseDraws: 16_000, fineDraws: 96_000, evaluations: evaluations))
  }

  private let budgets = stride(from: 40.0, through: 160, by: 20).map { $0 }

  @Test("the frontier is that of the best splits, and so is the value of the next billion")
  func frontier() throws {
    let limits = BudgetLimits(toy.levers())
    let found = try optimiser(limits, toy.exact).frontier(.listed(budgets.reversed()))
    #expect(found.points.map(\.budget) == budgets && found.end == .converged)
    func best(_ budget: Double) -> Double {
      toy.probability(toy.bestSplit(of: budget, limits: limits))
    }
    for point in found.points {
      #expect((point.plan.value - best(point.budget)).magnitude <= 1e-4)
      let slope = (best(point.budget + 0.01) - best(point.budget - 0.01)) / 0.02
      let value = try #require(point.nextBillion)
      // Differences over 5 billion each side, of which the third derivative is left; at the ends there
      // is one side only.
      #expect((value.perBillion - slope).magnitude <= 0.03 * slope + 1e-4, "\(point.budget)")
      #expect(value.standardError == 0)
    }
  }

  @Test("totals are spread up to what still helps: a lever that moves nothing takes no part")
  func spread() throws {
    let limits = BudgetLimits(toy.levers() + [PlanLever("idle", bounds: 0...500)])
    let simulation = PlanSimulation { x, _ in
      PlanEvaluation(AimEstimate(value: toy.probability(Array(x.prefix(3)))))
    }
    let found = try optimiser(limits, simulation).frontier(.spread(5, upTo: 800))
    #expect(found.points.count == 5 && found.impossible.isEmpty)
    #expect(found.points.first?.budget == 0)
    let greatest = try #require(found.points.last)
    #expect((greatest.budget - 300).magnitude < 3 && greatest.budget == greatest.plan.cost)
    let shares = found.points.map { ($0.budget / greatest.budget).squareRoot() }
    #expect(zip(shares, [0, 0.25, 0.5, 0.75, 1]).allSatisfy { ($0 - $1).magnitude < 1e-9 })
    #expect(found.points.allSatisfy { $0.plan.budgets[3] == 0 })
    // Where money helps nowhere there is one total: what the floors cost.
    let flat = PlanSimulation { _, _ in PlanEvaluation(AimEstimate(value: 0.3)) }
    let single = try optimiser(limits, flat).frontier(.spread(5, upTo: 800))
    #expect(single.points.map(\.budget) == [0])
  }

  @Test("where the aim is a concave number the next billion is worth less and less")
  func concave() throws {
    let simulation = PlanSimulation { x, _ in
      PlanEvaluation(AimEstimate(value: toy.index(x)))
    }
    let found = try optimiser(BudgetLimits(toy.levers()), simulation, scales: [.quantity])
      .frontier(.listed(budgets))
    let values = found.points.compactMap { $0.nextBillion?.perBillion }
    #expect(values.count == budgets.count)
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 > $1 }, "\(values)")
    #expect(found.isConcave && found.points.allSatisfy { $0.isOnHull })
  }

  @Test("a frontier that first bends upwards is told as such")
  func convex() throws {
    let late = ToyPlans(a: toy.a, b: toy.b, threshold: 60, sigma: 4)
    let found = try optimiser(BudgetLimits(late.levers()), late.exact).frontier(.listed(budgets))
    #expect(!found.isConcave)
    #expect(found.points.first?.isOnHull ?? false)
    #expect(found.points.contains { !$0.isOnHull })
    let values = found.points.map(\.plan.value)
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test("counted draws: the frontier lies within its error, and slopes within theirs")
  func noisy() throws {
    let limits = BudgetLimits(toy.levers())
    func best(_ budget: Double) -> Double {
      toy.probability(toy.bestSplit(of: budget, limits: limits))
    }
    for seed in 1...3 as ClosedRange<UInt64> {
      let found = try optimiser(limits, toy.counted(seed: seed, draws: 96_000)).frontier(
        .listed(budgets))
      for point in found.points {
        // Student's t with 15 degrees: a rate of 10⁻⁶ is 7.6 standard errors; and what the search
        // leaves.
        let error = point.plan.evaluation.aims[0].standardError
        #expect((point.plan.value - best(point.budget)).magnitude <= 7.6 * error + 0.002)
        let slope = (best(point.budget + 0.01) - best(point.budget - 0.01)) / 0.02
        let value = try #require(point.nextBillion)
        #expect(
          (value.perBillion - slope).magnitude <= 7.6 * value.standardError + 0.03 * slope + 1e-4)
        #expect(value.standardError > 0)
      }
    }
  }

  @Test("budgets below the floors are set apart, one budget has no slope, levers saturate")
  func edges() throws {
    let limits = BudgetLimits(toy.levers(10...30))
    let found = try optimiser(limits, toy.exact).frontier(.listed([20, 60, 100, 140]))
    #expect(found.impossible == [20] && found.points.map(\.budget) == [60, 100, 140])
    let last = try #require(found.points.last)
    #expect(last.plan.budgets == [30, 30, 30])
    #expect(found.points[1].plan.budgets == [30, 30, 30])
    let single = try optimiser(limits, toy.exact).frontier(.listed([50]))
    #expect(single.points.count == 1 && single.points[0].nextBillion == nil)
    let spent = try optimiser(limits, toy.exact, evaluations: 45).frontier(
      .listed([40, 50, 60, 70, 80]))
    #expect(spent.end == .evaluationsSpent && spent.evaluations <= 45)
  }

  private let second = ToyPlans(a: [1, 4, 12], b: [0.3, 0.1, 0.1], threshold: 20, sigma: 5)

  @Test("compromises between two aims lie on the front that a dense search shows")
  func pareto() throws {
    let simulation = PlanSimulation { x, _ in
      PlanEvaluation([
        AimEstimate(value: toy.probability(x)), AimEstimate(value: second.probability(x)),
      ])
    }
    let limits = BudgetLimits(toy.levers(), totalCeiling: 60)
    let found = try optimiser(limits, simulation, scales: [.probability, .probability])
      .paretoPlans()
    #expect(found.points.count >= 5 && found.end == .converged, "\(found)")
    var plans: [(first: Double, second: Double)] = []
    for x in stride(from: 0.0, through: 60, by: 1) {
      for y in stride(from: 0.0, through: 60 - x, by: 1) {
        let plan = [x, y, 60 - x - y]
        plans.append((toy.probability(plan), second.probability(plan)))
      }
    }
    for point in found.points {
      let aims = point.plan.evaluation.aims.map(\.value)
      #expect(
        !plans.contains { $0.first > aims[0] + 1e-3 && $0.second > aims[1] + 1e-3 }, "\(aims)")
      #expect(limits.allow(point.plan.budgets))
    }
    let firsts = found.points.map { $0.plan.evaluation.aims[0].value }
    let seconds = found.points.map { $0.plan.evaluation.aims[1].value }
    #expect(zip(firsts, firsts.dropFirst()).allSatisfy { $0 > $1 })
    #expect(zip(seconds, seconds.dropFirst()).allSatisfy { $0 < $1 })
    // The ends are the best of each aim.
    #expect(firsts[0] >= (plans.map(\.first).max() ?? 0) - 1e-4)
    #expect((seconds.last ?? 0) >= (plans.map(\.second).max() ?? 0) - 1e-4)
  }

  @Test("aims that agree have one compromise; what is the same within the noise is a tie")
  func ties() throws {
    let counted = toy.counted(seed: 4, draws: 16_000)
    let simulation = PlanSimulation { x, draws in
      try counted.evaluate(x, min(draws, 16_000)).map { PlanEvaluation([$0.aims[0], $0.aims[0]]) }
    }
    let found = try optimiser(
      BudgetLimits(toy.levers(), totalCeiling: 100), simulation,
      scales: [.probability, .probability]
    ).paretoPlans()
    #expect(found.points.count == 1, "\(found.points)")
  }

  private func certificate(
    _ first: [Double], _ other: [Double], sigma: Double = 8, costs: Bool = false
  ) throws -> PlanCertificate {
    let toy = ToyPlans(a: toy.a, b: toy.b, threshold: 45, sigma: sigma)
    func plan(_ x: [Double]) -> BudgetPlan {
      BudgetPlan(
        budgets: x, cost: x.reduce(0, +), evaluation: PlanEvaluation(AimEstimate(value: 0.5)),
        draws: 100)
    }
    let fresh = toy.counted(seed: 99, draws: 96_000, doubt: 0.2)
    return try #require(
      try PlanCertificate(
        plan(first), runnerUp: plan(other), levels: costs ? [0.5] : [],
        worth: costs
          ? LimitValue(limit: .totalCeiling, perBillion: 0.01, standardError: 0) : nil,
        fresh: fresh.evaluate, draws: 96_000))
  }

  @Test("a clear winner is certified; plans that are as good are a tie")
  func certified() throws {
    let clear = try certificate([29, 57, 14], [5, 90, 5])
    #expect(clear.isTie == false && (clear.probabilityBetter ?? 0) > 0.999)
    let margin = try #require(clear.margin)
    let truth =
      toy.probability([29, 57, 14], doubt: 0.2) - toy.probability([5, 90, 5], doubt: 0.2)
    #expect((margin.value - truth).magnitude <= 7.6 * margin.standardError)
    #expect(
      margin.probabilityPositive
        == studentTails(margin.value / margin.standardError, degreesOfFreedom: 15).lower)
    // The same but for one part in a thousand.
    let tied = try certificate([28.6, 57.1, 14.3], [28.6, 57.0, 14.4])
    #expect(tied.isTie == true)
    let same = try certificate([29, 57, 14], [29, 57, 14])
    #expect(same.margin?.value == 0 && same.probabilityBetter == 0.5 && same.isTie == true)
    #expect(clear.holds.isEmpty)
  }

  @Test("of two plans that cost differently, the margin is that at equal cost")
  func certifiedCost() throws {
    let plain = try certificate([29, 57, 14], [30, 60, 20])
    let priced = try certificate([29, 57, 14], [30, 60, 20], costs: true)
    let margins = (try #require(plain.margin).value, try #require(priced.margin).value)
    #expect((margins.1 - margins.0 - 10 * 0.01).magnitude < 1e-12)
    #expect(priced.holds == [true] && priced.isCertain.count == 1)
  }
}
