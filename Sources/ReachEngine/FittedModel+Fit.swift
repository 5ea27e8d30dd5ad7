package import Assessment
import Econometrics
import NumericKernels
package import PanelData
package import ReachModel
import Simulation

extension FittedModel {
  /// Fits a study to what had been published by its date.
  ///
  /// - Parameters:
  ///   - study: The resolved scenario.
  ///   - panel: All cells; those released after the study's date are set aside here.
  ///   - facts: Likewise.
  /// - Throws: ``CopulaError`` when the rank correlations cannot hold together.
  package init(_ study: Study, panel: Panel, facts: FactBook) throws(CopulaError) {
    let model = study.model
    let fit = fitRelations(
      FitRequest(
        panel: panel.asOf(study.asOf), facts: facts.asOf(study.asOf),
        provinceCode: study.province.code, geography: study.province.factsKey,
        priors: Self.priors(study), presence: Self.meanPresence(model),
        stress: StressChain(
          entry: Self.mean(.stressEntry, model), stay: Self.mean(.stressStay, model),
          jump: Self.mean(.jump, model), recovered: Self.mean(.recovered, model)),
        laterPanel: panel))
    var fitted = model
    for update in fit.updates {
      guard let parameter = Parameter(rawValue: update.parameter) else { continue }
      fitted.parameters[parameter] = model.parameters[parameter].map {
        DrawnValue(update.posterior, number: $0.number, index: $0.index)
      }
    }
    let correlations = NormalCorrelations(study, fitted, fit)
    fitted.copula = try correlations.copula()
    self.init(study: study, model: fitted, fit: fit)
  }

  /// The priors that data may move: of parameters with one value that is uncertain.
  private static func priors(_ study: Study) -> [String: Distribution] {
    let single = study.uncertainties.filter { $0.parameter.shape == .single }
    return Dictionary(
      single.compactMap { item in item.priors.first.map { (item.parameter.rawValue, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// V̄ averaged over the sectors: the presence at which betaV is read off the panel.
  private static func meanPresence(_ model: SimulationModel) -> Double {
    let presence = model.structure.presenceNormal
    return presence.reduce(0, +) / Double(presence.count)
  }

  private static func mean(_ parameter: Parameter, _ model: SimulationModel) -> Double {
    guard let value = model.parameters[parameter].first else {
      preconditionFailure("the model has no \(parameter.rawValue)")
    }
    return value.distribution.statedMean
  }
}
