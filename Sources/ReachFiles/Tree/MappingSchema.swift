/// What a mapping may contain: the one table from which a reader takes its keys and from which
/// `reach schema` makes the JSON Schema.
package struct MappingSchema: Sendable {
  package struct Key: Sendable {
    package let name: String
    package let type: ValueType
    package let isRequired: Bool
    /// One line for people.
    package let summary: String
  }

  /// For messages, for example `lever`.
  package let name: String
  package let keys: [Key]

  init(_ name: String, _ keys: [Key]) { (self.name, self.keys) = (name, keys) }

  func key(_ name: String) -> Key? { keys.first { $0.name == name } }
}

extension MappingSchema.Key {
  static func required(_ name: String, _ type: ValueType, _ summary: String) -> Self {
    Self(name: name, type: type, isRequired: true, summary: summary)
  }

  static func optional(_ name: String, _ type: ValueType, _ summary: String) -> Self {
    Self(name: name, type: type, isRequired: false, summary: summary)
  }
}

/// What a value may be, as far as a schema can say.
package indirect enum ValueType: Sendable {
  case text
  case oneOf([String])
  case number
  case integer(ClosedRange<Int>)
  case boolean
  case date
  /// A number with a unit, such as `120 billion VND`.
  case quantity
  /// VALUE: a quantity, a range, or a law.
  case assumed
  case list(ValueType)
  /// Free keys, all with values of one type.
  case named(ValueType)
  /// Keys that are years.
  case byYear(ValueType)
  /// Keys that are quarters such as 2021-Q3.
  case byQuarter(ValueType)
  case mapping(MappingSchema)
  case either([ValueType])
}

/// Takes the keys of a mapping one by one and reports what is missing or unknown.
package struct MappingReader {
  package let schema: MappingSchema
  package let node: Node
  /// For messages, for example "lever `linkage`".
  package let title: String

  /// Reports unknown and missing keys at once.
  ///
  /// - Returns: Nil, with a problem, if `node` is no mapping.
  package init?(
    _ node: Node, _ schema: MappingSchema, title: String? = nil, isPartial: Bool = false,
    _ problems: inout ProblemList
  ) {
    (self.schema, self.node, self.title) = (schema, node, title ?? schema.name)
    guard let entries = node.entries else {
      problems.report(
        .wrongType, "\(node.kind) stands where \(self.title) is expected", at: node.origin,
        length: node.length, allowed: schema.keys.map(\.name))
      return nil
    }
    let known = schema.keys.map(\.name)
    for entry in entries where schema.key(entry.key) == nil {
      problems.reportUnknown(
        .unknownKey, "no key is named `\(entry.key.prefix(60))` in \(self.title)",
        name: entry.key, known: known, at: entry.keyOrigin)
    }
    guard !isPartial else { return }
    reportMissing(&problems)
  }

  private func reportMissing(_ problems: inout ProblemList) {
    for key in schema.keys where key.isRequired && self[key.name] == nil {
      let code: DiagnosticCode = key.name == "source" ? .missingSource : .missingKey
      problems.report(
        code, "\(title) has no `\(key.name)`", at: node.origin, hint: key.summary)
    }
  }

  /// The value under `key`; nil if absent or null.
  ///
  /// - Precondition: The schema has the key.
  package subscript(key: String) -> Node? {
    precondition(schema.key(key) != nil, "\(schema.name) has no key \(key)")
    guard let value = node[key], value.scalar?.isEmpty != true else { return nil }
    return value
  }

  package func string(_ key: String, _ problems: inout ProblemList) -> String? {
    self[key]?.string(&problems)
  }

  package func int(_ key: String, _ problems: inout ProblemList) -> Int? {
    guard let node = self[key], let value = node.int(&problems) else { return nil }
    if case .integer(let bounds) = schema.key(key)?.type, !bounds.contains(value) {
      problems.report(
        .outOfBounds,
        "`\(key)` is \(value), outside \(bounds.lowerBound) to \(bounds.upperBound)",
        at: node.origin, length: node.length)
      return nil
    }
    return value
  }

  /// One of the words that the schema allows for `key`.
  package func word(_ key: String, _ problems: inout ProblemList) -> String? {
    guard let node = self[key], case .oneOf(let words) = schema.key(key)?.type,
      let text = node.string(&problems)
    else { return nil }
    if words.contains(text) { return text }
    problems.reportUnknown(
      .unknownName, "`\(text.prefix(60))` is no \(key) of \(title)", name: text, known: words,
      at: node.origin)
    return nil
  }
}
