/// The pasting phase: a peeled box that grows where that raises its mean.
struct Pasting {
  private let prim: Prim
  private var limits: BoxLimits
  private let remaining: [UInt8]
  private var count = 0
  private var interest = 0.0

  init(_ prim: Prim, _ limits: BoxLimits, among remaining: [UInt8]) {
    (self.prim, self.limits, self.remaining) = (prim, limits, remaining)
  }

  var step: PrimStep { prim.step(limits, count: count, interest: interest) }

  /// What a paste adds at one side of one input.
  private struct Paste {
    let input: Int
    let side: Side
    let limit: Double
    var count = 0
    var interest = 0.0
    var score = 0.0
    /// Inputs restricted afterwards.
    var restricted = 0

    func isBetter(than other: Paste?) -> Bool {
      guard let other else { return true }
      return score > other.score || score == other.score && restricted < other.restricted
    }
  }

  /// Takes the best paste; false when none raises the mean.
  mutating func paste() -> Bool {
    let inputs = prim.draws.inputsInOrder.filter { limits.isRestricted($0, prim.extents) }
    guard !inputs.isEmpty else { return false }
    let near = NearDraws(inputs, limits, prim.draws, among: remaining)
    (count, interest) = (near.inside.count, prim.draws.sum(near.inside))
    var best: Paste?
    for (place, input) in inputs.enumerated() {
      for side in Side.allCases {
        guard let paste = paste(input, side, near, place, restricted: inputs.count) else {
          continue
        }
        if paste.isBetter(than: best) { best = paste }
      }
    }
    guard let best, best.score > 0, isGain(best) else { return false }
    limits[best.input, best.side] = best.limit
    count += best.count
    interest += best.interest
    return true
  }

  private func isGain(_ paste: Paste) -> Bool {
    let newCount = count + paste.count
    return prim.isLargeEnough(newCount)
      && (interest + paste.interest) / Double(newCount) > interest / Double(count)
  }

  private func paste(
    _ input: Int, _ side: Side, _ near: NearDraws, _ place: Int, restricted: Int
  ) -> Paste? {
    let column = prim.draws.inputs[input]
    let outside = near.outside[2 * place + (side == .upper ? 1 : 0)]
    guard !outside.isEmpty else { return nil }
    // Draws on the limit count as part of what is given back, as in EMA Workbench.
    let edge = near.inside.filter { column[$0] == limits[input, side] }
    let cut = cut((outside + edge).map { column[$0] }, side)
    let added = outside.filter { side == .lower ? column[$0] >= cut : column[$0] <= cut }
    guard !added.isEmpty else { return nil }
    var paste = Paste(input: input, side: side, limit: cut)
    (paste.count, paste.interest) = (added.count, prim.draws.sum(added))
    let newCount = count + paste.count
    paste.score = prim.options.objective.score(
      from: interest / Double(count), count, to: (interest + paste.interest) / Double(newCount),
      newCount)
    var after = limits
    after[input, side] = paste.limit
    paste.restricted = restricted - (after.isRestricted(input, prim.extents) ? 0 : 1)
    return paste
  }

  /// Where the nearest share of some values outside ends.
  private func cut(_ values: [Double], _ side: Side) -> Double {
    let nearestFirst = side == .lower ? values.sorted(by: >) : values.sorted()
    // Below the box its upper quantile is nearest, above it the lower one.
    let ranks = TailRanks(
      values.count, share: prim.options.pastingShare, side == .lower ? .upper : .lower)
    let outer = nearestFirst[ranks.outer]
    let inner = nearestFirst[ranks.inner...].first { $0 != outer }
    return inner.map { (outer + $0) / 2 } ?? outer
  }
}

/// The draws in a box and those that one limit keeps out of it.
private struct NearDraws {
  private(set) var inside: [Int] = []
  /// By place of the input, lower and upper side.
  private(set) var outside: [[Int]]

  init(_ inputs: [Int], _ limits: BoxLimits, _ draws: LabelledDraws, among remaining: [UInt8]) {
    outside = Array(repeating: [], count: 2 * inputs.count)
    let breaches = Breaches(
      inputs.map { ($0, limits.low[$0], limits.high[$0]) }, draws.inputs, count: draws.count)
    for i in 0..<draws.count where remaining[i] == 1 && breaches.counts[i] <= 1 {
      if breaches.counts[i] == 0 {
        inside.append(i)
      } else {
        outside[Int(breaches.last[i])].append(i)
      }
    }
  }
}

extension LabelledDraws {
  /// Σ interest of some draws, exact.
  fileprivate func sum(_ some: [Int]) -> Double { some.reduce(0) { $0 + interest[$1] } }
}
