package import Assessment
private import Econometrics
private import ReachModel
package import Simulation

/// How large a forecast is and what it draws from.
package struct ForecastOptions: Sendable, Equatable {
  package var draws: Int
  package var seed: UInt64
  package var threads: Int
  package var sampling = SamplingMethod.sobol
  /// Half the 95 % interval that every P of a target must come down to; nil for exactly `draws`.
  ///
  /// Where it is given, `draws` is the most that are drawn.
  package var until: Double?
  /// Draws kept one by one for `draws.bin`.
  package var keptDraws: Int
  /// The nested design behind the ranges over parameters.
  package var nestedParameters = 400
  /// Shocks for each of them; nil for as many as the draws of the ensemble call for.
  package var nestedShocks: Int?
  /// Pairs with equal parameters and different shocks, for the share of variance.
  package var pairs = 20_000

  package init(draws: Int = 100_000, seed: UInt64, threads: Int, keptDraws: Int = 20_000) {
    (self.draws, self.seed, self.threads, self.keptDraws) = (draws, seed, threads, keptDraws)
  }

  /// Shocks for each parameter draw after an ensemble of so many: a quick look has fewer.
  ///
  /// By the draws that were done, which are part of a run's name, and not by those asked for.
  package func nestedShocks(after draws: Int) -> Int {
    nestedShocks ?? min(500, max(50, draws / 200))
  }
}

/// A stage of a forecast, for progress.
package struct ForecastProgress: Sendable {
  /// Draws done and asked for, over all stages and scenarios.
  package let done: Int
  package let total: Int
  /// P of the first scenario's targets so far; empty before there are any.
  package let soFar: [(key: String, probability: Probability)]

  package init(
    done: Int, total: Int, soFar: [(key: String, probability: Probability)] = []
  ) {
    (self.done, self.total, self.soFar) = (done, total, soFar)
  }
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
  let first = ForecastStages(models[0], options)
  var stages = [first] + models.dropFirst().map { ForecastStages($0, options, base: first.hits) }
  let runner = EnsembleRunner(
    seed: options.seed, sampling: options.sampling, threads: options.threads)
  let prepared = stages.map(\.prepared)
  var done = 0, ensemble = options.draws
  func report(_ chunk: ChunkValues) {
    done += chunk.draws
    let nested = options.nestedParameters * options.nestedShocks(after: ensemble)
    let total = ensemble + nested + min(options.pairs, ensemble)
    progress(ForecastProgress(done: done, total: total, soFar: stages[0].soFar))
  }
  try await runner.runUntil(
    prepared, .ensemble(draws: options.draws), estimating: true
  ) { chunks in
    let told = zip(stages.indices, chunks).map { stages[$0].addEnsemble($1) }
    for i in stages.indices.dropFirst() {
      stages[i].pairing.add((chunks[i], told[i]), base: (chunks[0], told[0]))
    }
    let drawn = chunks[0].firstDraw + chunks[0].draws
    if let until = options.until {
      ensemble = expectedDraws(stages, until, after: drawn, atMost: options.draws)
    }
    report(chunks[0])
    return try isEnough(stages, options.until, after: drawn)
  }
  for stage in stages { try stage.requireFewFailures() }
  ensemble = stages[0].summary.draws
  for i in stages.indices { stages[i].layDesigns(options) }
  let nested = stages[0].range.design, pairs = Design.fresh(draws: stages[0].second.limit)
  try await runner.run(prepared, nested, recording: .years) { chunks in
    for (i, chunk) in chunks.enumerated() { stages[i].range.add(chunk) }
    report(chunks[0])
  }
  try await runner.run(prepared, pairs, recording: .years) { chunks in
    for (i, chunk) in chunks.enumerated() { stages[i].second.add(chunk) }
    report(chunks[0])
  }
  return stages.map { $0.forecast() }
}

/// How many draws it takes until every P is as sure as was asked for, by the errors so far, which fall
/// at least with the root of the draws.
private func expectedDraws(
  _ stages: [ForecastStages], _ until: Double, after done: Int, atMost limit: Int
) -> Int {
  let errors = stages.flatMap { stage in
    stage.hits.targets.indices.compactMap { place in
      stage.hits.draws > stage.hits.undecided[place] ? stage.hits.probability(place).error : nil
    }
  }
  let ratio = max(1, (errors.max() ?? 1) / until)
  let needed = min(Double(limit), Double(done) * ratio * ratio)
  var draws = 1 << 14
  while Double(draws) < needed { draws *= 2 }
  return min(limit, max(done, draws))
}

