/// A search for the best plan near a start: surfaces through simulated plans, the best point of a
/// surface in a box about the best plan so far, that plan simulated, and so on in smaller boxes.
///
/// Surfaces instead of differences of neighbours, since counted draws have steps: fitted to many plans
/// they see through them.
struct PlanSearch {
  let space: SearchSpace
  let goal: PlanGoal
  let scales: [AimScale]
  let ledger: PlanLedger
  /// Second derivatives of each aim's last surface.
  private var bends: [[Double]]

  init(_ space: SearchSpace, _ goal: PlanGoal, _ scales: [AimScale], _ ledger: PlanLedger) {
    (self.space, self.goal, self.scales, self.ledger) = (space, goal, scales, ledger)
    let n = space.dimension
    bends = scales.map { _ in [Double](repeating: 0, count: n * n) }
  }

  /// Nil where no draw decides, or a probability lies outside 0...1.
  func merit(_ u: [Double], _ draws: Int) throws -> PlanMerit? {
    let plan = space.plan(u)
    guard let found = try ledger.evaluation(plan, draws) else { return nil }
    return merit(plan, found)
  }

  func merit(_ plan: [Double], _ found: PlanEvaluation) -> PlanMerit? {
    guard found.aims.count == scales.count,
      zip(scales, found.aims).allSatisfy({ $0.isPossible($1.value) })
    else { return nil }
    let heights = zip(scales, found.aims).map { $0.height($1.value) }
    return goal.merit(heights, cost: space.limits.cost(of: plan))
  }

  /// Searches in a box that moves, grows after success and shrinks after failure.
  ///
  /// - Parameters:
  ///   - start: Scaled budgets within the limits.
  ///   - radii: Half the width of the first box, and that at which the search ends.
  ///   - draws: Of each evaluation.
  ///   - known: Ends the search when it comes this near to one of these: it would find the same.
  /// - Returns: The best point, or nil if no draw decides at the start.
  /// - Throws: ``SearchInterruption``; what the simulation throws.
  mutating func run(
    from start: [Double], radii: (first: Double, last: Double), draws: Int,
    known: [[Double]] = []
  ) throws -> [Double]? {
    guard try merit(start, draws) != nil else { return nil }
    guard space.dimension > 0 else { return start }
    var centre = start, radius = radii.first, hasFailed = true
    // Far more steps than any search has taken; what a level is worth changes on the way, so that
    // nothing else rules out a circle.
    for _ in 0..<100 where radius >= radii.last {
      if known.contains(where: { SearchSpace.distance($0, centre) < radius }) { return centre }
      // After a success the surfaces are good enough to go on by.
      if hasFailed { try layOut(about: centre, radius, draws) }
      let next = try proposal(goal, centre, radius, draws)
      let moved = SearchSpace.distance(next, centre)
      guard moved > 0.02 * radius, try isBetter(next, centre, draws) else {
        if hasFailed { radius *= 0.35 }
        hasFailed = true
        continue
      }
      (centre, hasFailed) = (next, false)
      radius = moved > 0.7 * radius ? min(radii.first, 1.5 * radius) : max(0.5 * radius, moved)
    }
    return centre
  }

  /// Whether the search is to go on from a point.
  ///
  /// While a level is looked for along its border, missing it by a hair is worth what it saves: an
  /// exact penalty of four times what a height costs where it is cheapest.
  ///
  /// - Source: Nocedal & Wright, *Numerical Optimization*, 2nd ed., §15.4.
  private func isBetter(_ u: [Double], _ centre: [Double], _ draws: Int) throws -> Bool {
    guard let here = try merit(u, draws), let there = try merit(centre, draws) else { return false }
    guard case .cheapest = goal, here.shortfall == 0 || there.shortfall == 0,
      let price = heightPrice(at: centre, draws)
    else { return here < there }
    return here.loss + 4 * price * here.shortfall < there.loss + 4 * price * there.shortfall
  }

  /// What a unit of height of the aim that costs most costs at a point, billion VND.
  private func heightPrice(at u: [Double], _ draws: Int) -> Double? {
    guard let surfaces = surfaces(about: u, 0.05, draws) else { return nil }
    let prices = space.prices
    let costs = surfaces.map { surface in
      let gradient = surface.slope(at: u).gradient
      let most = gradient.indices.reduce(0.0) { most, i in
        u[i] < 1 && prices[i] > 0 ? max(most, gradient[i] / prices[i]) : most
      }
      return most > 0 ? 1 / most : .infinity
    }
    guard let dearest = costs.max(), dearest.isFinite else { return nil }
    return dearest
  }

  /// By the caller's gradients, if there are any, with NLopt on the simulated heights themselves.
  func climbed(from start: [Double], radius: Double, draws: Int) throws -> [Double] {
    let space = space, scales = scales, ledger = ledger
    let step = PlanStep(space: space) { u in
      let plan = space.plan(u)
      guard let found = try ledger.evaluation(plan, draws) else {
        throw LocalSearchError.undefined(at: u)
      }
      let gradients = try ledger.gradient(plan, draws)
      return scales.indices.map { j in
        let value = found.aims[j].smoothed ?? found.aims[j].value
        let chain = 1 / max(1e-12, scales[j].slope(value))
        return Slope(
          scales[j].height(value),
          gradient: space.free.indices.map {
            gradients[j][space.free[$0]] * space.width[$0] * chain
          })
      }
    }
    return try step.best(goal, start, radius: radius, evaluations: 40)
  }

