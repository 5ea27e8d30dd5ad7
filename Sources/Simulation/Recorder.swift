import NumericKernels
import ReachModel

/// Reads the outcomes off a finished block of paths.
///
/// Definitions: model, section 1, and model-clarifications, items 24 to 27.
struct Recorder: Sendable {
  let list: SeriesList
  private let places: Places
  private let sectors: Int
  private let quarters: Int
  /// The last quarter that each series depends on.
  private let ends: [Int]

  init(_ model: SimulationModel) {
    (sectors, quarters) = (model.sectors.count, model.quarters)
    list = SeriesList(of: model)
    places = Places(list, sectors: sectors, quarters: quarters)
    ends = list.series.map(\.period.lastQuarter)
  }

  /// Where the series stand, looked up once: every draw writes all of them.
  private struct Places: Sendable {
    struct Outcomes: Sendable {
      var firms = 0, certified = 0, certifiedShare = 0, share = 0, growth = 0

      init(_ list: SeriesList, _ period: Series.Period, sector: Int? = nil) {
        func place(_ outcome: Outcome) -> Int {
          // At the start there is no growth; nothing is written there.
          list[Series(outcome, period, sector: sector)] ?? -1
        }
        firms = place(.firms)
        certified = place(.certified)
        certifiedShare = place(.certifiedShare)
        share = place(.share)
        growth = place(.growth)
      }
    }

    /// By quarter, 0 being the start.
    let quarters: [Outcomes]
    /// By year, then all sectors together and each sector.
    let years: [[Outcomes]]
    /// By year, in the order of `yearTotals`.
    let totals: [[Int]]

    init(_ list: SeriesList, sectors: Int, quarters: Int) {
      self.quarters = (0...quarters).map { Outcomes(list, $0 == 0 ? .start : .quarter($0)) }
      years = (1...(quarters / 4)).map { y in
        ([nil] + Array(0..<sectors)).map { Outcomes(list, .year(y), sector: $0) }
      }
      totals = (1...(quarters / 4)).map { y in
        Recorder.yearTotals.map { list[Series($0, .year(y))] ?? -1 }
      }
    }
  }

  /// The reported counts stand last.
  private static let yearTotals: [Series.Quantity] = [
    .output, .shareBefore, .manufacturingGrowth, .otherManufacturingGrowth, .logShareRatio,
    .logGrowth, .logInflation,
    .logManufacturingGrowth, .logManufacturingInflation, .stressQuarters, .reportedFirms,
    .reportedCertified,
  ]

  static func series(sectors: Int, quarters: Int) -> [Series] {
    var all: [Series] = []
    for outcome in [Outcome.firms, .certified, .certifiedShare, .share] {
      all.append(Series(outcome, .start))
    }
    for t in 1...quarters {
      for outcome in Outcome.allCases { all.append(Series(outcome, .quarter(t))) }
    }
    for y in 1...(quarters / 4) {
      for outcome in Outcome.allCases {
        all.append(Series(outcome, .year(y)))
        for s in 0..<sectors { all.append(Series(outcome, .year(y), sector: s)) }
      }
      for quantity in yearTotals { all.append(Series(quantity, .year(y))) }
    }
    return all
  }

  /// Writes the block's draws into `chunk` from `draw` on.
  func record(
    _ paths: borrowing Paths, _ scope: RecordingScope, into chunk: inout ChunkValues, at draw: Int
  ) {
    let used = min(8 * paths.vectors, chunk.draws - draw)
    recordCounts(paths, scope, &chunk, draw, used)
    if scope == .everything { recordReported(paths, &chunk, draw, used) }
    for v in 0..<((used + 7) / 8) {
      let place = Place(v: v, draw: draw + 8 * v, lanes: min(8, used - 8 * v))
      recordShares(paths, scope, &chunk, place)
      for y in 1...(quarters / 4) { recordYear(paths, y, &chunk, place) }
      fail(failure(paths, v), &chunk, place)
      for i in 0..<chunk.estimateCount {
        chunk.storeEstimate(
          paths[paths.layout.estimate(i), v], place: i, draw: place.draw, lanes: place.lanes)
      }
    }
  }

