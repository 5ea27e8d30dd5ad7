import NumericKernels
import ReachModel

/// E1: money to firms, `T = Δ E (1 − exp(−(d b / c) / E))`.
///
/// The first dong reaches 1/c firms, and no more firms are reached than apply. T is a real number
/// (model-clarifications, item 4); it changes when the budget does, mostly from year to year.
struct FirmsReached: Relation {
  func advance(_ paths: borrowing Paths, to t: Int) {
    let layout = paths.layout, model = paths.plan.model
    for k in 0..<layout.groups {
      let eligible = model.structure.eligible[k]
      let budget = model.levers.budget[k][t - 1]
      let execution = layout.row(.execution, k), unitCost = layout.row(.unitCost, k)
      let reached = layout.T(k, t)
      guard eligible > 0, budget > 0 else {
        paths.buffer.fill(reached, with: 0)
        continue
      }
      if t > 1, budget == model.levers.budget[k][t - 2] {
        paths.copy(layout.T(k, t - 1), to: reached)
        continue
      }
      for v in 0..<paths.vectors {
        let wanted = paths[execution, v] * budget / paths[unitCost, v] / eligible
        let fraction = Lanes.zero - exponentialMinusOne(Lanes.zero - wanted)
        paths[reached, v] = fraction * (quarter * eligible)
      }
    }
  }
}
