import NumericKernels
public import ReachModel

/// Simulates one or several models under common random numbers.
///
/// The draws are cut into fixed chunks, simulated on any number of threads and handed over in the
/// order of the draws, so that nothing computed from them depends on the threads. Memory does not
/// grow with the number of draws: only chunks in flight are held.
public struct EnsembleRunner: Sendable {
  public let seed: UInt64
  /// Chunks simulated at a time.
  public let threads: Int

  public init(seed: UInt64, threads: Int) {
    precondition(threads > 0, "\(threads) threads")
    (self.seed, self.threads) = (seed, threads)
  }

  /// Draws a block holds: small enough for the second-level cache.
  static let blockDraws = 128
  static let chunkDraws = 2048

  /// Simulates `models` for every draw of `design` and hands each finished chunk to `absorb`.
  ///
  /// - Parameters:
  ///   - models: They meet the same shocks: the same addresses give the same numbers.
  ///   - design: The shock and parameter indices of the draws.
  ///   - scope: How much of each draw to record.
  ///   - absorb: Called with the chunks in the order of the draws, one value per model, never at
  ///     the same time twice.
  /// - Throws: `CancellationError` when the surrounding task is cancelled; what `absorb` throws.
  public func run(
    _ models: [PreparedModel], _ design: Design, recording scope: RecordingScope = .everything,
    absorb: ([ChunkValues]) throws -> Void
  ) async throws {
    let chunks = (design.draws + Self.chunkDraws - 1) / Self.chunkDraws
    let threads = min(self.threads, chunks)
    try await withThrowingTaskGroup(of: (Int, [ChunkValues]).self) { group in
      var next = 0, running = 0, toAbsorb = 0
      var waiting: [Int: [ChunkValues]] = [:]
      /// A slow chunk must not let the others run arbitrarily far ahead: they wait in memory.
      func start() {
        while next < min(chunks, toAbsorb + 2 * threads), running < threads {
          let chunk = next
          next += 1
          running += 1
          group.addTask { (chunk, try simulate(models, design, scope, chunk: chunk)) }
        }
      }
      start()
      while let (chunk, values) = try await group.next() {
        running -= 1
        start()
        waiting[chunk] = values
        while let ready = waiting.removeValue(forKey: toAbsorb) {
          try absorb(ready)
          toAbsorb += 1
        }
        start()
      }
    }
  }

  private func simulate(
    _ models: [PreparedModel], _ design: Design, _ scope: RecordingScope, chunk: Int
  ) throws -> [ChunkValues] {
    let first = chunk * Self.chunkDraws
    let draws = min(Self.chunkDraws, design.draws - first)
    return try models.map { model in
      var values = ChunkValues(firstDraw: first, draws: draws, series: model.series.count)
      // A few draws need no full block.
      let vectors = (min(Self.blockDraws, draws) + 7) / 8
      var paths = Paths(model.plan, vectors: vectors, seed: seed)
      var done = 0
      while done < draws {
        try Task.checkCancellation()
        model.simulate(&paths, design, from: first + done)
        model.recorder.record(paths, scope, into: &values, at: done)
        done += 8 * vectors
      }
      return values
    }
  }
}

/// A model ready to be simulated: laid out, with its quantile tables.
public struct PreparedModel: Sendable {
  let plan: SimulationPlan
  let recorder: Recorder

  /// - Complexity: a few milliseconds, for the quantile tables.
  public init(_ model: SimulationModel) {
    plan = SimulationPlan(model)
    recorder = Recorder(plan.model)
  }

  public var model: SimulationModel { plan.model }

  /// What is recorded of every draw.
  public var series: SeriesList { recorder.list }

  /// Draws parameters and starts, then walks through the quarters.
  ///
  /// - Parameters:
  ///   - paths: The block, overwritten.
  ///   - design: The shock and parameter indices of the draws.
  ///   - draw: The block's first draw, counted within the design.
  ///   - observe: Called at the end of every quarter.
  func simulate(
    _ paths: inout Paths, _ design: Design, from draw: Int,
    observe: (borrowing Paths, Int) -> Void = { _, _ in }
  ) {
    paths.firstShock = design.firstShock + UInt64(draw)
    let indices = ParameterIndices(
      first: design.firstParameter, offset: draw, repeats: design.shocksPerParameter)
    plan.draws.fill(paths.buffer, seed: paths.seed, indices: indices)
    paths.buffer.fill(plan.layout.failure, with: .infinity)
    StartDraws().fill(paths)
    for t in 1...plan.model.quarters {
      for relation in relationsInOrder { relation.advance(paths, to: t) }
      observe(paths, t)
    }
  }
}
