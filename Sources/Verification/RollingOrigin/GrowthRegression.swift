private import NumericKernels
package import ReachModel

/// The growth of a year on how far the figure lies from its usual level, over all entities.
///
/// For a level: y(t) − y(t−1) = d(t) + β (ȳ(t−1) − y(t−1)) + e, ȳ the mean of all years known by
/// then, both less their means over the entities; d(t) moves all. β = 0 is "the last value, with
/// drift", β = 1 "the long mean". For a growth index: y(t) = a + b y(t−1) + c ȳ(t−1) + e. Errors are
/// Student's t with a scale for each entity.
///
/// Priors, judged: β 0.5 ± 0.3; b 0.1 ± 0.3, c 0.2 ± 0.3.
package struct GrowthRegression: ForecastForm {
  package let key = "growth_regression"
  package let label = Label(
    vi: "Hồi quy tăng trưởng (điều chỉnh từng phần)",
    en: "Growth regression (partial adjustment)")

  package init() {}

  package func laws(
    _ history: ForecastHistory, horizons: Int
  ) throws(FormUnavailable) -> [[PredictiveLaw?]] {
    let sample = AdjustmentSample(history.series)
    return history.series.scale.isGrowth
      ? try growthLaws(sample, horizons) : try levelLaws(sample, horizons)
  }

  private func levelLaws(
    _ sample: AdjustmentSample, _ horizons: Int
  ) throws(FormUnavailable) -> [[PredictiveLaw?]] {
    let years = sample.levelYears
    guard !years.isEmpty else { throw .years(2) }
    let rows = years.flatMap(\.rows)
    let fit = RobustRegression(
      rows: rows.map { [$0.gap] }, responses: rows.map(\.response),
      priors: [.init(mean: 0.5, deviation: 0.3)])
    let scales = EntityScales(
      errors: sample.byEntity(rows.map { ($0.entity, $0.response - fit.fitted([$0.gap])) }))
    let shock = CommonShock(years.map(\.shock), entityScale: scales.scale, hasTrend: true)
    let β = fit.slopes[0], gaps = sample.gaps(before: sample.series.yearCount)
    return (1...horizons).map { h in
      // What is left of a gap, and of an error, after so many years.
      let left = (0...h).map { integerPower(1 - β, $0) }
      let centres = zip(sample.lastValues, gaps).map { last, gap -> Double? in
        guard let last, let gap else { return nil }
        return last + Double(h) * shock.mean + (1 - left[h]) * gap
      }
      return scales.laws(
        centres, factor: left[..<h].reduce(0) { $0 + $1 * $1 }, shared: shock.sum(over: h))
    }
  }

  private func growthLaws(
    _ sample: AdjustmentSample, _ horizons: Int
  ) throws(FormUnavailable) -> [[PredictiveLaw?]] {
    let fit = try AdjustmentOfGrowth(sample)
    let shock = CommonShock(fit.shocks, entityScale: fit.scales.scale, hasTrend: false)
    let means = sample.means(before: sample.series.yearCount)
    var values = sample.lastValues, factor = 0.0, remaining = 1.0
    return (1...horizons).map { _ in
      values = zip(values, means).map { value, mean in
        guard let value, let mean else { return nil }
        return fit.fitted([1, value, mean])
      }
      factor += remaining
      remaining *= fit.slopes[1] * fit.slopes[1]
      return fit.scales.laws(
        values, factor: factor, shared: shock.variance + shock.meanVariance)
    }
  }
}

/// The regression of a growth index, with its errors.
private struct AdjustmentOfGrowth {
  /// Of a constant, the year before, and the mean of the years before.
  let slopes: [Double]
  let scales: EntityScales
  /// The median error of each year that has a year before it.
  let shocks: [Double]

  private static let priors: [RobustRegression.Prior] = [
    .init(mean: 0, deviation: 1), .init(mean: 0.1, deviation: 0.3),
    .init(mean: 0.2, deviation: 0.3),
  ]

  private init(slopes: [Double], scales: EntityScales, shocks: [Double]) {
    (self.slopes, self.scales, self.shocks) = (slopes, scales, shocks)
  }

  init(_ sample: AdjustmentSample) throws(FormUnavailable) {
    let years = sample.growthYears, rows = years.flatMap(\.rows)
    guard !rows.isEmpty else {
      self = try Self.ofFirstYear(sample)
      return
    }
    let fit = RobustRegression(
      rows: rows.map(\.regressors), responses: rows.map(\.response), priors: Self.priors)
    let errors = rows.map { ($0.entity, $0.response - fit.fitted($0.regressors)) }
    self.init(
      slopes: fit.slopes, scales: EntityScales(errors: sample.byEntity(errors)),
      shocks: years.map { year in
        middle(year.rows.map { $0.response - fit.fitted($0.regressors) })
      })
  }

  /// With a single year there is a centre, and the priors of what follows it.
  private static func ofFirstYear(_ sample: AdjustmentSample) throws(FormUnavailable) -> Self {
    let known = sample.lastValues.enumerated().compactMap { place, value in
      value.map { (place, $0) }
    }
    guard !known.isEmpty else { throw .years(1) }
    let fit = RobustRegression(
      rows: known.map { _ in [1] }, responses: known.map(\.1), priors: [priors[0]])
    let centre = fit.slopes[0], last = priors[1].mean, mean = priors[2].mean
    return Self(
      slopes: [centre * (1 - last - mean), last, mean],
      scales: EntityScales(errors: sample.byEntity(known.map { ($0.0, $0.1 - centre) })),
      shocks: [])
  }

  func fitted(_ row: [Double]) -> Double { zip(slopes, row).reduce(0) { $0 + $1.0 * $1.1 } }
}
