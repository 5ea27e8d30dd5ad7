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
    let isFirms = target.outcome == .firms, k = target.leastCount, t = 4 * target.year
    let sum = isFirms ? paths.layout.meanPath.firms : paths.layout.meanPath.holders
    let held = paths.scratch(4), control = paths.scratch(5)
    if isFirms {
      fillEntryTails(paths, at: t, k, into: held, by: row)
      fillEntryControls(paths, k, into: control, by: row)
    } else {
      fillOwnTails(paths, at: t, k, into: held, by: row)
      fillOwnControls(paths, k, into: control, by: row)
    }
    for v in 0..<paths.vectors {
      let known = SumProbability(paths, sum, atLeast: k, v)
      // Whether the sum's law is known hangs on no count.
      let value = paths[held, v].replacing(
        with: paths[held, v] - paths[control, v] + known.value, where: known.isKnown)
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

  /// The indicator of sum ≥ k in the lanes in which no law is summed up; NaN in the others.
  private func counted(_ sum: Lanes, atLeast k: Double, unless isSmooth: SIMDMask<SIMD8<Int64>>)
    -> Lanes
  {
    step(sum - k).replacing(with: .nan, where: isSmooth)
  }

  /// Puts the tails into the lanes that wait for them.
  private func merge(_ paths: borrowing Paths, _ tails: Int, into row: Int) {
    for v in 0..<paths.vectors {
      let value = paths[row, v]
      paths[row, v] = value.replacing(with: paths[tails, v], where: value .!= value)
    }
  }
}

// MARK: Firms

extension CountEstimator {
  /// P(N ≥ k) given all but the entry of domestic firms into the largest sector.
  private func fillEntryTails(
    _ paths: borrowing Paths, at t: Int, _ k: Double, into row: Int, by tails: Int
  ) {
    let layout = paths.layout, size = paths.scratch(1)
    for v in 0..<paths.vectors {
      paths[size, v] = paths[layout.row(.nbSize), v] * quarter
      askForEntry(
        paths, total(paths, true, t, v), part: layout.entry(largest, 0),
        mean: layout.entryMean(largest), k, row, v)
    }
    fillEntryTails(paths, mean: layout.entryMean(largest), size: size, into: row, by: tails)
  }

  /// The same of the companion.
  private func fillEntryControls(
    _ paths: borrowing Paths, _ k: Double, into row: Int, by tails: Int
  ) {
    let rows = paths.layout.meanPath
    for v in 0..<paths.vectors {
      askForEntry(
        paths, value(paths, rows.firms, v), part: rows.largestEntry, mean: rows.largestEntryMean,
        k, row, v)
    }
    fillEntryTails(
      paths, mean: rows.largestEntryMean, size: rows.largestEntrySize, into: row, by: tails)
  }

  /// What a negative binomial part has to reach, where that is summed up.
  private func askForEntry(
    _ paths: borrowing Paths, _ sum: Lanes, part: Int, mean: Int, _ k: Double, _ row: Int, _ v: Int
  ) {
    let needed = Lanes(repeating: k) - (sum - paths[part, v]), mean = paths[mean, v]
    let isSmooth =
      (needed .<= Self.longestWalk) .& (mean .< Self.greatestExponent) .& (mean .> 0)
    paths[paths.scratch(0), v] = Lanes.zero.replacing(with: needed, where: isSmooth)
    paths[row, v] = counted(sum, atLeast: k, unless: isSmooth)
  }

  private func fillEntryTails(
    _ paths: borrowing Paths, mean: Int, size: Int, into row: Int, by tails: Int
  ) {
    paths.buffer.write(tails, reading: paths.scratch(0), mean, size) { k, m, n, out in
      negativeBinomialUpperTails(atLeast: k, mean: m, size: n, into: &out)
    }
    merge(paths, tails, into: row)
  }
}

// MARK: Certified firms

extension CountEstimator {
  /// P(C ≥ k) given all but the certificates gained on own accord by domestic firms of the largest
  /// sector, and all lapses: with the programme's the former cannot exceed the survivors without one.
  private func fillOwnTails(
    _ paths: borrowing Paths, at t: Int, _ k: Double, into row: Int, by tails: Int
  ) {
    let layout = paths.layout
    for v in 0..<paths.vectors {
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
      askForOwn(
        paths, total(paths, false, t, v), part: gained - lapsed,
        offered: paths[layout.programmeOffered(largest), v], limit: trials,
        gained: (trials, paths[layout.ownHazard(largest), v]), lost: holders, k, row, v)
    }
    fillOwnTails(paths, hazard: layout.ownHazard(largest), into: row, by: tails)
  }

  /// The same of the companion.
  private func fillOwnControls(
    _ paths: borrowing Paths, _ k: Double, into row: Int, by tails: Int
  ) {
    let rows = paths.layout.meanPath
    for v in 0..<paths.vectors {
      askForOwn(
        paths, value(paths, rows.holders, v),
        part: paths[rows.largestOwn, v] - paths[rows.allLapsed, v],
        offered: .zero, limit: Lanes(repeating: .infinity),
        gained: (paths[rows.largestOwnTrials, v], paths[rows.largestOwnHazard, v]),
        lost: paths[rows.lapseTrials, v], k, row, v)
    }
    fillOwnTails(paths, hazard: rows.largestOwnHazard, into: row, by: tails)
  }

  /// What the part min(A + offered, limit) − L has to reach, A and L binomial, where that is summed up;
  /// elsewhere nothing is tried.
  private func askForOwn(
    _ paths: borrowing Paths, _ sum: Lanes, part: Lanes, offered: Lanes, limit: Lanes,
    gained: (trials: Lanes, hazard: Lanes), lost: Lanes, _ k: Double, _ row: Int, _ v: Int
  ) {
    let needed = Lanes(repeating: k) - (sum - part), greatest = Self.greatestExponent
    let isSmooth =
      (needed .<= Self.longestWalk) .& (gained.trials * gained.hazard .< greatest)
      .& (lost * paths[paths.layout.derived.lapseHazard, v] .< greatest)
    for (place, x) in [needed - offered, limit - needed, gained.trials, lost].enumerated() {
      paths[paths.scratch(place), v] = Lanes.zero.replacing(with: x, where: isSmooth)
    }
    paths[row, v] = counted(sum, atLeast: k, unless: isSmooth)
  }

  private func fillOwnTails(_ paths: borrowing Paths, hazard: Int, into row: Int, by tails: Int) {
    let lapse = paths.layout.derived.lapseHazard
    paths.buffer.read(hazard) { hazard in
      paths.buffer.read(lapse) { lapse in
        paths.buffer.write(
          tails, reading: paths.scratch(0), paths.scratch(1), paths.scratch(2), paths.scratch(3)
        ) { k, room, gained, lost, out in
          differenceUpperTails(
            atLeast: k, gained: gained, hazard: hazard, lost: lost, hazard: lapse, room: room,
            into: &out)
        }
      }
    }
    merge(paths, tails, into: row)
  }
}
