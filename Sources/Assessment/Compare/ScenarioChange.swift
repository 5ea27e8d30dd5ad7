package import ReachModel

/// A group of inputs in which two scenarios differ, as people speak of it: a lever, an uncertainty,
/// the start.
package struct ScenarioChange: Sendable, Equatable {
  /// What kind of change it is.
  package enum Kind: String, Sendable, CaseIterable {
    /// What a decision-maker set differently.
    case lever
    /// What someone assumed differently: a law, the start, a correlation, a stress path.
    case assumption
    /// What newer or other data made of the same prior.
    case data
    /// The question itself: other thresholds.
    case targets
    /// Between runs: another version of Reach computes another number of the same model.
    case software
    /// Between runs: other shocks, more or fewer draws, drawn in another way.
    case sampling
    /// Between runs: counts are recorded as whole numbers.
    case rounding
  }

  /// What stands on one side.
  package enum Value: Sendable, Equatable {
    /// Yearly amounts in a unit.
    case amounts([Double], unit: String)
    /// One law, or one per sector or group.
    case laws([Distribution], unit: String)
    case words(Label)
  }

  /// Stable and unique within a comparison, for example `levers.linkage`.
  package let key: String
  package let kind: Kind
  package let label: Label
  package let base: Value
  package let alternative: Value
  /// Where the alternative says so, if one place does.
  package let origin: Origin?
  package let pieces: [ModelPiece]

  package init(
    key: String, kind: Kind, label: Label, base: Value, alternative: Value, origin: Origin?,
    pieces: [ModelPiece]
  ) {
    (self.key, self.kind, self.label) = (key, kind, label)
    (self.base, self.alternative) = (base, alternative)
    (self.origin, self.pieces) = (origin, pieces)
  }

  /// Puts what `source` says in place of what `target` says.
  package func apply(from source: LayeredModel, to target: inout LayeredModel) {
    for piece in pieces { piece.copy(from: source, to: &target) }
  }
}

/// Why the inputs of two scenarios cannot be compared one by one.
package enum Incomparable: Error, Equatable {
  /// Other sectors, groups of support or horizon.
  case structure
  /// Other provinces or plan years.
  case subject
}

/// All groups of inputs in which two scenarios differ; putting all of them into the base gives the
/// alternative.
///
/// - Parameters:
///   - base: One scenario, fitted.
///   - alternative: Another, fitted.
/// - Returns: In the order of levers, assumptions, data; empty if the models are the same.
/// - Throws: ``Incomparable``.
package func scenarioChanges(
  from base: FittedModel, to alternative: FittedModel
) throws(Incomparable) -> [ScenarioChange] {
  try scenarioChanges(from: ComparedModel(base), to: ComparedModel(alternative))
}

/// The same for sides that need not have been fitted just now.
package func scenarioChanges(
  from base: ComparedModel, to alternative: ComparedModel
) throws(Incomparable) -> [ScenarioChange] {
  let a = base.model, b = alternative.model
  guard base.study.planYear == alternative.study.planYear else { throw .subject }
  guard a.sectors == b.sectors, a.quarters == b.quarters,
    a.groups.map(\.key) == b.groups.map(\.key), a.groups.map(\.number) == b.groups.map(\.number)
  else { throw .structure }
  return ChangeFinder(base: base, alternative: alternative).changes
}

/// Groups the pieces in which two scenarios differ.
private struct ChangeFinder {
  let base: ComparedModel
  let alternative: ComparedModel

  var changes: [ScenarioChange] {
    let layers = (LayeredModel(base), LayeredModel(alternative))
    let pieces = ModelPiece.all(base.model, alternative.model).filter {
      $0.differs(layers.0, layers.1)
    }
    let drafts = pieces.map { ($0, draft(of: $0)) }
    var order: [String] = []
    var grouped: [String: (draft: ScenarioChange, pieces: [ModelPiece])] = [:]
    for (piece, draft) in drafts {
      if grouped[draft.key] == nil { order.append(draft.key) }
      grouped[draft.key, default: (draft, [])].pieces.append(piece)
    }
    let found = order.compactMap { key in
      grouped[key].map { group in group.draft.holding(group.pieces) }
    }
    return ScenarioChange.Kind.allCases.flatMap { kind in found.filter { $0.kind == kind } }
  }

