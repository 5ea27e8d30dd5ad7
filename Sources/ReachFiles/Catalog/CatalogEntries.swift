import ReachModel

extension Province {
  init?(_ key: String, _ node: Node, _ problems: inout ProblemList) {
    guard
      let reader = MappingReader(
        node, CatalogSchema.province, title: "province `\(key)`", &problems)
    else { return nil }
    let code = reader.string("code", &problems), label = reader.label("label", &problems)
    let region = reader.string("region", &problems)
    let successor = reader.string("successor", &problems)
    let facts = reader.string("facts", &problems)
    _ = (reader.int("number", &problems), reader.string("source", &problems))
    guard let code, let label, let region, let successor, let facts else { return nil }
    if code.utf8.count != 2 || !code.utf8.allSatisfy({ (48...57).contains($0) }) {
      problems.report(
        .wrongType, "`\(code.prefix(20))` is not a code of two digits",
        at: reader["code"]?.origin ?? node.origin, hint: "put it in quotes: \"01\"")
    }
    self.init(
      key: key, code: code, label: label, region: region, successor: successor, factsKey: facts,
      origin: node.origin)
  }
}

extension MergedProvince {
  init?(_ key: String, _ node: Node, _ problems: inout ProblemList) {
    guard
      let reader = MappingReader(node, CatalogSchema.merged, title: "province `\(key)`", &problems),
      let label = reader.label("label", &problems)
    else { return nil }
    (self.key, self.label, origin) = (key, label, node.origin)
    members = reader.texts("members", &problems)
    code = reader.string("code", &problems)
  }
}

extension Sector {
  init?(_ key: String, _ node: Node, _ problems: inout ProblemList) {
    guard
      let reader = MappingReader(node, CatalogSchema.sector, title: "sector `\(key)`", &problems)
    else { return nil }
    let number = reader.int("number", &problems), label = reader.label("label", &problems)
    let unit = reader.string("unit", &problems), source = reader.string("source", &problems)
    guard let number, let label, let unit, let source else { return nil }
    self.init(
      key: key, number: number, label: label, unit: unit, source: source, origin: node.origin)
  }
}

extension CatalogLever {
  init?(_ key: String, _ node: Node, _ problems: inout ProblemList) {
    guard
      let reader = MappingReader(node, CatalogSchema.lever, title: "lever `\(key)`", &problems)
    else { return nil }
    let number = reader.int("number", &problems), label = reader.label("label", &problems)
    let kind = reader.word("kind", &problems).flatMap(LeverSetting.Kind.init)
    let unit = reader.string("unit", &problems), source = reader.string("source", &problems)
    let lagSource = reader.string("lag_source", &problems)
    let lag = reader["lag"]?.lag(&problems)
    guard let number, let label, let kind, let unit, let source, let lagSource, let lag else {
      return nil
    }
    (self.key, self.number, self.label, self.kind) = (key, number, label, kind)
    (self.unit, self.source, self.lag, self.lagSource) = (unit, source, lag, lagSource)
    channels = Set(
      reader.texts("channels", &problems).compactMap {
        SupportGroup.Channel.named($0, at: reader["channels"]?.origin, &problems)
      })
    outputEffect = reader.string("output_effect", &problems)
    bounds = reader.bounds(0...1e9, &problems)
    origin = node.origin
  }
}

extension SupportGroup.Channel {
  static func named(
    _ text: String, at origin: Origin?, _ problems: inout ProblemList
  ) -> Self? {
    if let channel = Self(rawValue: text) { return channel }
    if let origin {
      problems.reportUnknown(
        .unknownName, "no channel is named `\(text.prefix(40))`", name: text,
        known: allCases.map(\.rawValue), at: origin)
    }
    return nil
  }
}

extension Node {
  /// Whole quarters, 1 to 40.
  func lag(_ problems: inout ProblemList) -> Int? {
    guard let value = quantity(.quarters, &problems) else { return nil }
    guard let quarters = Int(exactly: value), (1...40).contains(quarters) else {
      problems.report(
        .outOfBounds, "a lag is 1 to 40 whole quarters", at: origin, length: length)
      return nil
    }
    return quarters
  }
}

extension CatalogOutcome {
  init?(_ key: String, _ node: Node, _ problems: inout ProblemList) {
    guard let outcome = Outcome(rawValue: key) else {
      problems.reportUnknown(
        .unknownName, "the model has no outcome `\(key.prefix(40))`", name: key,
        known: Outcome.allCases.map(\.rawValue), at: node.origin)
      return nil
    }
    guard
      let reader = MappingReader(node, CatalogSchema.outcome, title: "outcome `\(key)`", &problems)
    else { return nil }
    let number = reader.int("number", &problems), label = reader.label("label", &problems)
    let unit = reader.string("unit", &problems), source = reader.string("source", &problems)
    let definition = reader.label("definition", &problems)
    guard let number, let label, let unit, let source, let definition else { return nil }
    (self.outcome, self.number, self.label, self.unit) = (outcome, number, label, unit)
    (self.definition, self.source, origin) = (definition, source, node.origin)
  }
}

extension CatalogTarget {
  init?(_ key: String, _ node: Node, _ problems: inout ProblemList) {
    guard
      let reader = MappingReader(node, CatalogSchema.target, title: "target `\(key)`", &problems)
    else { return nil }
    let number = reader.int("number", &problems), label = reader.label("label", &problems)
    let outcome = reader.word("outcome", &problems).flatMap(Outcome.init)
    let comparison = reader.word("comparison", &problems).flatMap(Comparison.init)
    let threshold = outcome.flatMap { reader["threshold"]?.threshold(of: $0, &problems) }
    let year = reader.int("year", &problems), source = reader.string("source", &problems)
    guard let number, let label, let outcome, let comparison, let threshold, let year, let source
    else { return nil }
    (self.key, self.number, self.label, self.outcome) = (key, number, label, outcome)
    (self.comparison, self.threshold, self.year) = (comparison, threshold, year)
    (self.source, origin, sector) = (source, node.origin, reader.string("sector", &problems))
  }
}

extension Node {
  /// A threshold in the unit of the outcome, within what is possible.
  func threshold(of outcome: Outcome, _ problems: inout ProblemList) -> Double? {
    guard let value = quantity(outcome.isCount ? .firms : .share, &problems) else { return nil }
    let bounds: ClosedRange<Double> =
      switch outcome {
      case .firms, .certified: 0...1_000_000
      case .certifiedShare, .share: 0...1
      case .growth: -1...1
      }
    guard bounds.contains(value) else {
      problems.report(
        .outOfBounds, "the threshold is outside \(bounds.lowerBound) to \(bounds.upperBound)",
        at: origin, length: length)
      return nil
    }
    return value
  }
}
