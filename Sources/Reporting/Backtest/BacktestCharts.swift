import ReachModel
package import Verification

/// Reliability one year ahead, a chart for each series and language.
///
/// - Parameter series: The back-tests.
/// - Returns: Charts of those with forecasts to judge.
package func backtestCharts(_ series: [SeriesBacktest]) -> [Chart] {
  series.flatMap { test -> [Chart] in
    let reliability = test.reliability(horizon: 1)
    guard !reliability.bins.isEmpty else { return [] }
    return Language.allCases.map { language in
      let name = language(test.definition.label)
      return ReliabilityChart(reliability).chart(
        "reliability-\(test.definition.key)",
        ChartFrame(
          title: language(
            vi: "\(name): xác suất nêu trước và điều đã xảy ra",
            en: "\(name): chances stated and what happened"),
          subtitle: [
            language(
              vi:
                "Tăng trưởng năm sau trên 0, 5, 10, 15 %, mọi tỉnh. Dải: 90 % nếu mọi xác suất đều đúng "
                + "và các tỉnh độc lập.",
              en:
                "Growth of the next year above 0, 5, 10, 15 %, all provinces. Bars: 90 % if every "
                + "chance is right and provinces are independent."),
            language(
              vi: "Số ở dưới: số dự báo.", en: "Below: the number of forecasts."),
          ],
          source: language(
            vi: "Nguồn: reach backtest, giả thời gian thực",
            en: "Source: reach backtest, pseudo-real-time"),
          width: 640, height: 420), language)
    }
  }
}
