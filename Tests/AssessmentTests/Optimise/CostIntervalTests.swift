import Assessment
import NumericKernels
import Testing

@Suite("Between which totals the cheapest budget lies")
struct CostIntervalTests {
  private func worth(_ slope: Double, _ error: Double) -> LimitValue {
    LimitValue(limit: .totalCeiling, perBillion: slope, standardError: error)
  }

  @Test("a slope without error: the error of P over the slope; one that may be 0: no interval")
  func limits() throws {
    let plain = try #require(
      CostInterval.changes(
        excess: 0.001, standardError: 0.002, slope: worth(0.01, 0), replicates: 0))
    #expect((plain.lowerBound - (-0.1 - z975 * 0.2)).magnitude < 1e-12)
    #expect((plain.upperBound - (-0.1 + z975 * 0.2)).magnitude < 1e-12)
    let doubtful = worth(0.01, 0.0052)
    #expect(
      CostInterval.changes(excess: 0, standardError: 0.01, slope: doubtful, replicates: 0) == nil)
    let none = worth(0, 0)
    #expect(
      CostInterval.changes(excess: 0, standardError: 0.01, slope: none, replicates: 16) == nil)
  }

  @Test("the ends are where P plus t errors of both touches the level")
  func ends() throws {
    let (d, sigma, s, error) = (0.004, 0.002, 0.01, 0.002)
    let found = try #require(
      CostInterval.changes(excess: d, standardError: sigma, slope: worth(s, error), replicates: 16))
    let t = studentQuantile(0.975, degreesOfFreedom: 15)
    for x in [found.lowerBound, found.upperBound] {
      let height = (d + s * x).magnitude
      let margin = t * (sigma * sigma + x * x * error * error).squareRoot()
      #expect((height - margin).magnitude < 1e-14)
    }
  }

  @Test("it covers the true change of cost in 95 of 100 draws of P and slope")
  func coverage() {
    var random = SplitMix(state: 5)
    for error in [0, 0.001, 0.002] {
      var hits = 0
      for _ in 0..<20_000 {
        let d = 0.004 + 0.002 * normalQuantile(random.uniform())
        let slope = worth(0.01 + error * normalQuantile(random.uniform()), error)
        let found = CostInterval.changes(
          excess: d, standardError: 0.002, slope: slope, replicates: 0)
        // Without an interval, once in 800 draws of the worst slope, every cost is possible.
        if found.map({ $0.contains(-0.4) }) ?? true { hits += 1 }
      }
      // Fieller's set is exact. Binomial, false alarms 10⁻⁶.
      let rate = Double(hits) / 20_000
      #expect((rate - 0.95).magnitude < 4.8916 * (0.95 * 0.05 / 20_000).squareRoot(), "\(rate)")
    }
  }

  @Test("of searches on counted draws it holds the true cheapest cost in 95 of 100")
  func searched() throws {
    let toy = ToyPlans.threeLevers, level = 0.6
    var low = 0.0, high = 300.0
    let limits = BudgetLimits(toy.levers())
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let best = toy.probability(toy.bestSplit(of: middle, limits: limits))
      if best < level { low = middle } else { high = middle }
    }
    var hits = 0
    for seed in 1...40 as ClosedRange<UInt64> {
      let search = toy.counted(seed: seed, draws: 16_000)
      let fresh = toy.counted(seed: 1000 + seed, draws: 16_000)
      let answer = try BudgetOptimiser(
        limits, scales: [.probability], simulation: search,
        effort: SearchEffort(coarseDraws: 4_000, fineDraws: 16_000, evaluations: 150)
      ).cheapest(reaching: [level])
      let certificate = try #require(
        try PlanCertificate(
          answer, levels: [level], within: limits, fresh: fresh.evaluate, draws: 16_000))
      let cost = try #require(certificate.cost)
      if cost.contains(high) { hits += 1 }
    }
    // 95 % of 40: 28 or fewer come of chance with 10⁻⁷.
    #expect(hits > 28, "\(hits) of 40")
  }

  private func certificate(
    cost: Double, level: Double, totals: ClosedRange<Double>?, other: Double? = nil
  ) throws -> PlanCertificate {
    func plan(_ cost: Double) -> BudgetPlan {
      BudgetPlan(
        budgets: [cost], cost: cost, evaluation: PlanEvaluation(AimEstimate(value: 0.5)), draws: 1)
    }
    return try #require(
      try PlanCertificate(
        plan(cost), runnerUp: other.map(plan), levels: [level], worth: worth(0.01, 0.001),
        within: totals,
        fresh: { x, _ in
          PlanEvaluation(AimEstimate(value: 0.5 + 0.01 * (x[0] - cost), standardError: 0.01))
        }, draws: 1))
  }

  @Test("it keeps within what plans may cost, and says when the level may be out of reach")
  func totals() throws {
    let free = try certificate(cost: 30, level: 0.5, totals: 0...100)
    let interval = try #require(free.cost)
    #expect(interval.lowerBound > 25 && interval.upperBound < 35 && !free.mayBeOutOfReach)
    let held = try certificate(cost: 30, level: 0.5, totals: 29...31)
    #expect(held.cost == 29...31 && held.mayBeOutOfReach)
    #expect(try certificate(cost: 30, level: 0.5, totals: nil).cost == nil)
  }

  @Test("a margin at equal cost has the error of what the money saved is worth")
  func margin() throws {
    // 20 billion less, each worth 0.01 ± 0.001: as good, with an error of 0.02 beside 0.01 twice.
    let found = try certificate(cost: 30, level: 0.5, totals: 0...100, other: 50)
    let margin = try #require(found.margin)
    #expect(margin.value.magnitude < 1e-12)
    #expect((margin.standardError - (0.0004 + 0.0002).squareRoot()).magnitude < 1e-12)
  }
}
