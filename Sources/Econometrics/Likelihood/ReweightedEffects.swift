/// Effects that are taken out with other weights at every step.
struct ReweightedEffects {
  private let absorption: Absorption

  /// Of at least one effect.
  init(_ effects: [Grouping], threads: Int) {
    absorption = Absorption(effects: effects, threads: threads)
  }

  var effects: [Grouping] { absorption.effects }

  /// The number of independent effects.
  var rank: Int { absorption.rank }

  /// No more than the number of independent effects: exact, or that of the first two factors.
  var leastRank: Int {
    absorption.independent.evidence == .pairwiseBound
      ? independentEffects(Array(effects.prefix(2))).rank : rank
  }

  /// The parts of columns that the effects do not explain, several columns at a time.
  ///
  /// - Parameters:
  ///   - columns: Each of n numbers; those that are nearly free of effects need few sweeps.
  ///   - weights: n positive numbers.
  ///   - tolerance: As in ``Absorption``.
  /// - Returns: As many columns, in the same units.
  /// - Throws: ``EstimationError/notConverged(what:steps:)``.
  func residuals(
    of columns: [[Double]], weights: [Double], tolerance: Double
  ) throws(EstimationError) -> [[Double]] {
    try absorption.reweighted(weights, tolerance: tolerance).absorb(columns).map(\.residuals)
  }
}
