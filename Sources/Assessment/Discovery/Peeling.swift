/// The peeling phase: a box that shrinks.
struct Peeling {
  private let prim: Prim
  private(set) var limits: BoxLimits
  /// Those in the box, by input; draws that have left are dropped when they are the half.
  private var columns: [SortedColumn]
  /// 1 for each draw in the box.
  private var inside: [UInt8]
  private var count: Int
  private var interest: Double

  init(_ prim: Prim, _ columns: [SortedColumn], among remaining: [UInt8]) {
    (self.prim, self.columns, inside) = (prim, columns, remaining)
    limits = BoxLimits(prim.extents)
    (count, interest) = (0, 0)
    for i in remaining.indices where remaining[i] == 1 {
      count += 1
      interest += prim.draws.interest[i]
    }
  }

  var step: PrimStep { prim.step(limits, count: count, interest: interest) }

  /// What a peel takes off one side of one input.
  private struct Peel {
    let input: Int
    let side: Side
    let tail: Tail
    let score: Double
    /// Inputs restricted afterwards.
    let restricted: Int

    func isBetter(than other: Peel?) -> Bool {
      guard let other else { return true }
      return score > other.score || score == other.score && restricted < other.restricted
    }
  }

  /// Takes the best peel; false, and no change, when none gains or the box would be too small.
  mutating func peel() -> Bool {
    guard let best = bestPeel(), best.score > 0, prim.isLargeEnough(count - best.tail.count) else {
      return false
    }
    limits[best.input, best.side] = best.tail.limit
    let column = columns[best.input]
    for place in 0..<best.tail.places {
      inside[Int(column.draws[column.index(place, from: best.side)])] = 0
    }
    count -= best.tail.count
    interest -= best.tail.interest
    for j in columns.indices where columns[j].count > 2 * count { columns[j].keep(inside) }
    return true
  }

  private func bestPeel() -> Peel? {
    let extents = prim.extents
    let isRestricted = extents.indices.map { limits.isRestricted($0, extents) }
    let restrictedCount = isRestricted.count { $0 }
    let mean = interest / Double(count)
    var best: Peel?
    for input in prim.draws.inputsInOrder {
      for side in [Side.upper, .lower] {
        guard let tail = tail(input, side) else { continue }
        let newCount = count - tail.count
        let score = prim.options.objective.score(
          from: mean, count, to: (interest - tail.interest) / Double(newCount), newCount)
        let peel = Peel(
          input: input, side: side, tail: tail, score: score,
          restricted: restrictedCount + (isRestricted[input] ? 0 : 1))
        if peel.isBetter(than: best) { best = peel }
      }
    }
    return best
  }

  /// What would go of one side; nil when that is nothing or all.
  private func tail(_ input: Int, _ side: Side) -> Tail? {
    let ranks = TailRanks(count, share: prim.options.peelingShare, side)
    return Tail(
      columns[input], side, prim.draws.kinds[input], ranks, inside: inside,
      interest: prim.draws.interest)
  }
}

/// Between which draws in the box, counted from one side, a peel cuts.
struct TailRanks {
  let outer: Int
  let inner: Int

  /// The places around the quantile at `share` of `count` sorted numbers: ⌊(n − 1) q⌋ and ⌈(n − 1) q⌉
  /// with q = `share` from below, and 1 − `share` for the upper side.
  init(_ count: Int, share: Double, _ side: Side) {
    let last = count - 1
    switch side {
    case .lower:
      let place = Double(last) * share
      (outer, inner) = (Int(place.rounded(.down)), Int(place.rounded(.up)))
    case .upper:
      let place = Double(last) * (1 - share)
      (outer, inner) = (last - Int(place.rounded(.up)), last - Int(place.rounded(.down)))
    }
  }
}

/// The draws that a cut takes off one side of a box.
private struct Tail {
  /// The new limit.
  let limit: Double
  /// How many go, and their interest.
  private(set) var count = 0
  private(set) var interest = 0.0
  /// Places of the sorted column from the side that are done with, draws gone before among them.
  private(set) var places = 0

  /// Nil when nothing would go, or everything.
  ///
  /// - Parameters:
  ///   - column: Sorted; some of its draws may have left the box.
  ///   - side: Where the cut is.
  ///   - kind: Of the input.
  ///   - ranks: Between which draws in the box it falls.
  ///   - inside: 1 for each draw in the box.
  ///   - weights: The interest of each draw.
  init?(
    _ column: SortedColumn, _ side: Side, _ kind: InputKind, _ ranks: TailRanks,
    inside: [UInt8], interest weights: [Double]
  ) {
    guard let cut = Self.cut(column, side, ranks, inside) else { return nil }
    let threshold = cut.threshold(kind, side)
    let isKept = { (value: Double) -> Bool in
      switch (threshold, side) {
      case (.atOrInside(let bound), .lower): value >= bound
      case (.atOrInside(let bound), .upper): value <= bound
      case (.strictlyInside(let bound), .lower): value > bound
      case (.strictlyInside(let bound), .upper): value < bound
      }
    }
    var firstKept: Double?
    while places < column.count {
      let place = column.index(places, from: side), draw = Int(column.draws[place])
      if inside[draw] == 1 {
        if isKept(column.values[place]) {
          firstKept = column.values[place]
          break
        }
        count &+= 1
        interest += weights[draw]
      }
      places &+= 1
    }
    guard count > 0, let firstKept else { return nil }
    limit = kind == .whole ? firstKept : cut.middle
  }

  private struct Cut {
    /// The value at the side.
    let extreme: Double
    /// Halfway between two different values around the quantile, from the side.
    let middle: Double

    func threshold(_ kind: InputKind, _ side: Side) -> Threshold {
      guard kind == .whole else { return .atOrInside(middle) }
      // Cut off towards 0, as EMA Workbench does; if that takes nothing, the extreme value goes.
      let whole = middle.rounded(.towardZero)
      let takesNothing = side == .lower ? whole <= extreme : whole >= extreme
      return takesNothing ? .strictlyInside(extreme) : .atOrInside(whole)
    }
  }

  private enum Threshold {
    case atOrInside(Double), strictlyInside(Double)
  }

  private static func cut(
    _ column: SortedColumn, _ side: Side, _ ranks: TailRanks, _ inside: [UInt8]
  ) -> Cut? {
    var (seen, extreme, outer) = (0, 0.0, 0.0)
    for i in 0..<column.count {
      let place = column.index(i, from: side)
      guard inside[Int(column.draws[place])] == 1 else { continue }
      let value = column.values[place]
      if seen == 0 { extreme = value }
      if seen == ranks.outer { outer = value }
      if seen >= ranks.inner, seen >= ranks.outer, value != outer {
        return Cut(extreme: extreme, middle: (outer + value) / 2)
      }
      seen &+= 1
    }
    // All are equal from the quantile on: the cut would be there.
    return seen > ranks.outer ? Cut(extreme: extreme, middle: outer) : nil
  }
}
