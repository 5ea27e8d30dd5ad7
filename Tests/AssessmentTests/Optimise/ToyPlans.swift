import Assessment
import Foundation
import NumericKernels

/// A plan whose aim holds where Σ a ln(1 + b x) + σ e ≥ threshold, e normal: P = Φ((Σ − threshold)/σ).
///
/// What each lever does is concave, so the best split is where a b / (1 + b x) is the same for all levers
/// that have more than their floor, which one number solves.
struct ToyPlans: Sendable {
  let a: [Double]
  let b: [Double]
  let threshold: Double
  let sigma: Double

  /// The third case of the given budget splits, and P between 10 and 90 % about its optimum.
  static let threeLevers = ToyPlans(a: [10, 20, 5], b: [0.1, 0.05, 0.2], threshold: 45, sigma: 8)

  func index(_ x: [Double]) -> Double {
    x.indices.reduce(0) { $0 + a[$1] * log(1 + b[$1] * x[$1]) }
  }

  func probability(_ x: [Double]) -> Double { normalCDF((index(x) - threshold) / sigma) }

  /// Without noise.
  var exact: PlanSimulation {
    PlanSimulation { x, _ in PlanEvaluation(AimEstimate(value: probability(x))) }
  }

  /// dP/dx, for searches by gradient.
  func gradient(_ x: [Double]) -> [Double] {
    let density = normalDensity((index(x) - threshold) / sigma) / sigma
    return x.indices.map { density * a[$0] * b[$0] / (1 + b[$0] * x[$0]) }
  }

  /// By counting draws under fixed shocks, in 16 independent parts.
  ///
  /// Each draw has an e of its own and, if `doubt` is not 0, its own effect of each lever,
  /// a (1 + doubt · z); the draws asked for are the first of those that are made.
  func counted(seed: UInt64, draws: Int, doubt: Double = 0) -> PlanSimulation {
    var random = SplitMix(state: seed)
    let shocks = (0..<draws).map { _ in normalQuantile(random.uniform()) }
    let effects = a.indices.map { _ in
      (0..<(doubt == 0 ? 0 : draws)).map { _ in doubt * normalQuantile(random.uniform()) }
    }
    return PlanSimulation { x, asked in
      let parts = x.indices.map { a[$0] * log(1 + b[$0] * x[$0]) }
      let sum = parts.reduce(0, +)
      var hits = [Double](repeating: 0, count: 16)
      for draw in 0..<asked {
        var height = sum + sigma * shocks[draw]
        if doubt != 0 { for k in parts.indices { height += effects[k][draw] * parts[k] } }
        if height >= threshold { hits[draw % 16] += 1 }
      }
      let means = hits.map { $0 / Double(asked / 16) }
      return PlanEvaluation(
        AimEstimate(
          value: means.reduce(0, +) / 16, standardError: Moments(means).meanError,
          replicates: means))
    }
  }

  /// What P is over both kinds of noise.
  func probability(_ x: [Double], doubt: Double) -> Double {
    let parts = x.indices.map { a[$0] * log(1 + b[$0] * x[$0]) }
    let square = parts.reduce(sigma * sigma) { $0 + doubt * doubt * $1 * $1 }
    return normalCDF((parts.reduce(0, +) - threshold) / square.squareRoot())
  }

  /// The best split of a budget, by bisection on the price λ at which x = max(floor, a/λw − 1/b).
  func bestSplit(of budget: Double, limits: BudgetLimits) -> [Double] {
    func split(_ price: Double) -> [Double] {
      limits.levers.indices.map { k in
        let lever = limits.levers[k]
        let wanted = a[k] / (price * lever.weight) - 1 / b[k]
        return min(lever.bounds.upperBound, max(lever.bounds.lowerBound, wanted))
      }
    }
    var low = 1e-12, high = 1e12
    for _ in 0..<300 {
      let middle = (low * high).squareRoot()
      if limits.cost(of: split(middle)) > budget { low = middle } else { high = middle }
    }
    return split(high)
  }

  func levers(
    _ bounds: ClosedRange<Double> = 0...100, step: Double? = nil, weights: [Double]? = nil
  ) -> [PlanLever] {
    a.indices.map {
      PlanLever("lever \($0)", bounds: bounds, step: step, weight: weights?[$0] ?? 1)
    }
  }
}

extension SearchEffort {
  static let usual = SearchEffort(coarseDraws: 16_000, fineDraws: 96_000)
}

extension BudgetAnswer {
  /// The plan of a finding that is a best plan.
  var best: BudgetPlan? {
    if case .best(let plan) = finding { return plan }
    return nil
  }
}

/// The best of all plans of a grid that keep the limits, by brute force; `isBetter` tells whether the
/// first of two is.
func bruteForce(
  _ limits: BudgetLimits, step: Double, isBetter: ([Double], [Double]) -> Bool
) -> [Double]? {
  let axes = limits.levers.map { lever in
    Array(stride(from: lever.bounds.lowerBound, through: lever.bounds.upperBound + 1e-9, by: step))
  }
  let plans = axes.reduce([[]]) { plans, axis in plans.flatMap { plan in axis.map { plan + [$0] } }
  }
  return plans.filter(limits.allow).reduce(nil as [Double]?) { best, plan in
    best.map { isBetter(plan, $0) ? plan : $0 } ?? plan
  }
}
