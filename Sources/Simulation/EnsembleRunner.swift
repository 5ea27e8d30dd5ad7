import NumericKernels
public import ReachModel

/// Simulates one or several models under common random numbers.
///
/// The draws are cut into fixed chunks, simulated on any number of threads and handed over in the
/// order of the draws, so that nothing computed from them depends on the threads. Memory does not
/// grow with the number of draws: only chunks in flight are held.
public struct EnsembleRunner: Sendable {
  public let source: RandomSource
  /// Chunks simulated at a time.
  public let threads: Int

  public init(seed: UInt64, sampling: SamplingMethod = .plain, threads: Int) {
    precondition(threads > 0, "\(threads) threads")
    (source, self.threads) = (RandomSource(seed: seed, sampling: sampling), threads)
  }

  /// Draws a block holds: small enough for the second-level cache.
  static let blockDraws = 128
  static let chunkDraws = 512

  /// Simulates `models` for every draw of `design` and hands each finished chunk to `absorb`.
  ///
  /// - Parameters:
  ///   - models: They meet the same shocks: the same addresses give the same numbers.
  ///   - design: The shock and parameter indices of the draws.
  ///   - scope: How much of each draw to record.
  ///   - isEstimating: Whether to estimate P of the targets that the models were prepared for.
  ///   - absorb: Called with the chunks in the order of the draws, one value per model, never at
  ///     the same time twice.
  /// - Throws: `CancellationError` when the surrounding task is cancelled; what `absorb` throws.
  public func run(
    _ models: [PreparedModel], _ design: Design, recording scope: RecordingScope = .everything,
    estimating isEstimating: Bool = false, absorb: ([ChunkValues]) throws -> Void
  ) async throws {
    try await runUntil(models, design, recording: scope, estimating: isEstimating) { chunks in
      try absorb(chunks)
      return false
    }
  }

  /// The same, until `absorb` says that it has enough: what it has absorbed then is the beginning of
  /// the design, whatever the threads.
  public func runUntil(
    _ models: [PreparedModel], _ design: Design, recording scope: RecordingScope = .everything,
    estimating isEstimating: Bool = false, absorb: ([ChunkValues]) throws -> Bool
  ) async throws {
    design.requireWholeBlocks()
    let chunks = (design.draws + Self.chunkDraws - 1) / Self.chunkDraws
    let threads = min(self.threads, chunks)
    if threads == 1 {
      let space = Workspace(models, draws: design.draws, source)
      for chunk in 0..<chunks {
        let values = try space.simulate(models, design, scope, isEstimating, chunk: chunk)
        if try absorb(values) { return }
        // Others may want the thread.
        await Task.yield()
      }
      return
    }
    try await withThrowingTaskGroup(of: (Int, [ChunkValues], Workspace).self) { group in
      var next = 0, running = 0, toAbsorb = 0
      var waiting: [Int: [ChunkValues]] = [:], idle: [Workspace] = []
      /// A slow chunk must not let the others run arbitrarily far ahead: they wait in memory.
      func start() {
        while next < min(chunks, toAbsorb + 2 * threads), running < threads {
          let chunk = next
          let space = idle.popLast() ?? Workspace(models, draws: design.draws, source)
          next += 1
          running += 1
          group.addTask {
            let values = try space.simulate(models, design, scope, isEstimating, chunk: chunk)
            return (chunk, values, space)
          }
        }
      }
      start()
      while let (chunk, values, space) = try await group.next() {
        running -= 1
        idle.append(space)
        start()
        waiting[chunk] = values
        while let ready = waiting.removeValue(forKey: toAbsorb) {
          if try absorb(ready) {
            group.cancelAll()
            return
          }
          toAbsorb += 1
        }
        start()
      }
    }
  }
}

/// The blocks of paths that one task at a time works in, handed from chunk to chunk.
///
/// - Note: Unchecked, because a workspace is given to one task and comes back with its result.
final class Workspace: @unchecked Sendable {
  private final class Block {
    var paths: Paths
    init(_ paths: consuming Paths) { self.paths = paths }
  }

  private let blocks: [Block]

  init(_ models: [PreparedModel], draws: Int, _ source: RandomSource) {
    // A few draws need no full block.
    let vectors = (min(EnsembleRunner.blockDraws, draws) + 7) / 8
    blocks = models.map { Block(Paths($0.plan, vectors: vectors, source: source)) }
  }

  func simulate(
    _ models: [PreparedModel], _ design: Design, _ scope: RecordingScope, _ isEstimating: Bool,
    chunk: Int
  ) throws -> [ChunkValues] {
    let first = chunk * EnsembleRunner.chunkDraws
    let draws = min(EnsembleRunner.chunkDraws, design.draws - first)
    return try zip(models, blocks).map { model, block in
      var values = ChunkValues(
        firstDraw: first, draws: draws, series: model.series.count,
        estimates: isEstimating ? model.estimates : 0)
      var done = 0
      while done < draws {
        try Task.checkCancellation()
        model.simulate(&block.paths, design, from: first + done, isEstimating: isEstimating)
        model.recorder.record(block.paths, scope, into: &values, at: done)
        done += 8 * block.paths.vectors
      }
      return values
    }
  }
}

/// A model ready to be simulated: laid out, with its quantile tables.
public struct PreparedModel: Sendable {
  let plan: SimulationPlan
  let recorder: Recorder

  private let estimators: TargetEstimators?

  /// - Parameters:
  ///   - model: What is simulated.
  ///   - estimated: Targets of which an ensemble estimates P draw by draw, besides recording the
  ///     outcomes; see ``ChunkValues/estimates(_:)``.
  ///   - earlier: A model that may have the same laws: their quantile tables are used again, so that
  ///     a change of levers alone costs microseconds.
  /// - Complexity: a few milliseconds, for the quantile tables that are new.
  public init(
    _ model: SimulationModel, estimating estimated: [EstimatedTarget] = [],
    reusing earlier: PreparedModel? = nil
  ) {
    plan = SimulationPlan(model, estimates: estimated.count, reusing: earlier?.plan)
    recorder = Recorder(plan.model)
    estimators = estimated.isEmpty ? nil : TargetEstimators(estimated, plan)
  }

  /// How many targets are estimated.
  var estimates: Int { estimators?.count ?? 0 }

  public var model: SimulationModel { plan.model }

  /// What is recorded of every draw.
  public var series: SeriesList { recorder.list }

  /// Draws parameters and starts, then walks through the quarters.
  ///
  /// - Parameters:
  ///   - paths: The block, overwritten.
  ///   - design: The shock and parameter indices of the draws.
  ///   - draw: The block's first draw, counted within the design.
  ///   - isEstimating: Whether to estimate P(target) as well.
  ///   - observe: Called at the end of every quarter.
  func simulate(
    _ paths: inout Paths, _ design: Design, from draw: Int, isEstimating: Bool = false,
    observe: (borrowing Paths, Int) -> Void = { _, _ in }
  ) {
    paths.firstShock = design.shock(of: draw)
    let indices = ParameterIndices(
      first: design.firstParameter, offset: draw, repeats: design.shocksPerParameter)
    plan.draws.fill(paths.buffer, paths.source, indices: indices, design: design)
    paths.buffer.fill(plan.layout.failure, with: .infinity)
    StartDraws().fill(paths)
    if isEstimating { estimators?.start(paths) }
    for t in 1...plan.model.quarters {
      for relation in relationsInOrder { relation.advance(paths, to: t) }
      if isEstimating { estimators?.advance(paths, to: t) }
      observe(paths, t)
    }
  }
}
