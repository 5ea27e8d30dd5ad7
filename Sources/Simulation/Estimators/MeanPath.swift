import NumericKernels
import ReachModel

/// A companion of each draw whose counts are independent of one another, so that the law of their sum
/// is known.
///
/// The cells of firms move by their mean flows, under the growth, stress, capital and support of the
/// draw: none of these depends on the counts. Along that path every count has a law; the companion
/// draws it from the uniform with which the draw itself drew. Its sums follow those of the draw
/// closely, and given everything but the counts they are sums of independent numbers with known
/// cumulants. Sums may be any distance from the draw's own without moving an estimate; the closer, the
/// smaller the noise.
struct MeanPath: Sendable {
  func start(_ paths: borrowing Paths) {
    let layout = paths.layout, rows = layout.meanPath
    for cell in 0..<(2 * layout.sectors) {
      paths.copy(layout.U(0, 0) + cell, to: rows.uncertified + cell)
      paths.copy(layout.C(0, 0) + cell, to: rows.certified + cell)
    }
    for sum in [rows.firms, rows.holders] {
      for row in sum.entries.all { paths.buffer.fill(row, with: 0) }
      for row in sum.rest.all { paths.buffer.fill(row, with: 0) }
      paths.buffer.fill(sum.heaviest, with: 0)
    }
    let firms = rows.firms.rest, holders = rows.holders.rest
    for v in 0..<paths.vectors {
      for s in 0..<layout.sectors {
        paths[firms.mean, v] += paths[layout.N(s, 0), v]
        paths[holders.mean, v] += paths[layout.certified(s, 0), v]
      }
      paths[firms.value, v] = paths[firms.mean, v]
      paths[holders.value, v] = paths[holders.mean, v]
    }
  }

  /// Moves the means and the sums from the end of quarter t − 1 to that of quarter t, whose shocks and
  /// support the draw has met.
  func advance(_ paths: borrowing Paths, to t: Int) {
    paths.buffer.fill(paths.layout.meanPath.lapsed, with: 0)
    paths.buffer.fill(paths.layout.meanPath.lapseTrials, with: 0)
    for s in 0..<paths.layout.sectors {
      fillRates(paths, s, t)
      programme(paths, s, t)
      for o in 0..<2 { flows(paths, s, o) }
    }
  }

  /// What the cells of a sector have in common: mean entry, the factor of exit, the hazard of a
  /// certificate.
  private func fillRates(_ paths: borrowing Paths, _ s: Int, _ t: Int) {
    let layout = paths.layout, rows = layout.meanPath, cell = 2 * s
    let betaV = layout.row(.betaV), betaX = layout.row(.betaX), etaV = layout.row(.etaV)
    let etaH = layout.row(.etaH), etaM = layout.row(.etaM), normal = layout.presenceNormal(s)
    let gE = layout.row(.gE), gX = layout.row(.gX), muX = layout.row(.muX)
    let p = layout.row(.p), q = layout.row(.q), rate = layout.row(.entryRate)
    let iota = layout.row(.iota, s), V = layout.V(s, t - 4), now = layout.V(s, t - 1)
    let x = layout.x(t - 1), r = layout.r(t)
    let foreignNormal = paths.plan.model.structure.foreignShareNormal[s]
    let capitalShare = paths.plan.model.structure.capitalShares[s]
    for v in 0..<paths.vectors {
      let domestic = paths[rows.uncertified + cell, v] + paths[rows.certified + cell, v]
      let foreign = paths[rows.uncertified + cell + 1, v] + paths[rows.certified + cell + 1, v]
      let firms = domestic + foreign, isEmpty = firms .<= 0
      let holders = paths[rows.certified + cell, v] + paths[rows.certified + cell + 1, v]
      let presence = paths[betaV, v] * (paths[V, v] - paths[normal, v])
      let cycle = paths[betaX, v] * (paths[x, v] - paths[muX, v] * quarter)
      let entry =
        paths[rate, v] * quarter * domestic
        * exponential(presence + cycle + paths[gE, v] * paths[r, v])
      paths[rows.entry, v] = bounded(entry)
      paths[rows.entry + 1, v] = bounded(paths[layout.realised, v] * capitalShare / paths[iota, v])
      var supported = Lanes.zero
      for k in paths.plan.survivalGroups { supported += paths[layout.M(k, s), v] }
      let H = (foreign / firms).replacing(with: foreignNormal, where: isEmpty)
      let share = (supported / firms).replacing(with: 0, where: isEmpty)
      let tilt =
        paths[etaV, v] * (paths[now, v] - paths[normal, v]) + paths[etaH, v] * (H - foreignNormal)
        + paths[etaM, v] * share.replacing(with: 1, where: share .> 1)
        + paths[gX, v] * paths[r, v]
      paths[rows.exit, v] = exponential(tilt) * quarter
      let certifiedShare = (holders / firms).replacing(with: 0, where: isEmpty)
      paths[rows.own, v] = bounded((paths[p, v] + paths[q, v] * certifiedShare) * quarter)
    }
  }

