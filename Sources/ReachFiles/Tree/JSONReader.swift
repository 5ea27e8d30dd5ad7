import ReachModel

/// A strict reader of JSON (RFC 8259) that keeps places.
///
/// It refuses what readers differ on: a repeated key, anything after the value, a lone surrogate,
/// nesting beyond the limit of files.
struct JSONReader {
  private let source: SourceText
  private let bytes: [UInt8]
  private var place = 0
  private var keyCount = 0
  /// Problems that do not stop the reading.
  private var harmless: [Diagnostic] = []

  /// Whether control characters are refused, as in what people write.
  ///
  /// The files of a run folder hold what was typed, and must read back equal.
  private let isPrinted: Bool

  private init(_ source: SourceText, isPrinted: Bool) {
    (self.source, bytes, self.isPrinted) = (source, source.bytes, isPrinted)
  }

  static func tree(
    of source: SourceText, isPrinted: Bool, _ problems: inout ProblemList
  ) -> Node? {
    var reader = JSONReader(source, isPrinted: isPrinted)
    defer { reader.harmless.forEach { problems.report($0) } }
    do throws(Diagnostic) {
      let root = try reader.value(depth: 0)
      reader.skipBlanks()
      guard reader.place == reader.bytes.count else {
        throw reader.failure("something follows the end of the value")
      }
      return root
    } catch {
      problems.report(error)
      return nil
    }
  }

  private func failure(_ summary: String, at offset: Int? = nil) -> Diagnostic {
    let isEnd = offset == nil && place >= bytes.count
    return Diagnostic(
      .jsonSyntax, isEnd ? "the text ends too early: \(summary)" : summary,
      at: source.origin(ofByte: offset ?? place))
  }

  private mutating func skipBlanks() {
    while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    skipBlanks()
    guard place < bytes.count, bytes[place] == character.asciiValue else { return false }
    place += 1
    return true
  }

  private mutating func value(depth: Int) throws(Diagnostic) -> Node {
    skipBlanks()
    let origin = source.origin(ofByte: place)
    guard depth <= YAMLScan.depthLimit else {
      throw Diagnostic(
        .depth, "more than \(YAMLScan.depthLimit) levels are nested here", at: origin)
    }
    guard place < bytes.count else { throw failure("a value is expected") }
    switch bytes[place] {
    case UInt8(ascii: "{"):
      return Node(.mapping(try object(depth: depth)), at: origin, format: .json)
    case UInt8(ascii: "["):
      return Node(.sequence(try array(depth: depth)), at: origin, format: .json)
    case UInt8(ascii: "\""):
      let start = place
      let text = try string()
      return Node(
        .scalar(.init(text: text, isQuoted: true)), at: origin, format: .json,
        length: min(200, place - start))
    default: return try literal(at: origin)
    }
  }

  private mutating func object(depth: Int) throws(Diagnostic) -> [Node.Entry] {
    place += 1
    var entries: [Node.Entry] = []
    var seen: [String: Origin] = [:]
    if take("}") { return entries }
    repeat {
      skipBlanks()
      let origin = source.origin(ofByte: place)
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
        throw failure("a key in double quotes is expected")
      }
      let key = try string()
      guard take(":") else { throw failure("a colon is expected after a key") }
      let value = try value(depth: depth + 1)
      try count(key, at: origin)
      if let first = seen.updateValue(origin, forKey: key) {
        harmless.append(
          Diagnostic(
            .duplicateKey, "the key `\(key)` stands here a second time", at: origin,
            length: key.unicodeScalars.count + 2, hint: "first given in line \(first.line)"))
      } else {
        entries.append(.init(key: key, keyOrigin: origin, value: value))
      }
    } while take(",")
    guard take("}") else { throw failure("a comma or a closing brace is expected") }
    return entries
  }

  private mutating func count(_ key: String, at origin: Origin) throws(Diagnostic) {
    keyCount += 1
    // What a run wrote may hold thousands of findings, of a dozen keys each.
    if isPrinted, keyCount > YAMLScan.keyLimit {
      throw Diagnostic(.tooManyKeys, "more than \(YAMLScan.keyLimit) keys", at: origin)
    }
  }

  private mutating func array(depth: Int) throws(Diagnostic) -> [Node] {
    place += 1
    var items: [Node] = []
    if take("]") { return items }
    repeat { items.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw failure("a comma or a closing bracket is expected") }
    return items
  }

  /// A number, `true`, `false` or `null`.
  private mutating func literal(at origin: Origin) throws(Diagnostic) -> Node {
    let start = place
    while place < bytes.count, !" \n\r\t,]}:\"[{".utf8.contains(bytes[place]) { place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    let isNumber =
      switch NumberText(text[...], .canonical) {
      case .number, .overflow: !text.hasPrefix("+")
      default: false
      }
    guard isNumber || ["true", "false", "null"].contains(text) else {
      throw failure(
        text.isEmpty ? "a value is expected" : "`\(text.prefix(40))` is no JSON value", at: start)
    }
    return Node(
      .scalar(.init(text: text, isQuoted: false)), at: origin, format: .json, length: text.count)
  }
}

// MARK: Strings

extension JSONReader {
  private mutating func string() throws(Diagnostic) -> String {
    let start = place
    place += 1
    var text: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "\""):
        place += 1
        return checked(String(decoding: text, as: UTF8.self).normalFormC, from: start)
      case UInt8(ascii: "\\"): text += Array(String(try escape()).utf8)
      case 0..<0x20: throw failure("a line break or control character stands in a text")
      default:
        text.append(byte)
        place += 1
      }
    }
    throw failure("a text has no closing quote")
  }

  /// Notes a control character, which in JSON comes as an escape.
  private mutating func checked(_ text: String, from start: Int) -> String {
    guard isPrinted else { return text }
    let refusal = ControlCharacters.refusal(
      of: text, at: source.origin(ofByte: start), length: min(200, place - start))
    if let refusal, harmless.count < ProblemList.limit { harmless.append(refusal) }
    return ControlCharacters.replaced(in: text)
  }

  private mutating func escape() throws(Diagnostic) -> Unicode.Scalar {
    let start = place
    place += 2
    guard place <= bytes.count else { throw failure("an escape is cut off") }
    switch bytes[place - 1] {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return Unicode.Scalar(bytes[place - 1])
    case UInt8(ascii: "u"): return try scalar(from: start)
    default: throw failure("no such escape", at: start)
    }
  }

  private mutating func scalar(from start: Int) throws(Diagnostic) -> Unicode.Scalar {
    let first = try codeUnit()
    if let scalar = Unicode.Scalar(first), first != 0 { return scalar }
    guard (0xD800..<0xDC00).contains(first), place + 1 < bytes.count,
      bytes[place] == UInt8(ascii: "\\"), bytes[place + 1] == UInt8(ascii: "u")
    else { throw failure("this escape is no character", at: start) }
    place += 2
    let second = try codeUnit()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw failure("this escape is half a character", at: start) }
    return scalar
  }

  private mutating func codeUnit() throws(Diagnostic) -> UInt32 {
    let digits = bytes[min(place, bytes.count)..<min(place + 4, bytes.count)]
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.count == 4, !text.hasPrefix("+"), !text.hasPrefix("-"),
      let unit = UInt32(text, radix: 16)
    else { throw failure("four hexadecimal digits are expected after \\u") }
    place += 4
    return unit
  }
}
