/// The best point of a box for a goal, by NLopt, where heights and slopes are known everywhere: from
/// surfaces, or from the caller's gradients.
struct PlanStep {
  /// The heights of all aims.
  typealias Heights = (_ u: [Double]) throws -> [Slope]

  let space: SearchSpace
  let heights: Heights

  /// - Parameters:
  ///   - goal: What is looked for.
  ///   - centre: A point within the limits.
  ///   - radius: Half the width of the box about it.
  ///   - evaluations: Of the heights, at most.
  /// - Returns: A point within the limits, the centre if none is better; for a level that no point of
  ///   the box reaches, the one that misses it least.
  /// - Throws: What the heights throw.
  func best(
    _ goal: PlanGoal, _ centre: [Double], radius: Double, evaluations: Int = 300
  ) throws -> [Double] {
    switch goal {
    case .most(let origins, let weights):
      return try most(origins, weights, centre, radius, evaluations)
    case .cheapest(let levels):
      let ones = levels.map { _ in 1.0 }
      let highest = try most(levels, ones, centre, radius, evaluations)
      guard try merit(goal, highest).shortfall == 0 else { return highest }
      let found = try cheapest(levels, centre, highest, radius, evaluations)
      let kept = try reached(found, highest, goal)
      return try merit(goal, highest) < merit(goal, kept) ? highest : kept
    }
  }

  private func merit(_ goal: PlanGoal, _ u: [Double]) throws -> PlanMerit {
    goal.merit(try heights(u).map(\.value), cost: space.limits.cost(of: space.plan(u)))
  }

  /// A point that misses a level by rounding only, moved towards one that reaches it.
  private func reached(
    _ u: [Double], _ highest: [Double], _ goal: PlanGoal
  ) throws -> [Double] {
    for share in [0, 1e-8, 1e-6, 1e-4, 1e-2] {
      let moved = zip(u, highest).map { $0 + share * ($1 - $0) }
      if try merit(goal, moved).shortfall == 0 { return moved }
    }
    return highest
  }

  private func most(
    _ origins: [Double], _ weights: [Double], _ centre: [Double], _ radius: Double,
    _ evaluations: Int
  ) throws -> [Double] {
    let goal = PlanGoal.most(origins: origins, weights: weights)
    let heights = heights, n = space.dimension
    let aims = weights.indices.filter { weights[$0].isFinite }
    let start = goal.merit(try heights(centre).map(\.value), cost: 0)
    var problem: LocalProblem
    if aims.count == 1 {
      problem = box(centre, radius) { u, _ in
        let slope = try heights(u)[aims[0]]
        return Slope(-slope.value, gradient: slope.gradient.map { -$0 })
      }
    } else {
      // The least of several has kinks: a variable of its own that no aim may lie below.
      problem = box(centre, radius, extra: -start.loss) { v, _ in
        Slope(-v[n], gradient: [Double](repeating: 0, count: n) + [-1])
      }
      problem.atMostZero += aims.map { j in
        { v, _ in
          let slope = try heights(Array(v[..<n]))[j]
          return Slope(
            v[n] - (slope.value - origins[j]) / weights[j],
            gradient: slope.gradient.map { -$0 / weights[j] } + [1])
        }
      }
    }
    problem.evaluations = evaluations
    let from = aims.count == 1 ? centre : centre + [-start.loss]
    guard let found = try solved(problem, from) else { return centre }
    return try merit(goal, found).loss < start.loss ? found : centre
  }

  private func cheapest(
    _ levels: [Double], _ centre: [Double], _ start: [Double], _ radius: Double,
    _ evaluations: Int
  ) throws -> [Double] {
    let heights = heights, prices = space.prices
    let total = max(prices.reduce(0, +), .leastNormalMagnitude)
    var problem = box(centre, radius) { u, _ in
      Slope(
        zip(prices, u).reduce(0) { $0 + $1.0 * $1.1 } / total, gradient: prices.map { $0 / total })
    }
    problem.atMostZero += levels.indices.map { j in
      { u, _ in
        let slope = try heights(u)[j]
        return Slope(levels[j] - slope.value, gradient: slope.gradient.map { -$0 })
      }
    }
    problem.evaluations = evaluations
    return try solved(problem, start) ?? start
  }

  /// Bounds and totals; with a variable that has none if `extra` is its start.
  private func box(
    _ centre: [Double], _ radius: Double, extra: Double? = nil,
    _ objective: @escaping SearchedFunction
  ) -> LocalProblem {
    var lower = centre.map { max(0, $0 - radius) }, upper = centre.map { min(1, $0 + radius) }
    if extra != nil {
      lower.append(-1e6)
      upper.append(1e6)
    }
    var problem = LocalProblem(objective, lower: lower, upper: upper)
    let prices = space.prices, purse = space.purse
    let total = max(prices.reduce(0, +), .leastNormalMagnitude)
    let scaled = prices.map { $0 / total } + (extra == nil ? [] : [0])
    func share(_ u: [Double]) -> Double { zip(scaled, u).reduce(0) { $0 + $1.0 * $1.1 } }
    if purse.most < total {
      problem.atMostZero.append { u, _ in
        Slope(share(u) - purse.most / total, gradient: scaled)
      }
    }
    if purse.least > 0 {
      problem.atMostZero.append { u, _ in
        Slope(purse.least / total - share(u), gradient: scaled.map { -$0 })
      }
    }
    return problem
  }

  /// Within the limits; nil where NLopt gives up.
  private func solved(_ problem: LocalProblem, _ start: [Double]) throws -> [Double]? {
    do {
      let found = try problem.minimum(near: start, by: .slsqp)
      return space.projected(Array(found.point[..<space.dimension]))
    } catch is LocalSearchError {
      return nil
    }
  }
}
