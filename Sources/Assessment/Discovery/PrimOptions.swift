/// What a peel or a paste is judged by.
package enum PeelingObjective: Sendable, Equatable, CaseIterable {
  /// The gain in mean over the number of draws removed (or added).
  ///
  /// It can deal with inputs of few values, whose peels take many draws at once.
  case lenient1
  /// The same times the number of draws that stay (Friedman & Fisher, §14.6).
  case lenient2
  /// The mean that is left (Friedman & Fisher's first proposal).
  case original

  /// How good a change of the box is, from a mean over so many draws to another over others.
  ///
  /// - Parameters:
  ///   - mean: Of the box as it is.
  ///   - count: Its draws.
  ///   - newMean: Of the candidate.
  ///   - newCount: Its draws, not `count`.
  /// - Returns: Greater is better; only what is above 0 is taken.
  func score(from mean: Double, _ count: Int, to newMean: Double, _ newCount: Int) -> Double {
    let change = Double((count - newCount).magnitude)
    return switch self {
    case .lenient1: (newMean - mean) / change
    case .lenient2: Double(newCount) * (newMean - mean) / change
    case .original: newMean
    }
  }
}

/// How PRIM works.
package struct PrimOptions: Sendable, Equatable {
  /// The share of the draws in the box that a peel takes off, at least.
  package let peelingShare: Double
  /// The share of the draws just outside that a paste gives back, at least.
  package let pastingShare: Double
  /// The least share of all draws that a box holds.
  package let minimumMass: Double
  package let objective: PeelingObjective

  /// - Parameters:
  ///   - peelingShare: In (0, ½); 0.05 as Friedman & Fisher advise and EMA Workbench takes.
  ///   - pastingShare: In (0, ½).
  ///   - minimumMass: In (0, 1).
  ///   - objective: ``PeelingObjective/lenient1`` as in EMA Workbench.
  package init(
    peelingShare: Double = 0.05, pastingShare: Double = 0.05, minimumMass: Double = 0.05,
    objective: PeelingObjective = .lenient1
  ) {
    precondition(peelingShare > 0 && peelingShare < 0.5, "peeling share \(peelingShare)")
    precondition(pastingShare > 0 && pastingShare < 0.5, "pasting share \(pastingShare)")
    precondition(minimumMass > 0 && minimumMass < 1, "minimum mass \(minimumMass)")
    (self.peelingShare, self.pastingShare) = (peelingShare, pastingShare)
    (self.minimumMass, self.objective) = (minimumMass, objective)
  }
}

/// A box on the way from all draws to few.
package struct PrimStep: Sendable, Equatable {
  package let box: DiscoveryBox
  /// On the draws that shaped it.
  package let score: BoxScore
}
