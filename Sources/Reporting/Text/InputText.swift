import Assessment
import ReachModel

/// Values of inputs for people: rates and shares in percent, logs in points (times 100).
package struct InputText: Sendable {
  let language: Language

  package init(_ language: Language) { self.language = language }

  /// Whether values in a unit are printed times 100.
  package static func isInHundredths(_ unit: String) -> Bool {
    ["per year", "per quarter"].contains(unit)
      || unit.hasPrefix("log points")
        && ["", " a year", " a quarter"].contains(unit.dropFirst(10))
      || shares.contains(unit)
  }

  /// A value with its unit.
  package func value(_ value: Double, unit: String) -> String {
    let name = name(of: unit)
    return number(value, unit: unit) + (name.isEmpty ? "" : " " + name)
  }

  /// Two values with their unit once.
  package func range(_ low: Double, _ high: Double, unit: String) -> String {
    number(low, unit: unit) + language(vi: " đến ", en: " to ") + value(high, unit: unit)
  }

  /// A value without its unit, for tables that have it elsewhere.
  package func number(_ value: Double, unit: String) -> String {
    let numbers = NumberStyle(language)
    return switch unit {
    case "per year", "per quarter": numbers.significant(100 * value)
    case "log points", "log points a year", "log points a quarter":
      numbers.significant(100 * value, digits: 2)
    case "count", "firms": numbers.number(value)
    default: numbers.significant(Self.shares.contains(unit) ? 100 * value : value)
    }
  }

  /// What stands behind a value; empty for a plain number.
  package func name(of unit: String) -> String {
    switch unit {
    case "per year": language(vi: "%/năm", en: "% a year")
    case "per quarter": language(vi: "%/quý", en: "% a quarter")
    case "log points": language(vi: "điểm", en: "points")
    case "log points a year": language(vi: "điểm/năm", en: "points a year")
    case "log points a quarter": language(vi: "điểm/quý", en: "points a quarter")
    case "count", "1", "factor": ""
    default: Self.shares.contains(unit) ? "%" : language.unit(unit)
    }
  }

  private static let shares: Set = [
    "fraction", "probability", "share of average output", "share of the usual budget",
  ]

  /// Limits on an input: `at least 905 firms`, `0.2 to 0.4 …`.
  func limits(_ limits: DiscoveryBox.Limits, unit: String) -> String {
    switch (limits.lower, limits.upper) {
    case (let low?, let high?):
      language(vi: "từ ", en: "") + range(low, high, unit: unit)
    case (let low?, nil):
      language(vi: "ít nhất \(value(low, unit: unit))", en: "at least \(value(low, unit: unit))")
    case (nil, let high?):
      language(
        vi: "nhiều nhất \(value(high, unit: unit))", en: "at most \(value(high, unit: unit))")
    case (nil, nil): language(vi: "bất kỳ", en: "any")
    }
  }
}
