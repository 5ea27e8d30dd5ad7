/// A JSON document, written with its keys in the order given.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  /// Written with the fewest digits that read back to the same number; not finite: null.
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  package static func numbers(_ values: some Sequence<Double>) -> JSONValue {
    .array(values.map { .number($0) })
  }

  package static func table(_ rows: [[Double]]) -> JSONValue { .array(rows.map { .numbers($0) }) }

  package static func == (a: JSONValue, b: JSONValue) -> Bool { a.text == b.text }

  /// The document: objects a key a line, arrays without objects on one line.
  package var text: String {
    var out = ""
    write(to: &out, indent: 0)
    return out
  }

  private var isFlat: Bool {
    switch self {
    case .array(let items): items.allSatisfy(\.isFlat)
    case .object: false
    default: true
    }
  }

  private func write(to out: inout String, indent: Int) {
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .integer(let value): out += String(value)
    case .number(let value): out += value.isFinite ? "\(value)" : "null"
    case .string(let value): Self.quote(value, to: &out)
    case .array(let items) where isFlat:
      Self.list(items, "[", "]", ", ", &out) { $0.write(to: &$1, indent: 0) }
    case .array(let items):
      lines(items, "[", "]", indent, &out) { $0.write(to: &$1, indent: indent + 1) }
    case .object(let entries):
      lines(entries, "{", "}", indent, &out) { entry, out in
        Self.quote(entry.key, to: &out)
        out += ": "
        entry.value.write(to: &out, indent: indent + 1)
      }
    }
  }

  private static func list<T>(
    _ items: [T], _ open: String, _ close: String, _ separator: String, _ out: inout String,
    _ body: (T, inout String) -> Void
  ) {
    out += open
    for (i, item) in items.enumerated() {
      if i > 0 { out += separator }
      body(item, &out)
    }
    out += close
  }

  private func lines<T>(
    _ items: [T], _ open: String, _ close: String, _ indent: Int, _ out: inout String,
    _ body: (T, inout String) -> Void
  ) {
    guard !items.isEmpty else { return out += open + close }
    let margin = "\n" + String(repeating: "  ", count: indent)
    Self.list(items, open + margin + "  ", margin + close, "," + margin + "  ", &out, body)
  }

  private static func quote(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    out += "\""
  }
}
