import NumericKernels
import RandomStreams
import ReachModel

/// A block of draws on its way through the quarters: the states, and where its shocks come from.
struct Paths: ~Copyable {
  let plan: SimulationPlan
  let layout: Layout
  let buffer: PathBuffer
  /// Where all random numbers come from.
  let source: RandomSource
  /// The shock index of the block's first draw; the others follow one by one.
  var firstShock: UInt64 = 0

  init(_ plan: SimulationPlan, vectors: Int, source: RandomSource) {
    (self.plan, self.source, layout) = (plan, source, plan.layout)
    buffer = PathBuffer(rows: plan.layout.rows, vectors: vectors)
    plan.fillConstants(buffer)
  }

  var vectors: Int { buffer.vectors }
  var hasNoise: Bool { plan.model.processNoise }

  /// Eight draws of a row.
  subscript(row: Int, vector: Int) -> Lanes {
    @inline(__always) get { buffer[row, vector] }
    @inline(__always) nonmutating set { buffer[row, vector] = newValue }
  }

  subscript(row: Int, draw draw: Int) -> Double {
    get { buffer[row, draw: draw] }
    nonmutating set { buffer[row, draw: draw] = newValue }
  }

  /// Scratch row `i`: never holds anything from one relation to the next.
  func scratch(_ i: Int) -> Int { plan.layout.scratch[i] }

  func uniforms(_ slot: ShockSlot, _ index: Int, step: Int, into row: Int) {
    buffer.write(row) { out in
      source.fill(
        slot: slot.rawValue, index: index, step: step, firstDraw: firstShock, into: &out)
    }
  }

  /// Standard normal shocks; zeros when noise is off.
  func normals(_ slot: ShockSlot, _ index: Int, step: Int, into row: Int) {
    guard hasNoise else { return buffer.fill(row, with: 0) }
    uniforms(slot, index, step: step, into: scratch(5))
    buffer.write(row, reading: scratch(5)) { u, out in normalQuantiles(u, into: &out) }
  }

  /// Student t(5) shocks cut at 4 standard deviations, with sd 1; zeros when noise is off.
  func heavyTailed(_ slot: ShockSlot, step: Int, into row: Int) {
    guard hasNoise else { return buffer.fill(row, with: 0) }
    normals(slot, 0, step: step, into: scratch(4))
    buffer.write(row, reading: scratch(4)) { z, out in plan.heavyTail.fill(&out, atScores: z) }
  }

  /// Binomial counts, with success probability 1 − e^(−hazard); means when noise is off.
  ///
  /// `odds` is the row of e^hazard − 1, which many steps may share; see ``fillOdds(_:of:)``. `kept` is
  /// where the uniforms stay.
  func binomials(
    trials: Int, hazard: Int, odds: Int, _ slot: ShockSlot, _ index: Int, step: Int, into row: Int,
    keeping kept: Int? = nil
  ) {
    guard hasNoise else {
      for v in 0..<vectors {
        let p = Lanes.zero - exponentialMinusOne(Lanes.zero - buffer[hazard, v])
        buffer[row, v] = buffer[trials, v] * p
      }
      return
    }
    admit(trials, 0...Self.greatestCount, else: 0, at: step)
    admit(hazard, 0...Double.infinity, else: 0, at: step)
    let uniform = kept ?? scratch(5)
    uniforms(slot, index, step: step, into: uniform)
    buffer.write(row, reading: uniform, trials, hazard, odds) { u, n, h, odds, out in
      binomialQuantiles(u, trials: n, hazard: h, odds: odds, into: &out)
    }
  }

  /// The odds p / (1 − p) = eʰ − 1 of events with hazard h.
  func fillOdds(_ row: Int, of hazard: Int) {
    for v in 0..<vectors { buffer[row, v] = exponentialMinusOne(buffer[hazard, v]) }
  }

  /// Poisson counts; means when noise is off.
  func poissons(
    mean: Int, _ slot: ShockSlot, _ index: Int, step: Int, into row: Int, keeping kept: Int
  ) {
    guard hasNoise else { return copy(mean, to: row) }
    admit(mean, 0...Self.greatestCount, else: 0, at: step)
    uniforms(slot, index, step: step, into: kept)
    buffer.write(row, reading: kept, mean) { u, m, out in
      poissonQuantiles(u, mean: m, into: &out)
    }
  }

  /// Negative binomial counts with variance mean + mean² / size; means when noise is off.
  func negativeBinomials(
    mean: Int, size: Int, _ slot: ShockSlot, _ index: Int, step: Int, into row: Int,
    keeping kept: Int
  ) {
    guard hasNoise else { return copy(mean, to: row) }
    admit(mean, 0...Self.greatestCount, else: 0, at: step)
    admit(size, 0x1p-400...0x1p400, else: 1, at: step)
    uniforms(slot, index, step: step, into: kept)
    buffer.write(row, reading: kept, mean, size) { u, m, n, out in
      negativeBinomialQuantiles(u, mean: m, size: n, into: &out)
    }
  }

  /// The most firms or events that a draw may come to: no place has more, and beyond it the
  /// distribution functions of counts take long.
  static let greatestCount = 0x1p31

  /// Keeps the numbers of a row that lie in a range; from quarter t on the draws of the others have
  /// failed.
  ///
  /// These become `standIn`, for the sake of the kernels: extreme parameters must not end the
  /// program, nor pass for a result.
  private func admit(
    _ row: Int, _ range: ClosedRange<Double>, else standIn: Double, at t: Int
  ) {
    for v in 0..<vectors {
      let value = buffer[row, v]
      let isWithin = (value .>= range.lowerBound) .& (value .<= range.upperBound)
      if all(isWithin) { continue }
      let first = buffer[layout.failure, v]
      buffer[layout.failure, v] = first.replacing(
        with: Double(t), where: .!isWithin .& (first .> Double(t)))
      buffer[row, v] = value.replacing(with: standIn, where: .!isWithin)
    }
  }

  func copy(_ source: Int, to row: Int) {
    for v in 0..<vectors { buffer[row, v] = buffer[source, v] }
  }
}

/// One quarter as a fraction of a year (Δ).
let quarter = 0.25