  /// Certificates that programmes offer the sector.
  private func programme(_ paths: borrowing Paths, _ s: Int, _ t: Int) {
    let layout = paths.layout, rows = layout.meanPath
    paths.buffer.fill(rows.programme, with: 0)
    for (place, k) in paths.plan.certificationGroups.enumerated() {
      let reached = layout.T(k, t - layout.lags[k])
      let share = paths.plan.model.structure.supportShares[k][s]
      for v in 0..<paths.vectors { paths[rows.trials, v] = paths[reached, v] * share }
      draw(
        paths, by: layout.kept.programme(s, place), hazard: layout.derived.programmeHazard,
        odds: layout.derived.programmeOdds)
      add(paths, to: rows.holders.rest, 1)
      for v in 0..<paths.vectors { paths[rows.programme, v] += paths[rows.flow, v] }
    }
  }

  /// The flows of a cell of firms in the quarter.
  private func flows(_ paths: borrowing Paths, _ s: Int, _ o: Int) {
    let layout = paths.layout, rows = layout.meanPath, derived = layout.derived
    let U = rows.uncertified + 2 * s + o, C = rows.certified + 2 * s + o
    entry(paths, s, o)
    certifiedEntry(paths, s, o)
    for v in 0..<paths.vectors {
      paths[rows.hazard, v] = bounded(paths[derived.exitHazard + o, v] * paths[rows.exit, v])
      paths[rows.trials, v] = paths[U, v]
      paths[rows.gain, v] = Lanes.zero - paths[rows.flow, v]
    }
    paths.fillOdds(rows.odds, of: rows.hazard)
    draw(paths, by: layout.kept.exitU(s, o), hazard: rows.hazard, odds: rows.odds)
    add(paths, to: rows.firms.rest, -1)
    for v in 0..<paths.vectors {
      paths[U, v] -= paths[rows.flow, v]
      paths[rows.hazard, v] = bounded(paths[rows.hazard, v] * paths[derived.certifiedFactor, v])
      paths[rows.trials, v] = paths[C, v]
    }
    paths.fillOdds(rows.odds, of: rows.hazard)
    draw(paths, by: layout.kept.exitC(s, o), hazard: rows.hazard, odds: rows.odds)
    add(paths, to: rows.firms.rest, -1)
    add(paths, to: rows.holders.rest, -1)
    for v in 0..<paths.vectors {
      paths[C, v] -= paths[rows.flow, v]
      paths[rows.trials, v] = paths[U, v]
    }
    certificates(paths, s, o)
  }

  private func certificates(_ paths: borrowing Paths, _ s: Int, _ o: Int) {
    let layout = paths.layout, rows = layout.meanPath, derived = layout.derived
    let U = rows.uncertified + 2 * s + o, C = rows.certified + 2 * s + o
    paths.fillOdds(rows.odds, of: rows.own)
    draw(paths, by: layout.kept.own(s, o), hazard: rows.own, odds: rows.odds)
    add(paths, to: rows.holders.rest, 1)
    if o == 0 && s == paths.plan.largestSector { keepOwn(paths) }
    for v in 0..<paths.vectors {
      let offered = o == 0 ? paths[rows.programme, v] : .zero
      paths[rows.gain, v] -= paths[rows.flow, v] + offered
      paths[rows.trials, v] = paths[C, v]
    }
    draw(paths, by: layout.kept.lapse(s, o), hazard: derived.lapseHazard, odds: derived.lapseOdds)
    add(paths, to: rows.holders.rest, -1)
    for v in 0..<paths.vectors {
      // What is gained, with the opposite sign.
      let lost = paths[rows.gain, v] + paths[rows.flow, v]
      paths[rows.lapsed, v] += paths[rows.count, v]
      paths[rows.lapseTrials, v] += paths[rows.trials, v]
      paths[U, v] += paths[rows.entered, v] + lost
      paths[C, v] -= lost
    }
  }

