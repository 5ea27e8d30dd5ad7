import Assessment
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

  @Test("no draw of an ensemble is called impossible, and at most one in a thousand unlikely")
  func ensemble() async throws {
    let paths = try await draws(SamplePlan.model(sectors: 2), 4_000)
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
      let arithmetic = TargetArithmetic(SamplePlan.study(targets, sectors: 2))
      #expect(arithmetic.conflicts.isEmpty)
      unlikely += arithmetic.strains.isEmpty ? 0 : 1
    }
    // Five years and the start: were each left by one draw in a thousand, six in a thousand would be
    // expected of the whole path, 24 of 4,000, and 48 are 4.9 standard deviations above that.
    #expect(unlikely <= 48, "\(unlikely)")
  }
}
