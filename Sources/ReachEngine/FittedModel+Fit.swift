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
  /// - Throws: ``FitError`` when nobody states a law that the data cannot give, or the rank
  ///   correlations cannot hold together.
  package init(_ study: Study, panel: Panel, facts: FactBook) throws(FitError) {
    let fit = fitRelations(Self.request(study, panel: panel, facts: facts))
    var fitted = study.model
    fitted.parameters = Self.updated(study, fit)
    if let missing = UnderivedError(study, fitted, fit) { throw .underived(missing) }
    let correlations = NormalCorrelations(study, fitted, fit)
    do throws(CopulaError) {
      fitted.copula = try correlations.copula()
    } catch {
      throw .correlations(error)
    }
    self.init(study: study, model: fitted, fit: fit)
  }

  /// What the relations of a study are fitted to: all that had been published by its date, and beside
  /// it the whole panel for figures to compare with.
  static func request(_ study: Study, panel: Panel, facts: FactBook) -> FitRequest {
    let model = study.model
    return FitRequest(
      panel: panel.asOf(study.asOf), facts: facts.asOf(study.asOf),
      provinceCode: study.province.code, geography: study.province.factsKey,
      priors: priors(study), presence: meanPresence(model),
      stress: StressChain(
        entry: mean(.stressEntry, model), stay: mean(.stressStay, model),
        jump: mean(.jump, model), recovered: mean(.recovered, model)),
      growthError: MeasurementError(
        month: mean(.growthErrorMonth, model), newYearMonth: mean(.growthErrorNewYear, model)),
      laterPanel: panel)
  }

  /// The laws after the data: what they moved, and what they alone give.
  private static func updated(_ study: Study, _ fit: FitReport) -> ParameterTable {
    var table = study.model.parameters
    for update in fit.updates {
      guard let parameter = Parameter(rawValue: update.parameter) else { continue }
      let stated = table[parameter].map {
        DrawnValue(update.posterior, number: $0.number, index: $0.index)
      }
      let derived = study.uncertainties.filter { $0.parameter == parameter && $0.priors.isEmpty }
        .map { DrawnValue(update.posterior, number: $0.number) }
      table[parameter] = stated + derived
    }
    return table
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
