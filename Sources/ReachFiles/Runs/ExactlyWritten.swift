import ReachModel
import Reporting

/// A value that a run folder holds exactly: what is read back is equal, to the last bit.
protocol ExactlyWritten {
  var exact: JSONValue { get }

  /// - Throws: R007, with the place, if this is not what ``exact`` writes.
  init(exact node: Node) throws(DiagnosticReport)
}

/// A JSON object whose keys are taken one by one; all must be there but those that may be missing, and
/// no others.
struct ExactRecord {
  private let node: Node
  private var left: [String: Node] = [:]

  init(_ node: Node) throws(DiagnosticReport) {
    guard let entries = node.entries else {
      throw .damaged("\(node.kind) stands where an object is expected", at: node.origin)
    }
    self.node = node
    for entry in entries { left[entry.key] = entry.value }
  }

  mutating func take<Value: ExactlyWritten>(_ key: String) throws(DiagnosticReport) -> Value {
    guard let value = left.removeValue(forKey: key) else {
      throw .damaged("the key `\(key)` is missing", at: node.origin)
    }
    return try Value(exact: value)
  }

  /// Takes a key that only some of these objects have.
  mutating func takeIfPresent<Value: ExactlyWritten>(
    _ key: String
  ) throws(DiagnosticReport) -> Value? {
    left[key] == nil ? nil : try take(key)
  }

  /// Refuses keys that nobody took.
  func finish() throws(DiagnosticReport) {
    guard let entry = node.entries?.first(where: { left[$0.key] != nil }) else { return }
    throw .damaged("the key `\(entry.key.prefix(60))` is not known here", at: entry.keyOrigin)
  }
}

extension JSONValue {
  /// An object with the fields in the order given.
  static func record(_ fields: KeyValuePairs<String, any ExactlyWritten>) -> JSONValue {
    .object(fields.map { (key: $0.key, value: $0.value.exact) })
  }
}

extension Node {
  /// The tree of a JSON text.
  static func json(_ source: SourceText) throws(DiagnosticReport) -> Node {
    var problems = ProblemList()
    problems.register(source)
    let root = JSONReader.tree(of: source, isPrinted: false, &problems)
    try problems.throwIfAny()
    guard let root else { throw .damaged("`\(source.file)` holds no JSON") }
    return root
  }

  var isNull: Bool { scalar?.isEmpty == true }

  func unexpected(_ expected: String) -> DiagnosticReport {
    .damaged("\(kind) stands where \(expected) is expected", at: origin)
  }
}

// MARK: Plain values

extension Double: ExactlyWritten {
  var exact: JSONValue { .string(HexadecimalNumber.text(self)) }

  init(exact node: Node) throws(DiagnosticReport) {
    guard let scalar = node.scalar, scalar.isQuoted,
      let value = HexadecimalNumber.value(scalar.text)
    else { throw node.unexpected("a number such as \"0x1.8p+3\"") }
    self = value
  }
}

extension Int: ExactlyWritten {
  var exact: JSONValue { .integer(self) }

  init(exact node: Node) throws(DiagnosticReport) {
    guard let scalar = node.scalar, !scalar.isQuoted, let value = Int(scalar.text) else {
      throw node.unexpected("a whole number")
    }
    self = value
  }
}

/// Written as text: other readers of JSON keep only 53 bits of a number.
extension UInt64: ExactlyWritten {
  var exact: JSONValue { .string(String(self)) }

  init(exact node: Node) throws(DiagnosticReport) {
    guard let scalar = node.scalar, scalar.isQuoted, let value = UInt64(scalar.text) else {
      throw node.unexpected("a whole number in quotes")
    }
    self = value
  }
}

extension Bool: ExactlyWritten {
  var exact: JSONValue { .bool(self) }

  init(exact node: Node) throws(DiagnosticReport) {
    guard let scalar = node.scalar, !scalar.isQuoted, ["true", "false"].contains(scalar.text)
    else { throw node.unexpected("`true` or `false`") }
    self = scalar.text == "true"
  }
}

extension String: ExactlyWritten {
  var exact: JSONValue { .string(self) }

  init(exact node: Node) throws(DiagnosticReport) {
    guard let scalar = node.scalar, scalar.isQuoted else { throw node.unexpected("text") }
    self = scalar.text
  }
}

extension Array: ExactlyWritten where Element: ExactlyWritten {
  var exact: JSONValue { .array(map(\.exact)) }

  init(exact node: Node) throws(DiagnosticReport) {
    guard let items = node.items else { throw node.unexpected("a list") }
    self = []
    reserveCapacity(items.count)
    for item in items { append(try Element(exact: item)) }
  }
}

extension Optional: ExactlyWritten where Wrapped: ExactlyWritten {
  var exact: JSONValue { self?.exact ?? .null }

  init(exact node: Node) throws(DiagnosticReport) {
    self = node.isNull ? nil : try Wrapped(exact: node)
  }
}

extension ExactlyWritten where Self: RawRepresentable, RawValue == String {
  var exact: JSONValue { .string(rawValue) }

  init(exact node: Node) throws(DiagnosticReport) {
    let text = try String(exact: node)
    guard let value = Self(rawValue: text) else {
      throw .damaged("`\(text.prefix(40))` is not a word that stands here", at: node.origin)
    }
    self = value
  }
}

extension CalendarDate: ExactlyWritten {
  var exact: JSONValue { .string(description) }

  init(exact node: Node) throws(DiagnosticReport) {
    guard let date = CalendarDate(try String(exact: node)) else {
      throw node.unexpected("a day such as \"2021-03-01\"")
    }
    self = date
  }
}
