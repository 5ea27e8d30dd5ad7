/// How many columns of a terminal a text fills.
///
/// A Vietnamese letter with its marks is one column in any normal form; East Asian wide characters
/// are two.
///
/// - Source: Unicode Standard Annex 11, the ranges with East_Asian_Width W or F that fonts agree on.
package func displayWidth(_ text: some StringProtocol) -> Int {
  text.reduce(0) { $0 + width(of: $1) }
}

private func width(of character: Character) -> Int {
  guard let scalar = character.unicodeScalars.first else { return 0 }
  switch scalar.value {
  case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0x300...0x36F: return 0
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
    return 2
  default: return 1
  }
}

/// Breaks a text at blanks into lines of at most `width` columns.
///
/// A word that is wider than a line is broken after a hyphen, a slash or a full stop if that helps,
/// and cut if it does not: no line is ever wider.
package func wrapped(_ text: String, width: Int) -> [String] {
  precondition(width > 0, "lines of \(width) columns")
  var lines: [String] = [], line = ""
  for word in text.split(separator: " ") {
    for piece in pieces(of: word, width: width) {
      if line.isEmpty {
        line = piece
      } else if displayWidth(line) + 1 + displayWidth(piece) <= width {
        line += " " + piece
      } else {
        lines.append(line)
        line = piece
      }
    }
  }
  return lines + (line.isEmpty && !lines.isEmpty ? [] : [line])
}

/// The parts of a text that are only broken by force: words, and what hyphens and the like join.
func unbreakable(_ text: String) -> [Substring] {
  text.split(separator: " ").flatMap(joints)
}

/// A word after each of its hyphens, slashes and full stops.
private func joints(_ word: Substring) -> [Substring] {
  var parts: [Substring] = [], start = word.startIndex
  for place in word.indices where "-/.".contains(word[place]) {
    let next = word.index(after: place)
    parts.append(word[start..<next])
    start = next
  }
  return start < word.endIndex ? parts + [word[start...]] : parts
}

private func pieces(of word: Substring, width: Int) -> [String] {
  guard displayWidth(word) > width else { return [String(word)] }
  var pieces = [""], used = 0
  for part in joints(word).flatMap({
    displayWidth($0) > width ? $0.map { Substring(String($0)) } : [$0]
  }) {
    let size = displayWidth(part)
    if used + size > width, used > 0 {
      pieces.append("")
      used = 0
    }
    pieces[pieces.count - 1] += part
    used += size
  }
  return pieces
}
