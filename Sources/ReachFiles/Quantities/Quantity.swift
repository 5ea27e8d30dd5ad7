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
  /// A quantity such as `120 billion VND` or `11 %`, in the internal unit of `dimension`.
  package func quantity(_ dimension: Dimension, _ problems: inout ProblemList) -> Double? {
    guard let scalar, !scalar.isEmpty else {
      problems.report(
        .wrongType, "\(kind) stands where a quantity is expected (\(dimension.unitList))",
        at: origin, length: length)
      return nil
    }
    return amount(scalar.text[...], dimension, defaultUnit: nil, &problems)
  }

  /// VALUE: a quantity, a range `a to b`, or a law such as `{normal: {mean: 0.3, sd: 0.5}}`.
  package func assumed(_ dimension: Dimension, _ problems: inout ProblemList) -> AssumedValue? {
    switch content {
    case .mapping: return law(&problems).map { .law($0) }
    case .sequence:
      problems.report(
        .wrongType, "a list stands where a value is expected", at: origin, length: length,
        hint: "a range is written `5 % to 20 %`")
      return nil
    case .scalar(let scalar):
      let ends = scalar.text.split(separator: " to ", maxSplits: 2)
      guard ends.count > 1 else { return quantity(dimension, &problems).map { .fixed($0) } }
      return range(ends, dimension, &problems)
    }
  }

  /// `low to high`; a lower end without unit has that of the upper end.
  private func range(
    _ ends: [Substring], _ dimension: Dimension, _ problems: inout ProblemList
  ) -> AssumedValue? {
    guard ends.count == 2 else {
      problems.report(
        .badRange, "`\(scalar?.text ?? "")` is no range", at: origin, length: length,
        hint: "a range is written `5 % to 20 %`")
      return nil
    }
    let (_, unit) = Self.parts(of: ends[1])
    guard let high = amount(ends[1], dimension, defaultUnit: nil, &problems),
      let low = amount(ends[0], dimension, defaultUnit: unit, &problems)
    else { return nil }
    guard low < high else {
      problems.report(
        .badRange, "the lower end of `\(scalar?.text ?? "")` is not below the upper one",
        at: origin, length: length)
      return nil
    }
    return .range(low: low, high: high)
  }

  private static func parts(of text: Substring) -> (number: Substring, unit: String) {
    let trimmed = text.drop { $0 == " " }
    var number = trimmed.prefix { !$0.isWhitespace }
    // `11%` is `11 %`.
    if number.last == "%" { number = number.dropLast() }
    let unit = trimmed[number.endIndex...].split(separator: " ").joined(separator: " ")
    return (number, unit)
  }

  private func amount(
    _ text: Substring, _ dimension: Dimension, defaultUnit: String?,
    _ problems: inout ProblemList
  ) -> Double? {
    var (digits, unit) = Self.parts(of: text)
    if unit.isEmpty, let defaultUnit { unit = defaultUnit }
    guard let first = digits.utf8.first,
      first == 0x2D || first == 0x2B || first == 0x2E
        || (first >= 0x30 && first <= 0x39)
    else {
      problems.report(
        .wrongType, "\(kind) stands where a quantity is expected (\(dimension.unitList))",
        at: origin, length: length)
      return nil
    }
    guard let value = number(digits, &problems) else { return nil }
    guard let known = dimension.unit(unit) else {
      problems.report(
        .wrongUnit,
        unit.isEmpty ? "`\(text)` has no unit" : "`\(unit.prefix(40))` is not a unit for this",
        at: origin, length: length, hint: "expected: \(dimension.unitList)")
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
