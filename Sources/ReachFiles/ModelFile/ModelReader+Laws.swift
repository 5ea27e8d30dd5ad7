import ReachModel
import Simulation

extension ModelReader {
  /// Which of how many, for a law whose moments may be lists.
  typealias Cell = (place: Int, count: Int)

  /// A number, or the law of a mapping, that draws what `parameter` may be.
  func law(
    _ node: Node, of parameter: Parameter, _ key: String, at cell: Cell? = nil,
    _ problems: inout ProblemList
  ) -> Distribution? {
    guard node.entries != nil else {
      return bounded(node, key, parameter.bounds, &problems).map { .fixed($0) }
    }
    guard let reader = MappingReader(node, ModelSchema.law, &problems),
      let name = reader.word("dist", &problems).flatMap(LawName.init)
    else { return nil }
    let isKnown = hasOnlyItsKeys(reader, name, &problems)
    let law =
      name == .betaShapes
      ? shapes(reader, cell, &problems) : moments(reader, name, cell, &problems)
    guard let law, isKnown,
      node.isDrawn(
        law, within: parameter.domain, of: key, tolerating: Self.tolerated, &problems),
      isWithin(parameter, law, node, key, &problems)
    else { return nil }
    return law
  }

  /// Whether every key says something of a law of this name.
  private func hasOnlyItsKeys(
    _ reader: MappingReader, _ name: LawName, _ problems: inout ProblemList
  ) -> Bool {
    let foreign = name == .betaShapes ? ["mean", "sd", "cv"] : ["a", "b"]
    let idle = (reader.node.entries ?? []).filter { foreign.contains($0.key) }
    for entry in idle {
      problems.report(
        .badLaw, "a law `\(name.rawValue)` has no `\(entry.key)`", at: entry.keyOrigin,
        length: entry.key.count + 2)
    }
    return idle.isEmpty
  }

  /// How often a law may draw a number on which the equations have no meaning: such a draw fails
  /// and is counted, which at this rate no figure shows.
  private static let tolerated = 1e-6

  /// Reports a law that a fixed value could not stand for: where it counts as its mean it must lie
  /// where a fixed value must, and with nine draws in ten not far from there.
  private func isWithin(
    _ parameter: Parameter, _ law: Distribution, _ node: Node, _ key: String,
    _ problems: inout ProblemList
  ) -> Bool {
    let bounds = parameter.bounds
    if case .fixed(let value) = law {
      return node.bounded(value, key, bounds, .modelValue, &problems) != nil
    }
    let isMean = !isUncertain || !law.isCut, mean = law.statedMean
    let outside =
      isMean && !bounds.contains(mean) ? ("mean", mean) : law.pointOutside(parameter.reach)
    guard let (what, value) = outside else { return true }
    let crossed = what == "mean" ? bounds : parameter.reach
    problems.report(
      .badLaw,
      "the \(what) of `\(key)` is \(value), outside \(crossed.lowerBound) to "
        + "\(crossed.upperBound)", at: node.origin)
    return false
  }

  private func moments(
    _ reader: MappingReader, _ name: LawName, _ cell: Cell?, _ problems: inout ProblemList
  ) -> Distribution? {
    guard let mean = moment("mean", reader, cell, &problems) else { return nil }
    let shift = reader["shift"].map { $0.double(&problems) } ?? 0
    guard let shift, let sd = spread(reader, name, mean, cell, &problems) else { return nil }
    do throws(ImpossibleLaw) {
      // A sweep over sd may begin at 0.
      if sd == 0 {
        let limit = try Distribution.limit(of: name, mean: mean)
        return shift == 0 ? limit : .fixed(mean + shift)
      }
      var law = try Distribution.named(name, mean: mean, sd: sd)
      if shift != 0 { law = .shifted(law, by: shift) }
      guard law.exists else { throw ImpossibleLaw(reason: "its moments cannot be represented") }
      return law
    } catch {
      problems.report(
        .badLaw, "no law `\(name.rawValue)` is like this: \(error.reason)", at: reader.node.origin)
      return nil
    }
  }

  private func shapes(
    _ reader: MappingReader, _ cell: Cell?, _ problems: inout ProblemList
  ) -> Distribution? {
    guard let a = moment("a", reader, cell, &problems),
      let b = moment("b", reader, cell, &problems)
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
    _ key: String, _ reader: MappingReader, _ cell: Cell?, _ problems: inout ProblemList
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
    return list(node, of: key, cell.count, in: -1e12...1e12, &problems)?[cell.place]
  }

  private func spread(
    _ reader: MappingReader, _ name: LawName, _ mean: Double, _ cell: Cell?,
    _ problems: inout ProblemList
  ) -> Double? {
    switch (reader["sd"], reader["cv"]) {
    case (.some, nil): return moment("sd", reader, cell, &problems)
    case (nil, let node?):
      guard let cv = moment("cv", reader, cell, &problems) else { return nil }
      // A negative mean that no law of this name has is the better explanation.
      let isMean = mean >= 0 || name.allows(mean)
      guard isMean, cv != 0, cv * mean <= 0 else { return cv * mean }
      problems.report(
        .badLaw, "a cv is sd / mean, and \(cv) times the mean \(mean) is no sd",
        at: node.origin, length: node.length, hint: "give `sd`")
      return nil
    default:
      problems.report(.badLaw, "a law has either `sd` or `cv`", at: reader.node.origin)
      return nil
    }
  }
}

extension Distribution {
  /// Whether its moments are those of a parent, of which it is a part.
  fileprivate var isCut: Bool {
    switch self {
    case .normalNonNegative, .normalNonPositive: true
    case .shifted(let law, _): law.isCut
    default: false
    }
  }
}
