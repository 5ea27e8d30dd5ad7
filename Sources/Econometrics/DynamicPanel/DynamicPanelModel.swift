import ReachModel

/// What takes the unit's effect out of an equation.
package enum PanelTransformation: Sendable, Equatable {
  /// xₜ − xₜ₋₁: loses two rows beside a gap.
  case firstDifferences
  /// xₜ less the mean of all later ones, scaled to keep the variance; dated one period later, as in
  /// Stata's xtabond2, so that lags of instruments mean the same.
  case orthogonalDeviations

  var label: Label {
    switch self {
    case .firstDifferences: Label(vi: "sai phân bậc một", en: "first differences")
    case .orthogonalDeviations:
      Label(vi: "độ lệch trực giao tiến", en: "forward orthogonal deviations")
    }
  }
}

/// Lags of a column as instruments, one for each period and lag unless collapsed.
package struct LaggedInstruments: Sendable, Equatable {
  package let column: String
  /// The least lag for equations in differences.
  ///
  /// 2 for the dependent and endogenous variables, 1 for predetermined ones. Equations in levels
  /// take the difference at lag `first` − 1.
  package let first: Int
  /// Up to this one; nil for all there are.
  package let last: Int?

  package init(_ column: String, first: Int, last: Int? = nil) {
    precondition(first >= 1 && (last ?? first) >= first, "lags \(first) to \(last ?? first)")
    (self.column, self.first, self.last) = (column, first, last)
  }
}

/// An equation yᵢₜ = Σ αⱼ yᵢ,ₜ₋ⱼ + xᵢₜβ + μᵢ + uᵢₜ, and the moments that estimate it.
package struct DynamicPanelModel: Sendable {
  package let dependent: String
  /// Lags of the dependent variable and everything else, in the order of the output.
  package let regressors: [PanelTerm]
  package let laggedInstruments: [LaggedInstruments]
  /// Exogenous terms that are instruments of themselves, transformed like the equation.
  package let standardInstruments: [PanelTerm]
  /// A dummy for each period but the first, as regressors and standard instruments.
  package var periodEffects = false
  /// Whether equations in levels are added (Blundell and Bond).
  package var system = false
  package var transformation = PanelTransformation.firstDifferences
  /// One instrument for each lag, instead of one for each period and lag.
  package var collapse = false
  /// 1 or 2.
  package var steps = 2

  package init(
    dependent: String, regressors: [PanelTerm], laggedInstruments: [LaggedInstruments],
    standardInstruments: [PanelTerm] = []
  ) {
    precondition(!regressors.isEmpty, "no regressors")
    (self.dependent, self.regressors) = (dependent, regressors)
    (self.laggedInstruments, self.standardInstruments) = (laggedInstruments, standardInstruments)
  }

  var label: Label {
    let name =
      system
      ? Label(vi: "GMM hệ thống (Blundell-Bond)", en: "system GMM (Blundell-Bond)")
      : Label(vi: "GMM sai phân (Arellano-Bond)", en: "difference GMM (Arellano-Bond)")
    let count = steps == 1 ? ("một bước", "one step") : ("hai bước", "two steps")
    return Label(
      vi: "\(name.vi), \(transformation.label.vi), \(count.0)",
      en: "\(name.en), \(transformation.label.en), \(count.1)")
  }
}
