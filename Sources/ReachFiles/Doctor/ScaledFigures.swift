/// Finds single figures that are a power of ten off in quantities that vary too much for steps to
/// say anything, as yearly flows do.
///
/// Each figure is compared with what its unit's other periods, the periods beside it, or another
/// quantity of the same unit and period let one expect, whichever lies closest to the figures of
/// the quantity as a whole. The rest is weighed by ``FigureEvidence``.
struct ScaledFigures {
  private(set) var blocks: [SwitchedBlock] = []

  private let examined: ExaminedTable
  /// The pools that are searched, and all that they may be compared with.
  private let pools: [FigurePool]

  /// - Parameters:
  ///   - series: By pool; only those that vary so much are searched, the others are compared with.
  ///   - examined: The table.
  init(_ series: [SearchedPool], _ examined: ExaminedTable) {
    self.examined = examined
    pools = series.map { FigurePool($0.series, examined) }
    var found: [Found] = []
    for (place, pool) in pools.enumerated() where series[place].steps.isRestless {
      // A period in which all units switch is one matter, not one for each unit.
      let known = Set(series[place].steps.blocks.filter(\.isWhole).flatMap(\.places))
      found += figures(of: pool, place).filter { !known.contains($0.cell) }
    }
    blocks = found.filter { one in
      // A wrong figure makes those it is compared with look wrong the other way.
      !found.contains {
        $0.key == one.key && $0.exponent == -one.exponent && $0.evidence.total > one.evidence.total
      }
    }.map { one in
      SwitchedBlock(
        name: one.name, cells: [(one.cell.row, one.cell.column)], exponent: one.exponent,
        before: nil, after: nil, ordinary: nil, isWhole: false, figure: one.evidence)
    }
  }

  private struct Found {
    let key: FigurePool.Key
    let name: String
    let cell: SwitchedBlocks.Cell
    let exponent: Int
    let evidence: FigureEvidence
  }

  /// Twenty figures are the fewest whose spread, in several units, says something.
  private static let fewest = 20

  private func figures(of pool: FigurePool, _ place: Int) -> [Found] {
    guard pool.logs.count >= Self.fewest else { return [] }
    let expectations = expectations(of: pool, place)
    let level = pool.level()
    return pool.points.compactMap { point in
      guard let log = pool.logs[point.key],
        let number = examined.content(point.cell.row, point.cell.column).number,
        let basis = expectations.first(where: { $0.expected[point.key] != nil }),
        let expected = basis.expected[point.key]
      else { return nil }
      let weighed = [3, -3, 6, -6].map { exponent -> (exponent: Int, evidence: FigureEvidence) in
        let writing = pool.writing.evidence(number, exponent: exponent, decimal: pool.decimal)
        let evidence = FigureEvidence(
          expected: expected, expectation: basis.kind, spread: basis.spread,
          size: FigureEvidence.size(log - expected, exponent: exponent, spread: basis.spread),
          writing: writing.digits,
          level: exponent > 0 && level?.key == point.key ? level?.digits ?? 0 : 0,
          pattern: writing.pattern)
        return (exponent, evidence)
      }
      guard let best = weighed.max(by: { $0.evidence.total < $1.evidence.total }),
        best.evidence.isConvincing
      else { return nil }
      return Found(
        key: point.key, name: point.name, cell: point.cell, exponent: best.exponent,
        evidence: best.evidence)
    }
  }

  // MARK: What is expected

  private struct Basis {
    let kind: FigureEvidence.Expectation
    let expected: [FigurePool.Key: Double]
    let spread: Double
  }

  /// What the figures of a pool can be compared with, the closest first.
  private func expectations(of pool: FigurePool, _ place: Int) -> [Basis] {
    var all: [(FigureEvidence.Expectation, [FigurePool.Key: Double])] = [
      (.ownMedian, pool.ownMedians()), (.neighbours, pool.neighbours()),
    ]
    for (other, related) in pools.enumerated() where other != place {
      all.append((.related(related.name), pool.expected(from: related)))
    }
    return all.compactMap { kind, expected in
      let distances = expected.compactMap { key, value in pool.logs[key].map { abs($0 - value) } }
      guard distances.count >= Self.fewest, let middle = median(distances),
        let far = quantile(distances, 0.9)
      else { return nil }
      // The median and the 90 % point of |t| for three degrees of freedom: whichever shows the
      // wider law, since rare years of flows are wider than their middle lets one expect. No flow is
      // known to within a quarter.
      let spread = max(0.1, middle / 0.7649, far / 2.3534)
      return Basis(kind: kind, expected: expected, spread: spread)
    }.sorted { $0.spread < $1.spread }
  }
}

