import NumericKernels
import ReachModel

/// E7: exit, for each group of firms `X ~ Binomial(G, 1 − exp(−h Δ exp(etaV (V − Vbar) +
/// etaH (H − Hbar) + etaC 1[certified] + etaM M₁/N + gX r)))`.
///
/// h is the continuous rate −ln(1 − yearly probability), by ownership; V and H are those at
/// the start, and M/N, over the firms at the start, counts at most 1 (model-clarifications, item 13).
struct Exit: Relation {
  func advance(_ paths: borrowing Paths, to t: Int) {
    for s in 0..<paths.layout.sectors {
      relativeHazard(paths, s, t, into: paths.scratch(0))
      for o in 0..<2 { exits(paths, s, o, t, relative: paths.scratch(0)) }
    }
  }

  /// exp of everything that the groups of a sector have in common, times Δ.
  private func relativeHazard(_ paths: borrowing Paths, _ s: Int, _ t: Int, into row: Int) {
    let layout = paths.layout
    let etaV = layout.row(.etaV), etaH = layout.row(.etaH), etaM = layout.row(.etaM)
    let gX = layout.row(.gX), normal = layout.presenceNormal(s)
    let foreignNormal = paths.plan.model.structure.foreignShareNormal[s]
    for v in 0..<paths.vectors {
      let N = paths[layout.N(s, t - 1), v]
      let isEmpty = N .<= 0
      let foreign = paths[layout.U(s, 1), v] + paths[layout.C(s, 1), v]
      let H = (foreign / N).replacing(with: foreignNormal, where: isEmpty)
      paths[layout.H(s), v] = H
      var supported = Lanes.zero
      for k in paths.plan.survivalGroups { supported += paths[layout.M(k, s), v] }
      let share = (supported / N).replacing(with: 0, where: isEmpty)
      let capped = share.replacing(with: 1, where: share .> 1)
      let presence = paths[etaV, v] * (paths[layout.V(s, t - 1), v] - paths[normal, v])
      let tilt =
        presence + paths[etaH, v] * (H - foreignNormal) + paths[etaM, v] * capped
        + paths[gX, v] * paths[layout.r(t), v]
      paths[row, v] = exponential(tilt) * quarter
    }
  }

  private func exits(_ paths: borrowing Paths, _ s: Int, _ o: Int, _ t: Int, relative: Int) {
    let layout = paths.layout
    let rate = layout.derived.exitHazard + o, hazard = paths.scratch(1)
    let odds = paths.scratch(2)
    let cell = 4 * paths.plan.model.sectors[s].number + 2 * o
    for v in 0..<paths.vectors { paths[hazard, v] = paths[rate, v] * paths[relative, v] }
    paths.fillOdds(odds, of: hazard)
    paths.binomials(
      trials: layout.U(s, o), hazard: hazard, odds: odds, .exit, cell, step: t,
      into: layout.exitU(s, o), keeping: layout.kept.exitU(s, o))
    for v in 0..<paths.vectors { paths[hazard, v] *= paths[layout.derived.certifiedFactor, v] }
    paths.fillOdds(odds, of: hazard)
    paths.binomials(
      trials: layout.C(s, o), hazard: hazard, odds: odds, .exit, cell + 1, step: t,
      into: layout.exitC(s, o), keeping: layout.kept.exitC(s, o))
  }
}
