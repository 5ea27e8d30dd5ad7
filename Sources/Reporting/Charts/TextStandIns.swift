/// A specification to be drawn, its long texts exchanged for short ones, and what they stand for.
///
/// vl-convert takes a tenth of a millisecond for each letter that it measures, more than for all else.
/// As charts are laid out before they are drawn, nothing hangs on these widths: drawings are the same
/// to the byte when stand-ins are measured, and exchanged for the texts in the SVG.
package struct TextStandIns: Sendable {
  /// With `~0~` in place of its first text.
  package let specification: JSONValue
  /// What stands before and after the numbers of texts.
  package let mark: String
  package let texts: [String]

  /// Exchanges the texts of a specification.
  ///
  /// - Parameter specification: As it is kept in a run folder.
  package init(_ specification: JSONValue) {
    let whole = specification.text
    var mark = "~"
    while whole.contains(mark) { mark += "~" }
    var texts: [String] = []
    self.specification = Self.exchanged(specification, mark, &texts)
    (self.mark, self.texts) = (mark, texts)
  }

  /// Where a specification holds text that is drawn as it stands.
  private static let keys: Set<String> = ["text", "title", "subtitle"]

  private static func exchanged(
    _ value: JSONValue, _ mark: String, _ texts: inout [String]
  ) -> JSONValue {
    switch value {
    case .object(let entries):
      var changed: [(key: String, value: JSONValue)] = []
      for entry in entries {
        // No mark tells what type of chart it is by these keys: strings there are words.
        let isText = keys.contains(entry.key)
        changed.append(
          (
            entry.key,
            isText ? standIn(entry.value, mark, &texts) : exchanged(entry.value, mark, &texts)
          ))
      }
      return .object(changed)
    case .array(let items):
      var changed: [JSONValue] = []
      for item in items { changed.append(exchanged(item, mark, &texts)) }
      return .array(changed)
    default: return value
    }
  }

  /// A string, or lines of them; anything else is looked into.
  private static func standIn(
    _ value: JSONValue, _ mark: String, _ texts: inout [String]
  ) -> JSONValue {
    switch value {
    case .string(let text):
      texts.append(text)
      return .string("\(mark)\(texts.count - 1)\(mark)")
    case .array(let items):
      var changed: [JSONValue] = []
      for item in items { changed.append(standIn(item, mark, &texts)) }
      return .array(changed)
    default: return exchanged(value, mark, &texts)
    }
  }
}
