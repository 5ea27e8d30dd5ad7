import Foundation
import Testing

/// `ReferenceValues/machinery/machinery.json`, by `machinery.py` beside it.
struct MachineryReference: Decodable {
  struct Band: Decodable {
    let n: Int
    let cells: Int
    let rate: Double
    let lower: [Int]
    let upper: [Int]
    let coverage: Double
  }

  struct Weighted: Decodable, CustomTestStringConvertible {
    let name: String
    let logs: [Double]
    let weights: [Double]
    let shape: Double
    let x: [Double]
    let distance: Double
    let sensitivity: Double

    var testDescription: String { name }
  }

  struct Normal: Decodable {
    let prior: [Double]
    let likelihood: [Double]
    let posterior: [Double]
    let reach: Double
    let priorDistance: Double
    let likelihoodDistance: Double
    let priorChange: Double
    let likelihoodChange: Double
  }

  let bands: [Band]
  let weighted: [Weighted]
  let normal: [Normal]

  static func read() throws -> MachineryReference {
    let url = try #require(
      Bundle.module.url(forResource: "ReferenceValues", withExtension: nil))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(
      MachineryReference.self,
      from: Data(contentsOf: url.appending(path: "machinery/machinery.json")))
  }
}

/// A share found in n trials lies within 4.8916 standard errors of its chance: a false-alarm rate of
/// 1e-6.
func isNear(_ share: Double, _ chance: Double, _ trials: Int) -> Bool {
  abs(share - chance) <= 4.8916 * (chance * (1 - chance) / Double(trials)).squareRoot()
}
