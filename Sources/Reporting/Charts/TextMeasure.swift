import Foundation

/// How wide text is in the charts' typeface, so that labels are broken and placed before anything is
/// drawn.
///
/// Advance widths of Arimo, which are those of Arial and Liberation Sans. Kerning is left out: it
/// moves a line of text by less than a hundredth.
///
/// - Source: `hmtx` of Arimo 1.33, Regular and Bold; a test compares whole phrases with it.
package struct TextMeasure: Sendable {
  package let size: Double
  package let isBold: Bool

  /// - Parameters:
  ///   - size: Of the letters, in pixels.
  ///   - isBold: Whether they are bold.
  package init(_ size: Double, isBold: Bool = false) { (self.size, self.isBold) = (size, isBold) }

  /// The width of one line in pixels.
  package func width(_ text: String) -> Double {
    var units = 0
    var base: Unicode.Scalar = " "
    for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
      units += advance(scalar, after: base)
      if scalar.properties.canonicalCombiningClass == .notReordered { base = scalar }
    }
    return Double(units) / 2048 * size
  }

  /// The widest of some lines, in pixels; 0 if there are none.
  package func widest(_ lines: some Sequence<String>) -> Double {
    lines.map { width($0) }.max() ?? 0
  }

  /// The room to keep beside a plot for some lines: also Noto Sans, which is 6 % wider, is
  /// not cut at the edge of the drawing.
  func room(_ lines: some Sequence<String>) -> Double { widest(lines) * 1.06 }

  /// Text in lines that are no wider than asked, broken at spaces, and within a word only where it
  /// alone is too wide.
  ///
  /// - Parameters:
  ///   - text: What stands in it as control of direction is left out, since a line has to stand by
  ///     itself.
  ///   - width: In pixels.
  ///   - limit: The most lines; what is left over ends in `…`.
  /// - Returns: The lines, at least one.
  package func lines(_ text: String, within width: Double, atMost limit: Int = .max) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in Self.words(Self.drawable(text)).flatMap({ pieces($0, width) }) {
      let longer = line.isEmpty ? word : line + " " + word
      if self.width(longer) <= width {
        line = longer
      } else {
        lines.append(line)
        line = word
      }
    }
    lines.append(line)
    guard lines.count > limit else { return lines }
    return lines.prefix(limit - 1) + [shortened(lines[limit - 1] + " " + lines[limit], width)]
  }

  /// What a line does not break: a number keeps its percent sign, and the sign before it.
  private static func words(_ text: String) -> [Substring] {
    let signs: Set<Substring> = ["\u{2265}", "\u{2264}", ">", "<", "\u{B1}"]
    return text.split(separator: " ").reduce(into: []) { words, word in
      guard let last = words.last,
        word == "%" || word.hasPrefix("%") || signs.contains(word)
          || last.split(separator: " ").last.map(signs.contains) == true
      else { return words.append(word) }
      words[words.count - 1] = last + " " + word
    }
  }

  /// A word whole, or in pieces that fit.
  private func pieces(_ word: Substring, _ width: Double) -> [String] {
    guard self.width(String(word)) > width else { return [String(word)] }
    var pieces: [String] = []
    var piece = ""
    for letter in word {
      if !piece.isEmpty, self.width(piece + String(letter)) > width {
        pieces.append(piece)
        piece = ""
      }
      piece.append(letter)
    }
    return pieces + [piece]
  }

  private func shortened(_ text: String, _ width: Double) -> String {
    var kept = text[...]
    while !kept.isEmpty, self.width(String(kept) + "…") > width { kept.removeLast() }
    // A number that is cut would be another.
    let rest = text[kept.endIndex...]
    let isCut = rest.first.map { $0.isNumber || ".,".contains($0) } == true
    while isCut, let last = kept.last, last.isNumber || ".,".contains(last) { kept.removeLast() }
    return kept.trimmingCharacters(in: .whitespaces) + "…"
  }

  /// Text as it may stand in a drawing: in Unicode form C, breaks and tabs as spaces, without
  /// characters that control or turn what stands beside them.
  package static func drawable(_ text: String) -> String {
    let kept = text.precomposedStringWithCanonicalMapping.unicodeScalars.compactMap { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: Unicode.Scalar(" ") as Unicode.Scalar?
      case .format: nil
      default: scalar
      }
    }
    return String(String.UnicodeScalarView(kept))
  }

  private func advance(_ scalar: Unicode.Scalar, after base: Unicode.Scalar) -> Int {
    if (0x20..<0x7f).contains(scalar.value) {
      return (isBold ? Self.bold : Self.regular)[Int(scalar.value) - 0x20]
    }
    if let wide = Self.others[scalar] { return isBold ? wide.bold : wide.regular }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return added(by: scalar, to: base)
    case .format, .control: return 0
    default: return 2048
    }
  }

  /// A horn makes its letter wider, and so does what stands on a slender i, but for the hook.
  private func added(by mark: Unicode.Scalar, to base: Unicode.Scalar) -> Int {
    if mark == "\u{31b}" {
      let horn = Self.horns[base] ?? (regular: 0, bold: 0)
      return isBold ? horn.bold : horn.regular
    }
    let isAbove = mark.properties.canonicalCombiningClass == .above && mark != "\u{309}"
    return base == "i" && isAbove && !isBold ? 569 - 455 : 0
  }

  private static let horns: [Unicode.Scalar: (regular: Int, bold: Int)] = [
    "o": (204, 205), "O": (163, 154), "u": (232, 232), "U": (270, 220),
  ]

  private static let others: [Unicode.Scalar: (regular: Int, bold: Int)] = [
    "đ": (1139, 1251), "Đ": (1479, 1479), "–": (1139, 1139), "·": (682, 682), "±": (1124, 1124),
    "≥": (1124, 1124), "≤": (1124, 1124), "×": (1196, 1196), "●": (1237, 1237), "○": (1237, 1237),
    "−": (1196, 1196), "“": (682, 1024), "”": (682, 1024), "’": (455, 569), "\u{a0}": (569, 569),
  ]

  private static let regular = [
    569, 569, 727, 1139, 1139, 1821, 1366, 391, 682, 682, 797, 1196, 569, 682, 569, 569, 1139,
    1139, 1139, 1139, 1139, 1139, 1139, 1139, 1139, 1139, 569, 569, 1196, 1196, 1196, 1139, 2079,
    1366, 1366, 1479, 1479, 1366, 1251, 1593, 1479, 569, 1024, 1366, 1139, 1706, 1479, 1593, 1366,
    1593, 1479, 1366, 1251, 1479, 1366, 1933, 1366, 1366, 1251, 569, 569, 569, 961, 1139, 682,
    1139, 1139, 1024, 1139, 1139, 569, 1139, 1139, 455, 455, 1024, 455, 1706, 1139, 1139, 1139,
    1139, 682, 1024, 569, 1139, 1024, 1479, 1024, 1024, 1024, 684, 532, 684, 1196,
  ]

  private static let bold = [
    569, 682, 971, 1139, 1139, 1821, 1479, 487, 682, 682, 797, 1196, 569, 682, 569, 569, 1139,
    1139, 1139, 1139, 1139, 1139, 1139, 1139, 1139, 1139, 682, 682, 1196, 1196, 1196, 1251, 1997,
    1479, 1479, 1479, 1479, 1366, 1251, 1593, 1479, 569, 1139, 1479, 1251, 1706, 1479, 1593, 1366,
    1593, 1479, 1366, 1251, 1479, 1366, 1933, 1366, 1366, 1251, 682, 569, 682, 1196, 1139, 682,
    1139, 1251, 1139, 1251, 1139, 682, 1251, 1251, 569, 569, 1139, 569, 1821, 1251, 1251, 1251,
    1251, 797, 1139, 682, 1251, 1139, 1593, 1139, 1139, 1024, 797, 573, 797, 1196,
  ]
}
