import Assessment
import ReachEngine
import ReachFiles
import ReachModel
import Simulation
import Testing

@Suite("Forecasts")
struct ForecastTests {
  static func fitted(_ name: String) throws -> FittedModel {
    let data = try ShippedStudy.observed.get()
    return try FittedModel(ShippedStudy.read(name), panel: data.panel, facts: data.facts)
  }

  static func options(draws: Int = 5000, threads: Int = 2) -> ForecastOptions {
    var options = ForecastOptions(draws: draws, seed: 7, threads: threads, keptDraws: 500)
    options.nestedParameters = 40
    options.nestedShocks = 50
    options.pairs = 2000
    return options
  }

  @Test("do not depend on threads, nor on what else is run")
  func deterministic() async throws {
    let hanoi = try Self.fitted("hanoi-2021"), push = try Self.fitted("hanoi-2021-no-support")
    let alone = try await forecast([hanoi], Self.options(threads: 1))[0]
    let together = try await forecast([push, hanoi], Self.options(threads: 3))[1]
    #expect(numbers(alone) == numbers(together))
    #expect(alone.kept.values == together.kept.values && alone.kept.count == 500)
    #expect(alone.shares.map(\.value) == together.shares.map(\.value))
    #expect(alone.differences.isEmpty && together.differences.count == 4)
  }

  @Test("until P is sure enough stop at a power of two, for any number of threads")
  func until() async throws {
    let hanoi = try Self.fitted("hanoi-2021")
    var options = Self.options(draws: 1 << 18, threads: 1)
    options.nestedShocks = nil
    options.until = 0.002
    let one = try await forecast([hanoi], options)[0]
    options.threads = 2
    let two = try await forecast([hanoi], options)[0]
    #expect(numbers(one) == numbers(two))
    let draws = one.verdict.draws
    #expect(draws >= 1 << 14 && draws < 1 << 18 && draws & (draws - 1) == 0)
    #expect(one.verdict.targets.allSatisfy { $0.probability.error <= 0.002 })
    // As many draws asked for at once are the same run, whose name they share.
    (options.until, options.draws) = (nil, draws)
    #expect(numbers(try await forecast([hanoi], options)[0]) == numbers(one))
  }

  @Test("until P is sure enough end early where too many draws fail")
  func untilFailing() async throws {
    let hanoi = try Self.fitted("hanoi-2021")
    var model = hanoi.model
    model.parameters[.muX] = [
      DrawnValue(.normal(mean: 9e7, sd: 1), number: Parameter.muX.number)
    ]
    let failing = FittedModel(study: hanoi.study, model: model, fit: hanoi.fit)
    var options = Self.options(draws: 1 << 20)
    options.until = 0.002
    await #expect(
      throws: SimulationFailure(
        scenario: failing.study.name, failures: 1 << 14, draws: 1 << 14)
    ) { _ = try await forecast([failing], options) }
  }

  private func numbers(_ forecast: Forecast) -> [Double] {
    let verdict = forecast.verdict
    var all: [Double] = []
    for target in verdict.targets {
      all += [target.probability.value, target.mean, target.standardDeviation, target.median]
      all += [target.parameterRange.lowerBound, target.parameterRange.upperBound]
      all.append(target.parameterShare?.value ?? -1)
      for interval in target.intervals { all += [interval.low, interval.high] }
      for band in target.byStart { all += [band.low, band.high, band.probability.value] }
    }
    if let joint = verdict.joint {
      all += [joint.probability.value, joint.parameterRange.lowerBound]
    }
    for identity in verdict.identities {
      all += [identity.shareRatio, identity.growth, identity.inflation, identity.gap]
    }
    return all
  }

  @Test(
    "give verdicts whose numbers fit together",
    arguments: ["hanoi-2021", "hanoi-2021-pandemic", "hanoi-2030", "hai-duong-2025"])
  func consistent(name: String) async throws {
    let verdict = try await forecast([Self.fitted(name)], Self.options(draws: 3000))[0].verdict
    #expect(verdict.draws == 3000)
    for target in verdict.targets {
      let range = target.parameterRange
      #expect(range.lowerBound >= 0 && range.upperBound <= 1)
      #expect(target.probability.draws == 3000)
      var ends: [Double] = target.intervals.reversed().map { $0.low }
      ends.append(target.median)
      ends += target.intervals.map { $0.high }
      #expect(ends == ends.sorted(), "\(target.target.key): \(ends)")
      #expect(target.standardDeviation > 0 && target.meanError > 0)
      if let share = target.parameterShare {
        #expect((-5 * share.standardError...1).contains(share.value))
      }
      if target.target.outcome == .growth { #expect(target.byStart.isEmpty) }
      #expect(
        target.byStart.isEmpty || target.byStart.reduce(0) { $0 + $1.probability.draws } == 3000)
    }
    if let joint = verdict.joint {
      #expect(joint.probability.hits <= verdict.targets.map { $0.probability.hits }.min() ?? 0)
      let product = verdict.targets.reduce(1) { $0 * $1.probability.value }
      #expect(joint.ifIndependent == product)
    }
    for identity in verdict.identities { #expect(identity.gap.magnitude < 1e-12) }
  }

  @Test("of scenarios with other targets compare what they have in common")
  func otherTargets() async throws {
    let four = try Self.fitted("hanoi-2021"), other = try Self.fitted("hai-duong-2025")
    let forecasts = try await forecast([four, other, four], Self.options(draws: 1000))
    #expect(forecasts[1].differences.isEmpty)
    #expect(forecasts[2].differences.map(\.target) == four.study.targets)
    #expect(forecasts[2].differences.allSatisfy { $0.difference == .none })
    #expect(
      forecasts[1].jointDifference == nil && forecasts[2].jointDifference == ChanceDifference.none)
  }

  @Test("report progress up to the end, stage by stage")
  func progress() async throws {
    var steps: [(Int, Int)] = []
    _ = try await forecast([Self.fitted("hanoi-2021")], Self.options()) {
      steps.append(($0.done, $0.total))
    }
    let last = try #require(steps.last)
    #expect(last.0 == last.1 && last.1 == 5000 + 40 * 50 + 2000)
    #expect(zip(steps, steps.dropFirst()).allSatisfy { $0.0 < $1.0 })
  }
}
