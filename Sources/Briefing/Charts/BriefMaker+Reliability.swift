import Reporting

// What was stated and what came, of the back-test's series.

extension BriefMaker {
  func reliabilityCharts(_ record: RunRecord) -> [ReportChart] {
    record.root["series"].items.compactMap { series in
      guard let key = series["series"].string, let name = series.name("label", language),
        let horizon = series["horizons"].items.first
      else { return nil }
      let found = horizon["reliability"].items.compactMap { reliabilityBin($0) }
      guard found.count > 1 else { return nil }
      let title = language.say(
        vi: "\(name): xác suất đã nêu và điều đã xảy ra",
        en: "\(name): chances stated and what happened")
      let told = found.map(\.told).joined("; ")
      return reportChart(
        "reliability-\(key)",
        ChartWords(
          title: title,
          caption: language.say(
            vi: "Thanh nhạt: nơi điểm sẽ nằm nếu mọi xác suất đều đúng. Số ở trên: số dự báo.",
            en: "Pale bars: where a point lies if every chance is right. Above: the number of "
              + "forecasts."),
          description: language.say(
            vi: "\(title). Đã nêu và đã xảy ra (số dự báo): \(told).",
            en: "\(title). Stated and happened (number of forecasts): \(told)."),
          labels: found.map(\.count), ids: []), height: 300, isHalf: true
      ) { ReliabilityChart(found.map(\.bin)).chart($0, $1, $2) }
    }
  }

  private typealias FoundBin = (bin: ReliabilityChart.Bin, count: Sentence, told: Sentence)

  private func reliabilityBin(_ field: Field) -> FoundBin? {
    let range = field["consistency90"].items
    guard let p = field["probability"].double, let frequency = field["frequency"].double,
      let count = field["count"].value.int, range.count == 2, let low = range[0].double,
      let high = range[1].double
    else { return nil }
    func percent(_ key: String) -> Sentence {
      Sentence([field[key].figure(.percent) { numbers.percent($0) }].compactMap { $0 })
    }
    let forecasts = Sentence([field["count"].figure { numbers.number($0) }].compactMap { $0 })
    let (stated, happened) = (percent("probability"), percent("frequency"))
    return (
      ReliabilityChart.Bin(p, frequency, count: count, consistency: low...high), forecasts,
      "\(stated) → \(happened) (\(forecasts))"
    )
  }
}
