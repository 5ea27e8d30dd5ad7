/// How boxes are looked for, chosen and believed.
package struct DiscoveryOptions: Sendable {
  package let prim: PrimOptions
  package let choice: BoxChoice
  /// Boxes at most.
  package let boxes: Int
  /// Limits with a larger quasi-p-value, on the draws that shaped the box, are dropped from it.
  package let keepingLimitsBelow: Double
  /// The chance at which a box of no meaning passes the test on the other draws.
  package let falseAlarmRate: Double

  /// - Parameters:
  ///   - prim: How PRIM works.
  ///   - choice: Which box of each trajectory is taken.
  ///   - boxes: At most, at least 1.
  ///   - keepingLimitsBelow: In (0, 1]; 1 keeps all.
  ///   - falseAlarmRate: In (0, 1); for each box.
  package init(
    prim: PrimOptions = PrimOptions(), choice: BoxChoice = .balanced, boxes: Int = 1,
    keepingLimitsBelow: Double = 0.05, falseAlarmRate: Double = 0.001
  ) {
    precondition(boxes > 0, "\(boxes) boxes")
    (self.prim, self.choice, self.boxes) = (prim, choice, boxes)
    (self.keepingLimitsBelow, self.falseAlarmRate) = (keepingLimitsBelow, falseAlarmRate)
  }
}

/// A box of inputs in which draws of interest are dense, as found and as confirmed.
package struct DiscoveredBox: Sendable {
  package let box: DiscoveryBox
  /// On the draws that shaped it: too good.
  package let shaping: BoxScore
  /// On the other draws: what may be told.
  package let heldOut: BoxScore
  /// The mean interest of the other draws that no earlier box holds: what the density is against.
  package let base: Double
  /// Its limits with their quasi-p-values, on the other draws.
  package let restrictions: [Restriction]
  /// All boxes on the way, on the draws that shaped them.
  package let trajectory: [PrimStep]
  /// The place in it of the box from which limits without weight were dropped.
  package let chosen: Int
  /// Boxes of the trajectory between much covered and densely filled, this one among them; empty but
  /// for the first box.
  package let tradeOff: [TradeOffBox]
}

/// What a search for boxes comes to.
package enum Discovery: Sendable {
  /// No draw is of interest.
  case noDraw
  /// Every draw is.
  case everyDraw
  /// A half of the draws has fewer than 20 of interest, or fewer than 20 that are not: no box could be
  /// told from chance.
  case tooFew(ofInterest: Double, other: Double)
  /// No box of the trajectory is as dense, or covers as much, as was asked for; the one that comes
  /// nearest to it.
  case outOfReach(nearest: PrimStep)
  /// No box holds more of interest, on draws that did not shape it, than chance would give.
  case nothing
  /// The boxes, each among the draws that the earlier ones leave; at least one.
  case boxes([DiscoveredBox])
}

/// Looks for the boxes of inputs in which draws of interest are dense.
///
/// PRIM shapes each box on the draws of even number; those of odd number, which had no part in it,
/// give the coverage, density and quasi-p-values that are told, and refuse a box that is no denser
/// there than chance explains.
///
/// - Parameters:
///   - draws: What is known of each draw.
///   - options: How boxes are looked for.
///   - checkpoint: Called time and again; it throws where no more is wanted.
///   - noting: Told each box as it is found.
/// - Returns: Boxes, or why there are none.
/// - Throws: What `checkpoint` throws.
/// - Complexity: O(n d) for the sorting, and about as much for each box.
/// - Source: Bryant & Lempert, *Technological Forecasting and Social Change* 77, 2010; that means in a
///   box want draws which did not shape it: Friedman & Fisher, *Statistics and Computing* 9, 1999.
package func discoverBoxes(
  _ draws: LabelledDraws, _ options: DiscoveryOptions = DiscoveryOptions(),
  checkpoint: () throws -> Void = {}, noting: (DiscoveredBox) -> Void = { _ in }
) rethrows -> Discovery {
  let interest = draws.totalInterest, other = Double(draws.count) - interest
  guard interest > 0 else { return .noDraw }
  guard other > 0 else { return .everyDraw }
  let check = draws.part(1, of: 2)
  let prim = try Prim(draws.part(0, of: 2), options.prim, checkpoint: checkpoint)
  let half = min(prim.draws.totalInterest, check.totalInterest)
  let otherHalf = min(
    Double(prim.draws.count) - prim.draws.totalInterest,
    Double(check.count) - check.totalInterest)
  guard min(half, otherHalf) >= leastOfEach else {
    return .tooFew(ofInterest: interest, other: other)
  }
  var found: [DiscoveredBox] = []
  while found.count < options.boxes {
    switch try nextBox(prim, check, after: found.map(\.box), options, checkpoint) {
    case .box(let box):
      found.append(box)
      noting(box)
    case .outOfReach(let nearest):
      return found.isEmpty ? .outOfReach(nearest: nearest) : .boxes(found)
    case .nothing: return found.isEmpty ? .nothing : .boxes(found)
    }
  }
  return .boxes(found)
}

