package import Assessment
private import Econometrics
private import ReachModel
private import Simulation

/// How large a forecast is and what it draws from.
package struct ForecastOptions: Sendable, Equatable {
  package var draws: Int
  package var seed: UInt64
  package var threads: Int
  /// Draws kept one by one for `draws.bin`.
  package var keptDraws: Int
  /// The nested design behind the ranges over parameters.
  package var nestedParameters = 400
  package var nestedShocks = 500
  /// Pairs with equal parameters and different shocks, for the share of variance.
  package var pairs = 20_000

  package init(draws: Int = 100_000, seed: UInt64, threads: Int, keptDraws: Int = 20_000) {
    (self.draws, self.seed, self.threads, self.keptDraws) = (draws, seed, threads, keptDraws)
  }
}

/// A stage of a forecast, for progress.
package struct ForecastProgress: Sendable {
  /// Draws done and asked for, over all stages and scenarios.
  package let done: Int
  package let total: Int
  /// P of the first scenario's targets so far; empty before there are any.
  package let soFar: [(key: String, probability: Probability)]
}

/// Simulates fitted models and gathers what their verdicts need.
///
/// All models meet the same shocks. Three designs are run: the ensemble, the nested design and the
/// pairs; memory does not grow with the number of draws.
///
/// - Parameters:
///   - models: At least one; the first is the base of the differences.
///   - options: Seed, threads and the sizes of the three designs.
///   - progress: Called after every chunk, in order, never at the same time twice.
/// - Returns: One forecast a model, in their order.
/// - Throws: ``SimulationFailure`` when more than one draw in a hundred of a scenario failed;
///   `CancellationError`.
package func forecast(
  _ models: [FittedModel], _ options: ForecastOptions,
  progress: (ForecastProgress) -> Void = { _ in }
) async throws -> [Forecast] {
  var stages = models.map { ForecastStages($0, options) }
  let runner = EnsembleRunner(seed: options.seed, threads: options.threads)
  let prepared = stages.map(\.prepared)
  let nested = stages[0].range.design, pairs = Design.fresh(draws: stages[0].second.limit)
  let total = options.draws + nested.draws + pairs.draws
  var done = 0
  func report(_ chunk: ChunkValues) {
    done += chunk.draws
    progress(ForecastProgress(done: done, total: total, soFar: stages[0].soFar))
  }
  try await runner.run(prepared, .ensemble(draws: options.draws)) { chunks in
    let held = zip(stages.indices, chunks).map { stages[$0].addEnsemble($1) }
    let asked = stages[0].hits.targets
    for i in stages.indices.dropFirst() {
      stages[i].addDifferences(held[i], to: held[0], asked: asked)
    }
    report(chunks[0])
  }
  for stage in stages {
    try SimulationFailure.requireFew(
      stage.summary.failures, of: stage.summary.draws, scenario: stage.fitted.study.name)
  }
  try await runner.run(prepared, nested, recording: .years) { chunks in
    for (i, chunk) in chunks.enumerated() { stages[i].range.add(chunk) }
    report(chunks[0])
  }
  try await runner.run(prepared, pairs, recording: .years) { chunks in
    for (i, chunk) in chunks.enumerated() { stages[i].second.add(chunk) }
    report(chunks[0])
  }
  return stages.map { $0.forecast(base: stages[0]) }
}

/// The collectors of one scenario.
private struct ForecastStages {
  let fitted: FittedModel
  let prepared: PreparedModel
  let keptDraws: Int
  var summary: EnsembleSummary
  var hits: TargetHits
  var starts: [StartDependence?]
  /// Those for `draws.bin` and those that are paired, whichever are more.
  var kept: KeptDraws
  var second: KeptDraws
  var range: ParameterRange
  var differences: [DifferenceTally] = []

  init(_ fitted: FittedModel, _ options: ForecastOptions) {
    self.fitted = fitted
    prepared = PreparedModel(fitted.model)
    let study = fitted.study
    summary = EnsembleSummary(prepared)
    hits = TargetHits(study.targets, prepared, planYear: study.planYear)
    let model = prepared
    starts = study.targets.map { StartDependence($0, model, planYear: study.planYear) }
    keptDraws = options.keptDraws
    kept = KeptDraws(prepared, limit: min(max(keptDraws, options.pairs), options.draws))
    second = KeptDraws(prepared, limit: min(options.pairs, options.draws))
    range = ParameterRange(
      study.targets, prepared, planYear: study.planYear, parameters: options.nestedParameters,
      shocks: options.nestedShocks)
  }

  mutating func addEnsemble(_ chunk: ChunkValues) -> [[Bool?]] {
    summary.add(chunk)
    for i in starts.indices { starts[i]?.add(chunk) }
    kept.add(chunk)
    return hits.add(chunk)
  }

  /// Counts in how many draws this scenario and the base agree on the targets that both ask.
  ///
  /// - Parameters:
  ///   - held: Which of this scenario's targets hold, draw by draw; nil where undecided.
  ///   - base: The same of the base.
  ///   - asked: The base's targets, which may be others, in another order.
  mutating func addDifferences(_ held: [[Bool?]], to base: [[Bool?]], asked: [Target]) {
    if differences.isEmpty { differences = held.map { _ in DifferenceTally() } }
    for (i, target) in hits.targets.enumerated() {
      guard let j = asked.firstIndex(where: target.asksTheSame) else { continue }
      differences[i].add(held[i], base[j])
    }
  }

  var soFar: [(key: String, probability: Probability)] {
    guard hits.draws > hits.undecided.max() ?? 0 else { return [] }
    return hits.targets.indices.map { (hits.targets[$0].key, hits.probability($0)) }
  }

  func forecast(base: ForecastStages) -> Forecast {
    let shares = ParameterShare.shares(kept.first(second.limit), second)
    let differences = zip(hits.targets, self.differences).compactMap { target, tally in
      base.hits.targets.first(where: target.asksTheSame).flatMap {
        tally.difference(target, from: $0)
      }
    }
    return Forecast(
      fitted: fitted, prepared: prepared, verdict: verdict(shares), summary: summary,
      kept: kept.first(keptDraws),
      shares: shares, differences: differences)
  }

  private func verdict(_ shares: [ParameterShare]) -> Verdict {
    Verdict(
      hits: hits, range: range, summary: summary, shares: shares,
      baseRates: hits.targets.map { baseRate($0, fitted.fit) },
      byStart: starts.map { $0?.bands ?? [] }, planYear: fitted.study.planYear)
  }
}

/// How often published history reached a target: only growth has one, and by proxy.
private func baseRate(_ target: Target, _ fit: FitReport) -> Assessment.BaseRate {
  guard target.outcome == .growth, target.sector == nil, let growth = fit.growth,
    !growth.windows.isEmpty
  else { return .noHistory }
  let rates = growth.baseRates { target.comparison.holds($0, target.threshold) }
  return .manufacturingWindows(
    hits: rates.all.above, windows: rates.all.of, fullYearHits: rates.fullYears.above,
    fullYears: rates.fullYears.of)
}
