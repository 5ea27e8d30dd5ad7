package import ReachModel

/// The last value, moved by a trend that is shrunk towards none; errors are Student's t.
///
/// A growth index stays at its last value.
package struct DriftForm: ForecastForm {
  package let key = "drift"
  package let label = Label(vi: "Xu thế (bước ngẫu nhiên)", en: "Drift (random walk)")

  package init() {}

  package func laws(
    _ history: ForecastHistory, horizons: Int
  ) throws(FormUnavailable) -> [[PredictiveLaw?]] {
    let sample = AdjustmentSample(history.series), years = sample.levelYears
    guard !years.isEmpty else { throw .years(2) }
    let errors = years.flatMap(\.rows).map { ($0.entity, $0.response) }
    let scales = EntityScales(errors: sample.byEntity(errors))
    let shock = CommonShock(
      years.map(\.shock), entityScale: scales.scale, hasTrend: !history.series.scale.isGrowth)
    return (1...horizons).map { h in
      let centres = sample.lastValues.map { $0.map { $0 + Double(h) * shock.mean } }
      return scales.laws(centres, factor: Double(h), shared: shock.sum(over: h))
    }
  }
}
