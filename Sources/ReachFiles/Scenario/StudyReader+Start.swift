import ReachModel

extension StudyReader {
  private static let amounts = 0.0...1e12

  /// The state before the plan and the histories; nil, with problems, if one is missing or wrong.
  ///
  /// `weights` is how many weights E4 has, and so how many past commitments are needed.
  mutating func start(
    _ plans: LeverPlans?, weights: Int?, _ problems: inout ProblemList
  ) -> StartState? {
    let start = top["start"].flatMap { MappingReader($0, ScenarioSchema.start, &problems) }
    let history = top["history"].flatMap { MappingReader($0, ScenarioSchema.history, &problems) }
    let firms = start.flatMap { self.firms($0, &problems) }
    if let start {
      giveValue("share", start, to: .startShare, &problems)
      giveValue("growth", start, to: .startGrowth, &problems)
    }
    let regime = start.flatMap { self.regime($0, &problems) }
    let capital = start.flatMap { self.capital("capital", $0, .levelCapital, &problems) }
    let buyers = start.flatMap { self.capital("buyer_capital", $0, .levelBuyerCapital, &problems) }
    let supported = start.flatMap { self.supported($0, &problems) }
    let series = history.flatMap { self.histories($0, plans, weights: weights, &problems) }
    guard let firms, let regime, let capital, let buyers, let supported, let series else {
      return nil
    }
    return StartState(
      firms: firms, K: capital, KB: buyers, M: supported, x: 0, r: regime, V: series.V, Q: series.Q,
      Z: series.Z, R: series.R, T: series.T, netCertificates: series.netCertificates,
      promotion: series.promotion)
  }

  // MARK: Start

  private mutating func firms(
    _ reader: MappingReader, _ problems: inout ProblemList
  ) -> StartState.Firms? {
    let all = split("firms", reader, to: .startFirms, &problems)
    let certified = split("certified_share", reader, to: .startCertifiedShare, &problems)
    guard let all, let certified else { return nil }
    for (s, sector) in frame.sectors.enumerated() {
      for o in 0..<2 where all[s][o] == 0 && certified[s][o] > 0 {
        problems.report(
          .inconsistentStart,
          "`\(sector.key)` has certified \(o == 0 ? "domestic" : "foreign") firms, but no such firms",
          at: reader["certified_share"]?["split"]?.origin)
      }
    }
    return .drawn(firmShares: all, certifiedShares: certified)
  }

  private mutating func split(
    _ key: String, _ reader: MappingReader, to parameter: Parameter,
    _ problems: inout ProblemList
  ) -> [[Double]]? {
    guard let block = reader[key],
      let entry = MappingReader(
        block, ScenarioSchema.splitValue, title: "`start.\(key)`", &problems)
    else { return nil }
    give(entry["value"], to: parameter, from: entry, &problems)
    guard let split = entry["split"] else { return nil }
    if let source = entry.string("source", &problems) {
      note("start.\(key).split", split, source: source)
    }
    return cells(split, of: "split", &problems)
  }

  private mutating func giveValue(
    _ key: String, _ reader: MappingReader, to parameter: Parameter,
    _ problems: inout ProblemList
  ) {
    guard let block = reader[key],
      let entry = MappingReader(
        block, ScenarioSchema.singleValue, title: "`start.\(key)`", &problems)
    else { return }
    give(entry["value"], to: parameter, from: entry, &problems)
  }

  private mutating func regime(
    _ reader: MappingReader, _ problems: inout ProblemList
  ) -> Int? {
    guard let block = reader["regime"],
      let entry = MappingReader(
        block, ScenarioSchema.regimeValue, title: "`start.regime`", &problems),
      let value = entry["value"]
    else { return nil }
    if let source = entry.string("source", &problems) {
      note("start.regime", value, source: source)
    }
    return value.regime(&problems)
  }

  private mutating func capital(
    _ key: String, _ reader: MappingReader, _ level: Parameter, _ problems: inout ProblemList
  ) -> [Double]? {
    guard let entry = block(key, ScenarioSchema.capital, reader, level, "start", &problems),
      let values = entry["values"]
    else { return nil }
    return bySector(values, &problems) { node, problems in
      // ln KB enters E5, so that it must not be 0.
      let bounds = level == .levelBuyerCapital ? 1e-9...1e12 : Self.amounts
      return node.quantity(.millionUSD, &problems).flatMap {
        node.bounded($0, key, bounds, .outOfBounds, &problems)
      }
    }
  }

  private mutating func supported(
    _ reader: MappingReader, _ problems: inout ProblemList
  ) -> [[Double]]? {
    let entry = block(
      "supported", ScenarioSchema.supported, reader, .levelSupported, "start", &problems)
    guard let values = entry?["values"] else { return nil }
    return byGroup(values, &problems) { group, problems in
      bySector(group, &problems) { number($0, of: "supported", in: Self.amounts, &$1) }
    }
  }

