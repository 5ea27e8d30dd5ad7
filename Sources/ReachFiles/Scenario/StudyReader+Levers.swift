import ReachModel

/// What a scenario sets for one group of support.
struct GroupPlan {
  let group: SupportGroup
  let setting: LeverSetting
  /// Firms a year.
  let eligible: Double
  /// By sector; sums to 1.
  let split: [Double]
}

struct LeverPlans {
  let groups: [GroupPlan]
  let promotion: LeverSetting
  let usualPromotion: Double

  /// In the order of their numbers, promotion last.
  var settings: [LeverSetting] { groups.map(\.setting) + [promotion] }

  /// The yearly rate in force in each quarter; 0 from quarter `freeze` (1...) on.
  func paths(frozenFrom freeze: Int?) -> LeverPaths {
    func quarterly(_ setting: LeverSetting) -> [Double] {
      setting.yearly.flatMap { [Double](repeating: $0, count: 4) }.enumerated().map {
        $0.offset + 1 >= freeze ?? .max ? 0 : $0.element
      }
    }
    return LeverPaths(
      budget: groups.map { quarterly($0.setting) }, promotion: quarterly(promotion),
      usualPromotion: usualPromotion)
  }
}

extension StudyReader {
  /// - Returns: Nil, with problems, if a lever could not be read.
  func leverPlans(_ problems: inout ProblemList) -> LeverPlans? {
    let groups = frame.groups.map { groupPlan($0, &problems) }
    let promotion = promotionPlan(&problems)
    let known = groups.compactMap { $0 }
    guard let promotion, known.count == groups.count else { return nil }
    return LeverPlans(groups: known, promotion: promotion.setting, usualPromotion: promotion.usual)
  }

  private func reader(_ lever: CatalogLever, _ problems: inout ProblemList) -> MappingReader? {
    top["levers"]?[lever.key].flatMap {
      MappingReader($0, ScenarioSchema.lever, title: "lever `\(lever.key)`", &problems)
    }
  }

  private func groupPlan(_ lever: CatalogLever, _ problems: inout ProblemList) -> GroupPlan? {
    guard let reader = reader(lever, &problems) else { return nil }
    require(["eligible", "split"], refuse: ["usual"], of: reader, &problems)
    let setting = setting(lever, reader, &problems)
    let eligible = reader["eligible"].flatMap { positive($0, .firms, "eligible", &problems) }
    let split = reader["split"].flatMap { shares($0, of: "split", sumIs: 1, &problems) }
    guard let setting, let eligible, let split else { return nil }
    let group = SupportGroup(
      key: lever.key, number: lever.number, channels: lever.channels, lag: setting.lag)
    return GroupPlan(group: group, setting: setting, eligible: eligible, split: split)
  }

  private func promotionPlan(
    _ problems: inout ProblemList
  ) -> (setting: LeverSetting, usual: Double)? {
    let lever = frame.promotion
    guard let reader = reader(lever, &problems) else { return nil }
    require(["usual"], refuse: ["eligible", "split"], of: reader, &problems)
    let setting = setting(lever, reader, &problems)
    let usual = reader["usual"].flatMap {
      positive($0, Dimension(unit: lever.unit), "usual", &problems)
    }
    guard let setting, let usual else { return nil }
    return (setting, usual)
  }

  /// Keys that only levers of one kind have.
  private func require(
    _ needed: [String], refuse: [String], of reader: MappingReader, _ problems: inout ProblemList
  ) {
    for key in needed where reader[key] == nil {
      problems.report(
        .missingKey, "\(reader.title) has no `\(key)`", at: reader.node.origin,
        hint: reader.schema.key(key)?.summary)
    }
    for entry in reader.node.entries ?? [] where refuse.contains(entry.key) {
      problems.report(
        .unknownKey, "`\(entry.key)` does not apply to \(reader.title)", at: entry.keyOrigin,
        length: entry.key.count)
    }
  }

