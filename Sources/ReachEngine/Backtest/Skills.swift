private import NumericKernels
package import PanelData
package import ReachModel
package import Verification

/// Whether forecasts of the back-tested series beat naive ones, as of a date.
///
/// - Parameters:
///   - panel: All cells; those released after the date are set aside here.
///   - date: Of the forecast.
///   - threads: Series that are worked on at a time.
/// - Returns: One for each series, one year ahead.
package func skills(_ panel: Panel, asOf date: CalendarDate, threads: Int) -> [SeriesSkill] {
  let known = panel.asOf(date), series = backtestedSeries(growthProcess: nil)
  return mapInParallel(series.count, threads: threads) { place in
    let definition = series[place].definition
    let origin = RollingOrigin(
      definition: definition, chosen: GrowthRegression(), secondOpinions: [], horizons: 1, seed: 1)
    return SeriesSkill(key: definition.key, label: definition.label, test: origin.skill(known))
  }
}
