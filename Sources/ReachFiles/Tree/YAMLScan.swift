import ReachModel

/// A first pass over YAML text that refuses, with their places, what Reach does not accept, and
/// whatever could exhaust memory or the stack of the parser that follows.
///
/// It follows tokens only as far as needed: quotes, comments, blocks of text, brackets, and the
/// columns at which keys and list items begin.
struct YAMLScan {
  /// Deepest nesting, and most keys, of a file.
  static let depthLimit = 64, keyLimit = 10_000

  /// A repeated key: where its text begins, so that it can be masked.
  struct Repeated {
    let key: String
    let byte: Int
    let first: Origin
  }

  private let source: SourceText
  private let bytes: [UInt8]
  private var place = 0
  private var lineStart = 0
  /// Open block collections (by column) and brackets, outermost first.
  private var levels: [Level] = []
  private var keyCount = 0
  private var reportedDepth = false, reportedKeys = false
  private(set) var repeated: [Repeated] = []
  private(set) var problems: [Diagnostic] = []
  private(set) var documentStarts = 0

  private struct Level {
    enum Kind { case mapping, items, flowMapping, flowSequence }
    let kind: Kind
    let column: Int
    var keys: [String: Origin] = [:]
    var isFlow: Bool { kind == .flowMapping || kind == .flowSequence }
  }

  init(_ source: SourceText) {
    self.source = source
    bytes = source.bytes
    while place < bytes.count, isWhole { scanLine() }
  }

  /// Whether the end was reached: nothing is read beyond a limit, or after so many problems that
  /// nobody will read more of them.
  var isWhole: Bool {
    !reportedDepth && !reportedKeys && problems.count < ProblemList.limit
      && repeated.count < ProblemList.limit
  }

  private var inFlow: Bool { levels.last?.isFlow ?? false }

  private func byte(_ offset: Int = 0) -> UInt8? {
    place + offset < bytes.count ? bytes[place + offset] : nil
  }

