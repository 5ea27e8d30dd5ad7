private import Foundation

extension String {
  /// The text in Unicode normal form C, so that "Hà" typed in two ways is one name.
  ///
  /// - Complexity: O(*n*); text in ASCII is returned as it is.
  package var normalFormC: String {
    utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
  }
}
