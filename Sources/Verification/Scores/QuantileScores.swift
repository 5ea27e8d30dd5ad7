/// A forecast as quantiles at stated levels.
package struct QuantileForecast: Sendable, Equatable {
  /// Ascending, inside (0, 1), no two alike.
  package let levels: [Double]
  /// One for each level, none below the one before it.
  package let values: [Double]

  package init(levels: [Double], values: [Double]) {
    precondition(levels.count == values.count && !levels.isEmpty, "\(levels.count) levels")
    precondition(zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 }, "levels: \(levels)")
    precondition(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 }, "quantiles cross")
    (self.levels, self.values) = (levels, values)
  }

  /// The value at a level; nil where it is not among them.
  package func value(at level: Double) -> Double? {
    levels.firstIndex { ($0 - level).magnitude < 1e-9 }.map { values[$0] }
  }

  /// The ends of the central interval of a probability; nil where a level is missing.
  package func interval(_ probability: Double) -> ClosedRange<Double>? {
    guard let low = value(at: (1 - probability) / 2), let high = value(at: (1 + probability) / 2)
    else { return nil }
    return low...high
  }

  /// Twice the pinball loss at each level: 2 (1{y < q} − a)(q − y).
  package func quantileScores(at y: Double) -> [Double] {
    zip(levels, values).map { level, q in 2 * ((y < q ? 1 : 0) - level) * (q - y) }
  }

  /// The weighted interval score: twice the mean pinball loss over the levels.
  ///
  /// For a median and K central intervals this is (|y − m|/2 + Σ αₖ/2 ISₖ)/(K + 1/2). It tends to the
  /// CRPS as the levels fill (0, 1).
  ///
  /// - Source: Bracher et al., *PLOS Computational Biology* 17(2), 2021.
  package func weightedIntervalScore(at y: Double) -> Double {
    quantileScores(at: y).reduce(0, +) / Double(levels.count)
  }

  /// The cell of the uniform law in which y falls: between the levels of the quantiles about it.
  ///
  /// Where y equals quantiles, the cell holds both sides of them.
  package func cell(of y: Double) -> ClosedRange<Double> {
    let below = Array(zip(levels, values)).last { $0.1 < y }?.0 ?? 0
    let above = zip(levels, values).first { $0.1 > y }?.0 ?? 1
    return below...above
  }
}

/// The score of a central interval: its width and 2/α times what it misses by.
///
/// - Parameters:
///   - interval: Lower and upper end.
///   - alpha: 1 less the probability that it states.
///   - y: What came.
/// - Returns: In the unit of y; less is better.
/// - Source: Gneiting and Raftery, *JASA* 102, 2007, eq. 43.
package func intervalScore(
  _ interval: ClosedRange<Double>, alpha: Double, at y: Double
) -> Double {
  interval.upperBound - interval.lowerBound
    + 2 / alpha * (max(0, interval.lowerBound - y) + max(0, y - interval.upperBound))
}
