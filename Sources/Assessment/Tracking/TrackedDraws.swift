import NumericKernels
package import ReachModel
package import Simulation

/// What tracking keeps of an ensemble: what each draw says of figures and of targets.
package struct TrackedDraws: Sendable {
  package let targets: [Target]
  package let figures: [ObservedFigure]
  /// By figure, then draw: what it would be without errors, in logarithms.
  package private(set) var expected: [[Double]]
  /// By target, then draw: 1 where it holds, 0 where not, NaN where the draw failed before.
  package private(set) var held: [[Double]]
  /// The same of all targets together.
  package private(set) var joint: [Double] = []
  package private(set) var failures = 0
  /// P before any figure, as a forecast has it: of the ensemble's first part.
  package let prior: TargetHits

  package var draws: Int { joint.count }

  /// Simulates the ensemble that a forecast of the same seed, sampling and draws would.
  ///
  /// - Parameters:
  ///   - model: The scenario.
  ///   - targets: They lie within the horizon.
  ///   - figures: They lie within the horizon.
  ///   - planYear: The first simulated year.
  ///   - runner: Seed, sampling and threads.
  ///   - draws: How many.
  /// - Throws: `CancellationError`.
  package init(
    _ model: SimulationModel, _ targets: [Target], _ figures: [ObservedFigure], planYear: Int,
    runner: EnsembleRunner, draws: Int
  ) throws {
    let source = Source(model, targets, figures, planYear, runner)
    let chunks = try source.chunks(0..<draws)
    var hits = TargetHits(
      targets, source.prepared, planYear: planYear, sampling: runner.source.sampling)
    for chunk in chunks { hits.add(chunk.values) }
    (self.targets, self.figures, prior) = (targets, figures, hits)
    (expected, held) = (figures.map { _ in [] }, targets.map { _ in [] })
    chunks.forEach { append($0, hits) }
  }

  /// Adds the draws that follow in the same ensemble: fresh ones, of the same law.
  package mutating func extend(
    to draws: Int, _ model: SimulationModel, planYear: Int, runner: EnsembleRunner
  ) throws {
    let source = Source(model, targets, figures, planYear, runner)
    let before = self.draws
    for chunk in try source.chunks(before..<draws) { append(chunk, prior) }
  }

  /// The same ensemble beside other values of the figures.
  package func observing(_ values: [Double]) -> TrackedDraws {
    TrackedDraws(self, figures: zip(figures, values).map { $0.valued($1) })
  }

  private init(_ other: TrackedDraws, figures: [ObservedFigure]) {
    self.figures = figures
    (targets, expected, held) = (other.targets, other.expected, other.held)
    (joint, failures, prior) = (other.joint, other.failures, other.prior)
  }

  private mutating func append(_ chunk: Chunk, _ hits: TargetHits) {
    let told = hits.told(by: chunk.values)
    for i in held.indices { held[i] += told[i].held }
    joint += TargetDraws.joint(told.map(\.held), draws: chunk.values.draws).held
    for i in expected.indices { expected[i] += chunk.expected[i] }
    failures += chunk.values.failures
  }

  fileprivate struct Chunk: Sendable {
    let values: ChunkValues
    let expected: [[Double]]
  }

  private struct Source {
    let prepared: PreparedModel
    let figures: [ObservedFigure]
    let runner: EnsembleRunner

    init(
      _ model: SimulationModel, _ targets: [Target], _ figures: [ObservedFigure], _ planYear: Int,
      _ runner: EnsembleRunner
    ) {
      // As a forecast does, so that P without figures has the same bits.
      let isEstimating = runner.source.sampling == .sobol
      prepared = PreparedModel(
        model,
        estimating: isEstimating
          ? targets.map { EstimatedTarget($0, planYear: planYear) } : [])
      (self.figures, self.runner) = (figures, runner)
    }

    func chunks(_ draws: Range<Int>) throws -> [Chunk] {
      let first = UInt64(draws.lowerBound), levers = prepared.model.levers
      let design = Design(draws: draws.count, firstParameter: first, firstShock: first)
      return try runner.quarters(
        of: prepared, design, estimating: runner.source.sampling == .sobol
      ) { values, quarters in
        Chunk(
          values: values,
          expected: figures.map { figure in
            ObservedFigure.expected(
              figure.indicator.measure, group: figure.group, months: figure.months, quarters,
              levers)
          })
      }
    }
  }
}
