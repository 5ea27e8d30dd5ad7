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
    /// One law, or one per sector or group, in internal units.
    case laws([Distribution], unit: String)
    /// Who may apply, how support is split among sectors, and quarters to the effect.
    case supportTerms(eligible: Double, shares: [Double], lag: Int)
    case promotionTerms(usual: Double, lag: Int)
    /// Data as of a day.
    case asOf(CalendarDate)
    /// The first quarter (1...) without budgets, if any.
    case freeze(from: Int?, planYear: Int)
    /// Quarters (1...) whose regime is set.
    case regimes([Int: RegimeOverride], planYear: Int)
    case correlations([Correlation])
    /// Nil where this side does not ask it.
    case target(Target?, sectors: [Sector])
    case sampling(RunSampling)
    case words(Label)
    case nothing
  }

  /// Two uncertainties by their labels, with Spearman's correlation.
  package struct Correlation: Sendable, Equatable {
    package let first: Label
    package let second: Label
    package let rank: Double
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
  let a = base.study, b = alternative.study
  return try scenarioChanges(
    from: ComparedModel(base), to: ComparedModel(alternative),
    haveSameData: a.asOf == b.asOf && a.province == b.province)
}

/// The same for sides that need not have been fitted just now.
///
/// - Parameters:
///   - base: One side.
///   - alternative: Another.
///   - haveSameData: Whether both were fitted to the same data, so that what the fit makes of them
///     otherwise comes from what was assumed otherwise.
/// - Returns: As above.
/// - Throws: ``Incomparable``.
package func scenarioChanges(
  from base: ComparedModel, to alternative: ComparedModel, haveSameData: Bool
) throws(Incomparable) -> [ScenarioChange] {
  let a = base.model, b = alternative.model
  guard base.study.planYear == alternative.study.planYear else { throw .subject }
  guard a.sectors == b.sectors, a.quarters == b.quarters,
    a.groups.map(\.key) == b.groups.map(\.key), a.groups.map(\.number) == b.groups.map(\.number)
  else { throw .structure }
  let changes = ChangeFinder(base: base, alternative: alternative).changes
  return haveSameData ? changes.givingFitToAssumptions(base, alternative) : changes
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
      terms(of: key, base), terms(of: key, alternative),
      at: setting(alternative)?.origin)
  }

  private func terms(of key: String, _ side: ComparedModel) -> ScenarioChange.Value {
    let model = side.model
    guard let k = model.groups.firstIndex(where: { $0.key == key }) else {
      return .promotionTerms(
        usual: model.levers.usualPromotion, lag: model.structure.promotionLag)
    }
    return .supportTerms(
      eligible: model.structure.eligible[k], shares: model.structure.supportShares[k],
      lag: model.groups[k].lag)
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

  private var data: ScenarioChange {
    change(
      "data", .data,
      Label(
        vi: "Số liệu: hậu nghiệm từ cùng giả định ban đầu",
        en: "Data: what they make of the same priors"),
      .asOf(base.study.asOf), .asOf(alternative.study.asOf), at: nil)
  }

  private var correlations: ScenarioChange {
    guard base.study.correlations.map(\.numbers) != alternative.study.correlations.map(\.numbers)
    else { return data }
    func value(_ side: ComparedModel) -> ScenarioChange.Value {
      func label(_ key: String) -> Label {
        side.study.uncertainties.first { $0.key == key }?.label ?? Label(vi: key, en: key)
      }
      return .correlations(
        side.study.correlations.map { pair in
          ScenarioChange.Correlation(
            first: label(pair.first), second: label(pair.second), rank: pair.rank)
        })
    }
    return change(
      "assumptions.correlations", .assumption,
      Label(vi: "Tương quan giữa các yếu tố bất định", en: "Correlations of uncertainties"),
      value(base), value(alternative), at: alternative.study.correlations.first?.origin)
  }

  private var freeze: ScenarioChange {
    func value(_ side: ComparedModel) -> ScenarioChange.Value {
      .freeze(from: side.study.freezeFrom, planYear: side.study.planYear)
    }
    return change(
      "assumptions.freeze_from", .assumption,
      Label(vi: "Dừng ngân sách", en: "Freeze of budgets"), value(base), value(alternative),
      at: place { $0 == "freeze_from" })
  }

  private var stressPath: ScenarioChange {
    func value(_ side: ComparedModel) -> ScenarioChange.Value {
      .regimes(side.model.regimes, planYear: side.study.planYear)
    }
    return change(
      "assumptions.stress_path", .assumption,
      Label(vi: "Các quý ấn định", en: "Quarters set by name"), value(base), value(alternative),
      at: place { $0.hasPrefix("regime.") })
  }

  /// Where the alternative sets something by name.
  private func place(where isMeant: (String) -> Bool) -> Origin? {
    alternative.study.scenarioPath.first { isMeant($0.path) }?.origin
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
  /// The same with other pieces.
  package func holding(_ pieces: [ModelPiece]) -> ScenarioChange {
    ScenarioChange(
      key: key, kind: kind, label: label, base: base, alternative: alternative, origin: origin,
      pieces: pieces)
  }
}

extension RankCorrelation {
  /// What it says, wherever it stands.
  fileprivate var numbers: [String] { [first, second, "\(rank)"] }
}
