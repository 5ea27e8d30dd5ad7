/// A block of figures that a power of ten parts from what stands before and after it.
struct SwitchedBlock: Sendable {
  let name: String
  let cells: [(row: Int, column: Int)]
  /// The figures are about 10 to this power times what they should be.
  let exponent: Int
  /// Steps at its ends in logarithms to base 10; nil where the series ends.
  let before: Double?
  let after: Double?
  /// The spread of ordinary steps.
  let ordinary: Double?
  /// Whether most units switch together.
  let isWhole: Bool
  /// What speaks for it, where it is a single figure of a quantity that varies too much for steps.
  var figure: FigureEvidence?

  var places: [SwitchedBlocks.Cell] { cells.map { SwitchedBlocks.Cell($0.row, $0.column) } }
}

/// Finds the switched blocks among series that are measured alike.
struct SwitchedBlocks {
  struct Cell: Hashable {
    let row: Int
    let column: Int

    init(_ row: Int, _ column: Int) { (self.row, self.column) = (row, column) }
  }

  private let series: [PanelSeries]
  private var logs: [[Double]]
  private(set) var blocks: [SwitchedBlock] = []
  /// Whether the quantity varies too much for single steps to say anything.
  private(set) var isRestless = false

  /// From here on a step is looked at: a factor of 7, above any growth of a year.
  private static let large = 0.85
  /// Ordinary steps of a factor of 1.4 a year are those of flows, which have far larger ones too.
  private static let restless = 0.15

  /// - Parameters:
  ///   - all: Series that are measured alike.
  ///   - taken: Figures that are known to be off already.
  init(_ all: [PanelSeries], without taken: Set<Cell> = []) {
    // Zeros have no logarithm: true zeros stay out.
    series = all.map { one in
      PanelSeries(
        quantity: one.quantity, pool: one.pool, measure: one.measure, entity: one.entity,
        name: one.name, province: one.province,
        points: one.points.filter { $0.value != 0 && !taken.contains(Cell($0.row, $0.column)) })
    }
    logs = series.map { $0.points.map { commonLogarithm($0.value.magnitude) } }
    findCommon()
    findSingle()
    findWholeSeries()
  }

  // MARK: All units at once

  /// Periods in which most units switch together: a table continued in another unit.
  private mutating func findCommon() {
    let starts = Set(series.flatMap { $0.points.map(\.start) }).sorted()
    guard series.count >= 4, starts.count > 1 else { return }
    let steps = zip(starts, starts.dropFirst()).map { self.steps(from: $0, to: $1) }
    let middles = steps.map { median($0) ?? 0 }
    // What is no switch has to be quiet, else most units do not move together.
    let ordinary = median(middles.filter { exponent($0) == nil }.map(abs)) ?? 0
    guard ordinary < 0.3 else { return }
    var offset = 0, offsets: [Int: Int] = [starts[0]: 0]
    for place in steps.indices {
      let middle = middles[place]
      let spread = median(steps[place].map { abs($0 - middle) }) ?? 1
      let enough = steps[place].count >= 4 && steps[place].count * 2 >= series.count
      if enough, let exponent = [2, 3, 6].first(where: { abs(abs(middle) - Double($0)) <= 0.3 }),
        spread <= (exponent == 2 ? 0.2 : 0.35)
      {
        offset += middle > 0 ? exponent : -exponent
      }
      offsets[starts[place + 1]] = offset
    }
    take(offsets, starts, middles)
  }

  private func steps(from: Int, to: Int) -> [Double] {
    series.indices.compactMap { s in
      guard let i = series[s].points.firstIndex(where: { $0.start == from }),
        i + 1 < series[s].points.count, series[s].points[i + 1].start == to
      else { return nil }
      return logs[s][i + 1] - logs[s][i]
    }
  }

  private mutating func take(_ offsets: [Int: Int], _ starts: [Int], _ middles: [Double]) {
    guard let base = commonest(starts.map { offsets[$0] ?? 0 }) else { return }
    for exponent in Set(offsets.values).subtracting([base]).sorted() {
      let periods = Set(starts.filter { offsets[$0] == exponent })
      var cells: [(row: Int, column: Int)] = []
      for s in series.indices {
        for (i, point) in series[s].points.enumerated() where periods.contains(point.start) {
          cells.append((point.row, point.column))
          logs[s][i] -= Double(exponent - base)
        }
      }
      let first = starts.firstIndex { periods.contains($0) } ?? 0
      let last = starts.lastIndex { periods.contains($0) } ?? 0
      blocks.append(
        SwitchedBlock(
          name: "", cells: cells.sorted { $0 < $1 }, exponent: exponent - base,
          before: first > 0 ? middles[first - 1] : nil,
          after: last < middles.count ? middles[last] : nil, ordinary: nil, isWhole: true))
    }
  }

  private func commonest(_ values: [Int]) -> Int? {
    let counts = Dictionary(grouping: values) { $0 }.mapValues(\.count)
    return values.max { counts[$0, default: 0] < counts[$1, default: 0] }
  }

  // MARK: One unit

