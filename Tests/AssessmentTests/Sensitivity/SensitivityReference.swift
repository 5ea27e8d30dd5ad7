import Foundation
import NumericKernels
import Testing

/// Answers of independent packages: `ReferenceValues/Sensitivity/reference.py` made them.
struct PackageAnswers: Decodable, Sendable {
  struct Sobol: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let A: [Double]
    let B: [Double]
    let AB: [[Double]]
    let BA: [[Double]]?
    let first: [Double]
    let total: [Double]
    let pairs: [Double]?
    var testDescription: String { name }
  }

  struct Morris: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let X: [[Double]]
    let y: [Double]
    let mu: [Double]
    let muStar: [Double]
    let sigma: [Double]
    var testDescription: String { name }
  }

  struct PAWN: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let slices: Int
    let columns: [[Double]]
    let y: [Double]
    let minimum: [Double]
    let mean: [Double]
    let median: [Double]
    let maximum: [Double]
    var testDescription: String { name }
  }

  struct Ranks: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let columns: [[Double]]
    let y: [Double]
    let partial: [Double]
    let coefficients: [Double]
    let errors: [Double]
    let explained: Double
    let inflation: [Double]
    var testDescription: String { name }
  }

  let sobol: [Sobol]
  let morris: [Morris]
  let pawn: [PAWN]
  let ranks: [Ranks]

  static func read() throws -> PackageAnswers { try sensitivityReference("packages") }
}

/// A file in `ReferenceValues/Sensitivity`.
func sensitivityReference<Value: Decodable>(
  _ name: String, keysAsWritten: Bool = false
) throws -> Value {
  let folder = try #require(Bundle.module.url(forResource: "ReferenceValues", withExtension: nil))
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = keysAsWritten ? .useDefaultKeys : .convertFromSnakeCase
  let file = folder.appending(path: "Sensitivity/\(name).json")
  return try decoder.decode(Value.self, from: Data(contentsOf: file))
}

/// Whether numbers are those of a package within 1e-10, absolute below 1 and relative above.
func agree(_ found: [Double], _ expected: [Double], within tolerance: Double = 1e-10) -> Bool {
  found.count == expected.count
    && zip(found, expected).allSatisfy { ($0 - $1).magnitude <= tolerance * max(1, $1.magnitude) }
}

/// Functions whose indices have closed forms.
enum TestFunction {
  /// Of `ishigami` with 7 and 0.1: Saltelli et al., *Global Sensitivity Analysis* (2008), §4.6.
  static let ishigamiFirst = [0.31390519114781146, 0.4424111447900408, 0]
  static let ishigamiTotal = [0.5575888552099592, 0.4424111447900408, 0.24368366406214773]

  static let gFactors = [0, 1, 4.5, 9, 99, 99, 99, 99]
  /// Vᵢ / V with Vᵢ = 1 / (3 (1 + aᵢ)²) and V = Π (1 + Vᵢ) − 1 (Saltelli and others 2010, §5).
  static let gFirst = gParts.map { $0 / gVariance }
  static let gTotal = gParts.map { $0 * (gVariance + 1) / (1 + $0) / gVariance }
  private static let gParts = gFactors.map { 1 / (3 * (1 + $0) * (1 + $0)) }
  private static let gVariance = gParts.reduce(1) { $0 * (1 + $1) } - 1

  static let linearShares = [1, 4, 9].map { $0 / 14.0 }

  /// All three with their indices of the first order and, after these, the total ones.
  static let known: [(f: @Sendable ([Double]) -> Double, indices: [Double])] = [
    (ishigami, ishigamiFirst + ishigamiTotal), (g, gFirst + gTotal),
    (linear, linearShares + linearShares),
  ]

  /// Inputs uniform on (0, 1), as below.
  static func ishigami(_ u: [Double]) -> Double {
    let x = u.map { (2 * $0 - 1) * Double.pi }
    return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * x[2] * x[2] * x[2] * x[2] * sin(x[0])
  }

  static func g(_ u: [Double]) -> Double {
    zip(u, gFactors).reduce(1) { $0 * ((4 * $1.0 - 2).magnitude + $1.1) / (1 + $1.1) }
  }

  /// x₁ + 2 x₂ + 3 x₃ with independent standard normal inputs.
  static func linear(_ u: [Double]) -> Double {
    zip(u, [1.0, 2, 3]).reduce(0) { $0 + normalQuantile($1.0) * $1.1 }
  }
}

extension SplitMix {
  mutating func uniforms(_ count: Int) -> [Double] { (0..<count).map { _ in uniform() } }

  /// Box & Muller, *Annals of Mathematical Statistics* 29, 1958.
  mutating func normal() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * Double.pi * uniform())
  }
}

/// As few of 400 intervals of 95 % may hold the truth before chance, once in a million, is no excuse:
/// scipy 1.17.1, `binom.ppf(1e-6, 400, 0.95)`.
let leastCoveredOf400 = 356