/// Series that are measured alike, with what their steps show.
struct SearchedPool {
  let series: [PanelSeries]
  let steps: SwitchedBlocks
}

/// The figures of one pool in common logarithms.
struct FigurePool {
  /// One unit at one time.
  struct Key: Hashable {
    let entity: String
    let start: Int
  }

  struct Point {
    let key: Key
    let name: String
    let cell: SwitchedBlocks.Cell
  }

  /// The quantity, for people.
  let name: String
  let decimal: NumberMark
  let points: [Point]
  let logs: [Key: Double]
  let writing: FigureWriting
  private let series: [[Key]]

  init(_ all: [PanelSeries], _ examined: ExaminedTable) {
    let quantity = all.first?.quantity
    name = all.first?.measure ?? ""
    decimal = quantity.map { examined.readings[$0].decimal } ?? .dot
    var points: [Point] = [], logs: [Key: Double] = [:], keys: [[Key]] = []
    for one in all {
      var own: [Key] = []
      // Zeros have no logarithm: true zeros stay out.
      for point in one.points where point.value != 0 {
        let key = Key(entity: one.entity, start: point.start)
        points.append(
          Point(key: key, name: one.name, cell: SwitchedBlocks.Cell(point.row, point.column)))
        logs[key] = commonLogarithm(point.value.magnitude)
        own.append(key)
      }
      keys.append(own)
    }
    (self.points, self.logs, series) = (points, logs, keys)
    writing = FigureWriting(
      points.compactMap { examined.content($0.cell.row, $0.cell.column).number }, decimal: decimal)
  }

  /// Four figures are the fewest of which one can be compared with the median of the others.
  private static let fewestOfUnit = 4

  /// For each figure the median of the unit's others.
  func ownMedians() -> [Key: Double] { withoutOne(logs) }

  private func withoutOne(_ values: [Key: Double]) -> [Key: Double] {
    var found: [Key: Double] = [:]
    for keys in series {
      let known = keys.filter { values[$0] != nil }
      guard known.count >= Self.fewestOfUnit else { continue }
      for key in known {
        found[key] = median(known.compactMap { $0 == key ? nil : values[$0] })
      }
    }
    return found
  }

  /// For each figure the mean of those before and after; at an end that of the one beside it.
  func neighbours() -> [Key: Double] {
    var found: [Key: Double] = [:]
    for keys in series where keys.count >= Self.fewestOfUnit {
      for (i, key) in keys.enumerated() {
        let beside = [i - 1, i + 1].filter(keys.indices.contains).compactMap { logs[keys[$0]] }
        found[key] = beside.reduce(0, +) / Double(beside.count)
      }
    }
    return found
  }

  /// For each figure what the same unit and time have in another pool, moved by the unit's usual
  /// ratio.
  func expected(from other: FigurePool) -> [Key: Double] {
    var ratios: [Key: Double] = [:]
    for (key, log) in logs {
      if let related = other.logs[key] { ratios[key] = log - related }
    }
    return withoutOne(ratios).reduce(into: [:]) { found, item in
      if let related = other.logs[item.key] { found[item.key] = item.value + related }
    }
  }

  /// Most digits that lying above all others counts: the tail above them is a guess.
  private static let highest = 2.0

  /// The largest figure, and how unlikely it is that far above the second, in digits.
  ///
  /// The upper tenth of the logarithms is taken for exponential, with the mean excess of all but the
  /// largest (Hill's estimator). Thirty figures are the fewest that have an upper tenth.
  func level() -> (key: Key, digits: Double)? {
    guard logs.count >= 30, let top = points.max(by: { logs[$0.key] ?? 0 < logs[$1.key] ?? 0 }),
      let largest = logs[top.key]
    else { return nil }
    let others = logs.filter { $0.key != top.key }.values.sorted(by: >)
    let tail = others.prefix(max(5, others.count / 10) + 1)
    guard let second = tail.first, let base = tail.last else { return nil }
    let excess = tail.dropLast().reduce(0) { $0 + $1 - base } / Double(tail.count - 1)
    // log10 e, since the excess is that of an exponential law.
    let digits = (largest - second) / max(0.1, excess) * 0.4343
    return (top.key, min(Self.highest, digits))
  }
}
