import ReachModel

extension StudyReader {
  /// The fixed shares and reference levels; nil, with problems, if one is missing or wrong.
  mutating func structure(
    _ plans: LeverPlans?, _ problems: inout ProblemList
  ) -> Structure? {
    guard let node = top["structure"],
      let reader = MappingReader(node, ScenarioSchema.structure, &problems)
    else { return nil }
    let weights = weights(reader, &problems)
    let capital = shareTable("capital_shares", reader, sumAtMost: 1, &problems)
    let buyers = shareTable("buyer_capital_shares", reader, sumAtMost: nil, &problems)
    let presence = shareTable("presence_normal", reader, sumAtMost: nil, &problems)
    let foreign = shareTable("foreign_share_normal", reader, sumAtMost: nil, &problems)
    guard let plans, let weights, let capital, let buyers, let presence, let foreign else {
      return nil
    }
    return Structure(
      promotionLag: plans.promotion.lag, weights: weights, capitalShares: capital,
      buyerCapitalShares: buyers, supportShares: plans.groups.map(\.split),
      eligible: plans.groups.map(\.eligible), presenceNormal: presence,
      foreignShareNormal: foreign)
  }

  private mutating func weights(
    _ reader: MappingReader, _ problems: inout ProblemList
  ) -> [Double]? {
    guard let block = reader["commitment_weights"],
      let entry = MappingReader(
        block, ScenarioSchema.weights, title: "`commitment_weights`", &problems),
      let list = entry["values"]
    else { return nil }
    noteValues("structure.commitment_weights", entry, &problems)
    guard let weights = numbers(list, of: "commitment_weights", count: nil, in: 0...1, &problems)
    else { return nil }
    guard (8...12).contains(weights.count) else {
      problems.report(
        .badLength, "\(weights.count) weights are given, 8 to 12 are possible", at: list.origin)
      return nil
    }
    return checkSum(weights, 1, list, &problems) ? weights : nil
  }

  private mutating func shareTable(
    _ key: String, _ reader: MappingReader, sumAtMost limit: Double?,
    _ problems: inout ProblemList
  ) -> [Double]? {
    guard let block = reader[key],
      let entry = MappingReader(block, ScenarioSchema.shares, title: "`\(key)`", &problems),
      let values = entry["values"]
    else { return nil }
    noteValues("structure.\(key)", entry, &problems)
    let shares = bySector(values, &problems) { number($0, of: key, in: 0...1, &$1) }
    if let shares, let limit, shares.reduce(0, +) > limit + Self.sumTolerance {
      problems.report(.badSum, "these sum to more than \(limit)", at: values.origin)
      return nil
    }
    return shares
  }

  /// Notes the `values` of a block as assumed, with its source.
  mutating func noteValues(
    _ path: String, _ entry: MappingReader, isLevelDrawn: Bool = false,
    _ problems: inout ProblemList
  ) {
    guard let values = entry["values"], let source = entry.string("source", &problems) else {
      return
    }
    note(path, values, isLevelDrawn: isLevelDrawn, source: source)
  }
}
