package import ReachModel

/// What is projected h periods ahead.
package enum ProjectedResponse: Sendable, Equatable {
  /// yₜ₊ₕ.
  case level
  /// yₜ₊ₕ − yₜ₋₁: the change since the period before the shock.
  case change
  /// yₜ + … + yₜ₊ₕ: the sum, for example of growth rates.
  case sum
}

/// Responses of a variable to a shock, one regression for each horizon.
package struct LocalProjectionModel: Sendable {
  package let response: String
  /// The regressor whose coefficient is the response.
  package let shock: String
  package let horizons: ClosedRange<Int>
  /// Lags of the response and of the shock among the controls.
  package var lags = 0
  /// Other controls.
  package var controls: [PanelTerm] = []
  package var form = ProjectedResponse.level
  /// Adds one lag more than ``lags`` of the response, the shock and the controls, so that errors
  /// need not allow for correlation over time.
  package var lagAugmented = false
  /// Instruments of the shock; without any it is exogenous given the controls.
  package var instruments: [PanelTerm] = []
  package var unitEffects = false
  package var periodEffects = false
  /// Whether all horizons use the rows that the last one has; otherwise each uses all it has.
  package var commonSample = false

  /// - Parameters:
  ///   - response: A column.
  ///   - shock: Another one.
  ///   - horizons: From 0 or later.
  package init(response: String, shock: String, horizons: ClosedRange<Int>) {
    precondition(horizons.lowerBound >= 0, "horizon \(horizons.lowerBound)")
    (self.response, self.shock, self.horizons) = (response, shock, horizons)
  }

  /// Regressors in the order of the output, the shock first.
  var regressors: [PanelTerm] {
    let depth = lags + (lagAugmented ? 1 : 0)
    let own =
      depth == 0
      ? [] : (1...depth).flatMap { [PanelTerm(response, lag: $0), .init(shock, lag: $0)] }
    let others = controls.flatMap { control in
      lagAugmented ? [control, PanelTerm(control.column, lag: control.lag + 1)] : [control]
    }
    var seen: Set<PanelTerm> = []
    return ([PanelTerm(shock)] + own + others).filter { seen.insert($0).inserted }
  }
}

/// The covariance that suits a projection, by name.
package enum ProjectionErrors: Sendable, Equatable {
  /// Bartlett weights up to this lag: a series without lag augmentation.
  case neweyWest(lags: Int)
  /// HC1: a series with it.
  case heteroskedastic
  /// By unit: a panel with more units than periods.
  case clusteredByUnit
  /// Bartlett weights up to this lag on sums over units: a panel with at least as many periods as
  /// units.
  case driscollKraay(lags: Int)

  /// Its name in a specification.
  package var name: String {
    switch self {
    case .neweyWest: "newey-west"
    case .heteroskedastic: "HC1"
    case .clusteredByUnit: "CR1"
    case .driscollKraay: "driscoll-kraay"
    }
  }

  package var label: Label {
    switch self {
    case .neweyWest(let lags):
      Label(
        vi: "Newey-West, \(lags) trễ (h + 1)", en: "Newey-West, \(counted(lags, "lag")) (h + 1)")
    case .heteroskedastic:
      Label(
        vi: "HC1; hồi quy đã thêm một trễ nên không cần hiệu chỉnh tự tương quan",
        en: "HC1; one more lag among the controls stands for correlation over time")
    case .clusteredByUnit: Label(vi: "theo cụm đơn vị (CR1)", en: "clustered by unit (CR1)")
    case .driscollKraay(let lags):
      Label(
        vi: "Driscoll-Kraay, \(lags) trễ (h + 1)",
        en: "Driscoll-Kraay, \(counted(lags, "lag")) (h + 1)")
    }
  }
}
