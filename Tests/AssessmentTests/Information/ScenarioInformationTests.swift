import Assessment
import NumericKernels
import ReachModel
import Simulation
import Testing

/// Plans whose growth is 5/8 of a premium and normal noise of the same draw: what to know the premium
/// is worth has a closed form.
@Suite("Value of information about plans")
struct ScenarioInformationTests {
  private let noise = 0.002
  private let draws = 32_768

  /// A plan of which the premium of the only sector follows a law; of those that follow `spread` the
  /// premium is the same number moved.
  private func plan(_ premium: Distribution, cost: Double = 10) -> FittedModel {
    ToyStudy.fitted(
      ToyModel.make([
        .premium: premium, .sigma: .fixed(noise), .psi: .uniform(low: 0, high: 0.1),
        .startCertifiedShare: .uniform(low: 0.2, high: 0.4),
      ]), [SamplePlan.target("growth", .growth, .atLeast, 0)],
      levers: [ToyStudy.lever("support", cost)])
  }

  private func worth(
    _ plans: [FittedModel], worth: Double? = nil, threads: Int = 2, draws: Int? = nil
  ) throws -> ScenarioInformation {
    try #require(try value(plans, worth: worth, threads: threads, draws: draws ?? self.draws))
  }

  private func value(
    _ plans: [FittedModel], worth: Double?, threads: Int, draws: Int
  ) throws -> ScenarioInformation? {
    let sampler = ToyStudy.sampler(plans[0], draws: draws, threads: threads)
    let table = try EnsembleTable(plans[0], sampler: sampler, draws: draws)
    let samples = try plans.map { try sampler.sample($0.model, $0.study.targets) }
    return ScenarioInformation.value(
      plans, samples, table, .target(plans[0].study.targets[0]), worth: worth, threads: threads)
  }

  private func answers(_ found: ScenarioInformation) -> [InformationAnswer] {
    [found.perfect] + found.themes.map(\.answer) + found.inputs.map(\.answer)
  }

  private let spread = Distribution.normal(mean: 0, sd: 0.003)

  @Test("equal plans: the first stands whatever is known, whether by P or by worth")
  func identical() throws {
    for sum in [nil, 500.0] {
      let found = try worth([plan(spread), plan(spread), plan(spread)], worth: sum, draws: 4096)
      #expect(answers(found).count > 3)
      #expect(answers(found).allSatisfy { $0 == .decisionStands(option: 0) })
      #expect(Set(found.options.map(\.utility)).count == 1)
      #expect(found.findings.filter { !$0.id.contains(".option") }.allSatisfy { $0.value == 0 })
      expectSound(found.findings)
    }
  }

  @Test("a plan that is better in every draw stands; one that costs more and brings nothing falls")
  func dominating() throws {
    let better = plan(.shifted(spread, by: 0.002))
    let found = try worth([plan(spread), better], draws: 4096)
    #expect(found.best == 1 && found.options[1].chance.value > found.options[0].chance.value)
    #expect(answers(found).allSatisfy { $0 == .decisionStands(option: 1) })
    let dear = try worth([plan(spread, cost: 30), plan(spread)], worth: 100, draws: 4096)
    #expect(dear.best == 1)
    #expect((dear.options[1].utility - dear.options[0].utility - 20).magnitude < 1e-9)
    #expect(answers(dear).allSatisfy { $0 == .decisionStands(option: 1) })
  }

  /// E f(premium), by the midpoint rule over ± 8 standard deviations of `spread`.
  private func mean(_ f: (Double) -> Double) -> Double {
    let cells = 4000, width = 16.0 / Double(cells)
    return (0..<cells).reduce(0) { sum, cell in
      let z = -8 + (Double(cell) + 0.5) * width
      return sum + normalDensity(z) * f(0.003 * z) * width
    }
  }

  private func chance(_ premium: Double) -> Double {
    normalCDF(0.625 * premium / (noise * (15.0 / 32).squareRoot()))
  }

  @Test("a trade-off: what the premium is worth is its closed form, and no more than everything")
  func tradeOff() throws {
    let sure = 0.0005, plans = [plan(spread), plan(.fixed(sure))]
    let found = try worth(plans)
    #expect(found.best == 1)
    let known = mean { max(chance($0), chance(sure)) } - chance(sure)
    let everything = mean { chance(max($0, sure)) } - chance(sure)
    guard case .value(let perfect) = found.perfect,
      let item = found.inputs.first(where: { $0.group.inputs[0].parameter == .premium }),
      case .value(let premium) = item.answer
    else {
      Issue.record("\(found.perfect)")
      return
    }
    #expect(
      (perfect.value - everything).magnitude < 4.8916 * perfect.standardError, "\(perfect)")
    #expect((premium.value - known).magnitude < 4.8916 * premium.standardError, "\(premium)")
    #expect(premium.value > 0.1 && premium.value <= perfect.value)
    for answer in answers(found) {
      guard case .value(let value) = answer else { continue }
      #expect(value.value >= 0 && value.value <= perfect.value)
    }
    // The theme of the premium holds it and psi, which tells nothing.
    let theme = try #require(found.themes.first { $0.group.key == InputTheme.output.rawValue })
    #expect(theme.group.inputs.count > 1)
    guard case .value(let value) = theme.answer else {
      Issue.record("\(theme.answer)")
      return
    }
    #expect((value.value - known).magnitude < 4.8916 * value.standardError)
    expectSound(found.findings)
  }

  @Test("in billions it is the worth of the target times points of P, less what plans cost")
  func billions() throws {
    let plans = [plan(spread, cost: 10), plan(.fixed(0.0005), cost: 10)]
    let points = try worth(plans), money = try worth(plans, worth: 500)
    for (point, sum) in zip(answers(points), answers(money)) {
      switch (point, sum) {
      case (.value(let point), .value(let sum)):
        #expect((sum.value - 500 * point.value).magnitude < 1e-9 && sum.changed == point.changed)
      default: #expect(point == sum)
      }
    }
    #expect(
      zip(points.options, money.options).allSatisfy {
        ($1.utility - (500 * $0.utility - 10)).magnitude < 1e-9 && $1.cost == 10
      })
    #expect(
      money.findings.filter { $0.id.hasSuffix("perfect") }.map(\.unit.name) == ["billion VND"])
  }

  @Test(
    "one and two threads find the same; failed draws are left out, and all failing is no answer")
  func threadsAndFailures() throws {
    let plans = [plan(spread), plan(.fixed(0.0005))]
    let one = try worth(plans, threads: 1, draws: 4096)
    #expect(one.findings == (try worth(plans, draws: 4096)).findings)
    func wild(_ low: Double, _ high: Double) -> FittedModel {
      ToyStudy.fitted(
        ToyModel.make([.muX: .uniform(low: low, high: high), .sigma: .fixed(noise)]),
        [SamplePlan.target("growth", .growth, .atLeast, 0)])
    }
    let some = try worth([wild(-500, 500), plan(.fixed(0.0005))], draws: 4096)
    // 346.6 / 500 of the draws end.
    #expect((some.options[0].chance.value - 0.5).magnitude < 4.8916 * (0.25 / 2839).squareRoot())
    expectSound(some.findings)
    let none = try value(
      [wild(5000, 6000), wild(5000, 6000)], worth: nil, threads: 2, draws: 1024)
    #expect(none == nil)
  }
}
