/// The JSON Schema of scenario files, made from the table of keys that the reader uses.
///
/// What may be inherited through `extends` cannot be required by a schema of one file: required
/// keys stand only where a mapping replaces as a whole (those with `value` or `values`), and at the
/// top for files that extend nothing.
package enum ScenarioJSONSchema {
  /// JSON (draft 2020-12), indented by two spaces, with a line break at the end.
  package static var text: String {
    var root = properties(of: ScenarioSchema.scenario)
    let required = ScenarioSchema.scenario.keys.filter(\.isRequired).map(\.name)
    root.insert(("$schema", .text("https://json-schema.org/draft/2020-12/schema")), at: 0)
    root.insert(("title", .text("A scenario of Reach")), at: 1)
    root.append(
      (
        "anyOf",
        .list([
          .object([("required", .list([.text("extends")]))]),
          .object([("required", .list(required.map(JSONValue.text)))]),
        ])
      ))
    return JSONValue.object(root).rendered(indent: 0) + "\n"
  }

  /// The table itself, for comparison with the text.
  package static var table: MappingSchema { ScenarioSchema.scenario }

  private static func properties(of schema: MappingSchema) -> [(String, JSONValue)] {
    let keys = schema.keys.map { key -> (String, JSONValue) in
      let type = value(of: key.type)
      guard case .object(let members) = type else { return (key.name, type) }
      return (key.name, .object([("description", .text(key.summary))] + members))
    }
    return [
      ("type", .text("object")), ("properties", .object(keys)),
      ("additionalProperties", .boolean(false)),
    ]
  }

  private static func mapping(_ schema: MappingSchema) -> JSONValue {
    let required = schema.keys.filter(\.isRequired).map(\.name)
    let isWhole = required.contains("value") || required.contains("values")
    let tail: [(String, JSONValue)] =
      isWhole ? [("required", .list(required.map(JSONValue.text)))] : []
    return .object(properties(of: schema) + tail)
  }

  private static func value(of type: ValueType) -> JSONValue {
    switch type {
    case .text: return .object([("type", .text("string"))])
    case .oneOf(let words): return .object([("enum", .list(words.map(JSONValue.text)))])
    case .number: return .object([("type", .text("number"))])
    case .integer(let bounds):
      return .object([
        ("type", .text("integer")), ("minimum", .number(bounds.lowerBound)),
        ("maximum", .number(bounds.upperBound)),
      ])
    case .boolean: return .object([("type", .text("boolean"))])
    case .date: return pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    case .quantity: return .object([("type", .list([.text("number"), .text("string")]))])
    case .assumed: return assumed
    case .list(let item): return .object([("type", .text("array")), ("items", value(of: item))])
    case .named(let item): return map(item, keys: nil)
    case .byYear(let item): return map(item, keys: "^[0-9]{4}$")
    case .byQuarter(let item): return map(item, keys: "^[0-9]{4}-Q[1-4]$")
    case .mapping(let schema): return mapping(schema)
    case .either(let types): return .object([("anyOf", .list(types.map(value)))])
    }
  }

  private static func pattern(_ text: String) -> JSONValue {
    .object([("type", .text("string")), ("pattern", .text(text))])
  }

  private static func map(_ item: ValueType, keys: String?) -> JSONValue {
    let names = keys.map { [("propertyNames", JSONValue.object([("pattern", .text($0))]))] } ?? []
    return .object(
      [("type", .text("object"))] + names + [("additionalProperties", value(of: item))])
  }

  /// VALUE: a quantity or range, or one of the laws.
  private static var assumed: JSONValue {
    let laws = LawName.allCases.map { law in
      let members = properties(of: law.schema)
      return JSONValue.object([
        ("type", .text("object")),
        ("properties", .object([(law.rawValue, .object(members))])),
        ("required", .list([.text(law.rawValue)])), ("additionalProperties", .boolean(false)),
      ])
    }
    return .object([("anyOf", .list([value(of: .quantity)] + laws))])
  }
}

/// JSON to be written, with its keys in order.
indirect enum JSONValue {
  case text(String)
  case number(Int)
  case boolean(Bool)
  case list([JSONValue])
  case object([(String, JSONValue)])

  func rendered(indent: Int) -> String {
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    func block(_ parts: [String], _ open: String, _ close: String) -> String {
      parts.isEmpty
        ? open + close
        : "\(open)\n\(inner)\(parts.joined(separator: ",\n\(inner)"))\n\(outer)\(close)"
    }
    switch self {
    case .text(let text): return Self.quoted(text)
    case .number(let number): return String(number)
    case .boolean(let value): return String(value)
    case .list(let items): return block(items.map { $0.rendered(indent: indent + 2) }, "[", "]")
    case .object(let members):
      let parts = members.map { "\(Self.quoted($0)): \($1.rendered(indent: indent + 2))" }
      return block(parts, "{", "}")
    }
  }

  /// `text` between quotes, with what JSON needs escaped.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
