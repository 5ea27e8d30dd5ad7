/// Texts as a cell can hold them.
package enum CellText {
  /// Excel's limit, in UTF-16 units.
  ///
  /// - Source: Microsoft, *Excel specifications and limits*: total number of characters that a cell
  ///   can contain.
  package static let limit = 32_767

  /// The text with what XML cannot hold made visible, and cut, with a mark that says so, where it is
  /// longer than a cell.
  ///
  /// A control character becomes its picture (U+2400 and on), a scalar that is no character U+FFFD.
  /// Tab and line feed stay; a carriage return, which XML reads as a line feed, becomes its picture
  /// unless a line feed follows.
  ///
  /// - Parameters:
  ///   - text: Any text.
  ///   - cutMark: What a cut text ends with.
  /// - Returns: A text of at most ``limit`` UTF-16 units.
  package static func harmless(_ text: String, cutMark: String = "… [cut]") -> String {
    var scalars = String.UnicodeScalarView()
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      if scalar == "\r", rest.first == "\n" { continue }
      scalars.append(visible(scalar))
    }
    return cut(escapeMarkBroken(String(scalars)), mark: cutMark)
  }

  /// Whether a text would be taken for a formula if it were typed, or opened as CSV.
  ///
  /// - Source: OWASP, *CSV Injection*: cells that begin with = + - @, their full-width forms, a tab, a
  ///   carriage return or a line feed.
  package static func looksLikeFormula(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    return ["=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}"]
      .contains(first)
  }

  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x09, 0x0A: scalar
    case 0x00..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    case 0x80...0x9F, 0xFFFE, 0xFFFF: "\u{FFFD}"
    default: scalar
    }
  }

  /// `_x0041_` would be read as the letter A: its first mark is written as such an escape.
  ///
  /// - Source: ECMA-376, part 1, 22.9.2.19 (ST_Xstring).
  private static func escapeMarkBroken(_ text: String) -> String {
    guard text.contains("_x") else { return text }
    let units = Array(text.unicodeScalars)
    var out = String.UnicodeScalarView()
    for (place, scalar) in units.enumerated() {
      if scalar == "_", isEscape(units[place...]) {
        out.append(contentsOf: "_x005F".unicodeScalars)
      }
      out.append(scalar)
    }
    return String(out)
  }

  private static func isEscape(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    let head = Array(text.prefix(7))
    return head.count == 7 && head[1] == "x" && head[6] == "_"
      && head[2...5].allSatisfy { $0.properties.isASCIIHexDigit }
  }

  private static func cut(_ text: String, mark: String) -> String {
    guard text.utf16.count > limit else { return text }
    var kept = String.UnicodeScalarView(), units = mark.utf16.count
    for scalar in text.unicodeScalars {
      units += scalar.utf16.count
      guard units <= limit else { break }
      kept.append(scalar)
    }
    return String(kept) + mark
  }
}
