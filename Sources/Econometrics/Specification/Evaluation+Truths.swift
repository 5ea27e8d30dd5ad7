import PanelData

extension Evaluation {
  /// 1, 0 or NaN for each row: what is missing makes a comparison unknown, and `and` and `or` are
  /// those of Kleene: false and unknown is false, true or unknown is true.
  mutating func truths(
    of node: Expression.Node, in expression: Expression
  ) throws(SpecificationProblem) -> [Double] {
    switch node.form {
    case .compared(let comparison, let a, let b):
      return try compared(comparison, a, b, node, in: expression)
    case .member(let inner, let list): return try member(inner, list, in: expression)
    case .both(let a, let b):
      let left = try truths(of: a, in: expression), right = try truths(of: b, in: expression)
      return combined(left, right) { $0 == 0 || $1 == 0 ? 0 : ($0.isNaN || $1.isNaN ? .nan : 1) }
    case .either(let a, let b):
      let left = try truths(of: a, in: expression), right = try truths(of: b, in: expression)
      return combined(left, right) { $0 == 1 || $1 == 1 ? 1 : ($0.isNaN || $1.isNaN ? .nan : 0) }
    case .not(let inner): return mapped(try truths(of: inner, in: expression)) { 1 - $0 }
    case .number, .text, .column, .call, .negated, .binary:
      let values = try values(of: node, in: expression)
      if case .truths(let truths) = values { return truths }
      throw SpecificationProblem(
        .wrongKind, "`\(expression.text(of: node))` is \(values.kind), not a condition",
        hint: "compare it with a value: `\(expression.text(of: node)) == …`", range: node.range)
    }
  }

  /// A side of a comparison: numbers, or texts by the ranks of their labels.
  private enum Side {
    case constant(Double)
    case numbers([Double])
    case word(String)
    case texts(codes: [Int32], labels: [String])
  }

  private mutating func side(
    _ node: Expression.Node, in expression: Expression
  ) throws(SpecificationProblem) -> Side {
    let values = try values(of: node, in: expression)
    switch values {
    case .word(let text): return .word(text)
    case .texts(let codes, let labels): return .texts(codes: codes, labels: labels)
    default:
      switch try number(values, node, in: expression) {
      case .constant(let value): return .constant(value)
      case let numbers: return .numbers(spread(numbers))
      }
    }
  }

  private mutating func compared(
    _ comparison: Expression.Comparison, _ a: Expression.Node, _ b: Expression.Node,
    _ node: Expression.Node, in expression: Expression
  ) throws(SpecificationProblem) -> [Double] {
    let left = try side(a, in: expression), right = try side(b, in: expression)
    let holds = comparison.holds
    func known(_ x: Double, _ y: Double) -> Double {
      x.isNaN || y.isNaN ? .nan : (holds(x < y, x == y) ? 1 : 0)
    }
    func ordered(_ x: String, _ y: String) -> Double {
      holds(x.utf8.lexicographicallyPrecedes(y.utf8), x == y) ? 1 : 0
    }
    switch (left, right) {
    case (.constant(let x), .constant(let y)):
      return Array(repeating: known(x, y), count: table.rows)
    case (.numbers(let x), .constant(let y)): return mapped(x) { known($0, y) }
    case (.constant(let x), .numbers(let y)): return mapped(y) { known(x, $0) }
    case (.numbers(let x), .numbers(let y)): return combined(x, y, known)
    case (.word(let x), .word(let y)):
      return Array(repeating: ordered(x, y), count: table.rows)
    case (.texts(let codes, let labels), .word(let y)):
      let answers = labels.map { ordered($0, y) }
      return codes.map { $0 < 0 ? .nan : answers[Int($0)] }
    case (.word(let x), .texts(let codes, let labels)):
      let answers = labels.map { ordered(x, $0) }
      return codes.map { $0 < 0 ? .nan : answers[Int($0)] }
    case (.texts(let codes, let labels), .texts(let others, let otherLabels)):
      return zip(codes, others).map { x, y in
        x < 0 || y < 0 ? .nan : ordered(labels[Int(x)], otherLabels[Int(y)])
      }
    case (.word, _), (.texts, _), (_, .word), (_, .texts):
      throw mixed(node, in: expression)
    }
  }

  private func mixed(_ node: Expression.Node, in expression: Expression) -> SpecificationProblem {
    SpecificationProblem(
      .wrongKind, "`\(expression.text(of: node))` compares text with a number",
      hint: "a text stands in quotes, a number without", range: node.range)
  }

  private mutating func member(
    _ node: Expression.Node, _ list: [Expression.Node], in expression: Expression
  ) throws(SpecificationProblem) -> [Double] {
    let words = list.compactMap { if case .text(let text) = $0.form { text } else { nil } }
    let numbers = list.compactMap { if case .number(let value) = $0.form { value } else { nil } }
    switch try side(node, in: expression) {
    case .numbers(let x) where words.isEmpty:
      return mapped(x) { $0.isNaN ? .nan : (numbers.contains($0) ? 1 : 0) }
    case .constant(let x) where words.isEmpty:
      return Array(repeating: numbers.contains(x) ? 1 : 0, count: table.rows)
    case .texts(let codes, let labels) where numbers.isEmpty:
      let wanted = Set(words)
      let answers = labels.map { wanted.contains($0) ? 1.0 : 0 }
      return codes.map { $0 < 0 ? .nan : answers[Int($0)] }
    case .word(let x) where numbers.isEmpty:
      return Array(repeating: words.contains(x) ? 1 : 0, count: table.rows)
    default: throw mixed(node, in: expression)
    }
  }
}

extension Expression.Comparison {
  /// Whether it holds, given whether the left is less than the right and whether they are equal.
  fileprivate var holds: (_ isLess: Bool, _ isEqual: Bool) -> Bool {
    switch self {
    case .equal: { $1 }
    case .unequal: { !$1 }
    case .less: { isLess, _ in isLess }
    case .lessOrEqual: { $0 || $1 }
    case .greater: { !$0 && !$1 }
    case .greaterOrEqual: { isLess, _ in !isLess }
    }
  }
}
