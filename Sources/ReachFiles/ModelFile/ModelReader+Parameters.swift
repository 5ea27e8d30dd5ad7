import ReachModel

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
      return reader[key].flatMap { effect($0, of: key, &problems) }.map {
        DrawnValue($0, number: number, index: group)
      }
    }
    let known = values.compactMap { $0 }
    return known.count == values.count ? known : nil
  }

  private func effect(
    _ node: Node, of key: String, _ problems: inout ProblemList
  ) -> Distribution? {
    guard let repetition = node["per"] else { return law(node, of: .theta, key, &problems) }
    problems.report(
      .modelValue, "`\(key)` belongs to one group: it has no `per`", at: repetition.origin,
      length: repetition.length)
    return nil
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
    let key = parameter.rawValue
    guard let repetition = node["per"], repetition.scalar?.isEmpty != true else {
      // One draw serves all: the same address.
      return law(node, of: parameter, key, &problems).map { law in
        (0..<count).map { _ in DrawnValue(law, number: parameter.number) }
      }
    }
    guard let word = repetition.string(&problems) else { return nil }
    guard parameter.shape.repeats(word) else {
      problems.report(
        .modelValue, "`\(key)` has no value for each \(word.prefix(20))",
        at: repetition.origin, length: repetition.length)
      return nil
    }
    let laws = (0..<count).map { place in
      law(node, of: parameter, key, at: (place, count), &problems).map {
        DrawnValue($0, number: parameter.number, index: place + 1)
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
    return list(node, of: parameter.rawValue, count, in: parameter.bounds, &problems)?.enumerated()
      .map {
        DrawnValue(.fixed($1), number: parameter.number, index: $0 + 1)
      }
  }
}

extension Parameter.Shape {
  func repeats(_ word: String) -> Bool {
    (self == .perSector && word == "sector") || (self == .perGroup && word == "group")
  }
}
