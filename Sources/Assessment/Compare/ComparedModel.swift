import Econometrics
package import ReachModel

/// One side of a comparison: a scenario with its fitted model, whether it was fitted just now or read
/// from a run.
package struct ComparedModel: Sendable {
  package let study: Study
  /// The model with posteriors in place of the priors that data moved, and its copula.
  package let model: SimulationModel
  /// Parameters whose law data moved or gave.
  package let fed: Set<Parameter>

  package init(_ fitted: FittedModel) {
    (study, model) = (fitted.study, fitted.model)
    fed = Set(fitted.fit.updates.compactMap { Parameter(rawValue: $0.parameter) })
  }

  /// What a run kept: its report of the fit is gone, but data moved what is no longer its prior.
  ///
  /// - Parameters:
  ///   - study: The scenario.
  ///   - model: The fitted model of the run.
  package init(_ study: Study, recorded model: SimulationModel) {
    (self.study, self.model) = (study, model)
    let single = study.uncertainties.filter { $0.parameter.shape == .single }
    fed = Set(
      single.filter { item in
        model.parameters[item.parameter].contains { $0.distribution != item.priors.first }
      }.map(\.parameter))
  }
}
