import NumericKernels
import ReachModel

/// Estimates of P(growth > g) and P(share ≥ b) of a year: the probability given everything but the
/// largest sector's own output shock in the first quarter of the year.
///
/// From that quarter on the sector's output is a factor F = e^g + τ times numbers that do not depend on
/// the shock, and g = a + bz: the target holds from some z on.
struct OutputEstimator: Sendable {
  private let largest: Int
  private let years: Set<Int>

  init(_ plan: SimulationPlan, years: Set<Int>) {
    (largest, self.years) = (plan.largestSector, years)
  }

  /// Keeps the growth and the shock of a year's first quarter.
  func advance(_ paths: borrowing Paths, to t: Int) {
    guard t % 4 == 1, years.contains((t + 3) / 4) else { return }
    let layout = paths.layout, number = paths.plan.model.sectors[largest].number
    paths.copy(layout.growth(largest), to: layout.outputPath.growth)
    paths.normals(.sectorOutput, number, step: t, into: layout.outputPath.score)
  }

  func estimate(_ target: EstimatedTarget, _ paths: borrowing Paths, into row: Int) {
    let layout = paths.layout, first = 4 * target.year - 3
    let Q0 = layout.Q(largest, first - 1), Q1 = layout.Q(largest, first)
    let weight = layout.derived.ownWeight, sigma = layout.row(.sigma, largest)
    for v in 0..<paths.vectors {
      let sums = sums(paths, target, v)
      let indicator = Lanes.zero.replacing(with: 1, where: sums.own + sums.others .>= sums.required)
      let factor = paths[Q1, v] / paths[Q0, v], growth = paths[layout.outputPath.growth, v]
      let turnover = factor - exponential(growth)
      // e^g must be at least this.
      let least = factor * (sums.required - sums.others) / sums.own - turnover
      let slope = paths[sigma, v] * 0.5 * paths[weight, v]
      let isCertain = least .<= 0
      let positive = least.replacing(with: 1, where: isCertain)
      let z = paths[layout.outputPath.score, v] + (naturalLogarithm(positive) - growth) / slope
      let above = normalCDF(Lanes.zero - z).replacing(with: 1, where: isCertain)
      let value = indicator.replacing(with: above, where: slope .> 0)
      paths[row, v] = target.isUpperBound ? Lanes.one - value : value
    }
  }

  private struct Sums {
    /// Output of the year, of the largest sector and of the others.
    var own = Lanes.zero, others = Lanes.zero
    /// What both together must reach.
    var required = Lanes.zero
  }

  private func sums(_ paths: borrowing Paths, _ target: EstimatedTarget, _ v: Int) -> Sums {
    let layout = paths.layout, last = 4 * target.year
    let isShare = target.outcome == .share
    var sums = Sums(), base = Lanes.zero
    for t in (last - 3)...last {
      let price = isShare ? paths[layout.priceSI(t), v] : Lanes.one
      for s in 0..<layout.sectors {
        let Q = paths[layout.Q(s, t), v] * price
        if s == largest { sums.own += Q } else { sums.others += Q }
        if !isShare { base += paths[layout.Q(s, t - 4), v] }
      }
      if isShare { base += paths[layout.Z(t), v] * paths[layout.priceZ(t), v] }
    }
    let share = target.threshold
    sums.required = base * (isShare ? share / (1 - share) : 1 + share)
    return sums
  }
}
