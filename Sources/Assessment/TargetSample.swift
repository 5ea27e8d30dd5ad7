package import ReachModel
package import Simulation

/// What the draws of one model tell of its targets, draw by draw.
package struct TargetSample: Sendable {
  package let targets: [Target]
  /// By target, then draw.
  package let told: [TargetDraws]
  /// Whether all targets hold in the same draw.
  package let joint: TargetDraws
  /// The value of each target's outcome: by target, then draw; NaN where the draw failed before.
  package let outcomes: [[Double]]
  /// The values of further series that were asked for: by series, then draw.
  package let beside: [[Double]]
  /// Draws that failed in some quarter.
  package let failures: Int
  /// Whether outcomes of the model are whole where they are counts.
  let isWhole: Bool

  package var draws: Int { joint.held.count }

  /// Whether so few draws failed that the rest stand for all.
  package var isComplete: Bool {
    Double(failures) <= SimulationFailure.tolerated * Double(draws)
  }

  init(_ targets: [Target], _ chunks: [Chunk], isWhole: Bool) {
    (self.targets, self.isWhole) = (targets, isWhole)
    told = targets.indices.map { place in
      TargetDraws(
        held: chunks.flatMap { $0.told[place].held },
        chances: chunks.flatMap { $0.told[place].chances })
    }
    joint = TargetDraws(counted: chunks.flatMap(\.joint))
    outcomes = targets.indices.map { place in chunks.flatMap { $0.outcomes[place] } }
    beside = (chunks.first?.beside ?? []).indices.map { place in
      chunks.flatMap { $0.beside[place] }
    }
    failures = chunks.reduce(0) { $0 + $1.failures }
  }

  /// What is kept of a chunk.
  struct Chunk: Sendable {
    let told: [TargetDraws]
    let joint: [Double]
    let outcomes: [[Double]]
    let beside: [[Double]]
    let failures: Int
  }

  /// P of the target at `place`; nil where too many draws failed to say.
  ///
  /// The mean of what each draw tells of its chance, without the limits 0 and 1, so that differences
  /// add up.
  package func probability(_ place: Int) -> Replicated? { .mean(told[place].chances) }

  package var jointProbability: Replicated? { .mean(joint.chances) }

  /// The median of the outcome of the target at `place`.
  package func median(_ place: Int) -> Replicated? {
    .median(outcomes[place], areWhole: isWhole && targets[place].outcome.isCount)
  }
}

/// Simulates models under the same shocks, one after another, and keeps what their targets need.
///
/// It is handed to the questions that need new draws: to them a model is a function of its settings.
package struct TargetSampler: Sendable {
  package let runner: EnsembleRunner
  package let planYear: Int
  /// Of an ensemble.
  package let draws: Int
  /// Tables of quantiles that most models share.
  private let first: PreparedModel

  /// - Parameters:
  ///   - runner: Seed, sampling and threads.
  ///   - model: A model with most of the laws of those to come.
  ///   - planYear: The first simulated year.
  ///   - draws: Of an ensemble where none are named.
  package init(_ runner: EnsembleRunner, like model: PreparedModel, planYear: Int, draws: Int) {
    (self.runner, first, self.planYear, self.draws) = (runner, model, planYear, draws)
  }

  /// Simulates a model.
  ///
  /// - Parameters:
  ///   - model: What is simulated.
  ///   - targets: What is asked of it; they lie within the horizon.
  ///   - draws: The first draws of the ensemble; ``draws`` if nil.
  /// - Returns: What each draw tells of each target.
  /// - Throws: `CancellationError`.
  package func sample(
    _ model: SimulationModel, _ targets: [Target], draws: Int? = nil
  ) throws -> TargetSample {
    try sample(model, targets, .ensemble(draws: draws ?? self.draws))
  }

  /// The same for any design, with the values of other series beside.
  ///
  /// Where only outcomes are needed, or whether targets hold, draws need not be asked for what they tell
  /// of chances, which takes a third of the time.
  package func sample(
    _ model: SimulationModel, _ targets: [Target], _ design: Design, beside: [Series] = [],
    estimating: Bool = true
  ) throws -> TargetSample {
    let isEstimating = estimating && runner.source.sampling == .sobol
    let prepared = PreparedModel(
      model,
      estimating: isEstimating
        ? targets.map { EstimatedTarget($0, planYear: planYear) } : [], reusing: first)
    func row(_ series: Series) -> Int {
      guard let row = prepared.series[series] else {
        preconditionFailure("\(series) lies outside the horizon")
      }
      return row
    }
    let rows = targets.map { row($0.series(planYear: planYear)) }, more = beside.map(row)
    let chunks = try runner.whole([prepared], design, estimating: isEstimating) { chunks in
      TargetSample.Chunk(chunks[0], targets, rows, beside: more)
    }
    return TargetSample(targets, chunks, isWhole: model.processNoise)
  }
}

extension TargetSample.Chunk {
  fileprivate init(
    _ chunk: ChunkValues, _ targets: [Target], _ rows: [Int], beside more: [Int]
  ) {
    told = zip(targets.indices, rows).map { place, row in
      TargetDraws(targets[place], chunk[row], chunk.estimates(place))
    }
    joint = TargetDraws.joint(told.map(\.held), draws: chunk.draws).held
    outcomes = rows.map { Array(chunk[$0]) }
    beside = more.map { Array(chunk[$0]) }
    failures = chunk.failures
  }
}
