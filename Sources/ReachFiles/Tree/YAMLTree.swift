import ReachModel
private import Yams

extension Node {
  /// The tree of a YAML or JSON file, or nil when its structure cannot be followed.
  ///
  /// JSON is what has the ending `.json` or begins with a brace. Everything that a scalar may not
  /// be (see ``ScalarRules``) is reported here.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - lettersAreText: Whether a bare `y` or `n` is text: no value of the file is a truth value by
  ///     such a name, and columns have them.
  ///   - problems: Takes what is wrong.
  /// - Returns: The tree even where scalars were refused, so that its reader can report the rest.
  package static func parse(
    _ source: SourceText, lettersAreText: Bool = false, _ problems: inout ProblemList
  ) -> Node? {
    problems.register(source)
    guard let first = firstContent(of: source.bytes) else {
      problems.report(
        .emptyFile, "`\(source.file)` is empty",
        at: Origin(file: source.file, line: 1, column: 1))
      return nil
    }
    if source.file.hasSuffix(".json") || first == UInt8(ascii: "{") {
      return JSONReader.tree(of: source, isPrinted: true, &problems)
    }
    return YAMLTree.tree(of: source, lettersAreText: lettersAreText, &problems)
  }

  /// The first byte that is neither blank nor in a comment.
  private static func firstContent(of bytes: [UInt8]) -> UInt8? {
    var inComment = false
    for byte in bytes {
      if inComment { inComment = byte != 0x0A; continue }
      if byte == UInt8(ascii: "#") { inComment = true; continue }
      if ![0x20, 0x09, 0x0A, 0x0D].contains(byte) { return byte }
    }
    return nil
  }
}

/// From Yams' nodes to ours.
private enum YAMLTree {
  static func tree(
    of source: SourceText, lettersAreText: Bool, _ problems: inout ProblemList
  ) -> Node? {
    let scan = YAMLScan(source)
    scan.problems.forEach { problems.report($0) }
    for repeated in scan.repeated {
      let place = source.origin(ofByte: repeated.byte)
      problems.report(
        .duplicateKey, "the key `\(repeated.key)` stands here a second time", at: place,
        length: repeated.key.unicodeScalars.count,
        hint: "first given in line \(repeated.first.line)")
    }
    guard scan.problems.isEmpty, scan.isWhole else { return nil }
    do {
      let text = masked(source, scan.repeated)
      // The bare resolver: its default would guess types. The encoding: its default asks the
      // environment.
      guard let root = try Yams.compose(yaml: text, .basic, .default, .utf8) else { return nil }
      var conversion = Conversion(source: source, lettersAreText: lettersAreText)
      return conversion.node(root, depth: 0, &problems)
    } catch {
      problems.report(diagnostic(of: error, in: source))
      return nil
    }
  }

  /// The text with the first character of every repeated key replaced.
  ///
  /// The new character is private to this file, so that the rest can still be read. Lines and
  /// columns stay.
  private static func masked(_ source: SourceText, _ repeated: [YAMLScan.Repeated]) -> String {
    guard !repeated.isEmpty else { return source.text }
    var bytes: [UInt8] = []
    var place = 0
    for (number, key) in repeated.enumerated() where key.byte >= place {
      guard let first = key.key.unicodeScalars.first,
        let mask = Unicode.Scalar(Conversion.maskBase + UInt32(min(number, 0xFFFD)))
      else { continue }
      bytes += source.bytes[place..<key.byte] + Array(String(mask).utf8)
      place = key.byte + UTF8.width(first)
    }
    return String(decoding: bytes + source.bytes[place...], as: UTF8.self)
  }

  private static func diagnostic(of error: any Error, in source: SourceText) -> Diagnostic {
    func at(_ mark: Mark?) -> Origin {
      let line = min(max(mark?.line ?? 1, 1), source.lineCount)
      return Origin(file: source.file, line: line, column: max(mark?.column ?? 1, 1))
    }
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let notes = context.map { ["\($0.text) in line \($0.mark.line)"] } ?? []
      return Diagnostic(.yamlSyntax, problem, at: at(mark), notes: notes)
    case .reader(let problem, let offset, _, let yaml):
      let byte = offset.map { yaml.prefix($0).utf8.count } ?? 0
      return Diagnostic(.yamlSyntax, problem, at: source.origin(ofByte: byte))
    case .duplicatedKeysInMapping(let keys, let context):
      return Diagnostic(
        .duplicateKey, "the key `\(keys.first ?? "")` stands here twice", at: at(context.mark))
    default:
      return Diagnostic(.yamlSyntax, "the text cannot be followed", at: at(nil))
    }
  }
}

