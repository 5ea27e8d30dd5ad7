import NumericKernels
import ReachModel

/// Estimates of P(firms ≥ k) and P(certified ≥ k) at the end of a year.
///
/// Of the draw: the probability given everything but domestic entry into the largest sector in the
/// last quarter (for certified firms: but certificates on own accord there, and all lapses). From it is taken the same
/// of the companion sum of ``MeanPath``, and the probability of that sum given all but the counts is
/// added: its own mean, so that the sum of the three has the mean of the indicator.
struct CountEstimator: Sendable {
  private let path = MeanPath()
  private let largest: Int
  private let lastQuarter: Int

  init(_ plan: SimulationPlan, years: Set<Int>) {
    largest = plan.largestSector
    lastQuarter = 4 * (years.max() ?? 0)
  }

  func start(_ paths: borrowing Paths) { path.start(paths) }

  func advance(_ paths: borrowing Paths, to t: Int) {
    if t <= lastQuarter { path.advance(paths, to: t) }
  }

  func estimate(_ target: EstimatedTarget, _ paths: borrowing Paths, into row: Int) {
    let isFirms = target.outcome == .firms, t = 4 * target.year
    let rows = paths.layout.meanPath, k = target.leastCount
    for v in 0..<paths.vectors {
      let count = total(paths, isFirms, t, v)
      let held = isFirms ? entryTail(paths, count, k, v) : ownTail(paths, count, k, v)
      let control = isFirms ? entryControl(paths, k, v) : ownControl(paths, k, v)
      let known = SumProbability(paths, isFirms ? rows.firms : rows.holders, atLeast: k, v)
      // Whether the sum's law is known hangs on no count.
      let value = held.replacing(with: held - control + known.value, where: known.isKnown)
      paths[row, v] = target.isUpperBound ? Lanes.one - value : value
    }
  }

  private func step(_ x: Lanes) -> Lanes { Lanes.zero.replacing(with: 1, where: x .>= 0) }

  private func total(_ paths: borrowing Paths, _ isFirms: Bool, _ t: Int, _ v: Int) -> Lanes {
    var total = Lanes.zero
    for s in 0..<paths.layout.sectors {
      total += paths[isFirms ? paths.layout.N(s, t) : paths.layout.certified(s, t), v]
    }
    return total
  }

  private func value(_ paths: borrowing Paths, _ sum: SumRows, _ v: Int) -> Lanes {
    paths[sum.entries.value, v] + paths[sum.rest.value, v]
  }

  /// The law of a count is summed up where that takes few steps: a choice that may hang on anything
  /// but the count itself.
  private static let longestWalk = 192.0, greatestExponent = 24.0

  /// P(sum ≥ k) where a negative binomial part is integrated out.
  private func entryTail(
    of sum: Lanes, part: Lanes, mean: Lanes, size: Lanes, atLeast k: Double
  ) -> Lanes {
    let needed = Lanes(repeating: k) - (sum - part)
    let isShort = (needed .<= Self.longestWalk) .& (mean .< Self.greatestExponent)
    let isSmooth = isShort .& (mean .> 0)
    let tail = negativeBinomialUpperTail(atLeast: needed, mean: mean, size: size, where: isSmooth)
    return step(sum - k).replacing(with: tail, where: isSmooth)
  }

  /// P(N ≥ k) given all but the entry of domestic firms into the largest sector.
  private func entryTail(_ paths: borrowing Paths, _ N: Lanes, _ k: Double, _ v: Int) -> Lanes {
    let layout = paths.layout
    return entryTail(
      of: N, part: paths[layout.entry(largest, 0), v], mean: paths[layout.entryMean(largest), v],
      size: paths[layout.row(.nbSize), v] * quarter, atLeast: k)
  }

  private func entryControl(_ paths: borrowing Paths, _ k: Double, _ v: Int) -> Lanes {
    let rows = paths.layout.meanPath
    return entryTail(
      of: value(paths, rows.firms, v), part: paths[rows.largestEntry, v],
      mean: paths[rows.largestEntryMean, v], size: paths[rows.largestEntrySize, v], atLeast: k)
  }

  /// P(C ≥ k) given all but the certificates gained on own accord by domestic firms of the largest
  /// sector, and all lapses: with the programme's the former cannot exceed the survivors without one.
  private func ownTail(_ paths: borrowing Paths, _ C: Lanes, _ k: Double, _ v: Int) -> Lanes {
    let layout = paths.layout
    var lapsed = Lanes.zero, holders = Lanes.zero
    for s in 0..<layout.sectors {
      for o in 0..<2 {
        let L = paths[layout.lapse(s, o), v]
        lapsed += L
        // Survivors that were certified at the start of the quarter.
        holders +=
          paths[layout.C(s, o), v] + L - paths[layout.own(s, o), v]
          - paths[layout.certifiedEntry(s, o), v]
      }
      holders -= paths[layout.programme(s), v]
    }
    let gained = paths[layout.own(largest, 0), v] + paths[layout.programme(largest), v]
    let trials = paths[layout.survivors(largest), v]
    return ownTail(
      of: C, part: gained - lapsed, offered: paths[layout.programmeOffered(largest), v],
      limit: trials,
      gained: BinomialCounts(trials: trials, hazard: paths[layout.ownHazard(largest), v]),
      lost: BinomialCounts(trials: holders, hazard: paths[layout.derived.lapseHazard, v]),
      atLeast: k)
  }

  private func ownControl(_ paths: borrowing Paths, _ k: Double, _ v: Int) -> Lanes {
    let rows = paths.layout.meanPath
    let lapse = paths[paths.layout.derived.lapseHazard, v]
    return ownTail(
      of: value(paths, rows.holders, v), part: paths[rows.largestOwn, v] - paths[rows.lapsed, v],
      offered: .zero, limit: Lanes(repeating: .infinity),
      gained: BinomialCounts(
        trials: paths[rows.largestOwnTrials, v], hazard: paths[rows.largestOwnHazard, v]),
      lost: BinomialCounts(trials: paths[rows.lapseTrials, v], hazard: lapse), atLeast: k)
  }

  /// P(sum ≥ k) where the part min(A + offered, limit) − L is integrated out, A and L binomial.
  private func ownTail(
    of sum: Lanes, part: Lanes, offered: Lanes, limit: Lanes, gained: BinomialCounts,
    lost: BinomialCounts, atLeast k: Double
  ) -> Lanes {
    let needed = Lanes(repeating: k) - (sum - part), greatest = Self.greatestExponent
    let isSmooth =
      (needed .<= Self.longestWalk) .& (gained.exponent .< greatest)
      .& (lost.exponent .< greatest)
    let tail = differenceUpperTail(
      atLeast: needed - offered, gained: gained, lost: lost, room: limit - needed, where: isSmooth)
    return step(sum - k).replacing(with: tail, where: isSmooth)
  }
}
