import PanelData

extension Evaluation {
  mutating func call(
    _ function: ExpressionFunction, _ arguments: [Expression.Node], _ node: Expression.Node,
    in expression: Expression
  ) throws(SpecificationProblem) -> ExpressionValues {
    switch function {
    case .factor: return try factor(arguments, in: expression)
    case .missing: return .truths(missing(try values(of: arguments[0], in: expression)))
    case .lag, .lead, .diff: return try shifted(function, arguments, node, in: expression)
    case .min, .max: return try extreme(function, arguments, in: expression)
    case .log, .exp, .sqrt, .asinh, .abs, .standardise, .centre:
      let inner = try values(of: arguments[0], in: expression)
      let x = try number(inner, arguments[0], in: expression)
      if case .constant(let value) = x {
        return try constant(function, value, node, in: expression)
      }
      return .numbers(try elementwise(function, spread(x), node, in: expression))
    }
  }

  private mutating func elementwise(
    _ function: ExpressionFunction, _ x: [Double], _ node: Expression.Node,
    in expression: Expression
  ) throws(SpecificationProblem) -> [Double] {
    let result: [Double]
    switch function {
    case .log: result = logarithms(of: x)
    case .exp: result = exponentials(of: x)
    case .sqrt: result = mapped(x) { $0 < 0 ? .nan : $0.squareRoot() }
    case .asinh: result = mapped(x, inverseHyperbolicSine)
    case .abs: result = mapped(x, \.magnitude)
    case .centre:
      let mean = moments(of: x).mean
      result = mapped(x) { $0 - mean }
    case .standardise:
      let (mean, deviation) = moments(of: x)
      guard deviation > 0 else {
        throw SpecificationProblem(
          .noVariation, "`\(expression.text(of: node))` has no standard deviation to divide by",
          range: node.range)
      }
      result = mapped(x) { ($0 - mean) / deviation }
    default: preconditionFailure("\(function) is not applied to one number at a time")
    }
    if function == .log || function == .sqrt {
      note(result, of: node, in: expression) { !x[$0].isNaN }
    }
    return result
  }

  private mutating func constant(
    _ function: ExpressionFunction, _ value: Double, _ node: Expression.Node,
    in expression: Expression
  ) throws(SpecificationProblem) -> ExpressionValues {
    guard function != .standardise, function != .centre else {
      throw SpecificationProblem(
        .wrongKind, "`\(function.rawValue)` of one number is no column", range: node.range)
    }
    let result = try elementwise(function, [value], node, in: expression)[0]
    guard !result.isNaN else {
      throw SpecificationProblem(
        .wrongKind, "`\(expression.text(of: node))` has no value", range: node.range)
    }
    return .constant(result)
  }

  /// Mean and standard deviation (n − 1) over the rows of the sample that have a value.
  ///
  /// In two passes, the second about the mean of the first.
  private func moments(of x: [Double]) -> (mean: Double, deviation: Double) {
    func sum(_ value: (Double) -> Double) -> (sum: Double, count: Int) {
      var total = 0.0, count = 0
      for i in x.indices where !x[i].isNaN && sample?[i] != false {
        total += value(x[i])
        count += 1
      }
      return (total, count)
    }
    let (total, count) = sum { $0 }
    guard count > 0 else { return (.nan, .nan) }
    let rough = total / Double(count)
    let mean = rough + sum { $0 - rough }.sum / Double(count)
    guard count > 1 else { return (mean, 0) }
    let squares = sum { ($0 - mean) * ($0 - mean) }.sum
    return (mean, (squares / Double(count - 1)).squareRoot())
  }

  private mutating func extreme(
    _ function: ExpressionFunction, _ arguments: [Expression.Node], in expression: Expression
  ) throws(SpecificationProblem) -> ExpressionValues {
    func choice(_ a: Double, _ b: Double) -> Double {
      if a.isNaN || b.isNaN { return .nan }
      return function == .min ? Swift.min(a, b) : Swift.max(a, b)
    }
    var result: [Double]?
    for argument in arguments {
      let values = try values(of: argument, in: expression)
      let numbers = spread(try number(values, argument, in: expression))
      result = result.map { combined($0, numbers, choice) } ?? numbers
    }
    return .numbers(result ?? [])
  }

  private func missing(_ values: ExpressionValues) -> [Double] {
    switch values {
    case .constant, .word: Array(repeating: 0, count: table.rows)
    case .numbers(let x), .truths(let x): mapped(x) { $0.isNaN ? 1 : 0 }
    case .texts(let codes, _): codes.map { $0 < 0 ? 1 : 0 }
    case .dummies(let set):
      (0..<table.rows).map { row in
        set.factors.contains { $0.column.codes[row] < 0 } ? 1 : 0
      }
    }
  }

  // MARK: Other periods

  private mutating func shifted(
    _ function: ExpressionFunction, _ arguments: [Expression.Node], _ node: Expression.Node,
    in expression: Expression
  ) throws(SpecificationProblem) -> ExpressionValues {
    let k = try periods(function, arguments, in: expression)
    let values = try values(of: arguments[0], in: expression)
    guard case .numbers(let x) = try number(values, arguments[0], in: expression) else {
      throw SpecificationProblem(
        .wrongKind, "`\(function.rawValue)` of one number is no column", range: node.range)
    }
    let source = try sources(function == .lead ? -k : k, node)
    var result = x
    for i in result.indices {
      let other = source[i] < 0 ? Double.nan : x[Int(source[i])]
      result[i] = function == .diff ? guarded(x[i] - other, x[i], other) : other
    }
    return .numbers(result)
  }

