/// A plan's outcome by simulation, and how to follow and stop a search.
package struct PlanSimulation {
  /// What is known of a plan from so many draws; nil if no draw decides.
  ///
  /// More draws extend the same ensemble, and all plans meet the same shocks.
  package let evaluate: (_ plan: [Double], _ draws: Int) throws -> PlanEvaluation?
  /// By aim and lever, the derivative of the number that is searched on (`smoothed` where there is
  /// one) by a billion VND a year; nil where none is known.
  package var gradient: ((_ plan: [Double], _ draws: Int) throws -> [[Double]])?
  /// Called after every evaluation.
  package var progress: ((SearchProgress) -> Void)?
  /// Asked before every evaluation.
  package var shouldStop: (() -> Bool)?

  package init(_ evaluate: @escaping (_ plan: [Double], _ draws: Int) throws -> PlanEvaluation?) {
    self.evaluate = evaluate
  }
}

/// How far a search has come.
package struct SearchProgress: Sendable, Equatable {
  package let evaluations: Int
  package let limit: Int
  package let plan: [Double]
  package let evaluation: PlanEvaluation?
}

/// How much a search may spend.
package struct SearchEffort: Sendable, Equatable {
  /// Draws while the search is far from its end.
  package let coarseDraws: Int
  /// Draws of what is reported.
  package let fineDraws: Int
  /// Evaluations of plans, of either kind.
  package let evaluations: Int

  package init(coarseDraws: Int, fineDraws: Int, evaluations: Int = 150) {
    precondition(
      coarseDraws > 0 && fineDraws >= coarseDraws && evaluations > 0,
      "\(coarseDraws) and \(fineDraws) draws, \(evaluations) evaluations")
    (self.coarseDraws, self.fineDraws) = (coarseDraws, fineDraws)
    self.evaluations = evaluations
  }
}

/// Why a search ended.
package enum SearchEnd: Sendable, Equatable {
  case converged
  /// What is told is the best found until then.
  case evaluationsSpent
  /// Asked to stop; what is told is the best found until then.
  case stopped
}

/// Ends a search from within; the search turns it into a ``SearchEnd``.
enum SearchInterruption: Error {
  case evaluationsSpent
  case stopped

  var end: SearchEnd { self == .stopped ? .stopped : .evaluationsSpent }
}

/// Every plan that has been simulated, each once.
///
/// A class because the functions that a search hands on write in it.
final class PlanLedger {
  struct Record {
    let plan: [Double]
    let draws: Int
    /// Nil if no draw decides.
    let evaluation: PlanEvaluation?
  }

  private struct Key: Hashable {
    let plan: [Double]
    let draws: Int
  }

  private let simulation: PlanSimulation
  let effort: SearchEffort
  /// Evaluations that are kept for later.
  var reserve = 0
  private(set) var records: [Record] = []
  private var places: [Key: Int] = [:]

  init(_ simulation: PlanSimulation, _ effort: SearchEffort) {
    (self.simulation, self.effort) = (simulation, effort)
  }

  var hasGradient: Bool { simulation.gradient != nil }

  /// What is known of a plan.
  ///
  /// - Throws: ``SearchInterruption`` where another simulation would be one too many or is not wanted;
  ///   what the simulation throws.
  func evaluation(_ plan: [Double], _ draws: Int) throws -> PlanEvaluation? {
    let key = Key(plan: plan, draws: draws)
    if let place = places[key] { return records[place].evaluation }
    if simulation.shouldStop?() ?? false { throw SearchInterruption.stopped }
    guard records.count < effort.evaluations - reserve else {
      throw SearchInterruption.evaluationsSpent
    }
    let found = try simulation.evaluate(plan, draws)
    let evaluation = found.flatMap { $0.isDefined ? $0 : nil }
    places[key] = records.count
    records.append(Record(plan: plan, draws: draws, evaluation: evaluation))
    simulation.progress?(
      SearchProgress(
        evaluations: records.count, limit: effort.evaluations, plan: plan, evaluation: evaluation))
    return evaluation
  }

  /// The caller's gradients.
  func gradient(_ plan: [Double], _ draws: Int) throws -> [[Double]] {
    guard let gradient = simulation.gradient else { return [] }
    return try gradient(plan, draws)
  }
}
