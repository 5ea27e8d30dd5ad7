import Reporting

/// One chart of each kind, with a text wherever a caller gives one.
enum ChartSamples {
  static func all(_ text: String, _ language: Language) -> [Chart] {
    let frame = ChartFrame(
      title: text, subtitle: [text], source: text, description: text, findings: [text])
    return [
      fan(text).chart("fan", frame, language),
      ExceedanceChart(
        [curve(text, 0), curve(text, 9)], target: .init(900, text), scale: .number,
        quantity: text
      ).chart("exceedance", frame, language),
      histogram(text).chart("histogram", frame, language),
      TornadoChart(
        (1...14).map {
          .init(
            text, low: 0.4 - 0.02 * Double($0), high: 0.4 + 0.01 * Double($0), lowInput: "1,5",
            highInput: "27 tỷ đồng", id: text)
        }, base: 0.4, quantity: text
      ).chart("tornado", frame, language),
      WaterfallChart(
        from: .init(text, 0.4, id: text), [.init(text, 0.1), .init(text, -0.3, error: 0.01)],
        to: .init(text, 0.21), quantity: text
      ).chart("waterfall", frame, language),
      frontier(text).chart("frontier", frame, language),
      SmallMultiples([.init(text, fan(text)), .init(text, fan(text))]).chart(
        "multiples", frame, language),
      start(text).chart("start", frame, language),
      scenarios(text).chart("scenarios", frame, language),
      LineChart(
        (0..<3).map { line in
          .init(text + "\(line)", (1...4).map { .init("\($0)", 0.2 * Double(line) + 0.1) })
        }, levels: [.init(0.8, text)], scale: .probability, time: text, quantity: text
      ).chart("line", frame, language),
    ]
  }

  static func fan(_ text: String) -> FanChart {
    FanChart(
      history: [.init(.year(2019), 820, range: 790...850, id: text), .init(.year(2020), 876)],
      forecast: (1...4).map {
        let middle = 880 + 5 * Double($0)
        return .init(
          .quarter($0, of: 2021), median: middle,
          bands: [10.0, 20, 30].map { middle - $0...middle + $0 })
      }, targets: [.init(.year(2021), 900, text)], scale: .number, quantity: text)
  }

  static func curve(_ text: String, _ shift: Double) -> ExceedanceChart.Curve {
    .init(
      text, (0...10).map { .init(850 + shift + 10 * Double($0), 1 - 0.1 * Double($0)) },
      atTarget: 0.5, id: text)
  }

  static func histogram(_ text: String) -> HistogramChart {
    HistogramChart(
      (0..<60).map {
        .init(700.5 + 6 * Double($0), 706.5 + 6 * Double($0), draws: Double($0 % 30))
      },
      target: .init(900, text, probability: 0.41, id: text), median: 890, scale: .number,
      quantity: text)
  }

  static func frontier(_ text: String) -> FrontierChart {
    FrontierChart(
      [(125.0, 0.03), (250, 0.05), (500, 0.07)].map {
        .init($0, $1, error: 0.002, split: [$0 * 0.75, $0 * 0.25], id: text)
      }, present: .init(text, 375, 0.045), level: .init(0.08, text), levers: [text, text],
      unit: text)
  }

  static func start(_ text: String) -> StartSensitivityChart {
    StartSensitivityChart(
      [
        (745.0, 847.0, 0.003), (847, 868, 0.08), (868, 887, 0.33), (887, 909, 0.7),
        (909, 1040, 0.985),
      ]
      .map { .init($0, $1, probability: $2, error: 0.004, id: text) }, base: 0.41,
      stated: .init(876, text), scale: .number, quantity: text)
  }

  static func scenarios(_ text: String) -> ScenarioChart {
    ScenarioChart(
      (0..<6).map {
        .init(text, 0.4 + 0.1 * Double($0), error: 0.001, note: text, id: text)
      })
  }
}
