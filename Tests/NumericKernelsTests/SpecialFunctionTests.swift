import Foundation
import NumericKernels
import Testing

@Suite("Special functions")
struct SpecialFunctionTests {
  struct Bound: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Relative, as documented.
    let bound: Double
    let value: @Sendable ([Double]) -> Double
  }

  static let functions = [
    Bound(testDescription: "lowerGamma", bound: 5e-13) {
      regularisedGamma(shape: $0[0], $0[1]).lower
    },
    Bound(testDescription: "upperGamma", bound: 5e-13) {
      regularisedGamma(shape: $0[0], $0[1]).upper
    },
    Bound(testDescription: "lowerBeta", bound: 5e-13) {
      regularisedBeta($0[0], $0[1], at: $0[2], complement: 1 - $0[2]).lower
    },
    Bound(testDescription: "lowerStudent", bound: 5e-13) {
      studentTails($0[1], degreesOfFreedom: $0[0]).lower
    },
    Bound(testDescription: "normalCDF", bound: 1e-14) { normalCDF($0[0]) },
    Bound(testDescription: "normalQuantile", bound: 1e-15) { normalQuantile($0[0]) },
  ]

  @Test("relative errors stay below the stated bounds", arguments: functions)
  func accuracy(function: Bound) throws {
    let rows = try referenceRows("special").filter { $0.name == function.testDescription }
    let errors = rows.map { $0.relativeError(function.value($0.arguments)) }
    for (row, error) in zip(rows, errors) where !(error <= function.bound) && row.nearest > 1e-300 {
      Issue.record("\(function.testDescription)\(row.arguments): \(error)")
    }
    #expect(rows.count >= 49)
  }

  @Test("ln Γ")
  func gammaFunction() throws {
    for row in try referenceRows("special") where row.name == "logGamma" {
      let error = (logGamma(row.arguments[0]) - row.nearest).magnitude
      #expect(error <= 1e-14 * max(1, row.nearest.magnitude), "at \(row.arguments[0])")
    }
  }

  @Test("the normal law in the tails")
  func normalTails() throws {
    struct File: Decodable { let rows: [Row] }
    struct Row: Decodable {
      let x: Double
      let cdf: String
      let sf: String
      let pdf: String
    }
    let data = try Data(contentsOf: referenceURL("normal_cdf_tails", "json"))
    for row in try JSONDecoder().decode(File.self, from: data).rows {
      for (value, text) in [
        (normalCDF(row.x), row.cdf), (normalUpperTail(row.x), row.sf),
        (normalDensity(row.x), row.pdf),
      ] {
        let expected = try #require(Double(text))
        // Subnormal numbers and 0 have an absolute spacing.
        let allowed = max(1e-14 * expected, 0x1p-1074)
        #expect((value - expected).magnitude <= allowed, "at \(row.x): \(value), not \(text)")
      }
    }
  }
}
