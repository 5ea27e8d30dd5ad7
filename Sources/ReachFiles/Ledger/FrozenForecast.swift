import Foundation
import ReachModel
import Reporting
package import Verification

/// What a run foretold, as it was published: enough to score it when figures come.
package struct FrozenForecast: Codable, Sendable, Equatable {
  /// One target of the run.
  package struct Outcome: Codable, Sendable, Equatable {
    /// The target's key in its scenario.
    package let key: String
    package let vi: String
    package let en: String
    /// The column of `draws.bin`, for example `firms.2021`.
    package let column: String
    package let year: Int
    /// `>=` or `>`.
    package let comparison: String
    package let threshold: Double
    /// P of the target as the run printed it.
    package let probability: Double
    /// Draws of the outcome: the first of the run that did not fail.
    package let draws: [Double]
  }

  package let format: String
  package let version: Int
  /// The name of the run folder, which is also the entry's.
  package let run: String
  package let software: String
  package let scenario: String
  /// The date of the data.
  package let as_of: String
  /// The day it was published, UTC.
  package let published: String
  /// The SHA-256 of the run's provenance.
  package let provenance_sha256: String
  package let outcomes: [Outcome]

  static let format = "reach-ledger", version = 1
  /// Draws kept of each outcome: their place among 1,000 tells a figure's place to a tenth of a
  /// percent.
  static let drawLimit = 1_000

  /// The last year that is foretold.
  package var lastYear: Int { outcomes.map(\.year).max() ?? 0 }

  /// Whether the last year foretold had ended when it was published: no forecast, and not counted as
  /// one.
  package var isHindsight: Bool {
    guard let day = CalendarDate(published), let end = CalendarDate.endOfYear(lastYear) else {
      return true
    }
    return day > end
  }

  /// The text of `forecast.json`.
  var text: String {
    JSONValue.object([
      ("format", .string(format)), ("version", .integer(version)), ("run", .string(run)),
      ("software", .string(software)), ("scenario", .string(scenario)),
      ("as_of", .string(as_of)), ("published", .string(published)),
      ("provenance_sha256", .string(provenance_sha256)),
      ("outcomes", .array(outcomes.map(\.json))),
    ]).text + "\n"
  }

  /// The forecasts that figures judge: the law of each outcome, and the chance of its target.
  ///
  /// - Parameters:
  ///   - figures: By the target's key.
  ///   - cluster: What makes them depend on each other: the entry.
  /// - Returns: Two for each figure that came.
  package func judged(_ figures: [String: Double], cluster: String?) -> [JudgedForecast] {
    outcomes.flatMap { outcome -> [JudgedForecast] in
      guard let figure = figures[outcome.key] else { return [] }
      let isMet = outcome.isMet(by: figure)
      return [
        JudgedForecast(
          id: outcome.key, forecast: .sample(EnsembleForecast(outcome.draws)), actual: figure,
          cluster: cluster),
        JudgedForecast(
          id: "P(\(outcome.key))", forecast: .probability(outcome.probability),
          actual: isMet ? 1 : 0, cluster: cluster),
      ]
    }
  }
}

extension FrozenForecast.Outcome {
  func isMet(by figure: Double) -> Bool {
    (Comparison(rawValue: comparison) ?? .atLeast).holds(figure, threshold)
  }

  fileprivate var json: JSONValue {
    .object([
      ("key", .string(key)), ("vi", .string(vi)), ("en", .string(en)),
      ("column", .string(column)), ("year", .integer(year)),
      ("comparison", .string(comparison)), ("threshold", .number(threshold)),
      ("probability", .number(probability)), ("draws", .numbers(draws)),
    ])
  }
}
