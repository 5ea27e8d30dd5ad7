import Assessment
import Foundation
import NumericKernels
import Testing

@Suite("Budgets: the best split and the cheapest plan")
struct BudgetSplitTests {
  private let toy = ToyPlans.threeLevers

  private func optimiser(
    _ limits: BudgetLimits, _ simulation: PlanSimulation, scales: [AimScale] = [.probability],
    effort: SearchEffort = .usual
  ) -> BudgetOptimiser {
    BudgetOptimiser(limits, scales: scales, simulation: simulation, effort: effort)
  }

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
  }

  private struct Split: Decodable {
    enum CodingKeys: String, CodingKey {
      case response, a, b, budget, x, value
      case marginalValue = "marginal_value_of_budget"
    }

    let response: String
    let a: [Double]
    let b: [Double]?
    let budget: Double
    let x: [Double]
    let value: Double
    let marginalValue: Double

    func response(_ x: [Double]) -> Double {
      guard let b else { return x.indices.reduce(0) { $0 + a[$1] * x[$1].squareRoot() } }
      return x.indices.reduce(0) { $0 + a[$1] * log(1 + b[$1] * x[$1]) }
    }
  }

  @Test("splits that satisfy the optimality conditions are found, with the value of the budget")
  func references() throws {
    for split in try referenceCases("budget_allocation", of: Split.self) {
      let levers = split.a.indices.map { PlanLever("\($0)", bounds: 0...1000) }
      let limits = BudgetLimits(levers, totalCeiling: split.budget)
      let simulation = PlanSimulation { x, _ in
        PlanEvaluation(AimEstimate(value: split.response(x)))
      }
      let answer = try optimiser(limits, simulation, scales: [.quantity]).bestSplit()
      let plan = try #require(answer.best)
      #expect(distance(plan.budgets, split.x) <= 0.01 * split.budget, "\(plan.budgets)")
      // A split that is off by δ is worth less by the order of δ².
      #expect(plan.value <= split.value + 1e-9 && plan.value >= split.value * (1 - 1e-4))
      #expect(limits.allow(plan.budgets))
      let value = try #require(answer.nextBillion)
      // A difference over a tenth of the range: one part in fifty at these curvatures.
      #expect((value.perBillion / split.marginalValue - 1).magnitude < 0.05, "\(value)")
      #expect(answer.limits.first?.limit == .totalCeiling)
    }
  }

  @Test("a concave problem with noise of 96,000 draws: the split within 1 %, P within 0.2 points")
  func concave() throws {
    let limits = BudgetLimits(toy.levers(), totalCeiling: 100)
    let truth = toy.bestSplit(of: 100, limits: limits), best = toy.probability(truth)
    let exact = try #require(try optimiser(limits, toy.exact).bestSplit().best)
    #expect(distance(exact.budgets, truth) <= 0.1, "\(exact.budgets)")
    #expect((exact.value - best).magnitude <= 1e-5)
    for seed in 1...6 as ClosedRange<UInt64> {
      let simulation = toy.counted(seed: seed, draws: 96_000)
      let answer = try optimiser(limits, simulation).bestSplit()
      let plan = try #require(answer.best)
      #expect(distance(plan.budgets, truth) <= 1, "seed \(seed): \(plan.budgets)")
      #expect((toy.probability(plan.budgets) - best).magnitude <= 0.002)
      #expect(answer.end == .converged && answer.evaluations <= 150)
    }
  }

  @Test("draws that differ in what levers do: P within 0.2 points of the best")
  func doubtful() throws {
    let limits = BudgetLimits(toy.levers(), totalCeiling: 100)
    var problem = LocalProblem(
      { x, wantsGradient in
        let value = -toy.probability(x, doubt: 0.3)
        guard wantsGradient else { return Slope(value) }
        let gradient = x.indices.map { k -> Double in
          var above = x
          above[k] += 1e-5
          return (-toy.probability(above, doubt: 0.3) - value) / 1e-5
        }
        return Slope(value, gradient: gradient)
      }, lower: [0, 0, 0], upper: [100, 100, 100])
    problem.atMostZero = [{ x, _ in Slope(x.reduce(-100, +), gradient: [1, 1, 1]) }]
    let truth = try problem.minimum(near: [30, 40, 30], by: .slsqp)
    for seed in 1...4 as ClosedRange<UInt64> {
      let simulation = toy.counted(seed: seed, draws: 96_000, doubt: 0.3)
      let plan = try #require(try optimiser(limits, simulation).bestSplit().best)
      let reached = toy.probability(plan.budgets, doubt: 0.3)
      #expect(reached >= -truth.value - 0.002, "seed \(seed): \(plan.budgets) \(truth.point)")
    }
  }

  @Test(
    "the cheapest plan costs what the best split of its cost shows", arguments: [0.3, 0.6, 0.9])
  func cheapest(level: Double) throws {
    let weights = [1.0, 1.5, 0.7]
    let limits = BudgetLimits(toy.levers(weights: weights))
    // The least budget whose best split reaches the level.
    var low = 0.0, high = 1000.0
    for _ in 0..<100 {
      let middle = (low + high) / 2
      let split = toy.bestSplit(of: middle, limits: limits)
      if toy.probability(split) >= level { high = middle } else { low = middle }
    }
    let answer = try optimiser(limits, toy.exact).cheapest(reaching: [level])
    let plan = try #require(answer.best)
    #expect(plan.value >= level && plan.value < level + 1e-4)
    #expect((plan.cost / high - 1).magnitude < 1e-3, "\(plan.cost), not \(high)")
    #expect(distance(plan.budgets, toy.bestSplit(of: high, limits: limits)) <= 0.01 * high)
    for seed in 1...3 as ClosedRange<UInt64> {
      let simulation = toy.counted(seed: seed, draws: 96_000)
      let noisy = try #require(try optimiser(limits, simulation).cheapest(reaching: [level]).best)
      #expect(noisy.value >= level)
      // A P known to 0.2 points by so many draws is a cost known to 0.2 points over its slope.
      let slope = toy.gradient(plan.budgets)[1] / weights[1]
      #expect((noisy.cost - high).magnitude <= 0.008 / slope, "\(noisy.cost), not \(high)")
    }
  }

  /// 1,600 draws have steps of 0.06 points; a smooth number that lies 4 points beside them has none.
  @Test(
    "where there is a smooth number, it is searched on, and levels are those of the counted one")
  func smoothed() throws {
    let counted = toy.counted(seed: 8, draws: 1_600)
    let simulation = PlanSimulation { x, draws in
      try counted.evaluate(x, min(draws, 1_600)).map { found in
        let aim = found.aims[0]
        return PlanEvaluation(
          AimEstimate(
            value: aim.value, standardError: aim.standardError, replicates: aim.replicates,
            smoothed: 0.9 * toy.probability(x) + 0.04))
      }
    }
    let limits = BudgetLimits(toy.levers(), totalCeiling: 100)
    let plan = try #require(try optimiser(limits, simulation).bestSplit().best)
    let truth = toy.bestSplit(of: 100, limits: limits)
    #expect(distance(plan.budgets, truth) <= 1, "\(plan.budgets)")
    let cheap = try #require(
      try optimiser(BudgetLimits(toy.levers()), simulation).cheapest(reaching: [0.6]).best)
    #expect(cheap.value >= 0.6 && cheap.value <= 0.6 + 0.005)
    let split = toy.bestSplit(of: cheap.cost, limits: BudgetLimits(toy.levers()))
    #expect(distance(cheap.budgets, split) <= 0.02 * cheap.cost, "\(cheap.budgets), not \(split)")
  }

  @Test("a lever that costs nothing is used as far as it helps")
  func free() throws {
    let limits = BudgetLimits(toy.levers(0...60, weights: [1, 0, 1]), totalCeiling: 40)
    let plan = try #require(try optimiser(limits, toy.exact).bestSplit().best)
    #expect((plan.budgets[1] - 60).magnitude <= 0.1 && plan.cost <= 40 + 1e-6)
    let rest = BudgetLimits(
      [
        toy.levers(0...60)[0], PlanLever("free", bounds: 60...60, weight: 0), toy.levers(0...60)[2],
      ],
      totalCeiling: 40)
    #expect(distance(plan.budgets, toy.bestSplit(of: 40, limits: rest)) <= 0.4)
  }

  @Test("several aims each have their level")
  func severalLevels() throws {
    let second = ToyPlans(a: [1, 4, 12], b: [0.3, 0.1, 0.1], threshold: 20, sigma: 5)
    let simulation = PlanSimulation { x, _ in
      PlanEvaluation([
        AimEstimate(value: toy.probability(x)), AimEstimate(value: second.probability(x)),
      ])
    }
    let limits = BudgetLimits(toy.levers(0...80))
    let answer = try optimiser(limits, simulation, scales: [.probability, .probability])
      .cheapest(reaching: [0.5, 0.8])
    let plan = try #require(answer.best)
    let brute = try #require(
      bruteForce(limits, step: 1) { x, best in
        guard toy.probability(x) >= 0.5, second.probability(x) >= 0.8 else { return false }
        let isPossible = toy.probability(best) >= 0.5 && second.probability(best) >= 0.8
        return !isPossible || limits.cost(of: x) < limits.cost(of: best)
      })
    #expect(plan.evaluation.aims[0].value >= 0.5 && plan.evaluation.aims[1].value >= 0.8)
    // The grid is coarser by up to a step a lever.
    #expect(plan.cost <= limits.cost(of: brute) && plan.cost > limits.cost(of: brute) - 3)
  }

  @Test("the caller's gradients lead to the same plan in fewer evaluations")
  func gradients() throws {
    let limits = BudgetLimits(toy.levers(), totalCeiling: 100)
    var simulation = toy.exact
    simulation.gradient = { x, _ in [toy.gradient(x)] }
    let plan = try #require(try optimiser(limits, simulation).bestSplit().best)
    #expect(distance(plan.budgets, toy.bestSplit(of: 100, limits: limits)) <= 0.1)
    let cheap = try optimiser(BudgetLimits(toy.levers()), simulation).cheapest(reaching: [0.6])
    let without = try optimiser(BudgetLimits(toy.levers()), toy.exact).cheapest(reaching: [0.6])
    let costs = (try #require(cheap.best).cost, try #require(without.best).cost)
    #expect((costs.0 / costs.1 - 1).magnitude < 1e-3)
  }

  @Test("a brute-force grid of two and three levers finds nothing better", arguments: [2, 3])
  func grid(levers count: Int) throws {
    var random = SplitMix(state: UInt64(count))
    for _ in 0..<8 {
      let toy = ToyPlans(
        a: (0..<count).map { _ in 1 + 4 * random.uniform() },
        b: (0..<count).map { _ in 0.05 + 0.5 * random.uniform() }, threshold: 6, sigma: 2)
      let levers = (0..<count).map { k in
        PlanLever(
          "\(k)", bounds: (2 * random.uniform())...(8 + 12 * random.uniform()),
          weight: 0.5 + random.uniform())
      }
      let limits = BudgetLimits(levers, totalCeiling: 18)
      let plan = try #require(try optimiser(limits, toy.exact).bestSplit().plan)
      let brute = try #require(
        bruteForce(limits, step: 0.5) { toy.probability($0) > toy.probability($1) })
      #expect(plan.value >= toy.probability(brute) - 1e-6)
      #expect(limits.allow(plan.budgets))
      #expect(
        (plan.value - toy.probability(toy.bestSplit(of: 18, limits: limits))).magnitude <= 1e-4)
    }
  }

  @Test("plans in steps are those of brute force", arguments: [2, 3])
  func steps(levers count: Int) throws {
    var random = SplitMix(state: UInt64(40 + count))
    for trial in 0..<10 {
      let a = (0..<count).map { _ in 1 + 4 * random.uniform() }
      let b = (0..<count).map { _ in 0.05 + 0.5 * random.uniform() }
      let middle = (0..<count).reduce(0) { $0 + a[$1] * log(1 + b[$1] * 15) }
      let toy = ToyPlans(a: a, b: b, threshold: middle, sigma: 2)
      let weights = (0..<count).map { _ in trial % 2 == 0 ? 1 : 0.5 + random.uniform() }
      let levers = toy.levers(0...40, step: 5, weights: weights)
      let limits = BudgetLimits(levers, totalCeiling: 47)
      let split = try #require(try optimiser(limits, toy.exact).bestSplit().best)
      let bestSplit = try #require(
        bruteForce(limits, step: 5) { toy.probability($0) > toy.probability($1) })
      #expect(split.value == toy.probability(bestSplit), "\(split.budgets), not \(bestSplit)")
      #expect(split.budgets.allSatisfy { $0.remainder(dividingBy: 5) == 0 })

      let level = 0.97 * split.value
      let cheap = try #require(
        try optimiser(BudgetLimits(levers), toy.exact).cheapest(reaching: [level]).best)
      let cheapest = try #require(
        bruteForce(BudgetLimits(levers), step: 5) { x, best in
          guard toy.probability(x) >= level else { return false }
          return toy.probability(best) < level || limits.cost(of: x) < limits.cost(of: best) - 1e-9
        })
      #expect(cheap.value >= level)
      #expect((cheap.cost - limits.cost(of: cheapest)).magnitude < 1e-6, "\(cheap) \(cheapest)")
    }
  }

  @Test("levers with and without steps go together")
  func mixedSteps() throws {
    var levers = toy.levers()
    levers[1] = PlanLever("in tens", bounds: 0...100, step: 10)
    let limits = BudgetLimits(levers, totalCeiling: 100)
    let plan = try #require(try optimiser(limits, toy.exact).bestSplit().best)
    let best = stride(from: 0.0, through: 100, by: 10).map { tens -> Double in
      let rest = BudgetLimits(
        [
          levers[0], PlanLever("fixed", bounds: tens...tens), levers[2],
        ], totalCeiling: 100)
      return toy.probability(toy.bestSplit(of: 100, limits: rest))
    }.max()
    #expect(plan.budgets[1] == 60 && (plan.value - (best ?? 0)).magnitude < 1e-4)
  }

  @Test("permuting the levers permutes the plan")
  func permutation() throws {
    let limits = BudgetLimits(toy.levers(), totalCeiling: 100)
    let plan = try #require(try optimiser(limits, toy.exact).bestSplit().best)
    for order in [[2, 0, 1], [1, 0, 2], [2, 1, 0]] {
      let moved = ToyPlans(
        a: order.map { toy.a[$0] }, b: order.map { toy.b[$0] }, threshold: toy.threshold,
        sigma: toy.sigma)
      let other = try #require(try optimiser(limits, moved.exact).bestSplit().best)
      #expect((other.value - plan.value).magnitude <= 1e-6)
      #expect(distance(other.budgets, order.map { plan.budgets[$0] }) <= 0.5)
    }
  }

  @Test("a search asked twice gives the same to the bit, and counts what it asks")
  func repeatable() throws {
    let limits = BudgetLimits(toy.levers(), totalCeiling: 100)
    var counted = toy.counted(seed: 3, draws: 96_000)
    var calls = 0, last = 0
    counted.progress = { progress in
      calls += 1
      last = progress.evaluations
    }
    let first = try optimiser(limits, counted).bestSplit()
    #expect(calls == first.evaluations && last == calls)
    #expect(try optimiser(limits, toy.counted(seed: 3, draws: 96_000)).bestSplit() == first)
  }

  @Test("a stop and a short budget of evaluations leave the best known", arguments: [1, 7, 20, 30])
  func interrupted(after count: Int) throws {
    let limits = BudgetLimits(toy.levers(), totalCeiling: 100)
    var calls = 0
    var simulation = toy.exact
    simulation.progress = { _ in calls += 1 }
    simulation.shouldStop = { calls >= count }
    let stopped = try optimiser(limits, simulation).bestSplit()
    #expect(stopped.end == .stopped && stopped.evaluations == count && stopped.best != nil)
    let short = SearchEffort(coarseDraws: 100, fineDraws: 100, evaluations: count)
    let spent = try optimiser(limits, toy.exact, effort: short).bestSplit()
    #expect(spent.end == .evaluationsSpent && spent.evaluations <= count && spent.best != nil)
    calls = 0
    simulation.shouldStop = { true }
    #expect(try optimiser(limits, simulation).bestSplit().finding == .nothingYet)
  }

  private struct Refusal: Error {}

  @Test("what the simulation throws comes out")
  func rethrown() {
    var calls = 0
    let simulation = PlanSimulation { x, _ in
      calls += 1
      if calls == 25 { throw Refusal() }
      return PlanEvaluation(AimEstimate(value: toy.probability(x)))
    }
    let limits = BudgetLimits(toy.levers(), totalCeiling: 100)
    #expect(throws: Refusal.self) { try optimiser(limits, simulation).bestSplit() }
  }
}