  /// Output of a sector, and of all manufacturing, lies within these bounds (billion VND) wherever
  /// a number can mean anything; between them no ratio of two sums overflows.
  private static let computable = 0x1p-500...0x1p500

  /// The first quarter in which a count, a parameter or some output left the range that can be
  /// computed; +∞ where all could.
  ///
  /// Nothing stands without its history: a failure there is one of quarter 0.
  private func failure(_ paths: borrowing Paths, _ v: Int) -> Lanes {
    let layout = paths.layout
    var first = paths[layout.failure, v]
    for t in -3...quarters {
      var isComputable = first .>= 0
      func require(_ value: Lanes) {
        isComputable .&= value .>= Self.computable.lowerBound
        isComputable .&= value .<= Self.computable.upperBound
      }
      var levels = paths[layout.Z(t), v] * paths[layout.priceZ(t), v]
      for s in 0..<sectors {
        let Q = paths[layout.Q(s, t), v]
        require(Q)
        levels += Q * paths[layout.priceSI(t), v]
        guard t >= 0 else { continue }
        // Certified firms are among the firms: a finite number of these bounds both.
        isComputable .&= paths[layout.N(s, t), v] .< .infinity
        isComputable .&= paths[layout.certified(s, t), v] .>= 0
      }
      require(levels)
      let quarter = Double(max(0, t))
      first.replace(with: quarter, where: .!isComputable .& (first .> quarter))
    }
    return first
  }

  private func fail(_ first: Lanes, _ chunk: inout ChunkValues, _ place: Place) {
    for lane in 0..<place.lanes where first[lane] <= Double(quarters) {
      chunk.fail(place.draw + lane, rows: ends.indices.filter { Double(ends[$0]) >= first[lane] })
    }
  }

  /// Eight draws: their group in the block and their first place in the chunk.
  private struct Place {
    let v: Int
    let draw: Int
    let lanes: Int
  }

  private func put(_ value: Lanes, _ series: Int, _ chunk: inout ChunkValues, _ place: Place) {
    chunk.store(value, series: series, draw: place.draw, lanes: place.lanes)
  }

  private func recordCounts(
    _ paths: borrowing Paths, _ scope: RecordingScope, _ chunk: inout ChunkValues, _ draw: Int,
    _ used: Int
  ) {
    for t in 0...quarters where scope == .everything || t % 4 == 0 {
      let year = t > 0 && t % 4 == 0 ? places.years[t / 4 - 1] : nil
      for v in 0..<((used + 7) / 8) {
        let place = Place(v: v, draw: draw + 8 * v, lanes: min(8, used - 8 * v))
        var N = Lanes.zero, C = Lanes.zero
        for s in 0..<sectors {
          let firms = paths.buffer[paths.layout.N(s, t), v]
          let holders = paths.buffer[paths.layout.certified(s, t), v]
          N += firms
          C += holders
          if let year { putCounts(firms, holders, year[s + 1], &chunk, place) }
        }
        putCounts(N, C, places.quarters[t], &chunk, place)
        if let year { putCounts(N, C, year[0], &chunk, place) }
      }
    }
  }

  private func putCounts(
    _ N: Lanes, _ C: Lanes, _ places: Places.Outcomes, _ chunk: inout ChunkValues, _ place: Place
  ) {
    put(N, places.firms, &chunk, place)
    put(C, places.certified, &chunk, place)
    let share = (C / N).replacing(with: 0, where: N .<= 0)
    put(share, places.certifiedShare, &chunk, place)
  }

