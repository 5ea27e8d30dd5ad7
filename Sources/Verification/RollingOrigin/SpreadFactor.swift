private import NumericKernels

/// A factor on the spread of forecasts, learnt from earlier ones, and whether it has earned its use.
///
/// For each year the factor is estimated from the years before it and scored on that year; it is
/// applied only when forecasts so stretched have scored better, over at least two such years, than as
/// they were.
package struct SpreadFactor: Sendable, Equatable {
  /// CRPS of each year's forecasts at every factor of ``grid``, means over their figures.
  private var years: [[Double]] = []

  package init() {}

  /// e^(−0.5), …, 1, …, e^0.5.
  package static let grid: [Double] = (-10...10).map { exponential(Double($0) / 20) }
  private static let one = 10
  /// What a year says of ln factor, about its best: for a normal law s (ln λ)² / 4 of its mean score s.
  ///
  /// Of √(2/π) √(1 + λ²) − λ/√π, the mean CRPS of a normal law with λ times the right spread, the
  /// second derivative at 1 is half its value. The prior, no stretching, counts as one year.
  private static let curvature = 0.25

  /// Takes a year of forecasts in.
  ///
  /// - Parameter forecasts: Laws with what came.
  package mutating func add(_ forecasts: [(law: PredictiveLaw, actual: Double)]) {
    guard !forecasts.isEmpty else { return }
    years.append(
      Self.grid.map { factor in
        forecasts.reduce(0) { $0 + $1.law.stretched(by: factor).crps(at: $1.actual) }
          / Double(forecasts.count)
      })
  }

  /// The place in the grid of the factor with the least penalised score over years.
  private func best(_ years: ArraySlice<[Double]>) -> Int {
    guard !years.isEmpty else { return Self.one }
    let level = years.reduce(0) { $0 + $1[Self.one] } / Double(years.count)
    let losses = Self.grid.indices.map { place in
      let stretch = Double(place - Self.one) / 20
      return years.reduce(0) { $0 + $1[place] } + Self.curvature * level * stretch * stretch
    }
    return losses.indices.min { losses[$0] < losses[$1] } ?? Self.one
  }

  /// CRPS of held-out years as they were, and with the factor that the years before them gave.
  package var heldOut: (years: Int, plain: Double, stretched: Double) {
    var plain = 0.0, stretched = 0.0
    for year in years.indices.dropFirst() {
      plain += years[year][Self.one]
      stretched += years[year][best(years[..<year])]
    }
    let count = max(0, years.count - 1)
    let divisor = Double(max(1, count))
    return (count, plain / divisor, stretched / divisor)
  }

  /// What all years so far suggest, whether or not it is applied.
  package var suggested: Double { Self.grid[best(years[...])] }

  /// The factor to apply to the next forecast; 1 unless it has improved scores.
  package var applied: Double {
    let held = heldOut
    return held.years >= 2 && held.stretched < held.plain ? suggested : 1
  }
}
