package import Assessment
import ReachModel
import Simulation

/// All findings of a run: one row each.
package func findingsCSV(_ forecasts: [Forecast]) -> String {
  findingsCSV(forecasts.flatMap(\.findings))
}

/// Findings: one row each.
package func findingsCSV(_ findings: [Finding]) -> String {
  var csv = CSVText(header: [
    "scenario", "id", "label_vi", "label_en", "year", "value", "unit", "error95",
  ])
  for finding in findings {
    csv.append([
      finding.scenario, finding.id, finding.label.vi, finding.label.en,
      finding.year.map(String.init) ?? "", CSVText.number(finding.value), finding.unit.name,
      CSVText.number(finding.error),
    ])
  }
  return csv.text
}

/// Probabilities of the quantiles in `outcomes.csv`.
private let quantileLevels = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975, 0.99]

/// The distribution of every outcome in every quarter and year, in long form.
///
/// `statistic` is `mean`, `sd` or `quantile`; `probability` is given for quantiles; `error95` is
/// half the width of the 95 % Monte Carlo interval.
package func outcomesCSV(_ forecasts: [Forecast]) -> String {
  var csv = CSVText(header: [
    "scenario", "period", "outcome", "sector", "statistic", "probability", "value", "error95",
  ])
  for forecast in forecasts {
    for item in forecast.summary.summaries {
      guard let outcome = item.series.outcomeName else { continue }
      let study = forecast.study
      let place = [
        study.name, item.series.period(in: study), outcome,
        item.series.sector.map { study.sectors[$0].key } ?? "",
      ]
      func append(_ statistic: String, _ level: Double?, _ value: Double, _ error: Double) {
        csv.append(
          place + [
            statistic, CSVText.number(level), CSVText.number(value),
            CSVText.number(z975 * error),
          ])
      }
      let moments = item.moments
      append("mean", nil, moments.mean, moments.meanError)
      append("sd", nil, moments.standardDeviation, moments.standardDeviationError)
      let reading = item.reading
      for p in quantileLevels {
        append("quantile", p, reading.quantile(p), reading.quantileError(p))
      }
    }
  }
  return csv.text
}

/// Histograms of the yearly outcomes and of the start: at most 60 bins each.
package func histogramsCSV(_ forecasts: [Forecast]) -> String {
  var csv = CSVText(header: [
    "scenario", "period", "outcome", "sector", "low", "high", "draws",
  ])
  for forecast in forecasts {
    let study = forecast.study
    for item in forecast.summary.summaries {
      guard let outcome = item.series.outcomeName else { continue }
      if case .quarter = item.series.period { continue }
      for bin in item.reading.histogram(bins: 60) {
        csv.append([
          study.name, item.series.period(in: study), outcome,
          item.series.sector.map { study.sectors[$0].key } ?? "", CSVText.number(bin.low),
          CSVText.number(bin.high), String(bin.count),
        ])
      }
    }
  }
  return csv.text
}

extension Series {
  /// What it measures, as data files write it.
  fileprivate var outcomeName: String? {
    switch quantity {
    case .outcome(let outcome): outcome.rawValue
    case .output: "output"
    case .manufacturingGrowth: "manufacturing_growth"
    case .otherManufacturingGrowth: "other_manufacturing_growth"
    case .stressQuarters: "stress_quarters"
    case .reportedFirms: "reported_firms"
    case .reportedCertified: "reported_certified"
    default: nil
    }
  }

  /// `2021`, `2021-Q3`, or the last quarter before the plan.
  fileprivate func period(in study: Study) -> String {
    switch period {
    case .start: "\(study.planYear - 1)-Q4"
    case .quarter(let t): "\(study.planYear + (t - 1) / 4)-Q\((t - 1) % 4 + 1)"
    case .year(let y): String(study.planYear + y - 1)
    }
  }
}
