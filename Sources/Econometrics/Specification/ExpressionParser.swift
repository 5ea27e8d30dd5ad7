/// Makes the tree of an expression by recursive descent, one function for each strength of binding.
///
/// From the weakest: `or`; `and`; `not`; comparisons and `in`; `+ -`; `* /`; `:`; a sign; `^`, which
/// binds to the right and tighter than a sign before it, as in R and Python: −x² is −(x²).
struct ExpressionParser {
  typealias Node = Expression.Node
  private typealias Kind = ExpressionTokens.Token.Kind

  private let tokens: [ExpressionTokens.Token]
  private var place = 0
  private var depth = 0

  /// Deeper nesting could exhaust the stack.
  private static let deepest = 100

  init(_ text: String) throws(SpecificationProblem) {
    tokens = try ExpressionTokens(text).tokens
  }

  mutating func expression() throws(SpecificationProblem) -> Node {
    let node = try alternatives()
    guard next.kind == .end else { throw unexpected("an operator or the end") }
    return node
  }

  // MARK: Tokens

  private var next: ExpressionTokens.Token { tokens[place] }

  private mutating func take(sign: String) -> Bool {
    guard next.kind == .sign(sign) else { return false }
    place += 1
    return true
  }

  private mutating func take(word: String) -> Bool {
    guard next.kind == .name(word) else { return false }
    place += 1
    return true
  }

  private mutating func take(oneOf signs: [String]) -> String? {
    guard case .sign(let sign) = next.kind, signs.contains(sign) else { return nil }
    place += 1
    return sign
  }

  private func unexpected(_ expected: String) -> SpecificationProblem {
    let found =
      switch next.kind {
      case .end: "the end"
      case .name(let name): "`\(name)`"
      case .quotedName(let name): "the name `\(name)`"
      case .number(let value): "the number \(value)"
      case .text(let text): "the text \"\(text)\""
      case .sign(let sign): "`\(sign)`"
      }
    return SpecificationProblem(
      .syntax, "\(found) stands where \(expected) is expected", hint: remedy, range: next.range)
  }

  /// What other languages write here, in ours.
  private var remedy: String? {
    if let name = brokenName { return "a name with blanks stands in backticks: `\(name)`" }
    guard case .sign(let sign) = next.kind else {
      return next.kind == .end
        ? "in a list in brackets, an expression with a comma needs quotes" : nil
    }
    return switch sign {
    case "=": "equality is written `==`"
    case "&", "&&": "write `and`"
    case "|", "||": "write `or`"
    case "!": "write `not`"
    case "**": "write `^`"
    case "~": "the dependent variable has its own key, `dependent`"
    default: nil
    }
  }

  /// Words and numbers one after another about this place, which only a name with blanks can be.
  private var brokenName: String? {
    func piece(_ token: ExpressionTokens.Token) -> String? {
      switch token.kind {
      case .name(let name) where !ExpressionTokens.words.contains(name): name
      case .number(let value): levelText(value)
      default: nil
      }
    }
    var first = place
    while first > 0, piece(tokens[first - 1]) != nil { first -= 1 }
    let pieces = tokens[first...].prefix { piece($0) != nil }.compactMap(piece)
    guard first < place, first + pieces.count > place, case .name = tokens[first].kind else {
      return nil
    }
    return pieces.joined(separator: " ")
  }

  private func node(_ form: Expression.Form, from start: Int) -> Node {
    Node(form: form, range: start..<tokens[max(0, place - 1)].range.upperBound)
  }

  // MARK: Conditions

