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
    paths.buffer.fill(paths.layout.meanPath.allLapsed, with: 0)
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
        odds: layout.derived.programmeOdds, into: rows.offered)
      for v in 0..<paths.vectors {
        var sum = Sum(paths, rows.holders.rest, v)
        sum.add(paths, rows.offered, v, 1)
        sum.store(paths, rows.holders.rest, v)
        paths[rows.programme, v] += paths[rows.offered.flow, v]
      }
    }
  }

  /// The flows of a cell of firms in the quarter.
  private func flows(_ paths: borrowing Paths, _ s: Int, _ o: Int) {
    let layout = paths.layout, rows = layout.meanPath
    let U = rows.uncertified + 2 * s + o, C = rows.certified + 2 * s + o
    entry(paths, s, o)
    certifiedEntry(paths, s, o)
    exits(paths, s, o, U, C)
    certificates(paths, s, o, U, C)
    for v in 0..<paths.vectors {
      let offered = o == 0 ? paths[rows.programme, v] : .zero
      let lost =
        paths[rows.lapsed.flow, v] - paths[rows.gained.flow, v] - offered
        - paths[rows.certifiedEntrants.flow, v]
      paths[rows.allLapsed, v] += paths[rows.lapsed.count, v]
      paths[rows.lapseTrials, v] += paths[rows.trials, v]
      paths[U, v] += paths[rows.entrants.flow, v] + lost
      paths[C, v] -= lost
      addFirms(paths, o, v)
      addHolders(paths, o, v)
    }
  }

  private func exits(_ paths: borrowing Paths, _ s: Int, _ o: Int, _ U: Int, _ C: Int) {
    let layout = paths.layout, rows = layout.meanPath, derived = layout.derived
    for v in 0..<paths.vectors {
      paths[rows.hazard, v] = bounded(paths[derived.exitHazard + o, v] * paths[rows.exit, v])
      paths[rows.trials, v] = paths[U, v]
    }
    paths.fillOdds(rows.odds, of: rows.hazard)
    draw(
      paths, by: layout.kept.exitU(s, o), hazard: rows.hazard, odds: rows.odds, into: rows.exitU)
    for v in 0..<paths.vectors {
      paths[rows.hazard, v] = bounded(paths[rows.hazard, v] * paths[derived.certifiedFactor, v])
      paths[rows.trials, v] = paths[C, v]
    }
    paths.fillOdds(rows.odds, of: rows.hazard)
    draw(
      paths, by: layout.kept.exitC(s, o), hazard: rows.hazard, odds: rows.odds, into: rows.exitC)
    for v in 0..<paths.vectors {
      paths[U, v] -= paths[rows.exitU.flow, v]
      paths[C, v] -= paths[rows.exitC.flow, v]
    }
  }

  private func certificates(_ paths: borrowing Paths, _ s: Int, _ o: Int, _ U: Int, _ C: Int) {
    let layout = paths.layout, rows = layout.meanPath, derived = layout.derived
    paths.copy(U, to: rows.trials)
    if o == 0 { paths.fillOdds(rows.ownOdds, of: rows.own) }
    draw(paths, by: layout.kept.own(s, o), hazard: rows.own, odds: rows.ownOdds, into: rows.gained)
    if o == 0 && s == paths.plan.largestSector { keepOwn(paths) }
    paths.copy(C, to: rows.trials)
    draw(
      paths, by: layout.kept.lapse(s, o), hazard: derived.lapseHazard, odds: derived.lapseOdds,
      into: rows.lapsed)
  }

  private func entry(_ paths: borrowing Paths, _ s: Int, _ o: Int) {
    let layout = paths.layout, rows = layout.meanPath, size = layout.row(.nbSize)
    let mean = rows.entry + o, entrants = rows.entrants
    for v in 0..<paths.vectors {
      let n = paths[size, v] * quarter
      paths[rows.hazard, v] = n.replacing(with: 1, where: .!(n .>= 0x1p-400 .& n .<= 0x1p400))
      paths[entrants.flow, v] = paths[mean, v]
      paths[entrants.excess, v] = o == 0 ? paths[mean, v] / paths[rows.hazard, v] : .zero
    }
    if o == 0 {
      paths.buffer.write(entrants.count, reading: layout.kept.entry(s, 0), mean, rows.hazard) {
        u, m, n, out in negativeBinomialQuantiles(u, mean: m, size: n, into: &out)
      }
    } else {
      paths.buffer.write(entrants.count, reading: layout.kept.entry(s, 1), mean) { u, m, out in
        poissonQuantiles(u, mean: m, into: &out)
      }
    }
    if o == 0 && s == paths.plan.largestSector {
      paths.copy(entrants.count, to: rows.largestEntry)
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
    for v in 0..<paths.vectors {
      let p = chance(paths[odds, v])
      paths[rows.certifiedEntrants.flow, v] = paths[rows.entrants.flow, v] * p
      paths[rows.certifiedEntrants.excess, v] = paths[rows.entrants.excess, v] * p
    }
    paths.buffer.write(
      rows.certifiedEntrants.count, reading: layout.kept.certifiedEntry(s, o),
      rows.entrants.count, hazard, odds
    ) { u, n, h, odds, out in
      binomialQuantiles(u, trials: n, hazard: h, odds: odds, into: &out)
    }
  }

  private func keepOwn(_ paths: borrowing Paths) {
    let rows = paths.layout.meanPath
    paths.copy(rows.gained.count, to: rows.largestOwn)
    paths.copy(rows.trials, to: rows.largestOwnTrials)
    paths.copy(rows.own, to: rows.largestOwnHazard)
  }

  /// A binomial count of the trials, rounded, and its mean and θ.
  private func draw(
    _ paths: borrowing Paths, by uniforms: Int, hazard: Int, odds: Int, into count: CountRows
  ) {
    let rows = paths.layout.meanPath
    for v in 0..<paths.vectors {
      let trials = floor(bounded(paths[rows.trials, v]) + 0.5)
      let p = chance(paths[odds, v])
      paths[rows.trials, v] = trials
      paths[count.flow, v] = trials * p
      paths[count.excess, v] = Lanes.zero - p
    }
    paths.buffer.write(count.count, reading: uniforms, rows.trials, hazard, odds) {
      u, n, h, odds, out in
      binomialQuantiles(u, trials: n, hazard: h, odds: odds, into: &out)
    }
  }

  /// Adds a cell's flows of firms.
  ///
  /// Domestic entrants, whose law may have a long tail, stand apart.
  @inline(__always)
  private func addFirms(_ paths: borrowing Paths, _ o: Int, _ v: Int) {
    let rows = paths.layout.meanPath, firms = rows.firms
    var rest = Sum(paths, firms.rest, v)
    rest.add(paths, rows.exitU, v, -1)
    rest.add(paths, rows.exitC, v, -1)
    addEntrants(paths, rows.entrants, to: firms, &rest, o, v)
    rest.store(paths, firms.rest, v)
  }

  /// The same for certified firms.
  @inline(__always)
  private func addHolders(_ paths: borrowing Paths, _ o: Int, _ v: Int) {
    let rows = paths.layout.meanPath, holders = rows.holders
    var rest = Sum(paths, holders.rest, v)
    rest.add(paths, rows.exitC, v, -1)
    rest.add(paths, rows.gained, v, 1)
    rest.add(paths, rows.lapsed, v, -1)
    addEntrants(paths, rows.certifiedEntrants, to: holders, &rest, o, v)
    rest.store(paths, holders.rest, v)
  }

  @inline(__always)
  private func addEntrants(
    _ paths: borrowing Paths, _ entrants: CountRows, to rows: SumRows, _ rest: inout Sum, _ o: Int,
    _ v: Int
  ) {
    guard o == 0 else { return rest.add(paths, entrants, v, 1) }
    var entries = Sum(paths, rows.entries, v)
    entries.add(paths, entrants, v, 1)
    entries.store(paths, rows.entries, v)
    let θ = paths[entrants.excess, v], heaviest = paths[rows.heaviest, v]
    paths[rows.heaviest, v] = heaviest.replacing(with: θ, where: θ .> heaviest)
  }

  /// The probability of an event with these odds; 1 where they are infinite.
  @inline(__always)
  private func chance(_ odds: Lanes) -> Lanes {
    (odds / (odds + 1)).replacing(with: 1, where: odds .> 0x1p1000)
  }

  /// What the kernels of counts can do with; where that changes a number, it does so whatever the
  /// counts.
  @inline(__always)
  private func bounded(_ x: Lanes) -> Lanes {
    let bounded = x.replacing(with: Paths.greatestCount, where: x .> Paths.greatestCount)
    return bounded.replacing(with: 0, where: .!(bounded .>= 0))
  }
}

/// A part of a sum on its way: several counts are added before it goes back to its rows.
private struct Sum {
  private var value: Lanes
  private var mean: Lanes
  private var cumulants: CountCumulants

  @inline(__always)
  init(_ paths: borrowing Paths, _ rows: PartRows, _ v: Int) {
    (value, mean) = (paths[rows.value, v], paths[rows.mean, v])
    cumulants = paths.cumulants(rows, v)
  }

  @inline(__always)
  mutating func add(_ paths: borrowing Paths, _ count: CountRows, _ v: Int, _ sign: Double) {
    let flow = paths[count.flow, v]
    value += paths[count.count, v] * sign
    mean += flow * sign
    cumulants.add(mean: flow, excess: paths[count.excess, v], sign: sign)
  }

  @inline(__always)
  func store(_ paths: borrowing Paths, _ rows: PartRows, _ v: Int) {
    (paths[rows.value, v], paths[rows.mean, v]) = (value, mean)
    paths.store(cumulants, in: rows, v)
  }
}
