package import Verification

/// Every forecast that was scored, one a row, on the scale of its series.
///
/// - Parameter series: The back-tests.
/// - Returns: Comma-separated values with a header.
package func scoredForecastsCSV(_ series: [SeriesBacktest]) -> String {
  var csv = CSVText(header: [
    "series", "scale", "form", "origin", "horizon", "year", "province_code", "actual", "mean",
    "median", "lower50", "upper50", "lower80", "upper80", "lower95", "upper95", "crps",
    "log_score", "pit",
  ])
  for test in series {
    for score in test.scores {
      let ends = score.intervals.flatMap { [$0.lowerBound, $0.upperBound] }
      csv.append(
        [
          test.definition.key, test.definition.scale.rawValue, score.form, "\(score.origin)",
          "\(score.horizon)", "\(score.targetYear)", test.entities[score.entity],
        ]
          + ([score.actual, score.mean, score.median] + ends
          + [score.crps, score.logScore, score.pit]).map { CSVText.number($0) })
    }
  }
  return csv.text
}

/// Forecasts from the last origin of every series, by every form, in the unit of the series.
///
/// - Parameter series: The back-tests.
/// - Returns: Comma-separated values: quantiles of every province's figures of the years to come.
package func comingForecastsCSV(_ series: [SeriesBacktest]) -> String {
  let levels = [0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975]
  var csv = CSVText(
    header: ["series", "form", "used", "origin", "horizon", "year", "province_code"]
      + levels.map { "q\($0)" })
  for test in series {
    guard let latest = test.latest else { continue }
    let origin = latest.series.lastYear, scale = test.definition.scale
    for made in latest.laws {
      for (place, laws) in made.laws.enumerated() {
        let used = test.used(horizon: place + 1) == made.form
        for (entity, law) in zip(latest.series.entities, laws) {
          guard let law else { continue }
          csv.append(
            [
              test.definition.key, made.form, used ? "true" : "false", "\(origin)",
              "\(place + 1)", "\(origin + place + 1)", entity,
            ] + levels.map { CSVText.number(scale.figure(of: law.quantile($0))) })
        }
      }
    }
  }
  return csv.text
}
