/// A side of an interval.
package enum Side: Sendable, Equatable, CaseIterable {
  case lower, upper
}

/// A box of inputs: limits on some, in their units; both ends belong to it.
package struct DiscoveryBox: Sendable, Equatable {
  /// What an input must be in the box; a side without a limit is nil.
  package struct Limits: Sendable, Equatable {
    /// The place of the input, from 0.
    package let input: Int
    package var lower: Double?
    package var upper: Double?

    package init(input: Int, lower: Double?, upper: Double?) {
      (self.input, self.lower, self.upper) = (input, lower, upper)
    }
  }

  /// The limits of the inputs that have any, by input.
  package private(set) var limits: [Limits]

  package init(_ limits: [Limits]) {
    self.limits = limits.filter { $0.lower != nil || $0.upper != nil }.sorted {
      $0.input < $1.input
    }
  }

  /// How many inputs it restricts.
  package var restrictedCount: Int { limits.count }

  /// The same without one limit.
  package func without(_ side: Side, of input: Int) -> DiscoveryBox {
    DiscoveryBox(
      limits.map {
        guard $0.input == input else { return $0 }
        return Limits(
          input: input, lower: side == .lower ? nil : $0.lower,
          upper: side == .upper ? nil : $0.upper)
      })
  }

  /// Which draws are in it.
  ///
  /// - Parameters:
  ///   - inputs: d columns of n numbers.
  ///   - count: n.
  /// - Returns: One answer a draw.
  package func members(_ inputs: [[Double]], count: Int) -> [Bool] {
    var inside = [Bool](repeating: true, count: count)
    for limit in limits {
      let column = inputs[limit.input]
      let (low, high) = (limit.lower ?? -.infinity, limit.upper ?? .infinity)
      for i in 0..<count where column[i] < low || column[i] > high { inside[i] = false }
    }
    return inside
  }
}

/// How well a box catches the draws of interest.
package struct BoxScore: Sendable, Equatable {
  /// Draws in the box.
  package let draws: Int
  /// Draws in all, also those of boxes found before.
  package let allDraws: Int
  /// Σ interest in the box.
  package let interest: Double
  /// Σ interest over all draws.
  package let allInterest: Double

  package init(draws: Int, allDraws: Int, interest: Double, allInterest: Double) {
    (self.draws, self.allDraws) = (draws, allDraws)
    (self.interest, self.allInterest) = (interest, allInterest)
  }

  /// Of a box among draws.
  ///
  /// - Parameters:
  ///   - box: Its limits.
  ///   - draws: All draws.
  ///   - remaining: Those that no earlier box holds; nil for all.
  package init(_ box: DiscoveryBox, _ draws: LabelledDraws, among remaining: [Bool]? = nil) {
    let inside = box.members(draws.inputs, count: draws.count)
    var (count, interest) = (0, 0.0)
    for i in inside.indices where inside[i] && (remaining?[i] ?? true) {
      count += 1
      interest += draws.interest[i]
    }
    self.init(
      draws: count, allDraws: draws.count, interest: interest, allInterest: draws.totalInterest)
  }

  /// The share of what is of interest that the box holds; 0 when nothing is.
  package var coverage: Double { allInterest > 0 ? interest / allInterest : 0 }

  /// The mean interest in the box; nil of an empty one.
  package var density: Double? { draws > 0 ? interest / Double(draws) : nil }

  /// The share of all draws that the box holds.
  package var mass: Double { allDraws > 0 ? Double(draws) / Double(allDraws) : 0 }

  /// Half the width of the 95 % interval of the coverage (Wilson; 1 when nothing is of interest).
  package var coverageError: Double { wilsonError(coverage, of: allInterest) }

  /// Half the width of the 95 % interval of the density (Wilson; 1 of an empty box).
  package var densityError: Double { wilsonError(density ?? 0, of: Double(draws)) }

  /// The harmonic mean of coverage and density: 2 · interest / (draws + all interest).
  ///
  /// That is the overlap of the box with what is of interest (Dice's coefficient).
  package var balance: Double {
    let whole = Double(draws) + allInterest
    return whole > 0 ? 2 * interest / whole : 0
  }

  /// Chances instead of counts make the true error smaller, never greater.
  private func wilsonError(_ p: Double, of n: Double) -> Double {
    n > 0 ? wilsonHalfWidth(p, of: n) : 1
  }
}
