extension CellNumber {
  /// Reads a number with what may stand around it; nil if the text is something else.
  ///
  /// - Parameter text: Without blanks at both ends.
  init?(_ text: Substring) {
    guard text.utf8.count <= 60 else { return nil }
    var scanner = NumberScanner(Array(text.normalFormCScalars))
    lead = scanner.lead()
    isNegative = scanner.sign()
    guard let core = scanner.core() else { return nil }
    digits = core.digits
    hasBlanks = core.hasBlanks
    guard let marks = Marks(core.digits, afterBlanks: core.hasBlanks) else { return nil }
    self.marks = marks
    exponent = scanner.exponent()
    guard let rest = scanner.rest() else { return nil }
    (footnote, hasPercent) = rest
  }
}

extension Substring {
  fileprivate var normalFormCScalars: String.UnicodeScalarView {
    String(self).normalFormC.unicodeScalars
  }
}

extension CellNumber.Marks {
  /// What the marks in `digits` can mean; nil if they part the digits in no way a number is written.
  init?(_ digits: String, afterBlanks: Bool) {
    let bytes = Array(digits.utf8)
    let places = bytes.indices.filter { bytes[$0] == 0x2E || bytes[$0] == 0x2C }
    guard let last = places.last else { self = .plain; return }
    let mark: NumberMark = bytes[last] == 0x2E ? .dot : .comma
    let after = bytes.count - last - 1
    guard after > 0 else { return nil }
    if places.count == 1 {
      let isInDoubt = after == 3 && (1...3).contains(last) && bytes[0] != 0x30 && !afterBlanks
      self = isInDoubt ? .doubtful(mark) : .definite(decimal: mark)
      return
    }
    let others = places.dropLast()
    let isOneKind = places.allSatisfy { bytes[$0] == bytes[last] }
    let areOthersEqual = others.allSatisfy { bytes[$0] == bytes[others[0]] }
    guard isOneKind || (areOthersEqual && bytes[others[0]] != bytes[last]) else { return nil }
    let ends = isOneKind ? places.dropFirst() + [bytes.count] : places.dropFirst() + []
    // Every group but the first has three digits.
    let groups = zip(isOneKind ? places[...] : others[...], ends).allSatisfy { $1 - $0 == 4 }
    guard groups, (1...3).contains(places[0]) else { return nil }
    self = isOneKind ? .grouped(by: mark) : .definite(decimal: mark)
  }
}

/// Takes a cell apart from left to right.
private struct NumberScanner {
  private let scalars: [Unicode.Scalar]
  private var place = 0

  init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private mutating func skipBlanks() {
    while let next, next.properties.isWhitespace { place += 1 }
  }

  mutating func lead() -> String {
    let start = place
    while let next, ["~", "≈", ">", "<", "≥", "≤", "'"].contains(next) { place += 1 }
    let found = String(String.UnicodeScalarView(scalars[start..<place]))
    skipBlanks()
    return found
  }

  mutating func sign() -> Bool {
    guard let sign = next, ["-", "+", "−", "–"].contains(sign) else { return false }
    place += 1
    skipBlanks()
    return sign != "+"
  }

  /// Digits with dots and commas; blanks may part thousands.
  mutating func core() -> (digits: String, hasBlanks: Bool)? {
    var digits = "", hasBlanks = false
    while let next {
      if isDigit(next) || next == "." || next == "," {
        digits.unicodeScalars.append(next)
        place += 1
      } else if next.properties.isWhitespace, isGroupAhead, !digits.contains(where: isMark),
        (1...3).contains(digits.utf8.count) || hasBlanks
      {
        hasBlanks = true
        place += 1
      } else {
        break
      }
    }
    // A full stop that ends a sentence is no part of the number.
    guard digits.utf8.contains(where: { $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return (digits, hasBlanks)
  }

  private func isMark(_ character: Character) -> Bool { character == "." || character == "," }

  private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// Whether a blank is followed by exactly three digits.
  private var isGroupAhead: Bool {
    guard place + 3 < scalars.count, scalars[(place + 1)...(place + 3)].allSatisfy(isDigit) else {
      return false
    }
    return place + 4 >= scalars.count || !isDigit(scalars[place + 4])
  }

  /// `E+05` behind the digits; 0 if there is none.
  mutating func exponent() -> Int {
    guard let next, next == "e" || next == "E" else { return 0 }
    let tail = String(String.UnicodeScalarView(scalars[(place + 1)...].prefix(4)))
    let digits = tail.prefix { $0 == "+" || $0 == "-" || $0.isASCII && $0.isNumber }
    guard let value = Int(digits), abs(value) < 300 else { return 0 }
    place += 1 + digits.unicodeScalars.count
    return value
  }

  /// What is left: a percent sign and notes; nil if it is anything else.
  mutating func rest() -> (footnote: String, hasPercent: Bool)? {
    var hasPercent = false, notes: [String] = []
    skipBlanks()
    while let scalar = next {
      if scalar == "%" {
        guard !hasPercent else { return nil }
        hasPercent = true
        place += 1
      } else if let note = note() {
        notes.append(note)
      } else {
        return nil
      }
      skipBlanks()
    }
    return (notes.joined(separator: " "), hasPercent)
  }

  private mutating func note() -> String? {
    guard let first = next else { return nil }
    if first == "(" || first == "[" { return bracketed(closing: first == "(" ? ")" : "]") }
    let start = place
    while let next, noteSigns.contains(next) { place += 1 }
    if place > start { return String(String.UnicodeScalarView(scalars[start..<place])) }
    let word = String(String.UnicodeScalarView(scalars[place...]))
    guard isNoteWord(word) else { return nil }
    place = scalars.count
    return word
  }

  private mutating func bracketed(closing: Unicode.Scalar) -> String? {
    guard let end = scalars[place...].firstIndex(of: closing) else { return nil }
    let inside = String(String.UnicodeScalarView(scalars[(place + 1)..<end]))
    guard inside.count <= 2 || isNoteWord(inside) || inside.allSatisfy({ $0 == "*" }) else {
      return nil
    }
    let whole = String(String.UnicodeScalarView(scalars[place...end]))
    place = end + 1
    return whole
  }
}

private let noteSigns: Set<Unicode.Scalar> = [
  "*", "†", "‡", "#", "§", "¹", "²", "³", "⁰", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "ᵃ", "ᵇ", "ᶜ", "⁽",
  "⁾",
  "^",
]

/// Whether a word marks a figure as preliminary, estimated or revised.
func isNoteWord(_ text: String) -> Bool {
  let words: Set<String> = [
    "p", "e", "r", "b", "s", "f", "a", "c", "d", "so bo", "uoc", "uoc tinh", "uoc th", "dieu chinh",
    "du kien", "prel", "preliminary", "est", "estimate", "estimated", "revised", "provisional",
    "uoc thuc hien", "tam tinh",
  ]
  return words.contains(text.folded)
}
