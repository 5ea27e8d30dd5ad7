import ReachModel

/// Writes trees of nodes as YAML that the reader of scenarios reads back to the same trees.
struct ScenarioYAML {
  /// The cell that a value was edited in, as a remark beside it.
  let remarks: [Origin: String]

  /// A mapping in block style, a key a line.
  func text(_ root: Node) -> String { lines(root, indent: 0).map { $0 + "\n" }.joined() }

  private func lines(_ node: Node, indent: Int) -> [String] {
    let margin = String(repeating: "  ", count: indent)
    return (node.entries ?? []).flatMap { entry -> [String] in
      let key = margin + Self.key(entry.key) + ":"
      if let inner = entry.value.entries, !inner.isEmpty, !Self.isLaw(entry.value) {
        return [key] + lines(entry.value, indent: indent + 1)
      }
      if let items = entry.value.items, items.contains(where: { $0.scalar == nil }) {
        return [key] + items.map { "\(margin)  - \(Self.flow($0))\(remark(of: $0))" }
      }
      return ["\(key) \(Self.flow(entry.value))\(remark(of: entry.value))"]
    }
  }

  /// A law stays on its line.
  private static func isLaw(_ node: Node) -> Bool {
    guard let entries = node.entries, entries.count == 1 else { return false }
    return LawName(rawValue: entries[0].key) != nil
  }

  private func remark(of node: Node) -> String {
    let cells = node.leaves().compactMap { remarks[$0.node.origin] }
    return cells.isEmpty ? "" : "  # " + cells.joined(separator: ", ")
  }

  private static func flow(_ node: Node) -> String {
    switch node.content {
    case .scalar(let scalar): scalarText(scalar, isCanonical: node.format == .json)
    case .sequence(let items): "[" + items.map(flow).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\(key($0.key)): \(flow($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  private static func scalarText(_ scalar: Node.Scalar, isCanonical: Bool) -> String {
    if scalar.isQuoted || !isPlain(scalar.text) { return quoted(scalar.text) }
    // A number of a JSON file has one reading there, and needs one here.
    if isCanonical, case .number(let value) = NumberText(scalar.text[...], .canonical),
      case .ambiguous = NumberText(scalar.text[...], .typed)
    {
      return StudyInput.Value.plainNumber(value)
    }
    return scalar.text
  }

  private static func key(_ key: String) -> String {
    let isPlain = !key.isEmpty && key.utf8.allSatisfy { isLetterOrDigit($0) || $0 == 0x2D }
    return isPlain && ScalarRules.refusalOfKey(key, at: Self.nowhere) == nil ? key : quoted(key)
  }

  private static let nowhere = Origin(file: "", line: 1, column: 1)

  /// Whether a text without quotes is itself in every place of a YAML file.
  private static func isPlain(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last, last != 0x20 else { return false }
    let isSigned = (first == 0x2D || first == 0x2B) && bytes.count > 1 && isLetterOrDigit(bytes[1])
    guard isLetterOrDigit(first) || first >= 0x80 || isSigned else { return false }
    return bytes.allSatisfy { byte in
      isLetterOrDigit(byte) || byte >= 0x80 || " %./+-()".utf8.contains(byte)
    }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || (48...57).contains(byte)
      || byte == UInt8(ascii: "_")
  }

  static func quoted(_ text: String) -> String {
    "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
  }
}

extension Node {
  /// The least that has to be laid over this tree to make it `other`; nil if nothing has to.
  func difference(to other: Node) -> Node? {
    guard let mine = entries, let others = other.entries, !replacesAsWhole, !other.replacesAsWhole
    else { return hasContent(of: other) ? nil : other }
    let changed = others.compactMap { entry -> Entry? in
      guard let old = mine.first(where: { $0.key == entry.key })?.value else { return entry }
      return old.difference(to: entry.value).map {
        Entry(key: entry.key, keyOrigin: entry.keyOrigin, value: $0)
      }
    }
    guard !changed.isEmpty else { return nil }
    let part = Node(.mapping(changed), at: other.origin, format: other.format)
    // A part may look like a value that replaces as a whole; then it has to be whole.
    return part.replacesAsWhole ? other : part
  }

  /// Whether both say the same, wherever they stand.
  func hasContent(of other: Node) -> Bool {
    switch (content, other.content) {
    case (.scalar(let a), .scalar(let b)): a.text == b.text && a.isQuoted == b.isQuoted
    case (.sequence(let a), .sequence(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.hasContent(of: $1) }
    case (.mapping(let a), .mapping(let b)):
      a.count == b.count
        && zip(a, b).allSatisfy { $0.key == $1.key && $0.value.hasContent(of: $1.value) }
    default: false
    }
  }
}
