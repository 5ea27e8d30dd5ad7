import NumericKernels
import ReachModel

/// What statistics measure of consecutive draws, quarter by quarter: more than outcomes need.
///
/// Only those who compare paths with published figures ask for it, so that no ensemble pays for it.
public struct QuarterFigures: Sendable {
  public enum Quantity: Int, CaseIterable, Sendable {
    /// SI gross output, constant prices; from quarter −3 on.
    case output
    /// Output of other manufacturing; from quarter −3 on.
    case otherOutput
    /// Both at current prices, as the share of supporting industries has them; from quarter −3 on.
    case nominalOutput, nominalOtherOutput
    /// Firms and certified firms at the quarter's end; from quarter 0 on.
    case firms, certified
    /// New SI firms, both ownerships; from quarter 1 on, as the rest.
    case entries
    /// Realised foreign capital, million USD.
    case realised
    /// The log of the entry rate over the usual one, mean over sectors: the exponent in E6.
    case entryClimate

    /// The first quarter that is known.
    public var first: Int {
      switch self {
      case .output, .otherOutput, .nominalOutput, .nominalOtherOutput: -3
      case .firms, .certified: 0
      case .entries, .realised, .entryClimate: 1
      }
    }
  }

  public let draws: Int
  /// The share of each group's budget that is spent (d in E1): by group, then draw.
  public fileprivate(set) var execution: [[Double]]
  private let quarters: Int
  private var values: [Double]

  init(draws: Int, quarters: Int, groups: Int) {
    (self.draws, self.quarters) = (draws, quarters)
    execution = Array(repeating: Array(repeating: 0, count: draws), count: groups)
    values = Array(repeating: 0, count: Quantity.allCases.count * (quarters + 4) * draws)
  }

  private func place(_ quantity: Quantity, _ t: Int) -> Int {
    precondition(
      t >= quantity.first && t <= quarters, "\(quantity) of quarter \(t) of \(quarters)")
    return (quantity.rawValue * (quarters + 4) + t + 3) * draws
  }

  /// The values of a quantity at a quarter, one a draw; no number where the draw failed.
  public subscript(quantity: Quantity, t: Int) -> ArraySlice<Double> {
    let start = place(quantity, t)
    return values[start..<(start + draws)]
  }

  fileprivate mutating func store(
    _ lanes: Lanes, _ quantity: Quantity, _ t: Int, draw: Int, lanes count: Int
  ) {
    let start = place(quantity, t) + draw
    for i in 0..<count { values[start + i] = lanes[i] }
  }
}

extension EnsembleRunner {
  /// Simulates a design and keeps of every chunk what is asked for, with the figures of its
  /// quarters.
  ///
  /// - Parameters:
  ///   - model: What is simulated.
  ///   - design: The shock and parameter indices of the draws.
  ///   - isEstimating: Whether to estimate P of the targets that the model was prepared for.
  ///   - keep: Called once for each chunk, several at a time.
  /// - Returns: What it gave, in the order of the draws, whatever the threads. Outcomes are those of
  ///   ``whole(_:_:recording:estimating:_:)``, bit for bit.
  /// - Throws: `CancellationError` when the surrounding task is cancelled.
  public func quarters<Kept: Sendable>(
    of model: PreparedModel, _ design: Design, estimating isEstimating: Bool = false,
    _ keep: @Sendable (ChunkValues, QuarterFigures) -> Kept
  ) throws -> [Kept] {
    design.requireWholeBlocks()
    let chunks = (design.draws + Self.chunkDraws - 1) / Self.chunkDraws
    let kept: [Kept?] = mapInParallel(chunks, threads: threads) { chunk in
      guard !Task.isCancelled else { return nil }
      let (values, figures) = model.chunk(chunk, design, source, isEstimating)
      return keep(values, figures)
    }
    guard kept.allSatisfy({ $0 != nil }), !Task.isCancelled else { throw CancellationError() }
    return kept.compactMap(\.self)
  }
}

