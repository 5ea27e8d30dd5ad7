import NumericKernels
import ReachModel
import Testing
import Verification

/// A normal mean with one normal datum: its posterior, and three that are wrong.
///
/// θ ~ N(0, 1) and y | θ ~ N(θ, 1), so that θ | y ~ N(y/2, 1/2).
private struct NormalStudy: CalibrationStudy {
  enum Fault: CaseIterable {
    case none
    /// Its sd is 0.7 times what it should be.
    case narrow
    /// Its mean is off by 0.3 posterior sds.
    case shifted
    /// The prior.
    case prior
  }

  let fault: Fault
  /// Apart, so that runs are independent.
  let run: Int

  var key: String { "normal" }
  var label: Label { Label(vi: "", en: "") }
  var purpose: Int { 200 + run }
  var quantities: [CalibratedQuantity] {
    ["mean", "likelihood"].map { CalibratedQuantity($0, Label(vi: $0, en: $0)) }
  }

  func places(_ numbers: inout ReplicationNumbers) -> [Double?] {
    let θ = numbers.normal(), y = θ + numbers.normal(), sd = 0.5.squareRoot()
    let posterior: Distribution =
      switch fault {
      case .none: .normal(mean: y / 2, sd: sd)
      case .narrow: .normal(mean: y / 2, sd: 0.7 * sd)
      case .shifted: .normal(mean: y / 2 + 0.3 * sd, sd: sd)
      case .prior: .normal(mean: 0, sd: 1)
      }
    return [posterior.place(of: θ), posterior.likelihoodPlace(estimate: y, of: θ)]
  }
}

/// What the calibration finds with 200 data sets, at a rate of 5 % shared by two quantities.
@Suite struct PlantedFaultTests {
  private static let runs = 400, replications = 200

  /// The share of runs in which any quantity, the parameter's own, and the likelihood's is uneven.
  private static func found(
    _ fault: NormalStudy.Fault
  ) -> (any: Double, own: Double, likelihood: Double) {
    let rate = 0.05 / 2
    var counts = (any: 0, own: 0, likelihood: 0)
    for run in 0..<runs {
      let result = NormalStudy(fault: fault, run: run).run(
        replications: replications, seed: 21, threads: 2, falseAlarms: rate)
      let uneven = result.quantities.map { $0.sample.map(result.isUneven) ?? false }
      counts.any += uneven.contains(true) ? 1 : 0
      counts.own += uneven[0] ? 1 : 0
      counts.likelihood += uneven[1] ? 1 : 0
    }
    let all = Double(runs)
    return (Double(counts.any) / all, Double(counts.own) / all, Double(counts.likelihood) / all)
  }

  /// Each quantity crosses a band of 200 numbers with probability 1 less its coverage; the two are
  /// dependent, so that together they do so at most twice as often.
  @Test func raisesFalseAlarmsAtItsRate() {
    let found = Self.found(.none)
    let chance = 1 - UniformBand(count: Self.replications, falseAlarms: 0.025).coverage
    #expect(isNear(found.own, chance, Self.runs))
    #expect(isNear(found.likelihood, chance, Self.runs))
    #expect(found.any <= 0.05 || isNear(found.any, 0.05, Self.runs))
  }

  /// The power that Machinery.md states, less what 400 runs leave open.
  @Test(arguments: [
    (NormalStudy.Fault.narrow, 0.99), (.shifted, 0.90), (.prior, 0.99),
  ])
  private func findsPlantedFaults(_ fault: NormalStudy.Fault, _ power: Double) {
    let found = Self.found(fault)
    #expect(found.any >= power || isNear(found.any, power, Self.runs))
  }

  /// Places of the parameter alone do not tell a prior from a posterior: why likelihoods are ranked.
  @Test func aPriorPassesByItsParameterAlone() {
    let found = Self.found(.prior)
    let chance = 1 - UniformBand(count: Self.replications, falseAlarms: 0.025).coverage
    #expect(isNear(found.own, chance, Self.runs))
    #expect(found.likelihood > 0.9)
  }
}

@Suite struct PlaceSampleTests {
  /// Places of truths that spread twice as widely as they should and lie half an sd too high.
  @Test func shiftAndSpreadAreThoseOfScores() {
    let places = (0..<1000).map { i in
      normalCDF(0.5 + 2 * normalQuantile((Double(i) + 0.5) / 1000))
    }
    let sample = PlaceSample(places, band: UniformBand(count: 1000, falseAlarms: 0.05))
    // A place within 4e-11 of 1, a score of 6.5, is rounded by 1e-16: 4e-7 of its score.
    #expect(abs(sample.shift - 0.5) < 1e-6)
    // Midpoints of 1,000 cells miss 0.2 % of a normal law's variance.
    #expect(abs(sample.spread - 2) < 0.01)
    #expect(sample.pValue < 1e-10)
    // Φ(z) within 0.1...0.9 where |0.5 + 2z| < 1.2816.
    let inside =
      normalCDF((1.2815515655446004 - 0.5) / 2) - normalCDF((-1.2815515655446004 - 0.5) / 2)
    #expect(abs(sample.coverages[1].share - inside) <= 0.001)
  }

  @Test func evenPlacesPass() {
    let places = (0..<200).map { (Double($0) + 0.5) / 200 }
    let sample = PlaceSample(places, band: UniformBand(count: 200, falseAlarms: 0.05))
    #expect(sample.pValue == 1)
    #expect(sample.coverages.map(\.share) == [0.5, 0.8, 0.95])
  }

  @Test func tiesAreSplit() {
    #expect(place(of: 2, among: [1, 2, 3], 0.5) == 0.5)
    #expect(place(of: 0, among: [1, 2, 3], 0.5) == 0.125)
  }

  /// Student's and normal laws behind links, against values of scipy 1.17.1.
  @Test func placesAreOnTheUnboundedScale() throws {
    let t = Distribution.linked(.identity, location: 1, scale: 2, degreesOfFreedom: 5)
    #expect(abs(try #require(t.place(of: 2)) - 0.6808505641795355) < 1e-13)
    let logit = Distribution.linked(.logit, location: 0, scale: 1, degreesOfFreedom: nil)
    #expect(abs(try #require(logit.place(of: 0.5)) - 0.5) < 1e-15)
    let log = Distribution.lognormal(
      mean: exponential(0.5), sd: exponential(0.5) * 1.3108324944320862)
    #expect(abs(try #require(log.place(of: 1)) - 0.5) < 1e-12)
    #expect(Distribution.fixed(1).place(of: 1) == nil)
  }
}
