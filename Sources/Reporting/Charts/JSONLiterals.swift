// Literals of Swift as JSON, so that a specification reads in code as it does in its file.

extension JSONValue: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int) { self = .integer(value) }
}

extension JSONValue: ExpressibleByFloatLiteral {
  package init(floatLiteral value: Double) { self = .number(value) }
}

extension JSONValue: ExpressibleByBooleanLiteral {
  package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONValue: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  /// Keys keep their order.
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }
}

extension JSONValue {
  /// An object with the entries of another after its own; those named again are replaced.
  ///
  /// Anything but two objects is a programmer's mistake.
  func with(_ other: JSONValue) -> JSONValue {
    guard case .object(let mine) = self, case .object(let more) = other else {
      preconditionFailure("two objects are asked for: \(self.text), \(other.text)")
    }
    let renewed = Set(more.map(\.key))
    return .object(mine.filter { !renewed.contains($0.key) } + more)
  }

  static func strings(_ texts: some Sequence<String>) -> JSONValue {
    .array(texts.map { .string($0) })
  }
}
