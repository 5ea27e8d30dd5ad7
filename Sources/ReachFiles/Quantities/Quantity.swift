package import ReachModel

/// A value that may be uncertain, as a file gives it, in internal units.
package enum AssumedValue: Sendable, Equatable {
  case fixed(Double)
  /// A 90 % interval: the 5 % and 95 % points.
  case range(low: Double, high: Double)
  case law(Distribution)

  /// z(0.95): half the width of a 90 % interval of the standard normal.
  static let z95 = 1.6448536269514722
}

extension Node {
  /// A quantity such as `120 billion VND` or `11 %`, in the internal unit of `dimension`; `per` says
  /// of what it is, which it may repeat (`120 billion VND a year`).
  package func quantity(
    _ dimension: Dimension, per: String? = nil, _ problems: inout ProblemList
  ) -> Double? {
    guard let scalar, !scalar.isEmpty else {
      problems.report(
        .wrongType, "\(kind) stands where a quantity is expected (\(dimension.unitList))",
        at: origin, length: length)
      return nil
    }
    guard !scalar.text.contains(" to ") else {
      problems.report(
        .badRange, "`\(scalar.text.prefix(60))` is a range, and one amount is expected", at: origin,
        length: length)
      return nil
    }
    return QuantityReader(self, dimension, per).amount(QuantityText(scalar.text[...]), &problems)
  }

  /// VALUE: a quantity, a range `a to b`, or a law such as `{normal: {mean: 0.3, sd: 0.5}}`.
  package func assumed(
    _ dimension: Dimension, per: String? = nil, _ problems: inout ProblemList
  ) -> AssumedValue? {
    switch content {
    case .mapping: return law(&problems).map { .law($0) }
    case .sequence:
      problems.report(
        .wrongType, "a list stands where a value is expected", at: origin, length: length,
        hint: "a range is written `5 % to 20 %`")
      return nil
    case .scalar(let scalar):
      let ends = scalar.text.split(separator: " to ", maxSplits: 2)
      guard ends.count > 1 else {
        return quantity(dimension, per: per, &problems).map { .fixed($0) }
      }
      return QuantityReader(self, dimension, per).range(ends, &problems)
    }
  }
}

/// A number and its unit, as they are written.
private struct QuantityText {
  let text: Substring
  let digits: Substring
  var unit: String

  init(_ text: Substring) {
    self.text = text.drop { $0 == " " }
    var digits = self.text.prefix { !$0.isWhitespace }
    // `11%` is `11 %`.
    if digits.last == "%" { digits = digits.dropLast() }
    self.digits = digits
    unit = self.text[digits.endIndex...].split(separator: " ").joined(separator: " ")
  }

  var isNumber: Bool {
    guard let first = digits.utf8.first else { return false }
    return first == 0x2D || first == 0x2B || first == 0x2E || (first >= 0x30 && first <= 0x39)
  }
}

private struct QuantityReader {
  let node: Node
  let dimension: Dimension
  let per: String?

  init(_ node: Node, _ dimension: Dimension, _ per: String?) {
    (self.node, self.dimension, self.per) = (node, dimension, per)
  }

  /// `low to high`; a lower end without unit has that of the upper end.
  func range(_ ends: [Substring], _ problems: inout ProblemList) -> AssumedValue? {
    guard ends.count == 2 else {
      return refuse("is no range", "a range is written `5 % to 20 %`", &problems)
    }
    var low = QuantityText(ends[0])
    let high = QuantityText(ends[1]), isBare = low.unit.isEmpty && !high.unit.isEmpty
    guard !isUnitMissing(low, high) else {
      return refuse(
        "has a unit at its lower end alone", "write `\(low.text) to \(high.text) \(low.unit)`",
        &problems)
    }
    if isBare { low.unit = high.unit }
    guard let top = amount(high, &problems), let bottom = amount(low, &problems) else { return nil }
    if isBare, let bare = otherReading(low, &problems), bare < top {
      return refuse(
        "has two readings", "`\(low.text) \(low.unit) to \(high.text)`, or `\(bare) to \(top)`",
        code: .ambiguousNumber, &problems)
    }
    guard bottom < top else {
      return refuse("has a lower end that is not below the upper one", nil, &problems)
    }
    return .range(low: bottom, high: top)
  }

  /// Whether the upper end, bare, would be read in another unit than that of the lower end.
  private func isUnitMissing(_ low: QuantityText, _ high: QuantityText) -> Bool {
    guard !low.unit.isEmpty, high.unit.isEmpty, high.isNumber,
      let unit = dimension.unit(low.unit, per: per)
    else { return false }
    return dimension.unit("", per: nil)?.factor != unit.factor
  }

  /// A lower end without unit as the number that it would be by itself: `0.14 to 16.6 %` may begin
  /// at 14 %.
  ///
  /// - Returns: Nil if it would be the same, or cannot be meant: a fraction is below 1.
  private func otherReading(_ low: QuantityText, _ problems: inout ProblemList) -> Double? {
    guard let bare = dimension.unit("", per: nil), let unit = dimension.unit(low.unit, per: per),
      bare.factor != unit.factor, let value = node.number(low.digits, &problems),
      value != 0, value.magnitude < 1
    else { return nil }
    return value * bare.factor
  }

  private func refuse(
    _ what: String, _ hint: String?, code: DiagnosticCode = .badRange,
    _ problems: inout ProblemList
  ) -> AssumedValue? {
    problems.report(
      code, "`\(node.scalar?.text.prefix(60) ?? "")` \(what)", at: node.origin,
      length: node.length, hint: hint)
    return nil
  }

  func amount(_ quantity: QuantityText, _ problems: inout ProblemList) -> Double? {
    guard quantity.isNumber else {
      problems.report(
        .wrongType,
        "\(node.kind) stands where a quantity is expected (\(dimension.unitList))",
        at: node.origin, length: node.length)
      return nil
    }
    guard let value = node.number(quantity.digits, &problems) else { return nil }
    let unit = quantity.unit
    guard let known = dimension.unit(unit, per: per) else {
      problems.report(
        .wrongUnit,
        unit.isEmpty
          ? "`\(quantity.text)` has no unit" : "`\(unit.prefix(40))` is not a unit for this",
        at: node.origin, length: node.length, hint: "expected: \(dimension.unitList)")
      return nil
    }
    return Self.scaled(value, by: known.factor)
  }

  /// `value · factor`, rounded once: a factor below 1 divides by its exact inverse.
  private static func scaled(_ value: Double, by factor: Double) -> Double {
    factor < 1 ? value / (1 / factor).rounded() : value * factor
  }
}

extension AssumedValue {
  /// The distribution meant, on the scale of the uncertainty.
  ///
  /// - Returns: A range as the law with those 5 % and 95 % points that is normal on the scale; nil
  ///   if the range does not lie inside the scale.
  package func distribution(on link: Link) -> Distribution? {
    switch self {
    case .fixed(let value): return .fixed(value)
    case .law(let law): return law
    case .range(let low, let high):
      guard let a = link.unbounded(low), let b = link.unbounded(high) else { return nil }
      return .linked(
        link, location: (a + b) / 2, scale: (b - a) / (2 * Self.z95), degreesOfFreedom: nil)
    }
  }
}
