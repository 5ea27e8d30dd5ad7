package import ReachModel

/// A published effect: a row of `literature_effects.csv`, cited by its id (P05, L10).
package struct LiteratureEffect: Sendable, Equatable {
  package let id: String
  package let mechanism: String
  package let parameter: String
  package let effect: String
  package let uncertainty: String
  package let unit: String
  package let sample: String
  package let citation: String
  package let url: String
  /// `high`, `medium` or `low`, as the collector judged.
  package let confidence: String
  package let note: String
  package let origin: Origin

  /// Read off the words of the note and of the figures: rows seen in part or from memory must be
  /// shown as such.
  package var seen: Citation.Seen {
    let words = [effect, uncertainty, note].joined(separator: " ").lowercased()
    if words.contains("from memory") { return .fromMemory }
    let partly = [
      "seen in search", "not seen", "in part", "abstract only", "snippet", "not in abstract",
    ]
    return partly.contains { words.contains($0) } ? .inPart : .whole
  }

  static let shape = StrictCSV.Shape(
    columns: [
      "id", "mechanism", "parameter", "effect", "se_or_ci", "unit", "sample", "citation", "url",
      "confidence", "note",
    ], key: ["id"])

  /// Every row of `table`, in its order; a row without an id or a citation is reported.
  static func all(in table: CSVTable, _ problems: inout ProblemList) -> [LiteratureEffect] {
    let places = shape.columns.compactMap(table.column)
    guard places.count == shape.columns.count else { return [] }
    return (0..<table.rowCount).map { row in
      for place in [places[0], places[7]] where table.isEmpty(row, place) {
        problems.report(
          .emptyCell, "column `\(table.columns[place])` is empty here", at: table.origin(row, place)
        )
      }
      return LiteratureEffect(places.map { table.text(row, $0) }, at: table.origin(row, places[0]))
    }
  }

  /// - Precondition: `texts` are in the order of ``shape``.
  private init(_ texts: [String], at origin: Origin) {
    (id, mechanism, parameter, effect) = (texts[0], texts[1], texts[2], texts[3])
    (uncertainty, unit, sample, citation) = (texts[4], texts[5], texts[6], texts[7])
    (url, confidence, note) = (texts[8], texts[9], texts[10])
    self.origin = origin
  }
}
