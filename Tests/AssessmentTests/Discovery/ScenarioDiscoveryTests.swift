import Assessment
import ReachModel
import Simulation
import Testing

/// Firms and certified firms are drawn at the start and nothing happens after: all targets hold where
/// the start has at least 900 firms and 30 % of them certified, a quarter of the draws.
@Suite("Discovery in a scenario")
struct ScenarioDiscoveryTests {
  private let draws = 8192

  private func planted() -> FittedModel {
    let model = ToyModel.make(
      start: .drawn(firmShares: [[1, 0]], certifiedShares: [[1, 0]]),
      [
        .startFirms: .uniform(low: 800, high: 1000),
        .startCertifiedShare: .uniform(low: 0.2, high: 0.4),
        // Inputs that the equations know and that move nothing here.
        .gX: .uniform(low: -1, high: 1), .muX: .normal(mean: 0, sd: 0.01),
        .stressEntry: .fixed(0.1), .jump: .fixed(-0.01),
      ])
    return ToyStudy.fitted(
      model,
      [
        SamplePlan.target("firms", .firms, .atLeast, 900),
        SamplePlan.target("certified_share", .certifiedShare, .atLeast, 0.3),
      ])
  }

  private func table(_ fitted: FittedModel, threads: Int = 2) throws -> EnsembleTable {
    try EnsembleTable(
      fitted, sampler: ToyStudy.sampler(fitted, draws: draws, threads: threads), draws: draws)
  }

  private func found(
    _ fitted: FittedModel, _ question: TargetQuestion,
    _ interest: ScenarioDiscovery.Interest? = nil, threads: Int = 2
  ) throws -> ScenarioDiscovery {
    try #require(
      try ScenarioDiscovery.find(
        fitted, table(fitted, threads: threads), question, interest, DiscoveryOptions()))
  }

  @Test("finds a planted box within a peel, with scores that a count of the other draws gives")
  func box() throws {
    let fitted = planted(), found = try found(fitted, .joint)
    #expect(found.interest == .success)
    guard case .boxes(let boxes) = found.boxes else {
      Issue.record("\(String(describing: found.boxes))")
      return
    }
    let box = try #require(boxes.first), limits = box.box.limits
    #expect(
      limits.map { found.columns[$0.input].key } == ["start_firms", "start_certified_share"])
    // A peel takes a twentieth of what is left: of the 200 firms, and of the 20 points, at most.
    for (limit, (truth, peel)) in zip(limits, [(899.5, 10), (0.3, 0.01)]) {
      #expect(limit.upper == nil)
      #expect((try #require(limit.lower) - truth).magnitude < peel, "\(limit)")
    }
    var inside = 0, hits = 0, all = 0
    let held = try table(fitted).sample.held(.joint)
    for draw in stride(from: 1, to: draws, by: 2) {
      all += held[draw] == 1 ? 1 : 0
      let isInside = limits.allSatisfy {
        found.columns[$0.input].values[draw] >= ($0.lower ?? -.infinity)
      }
      guard isInside else { continue }
      inside += 1
      hits += held[draw] == 1 ? 1 : 0
    }
    #expect(box.heldOut.density == Double(hits) / Double(inside))
    #expect(box.heldOut.coverage == Double(hits) / Double(all))
    #expect(box.heldOut.mass == Double(inside) / Double(draws / 2))
    #expect(Double(hits) / Double(inside) > 0.9 && Double(hits) / Double(all) > 0.9)
    expectSound(found.findings)
  }

  @Test("chance and box of failures are the complement of those of successes")
  func complement() throws {
    let fitted = planted(), firms = TargetQuestion.target(fitted.study.targets[0])
    let failure = try found(fitted, firms, .failure), success = try found(fitted, firms, .success)
    #expect((failure.chance.value + success.chance.value - 1).magnitude < 1e-12)
    for (found, hasUpper) in [(failure, true), (success, false)] {
      guard case .boxes(let boxes) = found.boxes, let box = boxes.first else {
        Issue.record("\(String(describing: found.boxes))")
        return
      }
      let limit = try #require(box.box.limits.first)
      #expect(box.box.restrictedCount == 1 && found.columns[limit.input].key == "start_firms")
      #expect((limit.upper != nil) == hasUpper && (limit.lower == nil) == hasUpper)
      let leaf = try #require(found.leaves?.first)
      #expect(leaf.box.limits.map(\.input) == [limit.input])
    }
  }

  @Test("one and two threads find the same, by one ensemble for all questions")
  func threads() throws {
    let fitted = planted()
    let questions = fitted.study.targets.map { TargetQuestion.target($0) } + [.joint]
    var all: [Finding] = []
    for question in questions {
      let one = try found(fitted, question, threads: 1)
      #expect(one.findings == (try found(fitted, question)).findings)
      all += one.findings
    }
    expectSound(all)
  }

  @Test("a target that always or never holds has its answer, without a number that is none")
  func certain() throws {
    for (threshold, isMet) in [(0.0, true), (5000, false)] {
      let fitted = ToyStudy.fitted(
        planted().model, [SamplePlan.target("firms", .firms, .atLeast, threshold)])
      let question = TargetQuestion.target(fitted.study.targets[0])
      for interest in ScenarioDiscovery.Interest.allCases {
        let found = try found(fitted, question, interest)
        switch found.boxes {
        case .everyDraw: #expect(isMet == (interest == .success))
        case .noDraw: #expect(isMet == (interest == .failure))
        default: Issue.record("\(String(describing: found.boxes))")
        }
        guard case .oneSided(isMet) = found.turning else {
          Issue.record("\(String(describing: found.turning))")
          return
        }
        expectSound(found.findings)
      }
    }
  }

  /// Growth of the second year, in which |mux| above 173 cannot be computed.
  @Test("failed draws are left out; where all fail there is no answer")
  func failing() throws {
    let target = SamplePlan.target("growth", .growth, .atLeast, 0, year: 2027)
    for (law, isKnown) in [
      (Distribution.uniform(low: -200, high: 200), true), (.uniform(low: 5000, high: 6000), false),
    ] {
      let model = ToyModel.make(firms: 100, quarters: 8, [.muX: law, .gX: .fixed(0)])
      let fitted = ToyStudy.fitted(model, [target])
      let table = try table(fitted)
      let found = try ScenarioDiscovery.find(
        fitted, table, .target(target), nil, DiscoveryOptions())
      #expect((found != nil) == isKnown)
      guard let found else { continue }
      #expect(table.sample.failures > draws / 20)
      #expect(found.chance.draws == draws - table.sample.failures)
      expectSound(found.findings)
      guard case .boxes(let boxes) = found.boxes, let limit = boxes.first?.box.limits.first else {
        Issue.record("\(String(describing: found.boxes))")
        return
      }
      // Success and failure part at 0; a peel is a twentieth of at most 347.
      let ends = [limit.lower, limit.upper].compactMap(\.self)
      #expect(ends.contains { $0.magnitude < 347 / 20 }, "\(ends)")
    }
  }
}
