package import Econometrics
private import NumericKernels
private import ReachModel

/// Figures of growth windows: fractions, in the order of the windows.
///
/// - Parameter windows: Their years and months count.
/// - Returns: Mean, sd, least, largest, and trend over time.
package func windowStatistics(_ windows: [GrowthWindow]) -> [PredictiveStatistic<[Double]>] {
  let places = windows.map { window in
    Double(window.year) + Double(window.months.lowerBound + window.months.upperBound - 1) / 24
  }
  return [
    PredictiveStatistic("mean", Label(vi: "trung bình", en: "mean"), .growth) { $0.average },
    PredictiveStatistic("sd", Label(vi: "độ lệch chuẩn", en: "sd"), .growth) { $0.deviation },
    PredictiveStatistic("least", Label(vi: "thấp nhất", en: "least"), .growth) { $0.min() },
    PredictiveStatistic("largest", Label(vi: "cao nhất", en: "largest"), .growth) { $0.max() },
    PredictiveStatistic(
      "trend", Label(vi: "xu thế mỗi năm", en: "trend a year"), .growth
    ) { $0.slope(on: places) },
  ]
}

/// Figures of yearly commitments, none of which depends on their level.
///
/// - Parameter years: Of the amounts.
/// - Returns: The sd of logs, how far the least and largest are from their mean, and the trend.
package func commitmentStatistics(_ years: [Int]) -> [PredictiveStatistic<[Double]>] {
  let places = years.map(Double.init)
  @Sendable func logs(_ amounts: [Double]) -> [Double] { amounts.map { naturalLogarithm($0) } }
  return [
    PredictiveStatistic("sd", Label(vi: "độ lệch chuẩn của log", en: "sd of logs"), .logPoints) {
      logs($0).deviation
    },
    PredictiveStatistic(
      "least", Label(vi: "năm thấp nhất so với trung bình", en: "lowest year, from the mean"),
      .logPoints
    ) { amounts in
      let logs = logs(amounts)
      return logs.min().flatMap { least in logs.average.map { least - $0 } }
    },
    PredictiveStatistic(
      "largest", Label(vi: "năm cao nhất so với trung bình", en: "highest year, from the mean"),
      .logPoints
    ) { amounts in
      let logs = logs(amounts)
      return logs.max().flatMap { largest in logs.average.map { largest - $0 } }
    },
    PredictiveStatistic("trend", Label(vi: "xu thế mỗi năm", en: "trend a year"), .logPoints) {
      logs($0).slope(on: places)
    },
  ]
}

/// Figures of ln new enterprises once province and year effects are taken out.
///
/// - Parameter sample: The rows.
/// - Returns: Spread, least, largest, how alike neighbouring years are, and how the spread changes.
package func entryStatistics(_ sample: EntrySample) -> [PredictiveStatistic<[[Double]]>] {
  let years = sample.provinces.map { $0.map(\.year) }
  let first = years.joined().min() ?? 0, last = years.joined().max() ?? 0
  @Sendable func squares(_ rows: [[Double]], in year: Int) -> Double? {
    let values = zip(rows, years).flatMap { row, years in
      zip(row, years).filter { $0.1 == year }.map { $0.0 * $0.0 }
    }
    return values.average
  }
  return [
    PredictiveStatistic("sd", Label(vi: "độ lệch chuẩn", en: "sd"), .logPoints) {
      $0.flatMap { $0 }.deviation
    },
    PredictiveStatistic("least", Label(vi: "thấp nhất", en: "least"), .logPoints) {
      $0.joined().min()
    },
    PredictiveStatistic("largest", Label(vi: "cao nhất", en: "largest"), .logPoints) {
      $0.joined().max()
    },
    PredictiveStatistic(
      "neighbours",
      Label(vi: "tương quan giữa hai năm liền nhau", en: "correlation of neighbouring years"),
      .number
    ) { rows in
      let squares = rows.joined().reduce(0) { $0 + $1 * $1 }
      let products = rows.reduce(0) { sum, row in
        sum + zip(row, row.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
      }
      return squares > 0 ? products / squares : nil
    },
    PredictiveStatistic(
      "widening",
      Label(
        vi: "độ phân tán năm \(last) so với \(first)", en: "spread of \(last) over \(first)"),
      .number
    ) { rows in
      guard let before = squares(rows, in: first), let after = squares(rows, in: last), before > 0
      else { return nil }
      return (after / before).squareRoot()
    },
  ]
}
