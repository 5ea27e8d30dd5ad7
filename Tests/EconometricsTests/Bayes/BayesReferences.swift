import Econometrics
import Foundation
import LinearAlgebra
import Testing

/// A JSON tree of reference values; numbers with more than 15 digits are texts.
struct BayesTree {
  let node: Any?

  init(bayes name: String) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "ReferenceValues/bayes/\(name)")
    node = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
  }

  private init(node: Any?) { self.node = node }

  subscript(key: String) -> BayesTree { BayesTree(node: (node as? [String: Any])?[key]) }
  subscript(index: Int) -> BayesTree { BayesTree(node: (node as? [Any])?[index]) }

  var count: Int { (node as? [Any])?.count ?? 0 }

  func number() throws -> Double {
    if let text = node as? String { return try #require(Double(text)) }
    return try #require(node as? Double)
  }

  func numbers() throws -> [Double] {
    try #require(node as? [Any]).map { try BayesTree(node: $0).number() }
  }

  /// A matrix from a list of rows.
  func matrix() throws -> Matrix {
    let rows = try (0..<count).map { try self[$0].numbers() }
    return Matrix(rows: rows.count, columns: rows.first?.count ?? 0) { rows[$0][$1] }
  }
}

/// The largest relative distance of two lists of numbers.
func largestRelativeError(_ a: [Double], _ b: [Double]) -> Double {
  precondition(a.count == b.count, "\(a.count) numbers and \(b.count)")
  return zip(a, b).reduce(0) { max($0, relativeError($1.0, $1.1)) }
}

/// Rows with a constant first.
func withConstant(_ X: Matrix, _ y: [Double], names: [String]? = nil) -> RegressionData {
  let own = names ?? (0..<X.columns).map { "x\($0 + 1)" }
  return RegressionData(
    dependent: "y", y: y, names: [RegressionData.constantName] + own,
    X: Matrix(rows: X.rows, columns: X.columns + 1) { i, j in j == 0 ? 1 : X[i, j - 1] })
}

func withoutConstant(_ X: Matrix, _ y: [Double]) -> RegressionData {
  RegressionData(
    dependent: "y", y: y, names: (0..<X.columns).map { "x\($0 + 1)" }, X: X)
}
