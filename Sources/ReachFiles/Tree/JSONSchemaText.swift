import Reporting

/// Turns tables of keys into JSON Schema (draft 2020-12).
struct JSONSchemaText {
  /// Whether required keys are required of every mapping; without, only of those that replace as a
  /// whole when files extend one another.
  let keepsRequired: Bool

  /// The schema of a file.
  ///
  /// - Parameters:
  ///   - schema: Of its root.
  ///   - title: What editors call it.
  ///   - ending: Members after those of the table.
  /// - Returns: JSON, indented by two spaces, with a line break at the end.
  func text(
    of schema: MappingSchema, title: String, ending: [(key: String, value: JSONValue)] = []
  ) -> String {
    let head: [(key: String, value: JSONValue)] = [
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string(title)),
    ]
    return JSONValue.object(head + properties(of: schema) + required(of: schema) + ending).text
      + "\n"
  }

  private func required(of schema: MappingSchema) -> [(key: String, value: JSONValue)] {
    let required = schema.keys.filter(\.isRequired).map(\.name)
    guard keepsRequired, !required.isEmpty else { return [] }
    return [("required", .array(required.map(JSONValue.string)))]
  }

  /// In a choice, nothing under a key stands for a mapping without keys.
  private func properties(
    of schema: MappingSchema, isChoice: Bool = false
  ) -> [(key: String, value: JSONValue)] {
    let keys = schema.keys.map { key -> (key: String, value: JSONValue) in
      let isNullable = isChoice ? !key.type.needsKeys : !key.isRequired
      let type = isNullable ? nullable(value(of: key.type)) : value(of: key.type)
      guard case .object(let members) = type else { return (key.name, type) }
      return (key.name, .object([("description", .string(key.summary))] + members))
    }
    return [
      ("type", .string("object")), ("properties", .object(keys)),
      ("additionalProperties", .bool(false)),
    ]
  }

  private func mapping(_ schema: MappingSchema, isItem: Bool = false) -> JSONValue {
    let required = schema.keys.filter(\.isRequired).map(\.name)
    guard !keepsRequired else {
      return .object(properties(of: schema) + self.required(of: schema))
    }
    let isWhole = isItem || required.contains("value") || required.contains("values")
    let tail: [(key: String, value: JSONValue)] =
      isWhole ? [("required", .array(required.map(JSONValue.string)))] : []
    return .object(properties(of: schema) + tail)
  }

  private func value(of type: ValueType) -> JSONValue {
    switch type {
    // A title `2021` or a note `true` is text to the reader, though not to YAML.
    case .text: return .object([("type", types(["string", "number", "boolean"]))])
    case .oneOf(let words): return .object([("enum", .array(words.map(JSONValue.string)))])
    case .number: return .object([("type", .string("number"))])
    case .numberIn(let range): return .object([("type", .string("number"))] + bounds(range))
    case .integer(let bounds):
      return .object([
        ("type", .string("integer")), ("minimum", .integer(bounds.lowerBound)),
        ("maximum", .integer(bounds.upperBound)),
      ])
    case .boolean: return .object([("type", .string("boolean"))])
    case .date: return pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    case .quantity: return .object([("type", types(["number", "string"]))])
    case .assumed: return assumed
    case .list(.mapping(let item)):
      return .object([("type", .string("array")), ("items", mapping(item, isItem: true))])
    case .list(let item): return .object([("type", .string("array")), ("items", value(of: item))])
    case .tuple(let types):
      let count = JSONValue.integer(types.count)
      return .object([
        ("type", .string("array")), ("prefixItems", .array(types.map(value))),
        ("minItems", count), ("maxItems", count),
      ])
    case .shaped(let expression): return pattern(expression)
    case .named(let item): return map(item, keys: nil)
    case .byYear(let item): return map(item, keys: "^[0-9]{4}$")
    case .byQuarter(let item): return map(item, keys: "^[0-9]{4}-Q[1-4]$")
    case .mapping(let schema): return mapping(schema)
    // A file that extends another may choose again, and take the other choice away.
    case .choice(let schema) where !keepsRequired: return mapping(schema)
    case .choice(let schema):
      return .object(
        properties(of: schema, isChoice: true) + [
          ("minProperties", .integer(1)), ("maxProperties", .integer(1)),
        ])
    case .either(let types): return .object([("anyOf", .array(types.map(value)))])
    }
  }

  private func bounds(_ range: NumberRange) -> [(key: String, value: JSONValue)] {
    [(range.includesLeast ? "minimum" : "exclusiveMinimum", .number(range.least))]
      + (range.greatest.map { [("maximum", .number($0))] } ?? [])
  }

  private func types(_ names: [String]) -> JSONValue { .array(names.map(JSONValue.string)) }

  /// A schema that also accepts null.
  private func nullable(_ schema: JSONValue) -> JSONValue {
    guard case .object(let members) = schema else { return schema }
    return .object(
      members.map { key, value in
        switch (key, value) {
        case ("type", .string(let name)): (key, types([name, "null"]))
        case ("type", .array(let names)): (key, .array(names + [.string("null")]))
        case ("enum", .array(let words)): (key, .array(words + [.null]))
        case ("anyOf", .array(let all)):
          (key, .array(all + [.object([("type", .string("null"))])]))
        default: (key, value)
        }
      })
  }

  private func pattern(_ text: String) -> JSONValue {
    .object([("type", .string("string")), ("pattern", .string(text))])
  }

  private func map(_ item: ValueType, keys: String?) -> JSONValue {
    let names = keys.map { [("propertyNames", JSONValue.object([("pattern", .string($0))]))] } ?? []
    // Nothing under a name takes it away from what a file inherits; specifications inherit nothing.
    let value = keepsRequired ? value(of: item) : nullable(value(of: item))
    return .object(
      [("type", .string("object"))] + names + [("additionalProperties", value)])
  }

  /// VALUE: a quantity or range, or one of the laws.
  private var assumed: JSONValue {
    let laws = LawName.allCases.map { law in
      let members = properties(of: law.schema)
      return JSONValue.object([
        ("type", .string("object")),
        ("properties", .object([(law.rawValue, .object(members))])),
        ("required", .array([.string(law.rawValue)])), ("additionalProperties", .bool(false)),
      ])
    }
    return .object([("anyOf", .array([value(of: .quantity)] + laws))])
  }
}

extension ValueType {
  /// Whether it is a mapping that has to have keys.
  fileprivate var needsKeys: Bool {
    if case .mapping(let schema) = self { schema.keys.contains(where: \.isRequired) } else { false }
  }
}
