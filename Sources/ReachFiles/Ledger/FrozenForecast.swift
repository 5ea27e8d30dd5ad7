import Foundation
package import ReachModel
import Reporting

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

  /// What a forecast is of: other entries may foretell the same.
  package struct FigureName: Sendable, Hashable {
    package let province: String
    /// ``Outcome/column``: quantity, year and sector.
    package let column: String

    package var text: String { "\(province)/\(column)" }
  }

  package let format: String
  package let version: Int
  /// The name of the run folder, which is also the entry's.
  package let run: String
  package let software: String
  package let scenario: String
  /// The key of the province.
  package let province: String
  /// The date of the data.
  package let as_of: String
  /// The day it was published, UTC.
  package let published: String
  /// The SHA-256 of the run's provenance.
  package let provenance_sha256: String
  package let outcomes: [Outcome]

  static let format = "reach-ledger", version = 2
  /// Draws kept of each outcome: their place among 1,000 tells a figure's place to a tenth of a
  /// percent.
  static let drawLimit = 1_000

  /// Whether the year of an outcome had ended when it was published: no forecast, and not counted as
  /// one.
  package func isHindsight(_ outcome: Outcome) -> Bool {
    guard let day = CalendarDate(published), let end = CalendarDate.endOfYear(outcome.year) else {
      return true
    }
    return day > end
  }

  /// Whether no outcome was a forecast any more.
  package var isHindsight: Bool { outcomes.allSatisfy(isHindsight) }

  package func figureName(_ outcome: Outcome) -> FigureName {
    FigureName(province: province, column: outcome.column)
  }

  /// Whether another forecast says all of this already: the same draws of the same figures.
  package func repeats(_ other: FrozenForecast) -> Bool {
    province == other.province
      && outcomes.allSatisfy { own in
        other.outcomes.contains { $0.column == own.column && $0.draws == own.draws }
      }
  }

  /// The text of `forecast.json`.
  var text: String {
    JSONValue.object([
      ("format", .string(format)), ("version", .integer(version)), ("run", .string(run)),
      ("software", .string(software)), ("scenario", .string(scenario)),
      ("province", .string(province)), ("as_of", .string(as_of)),
      ("published", .string(published)),
      ("provenance_sha256", .string(provenance_sha256)),
      ("outcomes", .array(outcomes.map(\.json))),
    ]).text + "\n"
  }

  /// Reads what ``text`` wrote; nil for anything else.
  static func read(_ bytes: [UInt8]) -> FrozenForecast? {
    guard let forecast = try? JSONDecoder().decode(FrozenForecast.self, from: Data(bytes)),
      forecast.format == format, forecast.version == version, !forecast.outcomes.isEmpty,
      forecast.outcomes.allSatisfy({ $0.quantity != nil && !$0.draws.isEmpty })
    else { return nil }
    return forecast
  }
}

extension FrozenForecast.Outcome {
  /// What is foretold, which has the unit: whole numbers or fractions.
  package var quantity: Outcome? {
    column.split(separator: ".").first.flatMap { Outcome(rawValue: String($0)) }
  }

  package func isMet(by figure: Double) -> Bool {
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
