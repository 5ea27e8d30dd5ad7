import ReachModel

extension StudyReader {
  /// The targets, each within the horizon, after `as_of` and within what is possible.
  func targets(_ problems: inout ProblemList) -> [Target] {
    guard let node = top["targets"] else { return [] }
    guard let entries = node.entries, !entries.isEmpty else {
      problems.report(
        .wrongType, "\(node.kind) stands where targets are expected", at: node.origin,
        length: node.length)
      return []
    }
    for entry in entries { entry.checkName(&problems) }
    return entries.compactMap { target($0.key, $0.value, &problems) }
  }

  private func target(
    _ key: String, _ node: Node, _ problems: inout ProblemList
  ) -> Target? {
    guard
      let reader = MappingReader(node, ScenarioSchema.target, title: "target `\(key)`", &problems)
    else { return nil }
    let template = reader["from"].flatMap {
      $0.named("target", among: frame.catalog.targets, by: \.key, &problems)
    }
    guard reader["from"] == nil || template != nil else { return nil }
    requireKeys(reader, template, &problems)
    let outcome = reader.word("outcome", &problems).flatMap(Outcome.init) ?? template?.outcome
    let comparison =
      reader.word("comparison", &problems).flatMap(Comparison.init) ?? template?.comparison
    let year = reader.int("year", &problems) ?? template?.year
    let source = reader.string("source", &problems) ?? template?.source
    guard let outcome, let comparison, let year, let source else { return nil }
    check(year, reader["year"] ?? reader["from"] ?? node, &problems)
    let isTemplates = reader["threshold"] == nil && outcome == template?.outcome
    let threshold =
      isTemplates ? template?.threshold : reader["threshold"]?.threshold(of: outcome, &problems)
    let sector = sector(reader, template, &problems)
    guard let threshold else { return nil }
    return Target(
      key: key, label: label(reader, template, outcome, key, &problems), outcome: outcome,
      sector: sector, sectorKey: sector.map { frame.sectors[$0].key }, comparison: comparison,
      threshold: threshold, year: year, source: source, origin: node.origin)
  }

  private func requireKeys(
    _ reader: MappingReader, _ template: CatalogTarget?, _ problems: inout ProblemList
  ) {
    guard template == nil else { return }
    for key in ["outcome", "comparison", "threshold", "year", "source"] where reader[key] == nil {
      problems.report(
        key == "source" ? .missingSource : .missingKey, "\(reader.title) has no `\(key)`",
        at: reader.node.origin, hint: reader.schema.key(key)?.summary)
    }
  }

  private func check(_ year: Int, _ node: Node, _ problems: inout ProblemList) {
    if let end = CalendarDate.endOfYear(year), end <= frame.asOf {
      problems.report(
        .targetPast, "the year \(year) was over on \(frame.asOf), the date of `as_of`",
        at: node.origin, length: node.length)
    } else if !frame.horizon.contains(year) {
      problems.report(
        .yearOutside,
        "\(year) is outside the simulated years \(frame.horizon.lowerBound) to "
          + "\(frame.horizon.upperBound)", at: node.origin, length: node.length)
    }
  }

  private func sector(
    _ reader: MappingReader, _ template: CatalogTarget?, _ problems: inout ProblemList
  ) -> Int? {
    if let node = reader["sector"] {
      return node.named("sector", among: frame.sectors, by: \.key, &problems).flatMap {
        frame.sectors.firstIndex(of: $0)
      }
    }
    guard let key = template?.sector else { return nil }
    let place = frame.sectors.firstIndex { $0.key == key }
    if place == nil, let from = reader["from"] {
      problems.report(
        .unknownName,
        "this target is for the sector `\(key)`, which is not among the scenario's `sectors`",
        at: from.origin, length: from.length, allowed: frame.sectors.map(\.key))
    }
    return place
  }

  private func label(
    _ reader: MappingReader, _ template: CatalogTarget?, _ outcome: Outcome, _ key: String,
    _ problems: inout ProblemList
  ) -> Label {
    reader.label("label", &problems) ?? template?.label
      ?? frame.catalog.outcomes.first { $0.outcome == outcome }?.label ?? Label(vi: key, en: key)
  }
}