  private func entry(_ paths: borrowing Paths, _ s: Int, _ o: Int) {
    let layout = paths.layout, rows = layout.meanPath, size = layout.row(.nbSize)
    let mean = rows.entry + o
    for v in 0..<paths.vectors {
      let n = paths[size, v] * quarter
      paths[rows.hazard, v] = n.replacing(with: 1, where: .!(n .>= 0x1p-400 .& n .<= 0x1p400))
      paths[rows.flow, v] = paths[mean, v]
      paths[rows.excess, v] = o == 0 ? paths[mean, v] / paths[rows.hazard, v] : .zero
    }
    if o == 0 {
      paths.buffer.write(rows.count, reading: layout.kept.entry(s, 0), mean, rows.hazard) {
        u, m, n, out in negativeBinomialQuantiles(u, mean: m, size: n, into: &out)
      }
    } else {
      paths.buffer.write(rows.count, reading: layout.kept.entry(s, 1), mean) { u, m, out in
        poissonQuantiles(u, mean: m, into: &out)
      }
    }
    addEntrants(paths, to: rows.firms, o)
    paths.copy(rows.flow, to: rows.entered)
    if o == 0 && s == paths.plan.largestSector {
      paths.copy(rows.count, to: rows.largestEntry)
      paths.copy(mean, to: rows.largestEntryMean)
      paths.copy(rows.hazard, to: rows.largestEntrySize)
    }
  }

  /// Certified ones among the entrants, whose number is itself random: what is left of a negative
  /// binomial or Poisson count is one again, with the same size.
  private func certifiedEntry(_ paths: borrowing Paths, _ s: Int, _ o: Int) {
    let layout = paths.layout, rows = layout.meanPath
    let hazard = layout.derived.certifiedEntrantHazard + o
    let odds = layout.derived.certifiedEntrantOdds + o
    paths.copy(rows.count, to: rows.trials)
    for v in 0..<paths.vectors {
      let p = paths[odds, v] / (paths[odds, v] + 1)
      paths[rows.flow, v] *= p
      paths[rows.excess, v] *= p
    }
    paths.buffer.write(
      rows.count, reading: layout.kept.certifiedEntry(s, o), rows.trials, hazard, odds
    ) { u, n, h, odds, out in
      binomialQuantiles(u, trials: n, hazard: h, odds: odds, into: &out)
    }
    addEntrants(paths, to: rows.holders, o)
  }

  /// Domestic entrants, whose law may have a long tail, stand apart.
  private func addEntrants(_ paths: borrowing Paths, to sum: SumRows, _ o: Int) {
    guard o == 0 else { return add(paths, to: sum.rest, 1) }
    add(paths, to: sum.entries, 1)
    let excess = paths.layout.meanPath.excess
    for v in 0..<paths.vectors {
      let θ = paths[excess, v], heaviest = paths[sum.heaviest, v]
      paths[sum.heaviest, v] = heaviest.replacing(with: θ, where: θ .> heaviest)
    }
  }

  private func keepOwn(_ paths: borrowing Paths) {
    let rows = paths.layout.meanPath
    paths.copy(rows.count, to: rows.largestOwn)
    paths.copy(rows.trials, to: rows.largestOwnTrials)
    paths.copy(rows.own, to: rows.largestOwnHazard)
  }

  /// A binomial count of the trials, rounded, and its mean and θ.
  private func draw(_ paths: borrowing Paths, by uniforms: Int, hazard: Int, odds: Int) {
    let rows = paths.layout.meanPath
    for v in 0..<paths.vectors {
      let trials = floor(bounded(paths[rows.trials, v]) + 0.5)
      let p = paths[odds, v] / (paths[odds, v] + 1)
      paths[rows.trials, v] = trials
      paths[rows.flow, v] = trials * p
      paths[rows.excess, v] = Lanes.zero - p
    }
    paths.buffer.write(rows.count, reading: uniforms, rows.trials, hazard, odds) {
      u, n, h, odds, out in
      binomialQuantiles(u, trials: n, hazard: h, odds: odds, into: &out)
    }
  }

  /// Adds the count at hand, with its cumulants, to a part of a sum.
  private func add(_ paths: borrowing Paths, to part: PartRows, _ sign: Double) {
    let rows = paths.layout.meanPath
    for v in 0..<paths.vectors {
      let mean = paths[rows.flow, v]
      paths[part.value, v] += paths[rows.count, v] * sign
      paths[part.mean, v] += mean * sign
      let more = CountCumulants(mean: mean, excess: paths[rows.excess, v], sign: sign)
      paths.add(more, to: part, v)
    }
  }

  /// What the kernels of counts can do with; where that changes a number, it does so whatever the
  /// counts.
  @inline(__always)
  private func bounded(_ x: Lanes) -> Lanes {
    let bounded = x.replacing(with: Paths.greatestCount, where: x .> Paths.greatestCount)
    return bounded.replacing(with: 0, where: .!(bounded .>= 0))
  }
}