  // MARK: History

  private struct Series {
    let V: [[Double]], Q: [[Double]], Z: [Double], R: [Double], T: [[Double]]
    let netCertificates: [[Double]]
    let promotion: [Double]
  }

  private mutating func histories(
    _ reader: MappingReader, _ plans: LeverPlans?, weights: Int?, _ problems: inout ProblemList
  ) -> Series? {
    typealias Schema = ScenarioSchema
    let V = table("presence", Schema.presence, reader, .levelPresence, 5, in: 0...1, &problems)
    let Q = table("si_output", Schema.siOutput, reader, nil, 4, in: Self.amounts, &problems)
    let net = table(
      "net_certificates", Schema.netCertificates, reader, .levelNetCertificates, 4,
      in: -1e6...1e6, &problems)
    let Z = list("other_output", Schema.otherOutput, reader, .levelOutput, 4, &problems)
    let R = list("commitments", Schema.commitments, reader, .levelCommitments, weights, &problems)
    let promotion = list(
      "promotion", Schema.promotion, reader, .levelPromotion, plans?.promotion.lag, &problems)
    let T = reached(reader, plans, &problems)
    requirePositive(Q?.flatMap { $0 }, "si_output", reader, &problems)
    requirePositive(Z, "other_output", reader, &problems)
    guard let V, let Q, let net, let Z, let R, let promotion, let T else { return nil }
    return Series(V: V, Q: Q, Z: Z, R: R, T: T, netCertificates: net, promotion: promotion)
  }

  private func requirePositive(
    _ values: [Double]?, _ key: String, _ reader: MappingReader, _ problems: inout ProblemList
  ) {
    guard let values, values.contains(0) else { return }
    problems.report(
      .outOfBounds, "output must be positive in every quarter", at: reader[key]?["values"]?.origin)
  }

  private mutating func table(
    _ key: String, _ schema: MappingSchema, _ reader: MappingReader, _ level: Parameter?,
    _ count: Int, in bounds: ClosedRange<Double>, _ problems: inout ProblemList
  ) -> [[Double]]? {
    guard let entry = block(key, schema, reader, level, "history", &problems) else { return nil }
    if schema.key("tilt") != nil {
      give(entry["tilt"], to: .startTilt, from: entry, &problems)
    }
    guard let values = entry["values"] else { return nil }
    return bySector(values, &problems) { numbers($0, of: key, count: count, in: bounds, &$1) }
  }

  private mutating func list(
    _ key: String, _ schema: MappingSchema, _ reader: MappingReader, _ level: Parameter,
    _ count: Int?, _ problems: inout ProblemList
  ) -> [Double]? {
    guard let entry = block(key, schema, reader, level, "history", &problems),
      let values = entry["values"]
    else { return nil }
    return numbers(values, of: key, count: count, in: Self.amounts, &problems)
  }

  private mutating func reached(
    _ reader: MappingReader, _ plans: LeverPlans?, _ problems: inout ProblemList
  ) -> [[Double]]? {
    let entry = block(
      "reached", ScenarioSchema.reached, reader, .levelReached, "history", &problems)
    guard let values = entry?["values"] else { return nil }
    let rows = byGroup(values, &problems) { node, problems -> (Node, [Double])? in
      numbers(node, of: "reached", count: nil, in: Self.amounts, &problems).map { (node, $0) }
    }
    guard let rows, let plans else { return nil }
    for ((node, row), plan) in zip(rows, plans.groups) where row.count != plan.group.lag {
      problems.report(
        .badLength,
        "\(row.count) numbers are given for `\(plan.group.key)`, its lag of \(plan.group.lag) "
          + "quarters needs \(plan.group.lag)", at: node.origin)
    }
    return rows.map(\.1)
  }

  /// A block with `values`, perhaps a level, and a source, all noted.
  private mutating func block(
    _ key: String, _ schema: MappingSchema, _ reader: MappingReader, _ level: Parameter?,
    _ section: String, _ problems: inout ProblemList
  ) -> MappingReader? {
    guard let node = reader[key],
      let entry = MappingReader(node, schema, title: "`\(section).\(key)`", &problems)
    else { return nil }
    // The output of the sectors is scaled to their share, which is drawn.
    let isScaled = schema.key("tilt") != nil
    let hasLevel = schema.key("level") != nil && entry["level"] != nil
    noteValues("\(section).\(key)", entry, isLevelDrawn: hasLevel || isScaled, &problems)
    if let level, schema.key("level") != nil {
      give(entry["level"], to: level, from: entry, &problems)
    }
    return entry
  }
}