  /// The number k of a lag, a whole number of periods from 0.
  private func periods(
    _ function: ExpressionFunction, _ arguments: [Expression.Node], in expression: Expression
  ) throws(SpecificationProblem) -> Int {
    guard arguments.count > 1 else { return 1 }
    if case .number(let k) = arguments[1].form, k == k.rounded(), (0...10_000).contains(k) {
      return Int(k)
    }
    throw SpecificationProblem(
      .syntax, "`\(expression.text(of: arguments[1]))` is not a whole number of periods",
      hint: "0 or more; `lead` looks ahead, `lag` back", range: arguments[1].range)
  }

  // MARK: Factors

  private mutating func factor(
    _ arguments: [Expression.Node], in expression: Expression
  ) throws(SpecificationProblem) -> ExpressionValues {
    let column = try levels(of: arguments[0], in: expression)
    var base: Int?
    if arguments.count > 1 { base = try level(arguments[1], of: column, in: expression) }
    let inner = expression.text(of: arguments[0])
    return .dummies(DummySet(factor: "factor(\(inner))", column, base: base))
  }

  private mutating func levels(
    of node: Expression.Node, in expression: Expression
  ) throws(SpecificationProblem) -> CodedColumn {
    switch try values(of: node, in: expression) {
    case .numbers(let x), .truths(let x): return CodedColumn(numbers: x)
    case .texts(let codes, let labels): return CodedColumn(codes: codes, levels: .texts(labels))
    case .constant, .word, .dummies:
      throw SpecificationProblem(
        .wrongKind, "`factor` takes a column, a number or a text in each row", range: node.range)
    }
  }

  private func level(
    _ node: Expression.Node, of column: CodedColumn, in expression: Expression
  ) throws(SpecificationProblem) -> Int {
    let wanted: String
    switch (node.form, column.levels) {
    case (.text(let text), .texts): wanted = text
    case (.number(let value), .numbers): wanted = levelText(value)
    case (.negated(let inner), .numbers):
      guard case .number(let value) = inner.form else { fallthrough }
      wanted = levelText(-value)
    default:
      throw SpecificationProblem(
        .wrongKind, "the base `\(expression.text(of: node))` is no level of this column",
        hint: "texts stand in quotes, numbers without", range: node.range)
    }
    let labels = (0..<column.levels.count).map(column.levels.label)
    guard let place = labels.firstIndex(of: wanted) else {
      throw SpecificationProblem(
        .unknownName, "no level is named `\(wanted.prefix(60))`", range: node.range,
        unknown: .init(name: wanted, known: column.levels.ascending.map { labels[$0] }))
    }
    return place
  }

  /// The product of two parts, where a text or a factor stands for its dummies.
  mutating func interaction(
    _ left: (ExpressionValues, Expression.Node), _ right: (ExpressionValues, Expression.Node),
    in expression: Expression
  ) throws(SpecificationProblem) -> ExpressionValues {
    func set(_ side: (ExpressionValues, Expression.Node)) -> DummySet? {
      switch side.0 {
      case .dummies(let set): return set
      case .texts(let codes, let labels):
        let column = CodedColumn(codes: codes, levels: .texts(labels))
        return DummySet(factor: expression.text(of: side.1), column, base: nil)
      case .constant, .word, .numbers, .truths: return nil
      }
    }
    func numeric(
      _ side: (ExpressionValues, Expression.Node)
    ) throws(SpecificationProblem) -> DummySet {
      let values = spread(try number(side.0, side.1, in: expression))
      return DummySet(number: expression.text(of: side.1), values)
    }
    let a = set(left), b = set(right)
    if a == nil, b == nil {
      let x = try number(left.0, left.1, in: expression)
      let y = try number(right.0, right.1, in: expression)
      return .numbers(combined(spread(x), spread(y)) { guarded($0 * $1, $0, $1) })
    }
    let first = if let a { a } else { try numeric(left) }
    let second = if let b { b } else { try numeric(right) }
    return .dummies(first.times(second))
  }
}

extension DummySet {
  init(factor name: String, _ column: CodedColumn, base: Int?) {
    self.init(
      factors: [Factor(name: name, column: column, base: base)], multiplier: nil, numericNames: [],
      parts: [.factor(0)])
  }

  init(number name: String, _ values: [Double]) {
    self.init(factors: [], multiplier: values, numericNames: [name], parts: [.number(name)])
  }

  func times(_ other: DummySet) -> DummySet {
    var product = self
    product.factors += other.factors
    product.numericNames += other.numericNames
    product.parts += other.parts.map { part in
      if case .factor(let place) = part { return .factor(place + factors.count) }
      return part
    }
    if let mine = multiplier, let others = other.multiplier {
      product.multiplier = combined(mine, others) { guarded($0 * $1, $0, $1) }
    } else {
      product.multiplier = multiplier ?? other.multiplier
    }
    return product
  }
}
