import NumericKernels
import Synchronization

extension EnsembleRunner {
  /// Simulates a whole design at once and keeps of every chunk what is asked for.
  ///
  /// For searches that ask many small questions one after another, from code that does not wait:
  /// the caller's thread works along with the others. Memory grows with what is kept.
  ///
  /// - Parameters:
  ///   - models: They meet the same shocks.
  ///   - design: The shock and parameter indices of the draws.
  ///   - scope: How much of each draw to record.
  ///   - isEstimating: Whether to estimate P of the targets that the models were prepared for.
  ///   - keep: Called once for each chunk, several at a time, with one value per model.
  /// - Returns: What it gave, in the order of the draws, whatever the threads.
  /// - Throws: `CancellationError` when the surrounding task is cancelled.
  public func whole<Kept: Sendable>(
    _ models: [PreparedModel], _ design: Design, recording scope: RecordingScope = .years,
    estimating isEstimating: Bool = false, _ keep: @Sendable ([ChunkValues]) -> Kept
  ) throws -> [Kept] {
    design.requireWholeBlocks()
    let chunks = (design.draws + Self.chunkDraws - 1) / Self.chunkDraws
    let idle = Mutex<[Workspace]>([]), isCancelled = Atomic(Task.isCancelled)
    let kept: [Kept?] = mapInParallel(chunks, threads: threads) { chunk in
      // Only the caller's own thread sees its task; it tells the others.
      if Task.isCancelled { isCancelled.store(true, ordering: .relaxed) }
      guard !isCancelled.load(ordering: .relaxed) else { return nil }
      let space =
        idle.withLock { $0.popLast() } ?? Workspace(models, draws: design.draws, source)
      defer { idle.withLock { $0.append(space) } }
      let values = try? space.simulate(models, design, scope, isEstimating, chunk: chunk)
      return values.map(keep)
    }
    guard kept.allSatisfy({ $0 != nil }) else { throw CancellationError() }
    return kept.compactMap(\.self)
  }
}

extension Design {
  /// Shocks that all parameter draws share must fill blocks: each begins with a shock of its own.
  func requireWholeBlocks() {
    precondition(
      !sharesShocks || shocksPerParameter % EnsembleRunner.blockDraws == 0,
      "\(shocksPerParameter) shared shocks in blocks of \(EnsembleRunner.blockDraws)")
  }
}
