import NumericKernels
import ReachModel

/// E8: certificates gained on own accord, `A ~ Binomial(U − XU, 1 − exp(−(p + q C/N) Δ))`; by
/// programme, `A2 ~ Binomial(n, π α)` for n of the firms reached a lag ago, at most the uncertified
/// left; and lapses among survivors, `L ~ Binomial(C − XC, 1 − (1 − l)^Δ)`.
///
/// The programme serves domestic firms; the real number of firms reached is rounded at random,
/// n = ⌊a T + w⌋ (model-clarifications, items 14 and 15).
struct Certification: Relation {
  func advance(_ paths: borrowing Paths, to t: Int) {
    for s in 0..<paths.layout.sectors {
      ownAccord(paths, s, t)
      programme(paths, s, t)
      lapses(paths, s, t)
    }
  }

  private func ownAccord(_ paths: borrowing Paths, _ s: Int, _ t: Int) {
    let layout = paths.layout
    let p = layout.row(.p), q = layout.row(.q)
    let hazard = layout.ownHazard(s)
    let N = layout.N(s, t - 1), C = layout.certified(s, t - 1)
    for v in 0..<paths.vectors {
      let share = (paths[C, v] / paths[N, v]).replacing(with: 0, where: paths[N, v] .<= 0)
      paths[hazard, v] = (paths[p, v] + paths[q, v] * share) * quarter
    }
    let odds = paths.scratch(2)
    paths.fillOdds(odds, of: hazard)
    let sector = paths.plan.model.sectors[s].number
    for o in 0..<2 {
      let survivors = o == 0 ? layout.survivors(s) : paths.scratch(1)
      for v in 0..<paths.vectors {
        paths[survivors, v] = paths[layout.U(s, o), v] - paths[layout.exitU(s, o), v]
      }
      paths.binomials(
        trials: survivors, hazard: hazard, odds: odds, .ownCertification, 2 * sector + o, step: t,
        into: layout.own(s, o), keeping: layout.kept.own(s, o))
    }
  }

  private func programme(_ paths: borrowing Paths, _ s: Int, _ t: Int) {
    let layout = paths.layout
    let total = layout.programme(s), trials = paths.scratch(0), gained = paths.scratch(1)
    let offered = layout.programmeOffered(s)
    paths.buffer.fill(total, with: 0)
    paths.buffer.fill(offered, with: 0)
    for (place, k) in paths.plan.certificationGroups.enumerated() {
      applicants(paths, k, s, t, into: trials)
      paths.binomials(
        trials: trials, hazard: layout.derived.programmeHazard,
        odds: layout.derived.programmeOdds, .programmeCertification, Self.cell(paths, k, s),
        step: t,
        into: gained, keeping: layout.kept.programme(s, place))
      for v in 0..<paths.vectors {
        let left =
          paths[layout.U(s, 0), v] - paths[layout.exitU(s, 0), v] - paths[layout.own(s, 0), v]
        let room = left - paths[total, v]
        let won = paths[gained, v].replacing(with: room, where: paths[gained, v] .> room)
        paths[total, v] += won
        paths[offered, v] += paths[gained, v]
      }
    }
  }

  /// n: the sector's firms reached a lag ago, rounded at random to a whole number.
  private func applicants(
    _ paths: borrowing Paths, _ k: Int, _ s: Int, _ t: Int, into row: Int
  ) {
    let layout = paths.layout
    let reached = layout.T(k, t - layout.lags[k])
    let share = paths.plan.model.structure.supportShares[k][s]
    guard paths.hasNoise else {
      for v in 0..<paths.vectors { paths[row, v] = paths[reached, v] * share }
      return
    }
    let w = paths.scratch(2)
    paths.uniforms(.programmeRounding, Self.cell(paths, k, s), step: t, into: w)
    for v in 0..<paths.vectors {
      paths[row, v] = floor(paths[reached, v] * share + paths[w, v])
    }
  }

  /// The index of the random numbers of a group and a sector.
  static func cell(_ paths: borrowing Paths, _ k: Int, _ s: Int) -> Int {
    let model = paths.plan.model
    return model.groups[k].number << 16 | model.sectors[s].number
  }

  private func lapses(_ paths: borrowing Paths, _ s: Int, _ t: Int) {
    let layout = paths.layout, survivors = paths.scratch(0)
    let sector = paths.plan.model.sectors[s].number
    for o in 0..<2 {
      for v in 0..<paths.vectors {
        paths[survivors, v] = paths[layout.C(s, o), v] - paths[layout.exitC(s, o), v]
      }
      paths.binomials(
        trials: survivors, hazard: layout.derived.lapseHazard, odds: layout.derived.lapseOdds,
        .lapse, 2 * sector + o, step: t, into: layout.lapse(s, o),
        keeping: layout.kept.lapse(s, o))
    }
  }
}
