package import PanelData
package import ReachModel

/// Everything that a forecast may use: what had been published by its date.
package struct ForecastHistory: Sendable {
  /// The series that is forecast; its last year is the origin.
  package let series: YearlySeries
  /// All variables, as of the date.
  package let panel: Panel

  package init(series: YearlySeries, panel: Panel) { (self.series, self.panel) = (series, panel) }
}

/// A way to forecast the figures of all entities some years ahead.
///
/// To add one: a file with a conforming type, and a line in ``ForecastForms``.
package protocol ForecastForm: Sendable {
  /// Permanent.
  var key: String { get }
  var label: Label { get }
  /// Forecasts every entity.
  ///
  /// - Parameters:
  ///   - history: What is known; no more.
  ///   - horizons: How many years ahead, at least 1.
  /// - Returns: By horizon from 1, then entity; nil for an entity that cannot be forecast.
  /// - Throws: Why nothing can be forecast by it.
  func laws(
    _ history: ForecastHistory, horizons: Int
  ) throws(FormUnavailable) -> [[PredictiveLaw?]]
}

/// Why a form cannot forecast at an origin.
package struct FormUnavailable: Error, Equatable {
  package let reason: Label

  package init(_ reason: Label) { self.reason = reason }

  static func years(_ needed: Int) -> FormUnavailable {
    FormUnavailable(
      Label(
        vi: "cần ít nhất \(needed) năm số liệu", en: "needs at least \(needed) years of figures"))
  }
}
