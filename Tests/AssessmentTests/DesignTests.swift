import Assessment
import NumericKernels
import ReachModel
import Simulation
import Testing

@Suite("Nested and paired designs")
struct DesignTests {
  static let parameters = 400
  static let shocks = 100

  /// One firm that gains a certificate within the year: P(target | p) = 1 − e^(−p), so that hits
  /// are binomial given a drawn p.
  private func ranges(_ p: Distribution, seeds: Int) async throws -> [ClosedRange<Double>] {
    let model = PreparedModel(ToyModel.make([.p: p]))
    var ranges: [ClosedRange<Double>] = []
    for seed in 0..<UInt64(seeds) {
      var range = ParameterRange(
        [ToyModel.target(.certified, 1)], model, planYear: 2021, parameters: Self.parameters,
        shocks: Self.shocks)
      try await EnsembleRunner(seed: seed, threads: 2).run(
        [model], range.design, recording: .years
      ) { range.add($0[0]) }
      #expect(range.jointRange == range.range(of: 0))
      ranges.append(range.range(of: 0).range)
    }
    return ranges
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  @Test("the range over parameters is free of the inner noise")
  func rangeIsUnbiased() async throws {
    let law = Distribution.beta(mean: 0.3, sd: 0.1)
    let ranges = try await ranges(law, seeds: 25)
    for (p, ends) in [(0.05, ranges.map(\.lowerBound)), (0.95, ranges.map(\.upperBound))] {
      let truth = -exponentialMinusOne(-law.quantile(p))
      // Twenty-five ends with an sd of about 0.0075 and steps of 1/115: without the correction they
      // would be 0.018 further out.
      #expect((mean(ends) - truth).magnitude < 0.011, "\(mean(ends)), not \(truth)")
    }
  }

  @Test("the range of a probability that no parameter moves is narrow")
  func rangeOfNothing() async throws {
    let widths = try await ranges(.fixed(0.3), seeds: 25).map { $0.upperBound - $0.lowerBound }
    // Binomial noise alone spans 2 · 1.645 √(p (1 − p) / shocks) = 0.145; what is left of it is
    // √max(0, 1 − W/T) with T within 7 % of W: 0.12 of it on average.
    #expect(mean(widths) < 0.25 * 0.145, "\(mean(widths))")
  }

  @Test("certain targets have a range of no width")
  func certain() async throws {
    let ranges = try await ranges(.fixed(0), seeds: 1)
    #expect(ranges == [0...0])
  }

  /// In the first year growth is Σ w (premium/4 + σ e/2) with w = (4, 3, 2, 1)/4, but for terms of
  /// second order: 0.390625 premium² from the parameter, 0.46875 σ² from the shocks.
  @Test(
    "the share of variance from parameters is that of a linear model",
    arguments: [(0.002, 0.002), (0.001, 0.003), (0.003, 0.0005), (0.0, 0.002)])
  func share(premium: Double, sigma: Double) async throws {
    let model = PreparedModel(
      ToyModel.make([.premium: .normal(mean: 0, sd: premium), .sigma: .fixed(sigma)]))
    let pairs = 40_000
    var first = KeptDraws(model, limit: pairs), second = first
    let runner = EnsembleRunner(seed: 3, threads: 2)
    try await runner.run([model], .ensemble(draws: pairs)) { first.add($0[0]) }
    try await runner.run([model], .fresh(draws: pairs), recording: .years) { second.add($0[0]) }
    let shares = ParameterShare.shares(first, second)
    let found = try #require(shares.first { $0.series == Series(.growth, .year(1)) })
    let own = 0.390625 * premium * premium
    let truth = own / (own + 0.46875 * sigma * sigma)
    #expect((found.value - truth).magnitude < 4.8916 * found.standardError, "\(found.value)")
    #expect((found.standardError - (1 - truth * truth) / 200).magnitude < 2e-4)
    // What does not vary has no share.
    #expect(!shares.contains { $0.series == Series(.firms, .year(1)) })
  }

  @Test("without shocks all variance is from parameters")
  func noShocks() async throws {
    let model = PreparedModel(ToyModel.make([.premium: .normal(mean: 0, sd: 0.01)]))
    var first = KeptDraws(model, limit: 1000), second = first
    let runner = EnsembleRunner(seed: 3, threads: 2)
    try await runner.run([model], .ensemble(draws: 3000)) { first.add($0[0]) }
    try await runner.run([model], .fresh(draws: 1000)) { second.add($0[0]) }
    #expect(first.count == 1000 && first.values == second.values)
    let share = ParameterShare.shares(first, second).first {
      $0.series == Series(.growth, .year(1))
    }
    #expect(try #require(share).value >= 1 - 1e-12)
  }
}

@Suite("Hits and starts")
struct HitTests {
  static let seed: UInt64 = 12

