import Assessment
import PanelData
import ReachEngine
import ReachFiles
import ReachModel
import Simulation
import Testing

/// The checks of the model's section 6.
@Suite("What the priors predict")
struct PriorPredictiveTests {
  /// Hanoi's full-year growth of manufacturing, percent, by year: the latest vintage, and industry
  /// where manufacturing is missing.
  static func observedGrowth() throws -> [Int: Double] {
    let facts = try ShippedStudy.observed.get().facts
    var latest: [Int: Fact] = [:]
    // Manufacturing last, so that it takes the place of industry.
    for (series, sector) in [
      ("iip_growth", "industry"), ("iip_growth", "manufacturing"),
      ("iip_manufacturing_growth", "manufacturing"),
    ] {
      let years = facts.actual(series, in: "hanoi").filter {
        $0.sector == sector && $0.period == "year"
      }
      for fact in years.sorted(by: { $0.published < $1.published }) { latest[fact.year] = fact }
    }
    return latest.mapValues(\.value)
  }

  @Test("yearly growth of manufacturing looks like Hanoi's")
  func manufacturingGrowth() async throws {
    let observed = Moments(try Self.observedGrowth().values.sorted())
    #expect(observed.count >= 10)
    // Priors alone: no data have moved them. The plan year itself carries over from the rebound of
    // late 2020, so the years after it are compared. Published growth of all manufacturing stands
    // in for that of other manufacturing wherever E11 meets data (model, section 4), so here too;
    // with SI included the spread is wider (see Checks).
    var priors = try ShippedStudy.hanoi.get().model.lasting(quarters: 20)
    // The one input without a prior: E11 does not know it, and any level will do.
    priors.parameters[.rBar] = [DrawnValue(.fixed(400), number: Parameter.rBar.number)]
    let model = PreparedModel(priors)
    var growth = Moments()
    try await EnsembleRunner(seed: 2021, threads: 2).run([model], .ensemble(draws: 10_000)) {
      for year in 2...5 {
        guard let row = model.series[Series(.otherManufacturingGrowth, .year(year))] else {
          continue
        }
        growth.merge(Moments($0[0][row]))
      }
    }
    let mean = 100 * growth.mean, sd = 100 * growth.standardDeviation
    #expect((mean - observed.mean).magnitude < 1.5, "mean \(mean), observed \(observed.mean)")
    let ratio = sd / observed.standardDeviation
    #expect((1 / 1.5...1.5).contains(ratio), "sd \(sd), observed \(observed.standardDeviation)")
  }

  /// The invented set-up of the noisy reference (900 firms, 300 certified) with the priors that the
  /// catalog ships, independent; what a case file must give keeps its size.
  static func invented() throws -> ModelCase {
    try ModelCase.read(
      "\(ShippedStudy.root)/Tests/SimulationTests/ReferenceValues/oracle-b.json",
      as: "oracle-b.json")
  }

  static func inventedModel() throws -> SimulationModel {
    var model = try invented().model
    let shipped = try ShippedStudy.hanoi.get().model.parameters
    let own: Set<Parameter> = [
      .betaX, .phiR, .gR, .gDomestic, .rBar, .iota, .execution, .unitCost, .b0Ratio,
      .certifiedEntrantDomestic, .certifiedEntrantForeign, .piSI, .piZ,
    ]
    for parameter in Parameter.allCases
    where !own.contains(parameter) && !model.parameters[parameter].isEmpty {
      model.parameters[parameter] = shipped[parameter]
    }
    for (parameter, cv) in [(Parameter.rBar, 0.25), (.iota, 0.5), (.unitCost, 0.4)] {
      model.parameters[parameter] = model.parameters[parameter].map {
        let mean = $0.distribution.statedMean
        return DrawnValue(
          .lognormal(mean: mean, sd: cv * mean), number: $0.number, index: $0.index)
      }
    }
    model.parameterUncertainty = true
    return model.lasting(quarters: 12)
  }

  /// Orders of magnitude by an independent prototype, not digits.
  @Test("the invented set-up comes out in the order of magnitude of the prototype")
  func orders() async throws {
    let targets = [
      (Outcome.firms, Comparison.atLeast, 900.0), (.certified, .atLeast, 300),
      (.share, .atLeast, 0.16), (.growth, .above, 0.11),
    ].map { outcome, comparison, threshold in
      Target(
        key: outcome.rawValue, label: outcome.label, outcome: outcome, comparison: comparison,
        threshold: threshold, year: 1, source: "model, section 6",
        origin: Origin(file: "test", line: 1, column: 1))
    }
    let result = try await runModel(
      Self.inventedModel(), targets: targets, draws: 20_000, seed: 1, threads: 2)
    guard case .ensemble(let ensemble) = result else {
      Issue.record("nothing is random")
      return
    }
    func moments(_ outcome: Outcome) throws -> Moments {
      try #require(ensemble.summary[Series(outcome, .year(1))]).moments
    }
    let N = try moments(.firms), C = try moments(.certified), growth = try moments(.growth)
    expect(N.mean, near: 919, within: 10, "mean of N")
    expect(N.standardDeviation, near: 33, within: 6, "sd of N")
    expect(C.mean, near: 324, within: 6, "mean of C")
    expect(C.standardDeviation, near: 23, within: 5, "sd of C")
    expect(growth.mean, near: 0.07, within: 0.015, "mean growth")
    expect(growth.standardDeviation, near: 0.06, within: 0.01, "sd of growth")
    let hits = ensemble.hits[0]
    for (place, p) in [(0, 0.7), (1, 0.87), (3, 0.23)] {
      expect(hits.probability(place).value, near: p, within: 0.08, hits.targets[place].key)
    }
    expect(hits.jointProbability.value, near: 0.16, within: 0.08, "all four")
    try doubledBudgets(ensemble)
  }

  private func doubledBudgets(_ ensemble: ModelEnsemble) throws {
    func change(_ quantity: Series.Quantity, _ year: Int) throws -> Double {
      try #require(ensemble.differences[year - 1][quantity]).mean
    }
    expect(try change(.outcome(.certified), 3), near: 18, within: 9, "certified, doubled")
    expect(try change(.outcome(.firms), 3), near: 2, within: 2, "firms, doubled")
    expect(try change(.output, 3), near: 0.008, within: 0.005, "output, doubled")
    // The lags leave next to nothing for the plan year.
    expect(try change(.outcome(.certified), 1), near: 0, within: 0.1, "certified, first year")
  }

  private func expect(
    _ value: Double, near expected: Double, within tolerance: Double, _ what: String
  ) {
    #expect((value - expected).magnitude <= tolerance, "\(what): \(value), not about \(expected)")
  }
}
