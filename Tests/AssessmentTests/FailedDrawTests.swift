import Assessment
import Foundation
import ReachModel
import Simulation
import Testing

/// Draws whose parameters lead out of what can be computed.
@Suite("Failed draws")
struct FailedDrawTests {
  private struct Collected {
    var summary: EnsembleSummary
    var hits: TargetHits
    var values: [Series: [Double]] = [:]
    var failures = 0
  }

  private func collect(
    _ model: SimulationModel, draws: Int, threads: Int = 2
  ) async throws -> Collected {
    let prepared = PreparedModel(model)
    // Every draw that ends holds this target.
    let always = ToyModel.target(.firms, 0)
    var all = Collected(
      summary: EnsembleSummary(prepared), hits: TargetHits([always], prepared, planYear: 2021))
    try await EnsembleRunner(seed: 3, threads: threads).run([prepared], .ensemble(draws: draws)) {
      all.summary.add($0[0])
      all.hits.add($0[0])
      all.failures += $0[0].failures
      for (row, series) in prepared.series.series.enumerated() {
        all.values[series, default: []] += $0[0][row]
      }
    }
    return all
  }

  /// Output of SI is e^mux after a year, and that of other manufacturing 9 e^mux.
  private func growing() -> SimulationModel {
    ToyModel.make([.muX: .uniform(low: -3000, high: 3000)])
  }

  @Test("are those in which output is no positive finite number")
  func closedForm() async throws {
    let n = 5000
    let all = try await collect(growing(), draws: n)
    let drawn = PreparedModel(growing()).parameterValues(seed: 3, draws: 0..<n)
    let mu = try #require(drawn.values.first)
    let growth = try #require(all.values[Series(.growth, .year(1))])
    for draw in 0..<n {
      // Between these bounds e^mux is near the ends of the range of doubles.
      if mu[draw].magnitude < 700 { #expect(growth[draw].isFinite, "mux = \(mu[draw])") }
      if mu[draw].magnitude > 760 { #expect(growth[draw].isNaN, "mux = \(mu[draw])") }
    }
    #expect(all.failures == growth.filter(\.isNaN).count && all.failures > n / 2)
  }

  @Test("are counted, hold no target, and are in no summary")
  func collectors() async throws {
    let n = 5000
    let all = try await collect(growing(), draws: n)
    #expect(all.summary.draws == n && all.summary.failures == all.failures)
    #expect(all.hits.draws == n && all.hits.hits == [n - all.failures])
    for summary in all.summary.summaries {
      let values = try #require(all.values[summary.series]).filter { !$0.isNaN }
      #expect(summary.moments.count == n - all.failures && values.count == n - all.failures)
      #expect(summary.sketch.count == n - all.failures)
      #expect(summary.quantile(0) == values.min() && summary.quantile(1) == values.max())
    }
  }

  @Test("more firms than can be counted fail; the draws beside them keep their bits")
  func counts() async throws {
    // A year's entry hazard of 1 or of e¹⁰⁰: the number of firms explodes or does not.
    func model(_ tail: Double) -> SimulationModel {
      ToyModel.make(
        firms: 100,
        [
          .entryRate: .linked(.log, location: 0, scale: tail, degreesOfFreedom: nil),
          .nbSize: .fixed(20),
        ])
    }
    let wild = try await collect(model(40), draws: 3000)
    #expect(wild.failures > 100 && wild.failures < 2900)
    let firms = try #require(wild.values[Series(.firms, .year(1))])
    #expect(firms.allSatisfy { $0.isNaN || ($0 >= 100 && $0 <= 0x1p33) })
    let alone = firms.indices.filter { firms[$0].isNaN == false }.prefix(20)
    for draw in alone {
      let replay = Replay(
        PreparedModel(model(40)), seed: 3, shock: UInt64(draw), parameter: UInt64(draw))
      #expect(!replay.isFailed && replay[Series(.firms, .year(1))] == firms[draw])
    }
    let one = try await collect(model(40), draws: 3000, threads: 1)
    #expect(one.failures == wild.failures)
    #expect(one.hits.hits == wild.hits.hits)
  }

  @Test("more than one in a hundred end the forecast with what to look for")
  func tooMany() async throws {
    let many = try await collect(growing(), draws: 500)
    #expect(throws: SimulationFailure(scenario: "x", failures: many.failures, draws: 500)) {
      try many.summary.requireFew(scenario: "x")
    }
    let failure = SimulationFailure(scenario: "x", failures: 7, draws: 500)
    #expect(failure.exitStatus == .failed && failure.explanation.contains("`x`"))
    let few = try await collect(ToyModel.make([.muX: .fixed(0.06)]), draws: 500)
    #expect(few.failures == 0)
    try few.summary.requireFew(scenario: nil)
  }
}
