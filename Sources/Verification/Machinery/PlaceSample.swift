private import NumericKernels

/// Where true values lie in their posteriors, over many simulated data sets.
///
/// The place of a value is the posterior probability below it. Where parameters are drawn from the
/// prior and data from the model, places are uniform if and only if the posterior is calibrated for
/// the quantity asked about.
///
/// - Source: Talts, Betancourt, Simpson, Vehtari and Gelman, arXiv:1804.06788, 2018; Modrák et al.,
///   *Bayesian Analysis* 20(2), 2025, on quantities that depend on the data.
package struct PlaceSample: Sendable, Equatable {
  /// A share of intervals that hold the truth, with what it should be.
  package struct Coverage: Sendable, Equatable {
    /// Stated, for example 0.8.
    package let level: Double
    /// Of the central intervals of that level.
    package let share: Double
    /// Of the share: √(p(1 − p)/n) at the stated level.
    package let standardError: Double
  }

  package let places: [Double]
  /// What their counts are held against.
  package let band: UniformBand
  /// Of the places among the points of the band.
  package let counts: [Int]
  /// The chance of places as uneven as these, or more so, if the posterior is calibrated.
  package let pValue: Double
  package let coverages: [Coverage]
  /// How far truth lies from the middle on average, in posterior standard deviations: the mean normal
  /// score; positive where truth lies above.
  package let shift: Double
  /// How much wider truth spreads than the posterior says: the root mean square of normal scores
  /// about their mean, 1 if right.
  package let spread: Double

  /// The levels whose coverage is told.
  package static let levels = [0.5, 0.8, 0.95]

  /// - Parameters:
  ///   - places: n numbers in 0...1.
  ///   - band: Of n numbers.
  package init(_ places: [Double], band: UniformBand) {
    precondition(places.allSatisfy { (0...1).contains($0) }, "places outside 0...1")
    (self.places, self.band) = (places, band)
    counts = band.counts(places)
    pValue = band.pValue(places)
    let n = Double(places.count)
    coverages = Self.levels.map { level in
      let inside = places.count { abs($0 - 0.5) <= level / 2 }
      return Coverage(
        level: level, share: Double(inside) / n,
        standardError: (level * (1 - level) / n).squareRoot())
    }
    // A place that rounding took to an end counts as the nearest inside.
    let scores = places.map { normalQuantile(min(max($0, 0x1p-53), 1 - 0x1p-53)) }
    let mean = scores.reduce(0, +) / n
    shift = mean
    spread = (scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
  }
}
