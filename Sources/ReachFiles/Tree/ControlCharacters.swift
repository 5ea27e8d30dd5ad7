import ReachModel

/// Characters that no text of a file may contain: printed in a verdict, a line break could forge a
/// line of it, an escape could move the cursor, and a mark of direction could turn a number round.
enum ControlCharacters {
  static func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: true
    // The separators of lines and paragraphs; embeddings, overrides and isolates of direction.
    case 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// `text` as it may be printed: each such character replaced by U+FFFD.
  static func replaced(in text: String) -> String {
    guard text.unicodeScalars.contains(where: contains) else { return text }
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { clean.append(contains(scalar) ? "\u{FFFD}" : scalar) }
    return String(clean)
  }

  /// The refusal of a text, or nil if it has none of them.
  static func refusal(of text: String, at origin: Origin, length: Int) -> Diagnostic? {
    guard let found = text.unicodeScalars.first(where: contains) else { return nil }
    let isBreak = found == "\n" || found == "\r"
    let digits = String(found.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return Diagnostic(
      .controlCharacter,
      isBreak ? "a line break stands in a text" : "the control character \(code) stands in a text",
      at: origin, length: length, hint: isBreak ? "write a long text as a block, with `>-`" : nil)
  }
}
