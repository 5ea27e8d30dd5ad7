package import ReachModel

/// A form that could not forecast at an origin, and why.
package struct UnavailableForm: Sendable, Equatable {
  package let key: String
  package let reason: Label
}

/// All forecasts from one origin.
package struct OriginForecasts: Sendable {
  /// What one form said, by horizon from 1, then entity.
  package struct Made: Sendable {
    package let form: String
    package let laws: [[PredictiveLaw?]]
  }

  /// As it was known.
  package let series: YearlySeries
  /// The forecast itself first, where there is one, then the forms.
  package let laws: [Made]
  /// The forecast before the factor on its spread, by horizon, then entity.
  let plain: [[PredictiveLaw?]]
  /// The chosen form's; nil where nothing could be forecast.
  package let weight: Double?
  package let unavailable: [UnavailableForm]

  /// What a form said; nil where it could not.
  package func made(by form: String) -> [[PredictiveLaw?]]? {
    laws.first { $0.form == form }?.laws
  }
}

/// An origin and what had been learnt by then.
package struct ForecastOrigin: Sendable, Equatable {
  /// The last year known.
  package let year: Int
  /// When its last figures came out.
  package let date: CalendarDate
  /// The best naive form so far; nil where none could forecast.
  package let rival: String?
  /// Of the chosen form; nil where nothing could be forecast.
  package let weight: Double?
  /// On the spread, as applied.
  package let spreadFactor: Double
  /// What earlier years suggest, applied or not.
  package let suggestedFactor: Double
  package let unavailable: [UnavailableForm]
}

/// The name of a form.
package struct FormName: Sendable, Equatable {
  package let key: String
  package let label: Label
}
