import Assessment
import ReachModel
import Simulation

/// A scenario under study: what simulates it and its variants under the same shocks.
struct Laboratory {
  let model: FittedModel
  let sampler: TargetSampler

  /// - Parameters:
  ///   - model: The scenario, fitted.
  ///   - options: Seed, threads, sampling and draws.
  ///   - sampling: In place of that of the options.
  ///   - seed: In place of that of the options.
  init(
    _ model: FittedModel, _ options: AnalysisOptions, sampling: SamplingMethod? = nil,
    seed: UInt64? = nil
  ) {
    self.model = model
    sampler = TargetSampler(
      EnsembleRunner(
        seed: seed ?? options.seed, sampling: sampling ?? options.sampling,
        threads: options.threadCount),
      like: PreparedModel(model.model), planYear: model.study.planYear, draws: options.draws)
  }

  /// Refuses a scenario that fails too often, before its variants are asked for anything.
  ///
  /// By the first few thousand draws: P of the draws that end is not P of the scenario.
  ///
  /// - Throws: ``SimulationFailure`` when more than one of these in a hundred failed;
  ///   `CancellationError`.
  func requireFewFailures() throws {
    try requireFewFailures(
      sampler.sample(model.model, model.study.targets, draws: min(sampler.draws, 4096)))
  }

  /// - Throws: ``SimulationFailure`` when more than one draw in a hundred failed.
  func requireFewFailures(_ sample: TargetSample) throws(SimulationFailure) {
    try SimulationFailure.requireFew(
      sample.failures, of: sample.draws, scenario: model.study.name)
  }
}
