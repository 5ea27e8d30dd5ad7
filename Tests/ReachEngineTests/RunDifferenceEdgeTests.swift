import Assessment
import ReachEngine
import ReachFiles
import ReachModel
import Simulation
import Testing

@Suite("Differences between runs that fail, freeze, compare or ask otherwise")
struct RunDifferenceEdgeTests {
  private let runs = RecordedRuns()

  /// Entry that a fall of growth makes explode, and such a fall.
  private func fragile() throws -> (FittedModel, FittedModel) {
    (
      try .hanoi { $0.stating(.betaX, .normal(mean: -30, sd: 4)) },
      try .hanoi { study in
        var model = study.model
        model.regimes[2] = RegimeOverride(regime: 1, jump: -0.62)
        return study.with(model: model)
      }
    )
  }

  @Test("changes that fail together, though neither run does, are named and have no numbers")
  func together() async throws {
    let (entry, jump) = try fragile()
    let old = try await runs.run(entry, "a"), new = try await runs.run(jump, "b")
    let error = #expect(throws: RunDifferenceError.self) { try explained(old, new) }
    guard case .undecided(let changes, let run, let failures, let draws) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(changes == ["Quarters set by name"] && run == "b" && draws == 4096 && failures > 41)
    #expect(error?.exitStatus == .failed)
    #expect(error?.explanation.contains("error[R016]") == true)
  }

  @Test("a comparison of them is not divided either")
  func undivided() throws {
    let (entry, jump) = try fragile()
    let changes = try scenarioChanges(from: entry, to: jump)
    #expect(changes.count == 2)
    let sampler = TargetSampler(
      EnsembleRunner(seed: 3, sampling: .sobol, threads: 2), like: PreparedModel(entry.model),
      planYear: 2021, draws: 2048)
    #expect(
      try attribution(
        of: changes, (LayeredModel(entry), LayeredModel(jump)), targets: entry.study.targets,
        draws: 2048, sampler: sampler) == nil)
  }

  /// Hanoi 2030 with a rising budget.
  private func rising(freezeFrom: Int?) throws -> FittedModel {
    let fitted = try ForecastTests.fitted("hanoi-2030")
    let levers = fitted.study.levers.map { lever in
      lever.key == "linkage" ? lever.with(yearly: [16, 30, 60, 90, 90]) : lever
    }
    let study = fitted.study.with(levers: levers, freezeFrom: freezeFrom)
    let model = LayeredModel(ComparedModel(study, recorded: fitted.model)).finished
    return FittedModel(study: study, model: model, fit: fitted.fit)
  }

  @Test("a freeze added in place is a freeze, and no lever's", arguments: [7, 9])
  func freeze(from quarter: Int) async throws {
    var unread = runs
    (unread.isRead, unread.draws) = (false, 1024)
    let old = try await unread.run(rising(freezeFrom: nil), "a")
    let new = try await unread.run(rising(freezeFrom: quarter), "b")
    var options = RunDifferenceOptions(threads: 2)
    options.greatestWork = 1
    let found = try difference(from: old, to: new, present: nil, options)
    #expect(found.changes.dropFirst(3).map(\.key) == ["assumptions.freeze_from"])
    #expect(found.changes.last?.base == .freeze(from: nil, planYear: 2026))
    #expect(found.changes.last?.alternative == .freeze(from: quarter, planYear: 2026))
    #expect(found.remarks == [.readOff(["a", "b"])])
    #expect(
      found.divisions.contains { division in division.bars.last?.value != 0 })
  }

  /// The slow way: the targets of each mixture asked of a forecast.
  @Test("two targets that change have a bar each, with the Shapley values of all together")
  func targetByTarget() async throws {
    func hanoi(_ firms: Bool, _ share: Bool) throws -> FittedModel {
      try .hanoi { study in
        study.with(
          targets: study.targets.map { target in
            switch target.key {
            case "firms" where firms: target.with(threshold: 880)
            case "share" where share: target.with(threshold: 0.15)
            default: target
            }
          })
      }
    }
    var worth: [Double] = []
    for place in 0..<4 {
      worth.append(
        try #require(
          try await runs.recorded(hanoi(place & 1 == 1, place & 2 == 2), "joint.probability")))
    }
    let found = try explained(
      try await runs.run(hanoi(false, false), "a"), try await runs.run(hanoi(true, true), "b"))
    #expect(found.changes.dropFirst(3).map(\.key) == ["targets.firms", "targets.share"])
    for division in found.divisions {
      let bars = division.bars.dropFirst(3).map(\.value)
      switch division.question {
      case .joint:
        let firms = (worth[1] - worth[0] + worth[3] - worth[2]) / 2
        let share = (worth[2] - worth[0] + worth[3] - worth[1]) / 2
        #expect((bars[0] - firms).magnitude < 1e-12 && (bars[1] - share).magnitude < 1e-12)
      case .probability(let target):
        #expect((bars[0] != 0) == (target.key == "firms"))
        #expect((bars[1] != 0) == (target.key == "share"))
      case .median: #expect(bars == [0, 0])
      }
    }
    // Two models, which are one here.
    #expect(found.simulatedDraws == 4096)
  }

  @Test("a target that one run alone has moves all together, and is named")
  func lostTarget() async throws {
    let fewer = try FittedModel.hanoi { study in
      study.with(targets: study.targets.filter { $0.key != "growth" })
    }
    let old = try await runs.run(.hanoi(), "a"), new = try await runs.run(fewer, "b")
    let found = try difference(
      from: old, to: new, present: nil, RunDifferenceOptions(threads: 2))
    #expect(found.changes.map(\.key).last == "targets.growth" && found.unshared == ["growth"])
    for division in found.divisions where division.question == .joint {
      #expect((division.bars[3].value - division.total.value).magnitude < 1e-12)
      #expect(division.bars[3].value > 0)
    }
  }

  @Test("of a comparison only the base is explained, which is said")
  func comparison() async throws {
    let hanoi = try FittedModel.hanoi(), pandemic = try ForecastTests.fitted("hanoi-2021-pandemic")
    let run = try await runs.run(hanoi, "a"), other = try await runs.run(pandemic, "p")
    let compared = try await runs.comparison(hanoi, pandemic, "c")
    let base = RunDifference.Remark.onlyBase(
      run: "c", base: "hanoi-2021", others: ["hanoi-2021-pandemic"])
    #expect(try explained(run, compared).remarks == [base])
    #expect(
      try explained(other, compared).remarks == [
        base, .amongCompared(scenario: "hanoi-2021-pandemic", of: "p", comparison: "c"),
      ])
  }
}
