import NumericKernels
import ReachModel

/// E11: other manufacturing, `x = mux Δ + phix (x₋₁ − mux Δ) + J(r) + sigmax √Δ v` and
/// `Z = Z₋₁ eˣ`, with a two-state chain r.
///
/// J(r) is J on entry into stress and −recovered · J on leaving it (model-clarifications, item 22).
/// A quarter whose regime is set from outside keeps the addresses of all random numbers. If a jump is
/// set with it and the quarter before is left to chance, a new spell begins whatever the chain did: a
/// named path does not depend on chance.
struct OtherManufacturing: Relation {
  func advance(_ paths: borrowing Paths, to t: Int) {
    let layout = paths.layout
    regime(paths, t)
    let shock = paths.scratch(0)
    paths.heavyTailed(.manufacturing, step: t, into: shock)
    let muX = layout.row(.muX), phiX = layout.row(.phiX), sigmaX = layout.row(.sigmaX)
    let recovered = layout.row(.recovered), drawnJump = layout.row(.jump)
    // A spell keeps the jump it began with, so that the recovery matches.
    let given = paths.plan.model.regimes[t]?.jump
    let isNamedSpell = given != nil && t > 1 && paths.plan.model.regimes[t - 1] == nil
    for v in 0..<paths.vectors {
      let before = paths[layout.r(t - 1), v], now = paths[layout.r(t), v]
      let entering = isNamedSpell ? now : (Lanes.one - before) * now
      let leaving = before * (Lanes.one - now)
      let size = given.map(Lanes.init(repeating:)) ?? paths[drawnJump, v]
      let jump = paths[layout.jump, v].replacing(with: size, where: entering .> 0)
      paths[layout.jump, v] = jump
      let J = jump * entering - paths[recovered, v] * jump * leaving
      let mean = paths[muX, v] * quarter
      let x = mean + paths[phiX, v] * (paths[layout.x(t - 1), v] - mean) + J
      paths[layout.x(t), v] = x + paths[sigmaX, v] * 0.5 * paths[shock, v]
      paths[layout.Z(t), v] = paths[layout.Z(t - 1), v] * exponential(paths[layout.x(t), v])
    }
  }

  private func regime(_ paths: borrowing Paths, _ t: Int) {
    let layout = paths.layout, r = layout.r(t)
    if let given = paths.plan.model.regimes[t] {
      paths.buffer.fill(r, with: Double(given.regime))
      return
    }
    guard paths.hasNoise else { return paths.buffer.fill(r, with: 0) }
    let entry = layout.row(.stressEntry), stay = layout.row(.stressStay)
    let u = paths.scratch(1)
    paths.uniforms(.regime, 0, step: t, into: u)
    for v in 0..<paths.vectors {
      let before = paths[layout.r(t - 1), v]
      let probability = before * paths[stay, v] + (Lanes.one - before) * paths[entry, v]
      paths[r, v] = Lanes.zero.replacing(with: 1, where: paths[u, v] .> Lanes.one - probability)
    }
  }
}