  private func draft(of piece: ModelPiece) -> ScenarioChange {
    switch piece {
    case .supportBudget(let k): lever(base.model.groups[k].key)
    case .supportTerms(let k): terms(base.model.groups[k].key)
    case .promotionBudget: lever(promotionKey)
    case .promotionTerms: terms(promotionKey)
    case .freeze: freeze
    case .parameter(let parameter): law(parameter, place: nil)
    case .parameterOf(let parameter, let place): law(parameter, place: place)
    case .correlations: correlations
    case .stressPath: stressPath
    case .startFirms, .startCycle, .presence, .capital, .supported, .outputHistory,
      .commitmentHistory, .certificateHistory, .foreignShares:
      start
    }
  }

  private func lever(_ key: String) -> ScenarioChange {
    func setting(_ side: ComparedModel) -> LeverSetting? {
      side.study.levers.first { $0.key == key }
    }
    func value(_ side: ComparedModel) -> ScenarioChange.Value {
      .amounts(setting(side)?.yearly ?? [], unit: setting(side)?.unit ?? "")
    }
    return change(
      "levers.\(key)", .lever, setting(alternative)?.label ?? Label(vi: key, en: key), value(base),
      value(alternative), at: setting(alternative)?.origin)
  }

  private var promotionKey: String {
    base.study.levers.first { $0.kind == .promotion }?.key ?? "promotion"
  }

  /// What a lever's budget meets: applicants, split, lag, usual effort.
  private func terms(_ key: String) -> ScenarioChange {
    func setting(_ side: ComparedModel) -> LeverSetting? {
      side.study.levers.first { $0.key == key }
    }
    let name = setting(alternative)?.label ?? Label(vi: key, en: key)
    return change(
      "assumptions.terms.\(key)", .assumption,
      Label(
        vi: "\(name.vi): đối tượng, phân bổ, độ trễ", en: "\(name.en): applicants, split, lag"),
      .words(terms(of: key, base)), .words(terms(of: key, alternative)),
      at: setting(alternative)?.origin)
  }

  private func terms(of key: String, _ side: ComparedModel) -> Label {
    let model = side.model
    guard let k = model.groups.firstIndex(where: { $0.key == key }) else {
      let usual = model.levers.usualPromotion, lag = model.structure.promotionLag
      return Label(vi: "thường \(usual), trễ \(lag) quý", en: "usual \(usual), lag \(lag) quarters")
    }
    let split = model.structure.supportShares[k].map { "\($0)" }.joined(separator: "/")
    let eligible = model.structure.eligible[k], lag = model.groups[k].lag
    return Label(
      vi: "\(eligible) doanh nghiệp; \(split); trễ \(lag) quý",
      en: "\(eligible) firms; \(split); lag \(lag) quarters")
  }

  private func law(_ parameter: Parameter, place: Int?) -> ScenarioChange {
    func entry(_ side: ComparedModel) -> Uncertainty? {
      let entries = side.study.uncertainties.filter { $0.parameter == parameter }
      return entries.first { $0.index != nil && $0.index == place } ?? entries.first
    }
    func value(_ side: ComparedModel) -> ScenarioChange.Value {
      let laws = side.model.parameters[parameter].map(\.distribution)
      let own = entry(side)?.index != nil ? place.map { [laws[$0]] } ?? laws : laws
      return .laws(own, unit: entry(side)?.unit ?? "")
    }
    let entry = entry(alternative) ?? entry(base)
    let isStated = entryPriors(base, entry) != entryPriors(alternative, entry)
    let isFed = [base, alternative].contains { $0.fed.contains(parameter) }
    if isFed, !isStated { return data }
    let key = entry?.key ?? parameter.rawValue
    return change(
      "assumptions.\(key)", .assumption, entry?.label ?? Label(vi: key, en: key), value(base),
      value(alternative), at: entry?.origin)
  }

