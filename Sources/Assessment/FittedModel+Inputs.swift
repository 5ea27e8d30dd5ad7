package import Econometrics
package import ReachModel

extension FittedModel {
  /// Uncertain inputs that no data moved or gave, by number; their learning ratio is 0.
  ///
  /// The one list behind every report of them. What is fixed is not uncertain, and what has one
  /// value for each sector or group is.
  package var untouched: [Uncertainty] {
    let moved = Set(fit.updates.map(\.parameter))
    return study.uncertainties.filter { item in
      !moved.contains(item.parameter.rawValue) && item.priors.contains { !$0.isFixed }
    }
  }

  /// Updates in which prior and data contradict each other.
  package var conflicts: [ParameterUpdate] { fit.updates.filter(\.contradictsPrior) }
}