private struct Conversion {
  /// The first of the characters that mark a repeated key: plane 15 is for private use.
  static let maskBase: UInt32 = 0xF0000

  let source: SourceText
  let lettersAreText: Bool
  private var refusedAnchor = false

  init(source: SourceText, lettersAreText: Bool) {
    (self.source, self.lettersAreText) = (source, lettersAreText)
  }

  /// Whether an unquoted text is one letter that names something.
  private func isLetter(_ text: String) -> Bool {
    lettersAreText && ["y", "n", "Y", "N"].contains(text)
  }

  /// - Returns: Nil below an anchor (a repeated node could stand for billions) or the depth limit.
  mutating func node(_ node: Yams.Node, depth: Int, _ problems: inout ProblemList) -> Node? {
    guard !problems.isFull else { return nil }
    let origin = place(of: node.mark)
    guard node.anchor == nil, depth <= YAMLScan.depthLimit else {
      if !refusedAnchor {
        problems.report(
          depth > YAMLScan.depthLimit ? .depth : .anchor,
          "an anchor, an alias or deep nesting is not accepted", at: origin)
      }
      refusedAnchor = true
      return nil
    }
    switch node {
    case .scalar(let scalar): return convert(scalar, at: origin, &problems)
    case .sequence(let sequence):
      let items = sequence.compactMap { self.node($0, depth: depth + 1, &problems) }
      return Node(.sequence(items), at: origin, format: .yaml)
    case .mapping(let mapping):
      let entries = mapping.compactMap { entry($0, $1, depth: depth + 1, &problems) }
      return Node(.mapping(entries), at: origin, format: .yaml)
    case .alias: return nil
    }
  }

  private func place(of mark: Mark?) -> Origin {
    Origin(file: source.file, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  private func convert(
    _ scalar: Yams.Node.Scalar, at origin: Origin, _ problems: inout ProblemList
  ) -> Node {
    let isQuoted = scalar.style != .plain
    let typed = withoutBreaks(scalar).normalFormC
    let length = min(200, typed.unicodeScalars.count + (isQuoted ? 2 : 0))
    if let refusal = ControlCharacters.refusal(of: typed, at: origin, length: length) {
      problems.report(refusal)
    }
    let text = ControlCharacters.replaced(in: typed)
    if !isQuoted, !isLetter(text), let refusal = ScalarRules.refusal(of: text, at: origin) {
      problems.report(refusal)
    }
    let content = Node.Scalar(text: text, isQuoted: isQuoted)
    return Node(.scalar(content), at: origin, format: .yaml, length: length)
  }

  /// A block of text is one paragraph: the break at its end belongs to the notation, as quotes do,
  /// and those within count as spaces, so that no text can forge a line of a verdict.
  private func withoutBreaks(_ scalar: Yams.Node.Scalar) -> String {
    guard scalar.style == .literal || scalar.style == .folded else { return scalar.string }
    return scalar.string.split(separator: "\n").joined(separator: " ")
  }

  private mutating func entry(
    _ key: Yams.Node, _ value: Yams.Node, depth: Int, _ problems: inout ProblemList
  ) -> Node.Entry? {
    let origin = place(of: key.mark)
    guard case .scalar(let scalar) = key else {
      problems.report(.wrongType, "a key is text, not a list or mapping", at: origin)
      return nil
    }
    let value = node(value, depth: depth, &problems)
    if let first = scalar.string.unicodeScalars.first,
      (Self.maskBase...Self.maskBase + 0xFFFD).contains(first.value)
    {
      return nil
    }
    let typed = scalar.string.normalFormC
    if let refusal = ControlCharacters.refusal(of: typed, at: origin, length: 1) {
      problems.report(refusal)
    }
    let text = ControlCharacters.replaced(in: typed)
    if scalar.style == .plain, !isLetter(text),
      let refusal = ScalarRules.refusalOfKey(text, at: origin)
    {
      problems.report(refusal)
    }
    return value.map { Node.Entry(key: text, keyOrigin: origin, value: $0) }
  }
}
