/// Cuts the text of an expression into names, numbers, texts and signs.
struct ExpressionTokens {
  struct Token: Equatable {
    enum Kind: Equatable {
      case name(String)
      /// A name in backticks, which is never a function or a word of the language.
      case quotedName(String)
      case number(Double)
      case text(String)
      case sign(String)
      case end
    }

    let kind: Kind
    let range: Range<Int>
  }

  /// The words that mean something where a name could stand.
  static let words: Set<String> = ["and", "or", "not", "in"]
  private static let pairs = ["==", "!=", "<=", ">=", "**", "&&", "||"]

  private let scalars: [Unicode.Scalar]
  private var place = 0
  private(set) var tokens: [Token] = []

  /// Longer expressions are no terms of a regression, and their trees could exhaust the stack.
  static let longest = 2000

  init(_ text: String) throws(SpecificationProblem) {
    scalars = Array(text.unicodeScalars)
    guard scalars.count <= Self.longest else {
      throw SpecificationProblem(.syntax, "an expression has at most \(Self.longest) characters")
    }
    while let token = try next() { tokens.append(token) }
    tokens.append(Token(kind: .end, range: scalars.count..<scalars.count))
  }

  static func beginsName(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic
  }

  /// Marks above and below letters belong to the name; so do digits, `_` and `.`.
  static func continuesName(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    return scalar == "_" || scalar == "." || properties.isAlphabetic
      || properties.canonicalCombiningClass != .notReordered
      || properties.generalCategory == .decimalNumber
  }

  private mutating func next() throws(SpecificationProblem) -> Token? {
    while place < scalars.count, scalars[place].properties.isWhitespace { place += 1 }
    guard place < scalars.count else { return nil }
    let start = place, first = scalars[place]
    func token(_ kind: Token.Kind, to end: Int) -> Token { Token(kind: kind, range: start..<end) }
    if Self.isDigit(first) || (first == "." && digit(at: place + 1)) { return try number() }
    if Self.beginsName(first) {
      while place < scalars.count, Self.continuesName(scalars[place]) { place += 1 }
      return token(.name(text(start..<place)), to: place)
    }
    if first == "`" { return try quoted("`") }
    if first == "\"" || first == "'" { return try quoted(first) }
    let two = text(start..<min(start + 2, scalars.count))
    place += Self.pairs.contains(two) ? 2 : 1
    return token(.sign(text(start..<place)), to: place)
  }

  private func text(_ range: Range<Int>) -> String {
    String(String.UnicodeScalarView(scalars[range]))
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private func digit(at place: Int) -> Bool {
    place < scalars.count && Self.isDigit(scalars[place])
  }

  private mutating func digits() {
    while digit(at: place) { place += 1 }
  }

  private mutating func number() throws(SpecificationProblem) -> Token {
    let start = place
    digits()
    let whole = place - start
    if place < scalars.count, scalars[place] == "." {
      place += 1
      digits()
    }
    if place < scalars.count, scalars[place] == "e" || scalars[place] == "E" {
      let signed =
        place + 1 < scalars.count && (scalars[place + 1] == "+" || scalars[place + 1] == "-")
      if digit(at: place + (signed ? 2 : 1)) {
        place += signed ? 2 : 1
        digits()
      }
    }
    let written = text(start..<place)
    if place < scalars.count, Self.continuesName(scalars[place]) {
      while place < scalars.count, Self.continuesName(scalars[place]) { place += 1 }
      throw SpecificationProblem(
        .syntax, "`\(text(start..<place))` is neither a number nor a name",
        hint: "a name that begins with a digit stands in backticks; a product needs `*`",
        range: start..<place)
    }
    if whole > 1, scalars[start] == "0" {
      throw SpecificationProblem(
        .syntax, "`\(written)` begins with a zero", hint: "put a code in quotes: \"\(written)\"",
        range: start..<place)
    }
    guard let value = Double(written.hasSuffix(".") ? written + "0" : written), value.isFinite
    else {
      throw SpecificationProblem(
        .syntax, "`\(written)` is beyond the largest number", range: start..<place)
    }
    return Token(kind: .number(value), range: start..<place)
  }

  private mutating func quoted(_ quote: Unicode.Scalar) throws(SpecificationProblem) -> Token {
    let start = place
    let end = scalars[(place + 1)...].firstIndex(of: quote)
    guard let end else {
      throw SpecificationProblem(
        .syntax, "the \(quote == "`" ? "name" : "text") that begins here does not end",
        hint: "close it with \(quote)", range: start..<scalars.count)
    }
    place = end + 1
    let inside = text(start + 1..<end)
    guard quote != "`" || !inside.isEmpty else {
      throw SpecificationProblem(.syntax, "a name is empty", range: start..<place)
    }
    return Token(kind: quote == "`" ? .quotedName(inside) : .text(inside), range: start..<place)
  }
}
