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
    let u = paths.scratch(0), atEffort = layout.logAtEffort
    paths.heavyTailed(.commitments, step: t, into: u)
    if t == 1 || effort(paths, t) != effort(paths, t - 1) {
      fillLogAtEffort(paths, effort(paths, t))
    }
    let phiR = layout.row(.phiR), muX = layout.row(.muX), gR = layout.row(.gR)
    let sigma = layout.derived.quarterlySigmaR
    let x = layout.x(t), r = layout.r(t), R = layout.R(t)
    for v in 0..<paths.vectors {
      let cycle = paths[phiR, v] * (paths[x, v] - paths[muX, v] * quarter)
      let logR = paths[atEffort, v] + cycle + paths[gR, v] * paths[r, v]
      paths[R, v] = exponential(logR + paths[sigma, v] * paths[u, v])
    }
  }

  /// A yearly promotion effort; what was spent before the plan may be uncertain.
  private struct Effort: Equatable {
    let amount: Double
    let isPast: Bool
  }

  /// The effort in force in quarter t, a lag before; history where that is ≤ 0.
  private func effort(_ paths: borrowing Paths, _ t: Int) -> Effort {
    let model = paths.plan.model, start = t - model.structure.promotionLag
    if start > 0 { return Effort(amount: model.levers.promotion[start - 1], isPast: false) }
    let past = model.start.promotion[model.start.promotion.count - 1 + start]
    return Effort(amount: past, isPast: true)
  }

  /// ln Rbar + eps ln((b0 + bP) / (b0 + bPbar)): the same until the effort changes.
  private func fillLogAtEffort(_ paths: borrowing Paths, _ effort: Effort) {
    let layout = paths.layout, usual = paths.plan.model.levers.usualPromotion
    let eps = layout.row(.eps), b0Ratio = layout.row(.b0Ratio)
    let logRBar = layout.derived.logRBar
    let isScaled = effort.isPast && layout.has(.levelPromotion)
    let level = isScaled ? layout.row(.levelPromotion) : nil
    for v in 0..<paths.vectors {
      let scale = level.map { paths[$0, v] } ?? Lanes(repeating: 1)
      let floor = paths[b0Ratio, v] * usual
      let change = naturalLogarithm((floor + scale * effort.amount) / (floor + usual))
      paths[layout.logAtEffort, v] = paths[logRBar, v] + paths[eps, v] * change
    }
  }
}
