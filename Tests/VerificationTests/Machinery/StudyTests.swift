import Econometrics
import Foundation
import NumericKernels
import ReachModel
import Testing
import Verification

/// Calibration of the posteriors that the shipped forecast uses, against `calibration.py`.
///
/// The suite runs some hundred data sets, `VERIFY=1` some thousand.
@Suite struct StudyTests {
  private static let isLong = ProcessInfo.processInfo.environment["VERIFY"] == "1"
  private static let replications = isLong ? 4000 : 300

  private func run(_ study: some CalibrationStudy) -> [String: PlaceSample] {
    let result = study.run(
      replications: Self.replications, seed: 31, threads: 2, falseAlarms: 1e-6)
    return Dictionary(
      uniqueKeysWithValues: result.quantities.compactMap { item in
        item.sample.map { (item.quantity.key, $0) }
      })
  }

  /// Shares of intervals that hold the truth, of 20,000 data sets (200,000 of commitments) by NumPy.
  private static func reference(_ path: [String]) throws -> [Double] {
    let url = try #require(
      Bundle.module.url(forResource: "ReferenceValues", withExtension: nil))
    var value: Any = try JSONSerialization.jsonObject(
      with: Data(contentsOf: url.appending(path: "machinery/calibration.json")))
    for key in path { value = try #require((value as? [String: Any])?[key]) }
    return try #require(value as? [Double])
  }

  /// Within 4.8916 standard errors of both shares.
  private func expectCoverages(_ sample: PlaceSample?, _ path: [String], of trials: Int) throws {
    let sample = try #require(sample), n = Double(sample.places.count)
    for (coverage, other) in zip(sample.coverages, try Self.reference(path)) {
      let error = (other * (1 - other) * (1 / n + 1 / Double(trials))).squareRoot()
      #expect(abs(coverage.share - other) <= 4.8916 * error, "\(path) at \(coverage.level)")
    }
  }

  @Test func entryCoversAsAnIndependentProgramFinds() throws {
    let samples = run(try ShippedRelations.read().entry())
    try expectCoverages(samples["betaV"], ["widened"], of: 20_000)
    try expectCoverages(samples["betaV_unwidened"], ["unwidened"], of: 20_000)
  }

  @Test(arguments: CommitmentData.allCases)
  func commitmentsCoverAsAnIndependentProgramFinds(_ data: CommitmentData) throws {
    let samples = run(try ShippedRelations.read().commitments(data))
    let part = "commitments_\(data.rawValue)"
    try expectCoverages(samples["sigmaR"], [part, "sigmaR"], of: 200_000)
    try expectCoverages(samples["Rbar"], [part, "Rbar"], of: 200_000)
  }

  /// The law of growth is right where data follow its own likelihood, but for being summarised by a
  /// normal law: what is left is too little for these data sets to find.
  @Test func growthIsCalibratedUnderItsOwnLikelihood() throws {
    for (key, sample) in run(try ShippedRelations.growth(.assumed)) {
      #expect(sample.pValue > 1e-6, "\(key)")
      for coverage in sample.coverages {
        // The summary's own fault: half a point in 20,000 data sets.
        #expect(
          abs(coverage.share - coverage.level) <= 4.8916 * coverage.standardError + 0.006,
          "\(key) at \(coverage.level)")
      }
    }
  }

  /// Heavy tails, regimes and printed decimals cost the law of growth little: at most four points.
  @Test func growthIsNearlyCalibratedUnderTheModel() throws {
    for (key, sample) in run(try ShippedRelations.growth(.simulated)) {
      for coverage in sample.coverages {
        #expect(
          abs(coverage.share - coverage.level) <= 4.8916 * coverage.standardError + 0.04,
          "\(key) at \(coverage.level)")
      }
    }
  }

  /// Later data sets do not change earlier ones, and threads change nothing.
  @Test func placesArePlacesOfTheirDataSet() throws {
    let study = try ShippedRelations.read().commitments(.simulated)
    func places(_ replications: Int, _ threads: Int) -> [Double] {
      study.run(replications: replications, seed: 5, threads: threads, falseAlarms: 0.05)
        .quantities[0].sample?.places ?? []
    }
    #expect(places(40, 1) == Array(places(60, 2).prefix(40)))
  }
}