/// Whether every P of every scenario is as sure as was asked for.
///
/// Asked only after 2ᵐ draws, m = 14, 15, …, where Sobol' points are most even: what stops a run does
/// not depend on threads or chunks. Nor does what ends it because too many draws fail, which no further
/// draws would mend.
private func isEnough(
  _ stages: [ForecastStages], _ until: Double?, after draws: Int
) throws(SimulationFailure) -> Bool {
  guard let until, draws >= 1 << 14, draws & (draws - 1) == 0 else { return false }
  for stage in stages { try stage.requireFewFailures() }
  return stages.allSatisfy { stage in
    stage.hits.targets.indices.allSatisfy { stage.hits.probability($0).error <= until }
  }
}

/// The collectors of one scenario.
private struct ForecastStages {
  let fitted: FittedModel
  let prepared: PreparedModel
  let keptDraws: Int
  var summary: EnsembleTally
  var hits: TargetHits
  var starts: [StartDependence?]
  /// Those for `draws.bin` and those that are paired, whichever are more.
  var kept: KeptDraws
  var second: KeptDraws
  var range: ParameterRange
  var pairing: TargetPairing

  /// `base` holds the targets of the base; nil for the base itself.
  init(_ fitted: FittedModel, _ options: ForecastOptions, base: TargetHits? = nil) {
    self.fitted = fitted
    let study = fitted.study
    let isEstimating = options.sampling == .sobol
    prepared = PreparedModel(
      fitted.model,
      estimating: isEstimating
        ? study.targets.map { EstimatedTarget($0, planYear: study.planYear) } : [])
    summary = EnsembleTally(prepared, threads: options.threads)
    hits = TargetHits(
      study.targets, prepared, planYear: study.planYear, sampling: options.sampling)
    pairing = TargetPairing(hits, base ?? hits)
    let model = prepared
    starts = study.targets.map { StartDependence($0, model, planYear: study.planYear) }
    keptDraws = options.keptDraws
    kept = KeptDraws(prepared, limit: min(max(keptDraws, options.pairs), options.draws))
    second = KeptDraws(prepared, limit: 0)
    range = ParameterRange(
      study.targets, prepared, planYear: study.planYear, parameters: options.nestedParameters,
      shocks: options.nestedShocks(after: options.draws))
  }

  /// Makes room for the designs that follow an ensemble: as many pairs as were asked for and have a
  /// first draw, and the nested design.
  mutating func layDesigns(_ options: ForecastOptions) {
    second = KeptDraws(prepared, limit: min(options.pairs, summary.draws))
    range = ParameterRange(
      fitted.study.targets, prepared, planYear: fitted.study.planYear,
      parameters: options.nestedParameters, shocks: options.nestedShocks(after: summary.draws))
  }

  func requireFewFailures() throws(SimulationFailure) {
    try SimulationFailure.requireFew(
      summary.failures, of: summary.draws, scenario: fitted.study.name)
  }

  mutating func addEnsemble(_ chunk: ChunkValues) -> [TargetDraws] {
    summary.add(chunk)
    for i in starts.indices { starts[i]?.add(chunk) }
    let told = hits.add(chunk)
    // Under plain sampling they would tell what the outcomes tell.
    kept.add(chunk, telling: hits.sampling == .sobol ? told : [])
    return told
  }

  var soFar: [(key: String, probability: Probability)] {
    guard hits.draws > hits.undecided.max() ?? 0 else { return [] }
    return hits.targets.indices.map { (hits.targets[$0].key, hits.probability($0)) }
  }

  func forecast() -> Forecast {
    let shares = ParameterShare.shares(kept.first(second.limit), second)
    let summary = summary.finished()
    return Forecast(
      fitted: fitted, prepared: prepared, verdict: verdict(summary, shares), summary: summary,
      kept: kept.first(keptDraws), shares: shares, differences: pairing.differences(),
      jointDifference: pairing.jointDifference)
  }

  private func verdict(_ summary: EnsembleSummary, _ shares: [ParameterShare]) -> Verdict {
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
