private import Foundation

extension String {
  /// The words of a name without case, marks and punctuation, for example `tp ho chi minh`.
  ///
  /// Only for finding words: names that differ by their marks alone are different names.
  var folded: String {
    var out = ""
    var isBlank = true
    for scalar in lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
      if (0x300...0x36F).contains(scalar.value) { continue }
      let letter: Unicode.Scalar = scalar == "đ" ? "d" : scalar
      if letter.properties.isAlphabetic || ("0"..."9").contains(letter) {
        out.unicodeScalars.append(letter)
        isBlank = false
      } else if !isBlank {
        out += " "
        isBlank = true
      }
    }
    return isBlank ? String(out.dropLast()) : out
  }

  /// The name as it should be typed: normal form C, one plain space between words, none around.
  var tidied: String {
    let visible = unicodeScalars.filter { !$0.isInvisible }
    return String(String.UnicodeScalarView(visible)).normalFormC
      .split(whereSeparator: { $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) })
      .joined(separator: " ")
  }

  /// Without blanks of any kind at both ends.
  var trimmed: Substring {
    let blank = { (character: Character) in
      character.unicodeScalars.allSatisfy { $0.properties.isWhitespace || $0.isInvisible }
    }
    return drop(while: blank).trimmingEnd(while: blank)
  }
}

extension Substring {
  func trimmingEnd(while blank: (Character) -> Bool) -> Substring {
    guard let last = lastIndex(where: { !blank($0) }) else { return "" }
    return self[...last]
  }
}

extension Unicode.Scalar {
  /// Marks without width that spreadsheets and web pages leave in cells.
  var isInvisible: Bool { [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD].contains(value) }
}