  private mutating func alternatives() throws(SpecificationProblem) -> Node {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw SpecificationProblem(
        .syntax, "more than \(Self.deepest) parentheses are nested here", range: next.range)
    }
    let start = next.range.lowerBound
    var left = try conjunction()
    while take(word: "or") {
      let right = try conjunction()
      left = node(.either(left, right), from: start)
    }
    return left
  }

  private mutating func conjunction() throws(SpecificationProblem) -> Node {
    let start = next.range.lowerBound
    var left = try negation()
    while take(word: "and") {
      let right = try negation()
      left = node(.both(left, right), from: start)
    }
    return left
  }

  private mutating func negation() throws(SpecificationProblem) -> Node {
    let start = next.range.lowerBound
    var count = 0
    while take(word: "not") { count += 1 }
    var inner = try comparison()
    for _ in 0..<count { inner = node(.not(inner), from: start) }
    return inner
  }

  private static let comparisons = ["==", "!=", "<", "<=", ">", ">="]

  private mutating func comparison() throws(SpecificationProblem) -> Node {
    let start = next.range.lowerBound
    let left = try sum()
    if take(word: "in") { return try membership(of: left, from: start) }
    if next.kind == .name("not"), tokens[place + 1].kind == .name("in") {
      place += 2
      let inner = try membership(of: left, from: start)
      return node(.not(inner), from: start)
    }
    guard let sign = take(oneOf: Self.comparisons), let kind = Expression.Comparison(rawValue: sign)
    else { return left }
    let right = try sum()
    if case .sign(let again) = next.kind, Self.comparisons.contains(again) {
      throw SpecificationProblem(
        .syntax, "a second comparison stands here",
        hint: "join two comparisons with `and`: 2015 <= year and year <= 2019", range: next.range)
    }
    return node(.compared(kind, left, right), from: start)
  }

  private mutating func membership(
    of left: Node, from start: Int
  ) throws(SpecificationProblem) -> Node {
    guard take(sign: "(") else { throw unexpected("`(` and a list") }
    var list: [Node] = []
    repeat { list.append(try literal()) } while take(sign: ",")
    guard take(sign: ")") else { throw unexpected("`,` or `)`") }
    return node(.member(left, of: list), from: start)
  }

  private mutating func literal() throws(SpecificationProblem) -> Node {
    let start = next.range.lowerBound
    let isNegative = take(sign: "-")
    switch next.kind {
    case .number(let value):
      place += 1
      return node(.number(isNegative ? -value : value), from: start)
    case .text(let text) where !isNegative:
      place += 1
      return node(.text(text), from: start)
    default: throw unexpected("a number or a text in quotes")
    }
  }

  // MARK: Arithmetic

  private mutating func sum() throws(SpecificationProblem) -> Node {
    let start = next.range.lowerBound
    var left = try product()
    while let sign = take(oneOf: ["+", "-"]) {
      let right = try product()
      left = node(.binary(sign == "+" ? .plus : .minus, left, right), from: start)
    }
    return left
  }

  private mutating func product() throws(SpecificationProblem) -> Node {
    let start = next.range.lowerBound
    var left = try interaction()
    while let sign = take(oneOf: ["*", "/"]) {
      let right = try interaction()
      left = node(.binary(sign == "*" ? .times : .over, left, right), from: start)
    }
    return left
  }

  private mutating func interaction() throws(SpecificationProblem) -> Node {
    let start = next.range.lowerBound
    var left = try signed()
    while take(sign: ":") {
      let right = try signed()
      left = node(.binary(.interaction, left, right), from: start)
    }
    return left
  }

  private mutating func signed() throws(SpecificationProblem) -> Node {
    let start = next.range.lowerBound
    var isNegative = false, isSigned = false
    while let sign = take(oneOf: ["+", "-"]) {
      isSigned = true
      if sign == "-" { isNegative.toggle() }
    }
    let inner = try power()
    guard isSigned else { return inner }
    return isNegative ? node(.negated(inner), from: start) : inner
  }

  private mutating func power() throws(SpecificationProblem) -> Node {
    let start = next.range.lowerBound
    let base = try atom()
    guard take(sign: "^") else { return base }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else {
      throw SpecificationProblem(.syntax, "too many powers stand here", range: next.range)
    }
    let exponent = try signed()
    return node(.binary(.power, base, exponent), from: start)
  }

  private mutating func atom() throws(SpecificationProblem) -> Node {
    let start = next.range.lowerBound
    switch next.kind {
    case .number(let value):
      place += 1
      return node(.number(value), from: start)
    case .text(let text):
      place += 1
      return node(.text(text), from: start)
    case .quotedName(let name):
      place += 1
      return node(.column(name), from: start)
    case .name(let name) where !ExpressionTokens.words.contains(name):
      if tokens[place + 1].kind == .sign("(") { return try call(name) }
      place += 1
      return node(.column(name), from: start)
    case .sign("("):
      place += 1
      let inner = try alternatives()
      guard take(sign: ")") else { throw unexpected("`)`") }
      return Node(form: inner.form, range: start..<tokens[place - 1].range.upperBound)
    default: throw unexpected("a column, a number, a function or `(`")
    }
  }
}

// MARK: Functions

extension ExpressionParser {
  private mutating func call(_ name: String) throws(SpecificationProblem) -> Node {
    let range = next.range
    guard let function = ExpressionFunction(rawValue: name) else {
      let known = ExpressionFunction.allCases.map(\.rawValue)
      throw SpecificationProblem(
        .syntax, "no function is named `\(name)`", range: range,
        unknown: .init(name: name, known: known))
    }
    place += 2
    var arguments: [Node] = []
    if next.kind != .sign(")") {
      repeat {
        try skipArgumentName(of: function, at: arguments.count)
        arguments.append(try alternatives())
      } while take(sign: ",")
    }
    guard take(sign: ")") else { throw unexpected("`,` or `)`") }
    guard function.argumentCounts.contains(arguments.count) else {
      throw SpecificationProblem(
        .syntax, "`\(name)` is given \(counted(arguments.count, "argument"))",
        hint: function.signature,
        range: range.lowerBound..<tokens[place - 1].range.upperBound)
    }
    return node(.call(function, arguments), from: range.lowerBound)
  }

  /// Steps over `k =` or `base =` before the second argument.
  private mutating func skipArgumentName(
    of function: ExpressionFunction, at argument: Int
  ) throws(SpecificationProblem) {
    guard case .name(let name) = next.kind, tokens[place + 1].kind == .sign("=") else { return }
    guard argument == 1, name == function.secondArgument else {
      throw SpecificationProblem(
        .syntax, "`\(function.rawValue)` has no argument `\(name)` here", hint: function.signature,
        range: next.range)
    }
    place += 2
  }
}
