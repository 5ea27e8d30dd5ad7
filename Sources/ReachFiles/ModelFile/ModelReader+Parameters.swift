import ReachModel
import Simulation

extension ModelReader {
  /// Every parameter of the equations; nil, with problems, if one is wrong.
  func parameters(_ problems: inout ProblemList) -> ParameterTable? {
    guard let reader = section("parameters", ModelSchema.parameters, &problems) else { return nil }
    var table = ParameterTable([:])
    var isWhole = true
    for parameter in ModelSchema.parameterList {
      guard let node = reader[parameter.rawValue] else {
        // Prices are constant unless given; others have been reported as missing.
        table[parameter] = [DrawnValue(.fixed(0), number: parameter.number)]
        continue
      }
      if let laws = laws(node, of: parameter, &problems) {
        table[parameter] = laws
      } else {
        isWhole = false
      }
    }
    guard let effects = effects(reader, &problems), isWhole else { return nil }
    table[.theta] = effects
    return table
  }

  /// θ by group; group 2 has none.
  private func effects(
    _ reader: MappingReader, _ problems: inout ProblemList
  ) -> [DrawnValue]? {
    let number = Parameter.theta.number
    let values = (1...groups.count).map { group -> DrawnValue? in
      let key = "theta_\(group)"
      guard ModelSchema.effects.contains(key) else {
        return DrawnValue(.fixed(0), number: number, index: group)
      }
      return reader[key].flatMap { law($0, at: nil, bounds: -100...100, &problems) }.map {
        DrawnValue($0, number: number, index: group)
      }
    }
    let known = values.compactMap { $0 }
    return known.count == values.count ? known : nil
  }

  private func laws(
    _ node: Node, of parameter: Parameter, _ problems: inout ProblemList
  ) -> [DrawnValue]? {
    let count =
      switch parameter.shape {
      case .single: 1
      case .perSector: sectors.count
      case .perGroup: groups.count
      }
    if node.items != nil { return listed(node, parameter, count, &problems) }
    let repetition = node["per"]?.scalar?.text
    if let repetition, !parameter.shape.repeats(repetition) {
      problems.report(
        .modelValue, "`\(parameter.rawValue)` has no value for each \(repetition.prefix(20))",
        at: node["per"]?.origin, length: node["per"]?.length ?? 1)
      return nil
    }
    guard repetition != nil else {
      guard let law = law(node, at: nil, bounds: parameter.bounds, &problems),
        node.isDrawn(law, within: parameter.domain, &problems)
      else { return nil }
      // One draw serves all: the same address.
      return (0..<count).map { _ in DrawnValue(law, number: parameter.number) }
    }
    let laws = (0..<count).map { place in
      law(node, at: (place, count), bounds: parameter.bounds, &problems).flatMap { law in
        node.isDrawn(law, within: parameter.domain, &problems)
          ? DrawnValue(law, number: parameter.number, index: place + 1) : nil
      }
    }
    let known = laws.compactMap { $0 }
    return known.count == count ? known : nil
  }

  private func listed(
    _ node: Node, _ parameter: Parameter, _ count: Int, _ problems: inout ProblemList
  ) -> [DrawnValue]? {
    guard parameter.shape != .single else {
      problems.report(
        .arrayLength, "`\(parameter.rawValue)` is one number, not a list", at: node.origin)
      return nil
    }
    return list(node, count, in: parameter.bounds, &problems)?.enumerated().map {
      DrawnValue(.fixed($1), number: parameter.number, index: $0 + 1)
    }
  }

  // MARK: One law

