/// What the estimates would be had the same starts fallen on other units.
///
/// When support changes nothing and units are alike before it (exchangeable), the true assignment is
/// one of many that were equally likely, and its rank among them is a p value that needs neither many
/// treated units nor a standard error: with one or a few of them clustered errors and the wild
/// bootstrap reject far too often. A constant effect θ is tested by taking it out of the outcomes
/// first; as every estimate is linear in outcomes, each assignment contributes one breakpoint and the
/// interval is exact in the assignments drawn, without a search.
///
/// - Source: Conley and Taber, *Review of Economics and Statistics* 93 (2011); Fisher's exact test as
///   in Imbens and Rubin, *Causal Inference*, chapter 5; MacKinnon and Webb, *Journal of
///   Econometrics* 218 (2020), for why few treated clusters need it.
package struct RandomisedStarts: Sendable {
  /// Numbers of one assignment: the overall effect, then each event.
  struct Assignment: Sendable {
    /// On the outcomes as they are.
    let estimates: [Double]
    /// On an outcome that is 1 where a unit truly has support: what an effect of 1 contributes.
    let response: [Double]
    /// By event before support, on an outcome that is 1 at that distance from a true start: what a
    /// change of 1 there, and nowhere else, contributes to it; 0 for other events.
    let placebos: [Double]
    let standing: Standing
  }

  /// Where an assignment stands to the true one.
  enum Standing: Sendable {
    /// The same units have the same starts.
    case same
    /// No unit that truly has support has any here.
    case apart
    case mixed
  }

  /// Distances of the events, as in ``EventStudy``.
  package let distances: [Int]
  /// Whether every assignment stands here once; otherwise they were drawn.
  package let isComplete: Bool
  /// The true one first.
  let assignments: [Assignment]

  /// The overall effect under each assignment, the true one first.
  package var overallEstimates: [Double] { assignments.map { $0.estimates[0] } }

  /// The number of assignments, the true one among them.
  package var count: Int { assignments.count }

  /// - Parameters:
  ///   - panel: As for ``EventStudy``.
  ///   - draws: How many assignments are drawn where there are more than can be listed.
  ///   - words: Independent uniform words of 64 bits, by draw and number.
  /// - Throws: ``ProgrammeError`` as ``EventStudy`` does.
  package init(
    _ panel: ProgrammePanel, draws: Int, words: AddressedWords
  ) throws(ProgrammeError) {
    precondition(draws > 0, "\(draws) draws")
    let assignment = StartAssignments(panel, draws: draws)
    isComplete = assignment.isComplete
    let indicators = panel.indicators
    var all: [Assignment] = [], distances: [Int] = []
    for draw in 0..<assignment.count {
      let starts = assignment.starts(draw, words)
      let real = try GroupTimeEffects(panel, starts: starts).effects()
      let means = CohortMeans(starts, real)
      distances = means.distances
      // Covariates enter both alike, so that outcome and indicator stay linear in the same weights.
      let shifted = try GroupTimeEffects(panel, outcomes: indicators, starts: starts).effects()
      all.append(
        Assignment(
          estimates: Self.numbers(starts, real), response: Self.numbers(starts, shifted),
          placebos: try Self.placebos(panel, starts, means),
          standing: Self.standing(of: starts, panel)))
    }
    (assignments, self.distances) = (all, distances)
  }

  private static func numbers(_ starts: [Int], _ cells: [GroupTimeEffect]) -> [Double] {
    let means = CohortMeans(starts, cells)
    return [means.value(of: means.overallPlaces)]
      + means.distances.map { means.value(of: means.places(at: $0)) }
  }

  private static func placebos(
    _ panel: ProgrammePanel, _ starts: [Int], _ means: CohortMeans
  ) throws(ProgrammeError) -> [Double] {
    var all: [Double] = []
    for distance in means.distances {
      guard distance < -1 else {
        all.append(0)
        continue
      }
      let outcomes = panel.starts.map { start in
        panel.periods.indices.map { start < panel.never && $0 - start == distance ? 1.0 : 0 }
      }
      let cells = try GroupTimeEffects(panel, outcomes: outcomes, starts: starts).effects()
      let shifted = CohortMeans(starts, cells)
      all.append(shifted.value(of: shifted.places(at: distance)))
    }
    return all
  }

  private static func standing(of starts: [Int], _ panel: ProgrammePanel) -> Standing {
    if starts == panel.starts { return .same }
    return panel.treated.contains { starts[$0] < panel.never } ? .mixed : .apart
  }

  /// A combination of the overall effect and the events.
  package typealias Weights = [Double]

  private func combined(_ numbers: [Double], _ weights: Weights) -> Double {
    zip(numbers, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The two-sided p value of no effect: the share of assignments at least as far from 0.
  package func pValue(_ weights: Weights) -> Double {
    let all = assignments.map { combined($0.estimates, weights).magnitude }
    return share(of: all)
  }

  /// The p value of the largest placebo before support, each measured by its spread over assignments.
  ///
  /// - Returns: Nil where no period before the base is seen.
  package func pValueBefore() -> Double? {
    let places = distances.indices.filter { distances[$0] < -1 }.map { $0 + 1 }
    guard !places.isEmpty else { return nil }
    let spreads = places.map { place in
      (assignments.reduce(0) { $0 + $1.estimates[place] * $1.estimates[place] }
        / Double(assignments.count)).squareRoot()
    }
    let all = assignments.map { assignment in
      zip(places, spreads).map { place, spread in
        spread > 0 ? assignment.estimates[place].magnitude / spread : 0
      }.max() ?? 0
    }
    return share(of: all)
  }

  /// Ties count as far: rounding must not turn one into significance.
  private func share(of statistics: [Double]) -> Double {
    let own = statistics[0] * (1 - 1e-12)
    return Double(statistics.count { $0 >= own }) / Double(statistics.count)
  }

  /// The constant effects that are not refused at a two-sided level.
  ///
  /// Where drifts before support enter, the effect itself drifts in assignments that give a unit with
  /// support a later start: such assignments say nothing about drifts without support, and are left
  /// out. The ranks are then those of Conley and Taber, right up to the share of units with support.
  ///
  /// - Parameters:
  ///   - weights: Of the overall effect and the events; their sum over what has support is 1.
  ///   - level: For example 0.95.
  /// - Returns: The interval, and the level that so many assignments can have at most if that is
  ///   less than the one asked for.
  package func interval(_ weights: Weights, level: Double) -> RandomisedInterval {
    let hasDrifts = zip(distances, weights.dropFirst()).contains { $0 < -1 && $1 != 0 }
    let all = hasDrifts ? assignments.filter { $0.standing != .mixed } : assignments
    return interval(
      all.map { ($0.standing, combined($0.estimates, weights), combined($0.response, weights)) },
      level: level)
  }

  /// The effects at one distance from the start that are not refused.
  ///
  /// After the start a constant effect of support is asked about, before it a change at that distance
  /// alone, by the assignments that serve drifts.
  ///
  /// - Parameters:
  ///   - event: Its place among ``distances``.
  ///   - level: For example 0.95.
  /// - Returns: As of ``interval(_:level:)``.
  package func interval(event: Int, level: Double) -> RandomisedInterval {
    let isBefore = distances[event] < -1
    return interval(
      assignments.filter { !isBefore || $0.standing != .mixed }.map {
        (
          $0.standing, $0.estimates[event + 1],
          isBefore ? $0.placebos[event] : $0.response[event + 1]
        )
      }, level: level)
  }

  /// The effects between which the rank of the true assignment is not too far out.
  ///
  /// H: effect θ. Under an assignment the statistic is A − θB; the true one has B = 1. It is as large
  /// as the true one where θ ≥ (own − A)/(1 − B); where B is not below 1 it is taken to be as large,
  /// and as small, whatever θ: the interval is then too wide rather than too narrow.
  private func interval(
    _ statistics: [(standing: Standing, A: Double, B: Double)], level: Double
  ) -> RandomisedInterval {
    let own = statistics[0].A
    var breaks: [Double] = []
    for (standing, A, B) in statistics where standing != .same && 1 - B > 1e-9 {
      breaks.append((own - A) / (1 - B))
    }
    let same = statistics.count - breaks.count, P = Double(statistics.count)
    breaks.sort()
    // θ is refused from below while fewer than α/2 · P assignments are as large. The product is
    // rounded down with room for rounding: 0.05/2 · 40 is 1.
    let asked = Int(((1 - level) / 2 * P + 1e-9).rounded(.down)) - same
    let k = max(asked, 0)
    guard breaks.count > 2 * k, same == 1 || asked >= 0 else {
      return RandomisedInterval(low: -.infinity, high: .infinity, level: 1)
    }
    return RandomisedInterval(
      low: breaks[k], high: breaks[breaks.count - 1 - k],
      level: 1 - 2 * Double(k + same) / P)
  }
}

/// Effects that permutations do not refuse.
package struct RandomisedInterval: Sendable, Equatable {
  /// Infinite where the data do not bound it.
  package let low: Double
  package let high: Double
  /// The level that it truly has at least; below the one asked for where units are too few.
  package let level: Double
}

/// Which units begin when, in each assignment.
private struct StartAssignments {
  let isComplete: Bool
  let count: Int
  private let panel: ProgrammePanel
  private let treated: [Int]

  init(_ panel: ProgrammePanel, draws: Int) {
    (self.panel, treated) = (panel, panel.treated)
    let n = panel.units.count
    isComplete = treated.count == 1
    count = isComplete ? n : draws + 1
  }

  /// Assignment 0 is the true one.
  func starts(_ draw: Int, _ words: AddressedWords) -> [Int] {
    guard draw > 0 else { return panel.starts }
    let n = panel.units.count
    var starts = [Int](repeating: panel.never, count: n)
    if isComplete {
      // The units without the true one, in their order.
      starts[draw - 1 < treated[0] ? draw - 1 : draw] = panel.starts[treated[0]]
      return starts
    }
    var order = Array(0..<n)
    for (slot, unit) in treated.enumerated() {
      let word = words(UInt64(draw), slot)
      let place = slot + Int(word.multipliedFullWidth(by: UInt64(n - slot)).high)
      order.swapAt(slot, place)
      starts[order[slot]] = panel.starts[unit]
    }
    return starts
  }
}
