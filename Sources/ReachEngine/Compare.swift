package import Assessment
import ReachModel
package import Simulation

/// How large a comparison is and what it draws from.
package struct ComparisonOptions: Sendable, Equatable {
  package var draws = 100_000
  package var seed: UInt64
  package var threads: Int
  package var sampling = SamplingMethod.sobol
  /// The nested design behind the ranges of differences over the parameters.
  package var nestedParameters = 400
  package var nestedShocks = 100
  /// Draws that the combinations of changes of all alternatives take together, at most; each takes all
  /// draws while combinations are few.
  package var attributionDraws = 600_000

  package init(seed: UInt64, threads: Int) { (self.seed, self.threads) = (seed, threads) }
}

/// Compares scenarios with a base under the same shocks, and says what explains each difference.
///
/// - Parameters:
///   - models: At least two; the first is the base.
///   - options: Seed, threads and sizes.
///   - progress: Draws done and expected; never called at the same time twice.
/// - Returns: The comparison, one alternative for each further model. Where the surrounding task is
///   cancelled, what is known by then: of the draws that every scenario has met, with what is missing
///   named in ``ScenarioComparison/unfinished``.
/// - Throws: ``SimulationFailure`` when more than one draw in a hundred of a scenario failed;
///   `CancellationError` before any draw is known.
package func compare(
  _ models: [FittedModel], _ options: ComparisonOptions,
  progress: (ForecastProgress) -> Void = { _ in }
) async throws -> ScenarioComparison {
  precondition(models.count > 1, "\(models.count) scenarios")
  var work = ComparisonWork(models, options)
  do {
    try await work.drawEnsemble(progress)
    try await work.drawNested(progress)
    try work.divide(progress)
  } catch let cancellation as CancellationError {
    guard work.draws > 0 else { throw cancellation }
  }
  return try work.comparison()
}

/// The stages of a comparison one after another, and what is known after any of them.
private struct ComparisonWork {
  private var stages: [ComparisonStage]
  private let prepared: [PreparedModel]
  private let names: [String]
  private let plans: [AttributionPlan]
  private let runner: EnsembleRunner
  private let options: ComparisonOptions
  private let nested: Design
  /// By plan, as far as they are done.
  private var attributions: [Attribution?] = []
  private var unfinished = ScenarioComparison.Stage.allCases
  private var done = 0

  init(_ models: [FittedModel], _ options: ComparisonOptions) {
    self.options = options
    let first = ComparisonStage(models[0], options)
    stages =
      [first] + models.dropFirst().map { ComparisonStage($0, options, base: first.hits) }
    prepared = stages.map(\.prepared)
    names = distinctNames(models.map(\.study.name))
    plans = AttributionPlan.all(models, options)
    runner = EnsembleRunner(
      seed: options.seed, sampling: options.sampling, threads: options.threads)
    nested = .nested(parameters: options.nestedParameters, shocks: options.nestedShocks)
  }

  /// Draws that all scenarios have met.
  var draws: Int { stages[0].tally.draws }

  private mutating func report(_ draws: Int, _ progress: (ForecastProgress) -> Void) {
    done += draws
    let total =
      (options.draws + nested.draws) * stages.count + plans.reduce(0) { $0 + $1.draws }
    progress(ForecastProgress(done: done, total: total, soFar: stages[0].soFar))
  }

  mutating func drawEnsemble(_ progress: (ForecastProgress) -> Void) async throws {
    try await runner.run(
      prepared, .ensemble(draws: options.draws), recording: .years, estimating: true
    ) { chunks in
      let told = zip(stages.indices, chunks).map { stages[$0].addEnsemble($1) }
      for i in stages.indices.dropFirst() {
        stages[i].addPair((chunks[i], told[i]), base: (chunks[0], told[0]), stages[0])
      }
      report(chunks[0].draws * stages.count, progress)
    }
    try requireFewFailures()
    unfinished.removeFirst()
  }

  private func requireFewFailures() throws(SimulationFailure) {
    for stage in stages {
      try SimulationFailure.requireFew(
        stage.tally.failures, of: stage.tally.draws, scenario: stage.fitted.study.name)
    }
  }

  mutating func drawNested(_ progress: (ForecastProgress) -> Void) async throws {
    try await runner.run(
      prepared, nested, recording: .years, estimating: options.sampling == .sobol
    ) { chunks in
      for i in stages.indices.dropFirst() { stages[i].addNested(chunks[i], chunks[0], stages[0]) }
      report(chunks[0].draws * stages.count, progress)
    }
    unfinished.removeFirst()
  }

  /// Says what explains each difference.
  mutating func divide(_ progress: (ForecastProgress) -> Void) throws {
    for plan in plans {
      attributions.append(try plan.run(runner, like: prepared[0]))
      report(plan.draws, progress)
    }
    unfinished.removeFirst()
  }

  /// What is known.
  ///
  /// - Throws: ``SimulationFailure``, where too many of the draws failed that it was interrupted after.
  func comparison() throws(SimulationFailure) -> ScenarioComparison {
    try requireFewFailures()
    let hasRanges = !unfinished.contains(.ranges)
    return ScenarioComparison(
      base: stages[0].compared(as: names[0]),
      alternatives: stages.indices.dropFirst().map { i in
        stages[i].alternative(
          names[i], plans[i].changes, i < attributions.count ? attributions[i] : nil,
          hasRanges: hasRanges)
      }, nested: hasRanges ? (options.nestedParameters, options.nestedShocks) : nil,
      unfinished: unfinished)
  }
}

