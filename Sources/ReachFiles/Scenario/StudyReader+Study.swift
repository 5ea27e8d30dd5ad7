import ReachModel

/// Resolves a scenario whose frame is known.
struct StudyReader {
  let top: MappingReader
  let frame: StudyFrame
  /// What the file says of uncertainties, by catalog key.
  var given: [String: GivenUncertainty] = [:]
  /// What the file tries to give, well or badly, by catalog key.
  var attempted: Set<String> = []
  var assumptions: [Assumption] = []
  /// Regimes and the freeze that the file sets by name.
  private var path: [Assumption] = []

  init(top: MappingReader, frame: StudyFrame) { (self.top, self.frame) = (top, frame) }

  /// - Returns: Nil if a part could not be read; the reason is among the problems.
  mutating func study(_ document: ScenarioDocument, _ problems: inout ProblemList) -> Study? {
    // Read by nobody, but text all the same.
    for key in ["note", "source"] { _ = top.string(key, &problems) }
    let targets = targets(&problems)
    let freeze = freezeFrom(&problems)
    let plans = leverPlans(&problems)
    let structure = structure(plans, &problems)
    let start = start(plans, weights: structure?.weights.count, &problems)
    let regimes = regimes(&problems)
    readOverrides(&problems)
    let uncertainties = uncertainties(&problems)
    let correlations = correlations(among: uncertainties.map(\.key), &problems)
    guard let plans, let structure, let start else { return nil }
    let model = SimulationModel(
      sectors: frame.sectors.map { ModelSector(key: $0.key, number: $0.number) },
      groups: plans.groups.map(\.group),
      quarters: frame.quarters, levers: plans.paths(frozenFrom: freeze), structure: structure,
      start: start, parameters: parameterTable(uncertainties, &problems), regimes: regimes)
    return Study(
      name: frame.name, title: frame.title, province: frame.province, sectors: frame.sectors,
      planYear: frame.planYear, asOf: frame.asOf, model: model, targets: targets,
      levers: plans.settings, uncertainties: uncertainties, assumptions: assumptions,
      correlations: correlations, freezeFrom: freeze, scenarioPath: path,
      inputs: ScenarioInputs(document.root, frame, levers: plans.settings, given: Set(given.keys))
        .inputs,
      files: document.files + frame.catalog.files, warnings: document.warnings)
  }

  /// Notes a fixed input for the list of conditions.
  mutating func note(
    _ path: String, _ node: Node, isLevelDrawn: Bool = false, source: String
  ) {
    assumptions.append(
      Assumption(
        path: path, text: node.asTyped, isLevelDrawn: isLevelDrawn, source: source,
        origin: node.origin))
  }

  // MARK: Quarters

