package import ReachModel

/// A part of a model that one scenario may have from another: the smallest that stands by itself.
///
/// What has to fit together (a lag and its history) is one piece. Budgets count without a freeze,
/// which is a piece of its own.
package enum ModelPiece: Hashable, Sendable {
  /// The budget of a support group: what a decision-maker sets.
  case supportBudget(group: Int)
  /// Who may apply, how support is split, its lag with the history: what a budget meets.
  case supportTerms(group: Int)
  case promotionBudget
  /// The usual effort, and the lag with the history.
  case promotionTerms
  case freeze
  /// The laws of a parameter, of all sectors or groups.
  case parameter(Parameter)
  /// The law of one of several.
  case parameterOf(Parameter, place: Int)
  case correlations
  case stressPath
  /// How the firms of the start are split, and whether their number is drawn.
  case startFirms
  case startCycle
  case presence
  case capital
  case supported
  case outputHistory
  case commitmentHistory
  case certificateHistory
  case foreignShares
}

/// A model whose budgets are as set, with the freeze beside: what pieces are put into.
package struct LayeredModel: Sendable, Equatable {
  package var model: SimulationModel
  /// The first quarter (1...) without budgets.
  package var freezeFrom: Int?

  /// The layers of a fitted model.
  package init(_ fitted: FittedModel) { self.init(ComparedModel(fitted)) }

  /// The layers of one side: its levers' yearly amounts are those before any freeze.
  package init(_ side: ComparedModel) {
    let study = side.study, quarters = side.model.quarters
    model = side.model
    freezeFrom = study.freezeFrom
    func quarterly(_ yearly: [Double]) -> [Double] { (0..<quarters).map { yearly[$0 / 4] } }
    let support = study.levers.filter { $0.kind == .support }
    for (k, group) in model.groups.enumerated() {
      guard let lever = support.first(where: { $0.key == group.key }) else { continue }
      model.levers.budget[k] = quarterly(lever.yearly)
    }
    if let promotion = study.levers.first(where: { $0.kind == .promotion }) {
      model.levers.promotion = quarterly(promotion.yearly)
    }
  }

  /// The model with the freeze put in.
  package var finished: SimulationModel {
    guard let freezeFrom else { return model }
    func frozen(_ row: [Double]) -> [Double] {
      row.enumerated().map { $0.offset + 1 >= freezeFrom ? 0 : $0.element }
    }
    var model = model
    model.levers.budget = model.levers.budget.map(frozen)
    model.levers.promotion = frozen(model.levers.promotion)
    return model
  }
}

extension ModelPiece {
  /// All pieces of two models with the same sectors, groups and horizon.
  static func all(_ a: SimulationModel, _ b: SimulationModel) -> [ModelPiece] {
    let parameters = Parameter.allCases.flatMap { parameter -> [ModelPiece] in
      let counts = [a, b].map { $0.parameters[parameter].count }
      guard counts[0] == counts[1], counts[0] > 1 else { return [.parameter(parameter)] }
      return (0..<counts[0]).map { .parameterOf(parameter, place: $0) }
    }
    return a.groups.indices.map { .supportBudget(group: $0) } + [.promotionBudget]
      + a.groups.indices.map { .supportTerms(group: $0) } + [.promotionTerms, .freeze] + parameters
      + [
        .correlations, .stressPath, .startFirms, .startCycle, .presence, .capital, .supported,
        .outputHistory, .commitmentHistory, .certificateHistory, .foreignShares,
      ]
  }

  /// Takes the piece from `source`.
  func copy(from source: LayeredModel, to target: inout LayeredModel) {
    if case .freeze = self { return target.freezeFrom = source.freezeFrom }
    copy(from: source.model, to: &target.model)
  }

  private func copy(from source: SimulationModel, to target: inout SimulationModel) {
    switch self {
    case .supportBudget(let k): target.levers.budget[k] = source.levers.budget[k]
    case .supportTerms(let k): copyTerms(k, from: source, to: &target)
    case .promotionBudget: target.levers.promotion = source.levers.promotion
    case .promotionTerms:
      target.levers.usualPromotion = source.levers.usualPromotion
      target.structure.promotionLag = source.structure.promotionLag
      target.start.promotion = source.start.promotion
    case .freeze: break
    case .parameter(let parameter):
      target.parameters[parameter] = source.parameters[parameter]
    case .parameterOf(let parameter, let place):
      var values = target.parameters[parameter]
      values[place] = source.parameters[parameter][place]
      target.parameters[parameter] = values
    case .correlations: target.copula = source.copula
    case .stressPath: target.regimes = source.regimes
    default: copyStart(from: source, to: &target)
    }
  }

  private func copyTerms(
    _ k: Int, from source: SimulationModel, to target: inout SimulationModel
  ) {
    target.groups[k] = source.groups[k]
    target.structure.eligible[k] = source.structure.eligible[k]
    target.structure.supportShares[k] = source.structure.supportShares[k]
    target.start.T[k] = source.start.T[k]
  }

  private func copyStart(from source: SimulationModel, to target: inout SimulationModel) {
    switch self {
    case .startFirms:
      // Where one draws its start and the other states it, the laws go with it.
      if source.start.firms.isDrawn != target.start.firms.isDrawn {
        for parameter in [Parameter.startFirms, .startCertifiedShare] {
          target.parameters[parameter] = source.parameters[parameter]
        }
      }
      target.start.firms = source.start.firms
    case .startCycle: (target.start.x, target.start.r) = (source.start.x, source.start.r)
    case .presence:
      target.start.V = source.start.V
      target.structure.presenceNormal = source.structure.presenceNormal
    case .capital:
      (target.start.K, target.start.KB) = (source.start.K, source.start.KB)
      target.structure.capitalShares = source.structure.capitalShares
      target.structure.buyerCapitalShares = source.structure.buyerCapitalShares
    case .supported: target.start.M = source.start.M
    case .outputHistory: (target.start.Q, target.start.Z) = (source.start.Q, source.start.Z)
    case .commitmentHistory:
      target.start.R = source.start.R
      target.structure.weights = source.structure.weights
    case .certificateHistory: target.start.netCertificates = source.start.netCertificates
    case .foreignShares:
      target.structure.foreignShareNormal = source.structure.foreignShareNormal
    default: preconditionFailure("\(self) is no piece of the start")
    }
  }

  /// Whether two models differ in it.
  func differs(_ a: LayeredModel, _ b: LayeredModel) -> Bool {
    var changed = a
    copy(from: b, to: &changed)
    return changed != a
  }
}

extension StartState.Firms {
  fileprivate var isDrawn: Bool { if case .drawn = self { true } else { false } }
}
