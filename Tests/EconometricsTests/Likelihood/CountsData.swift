import Econometrics
import Foundation
import LinearAlgebra
import Testing

/// `counts.csv`: seeded counts, flows, shares and 0/1 outcomes; see `likelihood.py`.
struct CountsData {
  private let columns: [String: [Double]]
  let rows: Int

  init() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "ReferenceValues/likelihood")
    let text = try String(contentsOf: folder.appending(path: "counts.csv"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline)
    let names = try #require(lines.first).split(separator: ",").map(String.init)
    let cells = try lines.dropFirst().map {
      try $0.split(separator: ",").map { try #require(Double($0)) }
    }
    rows = cells.count
    columns = Dictionary(
      uniqueKeysWithValues: names.enumerated().map { j, name in (name, cells.map { $0[j] }) })
  }

  func column(_ name: String) throws -> [Double] { try #require(columns[name]) }

  /// A regression of y on named columns; `constant` is a column of ones.
  func regression(
    _ y: [Double], on names: [String], effects: [String] = [], weights: String? = nil,
    offset: String? = nil
  ) throws -> RegressionData {
    let X = try names.map {
      $0 == RegressionData.constantName
        ? Array(repeating: 1.0, count: rows) : try column($0)
    }
    var data = RegressionData(
      dependent: "y", y: y, names: names, X: Matrix(columns: X, rows: rows),
      lines: (0..<rows).map { $0 + 2 })
    data.effects = try effects.map { Grouping(name: $0, labels: try column($0)) }
    data.weights = try weights.map { try column($0) }
    data.offset = try offset.map { try column($0) }
    return data
  }
}

/// A tree of JSON numbers.
struct ReferenceTree {
  private let node: Any

  /// A file of `ReferenceValues/likelihood`.
  init(_ name: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "ReferenceValues/likelihood")
    try self.init(contentsOf: folder.appending(path: name))
  }

  init(contentsOf file: URL) throws {
    node = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
  }

  private init(node: Any) { self.node = node }

  func flag(_ key: String) throws -> Bool {
    try #require((node as? [String: Any])?[key] as? Bool)
  }

  func list(_ key: String) throws -> [ReferenceTree] {
    try #require((node as? [String: Any])?[key] as? [Any]).map { ReferenceTree(node: $0) }
  }

  func at(_ path: String...) throws -> ReferenceTree {
    var here = node
    for key in path {
      here = try #require((here as? [String: Any])?[key], "no \(key)")
    }
    return ReferenceTree(node: here)
  }

  func number(_ path: String...) throws -> Double {
    var here = node
    for key in path {
      here = try #require((here as? [String: Any])?[key], "no \(key)")
    }
    return try #require(here as? Double)
  }

  func numbers(_ path: String...) throws -> [Double] {
    var here = node
    for key in path {
      here = try #require((here as? [String: Any])?[key], "no \(key)")
    }
    return try #require(here as? [Double])
  }
}

/// Standard errors by the sandwich of a fit's scores, row by row.
///
/// The definition, without small-sample factors; without clusters it is HC0.
func sandwichErrors(_ fit: LinearFit, clusters: Grouping? = nil) -> [Double] {
  let k = fit.names.count
  let groups = clusters ?? Grouping(name: "row", labels: Array(0..<fit.observations))
  var sums = Matrix(rows: groups.count, columns: k)
  for i in 0..<fit.observations {
    for j in 0..<k {
      sums[Int(groups.codes[i]), j] += (fit.weights?[i] ?? 1) * fit.residuals[i] * fit.X[i, j]
    }
  }
  let meat = sums.transposed * sums
  return (fit.inverseGram * meat * fit.inverseGram).diagonal.map { $0.squareRoot() }
}

/// The largest relative error of some numbers.
func largestError(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  return zip(found, expected).reduce(0) { max($0, relativeError($1.0, $1.1)) }
}
