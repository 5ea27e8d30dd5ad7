import Foundation
import NumericKernels
import Testing

/// A continuous law of the reference file that the kernels know.
struct ContinuousCase: CustomTestStringConvertible {
  let testDescription: String
  let quantiles: [(u: Double, x: Double)]
  let inversion: (Double) -> Double
  let table: QuantileTable?

  struct File: Decodable { let rows: [Row] }
  struct Row: Decodable {
    let distribution: String
    let parameters: [String: Number]
    let quantiles: [Quantile]
  }
  struct Quantile: Decodable {
    let p: Double
    let x: String
  }
  /// Bounds of truncation are text, because JSON has no infinity.
  struct Number: Decodable {
    let value: Double
    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      value =
        try (try? container.decode(Double.self)) ?? Double(container.decode(String.self)) ?? .nan
    }
  }

  static func all() throws -> [ContinuousCase] {
    let data = try Data(contentsOf: referenceURL("continuous_quantiles", "json"))
    return try JSONDecoder().decode(File.self, from: data).rows.compactMap { row in
      let quantiles = try row.quantiles.map { (u: $0.p, x: try #require(Double($0.x))) }
      guard let (inversion, table) = law(row.distribution, row.parameters.mapValues(\.value))
      else { return nil }
      return ContinuousCase(
        testDescription: "\(row.distribution) \(row.parameters.mapValues(\.value))",
        quantiles: quantiles, inversion: inversion, table: table)
    }
  }

  private static func law(
    _ name: String, _ p: [String: Double]
  ) -> ((Double) -> Double, QuantileTable?)? {
    func parameter(_ key: String) -> Double { p[key] ?? .nan }
    switch name {
    case "normal":
      return ({ parameter("mean") + parameter("sd") * normalQuantile($0) }, nil)
    case "gamma":
      let shape = parameter("shape"), scale = parameter("scale")
      return ({ scale * gammaQuantile($0, shape: shape) }, scale == 1 ? .gamma(shape: shape) : nil)
    case "beta":
      let a = parameter("a"), b = parameter("b")
      return ({ betaQuantile($0, a, b) }, .beta(a, b))
    case "student t":
      let degrees = parameter("df")
      return (
        { studentQuantile($0, degreesOfFreedom: degrees) }, .student(degreesOfFreedom: degrees)
      )
    default: return nil
    }
  }
}

/// A table and the slow inversion that it replaces.
struct TableCase: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// Relative, for |z| ≤ 8.3; see the documentation of the table.
  let bound: Double
  let table: QuantileTable
  let inversion: @Sendable (_ u: Double) -> Double
  /// Quantile at 1 − u, from the other end, which rounding of 1 − u would spoil.
  let opposite: @Sendable (_ u: Double) -> Double

  static let all: [TableCase] = {
    let shapes = [0.05, 0.3, 1, 2.7, 20, 4_000]
    let gammas = shapes.map { shape in
      TableCase(
        testDescription: "gamma \(shape)", bound: shape < 1 ? 2e-9 / shape : 1e-10,
        table: .gamma(shape: shape), inversion: { gammaQuantile($0, shape: shape) },
        opposite: { gammaQuantile(1 - $0, complement: $0, shape: shape) })
    }
    let pairs = [(0.5, 0.5), (2, 30), (20, 0.7), (1.5, 40), (57, 543), (3_000, 20)]
    let betas = pairs.map { a, b in
      TableCase(
        testDescription: "beta \(a), \(b)", bound: min(a, b) < 1 ? 2e-9 / min(a, b) : 1e-10,
        table: .beta(a, b), inversion: { betaQuantile($0, a, b) },
        opposite: { betaQuantile(1 - $0, complement: $0, a, b) })
    }
    let students = [0.8, 3, 5, 61].map { degrees in
      TableCase(
        testDescription: "t \(degrees)", bound: degrees < 3 ? 2e-9 / degrees : 1e-10,
        table: .student(degreesOfFreedom: degrees),
        inversion: { studentQuantile($0, degreesOfFreedom: degrees) },
        opposite: { -studentQuantile($0, degreesOfFreedom: degrees) })
    }
    return gammas + betas + students
  }()
}

@Suite("Continuous quantiles")
struct ContinuousQuantileTests {
  @Test("inversion agrees with 45-digit quantiles")
  func inversion() throws {
    let cases = try ContinuousCase.all()
    #expect(cases.count >= 12)
    for law in cases {
      for (u, x) in law.quantiles {
        // The tolerance of the reference file.
        let relative = u >= 1e-10 && u <= 1 - 1e-6 ? 1e-12 : 1e-9
        let error = ((law.inversion(u) - x) / (x == 0 ? 1 : x)).magnitude
        #expect(x.magnitude < 1e-300 || error <= relative, "\(law) at \(u): \(law.inversion(u))")
      }
    }
  }

  @Test("tables agree with 45-digit quantiles")
  func tablesAgainstReference() throws {
    for law in try ContinuousCase.all() {
      guard let table = law.table else { continue }
      for (u, x) in law.quantiles where u >= 0x1p-53 && u <= 1 - 0x1p-53 {
        let value = table.value(atScore: normalQuantile(u))
        #expect((value - x).magnitude <= 2e-8 * x.magnitude + 1e-300, "\(law) at \(u): \(value)")
      }
    }
  }

  @Test("tables agree with inversion between the nodes", arguments: TableCase.all)
  func tableAgainstInversion(law: TableCase) {
    for step in 0...1_000 {
      let z = -6 + 0.006003 * Double(step)
      let lower = (law.table.value(atScore: z), law.inversion(normalCDF(z)))
      let upper = (law.table.value(atScore: -z), law.opposite(normalCDF(z)))
      for (value, expected) in [lower, upper] where expected.magnitude > 1e-290 {
        let error = ((value - expected) / expected).magnitude
        if !(error <= law.bound) {
          Issue.record("at ±\(z): \(value), not \(expected) (\(error))")
          return
        }
      }
    }
  }

  @Test("tables rise", arguments: TableCase.all)
  func monotone(law: TableCase) {
    var sequence = TestSequence(state: 5), scores: [Double] = []
    for _ in 0..<20_000 { scores.append(17 * sequence.uniform() - 8.5) }
    scores.sort()
    var values = [Double](repeating: 0, count: scores.count)
    var span = values.mutableSpan
    law.table.fill(&span, atScores: scores.span)
    for i in 1..<values.count { #expect(values[i - 1] <= values[i] * (1 + 4e-16) + 1e-300) }
    #expect(values == scores.map { law.table.value(atScore: $0) })
  }
}