  private mutating func findSingle() {
    let steps = series.indices.map { s in
      zip(logs[s], logs[s].dropFirst()).map { $1 - $0 }
    }
    let all = steps.flatMap { $0 }
    guard all.count >= 3 else { return }
    let trend = median(all.filter { abs($0) < Self.large }) ?? 0
    // The 40 % point, since in short series two of five steps may be those of one wrong figure;
    // 0.5244 makes it the standard deviation of a normal law.
    let spread = max(0.02, (quantile(all.map { abs($0 - trend) }, 0.4) ?? 1) / 0.5244)
    let odd = all.count { abs($0 - trend) >= Self.large && exponent($0 - trend) == nil }
    isRestless = odd > max(1, all.count * 3 / 100) || spread > Self.restless
    let isCount = series.allSatisfy { $0.points.allSatisfy { $0.value == $0.value.rounded() } }
    for s in series.indices {
      blocks += find(s, steps[s], trend, spread, isCount: isCount)
    }
  }

  /// The power of ten that a step is near to; nil if it is near to none.
  ///
  /// The margins leave room for the growth of a good year (a factor of 1.4, 1.8, 2.5 and 4) and
  /// are small beside the power itself.
  private func exponent(_ step: Double) -> Int? {
    let margins = [(1, 0.15), (2, 0.25), (3, 0.4), (6, 0.6)]
    guard let found = margins.first(where: { abs(abs(step) - Double($0.0)) <= $0.1 }) else {
      return nil
    }
    return step > 0 ? found.0 : -found.0
  }

  private func find(
    _ s: Int, _ steps: [Double], _ trend: Double, _ spread: Double, isCount: Bool
  ) -> [SwitchedBlock] {
    let ordinary = steps.map { $0 - trend }.filter { abs($0) < Self.large }
    let own = ordinary.count >= 4 ? 1.4826 * (median(ordinary.map(abs)) ?? 0) : 0
    let usual = max(spread, own)
    var levels = [0], reach = [Double]()
    for (i, step) in steps.enumerated() {
      // A count of n varies by about √n: in logarithms 0.434/√n.
      let (a, b) = (series[s].points[i].value.magnitude, series[s].points[i + 1].value.magnitude)
      let noise = (usual * usual + (isCount ? 0.1886 * (1 / a + 1 / b) : 0)).squareRoot()
      let found = exponent(step - trend) ?? 0
      reach.append(Double(abs(found)) / noise)
      levels.append(levels[i] + (abs(Double(found)) >= 5 * noise ? found : 0))
    }
    guard let base = commonest(levels) else { return [] }
    return blocks(levels, base: base).filter { block in
      isConvincing(
        block, levels, reach, base: base, isRestless: isRestless || usual > Self.restless)
    }.map { block in
      SwitchedBlock(
        name: series[s].name,
        cells: block.map { (series[s].points[$0].row, series[s].points[$0].column) },
        exponent: levels[block.lowerBound] - base,
        before: block.lowerBound > 0 ? steps[block.lowerBound - 1] : nil,
        after: block.upperBound <= steps.count ? steps[block.upperBound - 1] : nil,
        ordinary: usual, isWhole: false)
    }
  }

  /// Runs of one level other than `base`.
  private func blocks(_ levels: [Int], base: Int) -> [Range<Int>] {
    var found: [Range<Int>] = [], start = 0
    for i in 1...levels.count where i == levels.count || levels[i] != levels[start] {
      if levels[start] != base { found.append(start..<i) }
      start = i
    }
    return found
  }

  /// Whether a block is too far off to be a genuine change.
  ///
  /// Going up and coming back by the same power is hardly ever genuine; staying there may be (a
  /// plant that begins to work), so that a block at an end of the series has to be further from
  /// what is usual, and a factor of 10 there is never taken for a switch.
  private func isConvincing(
    _ block: Range<Int>, _ levels: [Int], _ reach: [Double], base: Int,
    isRestless: Bool
  ) -> Bool {
    let power = abs(levels[block.lowerBound] - base)
    let ends = [block.lowerBound - 1, block.upperBound - 1].filter { reach.indices.contains($0) }
    let least = ends.map { reach[$0] }.min() ?? 0
    let returns =
      ends.count == 2 && block.lowerBound > 0 && block.upperBound < levels.count
      && levels[block.lowerBound - 1] == base && levels[block.upperBound] == base
    // Flows leave their level and come back of themselves; one figure is weighed by itself.
    if isRestless { return block.count > 1 && power >= 3 && least >= (returns ? 8 : 12) }
    switch power {
    case 1: return returns && least >= 12
    case 2: return least >= (returns ? 6 : 8)
    case 3, 6: return least >= (returns ? 5 : 6)
    default: return false
    }
  }

  // MARK: A whole series

  /// Units whose whole series is off, where units lie close together, as shares and indices do.
  private mutating func findWholeSeries() {
    let flagged = Set(blocks.flatMap(\.places))
    let middles = logs.map { median($0) ?? 0 }
    for (s, exponent) in UnitSwitchCheck.outliers(middles) {
      let cells = series[s].points.map { (row: $0.row, column: $0.column) }
        .filter { !flagged.contains(Cell($0.row, $0.column)) }
      guard !cells.isEmpty else { continue }
      blocks.append(
        SwitchedBlock(
          name: series[s].name, cells: cells, exponent: exponent, before: nil, after: nil,
          ordinary: nil, isWhole: false))
    }
  }
}
