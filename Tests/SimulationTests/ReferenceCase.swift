import Foundation
import ReachModel
import Simulation
import Testing

/// A reference case of the model: its inputs as numbers, its expected values as JSON.
///
/// Reads `inputs` with fixed parameters only; the product's own reader is tested elsewhere.
struct ReferenceCase {
  let model: SimulationModel
  let seed: UInt64
  let expected: [String: Any]
  private let thresholds: [String: Double]

  /// The four targets, asked of a year (1 is the plan year).
  func targets(year: Int) -> [Target] {
    let asked: [(String, Outcome, Comparison)] = [
      ("T1", .firms, .atLeast), ("T2", .certified, .atLeast), ("T3", .share, .atLeast),
      ("T4", .growth, .above),
    ]
    return asked.map { key, outcome, comparison in
      Self.target(key, outcome, comparison, thresholds[key] ?? .nan, year: year)
    }
  }

  static func target(
    _ key: String, _ outcome: Outcome, _ comparison: Comparison, _ threshold: Double, year: Int
  ) -> Target {
    Target(
      key: key, label: Label(vi: key, en: key), outcome: outcome, comparison: comparison,
      threshold: threshold, year: year, source: "reference",
      origin: Origin(file: "reference", line: 1, column: 1))
  }

  init(_ name: String) throws {
    let folder = Bundle.module.url(forResource: "ReferenceValues", withExtension: nil)
    let url = try #require(folder).appending(path: "\(name).json")
    let root = try JSONSerialization.jsonObject(with: Data(contentsOf: url))
    let file = try #require(root as? [String: Any])
    let inputs = try #require(file["inputs"] as? [String: Any])
    expected = try #require(file["expected"] as? [String: Any])
    seed = UInt64(truncating: try #require(inputs["seed"] as? NSNumber))
    thresholds = try #require(inputs["targets"] as? [String: Double])
    model = try Self.model(inputs)
  }

  private static func model(_ inputs: [String: Any]) throws -> SimulationModel {
    func block(_ key: String) throws -> [String: Any] {
      try #require(inputs[key] as? [String: Any])
    }
    let mode = try block("mode"), levers = try block("levers"), structure = try block("structure")
    let quarters = try #require(inputs["quarters"] as? Int)
    let sectors = try #require(inputs["sectors"] as? [String])
    let groups = try #require(inputs["groups"] as? [String])
    let lags = try #require(structure["lags"] as? [Int])
    let channels: [Set<SupportGroup.Channel>] = [
      [.output, .survival], [.certification], [.output], [.output],
    ]
    let budget = try #require(levers["budget"] as? [[Double]])
    let promotion = try #require(levers["promotion"] as? [Double])
    func quarterly(_ yearly: [Double]) -> [Double] {
      (0..<quarters).map { yearly[$0 / 4] }
    }
    return SimulationModel(
      sectors: sectors.enumerated().map { ModelSector(key: $1, number: $0 + 1) },
      groups: groups.enumerated().map {
        SupportGroup(key: $1, number: $0 + 1, channels: channels[$0], lag: lags[$0])
      }, quarters: quarters,
      levers: LeverPaths(
        budget: budget.map(quarterly), promotion: quarterly(promotion),
        usualPromotion: try #require(levers["promotion_usual"] as? Double)),
      structure: try Self.structure(structure),
      start: try start(try block("initial"), try block("history")),
      parameters: try parameters(try block("parameters")),
      processNoise: try #require(mode["process_noise"] as? Bool),
      parameterUncertainty: try #require(mode["parameter_uncertainty"] as? Bool))
  }

  private static func structure(_ values: [String: Any]) throws -> Structure {
    func row(_ key: String) throws -> [Double] { try #require(values[key] as? [Double]) }
    return Structure(
      promotionLag: try #require(values["promotion_lag"] as? Int), weights: try row("weights"),
      capitalShares: try row("alloc_K"), buyerCapitalShares: try row("alloc_KB"),
      supportShares: try #require(values["support_share"] as? [[Double]]),
      eligible: try row("eligible"), presenceNormal: try row("Vbar"),
      foreignShareNormal: try row("Hbar"))
  }

  private static func start(
    _ initial: [String: Any], _ history: [String: Any]
  ) throws -> StartState {
    func table(_ block: [String: Any], _ key: String) throws -> [[Double]] {
      try #require(block[key] as? [[Double]])
    }
    func row(_ block: [String: Any], _ key: String) throws -> [Double] {
      try #require(block[key] as? [Double])
    }
    return StartState(
      firms: .counts(U: try table(initial, "U"), C: try table(initial, "C")),
      K: try row(initial, "K"), KB: try row(initial, "KB"), M: try table(initial, "M"),
      x: try #require(initial["x"] as? Double), r: try #require(initial["r"] as? Int),
      V: try table(history, "V"), Q: try table(history, "Q"), Z: try row(history, "Z"),
      R: try row(history, "R"), T: try table(history, "T"),
      netCertificates: try table(history, "net_certificates"),
      promotion: try row(history, "promotion"))
  }

  private static func parameters(_ values: [String: Any]) throws -> ParameterTable {
    var table: [Parameter: [DrawnValue]] = [:]
    func fixed(_ numbers: [Double], _ parameter: Parameter) -> [DrawnValue] {
      numbers.enumerated().map {
        DrawnValue(.fixed($1), number: parameter.number, index: $0)
      }
    }
    var theta = [0.0, 0, 0, 0]
    for (key, value) in values {
      let numbers = try #require((value as? [Double]) ?? (value as? Double).map { [$0] })
      if let parameter = Parameter(rawValue: key) {
        table[parameter] = fixed(numbers, parameter)
      } else {
        let group = try #require(key.split(separator: "_").last.flatMap { Int($0) })
        theta[group - 1] = numbers[0]
      }
    }
    table[.theta] = fixed(theta, .theta)
    return ParameterTable(table)
  }
}