/// Names with a number behind those that stood before: `hanoi-2021 (2)`.
private func distinctNames(_ names: [String]) -> [String] {
  names.indices.map { i in
    let earlier = names[..<i].count { $0 == names[i] }
    return earlier == 0 ? names[i] : "\(names[i]) (\(earlier + 1))"
  }
}

/// What explains the difference of one scenario to the base, and how many draws that takes.
private struct AttributionPlan {
  let base: FittedModel
  let alternative: FittedModel
  let changes: Result<[ScenarioChange], Incomparable>
  let each: Int

  /// One for each model; that of the base has nothing to explain.
  static func all(_ models: [FittedModel], _ options: ComparisonOptions) -> [AttributionPlan] {
    let found = models.map { model in
      Result { () throws(Incomparable) in try scenarioChanges(from: models[0], to: model) }
    }
    let combinations = found.reduce(0) { $0 + Self.combinations($1) }
    let room = options.attributionDraws / max(1, combinations)
    // Parts need equally many draws.
    let each = min(options.draws, max(4096, room - room % 512))
    return zip(models, found).map {
      AttributionPlan(base: models[0], alternative: $0, changes: $1, each: each)
    }
  }

  private static func combinations(_ found: Result<[ScenarioChange], Incomparable>) -> Int {
    let count = (try? found.get().count) ?? 0
    return count == 0 ? 0 : 1 << min(count, 10)
  }

  private var found: [ScenarioChange] { (try? changes.get()) ?? [] }

  var draws: Int { each * Self.combinations(changes) }

  func run(_ runner: EnsembleRunner, like prepared: PreparedModel) throws -> Attribution? {
    guard !found.isEmpty else { return nil }
    let sampler = TargetSampler(
      runner, like: prepared, planYear: base.study.planYear, draws: each)
    return try attribution(
      of: found, (LayeredModel(base), LayeredModel(alternative)), targets: base.study.targets,
      draws: each, sampler: sampler)
  }
}

/// The collectors of one scenario of a comparison.
private struct ComparisonStage {
  let fitted: FittedModel
  let prepared: PreparedModel
  let sampling: SamplingMethod
  var tally: EnsembleTally
  var hits: TargetHits
  var bands: EnsembleTally
  var pairing: TargetPairing
  var range: DifferenceRange

  /// `base` holds the targets of the base; nil for the base itself.
  init(_ fitted: FittedModel, _ options: ComparisonOptions, base: TargetHits? = nil) {
    (self.fitted, sampling) = (fitted, options.sampling)
    let study = fitted.study, targets = study.targets
    prepared = PreparedModel(
      fitted.model,
      estimating: options.sampling == .sobol
        ? targets.map { EstimatedTarget($0, planYear: study.planYear) } : [])
    let asked = Set(targets.map { $0.series(planYear: study.planYear) })
    tally = EnsembleTally(prepared, threads: options.threads) { asked.contains($0) }
    bands = EnsembleTally(prepared, threads: options.threads, areDifferences: true) { series in
      guard case .year = series.period, case .outcome = series.quantity else { return false }
      return true
    }
    hits = TargetHits(targets, prepared, planYear: study.planYear, sampling: options.sampling)
    pairing = TargetPairing(hits, base ?? hits)
    range = DifferenceRange(
      questions: targets.count + 1, parameters: options.nestedParameters,
      shocks: options.nestedShocks)
  }

  mutating func addEnsemble(_ chunk: ChunkValues) -> [TargetDraws] {
    tally.add(chunk)
    return hits.add(chunk)
  }

  private func isComparable(with base: ComparisonStage) -> Bool {
    prepared.series.series == base.prepared.series.series
      && fitted.study.planYear == base.fitted.study.planYear
  }

  mutating func addPair(
    _ here: (chunk: ChunkValues, told: [TargetDraws]),
    base: (chunk: ChunkValues, told: [TargetDraws]), _ stage: ComparisonStage
  ) {
    pairing.add(here, base: base)
    if isComparable(with: stage) { bands.add(here.chunk.subtracting(base.chunk)) }
  }

  mutating func addNested(_ chunk: ChunkValues, _ base: ChunkValues, _ stage: ComparisonStage) {
    let here = hits.told(by: chunk), there = stage.hits.told(by: base)
    for (own, other) in pairing.shared {
      range.add(
        here[own].chances, there[other].chances, question: own, firstDraw: chunk.firstDraw)
    }
    guard pairing.asksTheSame else { return }
    range.add(
      TargetDraws.joint(here.map(\.held), draws: chunk.draws).held,
      TargetDraws.joint(there.map(\.held), draws: chunk.draws).held,
      question: hits.targets.count, firstDraw: chunk.firstDraw)
  }

  var soFar: [(key: String, probability: Probability)] {
    guard hits.draws > hits.undecided.max() ?? 0 else { return [] }
    return hits.targets.indices.map { (hits.targets[$0].key, hits.probability($0)) }
  }

  /// `name` tells it from the others, which may be the same scenario.
  func compared(as name: String) -> ComparedScenario {
    ComparedScenario(name: name, fitted: fitted, hits: hits, summary: tally.finished())
  }

  func alternative(
    _ name: String, _ changes: Result<[ScenarioChange], Incomparable>, _ attribution: Attribution?,
    hasRanges: Bool
  ) -> ScenarioComparison.Alternative {
    // Of some of the parameters only it would be told too narrow or too wide.
    func range(_ question: Int) -> ParameterRange.Ends? {
      hasRanges ? self.range.range(of: question) : nil
    }
    return ScenarioComparison.Alternative(
      scenario: compared(as: name),
      targets: pairing.differences(range: range),
      joint: pairing.jointDifference.map { ($0, range(hits.targets.count)) },
      bands: bands.draws > 0 ? bands.finished() : nil, changes: changes, attribution: attribution)
  }
}
