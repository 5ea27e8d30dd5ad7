import Econometrics
import Foundation
import LinearAlgebra
import Testing

/// Answers of another package, read from a JSON file.
struct AnswerTree {
  private let node: Any?

  init(_ path: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    try self.init(file: folder.appending(path: "ReferenceValues/\(path)"))
  }

  init(file: URL) throws {
    node = try JSONSerialization.jsonObject(with: try Data(contentsOf: file))
  }

  private init(node: Any?) { self.node = node }

  subscript(_ keys: String...) -> AnswerTree {
    AnswerTree(node: keys.reduce(node) { ($0 as? [String: Any])?[$1] })
  }

  var exists: Bool { node != nil && !(node is NSNull) }

  func number() throws -> Double { try #require((node as? NSNumber)?.doubleValue) }
  /// Those elements of a list that are numbers.
  func numbers() throws -> [Double] {
    try #require(node as? [Any]).compactMap { ($0 as? NSNumber)?.doubleValue }
  }
  func list() throws -> [AnswerTree] {
    try #require(node as? [Any]).map { AnswerTree(node: $0) }
  }
  func texts() throws -> [String] { try #require(node as? [String]) }
  func flag() throws -> Bool { try #require(node as? NSNumber).boolValue }
  func table() throws -> [String: Double] {
    try #require(node as? [String: NSNumber]).mapValues(\.doubleValue)
  }
}

/// Named columns of a comma-separated file of numbers.
struct NumberColumns {
  let columns: [String: [Double]]
  let rows: Int

  init(_ path: String) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(
      contentsOf: folder.appending(path: "ReferenceValues/\(path)"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline)
    let names = lines[0].split(separator: ",").map(String.init)
    var columns = Array(repeating: [Double](), count: names.count)
    for line in lines.dropFirst() {
      for (j, field) in line.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
        columns[j].append(field.isEmpty ? .nan : try #require(Double(field)))
      }
    }
    self.columns = Dictionary(uniqueKeysWithValues: zip(names, columns))
    rows = lines.count - 1
  }

  subscript(_ name: String) -> [Double] { columns[name] ?? [] }

  func matrix(_ names: [String]) -> Matrix {
    Matrix(columns: names.map { self[$0] }, rows: rows)
  }

  func grouping(_ name: String) -> Grouping {
    Grouping(name: name, labels: self[name].map(Int.init))
  }
}

/// Standard errors of a fit as other packages make them, for tests of what a fit hands on.
struct FitErrors {
  let fit: LinearFit

  var classical: [Double] {
    fit.inverseGram.diagonal.map { $0.squareRoot() * fit.residualStandardDeviation }
  }

  var heteroskedastic: [Double] { sandwich(Array(0..<fit.observations)) }

  func clustered(_ clusters: Grouping) -> [Double] { sandwich(clusters.codes.map(Int.init)) }

  private func sandwich(_ groups: [Int]) -> [Double] {
    var sums = Matrix(rows: (groups.max() ?? 0) + 1, columns: fit.X.columns)
    for (i, group) in groups.enumerated() {
      let score = (fit.weights?[i] ?? 1) * fit.residuals[i]
      for j in 0..<fit.X.columns { sums[group, j] += score * fit.X[i, j] }
    }
    let rows = sums * fit.inverseGram
    return (0..<rows.columns).map { j in
      rows.column(j).reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
  }
}

/// Records an issue unless two numbers agree to a relative error.
func expectAgreement(
  _ ours: Double, _ theirs: Double, within tolerance: Double = 1e-9, _ what: String,
  _ location: SourceLocation = #_sourceLocation
) {
  #expect(
    (ours - theirs).magnitude <= tolerance * theirs.magnitude,
    "\(what): \(ours) instead of \(theirs), relative error \(relativeError(ours, theirs))",
    sourceLocation: location)
}
