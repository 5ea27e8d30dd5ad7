/// A term of a regression or a condition on rows, as a specification writes it.
///
/// A small language over the columns of a table: names (in backticks where they are no plain
/// words), numbers, texts in quotes, arithmetic, the functions of ``ExpressionFunction``,
/// interactions `x:z`, comparisons, `in (…)`, `and`, `or`, `not`.
package struct Expression: Sendable, Equatable {
  /// As written, for tables of results.
  package let text: String
  let root: Node

  /// A part of the expression, with its place.
  struct Node: Sendable, Equatable {
    let form: Form
    /// Unicode scalars of the text.
    let range: Range<Int>
  }

  indirect enum Form: Sendable, Equatable {
    case number(Double)
    case text(String)
    case column(String)
    case call(ExpressionFunction, [Node])
    case negated(Node)
    case binary(Operator, Node, Node)
    case compared(Comparison, Node, Node)
    case member(Node, of: [Node])
    case both(Node, Node)
    case either(Node, Node)
    case not(Node)
  }

  enum Operator: String, Sendable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
    case power = "^"
    case interaction = ":"
  }

  enum Comparison: String, Sendable {
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  /// Parses `text`.
  ///
  /// - Throws: The first place that cannot be followed, and what was expected there.
  package init(_ text: String) throws(SpecificationProblem) {
    var parser = try ExpressionParser(text)
    root = try parser.expression()
    self.text = text
  }

  /// Column `name`, whatever its letters are.
  package init(column name: String) {
    text = Self.written(name)
    root = Node(form: .column(name), range: 0..<text.unicodeScalars.count)
  }

  /// A name as an expression has to write it: in backticks unless it is a plain word.
  package static func written(_ name: String) -> String {
    let scalars = Array(name.unicodeScalars)
    let isPlain =
      scalars.first.map(ExpressionTokens.beginsName) == true
      && scalars.allSatisfy(ExpressionTokens.continuesName)
      && !ExpressionTokens.words.contains(name)
    return isPlain ? name : "`\(name)`"
  }

  /// The columns that it names, with their places; each as often as it stands there.
  package var columns: [(name: String, range: Range<Int>)] {
    var found: [(name: String, range: Range<Int>)] = []
    root.forEach { node in
      if case .column(let name) = node.form { found.append((name, node.range)) }
    }
    return found
  }

  /// Whether it looks at other periods.
  package var usesLags: Bool {
    var uses = false
    root.forEach { node in
      if case .call(let function, _) = node.form, [.lag, .lead, .diff].contains(function) {
        uses = true
      }
    }
    return uses
  }

  /// A column to a whole power.
  struct Power: Sendable, Equatable {
    let column: String
    let exponent: Int
  }

  /// A plain column to a whole power of 2 to 64; nil for anything else.
  var power: Power? {
    guard case .binary(.power, let base, let exponent) = root.form,
      case .column(let column) = base.form, case .number(let k) = exponent.form,
      k == k.rounded(), 2...64 ~= k
    else { return nil }
    return Power(column: column, exponent: Int(k))
  }

  /// The columns joined by `^`, for an effect or a level of clustering; nil for anything else.
  package var crossedColumns: [String]? {
    func names(_ node: Node) -> [String]? {
      switch node.form {
      case .column(let name): return [name]
      case .binary(.power, let a, let b):
        guard let first = names(a), let second = names(b) else { return nil }
        return first + second
      default: return nil
      }
    }
    return names(root)
  }

  /// Whether a column of the table of results is this term's: the term itself, or one of its
  /// dummies, whose names have a level in brackets behind each factor (`region[Nam]:x`).
  package func names(column name: String) -> Bool {
    Self.parts(parts(root)[...], spell: name[...])
  }

  /// The parts of an interaction as results name them: of a factor only what its levels are of.
  private func parts(_ node: Node) -> [String] {
    switch node.form {
    case .binary(.interaction, let a, let b): parts(a) + parts(b)
    case .call(.factor, let arguments): ["factor(\(text(of: arguments[0])))"]
    default: [text(of: node)]
    }
  }

  private static func parts(_ parts: ArraySlice<String>, spell name: Substring) -> Bool {
    guard let part = parts.first, name.hasPrefix(part) else { return false }
    let others = parts.dropFirst(), rest = name.dropFirst(part.count)
    func isFollowed(_ rest: Substring) -> Bool {
      others.isEmpty
        ? rest.isEmpty : rest.hasPrefix(":") && Self.parts(others, spell: rest.dropFirst())
    }
    if isFollowed(rest) { return true }
    guard rest.hasPrefix("[") else { return false }
    // A level may have brackets of its own.
    return rest.indices.contains {
      rest[$0] == "]" && isFollowed(rest[rest.index(after: $0)...])
    }
  }

  /// The text of a part.
  func text(of node: Node) -> String {
    let scalars = Array(text.unicodeScalars)[node.range]
    return String(String.UnicodeScalarView(scalars))
  }
}

extension Expression.Node {
  var children: [Expression.Node] {
    switch form {
    case .number, .text, .column: []
    case .call(_, let arguments): arguments
    case .negated(let x), .not(let x): [x]
    case .binary(_, let a, let b), .compared(_, let a, let b), .both(let a, let b),
      .either(let a, let b):
      [a, b]
    case .member(let x, let list): [x] + list
    }
  }

  /// Calls `visit` for this node and all below it.
  func forEach(_ visit: (Expression.Node) -> Void) {
    visit(self)
    for child in children { child.forEach(visit) }
  }
}
