import ReachModel
import Reporting

/// A target of a verdict, with what it is called in findings.
package struct TargetItem: Sendable {
  /// Its place in `verdict.json`.
  package let field: Field
  package let key: String
  package let outcome: String
  private let comparison: Comparison

  /// Nil where a verdict does not have the form of its version.
  init?(_ field: Field) {
    guard let key = field["key"].string, let outcome = field["outcome"].string,
      let comparison = field["comparison"].string.flatMap({ Comparison(rawValue: $0) })
    else { return nil }
    (self.field, self.key, self.outcome, self.comparison) = (field, key, outcome, comparison)
  }

  /// The beginning of the ids of its findings.
  package var id: String { "targets.\(key)" }

  package var sector: String? { field["sector"].string }
  package var year: Int { field["year"].value.int ?? 0 }
  package var threshold: Double { field["threshold"].double ?? 0 }
  package var isCount: Bool { Outcome(rawValue: outcome)?.isCount ?? false }

  package var sign: String {
    switch comparison {
    case .atLeast: "≥"
    case .above: ">"
    case .atMost: "≤"
    case .below: "<"
    }
  }

  /// Whether a value meets it.
  package func holds(_ value: Double) -> Bool { comparison.holds(value, threshold) }

  /// Whether another target asks the same, by whatever name.
  func asksTheSame(as other: TargetItem) -> Bool {
    outcome == other.outcome && sector == other.sector && comparison == other.comparison
      && threshold == other.threshold && year == other.year
  }

  /// Whether greater values meet it.
  package var isUpward: Bool { comparison == .atLeast || comparison == .above }

  func threshold(_ value: Double, _ language: Language) -> String {
    Outcome(rawValue: outcome)?.thresholdText(value, language)
      ?? NumberStyle(language).compact(value)
  }
}
