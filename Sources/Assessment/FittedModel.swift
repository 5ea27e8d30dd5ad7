package import Econometrics
package import ReachModel

/// A study whose uncertainties have met the data: what is simulated.
package struct FittedModel: Sendable {
  package let study: Study
  /// The model with posteriors in place of the priors that data moved, and its copula.
  package let model: SimulationModel
  package let fit: FitReport

  package init(study: Study, model: SimulationModel, fit: FitReport) {
    (self.study, self.model, self.fit) = (study, model, fit)
  }
}
