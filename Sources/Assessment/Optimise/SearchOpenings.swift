/// The plans that a search begins with: the floors, each lever alone, an equal split with and without
/// each lever, as much as there is of everything, and the plan at hand.
struct SearchOpenings {
  private let search: PlanSearch
  private let draws: Int
  /// Those that draws decide about, the floors first.
  let plans: [[Double]]

  init(_ search: PlanSearch, draws: Int) throws {
    (self.search, self.draws) = (search, draws)
    let space = search.space, n = space.dimension
    let share = space.purse.most / Double(max(1, n))
    let equal = space.projected(
      space.prices.map { $0 > 0 && share.isFinite ? min(1, share / $0) : 0.5 })
    var points = [[Double](repeating: 0, count: n), equal]
    for i in 0..<n {
      points.append(points[0].indices.map { $0 == i ? 1 : 0 })
      points.append(equal.indices.map { $0 == i ? 0 : equal[$0] })
    }
    points.append(space.projected(Array(repeating: 1, count: n)))
    points.append(space.projected(space.scaled(space.limits.levers.map(\.present))))
    plans = try points.map(space.plan).filter { plan in
      try search.ledger.evaluation(plan, draws) != nil
    }
  }

  /// Whether no plan differs from another for what this lever has, but for its cost.
  func isIdle(_ k: Int) -> Bool {
    var pairs = 0
    for first in plans {
      for second in plans where first[k] > second[k] {
        let isAlone = first.indices.allSatisfy { $0 == k || first[$0] == second[$0] }
        guard isAlone, let here = known(first), let there = known(second) else { continue }
        let isSame = zip(here.aims, there.aims).allSatisfy {
          isEqual($0.value, $1.value) && isEqual($0.smoothed ?? 0, $1.smoothed ?? 0)
        }
        guard isSame else { return false }
        pairs += 1
      }
    }
    return pairs > 1
  }

  /// Equal but for rounding.
  private func isEqual(_ a: Double, _ b: Double) -> Bool {
    (a - b).magnitude <= 1e-12 * max(a.magnitude, b.magnitude)
  }

  private func known(_ plan: [Double]) -> PlanEvaluation? {
    try? search.ledger.evaluation(plan, draws)
  }

  /// Plans that just reach the levels, on the ways from the floors to those plans that reach them; the
  /// three ways that promise most are gone.
  func reached() throws -> [[Double]] {
    guard let floor = plans.first, let below = misfit(floor), below > 0 else { return [] }
    let limits = search.space.limits, start = limits.cost(of: floor)
    let ways = plans.compactMap { plan -> (plan: [Double], above: Double, promise: Double)? in
      guard let above = misfit(plan), above <= 0 else { return nil }
      let share = below / (below - above)
      return (plan, above, share * (limits.cost(of: plan) - start))
    }.sorted { $0.promise < $1.promise }
    return try ways.prefix(3).map { way in
      try reached(from: floor, below, to: way.plan, way.above)
    }
  }

  /// By three steps of the Illinois variant of the false position.
  ///
  /// - Source: Dahlquist & Björck, *Numerical Methods* (1974), §6.3.
  private func reached(
    from floor: [Double], _ floorMisfit: Double, to plan: [Double],
    _ planMisfit: Double
  ) throws -> [Double] {
    func point(_ share: Double) -> [Double] { zip(floor, plan).map { $0 + share * ($1 - $0) } }
    var low = 0.0, high = 1.0, below = floorMisfit, above = planMisfit
    for _ in 0..<3 where high - low > 0.02 * high && above < 0 {
      let share = low + (high - low) * min(0.95, max(0.05, below / (below - above)))
      _ = try search.ledger.evaluation(point(share), draws)
      guard let found = misfit(point(share)) else { break }
      if found > 0 {
        (low, below, above) = (share, found, above / 2)
      } else {
        (high, above, below) = (share, found, below / 2)
      }
    }
    return point(high)
  }

  /// By how much the worst aim lies below its level; negative where all lie above.
  private func misfit(_ plan: [Double]) -> Double? {
    known(plan).flatMap { search.merit(plan, $0)?.rest }
  }
}