  /// A point that misses a level by little, raised to it on the way to the highest point nearby.
  ///
  /// - Returns: A point that reaches the level, or the one nearest to it.
  /// - Throws: ``SearchInterruption``; what the simulation throws.
  mutating func lifted(_ start: [Double], draws: Int) throws -> [Double] {
    guard case .cheapest(let levels) = goal, space.dimension > 0,
      var below = try merit(start, draws)?.rest, below > 0
    else { return start }
    let upwards = PlanGoal.most(origins: levels, weights: levels.map { _ in 1 })
    var low = start, high = start, above = below
    for radius in [0.02, 0.05, 0.15] where above > 0 {
      high = try proposal(upwards, low, radius, draws)
      above = try merit(high, draws)?.rest ?? below
      if above < below && above > 0 { (low, below) = (high, above) }
    }
    guard above <= 0 else { return low }
    // The misfit falls from `below` to `above` about in a straight line.
    var best = high, share = min(1, 1.02 * below / (below - above) + 1e-9)
    for _ in 0..<5 where share < 1 {
      let point = zip(low, high).map { $0 + share * ($1 - $0) }
      guard let rest = try merit(point, draws)?.rest else { break }
      if rest <= 0 {
        best = point
        break
      }
      // At least a sixteenth of what is left: a counted share has steps.
      share += (1 - share) * min(0.5, max(0.0625, 1.5 * rest / (rest - above)))
    }
    return best
  }

  /// The best point of the surfaces in a box.
  private mutating func proposal(
    _ goal: PlanGoal, _ centre: [Double], _ radius: Double, _ draws: Int
  ) throws -> [Double] {
    guard let surfaces = surfaces(about: centre, radius, draws) else { return centre }
    for j in surfaces.indices { bends[j] = surfaces[j].curvature }
    let step = PlanStep(space: space) { u in surfaces.map { $0.slope(at: u) } }
    return try step.best(try shifted(goal, centre, draws), centre, radius: radius)
  }

  /// The goal in terms of what is searched on: a smooth number may lie beside the counted one, by
  /// about the same everywhere near; and a level is aimed at from a hair above.
  private func shifted(
    _ goal: PlanGoal, _ centre: [Double], _ draws: Int
  ) throws -> PlanGoal {
    guard let found = try ledger.evaluation(space.plan(centre), draws) else { return goal }
    let offsets = scales.indices.map { j -> Double in
      let aim = found.aims[j]
      guard let smoothed = aim.smoothed else { return 0 }
      return scales[j].height(smoothed) - scales[j].height(aim.value)
    }
    switch goal {
    case .cheapest(let levels):
      return .cheapest(
        levels: levels.indices.map { j in
          let noise = found.aims[j].standardError / max(1e-12, scales[j].slope(found.aims[j].value))
          return levels[j] + offsets[j] + min(0.01, max(2e-6, 0.05 * noise))
        })
    case .most(let origins, let weights):
      return .most(origins: zip(origins, offsets).map { $0 + $1 }, weights: weights)
    }
  }

  /// One surface for each aim through what has been simulated; nil if too little has.
  func surfaces(
    about centre: [Double], _ radius: Double, _ draws: Int
  ) -> [ResponseSurface]? {
    let records = ledger.records.filter { $0.draws <= draws }
    // A plan that both few and many draws tell of counts by the many.
    let told = records.filter { record in
      guard record.draws < draws else { return true }
      return !records.contains { $0.draws > record.draws && $0.plan == record.plan }
    }
    let surfaces = scales.indices.compactMap { j -> ResponseSurface? in
      let points = told.compactMap { record -> ResponseSurface.Point? in
        guard let aims = record.evaluation?.aims, aims.count == scales.count else { return nil }
        let value = aims[j].smoothed ?? aims[j].value
        guard scales[j].isPossible(value) else { return nil }
        return ResponseSurface.Point(
          u: space.scaled(record.plan), value: scales[j].height(value),
          weight: scales[j].weight(value), isCoarse: record.draws < draws)
      }
      // Far plans, and those where P is all but 0 or 1, tell nothing here, if there are others.
      let near = points.filter {
        $0.weight > 0.02 && SearchSpace.distance($0.u, centre) <= 15 * radius
      }
      let used = near.count > space.dimension + 1 ? near : points
      return ResponseSurface(used, centre: centre, radius: radius, prior: bends[j])
    }
    return surfaces.count == scales.count ? surfaces : nil
  }

  /// Simulates plans that tell the slopes about a centre, one for each lever that none tells of yet.
  private func layOut(about centre: [Double], _ radius: Double, _ draws: Int) throws {
    let told = ledger.records.filter { $0.draws == draws }.map { space.scaled($0.plan) }
    for i in centre.indices {
      let isTold = told.contains { u in
        let d = zip(u, centre).map { (($0 - $1) / radius).magnitude }
        let others = d.indices.reduce(0) { $1 == i ? $0 : max($0, d[$1]) }
        return d[i] >= 0.3 && d[i] <= 2 && others <= 0.8 * d[i]
      }
      if isTold { continue }
      var u = centre
      // Upwards where there is room, so that what the next billion buys is told too.
      u[i] = centre[i] + radius <= 1 ? centre[i] + radius : max(0, centre[i] - radius)
      _ = try merit(u, draws)
    }
  }
}
