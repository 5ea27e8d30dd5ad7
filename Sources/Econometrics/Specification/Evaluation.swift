private import NumericKernels
import PanelData

/// Evaluates expressions on a table, one column operation after another.
struct Evaluation {
  let table: DataTable
  /// Nil when the specification names no period.
  let index: PanelIndex?
  private let places: [String: Int]
  /// Rows over which means and standard deviations are taken; nil for all.
  var sample: [Bool]?
  private var shifts: [Int: [Int32]] = [:]
  /// Where a function of a number that is there had no value; since the last ``takeUndefined()``.
  private var undefined: [Undefined] = []

  /// A part of a term without a value although its arguments have one.
  struct Undefined {
    /// For example `log(x)`.
    let text: String
    let rows: [Int32]
  }

  init(_ table: DataTable, index: PanelIndex?) {
    (self.table, self.index) = (table, index)
    places = Dictionary(
      table.names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func takeUndefined() -> [Undefined] {
    defer { undefined = [] }
    return undefined
  }

  /// The values of an expression.
  ///
  /// - Throws: A column that is not there, or of the wrong kind, with its place in the text.
  mutating func values(
    of expression: Expression
  ) throws(SpecificationProblem) -> ExpressionValues {
    try values(of: expression.root, in: expression)
  }

  /// A column of numbers; a condition gives 1 and 0.
  mutating func numbers(of expression: Expression) throws(SpecificationProblem) -> [Double] {
    let values = try values(of: expression)
    return spread(try number(values, expression.root, in: expression))
  }

  mutating func values(
    of node: Expression.Node, in expression: Expression
  ) throws(SpecificationProblem) -> ExpressionValues {
    switch node.form {
    case .number(let value): return .constant(value)
    case .text(let text): return .word(text)
    case .column(let name): return try column(name, node)
    case .call(let function, let arguments):
      return try call(function, arguments, node, in: expression)
    case .negated(let inner):
      let values = try number(try values(of: inner, in: expression), inner, in: expression)
      if case .constant(let value) = values { return .constant(-value) }
      return .numbers(mapped(spread(values), -))
    case .binary(let operation, let a, let b):
      return try binary(operation, a, b, node, in: expression)
    case .compared, .member, .both, .either, .not:
      return .truths(try truths(of: node, in: expression))
    }
  }

  private func column(
    _ name: String, _ node: Expression.Node
  ) throws(SpecificationProblem) -> ExpressionValues {
    guard let place = places[name] else { throw .noColumn(name, in: table, range: node.range) }
    return switch table.columns[place] {
    case .numbers(let values): .numbers(values)
    case .texts(let codes, let labels): .texts(codes: codes, labels: labels)
    }
  }

  // MARK: Numbers

  /// `values` as numbers, or the refusal of what is none.
  func number(
    _ values: ExpressionValues, _ node: Expression.Node, in expression: Expression
  ) throws(SpecificationProblem) -> ExpressionValues {
    switch values {
    case .constant, .numbers: return values
    case .truths(let truths): return .numbers(truths)
    case .word, .texts:
      throw SpecificationProblem(
        .wrongKind, "`\(expression.text(of: node))` holds text where a number is needed",
        hint: textRemedy(node, values), range: node.range)
    case .dummies:
      throw SpecificationProblem(
        .wrongKind, "`\(expression.text(of: node))` is a set of dummies, not a number",
        hint: "dummies stand alone or in an interaction with `:`", range: node.range)
    }
  }

  private func textRemedy(_ node: Expression.Node, _ values: ExpressionValues) -> String? {
    guard case .column(let name) = node.form, case .texts(let codes, let labels) = values else {
      return nil
    }
    let written = Expression.written(name)
    guard let row = codes.firstIndex(where: { $0 >= 0 && Double(labels[Int($0)]) == nil }) else {
      return "factor(\(written)) makes dummies of it"
    }
    let first = labels[Int(codes[row])].prefix(40)
    return "\(table.place(ofRow: row)) holds `\(first)`; factor(\(written)) makes dummies of it"
  }

  func spread(_ values: ExpressionValues) -> [Double] {
    switch values {
    case .constant(let value): Array(repeating: value, count: table.rows)
    case .numbers(let numbers), .truths(let numbers): numbers
    case .word, .texts, .dummies: preconditionFailure("\(values.kind) is no column of numbers")
    }
  }

  private mutating func binary(
    _ operation: Expression.Operator, _ a: Expression.Node, _ b: Expression.Node,
    _ node: Expression.Node, in expression: Expression
  ) throws(SpecificationProblem) -> ExpressionValues {
    let left = try values(of: a, in: expression), right = try values(of: b, in: expression)
    if operation == .interaction {
      return try interaction((left, a), (right, b), in: expression)
    }
    return try arithmetic(operation, (left, a), (right, b), node, in: expression)
  }

  mutating func arithmetic(
    _ operation: Expression.Operator, _ left: (ExpressionValues, Expression.Node),
    _ right: (ExpressionValues, Expression.Node), _ node: Expression.Node,
    in expression: Expression
  ) throws(SpecificationProblem) -> ExpressionValues {
    let x = try number(left.0, left.1, in: expression)
    let y = try number(right.0, right.1, in: expression)
    let operate = operation.operation
    switch (x, y) {
    case (.constant(let a), .constant(let b)):
      let value = operate(a, b)
      guard !value.isNaN else {
        throw SpecificationProblem(
          .wrongKind, "`\(expression.text(of: node))` has no value", range: node.range)
      }
      return .constant(value)
    case (_, .constant(let b)):
      let column = spread(x)
      let result = scaled(column, operation, by: b)
      if operation == .over || operation == .power {
        note(result, of: node, in: expression) { !column[$0].isNaN }
      }
      return .numbers(result)
    default:
      let a = spread(x), b = spread(y)
      let result = combined(a, b, operation)
      if operation == .over || operation == .power {
        note(result, of: node, in: expression) { !a[$0].isNaN && !b[$0].isNaN }
      }
      return .numbers(result)
    }
  }

  /// A loop for each operation, so that the compiler sees what it does.
  private func combined(
    _ a: [Double], _ b: [Double], _ operation: Expression.Operator
  ) -> [Double] {
    switch operation {
    case .plus: Econometrics.combined(a, b) { guarded($0 + $1, $0, $1) }
    case .minus: Econometrics.combined(a, b) { guarded($0 - $1, $0, $1) }
    case .times, .interaction: Econometrics.combined(a, b) { guarded($0 * $1, $0, $1) }
    case .over, .power: Econometrics.combined(a, b, operation.operation)
    }
  }

  private func scaled(
    _ a: [Double], _ operation: Expression.Operator, by b: Double
  ) -> [Double] {
    switch operation {
    case .plus: mapped(a) { guarded($0 + b, $0, b) }
    case .minus: mapped(a) { guarded($0 - b, $0, b) }
    case .times, .interaction: mapped(a) { guarded($0 * b, $0, b) }
    case .over where b != 0: mapped(a) { guarded($0 / b, $0, b) }
    case .power where b == b.rounded() && b.magnitude < 0x1p31:
      mapped(a) { $0 == 0 && b < 0 ? .nan : integerPower($0, Int(b)) }
    case .over, .power: mapped(a) { operation.operation($0, b) }
    }
  }

  /// Notes the rows in which `result` has no value although its arguments have one.
  mutating func note(
    _ result: [Double], of node: Expression.Node, in expression: Expression,
    where isThere: (Int) -> Bool
  ) {
    var rows: [Int32] = []
    for i in result.indices where result[i].isNaN && isThere(i) { rows.append(Int32(i)) }
    if !rows.isEmpty { undefined.append(Undefined(text: expression.text(of: node), rows: rows)) }
  }

  // MARK: Other periods

  /// For each row the row k periods before, found once for each k.
  mutating func sources(
    _ k: Int, _ node: Expression.Node
  ) throws(SpecificationProblem) -> [Int32] {
    if let known = shifts[k] { return known }
    guard let index else {
      throw SpecificationProblem(
        .contradiction, "a lag, lead or difference needs `period`",
        hint: "add `period:`, and `entity:` for a panel", range: node.range)
    }
    let found = index.rows(before: k)
    shifts[k] = found
    return found
  }
}

extension SpecificationProblem {
  static func noColumn(
    _ name: String, in table: DataTable, range: Range<Int>?, path: [String] = []
  ) -> SpecificationProblem {
    SpecificationProblem(
      .unknownName, "no column of `\(table.file)` is named `\(name.prefix(60))`", path: path,
      range: range, unknown: .init(name: name, known: table.header, isColumn: true))
  }
}
