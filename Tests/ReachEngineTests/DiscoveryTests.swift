import Assessment
import ReachEngine
import ReachModel
import Simulation
import Testing

@Suite("Conditions and data of shipped scenarios")
struct DiscoveryTests {
  private let draws = 8192

  private func laboratory(_ name: String = "hanoi-2021", threads: Int = 2) throws
    -> ShippedLaboratory
  {
    try ShippedLaboratory(name, draws: draws, threads: threads)
  }

  private func found(
    _ laboratory: ShippedLaboratory, _ key: String, _ interest: ScenarioDiscovery.Interest? = nil
  ) throws -> ScenarioDiscovery {
    let table = try EnsembleTable(
      laboratory.fitted, sampler: laboratory.sampler(), draws: draws)
    return try #require(
      try ScenarioDiscovery.find(
        laboratory.fitted, table, laboratory.question(key), interest, DiscoveryOptions()))
  }

  @Test("the number of firms fails where few stand at the start, as often as fresh draws say")
  func firms() throws {
    let laboratory = try laboratory(), found = try found(laboratory, "firms", .failure)
    guard case .boxes(let boxes) = found.boxes, let box = boxes.first else {
      Issue.record("\(String(describing: found.boxes))")
      return
    }
    let start = try #require(
      box.box.limits.first { found.columns[$0.input].key == "start_firms" })
    let upper = try #require(start.upper)
    #expect(start.lower == nil && upper < 940)
    // The same box in draws of another seed.
    let fresh = try EnsembleTable(
      laboratory.fitted, sampler: laboratory.sampler(seed: 99), draws: draws)
    let held = try fresh.sample.held(laboratory.question("firms"))
    let members = box.box.members(fresh.columns.map(\.values), count: draws)
    let inside = members.indices.filter { members[$0] }
    let density = Double(inside.count { held[$0] == 0 }) / Double(inside.count)
    let told = try #require(box.heldOut.density)
    // Two counts, the held-out one of half the draws: 4.8916 standard errors, a rate of 10⁻⁶.
    let share = told * (1 - told)
    let spread = share / Double(inside.count) + share / Double(box.heldOut.draws)
    #expect((density - told).magnitude < 4.8916 * spread.squareRoot(), "\(density), not \(told)")
    #expect(told > box.base + 0.1)
    let failures = Double(held.count { $0 == 0 }) / Double(draws)
    #expect((failures - found.chance.value).magnitude < 4.8916 * (0.5 / Double(draws)).squareRoot())
  }

  @Test("one and two threads find the same boxes and turning points, finite and named once")
  func threads() throws {
    var all: [Finding] = []
    for key in ["firms", "certified", "share", "growth", "joint"] {
      let one = try found(laboratory(threads: 1), key).findings
      #expect(one == (try found(laboratory(), key)).findings, "\(key)")
      all += one
    }
    expectSound(all)
    #expect(all.contains { $0.id.contains(".box1.") } && all.contains { $0.id.contains(".leaf1.") })
  }

  @Test("the start is what turns P of firms first; more inputs turn it nearer, all at the nearest")
  func turningPoint() throws {
    let laboratory = try laboratory(), found = try found(laboratory, "firms")
    guard case .found(let turning) = found.turning else {
      Issue.record("\(String(describing: found.turning))")
      return
    }
    let alone = try #require(turning.fewest.first)
    let inputs = found.columns.compactMap(\.input)
    let moved = alone.scores.indices.filter { alone.scores[$0] != 0 }
    #expect(moved.map { inputs[$0].key } == ["start_firms"])
    let distances = turning.fewest.map(\.distance) + [turning.nearest.distance]
    #expect(zip(distances, distances.dropFirst()).allSatisfy { $0 >= $1 } && distances.count > 2)
    #expect(turning.nearest.scores.count == inputs.count && distances.allSatisfy { $0 > 0 })
    // Success is likelier at the centre if and only if failure is what is turned into.
    #expect((turning.centre > 0.5) == (found.turn == .intoFailure))
  }

  @Test(
    "value of information: the same for any threads, of equal plans nothing, at most everything")
  func information() throws {
    let names = ["hanoi-2021", "hanoi-2021-double-support", "hanoi-2021-no-support"]
    func value(_ names: [String], threads: Int, worth: Double?) throws -> ScenarioInformation {
      let models = try names.map(ForecastTests.fitted)
      let laboratory = ShippedLaboratory(models[0], draws: draws, threads: threads)
      let sampler = laboratory.sampler()
      let table = try EnsembleTable(models[0], sampler: sampler, draws: draws)
      let samples = try models.map { try sampler.sample($0.model, $0.study.targets) }
      return try #require(
        try ScenarioInformation.value(
          models, samples, table, laboratory.question("growth"), worth: worth, threads: threads))
    }
    let one = try value(names, threads: 1, worth: 400)
    #expect(one.findings == (try value(names, threads: 2, worth: 400)).findings)
    expectSound(one.findings)
    #expect(one.options.map(\.cost) == [42, 72, 12])
    guard case .value(let perfect) = one.perfect else {
      Issue.record("\(one.perfect)")
      return
    }
    #expect(perfect.value > 0)
    for item in one.themes + one.inputs {
      switch item.answer {
      case .value(let value): #expect(value.value >= 0 && value.value <= perfect.value)
      case .decisionStands(let option): #expect(option == one.best)
      case .tooFewDraws: Issue.record("\(item.group.key)")
      }
    }
    let same = try value(["hanoi-2021", "hanoi-2021"], threads: 2, worth: nil)
    #expect(same.perfect == .decisionStands(option: 0))
    #expect((same.themes + same.inputs).allSatisfy { $0.answer == .decisionStands(option: 0) })
  }

  @Test(
    "a comparison's findings are finite and named once, for any threads; all failing is an error")
  func comparison() async throws {
    let names = ["hanoi-2021", "hanoi-2021-pandemic", "hanoi-2021-double-support", "hanoi-2021"]
    let models = try names.map(ForecastTests.fitted)
    func options(_ threads: Int) -> ComparisonOptions {
      var options = ComparisonOptions(seed: 7, threads: threads)
      (options.draws, options.nestedParameters, options.nestedShocks) = (1024, 40, 20)
      return options
    }
    let one = try await compare(models, options(1)), two = try await compare(models, options(2))
    #expect(one.findings == two.findings)
    expectSound(one.findings)
    let failing = models[0].failing
    for pair in [[failing, failing], [models[0], failing]] {
      await #expect(
        throws: SimulationFailure(scenario: "hanoi-2021", failures: 1024, draws: 1024)
      ) { _ = try await compare(pair, options(2)) }
    }
  }
}
