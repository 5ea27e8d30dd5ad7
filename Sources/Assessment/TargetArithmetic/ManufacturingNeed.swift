/// How fast manufacturing would have to grow for targets of share and growth to hold.
///
/// From S1/S0 = (1 + g_SI)(1 + π_SI) / ((1 + g_M)(1 + π_M)): targets of S1, S0 and g_SI leave g_M no
/// choice. All growth here is over the years from `first` to `last`, at current prices over the prices
/// of supporting industries.
package struct ManufacturingNeed: Sendable, Equatable {
  package let first: Int
  package let last: Int
  /// Whether manufacturing would have to grow at least so fast; else at most.
  package let isTooFast: Bool
  /// Of all manufacturing, a fraction.
  package let all: Double
  /// Of manufacturing without supporting industries.
  package let other: Double
  /// What the scenario's laws allow to manufacturing without supporting industries.
  package let possible: ClosedRange<Double>
  /// The share that the year before the plan may have had, where it is one of the two.
  package let startShare: ClosedRange<Double>?
}
