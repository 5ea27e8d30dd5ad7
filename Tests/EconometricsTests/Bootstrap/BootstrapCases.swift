import Econometrics
import Foundation
import LinearAlgebra
import Testing

/// Independent uniform words addressed by draw and number (SplitMix64 of the address).
func testBits(seed: UInt64) -> @Sendable (Int, Int) -> UInt64 {
  { draw, word in
    var z = seed &+ UInt64(draw) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(word) &* 0xD1B5_4A32_D192_ED03
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The seeded data of `ReferenceValues/bootstrap/small.csv`: 8 clusters.
struct SmallCase {
  let rows: [[Double]]

  init() throws {
    rows = try referenceRows("bootstrap/small.csv").map { row in
      try row.map { try #require(Double($0)) }
    }
  }

  var cluster: Grouping { Grouping(name: "g", labels: rows.map { Int($0[0]) }) }
  var time: Grouping { Grouping(name: "t", labels: rows.map { Int($0[1]) }) }

  /// y on the slopes and what stands in `design`.
  func data(_ design: Design) -> RegressionData {
    let hasConstant = !design.withEffects
    let n = rows.count
    var data = RegressionData(
      dependent: "y", y: rows.map { $0[2] },
      names: (hasConstant ? ["constant"] : []) + ["x1", "x2"],
      X: Matrix(rows: n, columns: hasConstant ? 3 : 2) { i, j in
        hasConstant && j == 0 ? 1 : rows[i][j + (hasConstant ? 2 : 3)]
      })
    if design.withEffects { data.effects = [cluster, time] }
    if design.weighted { data.weights = rows.map { $0[5] } }
    return data
  }
}

struct Design: CustomTestStringConvertible {
  let withEffects: Bool
  let weighted: Bool

  var testDescription: String {
    (withEffects ? "cluster and time effects" : "constant") + (weighted ? ", weighted" : "")
  }

  static let all = [
    Design(withEffects: false, weighted: false), Design(withEffects: false, weighted: true),
    Design(withEffects: true, weighted: false), Design(withEffects: true, weighted: true),
  ]
}

/// The bootstrap as the textbook tells it: every draw makes its y and refits.
struct SlowBootstrap {
  let data: RegressionData
  let cluster: Grouping

  /// t of a hypothesis on one coefficient, by CR1.
  func statistic(_ y: [Double], coefficient j: Int, equals value: Double) throws -> Double {
    var other = data
    other.y = y
    let fit = try fitLinear(other)
    let estimate = try covariance(
      .clustered(.CR1), of: fit, layout: CovarianceLayout(clusters: [cluster]))
    return (fit.coefficients[j] - value) / estimate.standardErrors[j]
  }

  /// Fitted values, with effects, and residuals of the regression with the coefficient given.
  func restricted(coefficient j: Int, equals value: Double) throws -> ([Double], [Double]) {
    var other = data
    let n = data.observations
    other.y = (0..<n).map { data.y[$0] - value * data.X[$0, j] }
    let kept = data.names.indices.filter { $0 != j }
    other.names = kept.map { data.names[$0] }
    other.X = Matrix(columns: kept.map { data.X.column($0) }, rows: n)
    let residuals = try fitLinear(other).residuals
    return (zip(data.y, residuals).map { $0 - $1 }, residuals)
  }

  /// The statistic and those of all 2^G patterns of signs.
  func enumerated(
    coefficient j: Int, equals value: Double, imposesNull: Bool
  ) throws -> (t: Double, draws: [Double]) {
    let residuals = try fitLinear(data).residuals
    let (fitted, errors) =
      imposesNull
      ? try restricted(coefficient: j, equals: value)
      : (zip(data.y, residuals).map { $0 - $1 }, residuals)
    let centre = imposesNull ? value : try fitLinear(data).coefficients[j]
    let draws = try (0..<1 << cluster.count).map { pattern in
      let y = fitted.indices.map { i in
        fitted[i] + (pattern >> Int(cluster.codes[i]) & 1 == 1 ? 1 : -1) * errors[i]
      }
      return try statistic(y, coefficient: j, equals: centre)
    }
    return (try statistic(data.y, coefficient: j, equals: value), draws)
  }
}
