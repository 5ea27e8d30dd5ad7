import Econometrics
import Foundation
import LinearAlgebra
import Testing

/// The seeded panel and series of `ReferenceValues/covariance`, and answers of other packages.
struct CovarianceCases {
  /// Rows of panel.csv.
  let rows: [[String]]

  init() throws { rows = try referenceRows("covariance/panel.csv") }

  init(rows: [[String]]) { self.rows = rows }

  func numbers(_ column: Int) throws -> [Double] {
    try rows.map { try #require(Double($0[column])) }
  }

  var province: Grouping { Grouping(name: "province", labels: rows.map { $0[0] }) }
  var region: Grouping { Grouping(name: "region", labels: rows.map { $0[1] }) }
  var year: Grouping { Grouping(name: "year", labels: rows.map { $0[2] }) }
  var years: [Int] { rows.compactMap { Int($0[2]) } }

  /// The number of each row within its province, from 0.
  var order: [Int] {
    var seen: [String: Int] = [:]
    return rows.map { row in
      defer { seen[row[0], default: 0] += 1 }
      return seen[row[0], default: 0]
    }
  }

  /// y on x1 and x2, with the effects and the column of weights; a constant without effects.
  func fit(effects: [Grouping] = [], weights: Int? = nil) throws -> LinearFit {
    useOneThreadForLinearAlgebra()
    let slopes = [try numbers(4), try numbers(5)]
    let ones = Array(repeating: 1.0, count: rows.count)
    var data = RegressionData(
      dependent: "y", y: try numbers(3),
      names: (effects.isEmpty ? [RegressionData.constantName] : []) + ["x1", "x2"],
      X: Matrix(columns: (effects.isEmpty ? [ones] : []) + slopes, rows: rows.count))
    data.effects = effects
    data.weights = try weights.map(numbers)
    return try fitLinear(data)
  }

  /// The likelihoods of `covariance.R`, by its names.
  func likelihood(_ name: String) throws -> LinearFit {
    useOneThreadForLinearAlgebra()
    let y = try numbers(3), isCount = name.hasPrefix("poisson")
    let effects = name == "poissonRegion" ? [region] : []
    let slopes = [try numbers(4), try numbers(5)], ones = y.map { _ in 1.0 }
    var data = RegressionData(
      dependent: "y", y: y.map { isCount ? exp($0 / 2 + 1).rounded(.down) : $0 > 0.8 ? 1 : 0 },
      names: (effects.isEmpty ? [RegressionData.constantName] : []) + ["x1", "x2"],
      X: Matrix(columns: (effects.isEmpty ? [ones] : []) + slopes, rows: rows.count))
    data.effects = effects
    let family: ResponseFamily =
      isCount ? .poisson : name == "logit" ? .logit : .complementaryLogLog
    return try fitGeneralisedLinear(data, family).linear
  }

  /// The fits of `covariance.R`, by its names.
  func fit(named name: String) throws -> LinearFit {
    switch name {
    case "pooled": try fit()
    case "weighted": try fit(weights: 6)
    case "province": try fit(effects: [province])
    case "twoway": try fit(effects: [province, year])
    case "weightedProvince": try fit(effects: [province], weights: 6)
    default: try fit(effects: [province, year], weights: 6)
    }
  }

  func level(_ name: String) -> Grouping {
    switch name {
    case "province": province
    case "region": region
    default: year
    }
  }
}

/// Numbers of a JSON file, as numbers or as text.
struct ReferenceNumbers {
  private let tree: [String: Any]

  init(_ name: String) throws {
    let file = packageFolder.appending(
      path: "Tests/EconometricsTests/ReferenceValues/\(name)")
    tree = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
  }

  func list(_ key: String) throws -> [Double] {
    let value = try #require(tree[key], "\(key)")
    let list = value as? [Any] ?? [value]
    return try list.map { item in
      try #require(item as? Double ?? (item as? String).flatMap(Double.init), "\(key)")
    }
  }
}

/// The lower triangle, column by column.
func lowerTriangle(_ V: Matrix) -> [Double] {
  (0..<V.columns).flatMap { j in (j..<V.rows).map { V[$0, j] } }
}

/// The largest difference relative to the standard errors of the two coefficients.
///
/// A covariance near zero has no relative accuracy of its own: cov(a, b)/(se(a) se(b)) has.
func covarianceError(_ V: Matrix, _ reference: [Double]) -> Double {
  let mine = lowerTriangle(V)
  guard mine.count == reference.count else { return .infinity }
  var worst = 0.0, place = 0
  for j in 0..<V.columns {
    for i in j..<V.rows {
      let size = (V[i, i] * V[j, j]).squareRoot()
      worst = max(worst, (mine[place] - reference[place]).magnitude / size)
      place += 1
    }
  }
  return worst
}
