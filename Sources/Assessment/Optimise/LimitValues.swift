/// What each limit that a plan touches is worth: its multiplier.
///
/// From the slopes of the aim at the plan, by paired differences to plans nearby; a linear program with
/// one constraint beside the bounds, so that a multiplier is a slope, or the gap between two.
///
/// - Source: Bertsekas, *Nonlinear Programming*, 2nd ed., §3.3 (multipliers as sensitivities).
struct LimitValues {
  private let limits: BudgetLimits
  private let plan: [Double]
  /// From its floor to the most that each lever can have.
  private let reach: [Double]
  /// By lever, points of the aim for a billion VND over the plan, with standard error; nil where the
  /// lever cannot be moved.
  private let slopes: [Slope?]

  /// - Parameters:
  ///   - limits: Those of the question.
  ///   - plan: Within the limits.
  ///   - search: Its space, which may be narrower, tells what is near; its ledger pays for the plans.
  ///   - aim: The one that is to rise.
  ///   - draws: Of each evaluation.
  /// - Throws: ``SearchInterruption``; what the simulation throws.
  init(
    _ limits: BudgetLimits, _ plan: [Double], near search: PlanSearch, aim: Int, draws: Int
  ) throws {
    (self.limits, self.plan) = (limits, plan)
    let ledger = search.ledger
    let slack = max(0, (limits.totalCeiling ?? .infinity) - limits.cost(of: limits.floor))
    reach = limits.levers.map { lever in
      let width = lever.bounds.upperBound - lever.bounds.lowerBound
      return lever.weight > 0 ? min(width, slack / lever.weight) : width
    }
    slopes = try limits.levers.indices.map { k in
      let ends = Self.neighbours(search.space.limits, plan, k)
      guard ends.high > ends.low else { return nil }
      var below = plan, above = plan
      (below[k], above[k]) = (ends.low, ends.high)
      guard let first = try ledger.evaluation(below, draws)?.aims[aim],
        let second = try ledger.evaluation(above, draws)?.aims[aim]
      else { return nil }
      let weight = limits.levers[k].weight
      let billions = (ends.high - ends.low) * (weight > 0 ? weight : 1)
      let change = PairedDifference(second, first)
      return Slope(
        value: change.value / billions, standardError: change.standardError / billions,
        error: change.error / billions)
    }
  }

  /// A lever's budgets a twentieth of its range, or a step, to either side, where the model may be
  /// asked.
  private static func neighbours(
    _ limits: BudgetLimits, _ plan: [Double], _ k: Int
  ) -> (low: Double, high: Double) {
    let lever = limits.levers[k], domain = lever.domain
    let slack = (limits.totalCeiling ?? .infinity) - limits.cost(of: limits.floor)
    let reach = lever.weight > 0 ? max(0, slack) / lever.weight : .infinity
    let width = min(reach, domain.upperBound - domain.lowerBound)
    let step = max(lever.step ?? 0, width / 20)
    return (max(domain.lowerBound, plan[k] - step), min(domain.upperBound, plan[k] + step))
  }

  /// Limits that are touched and worth something, the greatest first.
  var found: [LimitValue] {
    var values: [LimitValue] = []
    let total = limits.cost(of: plan)
    let room = (limits.totalCeiling ?? .infinity) - limits.cost(of: limits.floor)
    let isSpent = limits.totalCeiling.map { total >= $0 - 0.01 * max(0, room) } ?? false
    let isLeast = limits.totalFloor.map { total <= $0 + 0.01 * $0.magnitude } ?? false
    // Where the next billion goes, and where one is missed least.
    let next = best(limits.levers.indices.filter { !isAtCeiling($0) }, by: >)
    let last = best(limits.levers.indices.filter { !isAtFloor($0) }, by: <)
    let nothing = Slope(value: 0, standardError: 0, error: 0)
    for k in limits.levers.indices {
      guard let slope = slopes[k] else { continue }
      let others = limits.levers.indices.filter { $0 != k }
      if isAtCeiling(k) {
        // More here is paid for by the lever that misses it least.
        let payer = isSpent ? best(others.filter { !isAtFloor($0) }, by: <) : nothing
        if let payer { values.append(difference(.leverCeiling(k), slope, payer)) }
      }
      if isAtFloor(k), limits.levers[k].bounds.lowerBound > 0 {
        let taker = isSpent ? best(others.filter { !isAtCeiling($0) }, by: >) : nothing
        if let taker { values.append(difference(.leverFloor(k), taker, slope)) }
      }
    }
    if isSpent, let next { values.append(difference(.totalCeiling, next, nothing)) }
    if isLeast, let last { values.append(difference(.totalFloor, nothing, last)) }
    return values.filter(\.isKnown).sorted { rank($0, values) > rank($1, values) }
  }

  /// By what it is worth; but a floor that eats half of the total goes before the total if lowering it
  /// is worth three quarters of as much, since it costs nothing.
  private func rank(_ value: LimitValue, _ values: [LimitValue]) -> Double {
    guard case .leverFloor(let k) = value.limit, let ceiling = limits.totalCeiling,
      let total = values.first(where: { $0.limit == .totalCeiling }),
      limits.levers[k].weight * limits.levers[k].bounds.lowerBound >= ceiling / 2,
      value.perBillion >= 0.75 * total.perBillion
    else { return value.perBillion }
    return max(value.perBillion, total.perBillion.nextUp)
  }

  /// What a billion VND more over the plan is worth, where it does most; nil at all ceilings.
  var nextBillion: LimitValue? {
    best(limits.levers.indices.filter { !isAtCeiling($0) }, by: >).map {
      LimitValue(
        limit: .totalCeiling, perBillion: $0.value, standardError: $0.standardError, error: $0.error
      )
    }
  }

  /// Points of the aim for a billion VND.
  private struct Slope {
    let value: Double
    let standardError: Double
    let error: Double
  }

  private func difference(_ limit: PlanLimit, _ gain: Slope, _ loss: Slope) -> LimitValue {
    func both(_ part: KeyPath<Slope, Double>) -> Double {
      (gain[keyPath: part] * gain[keyPath: part] + loss[keyPath: part] * loss[keyPath: part])
        .squareRoot()
    }
    return LimitValue(
      limit: limit, perBillion: gain.value - loss.value, standardError: both(\.standardError),
      error: both(\.error))
  }

  private func best(
    _ levers: [Int], by isBetter: (Double, Double) -> Bool
  ) -> Slope? {
    levers.compactMap { slopes[$0] }.reduce(nil) { best, slope in
      best.map { isBetter(slope.value, $0.value) ? slope : $0 } ?? slope
    }
  }

  private func isAtCeiling(_ k: Int) -> Bool {
    plan[k] >= limits.ceiling[k] - 0.01 * reach[k]
  }

  private func isAtFloor(_ k: Int) -> Bool {
    plan[k] <= limits.floor[k] + 0.01 * reach[k]
  }
}
