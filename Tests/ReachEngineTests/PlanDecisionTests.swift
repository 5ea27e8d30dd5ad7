import Assessment
import ReachModel
import Simulation
import Testing

@Suite("Budgets of shipped scenarios", .serialized)
struct PlanDecisionTests {
  /// Linkage and information act within a year; the others are left out.
  private func limits(_ plan: LeverPlan, most: [Double], total: Double? = nil) -> BudgetLimits {
    BudgetLimits(
      plan.levers.indices.map { place in
        PlanLever(
          plan.levers[place].key, bounds: 0...most[place], weight: plan.years[place],
          present: min(plan.present[place], most[place]), domain: 0...max(40, most[place]))
      }, totalCeiling: total)
  }

  private func decision(
    _ laboratory: ShippedLaboratory, _ keys: [String], _ aim: PlanDecision.Aim, most: [Double],
    total: Double? = nil, evaluations: Int = 120,
    shouldStop: @escaping () -> Bool = { false }
  ) throws -> PlanDecision {
    let plan = try laboratory.plan(keys), fresh = try laboratory.plan(keys, seed: 8)
    return try PlanDecision(
      laboratory.study.name, plan, fresh: fresh, aim: aim,
      limits: limits(plan, most: most, total: total),
      effort: SearchEffort(
        coarseDraws: laboratory.draws / 2, fineDraws: laboratory.draws, evaluations: evaluations),
      progress: { _ in }, shouldStop: shouldStop)
  }

  private func answer(_ decision: PlanDecision) throws -> (BudgetAnswer, PlanCertificate?) {
    guard case .plan(let answer, let certificate) = decision.found else {
      throw Unexpected(what: "\(decision.found)")
    }
    return (answer, certificate)
  }

  private struct Unexpected: Error { let what: String }

