package import ReachModel

/// A value of a YAML or JSON file, with its place: what the readers work on.
package struct Node: Sendable {
  package enum Content: Sendable {
    case scalar(Scalar)
    case sequence([Node])
    case mapping([Entry])
  }

  package struct Scalar: Sendable {
    /// In normal form C.
    package let text: String
    /// Whether it can only be text: quoted, or a block of text.
    package let isQuoted: Bool
  }

  package struct Entry: Sendable {
    package let key: String
    package let keyOrigin: Origin
    package let value: Node
  }

  /// JSON numbers are canonical; in YAML, and in text such as "1.500 firms", `1.500` is in doubt.
  package enum Format: Sendable { case yaml, json }

  package let content: Content
  package let origin: Origin
  package let format: Format
  /// Characters under a caret.
  package let length: Int

  init(_ content: Content, at origin: Origin, format: Format, length: Int = 1) {
    (self.content, self.origin, self.format, self.length) = (content, origin, format, length)
  }

  /// What stands there, in the words of a message.
  var kind: String {
    switch content {
    case .scalar(let scalar) where scalar.isEmpty: "nothing"
    case .scalar(let scalar) where scalar.text.isEmpty: "an empty text"
    case .scalar(let scalar) where scalar.isQuoted: "text"
    case .scalar(let scalar): "`\(scalar.text.prefix(40))`"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  package var entries: [Entry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  package var items: [Node]? {
    if case .sequence(let items) = content { items } else { nil }
  }

  package var scalar: Scalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  /// The value under `key`, or nil.
  package subscript(key: String) -> Node? { entries?.first { $0.key == key }?.value }
}

extension Node.Entry {
  /// Reports a key that cannot be a name: names become parts of the ids of findings
  /// (`firms.start.1`), of columns and of commands.
  func checkName(_ problems: inout ProblemList) {
    let isName =
      key.utf8.first.map(Self.isLetter) == true
      && key.utf8.allSatisfy {
        Self.isLetter($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_")
          || $0 == UInt8(ascii: "-")
      }
    let isReserved = key == Self.reserved
    guard !isName || isReserved else { return }
    problems.report(
      .badName,
      isReserved
        ? "the name `\(key)` is that of the finding on all targets together"
        : "`\(key.prefix(60))` is no name",
      at: keyOrigin, length: min(60, key.unicodeScalars.count),
      hint: isReserved ? nil : "a letter from A to Z, then letters, digits, _ or -")
  }

  /// The id of the finding on all targets together.
  private static let reserved = "joint"

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte)
  }
}

extension Node.Scalar {
  /// Whether nothing was given: `key:` alone, or `null`.
  package var isEmpty: Bool { !isQuoted && (text.isEmpty || text == "null") }
}

// MARK: Typed values

extension Node {
  private func wrongType(_ expected: String, _ problems: inout ProblemList) {
    problems.report(
      .wrongType, "\(kind) stands where \(expected) is expected", at: origin, length: length)
  }

  /// Text that is not empty, or nil with a problem.
  package func string(_ problems: inout ProblemList) -> String? {
    guard let scalar, !scalar.isEmpty, !scalar.text.isEmpty else {
      wrongType("text", &problems)
      return nil
    }
    return scalar.text
  }

  /// A finite number without a unit.
  package func double(_ problems: inout ProblemList) -> Double? {
    guard let scalar, !scalar.isQuoted, !scalar.isEmpty else {
      wrongType("a number", &problems)
      return nil
    }
    return number(scalar.text[...], &problems)
  }

  /// The number that `text` (all of this scalar or a part of it) stands for.
  func number(_ text: Substring, _ problems: inout ProblemList) -> Double? {
    let isCanonical = format == .json && scalar?.isQuoted != true
    switch NumberText(text, isCanonical ? .canonical : .typed) {
    case .number(let value): return value
    case .overflow:
      problems.report(
        .outOfBounds, "`\(text.prefix(40))` is too large", at: origin, length: length)
    case .notANumber: wrongType("a number", &problems)
    case let refused:
      if let diagnostic = refused.diagnostic(of: text, at: origin, length: length) {
        problems.report(diagnostic)
      }
    }
    return nil
  }

  /// A whole number.
  package func int(_ problems: inout ProblemList) -> Int? {
    guard let value = double(&problems) else { return nil }
    guard value == value.rounded() else {
      wrongType("a whole number", &problems)
      return nil
    }
    // 2⁵³ itself is what 2⁵³ + 1 is rounded to.
    guard value.magnitude < 0x1p53 else {
      problems.report(
        .outOfBounds, "\(kind) is too large to be exact: 2^53 - 1 is the last whole number",
        at: origin, length: length)
      return nil
    }
    return Int(value)
  }

  /// `value`, which stands here under `key`, if it lies within `bounds`.
  func bounded(
    _ value: Double, _ key: String, _ bounds: ClosedRange<Double>, _ code: DiagnosticCode,
    _ problems: inout ProblemList
  ) -> Double? {
    if bounds.contains(value) { return value }
    problems.report(
      code, "`\(key)` is \(value), outside \(bounds.lowerBound) to \(bounds.upperBound)",
      at: origin, length: length)
    return nil
  }

  /// `true` or `false`.
  package func bool(_ problems: inout ProblemList) -> Bool? {
    guard let scalar, !scalar.isQuoted, ["true", "false"].contains(scalar.text) else {
      wrongType("`true` or `false`", &problems)
      return nil
    }
    return scalar.text == "true"
  }

  /// A day such as 2021-03-01.
  package func date(_ problems: inout ProblemList) -> CalendarDate? {
    guard let text = scalar?.text, let date = CalendarDate(text) else {
      problems.report(
        .badDate, "\(kind) is not a day such as 2021-03-01", at: origin, length: length)
      return nil
    }
    return date
  }
}

extension NumberText {
  /// The refusal of a number that has no single canonical reading; nil for the other cases.
  func diagnostic(of text: Substring, at origin: Origin, length: Int) -> Diagnostic? {
    let shown = "`\(text.prefix(40))`"
    return switch self {
    case .ambiguous(let readings) where readings.count == 1:
      Diagnostic(
        .ambiguousNumber, "\(shown) is not written as a canonical number", at: origin,
        length: length, hint: "\(readings[0]): write it with one dot and no thousands mark")
    case .ambiguous(let readings):
      Diagnostic(
        .ambiguousNumber, "\(shown) has two readings", at: origin, length: length,
        hint: readings.joined(separator: "; "))
    case .leadingZero:
      Diagnostic(
        .leadingZero, "\(shown) begins with a zero", at: origin, length: length,
        hint: "leave the zero out, or put a code in quotes")
    case .foreign:
      Diagnostic(
        .foreignNumber, "\(shown) is no decimal number", at: origin, length: length,
        hint: "write decimal digits, or put a text in quotes")
    case .number, .overflow, .notANumber: nil
    }
  }
}
