package import ReachModel

/// What a scenario says of an uncertainty: one law, or one for each sector or group.
struct GivenUncertainty {
  let laws: [Distribution]
  let source: String
  /// Whether it rests on a figure published by the date.
  var isPublished = false
  let origin: Origin
}

extension StudyReader {
  /// Notes the value of a start or level as the law of the uncertainty that feeds `parameter`.
  mutating func give(
    _ node: Node?, to parameter: Parameter, from entry: MappingReader,
    _ problems: inout ProblemList
  ) {
    guard let node else { return }
    guard let known = frame.catalog.uncertainties(feeding: parameter).first else {
      problems.report(
        .missingEntry,
        "no uncertainty of the catalog feeds `\(parameter.rawValue)`, so that this would be ignored",
        at: node.origin, length: node.length)
      return
    }
    attempted.insert(known.key)
    guard
      let law = node.distribution(in: known.unit, known.link, within: known.bounds, &problems),
      let source = entry.string("source", &problems)
    else { return }
    let published = entry.schema.key("published") == nil ? nil : entry["published"]
    given[known.key] = GivenUncertainty(
      laws: [law], source: source, isPublished: published?.bool(&problems) ?? false,
      origin: node.origin)
  }

  /// Reads `overrides`; an uncertainty that the start or history has given may not come again.
  mutating func readOverrides(_ problems: inout ProblemList) {
    guard let node = top["overrides"] else { return }
    guard let entries = node.entries else {
      problems.report(
        .wrongType, "\(node.kind) stands where overrides are expected", at: node.origin,
        length: node.length, hint: "write {entry_rate: {value: 9 % to 12 %, source: \"…\"}}")
      return
    }
    for entry in entries {
      guard let known = frame.catalog.uncertainty(entry.key) else {
        problems.reportUnknown(
          .unknownName, "no uncertainty is named `\(entry.key.prefix(60))`", name: entry.key,
          known: frame.catalog.uncertainties.map(\.key), at: entry.keyOrigin)
        continue
      }
      attempted.insert(known.key)
      guard
        let reader = MappingReader(
          entry.value, ScenarioSchema.override, title: "override `\(entry.key)`", &problems)
      else { continue }
      let laws = laws(reader, of: known, &problems)
      guard let laws, let source = reader.string("source", &problems) else { continue }
      let override = GivenUncertainty(laws: laws, source: source, origin: entry.keyOrigin)
      if given.updateValue(override, forKey: known.key) != nil {
        problems.report(
          .duplicateKey, "`\(known.key)` is given by `start` or `history` already",
          at: entry.keyOrigin, length: entry.key.unicodeScalars.count)
      }
    }
  }

  private func laws(
    _ reader: MappingReader, of known: CatalogUncertainty, _ problems: inout ProblemList
  ) -> [Distribution]? {
    func law(_ node: Node, _ problems: inout ProblemList) -> Distribution? {
      node.distribution(in: known.unit, known.link, within: known.bounds, &problems)
    }
    switch (reader["value"], reader["values"]) {
    case (let value?, nil): return law(value, &problems).map { [$0] }
    case (nil, let values?):
      switch known.parameter.shape {
      case .perSector where known.sector == nil: return bySector(values, &problems, law)
      case .perGroup where known.lever == nil: return byGroup(values, &problems, law)
      default:
        problems.report(
          .wrongType, "`\(known.key)` has one value", at: values.origin, hint: "write `value:`")
        return nil
      }
    case (nil, nil):
      problems.report(
        .missingKey, "\(reader.title) has neither `value` nor `values`", at: reader.node.origin)
      return nil
    default:
      problems.report(
        .badLaw, "\(reader.title) has both `value` and `values`", at: reader.node.origin)
      return nil
    }
  }

  /// Every uncertainty in use, by number.
  ///
  /// One without a prior that the scenario does not give is a problem, except a level or the tilt,
  /// which then is not drawn, and one that the panel derives, which then waits for the fit.
  func uncertainties(_ problems: inout ProblemList) -> [Uncertainty] {
    frame.catalog.uncertainties.sorted { $0.number < $1.number }.compactMap { known in
      guard isUsed(known) else { return nil }
      let given = given[known.key]
      let derived: [Distribution]? = known.isDerived ? [] : nil
      guard let laws = given?.laws ?? known.prior.map({ [$0] }) ?? derived else {
        if known.parameter.isNeeded, !isReported(known) {
          problems.report(
            .missingAssumption,
            "`\(known.key)` has no published prior, and the scenario gives none",
            at: overridesOrigin,
            hint: "add it under `overrides`, with a source")
        }
        return nil
      }
      return Uncertainty(
        key: known.key, number: known.number, label: known.label, unit: known.unit,
        parameter: known.parameter, index: place(of: known),
        priors: laws.count == 1 ? [Distribution](repeating: laws[0], count: count(known)) : laws,
        sources: given.map { [$0.source] } ?? known.sources, fedBy: known.fedBy.en,
        isAssumed: given.map { !$0.isPublished } ?? (known.status == .assumed),
        origin: given?.origin ?? (laws.isEmpty ? overridesOrigin : known.origin))
    }
  }

