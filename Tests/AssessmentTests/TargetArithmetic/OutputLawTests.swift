import Assessment
import Foundation
import ReachModel
import Simulation
import Testing

@Suite("Targets under the laws of a scenario")
struct OutputLawTests {
  private func plan(_ after: Double, growth: Double) -> [Target] {
    [
      SamplePlan.target("before", .share, .atMost, 0.15, year: 2026),
      SamplePlan.target("growth", .growth, .atMost, growth, year: 2027),
      SamplePlan.target("after", .share, .atLeast, after, year: 2027),
    ]
  }

  @Test("what is needed of manufacturing is what the identity says")
  func identity() throws {
    let targets = plan(0.3, growth: 0.05)
    let study = SamplePlan.study(targets, sectors: 3)
    let conflict = try #require(TargetArithmetic(study).conflicts.first)
    guard case .manufacturing(let need) = conflict.identity else {
      Issue.record("\(conflict.identity)")
      return
    }
    #expect(conflict.restsOnLaws && !need.isTooFast && need.startShare == nil)
    #expect(need.first == 2026 && need.last == 2027)
    // Prices rise within a year, by at most 0.375 · 7 %: so wide the closed form is.
    let slack = 0.06
    // S1/S0 = (1 + g)/(1 + g_M), and S/(1 − S) = SI over the rest.
    #expect(abs(need.all - (1.05 * 0.15 / 0.3 - 1)) < slack)
    #expect(abs(need.other - (1.05 * (0.15 / 0.85) / (0.3 / 0.7) - 1)) < slack)
    #expect(need.possible.contains(0.06) && need.other < need.possible.lowerBound)
  }

  @Test("between what hardly ever happens and what never does a plan is warned of, not refused")
  func strain() {
    let arithmetic = TargetArithmetic(
      SamplePlan.study(plan(0.205, growth: 0.05), sectors: 2))
    #expect(arithmetic.conflicts.isEmpty)
    guard case .manufacturing(let targets, let need)? = arithmetic.strains.first else {
      Issue.record("\(arithmetic.strains)")
      return
    }
    #expect(targets.map(\.key) == ["before", "growth", "after"])
    #expect(need.other < need.possible.lowerBound && need.possible.contains(0.05))
    let usual = TargetArithmetic(SamplePlan.study(plan(0.155, growth: 0.1), sectors: 2))
    #expect(usual.conflicts.isEmpty && usual.strains.isEmpty)
  }

  @Test("the share of the year before the plan is the scenario's")
  func start() throws {
    let targets = [
      SamplePlan.target("growth", .growth, .atMost, 0),
      SamplePlan.target("share", .share, .atLeast, 0.5),
    ]
    let study = SamplePlan.study(targets, sectors: 2)
    let conflict = try #require(TargetArithmetic(study).conflicts.first)
    guard case .manufacturing(let need) = conflict.identity else {
      Issue.record("\(conflict.identity)")
      return
    }
    let share = try #require(need.startShare)
    #expect(share.contains(0.1545) && share.lowerBound > 0.1 && share.upperBound < 0.27)
    #expect(need.first == 2025 && need.last == 2026)
  }