  private func entryPriors(_ side: ComparedModel, _ entry: Uncertainty?) -> [Distribution] {
    side.study.uncertainties.first { $0.key == entry?.key }?.priors ?? []
  }

  private func dates(_ side: ComparedModel) -> Label {
    let date = side.study.asOf
    return Label(vi: "đến \(date)", en: "as of \(date)")
  }

  private var data: ScenarioChange {
    change(
      "data", .data,
      Label(
        vi: "Số liệu: hậu nghiệm từ cùng giả định ban đầu",
        en: "Data: what they make of the same priors"),
      .words(dates(base)), .words(dates(alternative)), at: nil)
  }

  private var correlations: ScenarioChange {
    guard base.study.correlations.map(\.numbers) != alternative.study.correlations.map(\.numbers)
    else { return data }
    func value(_ side: ComparedModel) -> ScenarioChange.Value {
      let pairs = side.study.correlations.map { "\($0.first)~\($0.second) \($0.rank)" }
      let text = pairs.isEmpty ? "-" : pairs.joined(separator: "; ")
      return .words(Label(vi: text, en: text))
    }
    return change(
      "assumptions.correlations", .assumption,
      Label(vi: "Tương quan giữa các yếu tố bất định", en: "Correlations of uncertainties"),
      value(base), value(alternative), at: alternative.study.correlations.first?.origin)
  }

  private var freeze: ScenarioChange {
    path(
      "assumptions.freeze_from", Label(vi: "Dừng ngân sách", en: "Freeze of budgets"),
      where: { $0 == "freeze_from" })
  }

  private var stressPath: ScenarioChange {
    path(
      "assumptions.stress_path", Label(vi: "Các quý ấn định", en: "Quarters set by name"),
      where: { $0.hasPrefix("regime.") })
  }

  /// A change of what a scenario sets by name.
  private func path(
    _ key: String, _ label: Label, where isMeant: (String) -> Bool
  ) -> ScenarioChange {
    func set(_ side: ComparedModel) -> [Assumption] {
      side.study.scenarioPath.filter { isMeant($0.path) }
    }
    func value(_ side: ComparedModel) -> ScenarioChange.Value {
      let items = set(side).map { item in
        (item.path.hasPrefix("regime.") ? item.path.dropFirst(7) + ": " : "") + item.text
      }
      let text = items.joined(separator: "; ")
      return .words(
        Label(vi: items.isEmpty ? "không có" : text, en: items.isEmpty ? "none" : text))
    }
    return change(
      key, .assumption, label, value(base), value(alternative), at: set(alternative).first?.origin)
  }

  private var start: ScenarioChange {
    change(
      "assumptions.start", .assumption,
      Label(vi: "Giá trị đầu kỳ, lịch sử và cơ cấu", en: "Start, histories and shares"),
      .words(Label(vi: "của \(base.study.name)", en: "of \(base.study.name)")),
      .words(Label(vi: "của \(alternative.study.name)", en: "of \(alternative.study.name)")),
      at: nil)
  }

  private func change(
    _ key: String, _ kind: ScenarioChange.Kind, _ label: Label, _ before: ScenarioChange.Value,
    _ after: ScenarioChange.Value, at origin: Origin?
  ) -> ScenarioChange {
    ScenarioChange(
      key: key, kind: kind, label: label, base: before, alternative: after, origin: origin,
      pieces: [])
  }
}

extension ScenarioChange {
  fileprivate func holding(_ pieces: [ModelPiece]) -> ScenarioChange {
    ScenarioChange(
      key: key, kind: kind, label: label, base: base, alternative: alternative, origin: origin,
      pieces: pieces)
  }
}

extension RankCorrelation {
  /// What it says, wherever it stands.
  fileprivate var numbers: [String] { [first, second, "\(rank)"] }
}
