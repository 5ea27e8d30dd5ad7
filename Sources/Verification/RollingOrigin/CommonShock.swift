/// What moves all entities at once in a year: its usual size and how far it strays.
///
/// Few years are known, so that both have priors: no trend, known as well as from four years; and a
/// spread of half that of single entities, known as well as from four years. Normal with inverse
/// gamma, in closed form.
///
/// - Source: Gelman et al., *Bayesian Data Analysis*, 3rd ed., §3.3; the priors are judged
///   (decision 0040).
package struct CommonShock: Sendable, Equatable {
  /// The mean of a year's shock.
  package let mean: Double
  /// Squared scale of a year's shock.
  package let variance: Double
  /// Squared scale of the mean, as far as it is unknown.
  package let meanVariance: Double

  /// - Parameters:
  ///   - shocks: One for each known year.
  ///   - entityScale: Of the errors of single entities.
  ///   - hasTrend: Whether shocks may have a mean; one of 0 otherwise.
  package init(_ shocks: [Double], entityScale: Double, hasTrend: Bool) {
    let priorYears = 4.0, n = Double(shocks.count)
    let years = priorYears + n
    mean = hasTrend ? shocks.reduce(0, +) / years : 0
    let average = n > 0 ? shocks.reduce(0, +) / n : 0
    let centre = hasTrend ? average : 0
    var sum = shocks.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    if hasTrend { sum += priorYears * n / years * average * average }
    let prior = entityScale / 2
    variance = (priorYears * prior * prior + sum) / years
    meanVariance = variance / (hasTrend ? years : n + 1)
  }

  /// The squared scale of what h years of shocks add up to.
  package func sum(over h: Int) -> Double {
    Double(h) * variance + Double(h * h) * meanVariance
  }
}
