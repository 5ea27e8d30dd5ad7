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

/// The pieces of a text between which a line may end: a percent sign stays with its number, and a
/// number with its error and with the sign of a comparison before it.
func words(of text: String) -> [Substring] {
  text.split(separator: " ").reduce(into: []) { words, word in
    let isBound = words.last.map { ["≥", "≤", ">", "<"].contains($0) || $0.hasSuffix(" ±") }
    guard word.hasPrefix("%") || word == "±" || isBound == true, let last = words.popLast() else {
      return words.append(word)
    }
    words.append("\(last) \(word)")
  }
}

/// Breaks a text at blanks into lines of at most `width` columns.
///
/// A word that is wider than a line is cut, at its blanks first: no line is ever wider.
package func wrapped(_ text: String, width: Int) -> [String] {
  precondition(width > 0, "lines of \(width) columns")
  var lines: [String] = [], line = ""
  let words = words(of: text).flatMap { displayWidth($0) > width ? $0.split(separator: " ") : [$0] }
  for word in words {
    var joint = " "
    for part in parts(of: word) {
      for piece in pieces(of: part, width: width) {
        if line.isEmpty {
          line = piece
        } else if displayWidth(line) + joint.count + displayWidth(piece) <= width {
          line += joint + piece
        } else {
          lines.append(line)
          line = piece
        }
        joint = ""
      }
    }
  }
  return lines + (line.isEmpty && !lines.isEmpty ? [] : [line])
}

/// A word cut after its inner hyphens, where a line may end.
///
/// Not before a digit (2020-21), nor in short pieces, addresses and paths.
func parts(of word: Substring) -> [Substring] {
  guard !word.contains("/") else { return [word] }
  var parts: [Substring] = [], start = word.startIndex
  for i in word.indices where word[i] == "-" {
    let next = word.index(after: i)
    guard next < word.endIndex, word[next].isLetter,
      word.distance(from: start, to: i) > 3
    else { continue }
    parts.append(word[start..<next])
    start = next
  }
  return parts + [word[start...]]
}

/// A word in pieces of at most `width` columns: cut after the last joint that fits, such as that of a
/// path, or where there is none, anywhere.
private func pieces(of word: Substring, width: Int) -> [String] {
  var pieces: [String] = [], rest = word
  while displayWidth(rest) > width {
    var end = rest.startIndex, joint: Substring.Index?
    while end < rest.endIndex, displayWidth(rest[...end]) <= width {
      let next = rest.index(after: end)
      if end > rest.startIndex, "/-_".contains(rest[end]) { joint = next }
      end = next
    }
    // One character may be wider than a line.
    let cut = joint ?? max(end, rest.index(after: rest.startIndex))
    pieces.append(String(rest[..<cut]))
    rest = rest[cut...]
  }
  return pieces + (rest.isEmpty ? [] : [String(rest)])
}
