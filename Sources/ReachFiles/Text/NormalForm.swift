private import Foundation

extension String {
  /// The text in Unicode normal form C, so that "Hà" typed in two ways is one name.
  ///
  /// Long texts go by pieces: the time that one piece takes grows with its square. Nothing is composed
  /// across the border of two characters (extended grapheme clusters), since all that joins what stands
  /// before it extends its character.
  ///
  /// - Complexity: O(*n*), where no character has very many marks; text in ASCII is returned as it is.
  package var normalFormC: String {
    if utf8.allSatisfy({ $0 < 0x80 }) { return self }
    guard utf8.count > 1024 else { return precomposedStringWithCanonicalMapping }
    var normal = "", piece = ""
    for character in self {
      piece.append(character)
      guard piece.utf8.count >= 256 else { continue }
      normal.unicodeScalars += piece.precomposedStringWithCanonicalMapping.unicodeScalars
      piece = ""
    }
    normal.unicodeScalars += piece.precomposedStringWithCanonicalMapping.unicodeScalars
    return normal
  }
}
