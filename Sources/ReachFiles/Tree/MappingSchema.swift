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
  case numberIn(NumberRange)
  case integer(ClosedRange<Int>)
  case boolean
  case date
  /// A number with a unit, such as `120 billion VND`.
  case quantity
  /// VALUE: a quantity, a range, or a law.
  case assumed
  case list(ValueType)
  /// A list of one value of each type, in their order.
  case tuple([ValueType])
  /// A text that a regular expression fits.
  case shaped(String)
  /// Free keys, all with values of one type.
  case named(ValueType)
  /// Keys that are years.
  case byYear(ValueType)
  /// Keys that are quarters such as 2021-Q3.
  case byQuarter(ValueType)
  case mapping(MappingSchema)
  /// A mapping of whose keys one is given; nothing under it stands for a mapping without keys.
  case choice(MappingSchema)
  case either([ValueType])
}

/// The numbers that a key takes.
package struct NumberRange: Sendable {
  let least: Double
  let includesLeast: Bool
  /// Included; nil where there is none.
  let greatest: Double?

  static func above(_ bound: Double) -> NumberRange {
    NumberRange(least: bound, includesLeast: false, greatest: nil)
  }

  static func atLeast(_ bound: Double) -> NumberRange {
    NumberRange(least: bound, includesLeast: true, greatest: nil)
  }

  static func within(_ bounds: ClosedRange<Double>) -> NumberRange {
    NumberRange(least: bounds.lowerBound, includesLeast: true, greatest: bounds.upperBound)
  }

  func contains(_ value: Double) -> Bool {
    (includesLeast ? value >= least : value > least) && value <= greatest ?? .infinity
  }

  /// For messages, for example `above 0`.
  var words: String {
    guard let greatest else { return "\(includesLeast ? "at least" : "above") \(plain(least))" }
    return "\(plain(least)) to \(plain(greatest))"
  }
}

extension ValueType {
  /// The bounds of a number, where it may be one and has any.
  fileprivate var range: NumberRange? {
    switch self {
    case .numberIn(let range): range
    case .either(let types): types.lazy.compactMap(\.range).first
    default: nil
    }
  }
}

/// A number in a message: whole ones without the point that nobody typed.
private func plain(_ value: Double) -> String {
  value == value.rounded() && value.magnitude < 0x1p53 ? "\(Int(value))" : "\(value)"
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

  /// A number within the bounds that the schema has for `key`.
  package func double(_ key: String, _ problems: inout ProblemList) -> Double? {
    guard let node = self[key], let value = node.double(&problems) else { return nil }
    guard let range = schema.key(key)?.type.range, !range.contains(value) else { return value }
    problems.report(
      .outOfBounds, "`\(key)` is \(plain(value)), and has to be \(range.words)", at: node.origin,
      length: node.length)
    return nil
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