  /// Whether its absence follows from a mistake that is reported already: a value that cannot be
  /// read, or a part of `start`, whose keys are required.
  private func isReported(_ known: CatalogUncertainty) -> Bool {
    let starts: [Parameter] = [.startFirms, .startCertifiedShare, .startShare, .startGrowth]
    return attempted.contains(known.key) || starts.contains(known.parameter)
  }

  /// Where an override would stand.
  private var overridesOrigin: Origin { (top["overrides"] ?? top.node).origin }

  private func isUsed(_ known: CatalogUncertainty) -> Bool {
    (known.lever == nil && known.sector == nil) || place(of: known) != nil
  }

  /// The place of the only sector or group that an entry feeds.
  private func place(of known: CatalogUncertainty) -> Int? {
    if let lever = known.lever { return frame.groups.firstIndex { $0.key == lever } }
    if let sector = known.sector { return frame.sectors.firstIndex { $0.key == sector } }
    return nil
  }

  /// How many independent draws an entry has.
  private func count(_ known: CatalogUncertainty) -> Int {
    switch known.per {
    case .sector: frame.sectors.count
    case .group: frame.groups.count
    case nil: 1
    }
  }

  // MARK: Table

  /// The drawn values of every parameter.
  ///
  /// Several values with one law and no `per` share one
  /// address, so that they are one draw; others take the permanent number of their sector or lever
  /// as index, so that leaving one out shifts no other.
  func parameterTable(
    _ uncertainties: [Uncertainty], _ problems: inout ProblemList
  ) -> ParameterTable {
    var table = ParameterTable([:])
    for parameter in Parameter.allCases {
      let entries = uncertainties.filter { $0.parameter == parameter }
      switch parameter.shape {
      case .single:
        table[parameter] = entries.prefix(1).flatMap { entry in
          entry.priors.prefix(1).map { DrawnValue($0, number: entry.number) }
        }
      case .perSector:
        table[parameter] = values(entries, frame.sectors.map(\.number))
      case .perGroup:
        table[parameter] = values(entries, frame.groups.map(\.number))
        if parameter == .theta { fillSilentGroups(&table, entries) }
      }
    }
    return table
  }

  private func values(_ entries: [Uncertainty], _ numbers: [Int]) -> [DrawnValue] {
    numbers.enumerated().compactMap { place, number in
      if let own = entries.first(where: { $0.index == place }) {
        return DrawnValue(own.priors[0], number: own.number)
      }
      guard let common = entries.first(where: { $0.index == nil }) else { return nil }
      guard common.priors.count > 1 else {
        // A sole sector or group keeps the index that it has among others.
        let isRepeated = frame.catalog.uncertainty(common.key)?.per != nil
        return DrawnValue(
          common.priors[0], number: common.number, index: isRepeated ? number : 0)
      }
      return DrawnValue(common.priors[place], number: common.number, index: number)
    }
  }

  /// A group without an effect on output has θ = 0.
  private func fillSilentGroups(_ table: inout ParameterTable, _ entries: [Uncertainty]) {
    let number = Parameter.theta.number
    table[.theta] = frame.groups.indices.map { place in
      entries.first { $0.index == place }.map { DrawnValue($0.priors[0], number: $0.number) }
        ?? DrawnValue(.fixed(0), number: number, index: frame.groups[place].number)
    }
  }

  // MARK: Correlations

  /// The scenario's rank correlations, and those of the catalog for other pairs.
  func correlations(
    among keys: [String], _ problems: inout ProblemList
  ) -> [RankCorrelation] {
    var all: [RankCorrelation] = []
    for item in top.nodes("correlations", &problems) {
      guard let correlation = RankCorrelation(item, &problems) else { continue }
      for name in [correlation.first, correlation.second] where !keys.contains(name) {
        problems.reportUnknown(
          .unknownName, "no uncertainty of this scenario is named `\(name.prefix(60))`",
          name: name, known: keys, at: item["between"]?.origin ?? item.origin)
      }
      if all.contains(where: { $0.joinsSame(correlation) }) {
        problems.report(
          .badCorrelation, "this pair has a correlation already", at: correlation.origin)
      }
      all.append(correlation)
    }
    return frame.catalog.correlations.filter { general in
      !all.contains { $0.joinsSame(general) } && keys.contains(general.first)
        && keys.contains(general.second)
    } + all
  }
}

extension RankCorrelation {
  func joinsSame(_ other: RankCorrelation) -> Bool {
    Set([first, second]) == Set([other.first, other.second])
  }
}

extension Parameter {
  /// Whether a model may lack it: levels count as 1, the tilt as 0, and registers as right; errors
  /// of published growth belong to the fit, not to the equations.
  package var isOptional: Bool {
    ["level_", "register_", "growth_error_"].contains { rawValue.hasPrefix($0) }
      || self == .startTilt
  }

  /// Whether a study must have it, which is fitted before it is simulated: beside what a model
  /// needs, the errors of published growth.
  package var isNeeded: Bool { !isOptional || rawValue.hasPrefix("growth_error_") }
}
