private import NumericKernels

/// The scale on which a yearly series is forecast and scored.
///
/// Levels that grow by factors are scored as logarithms, so that a province of 100 enterprises counts
/// as much as Hanoi with 25,000.
///
/// - Source: Bosse et al., *PLOS Computational Biology* 19(8), 2023, on scores of transformed counts.
package enum SeriesScale: String, Sendable, CaseIterable {
  /// ln of a positive figure.
  case log
  /// ln(1 + n) of a count that may be 0.
  case logCount
  /// ln(index / 100): the log growth behind an index with the previous year at 100.
  case logIndex

  /// Whether a figure is the growth of its year already, and not a level.
  package var isGrowth: Bool { self == .logIndex }

  /// The figure on the scale, or nil where it has no place there.
  package func value(of figure: Double) -> Double? {
    switch self {
    case .log, .logIndex:
      guard figure > 0, figure.isFinite else { return nil }
      return naturalLogarithm(self == .log ? figure : figure / 100)
    case .logCount:
      guard figure >= 0, figure.isFinite else { return nil }
      return logarithmOfOnePlus(figure)
    }
  }

  /// The figure of a value on the scale; a count below 0 is 0.
  package func figure(of value: Double) -> Double {
    switch self {
    case .log: exponential(value)
    case .logCount: max(0, exponentialMinusOne(value))
    case .logIndex: 100 * exponential(value)
    }
  }

  /// The value on the scale that growth must exceed: x as a fraction of the last known figure.
  ///
  /// - Parameters:
  ///   - x: Growth since the last known year, over −1.
  ///   - last: The last known value, on the scale; not used by an index, which is a growth itself.
  /// - Returns: On the scale.
  package func threshold(growth x: Double, last: Double) -> Double {
    switch self {
    case .log: last + logarithmOfOnePlus(x)
    case .logCount: logarithmOfOnePlus((1 + x) * exponentialMinusOne(last))
    case .logIndex: logarithmOfOnePlus(x)
    }
  }
}
