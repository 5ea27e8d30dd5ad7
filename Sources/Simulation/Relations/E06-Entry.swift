import NumericKernels
import ReachModel

/// E6: entry.
///
/// Domestic firms: negative binomial with mean
/// `λ = e Δ N_D exp(betaV (V₋₄ − Vbar) + betax (x₋₁ − mux Δ) + gE r)` and size n Δ. Foreign firms:
/// `Poisson(aK I / ι)`. Certified entrants: binomial among them.
///
/// Foreign firms come from foreign money only, so nothing is counted twice.
struct Entry: Relation {
  func advance(_ paths: borrowing Paths, to t: Int) {
    let layout = paths.layout
    for s in 0..<layout.sectors {
      let sector = paths.plan.model.sectors[s].number
      domestic(paths, s, sector, t)
      foreign(paths, s, sector, t)
      for o in 0..<2 {
        paths.binomials(
          trials: layout.entry(s, o), hazard: layout.derived.certifiedEntrantHazard + o,
          odds: layout.derived.certifiedEntrantOdds + o, .certifiedEntrants, 2 * sector + o,
          step: t, into: layout.certifiedEntry(s, o),
          keeping: layout.kept.certifiedEntry(s, o))
      }
    }
  }

  private func domestic(_ paths: borrowing Paths, _ s: Int, _ sector: Int, _ t: Int) {
    let layout = paths.layout
    let mean = layout.entryMean(s), size = paths.scratch(1)
    let rate = layout.row(.entryRate), betaV = layout.row(.betaV), betaX = layout.row(.betaX)
    let gE = layout.row(.gE), muX = layout.row(.muX), n = layout.row(.nbSize)
    let V = layout.V(s, t - 4), x = layout.x(t - 1), r = layout.r(t)
    let normal = layout.presenceNormal(s)
    for v in 0..<paths.vectors {
      let firms = paths[layout.U(s, 0), v] + paths[layout.C(s, 0), v]
      let cycle = paths[betaX, v] * (paths[x, v] - paths[muX, v] * quarter)
      let tilt =
        paths[betaV, v] * (paths[V, v] - paths[normal, v]) + cycle + paths[gE, v] * paths[r, v]
      paths[mean, v] = paths[rate, v] * quarter * firms * exponential(tilt)
      paths[size, v] = paths[n, v] * quarter
    }
    paths.negativeBinomials(
      mean: mean, size: size, .domesticEntry, sector, step: t, into: layout.entry(s, 0),
      keeping: layout.kept.entry(s, 0))
  }

  private func foreign(_ paths: borrowing Paths, _ s: Int, _ sector: Int, _ t: Int) {
    let layout = paths.layout
    let mean = paths.scratch(0), iota = layout.row(.iota, s)
    let share = paths.plan.model.structure.capitalShares[s]
    for v in 0..<paths.vectors {
      paths[mean, v] = paths[layout.realised, v] * share / paths[iota, v]
    }
    paths.poissons(
      mean: mean, .foreignEntry, sector, step: t, into: layout.entry(s, 1),
      keeping: layout.kept.entry(s, 1))
  }
}
