public import Simulation

/// The first draws of an ensemble, kept one by one: for `draws.bin` and for paired designs.
public struct KeptDraws: Sendable {
  /// Which series are kept.
  public let series: [Series]
  /// By kept series, one number a draw.
  public private(set) var values: [[Double]]
  /// By target, what each draw tells of its chance (``TargetDraws/chances``); empty where none were
  /// added.
  public private(set) var chances: [[Double]] = []
  /// How many draws are kept at most.
  public private(set) var limit: Int
  private let rows: [Int]

  /// Keeps the first `limit` draws of the yearly series and the start.
  public init(_ model: PreparedModel, limit: Int) {
    self.limit = limit
    series = Self.kept(of: model.series)
    rows = series.compactMap { model.series[$0] }
    values = series.map { _ in [] }
  }

  /// The series that are kept of those recorded.
  public static func kept(of list: SeriesList) -> [Series] {
    list.series.filter {
      if case .quarter = $0.period { false } else { true }
    }
  }

  public var count: Int { values.first?.count ?? 0 }

  /// The first `limit` of them, without a copy where that is all.
  package func first(_ limit: Int) -> KeptDraws {
    var some = self
    some.limit = min(limit, self.limit)
    if count > limit {
      some.values = values.map { Array($0.prefix(limit)) }
      some.chances = chances.map { Array($0.prefix(limit)) }
    }
    return some
  }

  /// Adds a chunk.
  ///
  /// - Parameters:
  ///   - chunk: The next draws of an ensemble.
  ///   - told: By target, what they tell of its chance; of every chunk or of none.
  public mutating func add(_ chunk: ChunkValues, telling told: [TargetDraws] = []) {
    let room = limit - count
    guard room > 0 else { return }
    if chances.isEmpty { chances = told.map { _ in [] } }
    for (i, told) in told.enumerated() { chances[i].append(contentsOf: told.chances.prefix(room)) }
    for (i, row) in rows.enumerated() { values[i].append(contentsOf: chunk[row].prefix(room)) }
  }
}
