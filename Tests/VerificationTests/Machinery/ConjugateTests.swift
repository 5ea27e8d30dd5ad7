import Econometrics
import Foundation
import NumericKernels
import ReachModel
import Testing
import Verification

/// The estimators of `Econometrics/Bayes` on data from their own priors: exact ones must be even.
///
/// The suite runs some hundred data sets, `VERIFY=1` some thousand.
@Suite struct ConjugateTests {
  private static let isLong = ProcessInfo.processInfo.environment["VERIFY"] == "1"

  /// Eleven quantities, each with a false alarm in a million.
  private func expectEven(_ study: some CalibrationStudy, _ short: Int, _ long: Int) {
    let result = study.run(
      replications: Self.isLong ? long : short, seed: 41, threads: 2, falseAlarms: 1e-6)
    for (quantity, sample) in result.quantities {
      // A series that explodes has no factor, and is refused: at most one in a thousand.
      let refused = result.replications - (sample?.places.count ?? 0)
      #expect(1_000 * refused <= result.replications, "\(quantity.key)")
      #expect(sample.map { $0.pValue > 1e-6 } ?? false, "\(quantity.key)")
    }
  }

  @Test func normalInverseGammaIsCalibrated() { expectEven(ConjugateStudy(), 500, 10_000) }

  @Test func independentNormalPriorIsCalibrated() {
    expectEven(IndependentPriorStudy(), 300, 5_000)
  }

  @Test func autoregressionIsCalibrated() {
    expectEven(AutoregressionStudy(tails: nil), 500, 10_000)
  }

  /// A chain of 400 draws puts ν and the next period where they belong, but for its own error.
  @Test func studentErrorsAreCalibrated() {
    let tails = TailPrior(degrees: [3, 8, .infinity], weights: [1, 1, 1])
    expectEven(AutoregressionStudy(tails: tails), 60, 1_000)
  }
}

@Suite struct PredictiveTests {
  /// μ ~ N(0, 1), ten numbers ~ N(μ, 1), and their mean and largest.
  private static let statistics = [
    PredictiveStatistic<[Double]>("mean", Label(vi: "", en: ""), .number) {
      $0.reduce(0, +) / Double($0.count)
    },
    PredictiveStatistic<[Double]>("largest", Label(vi: "", en: ""), .number) { $0.max() },
  ]

  @Sendable private static func sample(
    _ μ: Double, _ numbers: inout ReplicationNumbers
  ) -> [Double] {
    numbers.normals(10).map { μ + $0 }
  }

  private static func checks(_ set: Int, simulations: Int) -> [PredictiveCheck] {
    var numbers = ReplicationNumbers(seed: 51, purpose: 400, replication: set)
    let μ = numbers.normal(), observed = sample(μ, &numbers)
    let mean = observed.reduce(0, +) / 11, sd = (1.0 / 11).squareRoot()
    return predictiveChecks(
      statistics, observed: observed,
      prior: { (numbers: inout ReplicationNumbers) -> [Double]? in
        let drawn = numbers.normal()
        return sample(drawn, &numbers)
      },
      posterior: { (numbers: inout ReplicationNumbers) -> [Double]? in
        let drawn = mean + sd * numbers.normal()
        return sample(drawn, &numbers)
      },
      PredictivePlan(
        simulations: simulations, seed: UInt64(1000 + set), purpose: 401, threads: 1))
  }

  /// P-values under the prior are uniform, those under the posterior lean to the middle: the data are
  /// used twice.
  @Test func valuesAreUniformUnderThePrior() {
    let sets = 600
    let all = (0..<sets).map { Self.checks($0, simulations: 199) }
    let band = UniformBand(count: sets, falseAlarms: 1e-6)
    for place in Self.statistics.indices {
      let before = all.compactMap { $0[place].prior?.pValue }
      let after = all.compactMap { $0[place].posterior?.pValue }
      #expect(before.count == sets && after.count == sets)
      // Shares of 199 lie on a grid: spread over their cells they are uniform.
      let spread = before.enumerated().map { set, p in
        var numbers = ReplicationNumbers(seed: 52, purpose: 400, replication: set)
        return (199 * p + numbers.uniform()) / 200
      }
      #expect(band.pValue(spread) > 1e-6)
      func variance(_ values: [Double]) -> Double {
        values.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / Double(values.count)
      }
      // A uniform's (u − ½)² has mean 1/12 and variance 1/180.
      let error = (1.0 / 180 / Double(sets)).squareRoot()
      #expect(variance(after) < 1.0 / 12 - 4.8916 * error)
    }
  }

  /// In closed form: the observed mean m has P(mean > m) = 1 − Φ(m/√(1 + 1/10)) under the prior and,
  /// with the posterior N(10m/11, 1/11), 1 − Φ((m/11)/√(1/11 + 1/10)) under the posterior.
  @Test func valuesAreTheExactOnes() throws {
    for set in 0..<5 {
      let check = Self.checks(set, simulations: 4000)[0]
      let m = check.observed
      let before = try #require(check.prior), after = try #require(check.posterior)
      #expect(
        abs(before.pValue - normalUpperTail(m / 1.1.squareRoot())) < 4.8916 * before.standardError)
      let gap = m / 11 / (1.0 / 11 + 0.1).squareRoot()
      #expect(abs(after.pValue - normalUpperTail(gap)) < 4.8916 * after.standardError)
    }
  }

  @Test func surprisesAreBeyondNineTenths() {
    let simulated = (1...100).map(Double.init)
    let figure = PredictedFigure(observed: 97.5, simulated: simulated)
    #expect(figure.pValue == 0.03 && figure.isSurprising)
    #expect((figure.low, figure.median, figure.high) == (5, 50, 95))
    let inside = PredictedFigure(observed: 50, simulated: simulated)
    #expect(inside.pValue == 0.505 && !inside.isSurprising)
    #expect(PredictedFigure(observed: 101, simulated: simulated).standardError > 0.009)
  }

  /// Means within 1.5 points and sds within a factor of 1.5, no further.
  @Test func yearlyGrowthIsHeldAgainstTheModelsLimits() throws {
    let years = [0.05, 0.07, 0.09].enumerated().map {
      YearlyGrowthCheck.Year(year: 2015 + $0, growth: $1, isIndustry: $0 == 0)
    }
    let check = try #require(
      YearlyGrowthCheck(years: years, prior: [0.04, 0.08, 0.06], posterior: nil))
    #expect(abs(check.observed.mean - 0.07) < 1e-15 && abs(check.observed.sd - 0.02) < 1e-15)
    #expect(check.holds(check.prior))
    #expect(!check.holds(.init(mean: 0.054, sd: 0.02)))
    #expect(!check.holds(.init(mean: 0.07, sd: 0.031)))
    #expect(!check.holds(.init(mean: 0.07, sd: 0.013)))
    #expect(YearlyGrowthCheck(years: [years[0]], prior: [0, 1], posterior: nil) == nil)
  }
}