  /// Every draw of an ensemble is a path that is possible, with a share and a growth of each year.
  private func draws(_ model: SimulationModel, _ draws: Int) async throws -> [[[Double]]] {
    let prepared = PreparedModel(model)
    let series = (1...SamplePlan.years).flatMap { year in
      [Outcome.share, .growth].flatMap { outcome in
        [nil, 0].map { Series(outcome, .year(year), sector: $0) }
      }
    }
    let rows = try series.map { try #require(prepared.series[$0]) }
    var values: [[Double]] = []
    try await EnsembleRunner(seed: 11, threads: 2).run([prepared], .ensemble(draws: draws)) {
      let chunk = $0[0]
      for draw in 0..<chunk.draws {
        values.append(rows.map { chunk[$0][chunk[$0].startIndex + draw] })
      }
    }
    return values.map { row in
      stride(from: 0, to: row.count, by: 4).map { Array(row[$0..<($0 + 4)]) }
    }
  }

  @Test(
    "no draw of an ensemble is called impossible, and few unlikely, with and without named stress",
    arguments: [nil, -0.11])
  func ensemble(jump: Double?) async throws {
    var model = SamplePlan.model(sectors: 2)
    if let jump { model.regimes = [3: RegimeOverride(regime: 1, jump: jump)] }
    let paths = try await draws(model, 3_000)
    var unlikely = 0
    for path in paths {
      let targets = path.enumerated().flatMap { y, values in
        values.enumerated().flatMap { i, value in
          [Comparison.atLeast, .atMost].map {
            SamplePlan.target(
              "t\(y)_\(i)_\($0.rawValue)", i < 2 ? .share : .growth, $0, value,
              sector: i % 2 == 0 ? nil : 0, year: SamplePlan.planYear + y)
          }
        }
      }
      let study = SamplePlan.study(targets, sectors: 2) { $0.regimes = model.regimes }
      let arithmetic = TargetArithmetic(study)
      #expect(arithmetic.conflicts.isEmpty)
      unlikely += arithmetic.strains.isEmpty ? 0 : 1
    }
    // The start and fifteen pairs of years: were each left by one draw in a thousand, no more than
    // sixteen in a thousand would be expected, 48 of 3,000, and 82 are 4.9 standard deviations above.
    #expect(unlikely <= 82, "\(unlikely)")
  }

  private struct Reference: Decodable {
    struct Row: Decodable {
      let first: Int
      let last: Int
      let least: Double
      let low: Double
      let high: Double
      let most: Double
    }

    let rows: [Row]
  }

  @Test("the bands hold the extremes, and the 99.9 %, of two million draws by another program")
  func reference() throws {
    let folder = try #require(Bundle.module.url(forResource: "ReferenceValues", withExtension: nil))
    let data = try Data(contentsOf: folder.appending(path: "other_growth.json"))
    let rows = try JSONDecoder().decode(Reference.self, from: data).rows
    #expect(rows.count == 15)
    for row in rows {
      let (plausible, possible) = try bands(row)
      #expect(possible.lowerBound < row.least && possible.upperBound > row.most)
      #expect(plausible.lowerBound < row.low && plausible.upperBound > row.high)
      // Wide, but not so wide that they say nothing.
      let middle = (row.low + row.high) / 2, width = row.high - row.low
      #expect(plausible.lowerBound > middle - width && plausible.upperBound < middle + width)
      #expect(possible.lowerBound > plausible.lowerBound - 2 * width)
      #expect(possible.upperBound < plausible.upperBound + 2 * width)
    }
  }

  /// The bands of the years of a row in logs, read from plans that ask for more and more of the share
  /// without growth: first they are warned of, then refused.
  private func bands(
    _ row: Reference.Row
  ) throws -> (plausible: ClosedRange<Double>, possible: ClosedRange<Double>) {
    var plausible: ClosedRange<Double>?
    for step in 0..<200 {
      let study = SamplePlan.study(plan(row, odds: exp(0.02 * Double(step))), sectors: 1)
      let arithmetic = TargetArithmetic(study)
      if plausible == nil, case .manufacturing(_, let need)? = arithmetic.strains.first {
        plausible = logs(need.possible)
      }
      if case .manufacturing(let need)? = arithmetic.conflicts.first?.identity {
        return (try #require(plausible), logs(need.possible))
      }
    }
    throw Unbounded()
  }

  private struct Unbounded: Error {}

  private func logs(_ band: ClosedRange<Double>) -> ClosedRange<Double> {
    log1p(band.lowerBound)...log1p(band.upperBound)
  }

  private func plan(_ row: Reference.Row, odds: Double) -> [Target] {
    let first = SamplePlan.planYear - 1 + row.first, last = SamplePlan.planYear - 1 + row.last
    let later = 0.15 / 0.85 * odds
    let growth = (first + 1...last).map {
      SamplePlan.target("growth_\($0)", .growth, .atMost, 0, year: $0)
    }
    let before = SamplePlan.target("before", .share, .atMost, 0.15, year: first)
    let after = SamplePlan.target("after", .share, .atLeast, later / (1 + later), year: last)
    return growth + [after] + (row.first > 0 ? [before] : [])
  }
}
