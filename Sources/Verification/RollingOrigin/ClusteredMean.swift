private import Econometrics

/// A mean over figures that come in years, with an interval that takes years as what varies.
///
/// The figures of a year move together, so that years count and not figures: each year's mean is one
/// observation, all of equal weight, and the interval is Student's t with years − 1 degrees of
/// freedom.
package struct ClusteredMean: Sendable, Equatable {
  /// The fewest years from which a claim is made.
  package static let yearsForClaim = 5

  package let mean: Double
  /// Of the mean; nil with a single year, and where a figure is infinite.
  package let standardError: Double?
  package let years: Int
  /// Figures behind it.
  package let count: Int

  /// - Parameter values: Figures by year; years without any are left out.
  package init?(_ values: [[Double]]) {
    let known = values.filter { !$0.isEmpty }
    guard !known.isEmpty else { return nil }
    let means = known.map { $0.reduce(0, +) / Double($0.count) }
    let n = Double(means.count), mean = means.reduce(0, +) / n
    self.mean = mean
    (years, count) = (means.count, known.reduce(0) { $0 + $1.count })
    let squares = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardError =
      means.count > 1 && squares.isFinite ? (squares / (n - 1) / n).squareRoot() : nil
  }

  /// Whether there are years enough for a claim.
  package var allowsClaim: Bool { years >= Self.yearsForClaim }

  /// The interval of a probability; nil with a single year.
  package func interval(_ probability: Double = 0.95) -> ClosedRange<Double>? {
    guard let standardError else { return nil }
    return StudentLaw(
      location: mean, scale: standardError, degreesOfFreedom: Double(years - 1)
    ).interval(probability)
  }

  /// P of a mean as far above 0 as this, or further, if the true one is 0; nil with a single year.
  ///
  /// Equal years have no spread: then 0, 1/2 or 1 by the sign.
  package var upperTail: Double? {
    guard let standardError else { return nil }
    guard standardError > 0 else { return mean > 0 ? 0 : mean < 0 ? 1 : 0.5 }
    return StudentLaw(location: 0, scale: standardError, degreesOfFreedom: Double(years - 1))
      .tails(at: mean).upper
  }
}
