/// Every state of one draw at the end of one quarter, and its flows within it.
///
/// Arrays run sector first, then ownership (domestic, foreign). Units: `SimulationModel`.
public struct QuarterState: Sendable, Equatable {
  public let quarter: Int
  public let U: [[Double]]
  public let C: [[Double]]
  public let entry: [[Double]]
  /// Exits by sector, all groups of firms together.
  public let exit: [Double]
  /// A + A2 by sector.
  public let certified: [Double]
  public let lapsed: [Double]
  public let certifiedEntrants: [[Double]]
  public let K: [Double]
  public let KB: [Double]
  public let V: [Double]
  /// Foreign firms over all firms of the sector at the start of the quarter.
  public let foreignShareAtStart: [Double]
  public let Q: [Double]
  /// Log growth of incumbents (g in E10).
  public let growth: [Double]
  public let x: Double
  public let r: Double
  public let Z: Double
  public let R: Double
  public let I: Double
  /// By group.
  public let T: [Double]
  /// Group × sector.
  public let M: [[Double]]

  public var firms: Double { (U + C).flatMap { $0 }.reduce(0, +) }
  public var certifiedFirms: Double { C.flatMap { $0 }.reduce(0, +) }
}

/// One draw, replayed alone: its states quarter by quarter and its recorded series.
public struct Replay: Sendable {
  public let quarters: [QuarterState]
  private let values: ChunkValues
  private let list: SeriesList

  /// Replays one draw: the same numbers as in any ensemble that holds it.
  ///
  /// - Parameters:
  ///   - model: The model whose draw it is.
  ///   - seed: The seed of the ensemble.
  ///   - sampling: Its sampling.
  ///   - shock: The draw's shock index.
  ///   - parameter: Its parameter index; the same unless the design is nested.
  public init(
    _ model: PreparedModel, seed: UInt64, sampling: SamplingMethod = .plain, shock: UInt64 = 0,
    parameter: UInt64 = 0
  ) {
    let design = Design(
      draws: 1, shocksPerParameter: 1, firstParameter: parameter, firstShock: shock)
    let source = RandomSource(seed: seed, sampling: sampling)
    var paths = Paths(model.plan, vectors: 1, source: source)
    var quarters: [QuarterState] = []
    model.simulate(&paths, design, from: 0) { paths, t in
      quarters.append(QuarterState(paths, t))
    }
    var values = ChunkValues(firstDraw: 0, draws: 1, series: model.series.count)
    model.recorder.record(paths, .everything, into: &values, at: 0)
    (self.quarters, self.values, list) = (quarters, values, model.series)
  }

  /// Whether the draw left the range that can be computed in some quarter; series that end in or
  /// after it are then NaN.
  public var isFailed: Bool { values.failures > 0 }

  /// The value of a recorded series; nil if it is not recorded.
  public subscript(series: Series) -> Double? { list[series].flatMap { values[$0].first } }
}

extension QuarterState {
  fileprivate init(_ paths: borrowing Paths, _ t: Int) {
    let layout = paths.layout
    let S = 0..<layout.sectors, G = 0..<layout.groups
    func cells(_ row: (Int, Int) -> Int) -> [[Double]] {
      S.map { s in (0..<2).map { o in paths[row(s, o), draw: 0] } }
    }
    func bySector(_ row: (Int) -> Int) -> [Double] { S.map { paths[row($0), draw: 0] } }
    func sums(_ tables: [[Double]]...) -> [Double] {
      S.map { s in tables.reduce(0) { $0 + $1[s][0] + $1[s][1] } }
    }
    quarter = t
    U = cells(layout.U)
    C = cells(layout.C)
    entry = cells(layout.entry)
    exit = sums(cells(layout.exitU), cells(layout.exitC))
    certified = zip(sums(cells(layout.own)), bySector(layout.programme)).map { $0 + $1 }
    lapsed = sums(cells(layout.lapse))
    certifiedEntrants = cells(layout.certifiedEntry)
    K = bySector(layout.K)
    KB = bySector(layout.KB)
    V = bySector { layout.V($0, t) }
    foreignShareAtStart = bySector(layout.H)
    Q = bySector { layout.Q($0, t) }
    growth = bySector(layout.growth)
    x = paths[layout.x(t), draw: 0]
    r = paths[layout.r(t), draw: 0]
    Z = paths[layout.Z(t), draw: 0]
    R = paths[layout.R(t), draw: 0]
    I = paths[layout.realised, draw: 0]
    T = G.map { paths[layout.T($0, t), draw: 0] }
    M = G.map { k in S.map { paths[layout.M(k, $0), draw: 0] } }
  }
}
