package import ReachModel
package import Simulation

/// How a target fares in a scenario beside a base under the same shocks.
package struct TargetDifference: Sendable, Equatable {
  /// The scenario's.
  package let target: Target
  /// P here less P in the base; ``ChanceDifference/none`` where the outcome is the same in every draw.
  package let difference: ChanceDifference
  /// The 5 to 95 % range of the difference over the parameters; nil where it was not asked for or
  /// cannot be told.
  package let range: ParameterRange.Ends?
  /// In which share of the draws the outcome lies farther on the target's side than in the base.
  package let better: Probability
  /// In which share it lies farther on the other side.
  package let worse: Probability
}

/// Follows how the targets of a scenario fare beside those of a base, draw by draw under the same
/// shocks.
package struct TargetPairing: Sendable {
  /// Places of the targets that both ask in the same way, here and in the base.
  ///
  /// None where the first quarters lie in different years: draws would be paired across them.
  package let shared: [(own: Int, base: Int)]
  /// Whether both ask the same of all targets, so that all together can be compared too.
  package let asksTheSame: Bool
  private let targets: [Target]
  private var pairs: [Pair]
  private var joint: DifferenceTally

  /// One target that both ask.
  private struct Pair: Sendable {
    let rows: (own: Int, base: Int)
    let bias: Double
    var chances: DifferenceTally
    var race = RaceTally()
  }

  /// - Parameters:
  ///   - own: The targets of the scenario.
  ///   - base: Those of the base, which may be others, in another order.
  package init(_ own: TargetHits, _ base: TargetHits) {
    let isPaired = own.planYear == base.planYear
    let matched = isPaired ? matches(own.targets, base.targets) : own.targets.map { _ in nil }
    let shared = matched.enumerated().compactMap { place, other in
      other.map { (own: place, base: $0) }
    }
    asksTheSame = shared.count == own.targets.count && own.targets.count == base.targets.count
    pairs = shared.map { places in
      Pair(
        rows: (own.rows[places.own], base.rows[places.base]),
        bias: own.biases[places.own] + base.biases[places.base],
        chances: DifferenceTally(own.sampling))
    }
    (self.shared, targets) = (shared, own.targets)
    joint = DifferenceTally(own.sampling)
  }

  /// Adds the same draws of both.
  ///
  /// - Parameters:
  ///   - here: The scenario's draws, and what they tell of its targets.
  ///   - base: Those of the base.
  package mutating func add(
    _ here: (chunk: ChunkValues, told: [TargetDraws]),
    base: (chunk: ChunkValues, told: [TargetDraws])
  ) {
    let firstDraw = here.chunk.firstDraw, draws = here.chunk.draws
    for (i, places) in shared.enumerated() {
      pairs[i].chances.add(here.told[places.own], base.told[places.base], firstDraw: firstDraw)
      pairs[i].race.add(
        here.chunk[pairs[i].rows.own], base.chunk[pairs[i].rows.base],
        targets[places.own].comparison)
    }
    guard asksTheSame, targets.count > 1 else { return }
    joint.add(
      TargetDraws.joint(here.told.map(\.held), draws: draws),
      TargetDraws.joint(base.told.map(\.held), draws: draws), firstDraw: firstDraw)
  }

  /// The differences of the targets that both ask.
  ///
  /// - Parameter range: Over the parameters, for the target at a place of the scenario.
  /// - Returns: In the order of the scenario's targets; without those that no draw decides.
  package func differences(
    range: (Int) -> ParameterRange.Ends? = { _ in nil }
  ) -> [TargetDifference] {
    zip(shared, pairs).compactMap { places, pair in
      guard let paired = pair.chances.paired(bias: pair.bias), let race = pair.race.result else {
        return nil
      }
      return TargetDifference(
        target: targets[places.own], difference: race.isEqual ? .none : paired,
        range: range(places.own), better: race.better, worse: race.worse)
    }
  }

  /// The difference of P of all targets together; nil for a single one, or where the base asks others.
  package var jointDifference: ChanceDifference? {
    let isEqual = pairs.allSatisfy { $0.race.result?.isEqual == true }
    return joint.paired().map { isEqual ? .none : $0 }
  }
}

/// Which of the other targets asks the same as each of these: one to one, those of one key first.
package func matches(_ own: [Target], _ others: [Target]) -> [Int?] {
  var free = Set(others.indices)
  var found = [Int?](repeating: nil, count: own.count)
  for needsKey in [true, false] {
    for (place, target) in own.enumerated() where found[place] == nil {
      let match = free.sorted().first { other in
        target.asksTheSame(as: others[other]) && (!needsKey || target.key == others[other].key)
      }
      if let match {
        found[place] = match
        free.remove(match)
      }
    }
  }
  return found
}

/// Counts in which draws an outcome is better than in the base, seen from the target.
private struct RaceTally: Sendable {
  private var better = 0
  private var worse = 0
  private var undecided = 0
  /// Draws that failed in one of the two only.
  private var failedApart = 0
  private var draws = 0

  /// Adds the same draws of both scenarios.
  mutating func add(
    _ here: ArraySlice<Double>, _ base: ArraySlice<Double>, _ comparison: Comparison
  ) {
    let upward = comparison == .atLeast || comparison == .above
    for (a, b) in zip(here, base) {
      draws += 1
      if a.isNaN || b.isNaN {
        undecided += 1
        if a.isNaN != b.isNaN { failedApart += 1 }
      } else if a != b {
        if (a > b) == upward { better += 1 } else { worse += 1 }
      }
    }
  }

  /// P(better), P(worse), what is left being ties, and whether all are; nil before any draw is decided.
  var result: (better: Probability, worse: Probability, isEqual: Bool)? {
    guard undecided < draws else { return nil }
    return (
      Probability(hits: better, draws: draws, undecided: undecided),
      Probability(hits: worse, draws: draws, undecided: undecided),
      better == 0 && worse == 0 && failedApart == 0
    )
  }
}
