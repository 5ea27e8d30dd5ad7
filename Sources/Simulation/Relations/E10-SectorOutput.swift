import NumericKernels
import ReachModel

/// E10: output.
///
/// Incumbents grow by `g = mu Δ + rho (x − mux Δ) + thetaV (V₋₄ − V₋₅) +
/// tau Σ theta_k dM_k / N + thetaC (A + A2 − L)₋₄ / N + sigma √Δ e`, and
/// `Q = Q₋₁ e^g + (Q₋₁ / N₋₁)(psi E − chi X)`.
///
/// mu = mux + premium; N is that at the start; e is correlated across sectors, e = √c z₀ + √(1−c) zₛ
/// (model-clarifications, items 17 to 19 and 23). tau is the discount for carrying published effects
/// to another place.
struct SectorOutput: Relation {
  func advance(_ paths: borrowing Paths, to t: Int) {
    let common = paths.scratch(0), own = paths.scratch(1), support = paths.scratch(2)
    paths.normals(.commonOutput, 0, step: t, into: common)
    for s in 0..<paths.layout.sectors {
      paths.normals(.sectorOutput, paths.plan.model.sectors[s].number, step: t, into: own)
      supportEffect(paths, s, into: support)
      incumbents(paths, s, t, common: common, own: own, support: support)
      entrantsAndLeavers(paths, s, t)
    }
  }

  /// Σ θ_k (M_k − M_k₋₁) over the groups that act on output.
  private func supportEffect(_ paths: borrowing Paths, _ s: Int, into row: Int) {
    let layout = paths.layout
    paths.buffer.fill(row, with: 0)
    for k in paths.plan.outputGroups {
      let theta = layout.row(.theta, k)
      for v in 0..<paths.vectors {
        paths[row, v] +=
          paths[theta, v] * (paths[layout.M(k, s), v] - paths[layout.previousM(k, s), v])
      }
    }
  }

  private func incumbents(
    _ paths: borrowing Paths, _ s: Int, _ t: Int, common: Int, own: Int, support: Int
  ) {
    let layout = paths.layout
    let muX = layout.row(.muX), premium = layout.row(.premium, s), rho = layout.row(.rho, s)
    let thetaV = layout.row(.thetaV), thetaC = layout.row(.thetaC), tau = layout.row(.tau)
    let sigma = layout.row(.sigma, s), x = layout.x(t), N = layout.N(s, t - 1)
    let V4 = layout.V(s, t - 4), V5 = layout.V(s, t - 5)
    let net = layout.netCertificates(s, t - 4)
    for v in 0..<paths.vectors {
      let perFirm = (
        tau: paths[tau, v] * paths[support, v], certificates: paths[thetaC, v] * paths[net, v]
      )
      let effects = ((perFirm.tau + perFirm.certificates) / paths[N, v])
        .replacing(with: 0, where: paths[N, v] .<= 0)
      let trend = (paths[muX, v] + paths[premium, v]) * quarter
      let cycle = paths[rho, v] * (paths[x, v] - paths[muX, v] * quarter)
      let presence = paths[thetaV, v] * (paths[V4, v] - paths[V5, v])
      let weights = layout.derived
      let e =
        paths[weights.commonWeight, v] * paths[common, v] + paths[weights.ownWeight, v]
        * paths[own, v]
      paths[layout.growth(s), v] = trend + cycle + presence + effects + paths[sigma, v] * 0.5 * e
    }
  }

  private func entrantsAndLeavers(_ paths: borrowing Paths, _ s: Int, _ t: Int) {
    let layout = paths.layout
    let psi = layout.row(.psi), chi = layout.row(.chi), N = layout.N(s, t - 1)
    for v in 0..<paths.vectors {
      let before = paths[layout.Q(s, t - 1), v]
      let entry = paths[layout.entry(s, 0), v] + paths[layout.entry(s, 1), v]
      let exitU = paths[layout.exitU(s, 0), v] + paths[layout.exitU(s, 1), v]
      let exit = exitU + paths[layout.exitC(s, 0), v] + paths[layout.exitC(s, 1), v]
      let perFirm = (before / paths[N, v]).replacing(with: 0, where: paths[N, v] .<= 0)
      let turnover = perFirm * (paths[psi, v] * entry - paths[chi, v] * exit)
      paths[layout.Q(s, t), v] = before * exponential(paths[layout.growth(s), v]) + turnover
    }
  }
}
