import Assessment
import ReachModel
import Simulation
import Testing

@Suite("Values sought in shipped scenarios")
struct ScenarioSeekTests {
  private func laboratory(draws: Int = 4096, threads: Int = 2) throws -> ShippedLaboratory {
    try ShippedLaboratory("hanoi-2021", draws: draws, threads: threads)
  }

  private func seek(
    _ laboratory: ShippedLaboratory, _ subject: ScenarioSeek.Subject, _ key: String,
    level: Double, _ bounds: ClosedRange<Double>,
    shouldStop: @escaping () -> Bool = { false }
  ) throws -> ScenarioSeek {
    let found = try ScenarioSeek(
      laboratory.fitted, laboratory.plan([key]), subject, level: level, bounds: bounds,
      draws: laboratory.draws, progress: { _ in }, shouldStop: shouldStop)
    expectSound(found.findings)
    return found
  }

  private func lever(_ laboratory: ShippedLaboratory, _ key: String) throws
    -> ScenarioSeek.Subject
  {
    let place = try #require(laboratory.study.levers.firstIndex { $0.key == key })
    return .lever(laboratory.study.levers[place], place)
  }

  private func input(_ laboratory: ShippedLaboratory, _ key: String) throws -> UncertainInput {
    try #require(laboratory.fitted.uncertainInputs.first { $0.key == key })
  }

  private func crossing(_ found: ScenarioSeek) throws -> Crossing {
    guard case .crossings(let crossings) = found.answer.finding else {
      Issue.record("\(found.answer.finding)")
      throw NoCrossing()
    }
    return try #require(crossings.first)
  }

  private struct NoCrossing: Error {}

  /// Whether a model simulated alone has the level within its error, on the draws of the search and
  /// on others.
  private func expect(
    _ laboratory: ShippedLaboratory, _ model: SimulationModel, _ key: String, at level: Double,
    slope: Double = 0
  ) throws {
    let same = try laboratory.chance(key, model)
    #expect((same.value - level).magnitude <= same.error + slope, "\(same.value), not \(level)")
    let other = try laboratory.chance(key, model, seed: 1234)
    let square = [same, other].reduce(0) { $0 + $1.standardError * $1.standardError }
    // Student's t with 30 degrees of freedom at 5 · 10⁻⁷ is 6.0.
    #expect((other.value - level).magnitude <= 6 * square.squareRoot() + slope, "\(other.value)")
  }

  @Test("a lever's value, put into the model by hand, gives P at the level")
  func leverValue() throws {
    let laboratory = try laboratory(), key = "growth"
    let none = try laboratory.chance(key, laboratory.plan([key]).model([0, 9, 9, 4, 12])).value
    let much = try laboratory.chance(key, laboratory.plan([key]).model([60, 9, 9, 4, 12])).value
    #expect(much > none)
    let level = (none + much) / 2
    let found = try seek(laboratory, lever(laboratory, "linkage"), key, level: level, 0...60)
    let root = try crossing(found)
    #expect(root.isRising && (0...60).contains(root.x) && found.present == 8)
    #expect((root.low ?? 0) <= root.x && root.x <= (root.high ?? 60))
    var model = laboratory.fitted.model
    model.levers.budget[0] = model.levers.budget[0].map { _ in root.x }
    try expect(laboratory, model, key, at: level)
    #expect(found.base?.value == (try laboratory.chance(key, laboratory.fitted.model)).value)
  }

  @Test("a factor on all support is that factor on each budget")
  func support() throws {
    let laboratory = try laboratory(), key = "growth"
    let present = try laboratory.chance(key, laboratory.fitted.model).value
    let none = try laboratory.chance(key, ForecastTests.fitted("hanoi-2021-no-support").model).value
    let found = try seek(laboratory, .support, key, level: (present + none) / 2, 0...3)
    let root = try crossing(found)
    #expect((0...1).contains(root.x) && found.present == 1)
    var model = laboratory.fitted.model
    model.levers.budget = model.levers.budget.map { $0.map { $0 * root.x } }
    try expect(laboratory, model, key, at: (present + none) / 2)
  }

  @Test(
    "an assumption taken as known at its value gives P at the level",
    arguments: [("entry_rate", "firms", 0.5), ("si_premium", "growth", 0.3)])
  func assumption(key: String, target: String, level: Double) throws {
    let laboratory = try laboratory()
    guard let input = laboratory.fitted.uncertainInputs.first(where: { $0.key == key }) else {
      Issue.record("\(laboratory.fitted.uncertainInputs.map(\.key))")
      return
    }
    let law = input.value.distribution
    let found = try seek(
      laboratory, .input(input), target, level: level, law.quantile(0.0001)...law.quantile(0.9999))
    let root = try crossing(found)
    var model = laboratory.fitted.model
    for place in input.places {
      model.parameters[input.parameter][place] = DrawnValue(
        .fixed(root.x), number: input.value.number, index: input.value.index)
    }
    try expect(laboratory, model, target, at: level)
  }

