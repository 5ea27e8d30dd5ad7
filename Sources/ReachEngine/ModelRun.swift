package import Assessment
package import ReachModel
import Simulation

/// Runs a bare model, and the same with all four support budgets doubled under the same shocks.
///
/// - Parameters:
///   - model: Its own switches decide what is random.
///   - targets: To be counted, each in the year that it asks about, where 1 is the first.
///   - draws: At least 1; a model in which nothing is random is run once.
///   - seed: The same seed gives the same shocks.
///   - threads: Chunks simulated at a time; the result does not depend on it.
/// - Returns: A path if nothing is random, otherwise an ensemble.
/// - Throws: ``SimulationFailure`` when the path, or more than one draw in a hundred, failed;
///   `CancellationError`.
package func runModel(
  _ model: SimulationModel, targets: [Target], draws: Int, seed: UInt64, threads: Int
) async throws -> ModelResult {
  let base = PreparedModel(model), doubled = PreparedModel(model.withSupportDoubled)
  let years = model.quarters / 4
  guard model.processNoise || model.parameterUncertainty else {
    let paths = [base, doubled].map { Replay($0, seed: seed) }
    if paths.contains(where: \.isFailed) {
      throw SimulationFailure(scenario: nil, failures: 1, draws: 1)
    }
    return .path(ModelPath(base: paths[0], doubled: paths[1], years: years))
  }
  var summary = EnsembleTally(base, threads: threads)
  var hits = (1...years).map { year in
    TargetHits(targets.filter { $0.year == year }, base, planYear: 1)
  }
  var failuresDoubled = 0
  var differences = (1...years).map { _ in [Series.Quantity: Moments]() }
  let runner = EnsembleRunner(seed: seed, threads: threads)
  try await runner.run([base, doubled], .ensemble(draws: draws)) { chunks in
    summary.add(chunks[0])
    failuresDoubled += chunks[1].failures
    for y in 1...years {
      hits[y - 1].add(chunks[0])
      for quantity in ModelEnsemble.compared {
        guard let row = base.series[Series(quantity, .year(y))] else { continue }
        let change = changes(chunks[0][row], chunks[1][row], isRelative: quantity == .output)
        differences[y - 1][quantity, default: Moments()].merge(Moments(change))
      }
    }
  }
  try SimulationFailure.requireFew(summary.failures, of: draws, scenario: nil)
  try SimulationFailure.requireFew(failuresDoubled, of: draws, scenario: "doubled budgets")
  return .ensemble(
    ModelEnsemble(
      draws: draws, summary: summary.finished(), hits: targets.isEmpty ? [] : hits,
      differences: differences, years: years, isWhole: model.processNoise))
}

private func changes(
  _ base: ArraySlice<Double>, _ doubled: ArraySlice<Double>, isRelative: Bool
) -> [Double] {
  zip(base, doubled).filter { !$0.isNaN && !$1.isNaN }
    .map { isRelative ? $1 / $0 - 1 : $1 - $0 }
}

extension SimulationModel {
  /// The same with every support budget doubled in every year; promotion and history stay.
  package var withSupportDoubled: SimulationModel {
    var doubled = self
    doubled.levers.budget = levers.budget.map { $0.map { 2 * $0 } }
    return doubled
  }
}