  private func positive(
    _ node: Node, _ dimension: Dimension, _ key: String, _ problems: inout ProblemList
  ) -> Double? {
    guard let value = node.quantity(dimension, per: "year", &problems) else { return nil }
    if value > 0, value <= 1e12 { return value }
    problems.report(
      .outOfBounds,
      value > 0
        ? "`\(key)` is \(value), more than 1e+12" : "`\(key)` must be positive, not \(value)",
      at: node.origin, length: node.length)
    return nil
  }

  private func setting(
    _ lever: CatalogLever, _ reader: MappingReader, _ problems: inout ProblemList
  ) -> LeverSetting? {
    let yearly = reader["budget"].flatMap { self.yearly($0, lever, &problems) }
    let basis = basis(reader, &problems)
    let lag = reader["lag"].map { $0.lag(&problems) } ?? lever.lag
    guard let yearly, let basis, let lag, let source = reader.string("source", &problems)
    else { return nil }
    return LeverSetting(
      key: lever.key, label: lever.label, kind: lever.kind, unit: lever.unit, yearly: yearly,
      lag: lag, basis: basis, bounds: lever.bounds.lowerBound...lever.bounds.upperBound,
      source: source,
      origin: reader.node.origin)
  }

  /// Assumed unless the file says that a document gives the amount.
  ///
  /// An amount that a file puts in place of one that it inherits is the scenario's own, whatever
  /// the inherited file says of its amount.
  private func basis(
    _ reader: MappingReader, _ problems: inout ProblemList
  ) -> LeverSetting.Basis? {
    let word = reader["budget_assumed"]
    let file = reader["budget"]?.origin.file
    if let file, file != frame.baseFile, word?.origin.file != file { return .scenario }
    guard let word else { return .assumed }
    return word.bool(&problems).map { $0 ? .assumed : .documented }
  }

  /// One amount for all years, or phased: the last given year is carried forward.
  private func yearly(
    _ node: Node, _ lever: CatalogLever, _ problems: inout ProblemList
  ) -> [Double]? {
    guard let entries = node.entries else {
      return amount(node, lever, &problems).map { [Double](repeating: $0, count: frame.years) }
    }
    var amounts: [Int: Double] = [:]
    for entry in entries {
      let amount = amount(entry.value, lever, &problems)
      if let year = year(entry, &problems) { amounts[year] = amount }
    }
    guard amounts[frame.planYear] != nil else {
      problems.report(
        .yearOutside, "no amount is given for the first year, \(frame.planYear)", at: node.origin)
      return nil
    }
    var last = 0.0
    return frame.horizon.map { year in
      last = amounts[year] ?? last
      return last
    }
  }

  private func year(_ entry: Node.Entry, _ problems: inout ProblemList) -> Int? {
    let year = Int(entry.key)
    guard let year, entry.key.utf8.count == 4 else {
      problems.report(
        .badDate, "`\(entry.key.prefix(40))` is not a year", at: entry.keyOrigin,
        length: entry.key.unicodeScalars.count)
      return nil
    }
    guard frame.horizon.contains(year) else {
      problems.report(
        .yearOutside,
        "\(year) is outside \(frame.horizon.lowerBound) to \(frame.horizon.upperBound)",
        at: entry.keyOrigin, length: 4)
      return nil
    }
    return year
  }

  private func amount(
    _ node: Node, _ lever: CatalogLever, _ problems: inout ProblemList
  ) -> Double? {
    let dimension = Dimension(unit: lever.unit)
    guard let value = node.quantity(dimension, per: "year", &problems) else { return nil }
    guard lever.bounds.contains(value) else {
      problems.report(
        .outOfBounds,
        "\(value) \(lever.unit) is outside \(lever.bounds.lowerBound) to "
          + "\(lever.bounds.upperBound), the bounds of `\(lever.key)`", at: node.origin,
        length: node.length)
      return nil
    }
    return value
  }
}
