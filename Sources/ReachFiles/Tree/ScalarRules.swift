import ReachModel

/// What an unquoted YAML scalar may not be, whatever is expected there.
enum ScalarRules {
  private static let words: Set<String> = ["yes", "no", "on", "off", "y", "n", "~"]
  private static let truths: Set<String> = ["true", "false", "null"]

  /// The refusal of an unquoted value, or nil if it is acceptable.
  static func refusal(of text: String, at origin: Origin) -> Diagnostic? {
    if let refusal = refusalOfWord(text, at: origin) { return refusal }
    guard text.utf8.count <= 64, let first = text.utf8.first,
      first == 0x2E || first == 0x2D || first == 0x2B || (first >= 0x30 && first <= 0x39)
    else { return nil }
    return NumberText(text[...], .typed).diagnostic(
      of: text[...], at: origin, length: text.unicodeScalars.count)
  }

  /// The refusal of an unquoted key, or nil. Years and quarters are keys too.
  static func refusalOfKey(_ text: String, at origin: Origin) -> Diagnostic? {
    refusalOfWord(text, at: origin)
  }

  private static func refusalOfWord(_ text: String, at origin: Origin) -> Diagnostic? {
    guard text.utf8.count <= 5 else { return nil }
    let lower = text.lowercased()
    let isOdd = truths.contains(lower) && !truths.contains(text)
    guard words.contains(lower) || isOdd else { return nil }
    return Diagnostic(
      .ambiguousWord, "`\(text)` may be read as a truth value or as text", at: origin,
      length: text.unicodeScalars.count, hint: "write true or false, or put text in quotes")
  }
}