  /// The quarter (1...) that `text`, such as 2021-Q3, names; nil, with a problem, outside the
  /// horizon.
  func quarter(
    _ text: String, at origin: Origin, _ problems: inout ProblemList
  ) -> Int? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 4, let year = Int(parts[0]),
      let place = ["Q1", "Q2", "Q3", "Q4"].firstIndex(of: parts[1])
    else {
      problems.report(
        .badDate, "`\(text.prefix(40))` is not a quarter such as 2021-Q3", at: origin,
        length: text.unicodeScalars.count)
      return nil
    }
    guard frame.horizon.contains(year) else {
      problems.report(
        .yearOutside,
        "\(text) is outside \(frame.horizon.lowerBound) to \(frame.horizon.upperBound)", at: origin,
        length: text.unicodeScalars.count)
      return nil
    }
    return 4 * (year - frame.planYear) + place + 1
  }

  /// A quarter, or a mapping that also says why.
  private mutating func freezeFrom(_ problems: inout ProblemList) -> Int? {
    guard let node = top["freeze_from"] else { return nil }
    let reader =
      node.entries == nil ? nil : MappingReader(node, ScenarioSchema.freeze, &problems)
    guard let place = node.entries == nil ? node : reader?["quarter"],
      let text = place.string(&problems)
    else { return nil }
    name("freeze_from", text, source: reader?.string("source", &problems), at: node.origin)
    return quarter(text, at: place.origin, &problems)
  }

  /// Notes what the scenario sets by name, for the trail of its numbers.
  private mutating func name(_ what: String, _ text: String, source: String?, at origin: Origin) {
    path.append(
      Assumption(path: what, text: text, source: source ?? "no source stated", origin: origin))
  }

  private mutating func regimes(_ problems: inout ProblemList) -> [Int: RegimeOverride] {
    guard let node = top["regime"] else { return [:] }
    guard let entries = node.entries else {
      problems.report(
        .wrongType, "\(node.kind) stands where quarters are expected", at: node.origin,
        length: node.length, hint: "write {2021-Q3: stress}")
      return [:]
    }
    var regimes: [Int: RegimeOverride] = [:], jumps: [Int: Node] = [:]
    for entry in entries {
      guard let quarter = quarter(entry.key, at: entry.keyOrigin, &problems),
        let override = regime(entry, &problems)
      else { continue }
      regimes[quarter] = override
      if override.jump != nil, let jump = entry.value["jump"] { jumps[quarter] = jump }
    }
    for (quarter, jump) in jumps.sorted(by: { $0.key < $1.key }) {
      checkActs(jump, in: quarter, regimes, &problems)
    }
    return regimes
  }

  /// A jump acts where a spell of stress begins; elsewhere it would be shown and do nothing.
  private func checkActs(
    _ jump: Node, in quarter: Int, _ regimes: [Int: RegimeOverride], _ problems: inout ProblemList
  ) {
    let startsStressed = top["start"]?["regime"]?["value"]?.scalar?.text == "stress"
    let before = quarter == 1 ? (startsStressed ? 1 : 0) : regimes[quarter - 1]?.regime
    let reason: String
    if regimes[quarter]?.regime == 0 {
      reason = "the quarter is set to `normal`"
    } else if before == 1 {
      reason = "the quarter before is under stress, and a spell keeps the jump that it began with"
    } else {
      return
    }
    problems.report(
      .outOfBounds, "this jump would do nothing: \(reason)", at: jump.origin,
      length: jump.length, hint: "put it in the quarter in which stress begins")
  }

  private mutating func regime(
    _ entry: Node.Entry, _ problems: inout ProblemList
  ) -> RegimeOverride? {
    let node = entry.value
    let what = "regime.\(entry.key)"
    guard node.entries != nil else {
      guard let regime = node.regime(&problems) else { return nil }
      name(what, node.asTyped, source: nil, at: entry.keyOrigin)
      return RegimeOverride(regime: regime)
    }
    guard let reader = MappingReader(node, ScenarioSchema.regime, &problems),
      let word = reader.word("regime", &problems)
    else { return nil }
    let jump = reader["jump"]?.quantity(.logPoints, &problems)
    if let jump, !(-1...0).contains(jump) {
      problems.report(
        .outOfBounds, "a jump into stress lies between -1 and 0", at: reader["jump"]?.origin)
    }
    let source = reader.string("source", &problems)
    if let size = reader["jump"], source == nil {
      problems.report(
        .missingSource, "the jump of \(entry.key) has no `source`", at: size.origin,
        length: size.length, hint: "say beside it where the size comes from")
    }
    name(
      what, word + (reader["jump"].map { ", jump \($0.asTyped)" } ?? ""), source: source,
      at: entry.keyOrigin)
    return RegimeOverride(regime: word == "stress" ? 1 : 0, jump: jump)
  }
}

extension Node {
  /// 0 for `normal`, 1 for `stress`.
  func regime(_ problems: inout ProblemList) -> Int? {
    guard let text = string(&problems) else { return nil }
    if let regime = ["normal", "stress"].firstIndex(of: text) { return regime }
    problems.reportUnknown(
      .unknownName, "no regime is named `\(text.prefix(40))`", name: text,
      known: ["normal", "stress"], at: origin)
    return nil
  }

  /// The value on one line, for people.
  var asTyped: String {
    switch content {
    case .scalar(let scalar): scalar.text
    case .sequence(let items): "[" + items.map(\.asTyped).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.key): \($0.value.asTyped)" }.joined(separator: ", ") + "}"
    }
  }
}
