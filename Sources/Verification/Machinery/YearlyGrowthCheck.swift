/// Simulated yearly growth of manufacturing beside all actual full years.
///
/// - Source: model, section 6: means within 1.5 points, sds within a factor of 1.5.
package struct YearlyGrowthCheck: Sendable, Equatable {
  /// A law of yearly growth, in fractions.
  package struct Spread: Sendable, Equatable {
    package let mean: Double
    package let sd: Double

    package init(mean: Double, sd: Double) { (self.mean, self.sd) = (mean, sd) }
  }

  /// A full year that was published.
  package struct Year: Sendable, Equatable {
    package let year: Int
    package let growth: Double
    /// Whether it is of all industry, manufacturing not being known.
    package let isIndustry: Bool

    package init(year: Int, growth: Double, isIndustry: Bool) {
      (self.year, self.growth, self.isIndustry) = (year, growth, isIndustry)
    }
  }

  package let years: [Year]
  package let observed: Spread
  package let prior: Spread
  /// nil where no window moved the prior.
  package let posterior: Spread?

  package static let meanTolerance = 0.015
  package static let spreadFactor = 1.5

  /// - Parameters:
  ///   - years: At least two; nil otherwise.
  ///   - prior: Simulated growth under the prior.
  ///   - posterior: Under the posterior.
  package init?(years: [Year], prior: [Double], posterior: [Double]?) {
    func spread(_ values: [Double]) -> Spread? {
      guard let mean = values.average, let sd = values.deviation else { return nil }
      return Spread(mean: mean, sd: sd)
    }
    guard let observed = spread(years.map(\.growth)), let before = spread(prior) else {
      return nil
    }
    (self.years, self.observed, self.prior) = (years, observed, before)
    self.posterior = posterior.flatMap(spread)
  }

  /// Whether a simulated law is near enough to the observed years.
  package func holds(_ law: Spread) -> Bool {
    (law.mean - observed.mean).magnitude <= Self.meanTolerance
      && law.sd <= Self.spreadFactor * observed.sd && observed.sd <= Self.spreadFactor * law.sd
  }
}