  @Test("P by start is a step where nothing happens after the start")
  func startDependence() async throws {
    let model = PreparedModel(
      ToyModel.make(
        start: .drawn(firmShares: [[1, 0]], certifiedShares: [[1, 0]]),
        [
          .startFirms: .uniform(low: 800, high: 1000), .startCertifiedShare: .fixed(0.3),
          .exitDomestic: .fixed(0.01),
        ]))
    let target = ToyModel.target(.firms, 900), joint = ToyModel.target(.certified, 265)
    var dependence = try #require(StartDependence(target, model, planYear: 2021))
    var hits = TargetHits([target, joint], model, planYear: 2021)
    try await EnsembleRunner(seed: Self.seed, threads: 2).run([model], .ensemble(draws: 20_000)) {
      dependence.add($0[0])
      hits.add($0[0])
    }
    let bands = dependence.bands
    #expect(bands.count == 5)
    #expect(bands.reduce(0) { $0 + $1.probability.draws } == 20_000)
    #expect(bands.reduce(0) { $0 + $1.probability.hits } == hits.hits[0])
    #expect(zip(bands, bands.dropFirst()).allSatisfy { $0.high < $1.low })
    // About 1 % leave: certain below 899 and, but for chance, above 930.
    for band in bands {
      // Edges are quantiles of 2,048 draws: fifths within 4.8916 · √(0.16/2048) + √(0.16/20000).
      #expect((Double(band.probability.draws) / 20_000 - 0.2).magnitude < 0.075)
      if band.high < 900 { #expect(band.probability.hits == 0) }
      if band.low > 930 { #expect(band.probability.value > 0.999) }
    }
    #expect(hits.joint <= hits.hits.min() ?? 0)
    #expect(hits.joint > 0 && hits.draws == 20_000)
    let single = hits.probability(0).value, both = hits.jointProbability.value
    #expect(both <= min(single, hits.probability(1).value))
  }

  @Test("outcomes without a start, and starts that do not vary, have no bands")
  func noBands() async throws {
    let model = PreparedModel(ToyModel.make(firms: 50, [.exitDomestic: .fixed(0.1)]))
    #expect(StartDependence(ToyModel.target(.growth, 0.1), model, planYear: 2021) == nil)
    #expect(StartDependence(ToyModel.target(.firms, 9, sector: 0), model, planYear: 2021) == nil)
    var constant = try #require(
      StartDependence(ToyModel.target(.firms, 45), model, planYear: 2021))
    try await EnsembleRunner(seed: 1, threads: 1).run([model], .ensemble(draws: 3000)) {
      constant.add($0[0])
    }
    #expect(constant.bands.isEmpty)
  }

  @Test("the ensemble summary holds the moments and quantiles of every series")
  func summary() async throws {
    let model = PreparedModel(
      ToyModel.make(firms: 40, [.exitDomestic: .fixed(0.2), .sigma: .fixed(0.1)]))
    var summary = EnsembleTally(model), values: [Double] = []
    let row = try #require(model.series[Series(.firms, .year(1))])
    try await EnsembleRunner(seed: 2, threads: 2).run([model], .ensemble(draws: 50_000)) {
      summary.add($0[0])
      values.append(contentsOf: $0[0][row])
    }
    let found = summary.finished()
    let firms = try #require(found[Series(.firms, .year(1))])
    // Binomial(40, 0.8): mean 32, variance 6.4.
    #expect((firms.moments.mean - 32).magnitude < 4.8916 * (6.4 / 50_000).squareRoot())
    #expect(
      (firms.moments.standardDeviation - 6.4.squareRoot()).magnitude
        < 4.8916 * firms.moments.standardDeviationError)
    let sorted = values.sorted()
    #expect(firms.quantile(0.5) == sorted[24_999] && firms.quantile(0.05) == sorted[2_499])
    #expect(found.draws == 50_000)
  }
}