  /// Plans of a grid, each with what is known of it.
  private func grid(
    _ plan: LeverPlan, _ axes: [[Double]], draws: Int
  ) throws -> [(plan: [Double], evaluation: PlanEvaluation)] {
    let plans = axes.reduce([[]]) { plans, axis in plans.flatMap { p in axis.map { p + [$0] } } }
    return try plans.map { ($0, try #require(try plan.evaluate($0, draws: draws))) }
  }

  @Test("the best split of a year's budget is no worse than any of a grid, and near the best of it")
  func bestSplit() throws {
    let laboratory = try ShippedLaboratory("hanoi-2021"), most = [24.0, 0, 0, 12, 0], total = 12.0
    let found = try decision(laboratory, ["growth"], .bestSplit, most: most, total: total)
    guard case .best(let best) = try answer(found).0.finding else {
      Issue.record("\(found.found)")
      return
    }
    #expect(best.cost <= total + 1e-9 && found.limits.allow(best.budgets))
    let plan = try laboratory.plan(["growth"])
    let along = stride(from: 0.0, through: 12, by: 1).map { linkage in
      [linkage, 0, 0, total - linkage, 0]
    }
    let heights = try along.map { try #require(try plan.evaluate($0, draws: 4096)).aims[0] }
    let own = best.evaluation.aims[0]
    #expect(own == (try plan.evaluate(best.budgets, draws: 4096))?.aims[0])
    for height in heights {
      let margin = PairedDifference(own, height)
      #expect(margin.value >= -margin.error, "\(height.value) beats \(own.value)")
    }
    // P is concave along the budget, so that it rises above the grid's best by no more than it
    // falls from there to a neighbour.
    let top = try #require(heights.indices.max { heights[$0].value < heights[$1].value })
    let falls = [top - 1, top + 1].filter(heights.indices.contains).map {
      PairedDifference(heights[top], heights[$0]).value
    }
    let gain = PairedDifference(own, heights[top])
    #expect(gain.value <= (falls.max() ?? 0) + gain.error, "\(own.value)")
    expectSound(found.findings)
  }

  @Test("the cheapest plan of two years costs no more than any of a grid that reaches the level")
  func cheapest() throws {
    let laboratory = ShippedLaboratory(
      try ForecastTests.fitted("hanoi-2030").short(
        years: 2, thresholds: ["firms": 960, "certified_share": 0.36]), draws: 2048)
    let plan = try laboratory.plan(["certified_share"])
    let most = [40.0, 60, 0, 0, 0]
    let axes = [
      stride(from: 0.0, through: 40, by: 10).map { $0 },
      stride(from: 0.0, through: 60, by: 5).map { $0 }, [0], [0], [0],
    ]
    let grid = try grid(plan, axes, draws: 2048)
    let chances = grid.map { $0.evaluation.aims[0].value }
    let least = try #require(chances.min()), greatest = try #require(chances.max())
    #expect(greatest > least + 0.02, "no lever acts")
    let level = (least + greatest) / 2
    let found = try decision(laboratory, ["certified_share"], .cheapest([level]), most: most)
    guard case .best(let best) = try answer(found).0.finding else {
      Issue.record("\(found.found)")
      return
    }
    #expect(best.evaluation.aims[0].value >= level - 1e-12)
    let weights = plan.years
    func cost(_ amounts: [Double]) -> Double {
      zip(weights, amounts).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect((best.cost - cost(best.budgets)).magnitude < 1e-9)
    let reached = grid.filter { $0.evaluation.aims[0].value >= level }.map { cost($0.plan) }
    let cheapest = try #require(reached.min())
    #expect(best.cost <= cheapest + 1e-9, "\(best.budgets), grid \(cheapest)")
    // A step of systems less, and the grid no longer reaches it: the optimum lies in between.
    #expect(best.cost >= cheapest - 10 * weights[0] - 5 * weights[1])
    expectSound(found.findings)
  }

  @Test("a certificate is of draws that the search has not seen, and agrees with it")
  func certificate() throws {
    let laboratory = try ShippedLaboratory("hanoi-2021")
    let found = try decision(
      laboratory, ["growth"], .bestSplit, most: [24, 0, 0, 12, 0], total: 12, evaluations: 60)
    let (answer, certificate) = try answer(found)
    let best = try #require(answer.plan), fresh = try #require(certificate)
    let seen = best.evaluation.aims[0], other = fresh.best.aims[0]
    #expect(seen.value != other.value && Set(seen.replicates).isDisjoint(with: other.replicates))
    let model = try laboratory.plan(["growth"]).model(best.budgets)
    #expect(other.replicates == (try laboratory.chance("growth", model, seed: 8)).parts)
    // Student's t with 30 degrees of freedom at 5 · 10⁻⁷ is 6.0; the search was free to choose.
    let spread = seen.standardError * seen.standardError + other.standardError * other.standardError
    #expect((seen.value - other.value).magnitude < 6 * spread.squareRoot())
    if let better = fresh.probabilityBetter { #expect((0...1).contains(better)) }
  }

  @Test("what no budget reaches is unreachable, with the nearest plan and what holds it back")
  func unreachable() throws {
    let laboratory = try ShippedLaboratory("hanoi-2021", draws: 2048)
    let most = [24.0, 0, 0, 12, 0]
    let found = try decision(laboratory, ["growth"], .cheapest([0.999]), most: most)
    guard case .unreachable(let nearest, let binding) = try answer(found).0.finding else {
      Issue.record("\(found.found)")
      return
    }
    let plan = try laboratory.plan(["growth"])
    let axes = [stride(from: 0.0, through: 24, by: 8).map { $0 }, [0], [0], [0, 4, 8, 12], [0]]
    for point in try grid(plan, axes, draws: 2048) {
      let margin = PairedDifference(nearest.evaluation.aims[0], point.evaluation.aims[0])
      #expect(margin.value >= -margin.error && point.evaluation.aims[0].value < 0.999)
    }
    // The total is free: only a ceiling of a lever can hold it back.
    switch binding?.limit {
    case .leverCeiling(let lever): #expect([0, 3].contains(lever))
    case nil: break
    default: Issue.record("\(String(describing: binding))")
    }
    #expect(try answer(found).1?.holds == [false])
    expectSound(found.findings)
  }

  @Test("levers whose lag is longer than the plan act on nothing; what holds already costs nothing")
  func idleAndCertain() throws {
    let laboratory = try ShippedLaboratory("hanoi-2021", draws: 1024)
    for aim in [PlanDecision.Aim.cheapest([0.999]), .bestSplit] {
      let idle = try decision(laboratory, ["firms"], aim, most: [0, 0, 30, 0, 0], total: 30)
      guard case .noLeverActs(let plan) = try answer(idle).0.finding else {
        Issue.record("\(idle.found)")
        return
      }
      #expect(plan.budgets == [0, 0, 0, 0, 0])
      expectSound(idle.findings)
    }
    let certain = ShippedLaboratory(laboratory.fitted.asking("firms", for: 1), draws: 1024)
    let held = try decision(certain, ["firms"], .cheapest([0.9]), most: [20, 20, 20, 20, 20])
    guard case .heldAtFloor(let floor) = try answer(held).0.finding else {
      Issue.record("\(held.found)")
      return
    }
    #expect(floor.cost == 0 && floor.evaluation.aims[0].value == 1)
    expectSound(held.findings)
  }

  @Test("no room, a conflict of limits, failing draws and a stop each have an answer")
  func specialCases() throws {
    let laboratory = try ShippedLaboratory("hanoi-2021", draws: 1024)
    let fixed = try decision(laboratory, ["growth"], .bestSplit, most: [0, 0, 0, 0, 0])
    #expect(try answer(fixed).0.plan?.budgets == [0, 0, 0, 0, 0])
    let failing = ShippedLaboratory(laboratory.fitted.failing, draws: 1024)
    for aim in [PlanDecision.Aim.cheapest([0.5]), .bestSplit] {
      let undefined = try decision(failing, ["joint"], aim, most: [9, 9, 9, 9, 9])
      #expect(try answer(undefined).0.finding == .undefined)
      #expect(undefined.present == nil && undefined.findings.isEmpty)
    }
    let curve = try decision(
      failing, ["joint"], .frontier(.listed([0, 9])), most: [9, 9, 9, 9, 9])
    let compromises = try decision(failing, ["firms", "growth"], .pareto, most: [9, 9, 9, 9, 9])
    #expect(curve.findings.isEmpty && compromises.findings.isEmpty)
    let broken = try decision(laboratory, ["growth"], .bestSplit, most: [9, 9, 9, 9, 9], total: -1)
    guard case .impossible = try answer(broken).0.finding else {
      Issue.record("\(broken.found)")
      return
    }
    var asked = 0
    let stopped = try decision(laboratory, ["growth"], .bestSplit, most: [9, 9, 9, 9, 9]) {
      asked += 1
      return asked > 5
    }
    #expect(stopped.isStopped)
    for decision in [fixed, broken, stopped] { expectSound(decision.findings) }
  }

  @Test("one and two threads find the same plans, frontier and compromises")
  func threads() throws {
    let most = [24.0, 9, 9, 12, 12]
    let questions: [([String], PlanDecision.Aim, Double?)] = [
      (["growth"], .bestSplit, 30), (["joint"], .cheapest([0.05]), nil),
      (["growth"], .frontier(.listed([0, 15, 30])), nil), (["firms", "growth"], .pareto, 30),
    ]
    for (keys, aim, total) in questions {
      let all = try [1, 2].map { threads in
        try decision(
          ShippedLaboratory("hanoi-2021", draws: 1024, threads: threads), keys, aim, most: most,
          total: total, evaluations: 40)
      }
      #expect(all[0].findings == all[1].findings && all[0].found == all[1].found)
      #expect(!all[0].findings.isEmpty)
      expectSound(all[0].findings)
    }
  }
}
