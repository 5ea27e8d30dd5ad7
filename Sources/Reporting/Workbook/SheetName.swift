/// Names of sheets that every spreadsheet program accepts, made from any text.
///
/// A name has 1 to 31 UTF-16 units, none of `[ ] : * ? / \`, no apostrophe at an end, is not that of
/// Excel's own sheet "History", and differs from the others by more than case.
///
/// - Source: Microsoft, *Rename a worksheet* (support.microsoft.com), and ECMA-376, part 1, 18.2.19.
package enum SheetName {
  package static let limit = 31
  private static let refused: Set<Character> = ["[", "]", ":", "*", "?", "/", "\\"]

  /// Harmless names in the order of the texts, each once; repeated ones end with ` (2)`, ` (3)`, ….
  package static func harmless(_ texts: [String]) -> [String] {
    var taken: Set<String> = []
    return texts.map { text in
      let plain = harmless(text)
      var name = plain, turn = 1
      while !taken.insert(name.lowercased()).inserted {
        turn += 1
        name = cut(plain, room: " (\(turn))")
      }
      return name
    }
  }

  /// A harmless name for one text.
  static func harmless(_ text: String) -> String {
    let kept = text.map { character -> Character in
      refused.contains(character) || character.unicodeScalars.contains(where: isInvisible)
        ? " " : character
    }
    let name = trimmed(cut(String(kept).split(separator: " ").joined(separator: " "), room: ""))
    if name.isEmpty { return "_" }
    return name.lowercased() == "history" ? name + "_" : name
  }

  /// A name as formulas write it: in apostrophes, its own doubled.
  package static func quoted(_ name: String) -> String {
    "'" + name.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
  }

  /// As many whole characters as fit, with something at the end.
  private static func cut(_ text: String, room ending: String) -> String {
    var name = "", units = ending.utf16.count
    for character in text {
      units += character.utf16.count
      guard units <= limit else { break }
      name.append(character)
    }
    return trimmed(name) + ending
  }

  private static func trimmed(_ text: String) -> String {
    let isEdge: (Character) -> Bool = { $0 == " " || $0 == "'" }
    return String(text.drop(while: isEdge).reversed().drop(while: isEdge).reversed())
  }

  /// Controls and marks of direction, which would hide or turn what stands beside them.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
    case .format: scalar != "\u{200D}" && scalar != "\u{200C}"
    default: false
    }
  }
}
