package import ReachModel

extension JSONValue {
  /// The value under `key` of an object; nil where there is none, or this is no object.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let entries) = self else { return nil }
    return entries.first { $0.key == key }?.value
  }

  /// The items of an array; empty where this is none.
  package var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }

  package var string: String? { if case .string(let text) = self { text } else { nil } }

  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  package var int: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// An object with `vi` and `en`.
  package var label: Label? {
    guard let vi = self["vi"]?.string, let en = self["en"]?.string else { return nil }
    return Label(vi: vi, en: en)
  }
}
