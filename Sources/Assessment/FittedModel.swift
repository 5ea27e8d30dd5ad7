package import Econometrics
package import ReachModel
package import Verification

/// A study whose uncertainties have met the data: what is simulated.
package struct FittedModel: Sendable {
  package let study: Study
  /// The model with posteriors in place of the priors that data moved, and its copula.
  package let model: SimulationModel
  package let fit: FitReport
  /// Whether forecasts of the series behind it beat naive ones, by its date; empty where nobody asked.
  package var skills: [SeriesSkill] = []

  package init(study: Study, model: SimulationModel, fit: FitReport) {
    (self.study, self.model, self.fit) = (study, model, fit)
  }
}
