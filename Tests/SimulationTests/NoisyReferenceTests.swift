import Assessment
import ReachModel
import Simulation
import Testing

@Suite("Ensembles")
struct NoisyReferenceTests {
  /// 4.9 joint standard errors: one false alarm in a million for one comparison.
  static let limit = 4.9

  @Test("agree with the moments, quantiles and probabilities of the noisy reference")
  func moments() async throws {
    let reference = try ReferenceCase("oracle-b")
    let years = try #require(reference.expected["years"] as? [[String: Any]])
    let outcomes: [(String, Outcome)] = [
      ("N", .firms), ("C", .certified), ("T3", .share), ("T4", .growth),
    ]
    let comparison = try await PairedRun(reference, draws: 400_000)
    for (index, year) in years.enumerated() {
      for (key, outcome) in outcomes {
        let expected = try #require(year[key] as? [String: Any])
        let summary = try #require(comparison.summary[Series(outcome, .year(index + 1))])
        try compare(summary, with: expected, "\(key) in year \(index + 1)")
      }
      try compareProbabilities(comparison, year, index + 1)
      try compareDifferences(comparison, year, index + 1)
    }
  }

  private func compare(
    _ summary: SeriesSummary, with expected: [String: Any], _ what: String
  ) throws {
    func number(_ key: String) throws -> Double { try #require(expected[key] as? Double) }
    let moments = summary.moments
    #expect(
      near(moments.mean, moments.meanError, try number("mean"), try number("mean_se")),
      "\(what): mean \(moments.mean)")
    #expect(
      near(
        moments.standardDeviation, moments.standardDeviationError, try number("sd"),
        try number("sd_se")), "\(what): sd \(moments.standardDeviation)")
    let quantiles = try #require(expected["quantiles"] as? [String: [String: Double]])
    for (percent, theirs) in quantiles {
      let p = try #require(Double(percent)) / 100
      let value = try #require(theirs["value"]), ours = summary.quantile(p)
      if summary.series.isCount {
        let cdf = try #require(theirs["cdf_at_value"]), cdfError = try #require(theirs["cdf_se"])
        let here = Probability(
          hits: Int((summary.reading.distribution(at: value) * Double(moments.count)).rounded()),
          draws: moments.count)
        #expect(near(here.value, here.standardError, cdf, cdfError), "\(what): F(\(value))")
        #expect((ours - value).magnitude <= 1, "\(what): quantile \(percent) is \(ours)")
      } else {
        let error = try #require(theirs["se"])
        #expect(
          near(ours, summary.reading.quantileError(p), value, error),
          "\(what): quantile \(percent) is \(ours), not \(value)")
      }
    }
  }

  private func compareProbabilities(
    _ run: PairedRun, _ year: [String: Any], _ y: Int
  ) throws {
    let expected = try #require(year["probability"] as? [String: [String: Double]])
    let hits = run.hits[y - 1]
    let ours = Dictionary(
      uniqueKeysWithValues: ["T1", "T2", "T3", "T4"].enumerated().map {
        ($1, hits.probability($0))
      } + [("joint", hits.jointProbability)])
    for (key, theirs) in expected {
      let probability = try #require(ours[key])
      let p = try #require(theirs["p"]), error = try #require(theirs["se"])
      #expect(near(probability.value, probability.standardError, p, error), "P(\(key)) year \(y)")
    }
  }

  private func compareDifferences(_ run: PairedRun, _ year: [String: Any], _ y: Int) throws {
    let expected = try #require(
      year["doubled_budgets_mean_difference"] as? [String: [String: Double]])
    for (key, theirs) in expected {
      let ours = try #require(run.differences[y - 1][key])
      let mean = try #require(theirs["mean"]), error = try #require(theirs["se"])
      #expect(near(ours.mean, ours.meanError, mean, error), "\(key) doubled, year \(y)")
    }
  }

  private func near(_ a: Double, _ aError: Double, _ b: Double, _ bError: Double) -> Bool {
    (a - b).magnitude <= Self.limit * (aError * aError + bError * bError).squareRoot()
  }
}

/// A case and the same case with all support budgets doubled, under the same shocks.
private struct PairedRun {
  var summary: EnsembleSummary
  var hits: [TargetHits]
  /// Year by year, the mean differences by the reference's keys.
  var differences: [[String: Moments]]

  init(_ reference: ReferenceCase, draws: Int) async throws {
    let base = PreparedModel(reference.model)
    var doubled = reference.model
    doubled.levers.budget = doubled.levers.budget.map { $0.map { 2 * $0 } }
    let years = reference.model.quarters / 4
    var summary = EnsembleTally(base)
    var hits = (1...years).map { y in
      TargetHits(reference.targets(year: y), base, planYear: 1)
    }
    var differences = (1...years).map { _ in [String: Moments]() }
    let quantities: [(String, Series.Quantity)] = [
      ("N", .outcome(.firms)), ("C", .outcome(.certified)), ("T3", .outcome(.share)),
      ("T4", .outcome(.growth)), ("Q_relative", .output),
    ]
    let runner = EnsembleRunner(seed: reference.seed, threads: 2)
    try await runner.run([base, PreparedModel(doubled)], .ensemble(draws: draws)) { chunks in
      summary.add(chunks[0])
      for y in 1...years {
        hits[y - 1].add(chunks[0])
        for (key, quantity) in quantities {
          guard let row = base.series[Series(quantity, .year(y))] else { continue }
          let pairs = zip(chunks[0][row], chunks[1][row])
          let change = pairs.map { key == "Q_relative" ? $1 / $0 - 1 : $1 - $0 }
          differences[y - 1][key, default: Moments()].merge(Moments(change))
        }
      }
    }
    (self.summary, self.hits, self.differences) = (summary.finished(), hits, differences)
  }
}