/// Twenty of each kind in a half: an interval of the density of ± 22 points at worst.
private let leastOfEach = 20.0

private enum NextBox {
  case box(DiscoveredBox)
  case outOfReach(nearest: PrimStep)
  case nothing
}

private func nextBox(
  _ prim: Prim, _ check: LabelledDraws, after earlier: [DiscoveryBox], _ options: DiscoveryOptions,
  _ checkpoint: () throws -> Void
) rethrows -> NextBox {
  let trajectory = try prim.trajectory(after: earlier, checkpoint: checkpoint)
  guard let chosen = options.choice.place(in: trajectory) else {
    let nearest = trajectory.max {
      $0.score.isWorse(than: $1.score, for: options.choice)
    }
    return nearest.map { .outOfReach(nearest: $0) } ?? .nothing
  }
  let shapers = prim.remaining(after: earlier).map { $0 == 1 }
  let others = remaining(check, after: earlier)
  func finished(_ place: Int) -> (DiscoveryBox, BoxScore) {
    let box = trajectory[place].box.simplified(
      above: options.keepingLimitsBelow, prim.draws, among: shapers)
    return (box, BoxScore(box, check, among: others))
  }
  let (box, heldOut) = finished(chosen), all = BoxScore(DiscoveryBox([]), check, among: others)
  guard box.restrictedCount > 0, let base = all.density,
    heldOut.isDenser(than: base, falseAlarmRate: options.falseAlarmRate)
  else { return .nothing }
  try checkpoint()
  return .box(
    DiscoveredBox(
      box: box, shaping: BoxScore(box, prim.draws, among: shapers), heldOut: heldOut, base: base,
      restrictions: box.restrictions(check, among: others), trajectory: trajectory, chosen: chosen,
      tradeOff: earlier.isEmpty ? TradeOffBox.along(trajectory, chosen: chosen, finished) : []))
}

private func remaining(_ draws: LabelledDraws, after boxes: [DiscoveryBox]) -> [Bool] {
  var remaining = [Bool](repeating: true, count: draws.count)
  for box in boxes {
    for (i, inside) in box.members(draws.inputs, count: draws.count).enumerated() where inside {
      remaining[i] = false
    }
  }
  return remaining
}

extension BoxScore {
  /// Whether chance at the density `base` would seldom put so much interest in the box.
  fileprivate func isDenser(than base: Double, falseAlarmRate: Double) -> Bool {
    draws > 0
      && binomialUpperTail(atLeast: interest, trials: Double(draws), probability: base)
        <= falseAlarmRate
  }

  /// Which of two boxes is further from what was asked for.
  fileprivate func isWorse(than other: BoxScore, for choice: BoxChoice) -> Bool {
    switch choice {
    case .balanced: balance < other.balance
    case .density: (density ?? 0) < (other.density ?? 0)
    case .coverage: coverage < other.coverage
    }
  }
}
