private import NumericKernels

/// Effects that are taken out with other weights at every step.
struct ReweightedEffects {
  private let absorption: Absorption
  private let threads: Int

  /// Of at least one effect.
  init(_ effects: [Grouping], threads: Int) {
    absorption = Absorption(effects: effects, threads: threads)
    self.threads = threads
  }

  var effects: [Grouping] { absorption.effects }

  /// The number of independent effects.
  var rank: Int { absorption.rank }

  /// No more than the number of independent effects: that of the first two, which is exact.
  var leastRank: Int {
    effects.count <= 2 ? rank : Absorption(effects: Array(effects.prefix(2))).rank
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
    let reweighted = Absorption(effects: effects, weights: weights, tolerance: tolerance)
    let made = mapInParallel(columns.count, threads: threads) { place in
      Result { () throws(EstimationError) in try reweighted.residual(of: columns[place]) }
    }
    var list: [[Double]] = []
    for result in made { list.append(try result.get()) }
    return list
  }
}