  /// Whole firms: P at the value reaches the level, at one firm less it does not.
  @Test("a start in firms is the least whole number at which the level is reached")
  func wholeFirms() throws {
    let laboratory = try laboratory(), input = try input(laboratory, "start_firms")
    #expect(input.unit == "firms")
    let found = try seek(laboratory, .input(input), "firms", level: 0.5, 800...1000)
    let root = try crossing(found)
    #expect(root.x == root.x.rounded())
    for (value, isReached) in [(root.x, true), (root.x - 1, false)] {
      let model = laboratory.fitted.setting(.startFirms, .fixed(value)).model
      #expect((try laboratory.chance("firms", model).value >= 0.5) == isReached)
    }
  }

  @Test("a lever that cannot act within the plan moves nothing", arguments: ["rd_transfer"])
  func idleLever(key: String) throws {
    let laboratory = try laboratory(draws: 1024)
    for target in ["firms", "certified", "share", "growth", "joint"] {
      let present = try laboratory.chance(target, laboratory.fitted.model).value
      for (level, isReached) in [(present / 2, true), (min(1, present + 0.1), false)] {
        let found = try seek(laboratory, lever(laboratory, key), target, level: level, 0...100)
        guard case .noEffect(let estimate, isReached: isReached) = found.answer.finding else {
          Issue.record("\(target): \(found.answer.finding)")
          return
        }
        #expect(estimate.value == min(1, max(0, present)))
      }
    }
  }

  @Test("what is certain, out of reach, of no width or undecided each has an answer")
  func specialCases() throws {
    let laboratory = try laboratory(draws: 1024), key = "firms"
    let linkage = try lever(laboratory, "linkage"), start = try input(laboratory, "start_firms")
    let certain = ShippedLaboratory(laboratory.fitted.asking(key, for: 1), draws: 1024)
    let held = try seek(certain, lever(certain, "linkage"), key, level: 0.9, 0...50)
    #expect(held.base?.value == 1)
    guard case .noEffect(let estimate, isReached: true) = held.answer.finding else {
      Issue.record("\(held.answer.finding)")
      return
    }
    #expect(estimate.value == 1)
    let far = try seek(laboratory, .input(start), key, level: 0.999, 820...900)
    guard case .unreachable(let point) = far.answer.finding else {
      Issue.record("\(far.answer.finding)")
      return
    }
    #expect(point.x == 900 && point.binding == .high && point.estimate.value < 0.999)
    let near = try seek(laboratory, .input(start), key, level: 0.001, 1000...1100)
    guard case .reachedEverywhere(let least) = near.answer.finding else {
      Issue.record("\(near.answer.finding)")
      return
    }
    #expect(least.x == 1000)
    let point8 = try seek(laboratory, linkage, "growth", level: 0.99, 8...8)
    guard case .noEffect(let present, isReached: false) = point8.answer.finding else {
      Issue.record("\(point8.answer.finding)")
      return
    }
    #expect(point8.answer.curve.count == 1 && present == point8.base)
    let failing = ShippedLaboratory(laboratory.fitted.failing, draws: 1024)
    let none = try seek(failing, linkage, "joint", level: 0.5, 0...50)
    #expect(none.answer.finding == .undefined && none.base == nil)
    let stopped = try seek(laboratory, linkage, "growth", level: 0.5, 0...50) { true }
    #expect(stopped.answer.finding == .nothingYet && stopped.answer.end == .stopped)
  }

  @Test("an input whose law is fixed is not offered")
  func fixedInput() throws {
    let fitted = try laboratory().fitted
    #expect(fitted.uncertainInputs.contains { $0.parameter == .entryRate })
    let fixed = fitted.setting(.entryRate, .fixed(0.1))
    #expect(!fixed.uncertainInputs.contains { $0.parameter == .entryRate })
    #expect(fixed.uncertainInputs.count == fitted.uncertainInputs.count - 1)
    // Fixed by the shipped scenario itself.
    #expect(!fitted.uncertainInputs.contains { $0.parameter == .piZ })
  }

  @Test("one and two threads find the same to the bit")
  func threads() throws {
    for key in ["linkage", "entry_rate"] {
      let all = try [1, 2].map { threads in
        let laboratory = try laboratory(draws: 1024, threads: threads)
        let isLever = key == "linkage"
        return try seek(
          laboratory, isLever ? lever(laboratory, key) : .input(input(laboratory, key)),
          isLever ? "growth" : "firms", level: isLever ? 0.25 : 0.5, isLever ? 0...80 : 0.01...0.4)
      }
      #expect(all[0].answer == all[1].answer && all[0].findings == all[1].findings)
    }
  }
}