extension PreparedModel {
  fileprivate func chunk(
    _ chunk: Int, _ design: Design, _ source: RandomSource, _ isEstimating: Bool
  ) -> (ChunkValues, QuarterFigures) {
    let first = chunk * EnsembleRunner.chunkDraws
    let draws = min(EnsembleRunner.chunkDraws, design.draws - first)
    var values = ChunkValues(
      firstDraw: first, draws: draws, series: series.count,
      estimates: isEstimating ? estimates : 0)
    var figures = QuarterFigures(draws: draws, quarters: model.quarters, groups: model.groups.count)
    let vectors = (min(EnsembleRunner.blockDraws, design.draws) + 7) / 8
    var paths = Paths(plan, vectors: vectors, source: source), done = 0
    while done < draws {
      let used = min(8 * vectors, draws - done)
      simulate(&paths, design, from: first + done, isEstimating: isEstimating) { paths, t in
        figures.recordFlows(paths, t, from: done, used)
      }
      figures.recordLevels(paths, from: done, used)
      recorder.record(paths, .years, into: &values, at: done)
      done += 8 * vectors
    }
    return (values, figures)
  }
}

extension QuarterFigures {
  /// What the next quarter overwrites.
  fileprivate mutating func recordFlows(
    _ paths: borrowing Paths, _ t: Int, from draw: Int, _ used: Int
  ) {
    let layout = paths.layout, S = 0..<layout.sectors
    let share = Lanes(repeating: 1 / Double(layout.sectors))
    for v in 0..<((used + 7) / 8) {
      let (at, lanes) = (draw + 8 * v, min(8, used - 8 * v))
      var entries = Lanes.zero, climate = Lanes.zero
      let muX = paths[layout.row(.muX), v] * quarter
      let cycle = paths[layout.row(.betaX), v] * (paths[layout.x(t - 1), v] - muX)
      let stress = paths[layout.row(.gE), v] * paths[layout.r(t), v]
      for s in S {
        entries += paths[layout.entry(s, 0), v] + paths[layout.entry(s, 1), v]
        let presence = paths[layout.V(s, t - 4), v] - paths[layout.presenceNormal(s), v]
        climate += paths[layout.row(.betaV), v] * presence + cycle + stress
      }
      store(entries, .entries, t, draw: at, lanes: lanes)
      store(climate * share, .entryClimate, t, draw: at, lanes: lanes)
      store(paths[layout.realised, v], .realised, t, draw: at, lanes: lanes)
    }
  }

  fileprivate mutating func recordLevels(
    _ paths: borrowing Paths, from draw: Int, _ used: Int
  ) {
    let layout = paths.layout, S = 0..<layout.sectors
    for v in 0..<((used + 7) / 8) {
      let (at, lanes) = (draw + 8 * v, min(8, used - 8 * v))
      for k in execution.indices {
        let share = paths[layout.row(.execution, k), v]
        for i in 0..<lanes { execution[k][at + i] = share[i] }
      }
      for t in -3...quarters {
        var output = Lanes.zero, firms = Lanes.zero, certified = Lanes.zero
        for s in S {
          output += paths[layout.Q(s, t), v]
          guard t >= 0 else { continue }
          firms += paths[layout.N(s, t), v]
          certified += paths[layout.certified(s, t), v]
        }
        store(output, .output, t, draw: at, lanes: lanes)
        let other = paths[layout.Z(t), v]
        store(other, .otherOutput, t, draw: at, lanes: lanes)
        store(
          output * paths[layout.priceSI(t), v], .nominalOutput, t, draw: at, lanes: lanes)
        store(
          other * paths[layout.priceZ(t), v], .nominalOtherOutput, t, draw: at, lanes: lanes)
        guard t >= 0 else { continue }
        store(firms, .firms, t, draw: at, lanes: lanes)
        store(certified, .certified, t, draw: at, lanes: lanes)
      }
    }
  }
}