  /// A number, or the law of a mapping; `cell` says which of how many, for a law whose moments
  /// may be lists.
  private func law(
    _ node: Node, at cell: (place: Int, count: Int)?, bounds: ClosedRange<Double>,
    _ problems: inout ProblemList
  ) -> Distribution? {
    guard node.entries != nil else {
      return bounded(node, bounds, &problems).map { .fixed($0) }
    }
    guard let reader = MappingReader(node, ModelSchema.law, &problems),
      let name = reader.word("dist", &problems).flatMap(LawName.init)
    else { return nil }
    if name == .betaShapes { return shapes(reader, &problems) }
    guard let mean = moment("mean", reader, cell, &problems) else { return nil }
    let shift = reader["shift"].map { $0.double(&problems) } ?? 0
    guard let shift, let sd = spread(reader, mean, cell, &problems) else { return nil }
    // The limit of every law whose mean is its own: a sweep over sd may begin at 0.
    if sd == 0, bounds.contains(mean + shift) { return .fixed(mean + shift) }
    do throws(ImpossibleLaw) {
      var law = try Distribution.named(name, mean: mean, sd: sd)
      if shift != 0 { law = .shifted(law, by: shift) }
      guard law.exists else { throw ImpossibleLaw(reason: "its moments cannot be represented") }
      return law
    } catch {
      problems.report(
        .badLaw, "no law `\(name.rawValue)` is like this: \(error.reason)", at: node.origin)
      return nil
    }
  }

  private func shapes(
    _ reader: MappingReader, _ problems: inout ProblemList
  ) -> Distribution? {
    guard let a = moment("a", reader, nil, &problems), let b = moment("b", reader, nil, &problems)
    else { return nil }
    guard let shift = reader["shift"].map({ $0.double(&problems) }) ?? 0 else { return nil }
    let plain = Distribution.betaShapes(a: a, b: b)
    let law = shift == 0 ? plain : .shifted(plain, by: shift)
    if law.exists { return law }
    problems.report(
      .badLaw, "both shapes of beta_ab must lie between 0.001 and 100,000,000",
      at: reader.node.origin)
    return nil
  }

  /// A moment that must be there: a number, or for a repeated law a list with one each.
  private func moment(
    _ key: String, _ reader: MappingReader, _ cell: (place: Int, count: Int)?,
    _ problems: inout ProblemList
  ) -> Double? {
    guard let node = reader[key] else {
      problems.report(.badLaw, "the law has no `\(key)`", at: reader.node.origin)
      return nil
    }
    guard node.items != nil else { return node.double(&problems) }
    guard let cell else {
      problems.report(
        .arrayLength, "`\(key)` is a list, and the law is not drawn for each", at: node.origin,
        hint: "add `per`")
      return nil
    }
    return list(node, cell.count, in: -1e12...1e12, &problems)?[cell.place]
  }

  private func spread(
    _ reader: MappingReader, _ mean: Double, _ cell: (place: Int, count: Int)?,
    _ problems: inout ProblemList
  ) -> Double? {
    switch (reader["sd"] != nil, reader["cv"] != nil) {
    case (true, false): return moment("sd", reader, cell, &problems)
    case (false, true): return moment("cv", reader, cell, &problems).map { $0 * mean }
    default:
      problems.report(.badLaw, "a law has either `sd` or `cv`", at: reader.node.origin)
      return nil
    }
  }
}

extension Parameter.Shape {
  func repeats(_ word: String) -> Bool {
    (self == .perSector && word == "sector") || (self == .perGroup && word == "group")
  }
}

extension Parameter {
  /// Values that the equations allow.
  var bounds: ClosedRange<Double> {
    switch self {
    case .exitDomestic, .exitForeign, .deltaK, .lapse, .pi, .alpha, .certifiedEntrantDomestic,
      .certifiedEntrantForeign, .fade, .correlation, .stressEntry, .stressStay:
      0...1
    case .kappa, .execution, .recovered: 0...10
    case .nbSize, .b0Ratio, .rBar, .iota, .unitCost: 1e-12...1e12
    case .entryRate, .sigmaR, .p, .q, .sigmaX, .sigma, .psi, .chi: 0...100
    case .phiX: -0.999...0.999
    default: -1e6...1e6
    }
  }
}

extension Parameter {
  /// Where a law may draw: within 0 and 1 for what is a probability or a share, from 0 on for what
  /// cannot be negative, anywhere for the rest.
  fileprivate var domain: ClosedRange<Double> {
    guard bounds.lowerBound >= 0 else { return -Double.infinity...Double.infinity }
    return bounds.upperBound <= 1 ? 0...1 : 0...Double.infinity
  }
}