  private func recordReported(
    _ paths: borrowing Paths, _ chunk: inout ChunkValues, _ draw: Int, _ used: Int
  ) {
    let firms = paths.scratch(1), certified = paths.scratch(2)
    for y in 1...(quarters / 4) {
      Measurement().report(paths, at: 4 * y, firms: firms, certified: certified)
      for v in 0..<((used + 7) / 8) {
        let place = Place(v: v, draw: draw + 8 * v, lanes: min(8, used - 8 * v))
        put(paths[firms, v], places.totals[y - 1][Self.yearTotals.count - 2], &chunk, place)
        put(paths[certified, v], places.totals[y - 1][Self.yearTotals.count - 1], &chunk, place)
      }
    }
  }

  /// Shares and growth quarter by quarter, and the share of the year before the plan.
  private func recordShares(
    _ paths: borrowing Paths, _ scope: RecordingScope, _ chunk: inout ChunkValues, _ place: Place
  ) {
    for t in 1...quarters where scope == .everything {
      let now = sums(paths, t...t, place.v), before = sums(paths, (t - 4)...(t - 4), place.v)
      let share = now.nominalSI / (now.nominalSI + now.nominalOther)
      put(share, places.quarters[t].share, &chunk, place)
      put(now.SI / before.SI - 1, places.quarters[t].growth, &chunk, place)
    }
    let history = sums(paths, -3...0, place.v)
    let share = history.nominalSI / (history.nominalSI + history.nominalOther)
    put(share, places.quarters[0].share, &chunk, place)
  }

  private func recordYear(
    _ paths: borrowing Paths, _ y: Int, _ chunk: inout ChunkValues, _ place: Place
  ) {
    let now = sums(paths, (4 * y - 3)...(4 * y), place.v)
    let before = sums(paths, (4 * y - 7)...(4 * y - 4), place.v)
    let nominal = now.nominalSI + now.nominalOther
    let nominalBefore = before.nominalSI + before.nominalOther
    let share = now.nominalSI / nominal, shareBefore = before.nominalSI / nominalBefore
    let growth = now.SI / before.SI
    let growthM = (now.SI + now.other) / (before.SI + before.other)
    put(share, places.years[y - 1][0].share, &chunk, place)
    put(growth - 1, places.years[y - 1][0].growth, &chunk, place)
    let totals = [
      now.SI, shareBefore, growthM - 1, now.other / before.other - 1,
      naturalLogarithm(share / shareBefore),
      naturalLogarithm(growth), naturalLogarithm(now.nominalSI / before.nominalSI / growth),
      naturalLogarithm(growthM), naturalLogarithm(nominal / nominalBefore / growthM),
      stressQuarters(paths, y, place.v),
    ]
    for (value, row) in zip(totals, places.totals[y - 1]) { put(value, row, &chunk, place) }
    recordSectors(paths, y, nominal: nominal, &chunk, place)
  }

  private func stressQuarters(_ paths: borrowing Paths, _ y: Int, _ v: Int) -> Lanes {
    var count = Lanes.zero
    for t in (4 * y - 3)...(4 * y) { count += paths[paths.layout.r(t), v] }
    return count
  }

  private func recordSectors(
    _ paths: borrowing Paths, _ y: Int, nominal: Lanes, _ chunk: inout ChunkValues, _ place: Place
  ) {
    for s in 0..<sectors {
      let now = sums(paths, (4 * y - 3)...(4 * y), place.v, only: s)
      let before = sums(paths, (4 * y - 7)...(4 * y - 4), place.v, only: s)
      put(now.nominalSI / nominal, places.years[y - 1][s + 1].share, &chunk, place)
      put(now.SI / before.SI - 1, places.years[y - 1][s + 1].growth, &chunk, place)
    }
  }

  /// Output of SI and of other manufacturing over some quarters, at constant and current prices.
  private struct Sums {
    var SI = Lanes.zero, other = Lanes.zero
    var nominalSI = Lanes.zero, nominalOther = Lanes.zero
  }

