import ReachModel
package import Reporting

/// A value of a document of a run, with its place in it, so that whatever is printed of it can be
/// followed back.
package struct Field: Sendable {
  package let value: JSONValue
  /// The folder's name.
  private let run: String
  /// The file and a JSON pointer: `verdict.json#/scenarios/0`.
  private let pointer: String

  /// The whole of a document.
  ///
  /// - Parameters:
  ///   - value: What stands in it.
  ///   - file: Its name.
  ///   - run: The folder's name.
  package init(_ value: JSONValue, file: String, run: String) {
    (self.value, self.run, pointer) = (value, run, file + "#")
  }

  private init(_ value: JSONValue, _ run: String, _ pointer: String) {
    (self.value, self.run, self.pointer) = (value, run, pointer)
  }

  package var reference: Reference { Reference(run: run, item: pointer) }

  /// The value under a key; null where there is none.
  package subscript(key: String) -> Field {
    let escaped = key.split(separator: "~", omittingEmptySubsequences: false).joined(
      separator: "~0"
    ).split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    return Field(value[key] ?? .null, run, "\(pointer)/\(escaped)")
  }

  package var items: [Field] {
    value.items.enumerated().map { Field($1, run, "\(pointer)/\($0)") }
  }

  package var isNull: Bool { value == .null }
  package var double: Double? { value.double }
  package var string: String? { value.string }

  /// Its text, or in a language if it is a label; nil where it is neither.
  package func name(_ language: Language) -> Inline? {
    if let label = value.label {
      return .name(
        language(label), Reference(run: run, item: "\(pointer)/\(language.rawValue)"))
    }
    return value.string.map { .name($0, reference) }
  }

  /// The word for its code; nil where it is none.
  package func term(_ term: Term) -> Inline? { value.string.map { .term(term, $0, reference) } }

  /// Its number; nil where it has none.
  package func figure(_ style: Figure.Style, _ write: (Double) -> String) -> Inline? {
    value.double.map { .figure(Figure(write($0), $0, style, reference)) }
  }

  package func figure(_ write: (Double) -> String) -> Inline? { figure(.plain, write) }

  /// Its day, as the language writes days; nil where it is none.
  package func date(_ language: Language) -> Inline? {
    guard let date = value.string.flatMap({ CalendarDate($0) }) else { return nil }
    return .figure(Figure(language.date(date), date.digits, .date, reference))
  }
}

extension CalendarDate {
  /// `yyyymmdd`, by which days are compared.
  var digits: Double { Double((year * 100 + month) * 100 + day) }
}
