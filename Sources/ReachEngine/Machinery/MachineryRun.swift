package import Assessment
import Econometrics
package import PanelData
import ReachModel
package import Verification

/// How thoroughly the machinery is checked.
package struct MachineryOptions: Sendable, Equatable {
  /// Simulated data sets for each posterior.
  package var replications: Int
  /// Simulated data sets for each predictive check.
  package var simulations: Int
  /// Draws of the ensemble whose weights are scaled.
  package var draws: Int
  package var seed: UInt64
  package var threads: Int

  package init(replications: Int, simulations: Int, draws: Int, seed: UInt64, threads: Int) {
    (self.replications, self.simulations, self.draws) = (replications, simulations, draws)
    (self.seed, self.threads) = (seed, threads)
  }
}

/// Work done so far, of one hundred.
package typealias MachineryProgress = (Int) -> Void

/// How often a forecast whose posteriors are all calibrated has any of them called uneven, at most.
private let falseAlarms = 0.05

/// Checks every posterior that a forecast uses, what it predicts, and what it hangs on.
///
/// - Parameters:
///   - fitted: The scenario.
///   - facts: All facts, for full years of growth, whenever they were published.
///   - sampler: Simulates the scenario.
///   - options: How thoroughly.
///   - progress: Told now and then.
/// - Returns: The same with any number of threads.
/// - Throws: What the sampler throws.
package func machinery(
  of fitted: FittedModel, facts: FactBook, sampler: TargetSampler, _ options: MachineryOptions,
  progress: MachineryProgress
) throws -> MachineryReport {
  let relations = FittedRelations(fitted), studies = relations.studies
  let quantities = studies.reduce(0) { $0 + $1.quantities.count }
  var calibrations: [CalibrationResult] = []
  for study in studies {
    calibrations.append(
      study.run(
        replications: options.replications, seed: options.seed, threads: options.threads,
        falseAlarms: falseAlarms / Double(quantities)))
    progress(60 * calibrations.count / studies.count)
    try Task.checkCancellation()
  }
  let predictions = relations.predictions(options)
  progress(75)
  try Task.checkCancellation()
  let yearly = relations.yearlyGrowth(facts, options)
  progress(80)
  let scaling = try PosteriorScaling(fitted, sampler: sampler, draws: options.draws)
  progress(100)
  return MachineryReport(
    calibrations: calibrations, yearlyGrowth: yearly, relations: predictions,
    scaled: scaling.quantities, shape: scaling.shape, draws: options.draws,
    failures: scaling.failures, cannotSay: relations.cannotSay + scaling.cannotSay)
}