  private func sums(
    _ paths: borrowing Paths, _ span: ClosedRange<Int>, _ v: Int, only sector: Int? = nil
  ) -> Sums {
    let layout = paths.layout
    var sums = Sums()
    for t in span {
      var Q = Lanes.zero
      for s in 0..<sectors where sector == nil || sector == s { Q += paths[layout.Q(s, t), v] }
      let Z = paths[layout.Z(t), v]
      sums.SI += Q
      sums.other += Z
      sums.nominalSI += Q * paths[layout.priceSI(t), v]
      sums.nominalOther += Z * paths[layout.priceZ(t), v]
    }
    return sums
  }
}

/// How much of each draw is recorded.
public enum RecordingScope: Sendable {
  case everything
  /// The start and the years only, without reported counts; the other series stay 0.
  case years
}

/// The recorded values of consecutive draws: series by series.
///
/// A draw fails in the quarter in which its parameters lead out of the range that can be computed:
/// output that is not positive and finite or, where events are drawn, more than 2³¹ firms or events.
/// What ends before that quarter stands; from it on its values are NaN: whether it holds a target is not known, and
/// summaries leave it out (decision 0022).
public struct ChunkValues: Sendable {
  /// The first draw of the chunk, counted within its design.
  public let firstDraw: Int
  public let draws: Int
  /// How many of the draws failed in some quarter.
  public private(set) var failures = 0
  private var values: [Double]
  private var estimated: [Double]
  /// From one series to the next.
  ///
  /// A line of cache more than the draws take: rows a power of two apart would compete for the same
  /// few lines.
  private let stride: Int

  init(firstDraw: Int, draws: Int, series: Int, estimates: Int = 0) {
    (self.firstDraw, self.draws) = (firstDraw, draws)
    stride = draws + 8
    values = Array(repeating: 0, count: stride * series)
    estimated = Array(repeating: 0, count: draws * estimates)
  }

  /// One number a draw whose mean is P(target), for the target at `place` among those estimated.
  ///
  /// NaN where nothing better than counting is known; empty where none are estimated.
  public func estimates(_ place: Int) -> ArraySlice<Double> {
    estimated.isEmpty ? [] : estimated[(place * draws)..<((place + 1) * draws)]
  }

  var estimateCount: Int { draws > 0 ? estimated.count / draws : 0 }

  mutating func storeEstimate(_ lanes: Lanes, place: Int, draw: Int, lanes count: Int) {
    for i in 0..<count { estimated[place * draws + draw + i] = lanes[i] }
  }

  /// The values of one series, one a draw.
  public subscript(series: Int) -> ArraySlice<Double> {
    values[(series * stride)..<(series * stride + draws)]
  }

  /// The values of one series in the draws that had not failed by then.
  public func valid(_ series: Int) -> ArraySlice<Double> {
    failures == 0 ? self[series] : self[series].filter { !$0.isNaN }[...]
  }

  /// These values less those of another model, series by series.
  ///
  /// - Parameter base: A chunk of the same draws and series.
  /// - Returns: The differences, NaN where either draw failed; estimates are left out.
  public func subtracting(_ base: ChunkValues) -> ChunkValues {
    precondition(
      firstDraw == base.firstDraw && draws == base.draws && values.count == base.values.count,
      "draws \(firstDraw) and \(base.firstDraw)")
    var difference = self
    difference.estimated = []
    difference.failures = max(failures, base.failures)
    for i in values.indices { difference.values[i] = values[i] - base.values[i] }
    return difference
  }

  /// Marks a draw as failed: the values of `rows` are not known.
  mutating func fail(_ draw: Int, rows: [Int]) {
    failures += 1
    for row in rows { values[row * stride + draw] = .nan }
  }

  mutating func store(_ lanes: Lanes, series: Int, draw: Int, lanes count: Int) {
    let start = series * stride + draw
    for i in 0..<count { values[start + i] = lanes[i] }
  }
}
