/// The levers that a search moves, each scaled to 0...1 between its floor and the most that it can
/// have under the limits.
///
/// Scaled, because budgets of 2 and of 500 billion VND are to be stepped through alike.
struct SearchSpace: Sendable {
  let limits: BudgetLimits
  /// Places of the levers that move.
  let free: [Int]
  /// What the others have, and the floors.
  let base: [Double]
  /// Billion VND a year from 0 to 1, by free lever.
  let width: [Double]

  /// - Parameters:
  ///   - limits: Without conflict.
  ///   - idle: Levers that are left at their floors.
  init(_ limits: BudgetLimits, idle: Set<Int> = []) {
    self.limits = limits
    let low = limits.floor, high = limits.ceiling
    let slack = (limits.totalCeiling ?? .infinity) - limits.cost(of: low)
    let reach = low.indices.map { k in
      let weight = limits.levers[k].weight
      let most = weight > 0 ? max(0, slack) / weight : .infinity
      return min(high[k] - low[k], most)
    }
    // A floor of the total may need an idle lever's money: then it is no longer idle.
    let mustSpend = limits.totalFloor.map { total in
      let spent = low.indices.map { idle.contains($0) ? low[$0] : high[$0] }
      return limits.cost(of: spent) < total
    }
    let fixed = mustSpend ?? false ? [] : idle
    free = low.indices.filter { reach[$0] > limits.tolerance && !fixed.contains($0) }
    base = low
    width = free.map { reach[$0] }
  }

  var dimension: Int { free.count }

  func plan(_ u: [Double]) -> [Double] {
    var plan = base
    for (i, k) in free.enumerated() { plan[k] += width[i] * u[i] }
    return plan
  }

  func scaled(_ plan: [Double]) -> [Double] {
    free.indices.map { (plan[free[$0]] - base[free[$0]]) / width[$0] }
  }

  /// What each free lever costs from 0 to 1, billion VND.
  var prices: [Double] { free.indices.map { limits.levers[free[$0]].weight * width[$0] } }

  /// The total left for the free levers: from the floor of the total to its ceiling.
  var purse: (least: Double, most: Double) {
    let spent = limits.cost(of: base)
    return (
      max(0, (limits.totalFloor ?? 0) - spent),
      max(0, (limits.totalCeiling ?? .infinity) - spent)
    )
  }

  /// The nearest point within bounds and totals, by the multiplier of the total.
  func projected(_ u: [Double]) -> [Double] {
    let prices = prices, purse = purse
    func moved(_ multiplier: Double) -> [Double] {
      u.indices.map { min(1, max(0, u[$0] - multiplier * prices[$0])) }
    }
    func cost(_ v: [Double]) -> Double { zip(prices, v).reduce(0) { $0 + $1.0 * $1.1 } }
    let inside = moved(0), total = cost(inside)
    guard total > purse.most || total < purse.least, let dearest = prices.max(), dearest > 0
    else { return inside }
    // The cost falls with the multiplier; at these ends every lever is at a bound.
    let cheapest = prices.filter { $0 > 0 }.min() ?? dearest
    let farthest = (2 + (u.map(\.magnitude).max() ?? 0)) / cheapest
    var low = total > purse.most ? 0 : -farthest, high = total > purse.most ? farthest : 0
    let wanted = total > purse.most ? purse.most : purse.least
    for _ in 0..<200 where low < high {
      let middle = (low + high) / 2
      if middle == low || middle == high { break }
      if cost(moved(middle)) > wanted { low = middle } else { high = middle }
    }
    // On the side that keeps the limit.
    return moved(total > purse.most ? high : low)
  }

  /// How far apart two points are: the greatest change of a lever, in shares of its range.
  static func distance(_ u: [Double], _ v: [Double]) -> Double {
    zip(u, v).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
  }
}