  private func isBlank(_ byte: UInt8?) -> Bool {
    byte == nil || byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private mutating func report(
    _ code: DiagnosticCode, _ summary: String, at offset: Int, length: Int = 1,
    hint: String? = nil
  ) {
    problems.append(
      Diagnostic(code, summary, at: source.origin(ofByte: offset), length: length, hint: hint))
  }

  // MARK: Lines

  private mutating func scanLine() {
    lineStart = place
    if isDocumentMark() { return }
    while byte() == 0x20 { place += 1 }
    if byte() == 0x09 { scanTabs() }
    while let next = byte(), next != 0x0A, isWhole { scanToken(next) }
    place += 1
  }

  private mutating func scanTabs() {
    let start = place
    while byte() == 0x09 || byte() == 0x20 { place += 1 }
    report(.tab, "a tab stands in the indentation", at: start, hint: "use spaces")
  }

  /// Steps over a line `---`, `...` or `%…`; only a first `---` is harmless.
  private mutating func isDocumentMark() -> Bool {
    guard !inFlow, let first = byte() else { return false }
    let isMark =
      (first == 0x2D || first == 0x2E) && byte(1) == first && byte(2) == first && isBlank(byte(3))
    guard isMark || first == 0x25 else { return false }
    let isFirst = isMark && first == 0x2D && documentStarts == 0 && levels.isEmpty && keyCount == 0
    if isFirst {
      documentStarts += 1
      place += 3
      while byte() == 0x20 { place += 1 }
      if byte() == 0x0A || byte() == 0x23 || byte() == 0x0D { skipLine() }
      return true
    }
    report(.severalDocuments, "a file holds one document", at: place, length: isMark ? 3 : 1)
    skipLine()
    return true
  }

  private mutating func skipLine() {
    while let next = byte(), next != 0x0A { place += 1 }
    if place < bytes.count { place += 1 }
  }

  // MARK: Tokens

  private mutating func scanToken(_ first: UInt8) {
    switch first {
    case 0x20, 0x0D: place += 1
    case 0x09: refuseTab()
    case UInt8(ascii: "#"): while let next = byte(), next != 0x0A { place += 1 }
    case UInt8(ascii: "-") where isBlank(byte(1)) && !inFlow:
      open(.items, column: place - lineStart)
      place += 1
    case UInt8(ascii: "?") where isBlank(byte(1)):
      report(.yamlSyntax, "a key after `?` is not accepted", at: place, hint: "write `key: value`")
      place += 1
    case UInt8(ascii: ":") where isBlank(byte(1)): place += 1
    case UInt8(ascii: "{"): openBracket(.flowMapping)
    case UInt8(ascii: "["): openBracket(.flowSequence)
    case UInt8(ascii: "}"), UInt8(ascii: "]"): closeBracket()
    case UInt8(ascii: ",") where inFlow: place += 1
    case UInt8(ascii: "&"), UInt8(ascii: "*"): refuseName(.anchor, "an anchor or alias")
    case UInt8(ascii: "!"): refuseName(.tag, "a type tag")
    case UInt8(ascii: "|") where !inFlow, UInt8(ascii: ">") where !inFlow: skipBlockText()
    case UInt8(ascii: "\""), UInt8(ascii: "'"): scanQuoted(first)
    default: scanPlain()
    }
  }

  /// A tab after a colon, a dash or a value; comments may have one, and texts in quotes
  /// and blocks are refused for theirs later.
  private mutating func refuseTab() {
    let start = place
    while byte() == 0x09 || byte() == 0x20 { place += 1 }
    report(.tab, "a tab stands where a space is expected", at: start, hint: "use spaces")
  }

  private mutating func refuseName(_ code: DiagnosticCode, _ what: String) {
    let start = place
    while let next = byte(), !isBlank(next), next != 0x2C, next != 0x5D, next != 0x7D {
      place += 1
    }
    report(
      code, "\(what) is not accepted", at: start, length: min(40, place - start),
      hint: "if this is text, put it in quotes")
  }

  private mutating func openBracket(_ kind: Level.Kind) {
    levels.append(Level(kind: kind, column: place - lineStart))
    checkDepth()
    place += 1
  }

  private mutating func closeBracket() {
    if inFlow { levels.removeLast() }
    place += 1
  }

  /// Enters the block collection at `column`, leaving those further right.
  private mutating func open(_ kind: Level.Kind, column: Int) {
    // A list may stand at the column of the key it belongs to, and is nested in that mapping.
    while let last = levels.last, !last.isFlow,
      last.column > column || (last.column == column && kind == .mapping && last.kind == .items)
    {
      levels.removeLast()
    }
    if let last = levels.last, !last.isFlow, last.column == column, last.kind == kind { return }
    levels.append(Level(kind: kind, column: column))
    checkDepth()
  }

  private mutating func checkDepth() {
    guard levels.count > Self.depthLimit, !reportedDepth else { return }
    reportedDepth = true
    report(.depth, "more than \(Self.depthLimit) levels are nested here", at: place)
  }

  // MARK: Scalars

  private mutating func scanQuoted(_ quote: UInt8) {
    let start = place, column = place - lineStart
    place += 1
    while let next = byte() {
      if next == 0x5C, quote == 0x22 {
        place += 2
      } else if next == quote, quote == 0x27, byte(1) == quote {
        place += 2
      } else if next == quote {
        break
      } else {
        if next == 0x0A { lineStart = place + 1 }
        place += 1
      }
    }
    place = min(place, bytes.count)
    let content = bytes[min(start + 1, place)..<place]
    if place < bytes.count { place += 1 }
    var after = place
    while after < bytes.count, bytes[after] == 0x20 { after += 1 }
    let isKey = after < bytes.count && bytes[after] == 0x3A
    if isKey, inFlow || after + 1 == bytes.count || isBlank(bytes[after + 1]) {
      noteKey(content, at: start, textAt: start + 1, column: column)
      place = after + 1
    }
  }

  private mutating func scanPlain() {
    let start = place, column = place - lineStart
    var end = place
    var isKey = false
    while let next = byte(), next != 0x0A {
      if next == 0x3A, isBlank(byte(1)) || (inFlow && byte(1).map(isFlowMark) ?? true) {
        isKey = true
        break
      }
      if next == 0x23, place > start, isBlank(bytes[place - 1]) { break }
      if inFlow, isFlowMark(next) { break }
      if next == 0x09 {
        refuseTab()
        continue
      }
      place += 1
      if !isBlank(next) { end = place }
    }
    guard isKey else { return }
    noteKey(bytes[start..<end], at: start, textAt: start, column: column)
    place += 1
  }

  private func isFlowMark(_ byte: UInt8) -> Bool {
    byte == 0x2C || byte == 0x5B || byte == 0x5D || byte == 0x7B || byte == 0x7D
  }

  private mutating func noteKey(
    _ content: ArraySlice<UInt8>, at start: Int, textAt: Int, column: Int
  ) {
    keyCount += 1
    if keyCount > Self.keyLimit, !reportedKeys {
      reportedKeys = true
      report(.tooManyKeys, "more than \(Self.keyLimit) keys", at: start)
    }
    if !inFlow { open(.mapping, column: column) }
    guard let level = levels.indices.last, levels[level].kind != .flowSequence else { return }
    let key = String(decoding: content, as: UTF8.self)
    if key == "<<" {
      report(.mergeKey, "a merge key is not accepted", at: start, length: 2, hint: "use `extends`")
    } else if let first = levels[level].keys[key] {
      repeated.append(Repeated(key: key, byte: textAt, first: first))
    } else {
      levels[level].keys[key] = source.origin(ofByte: start)
    }
  }

  /// Steps over a block of text: the lines after `|` or `>` that are indented further than the
  /// line on which it stands.
  private mutating func skipBlockText() {
    let indent = levels.last?.column ?? -1
    skipLine()
    while place < bytes.count {
      var text = place
      while text < bytes.count, bytes[text] == 0x20 { text += 1 }
      let isEmpty = text >= bytes.count || bytes[text] == 0x0A || bytes[text] == 0x0D
      guard isEmpty || text - place > indent else { break }
      skipLine()
    }
    // The caller steps over a line break.
    if place > 0 { place -= 1 }
    if place < bytes.count, bytes[place] != 0x0A { place = bytes.count }
  }
}
