import Assessment
import Foundation
import ReachEngine
import ReachModel
import Simulation
import Testing

/// What indicators measure, beside paths that are replayed one by one.
///
/// 10⁻⁹ is far above the rounding of sums in another order, and far below any mistake.
@Suite("What indicators measure")
struct TrackingMeasureTests {
  private static let draws = 32

  /// By figure, what tracking expects of the first draws; and those draws replayed.
  private func measured(
    _ tracked: TrackingCase, _ model: SimulationModel, _ figures: [ObservedFigure]
  ) throws -> (expected: [[Double]], paths: [Replay]) {
    let study = tracked.model.study
    let ensemble = try TrackedDraws(
      model, study.targets, figures, planYear: study.planYear,
      runner: EnsembleRunner(seed: 7, threads: 1), draws: Self.draws)
    let prepared = PreparedModel(model)
    let paths = (0..<Self.draws).map {
      Replay(prepared, seed: 7, shock: UInt64($0), parameter: UInt64($0))
    }
    return (ensemble.expected, paths)
  }

  private func expectSame(_ expected: [Double], _ other: [Double]) {
    #expect(expected.count == other.count && Set(expected).count > 1)
    for (a, b) in zip(expected, other) { #expect(abs(a - b) < 1e-9) }
  }

  @Test("growth and share of whole years are the recorded outcomes")
  func wholeYears() throws {
    let tracked = try TrackingCase()
    let keys = ["iip_manufacturing", "iip_other", "iip_supporting", "share_supporting"]
    let (expected, paths) = try measured(
      tracked, tracked.model.model, keys.map { tracked.figure($0, 1...12, 1) })
    let series: [Series] = [
      Series(.manufacturingGrowth, .year(1)), Series(.otherManufacturingGrowth, .year(1)),
      Series(.growth, .year(1)), Series(.share, .year(1)),
    ]
    for (place, series) in series.enumerated() {
      let isShare = place == 3
      expectSame(
        expected[place],
        paths.map {
          let value = $0[series] ?? .nan
          return isShare ? log(100 * value) : log(1 + value)
        })
    }
  }

  @Test("parts of a later year are sums of its quarters, months a third of theirs")
  func partsOfYears() throws {
    let tracked = try TrackingCase("hanoi-2030")
    let figures = [
      tracked.figure("iip_manufacturing", 13...17, 1), tracked.figure("iip_other", 17...17, 1),
      tracked.figure("new_firms", 13...17, 1), tracked.figure("fdi_realised", 13...17, 1),
      tracked.figure("firms", 17...17, 1), tracked.figure("certified", 18...18, 1),
    ]
    let (expected, paths) = try measured(tracked, tracked.model.model, figures)
    /// January to May: the first quarter and two thirds of the second.
    func fiveMonths(_ path: Replay, from t: Int, _ value: (QuarterState) -> Double) -> Double {
      value(path.quarters[t - 1]) + value(path.quarters[t]) * 2 / 3
    }
    func manufacturing(_ q: QuarterState) -> Double { q.Q.reduce(0, +) + q.Z }
    func entries(_ q: QuarterState) -> Double { q.entry.flatMap { $0 }.reduce(0, +) }
    let twin: [(Replay) -> Double] = [
      { log(fiveMonths($0, from: 5, manufacturing) / fiveMonths($0, from: 1, manufacturing)) },
      { log($0.quarters[5].Z / $0.quarters[1].Z) },
      { log(fiveMonths($0, from: 5, entries)) },
      { log(fiveMonths($0, from: 5) { $0.I }) },
      { path in
        let before = log(path.quarters[4].firms), now = log(path.quarters[5].firms)
        return before + (now - before) * 2 / 3
      },
      { log($0.quarters[5].certifiedFirms) },
    ]
    for (place, value) in twin.enumerated() { expectSame(expected[place], paths.map(value)) }
  }

  @Test("registrations follow the entry rate a firm, in calm and in stress")
  func climate() throws {
    let tracked = try TrackingCase("hanoi-2021-pandemic")
    var model = tracked.model.model
    // Entries are then their means, from which E6's exponent can be read back.
    model.processNoise = false
    let quarters = [4...6, 7...9, 10...12].map { tracked.figure("new_enterprises", $0, 1) }
    let (expected, paths) = try measured(tracked, model, quarters)
    func rate(_ path: Replay, _ t: Int) -> Double {
      let before = path.quarters[t - 2], now = path.quarters[t - 1]
      let sectors = now.entry.indices
      return sectors.reduce(0) { sum, s in
        sum + log(now.entry[s][0] / (before.U[s][0] + before.C[s][0]))
      } / Double(sectors.count)
    }
    // The usual rate of entry is drawn, and falls out of differences. The third quarter is stress.
    for (place, t) in [(1, 3), (2, 4)] {
      expectSame(
        zip(expected[place], expected[0]).map { $0 - $1 }, paths.map { rate($0, t) - rate($0, 2) })
    }
  }

  @Test("a disbursed budget is the share that is executed of the months' budget")
  func disbursed() throws {
    let tracked = try TrackingCase()
    var model = tracked.model.model
    let group = 1, first = model.parameters[.execution][0]
    model.parameters[.execution] = model.parameters[.execution].enumerated().map { k, value in
      k == group ? DrawnValue(.fixed(0.75), number: first.number, index: value.index) : value
    }
    let (expected, _) = try measured(
      tracked, model, [tracked.figure("disbursed", 1...5, 1, group: group)])
    // 9 billion VND a year (hanoi-2021, `systems`).
    for value in expected[0] { #expect(abs(value - log(0.75 * 9 * 5 / 12)) < 1e-9) }
  }
}
