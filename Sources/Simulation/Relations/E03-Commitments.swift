import NumericKernels
import ReachModel

/// E3: promotion to commitments, `ln R = ln Rbar + eps ln((b0 + bP₋LP) / (b0 + bPbar)) +
/// phiR (x − mux Δ) + gR 1[r = 1] + sR u`.
///
/// At the usual effort the middle term is zero: a plan is credited only for a change of effort.
/// Rbar is the median of quarterly commitments, and one line serves the whole province
/// (model-clarifications, items 3 and 6 to 8).
struct Commitments: Relation {
  func advance(_ paths: borrowing Paths, to t: Int) {
    let layout = paths.layout
    let usual = paths.plan.model.levers.usualPromotion
    let u = paths.scratch(0), effort = paths.scratch(1)
    paths.heavyTailed(.commitments, step: t, into: u)
    promotion(paths, in: t - paths.plan.model.structure.promotionLag, into: effort)
    let eps = layout.row(.eps), b0Ratio = layout.row(.b0Ratio)
    let phiR = layout.row(.phiR), muX = layout.row(.muX), gR = layout.row(.gR)
    let sigma = layout.derived.quarterlySigmaR, logRBar = layout.derived.logRBar
    let x = layout.x(t), r = layout.r(t), R = layout.R(t)
    for v in 0..<paths.vectors {
      let floor = paths[b0Ratio, v] * usual
      let change = naturalLogarithm((floor + paths[effort, v]) / (floor + usual))
      let cycle = paths[phiR, v] * (paths[x, v] - paths[muX, v] * quarter)
      let logR = paths[logRBar, v] + paths[eps, v] * change + cycle + paths[gR, v] * paths[r, v]
      paths[R, v] = exponential(logR + paths[sigma, v] * paths[u, v])
    }
  }

  /// The yearly effort in force in quarter t; history where t ≤ 0.
  private func promotion(_ paths: borrowing Paths, in t: Int, into row: Int) {
    let model = paths.plan.model
    guard t <= 0 else { return paths.buffer.fill(row, with: model.levers.promotion[t - 1]) }
    let past = model.start.promotion[model.start.promotion.count - 1 + t]
    guard paths.layout.has(.levelPromotion) else { return paths.buffer.fill(row, with: past) }
    let level = paths.layout.row(.levelPromotion)
    for v in 0..<paths.vectors { paths.buffer[row, v] = paths.buffer[level, v] * past }
  }
}
