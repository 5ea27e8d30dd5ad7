import NumericKernels
import Testing
import Verification

@Suite struct PowerScalingTests {
  /// Weights, k̂ and distances of arviz and of the published definitions.
  ///
  /// Both sort and sum some hundred numbers: their logarithms differ in the last digits, and the fit
  /// of the tail divides by small differences of them.
  @Test func agreesWithThePublishedDefinitions() throws {
    for expected in try MachineryReference.read().weighted {
      let smooth = ParetoSmoothing(logWeights: expected.logs)
      #expect(abs(smooth.shape - expected.shape) < 1e-9, "\(expected.name)")
      for (weight, other) in zip(smooth.weights, expected.weights) {
        #expect(abs(weight - other) < 1e-11, "\(expected.name)")
      }
      let distance = SortedDraws(expected.x).distance(smooth.weights)
      #expect(abs(distance - expected.distance) < 1e-9, "\(expected.name)")
      let scaling = PowerScaling(
        logPrior: expected.logs, logLikelihood: expected.logs.map { 0 * $0 })
      let row = scaling.row(expected.x)
      // The distance is the root of a sum of differences near 1e-10, with roundings near 1e-16.
      #expect(abs(row.priorDistance - expected.sensitivity) < 1e-7, "\(expected.name)")
      #expect(row.likelihoodDistance == 0 && row.likelihoodChange == 0)
    }
  }

  /// A normal prior and likelihood, whose scaled posteriors are normal: distances by quadrature.
  @Test func agreesWithExactNormalLaws() throws {
    // Quantiles at the middles of so many cells reach from −4 to 4 sds.
    let S = 15_788
    let scores = (0..<S).map { normalQuantile((Double($0) + 0.5) / Double(S)) }
    for expected in try MachineryReference.read().normal {
      let values = scores.map { expected.posterior[0] + expected.posterior[1] * $0 }
      func logs(_ law: [Double]) -> [Double] {
        values.map { -($0 - law[0]) * ($0 - law[0]) / (2 * law[1] * law[1]) }
      }
      let row = PowerScaling(
        logPrior: logs(expected.prior), logLikelihood: logs(expected.likelihood)
      ).row(values)
      // 1/√S: the largest 3√S weights are smoothed as if they were random.
      let tolerance = 1 / Double(S).squareRoot(), sd = expected.posterior[1]
      #expect(abs(row.priorDistance / expected.priorDistance - 1) < tolerance)
      #expect(abs(row.likelihoodDistance / expected.likelihoodDistance - 1) < tolerance)
      #expect(abs(row.priorChange - expected.priorChange) < tolerance * sd)
      #expect(abs(row.likelihoodChange - expected.likelihoodChange) < tolerance * sd)
    }
  }

  /// N(0, 1) against data at 4 with the same precision; against data that say nothing; with a prior
  /// that says nothing.
  @Test func diagnosesWhatItShould() throws {
    let cases = try MachineryReference.read().normal
    func diagnosis(_ place: Int) -> PowerScaling.Diagnosis {
      PowerScaling.Row(
        priorDistance: cases[place].priorDistance,
        likelihoodDistance: cases[place].likelihoodDistance, priorChange: 0, likelihoodChange: 0
      ).diagnosis
    }
    #expect(diagnosis(0) == .fine)
    #expect(diagnosis(1) == .conflict)
    #expect(diagnosis(2) == .weakLikelihood)
    #expect(diagnosis(3) == .fine)
  }

  @Test func equalWeightsAreLeftAlone() {
    let smooth = ParetoSmoothing(logWeights: [3, 3, 3, 3])
    #expect(smooth.weights == [0.25, 0.25, 0.25, 0.25])
    #expect(smooth.shape == -.infinity && smooth.effectiveDraws == 4)
    #expect(SortedDraws([1, 1, 1]).distance([0.2, 0.3, 0.5]) == 0)
  }

  /// A few differing weights have no law to be fitted: they stay as they are, and k̂ says so.
  @Test func fewDrawsAreNotSmoothed() {
    let smooth = ParetoSmoothing(logWeights: [0, 1, 2])
    #expect(smooth.shape == .infinity)
    #expect(abs(smooth.weights.reduce(0, +) - 1) < 1e-15)
  }
}
