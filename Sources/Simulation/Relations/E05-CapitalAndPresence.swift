import NumericKernels
import ReachModel

/// E5: stocks and presence, `K = (1 − δK)^Δ K₋₁ + aK I` (KB likewise with aB) and
/// `V = V₋₁ + V₋₁ (1 − V₋₁)(ln(KB / KB₋₁) − gdom Δ)`, limited to [0, 1].
struct CapitalAndPresence: Relation {
  func advance(_ paths: borrowing Paths, to t: Int) {
    let layout = paths.layout
    let structure = paths.plan.model.structure
    let factor = layout.derived.capitalFactor, realised = layout.realised
    let domestic = layout.row(.gDomestic)
    for s in 0..<layout.sectors {
      let K = layout.K(s), KB = layout.KB(s)
      let before = layout.V(s, t - 1), now = layout.V(s, t)
      for v in 0..<paths.vectors {
        paths[K, v] =
          paths[factor, v] * paths[K, v] + paths[realised, v] * structure.capitalShares[s]
        let old = paths[KB, v]
        let new = paths[factor, v] * old + paths[realised, v] * structure.buyerCapitalShares[s]
        paths[KB, v] = new
        let V = paths[before, v]
        let relative = naturalLogarithm(new / old) - paths[domestic, v] * quarter
        let moved = V + V * (Lanes.one - V) * relative
        // The standard library's `clamped` takes eight branches.
        let raised = moved.replacing(with: 0, where: moved .< 0)
        paths[now, v] = raised.replacing(with: 1, where: raised .> 1)
      }
    }
  }
}
