package import ReachModel
import Simulation

/// The matrices of Saltelli's design for a scenario: draws in which one group of inputs at a time, or all
/// chance, is taken from other draws.
///
/// Draws are independent (no quasi-random points), since the rows of A and B must be: B has parameters
/// and shocks that no ensemble meets.
///
/// - Source: Saltelli et al., *Computer Physics Communications* 181, 2010, §2.
package struct SobolDesign: Sendable {
  package let groups: [InputGroup]
  package let draws: Int

  /// What changes from A: nothing, everything, or one group; chance is the last.
  private enum Change {
    case none, everything
    case group(Int)
    case chance
  }

  /// Where B takes its parameters and shocks from.
  private static let otherParameters: UInt64 = 1 << 44
  private static let otherShocks: UInt64 = 1 << 45

  package init(_ groups: [InputGroup], draws: Int) {
    (self.groups, self.draws) = (groups, draws)
  }

  /// A, B, then A with each group from B, then A with the shocks of B.
  private var changes: [Change] {
    [.none, .everything] + groups.indices.map { .group($0) } + [.chance]
  }

  /// Models that are simulated: two and one for each group and for chance.
  package var runs: Int { groups.count + 3 }

  private func design(_ change: Change) -> Design {
    var design = Design(draws: draws)
    switch change {
    case .none: break
    case .everything:
      (design.firstParameter, design.firstShock) = (Self.otherParameters, Self.otherShocks)
    case .group(let place):
      design.exchange = Design.Exchange(
        inputs: groups[place].members, firstParameter: Self.otherParameters)
    case .chance: design.firstShock = Self.otherShocks
    }
    return design
  }

  /// Simulates the design.
  ///
  /// - Parameters:
  ///   - model: The scenario's model.
  ///   - targets: What is asked of it.
  ///   - sampler: Of independent draws.
  ///   - progress: Called after each of ``runs``.
  /// - Returns: By question (whether each target holds, whether all do, each outcome), the numbers of A,
  ///   B and each AB, the last being chance; NaN where a draw failed.
  /// - Throws: What the sampler throws.
  package func answers(
    _ model: SimulationModel, _ targets: [Target], sampler: TargetSampler,
    progress: () -> Void = {}
  ) throws -> [SobolRows] {
    precondition(sampler.runner.source.sampling == .plain, "rows of A and B must not depend")
    var rows: [[[Double]]] = []
    for change in changes {
      let sample = try sampler.sample(model, targets, design(change))
      var answers = sample.told.map(\.held)
      if targets.count > 1 { answers.append(sample.joint.held) }
      rows.append(answers + sample.outcomes)
      progress()
    }
    return rows[0].indices.map { question in
      SobolRows(
        A: rows[0][question], B: rows[1][question], AB: rows.dropFirst(2).map { $0[question] })
    }
  }
}

/// The numbers of one question at the rows of Saltelli's matrices.
package struct SobolRows: Sendable {
  package let A: [Double]
  package let B: [Double]
  /// By group; chance last.
  package let AB: [[Double]]
}
