import NumericKernels
import ReachModel

/// E2: firms under the effect of support, `M = (1 − δ)^Δ M₋₁ + a T₋L`, by sector.
///
/// Support works after a lag and fades.
struct UnderEffect: Relation {
  func advance(_ paths: borrowing Paths, to t: Int) {
    let layout = paths.layout
    let shares = paths.plan.model.structure.supportShares
    for k in 0..<layout.groups {
      let fade = layout.derived.fadeFactor + k
      let reached = layout.T(k, t - layout.lags[k])
      for s in 0..<layout.sectors {
        let M = layout.M(k, s), before = layout.previousM(k, s)
        for v in 0..<paths.vectors {
          let old = paths[M, v]
          paths[before, v] = old
          paths[M, v] = paths[fade, v] * old + paths[reached, v] * shares[k][s]
        }
      }
    }
  }
}
