import Reporting
import Testing

@Suite("Fan charts")
struct FanChartTests {
  private func forecast(_ count: Int, isQuarterly: Bool = true) -> [FanChart.Forecast] {
    (0..<count).map { i in
      let middle = 900.25 + 3.1 * Double(i), spread = 1 + Double(i)
      let period: ChartPeriod =
        isQuarterly ? .quarter(i % 4 + 1, of: 2021 + i / 4) : .year(2021 + i)
      return .init(
        period, median: middle,
        bands: [0.7, 1.3, 1.6].map { middle - $0 * spread...middle + $0 * spread },
        id: "outcomes.\(i)")
    }
  }

  private func fan(_ count: Int, isQuarterly: Bool = true, target: String = "chỉ tiêu: 900")
    -> FanChart
  {
    FanChart(
      history: [
        .init(.year(2018), 760.125), .init(.year(2019), 820, range: 790.5...850, id: "start"),
        .init(.year(2020), 876, isAssumed: true),
      ], forecast: forecast(count, isQuarterly: isQuarterly),
      targets: [.init(.year(2021), 900, target)], scale: .number, quantity: "doanh nghiệp")
  }

  @Test("hold what they are given, to the bit", arguments: [2, 5, 41])
  func data(count: Int) throws {
    let fan = fan(count), chart = try ChartSpecification(fan.chart("fan", .plain, .vi))
    #expect(chart.exactNumbers("median") == fan.forecast.map(\.median))
    for i in 0..<3 {
      #expect(
        chart.exactNumbers("low\(i)") == fan.forecast.map { $0.bands[i].lowerBound })
      #expect(
        chart.exactNumbers("high\(i)") == fan.forecast.map { $0.bands[i].upperBound })
    }
    #expect(chart.rows.compactMap { $0["id"] as? String }.count == count)
    let history = chart.rows(with: "assumed")
    #expect(Set(chart.numbers("value", in: history)) == [760.125, 820, 876])
    #expect(chart.numbers("low", in: history).contains(790.5))
    #expect(chart.numbers("target", in: chart.rows(with: "target")).allSatisfy { $0 == 900 })
  }

  @Test("name each band and the median at the edge, without overlap", arguments: Language.allCases)
  func labels(language: Language) throws {
    for count in [1, 2, 17, 41] {
      let chart = try ChartSpecification(fan(count).chart("fan", .plain, language))
      let labels = chart.placedTexts.map { $0.lines.joined(separator: " ") }
      for label in ["50 %", "80 %", "90 %", "chỉ tiêu: 900"] { #expect(labels.contains(label)) }
      #expect(labels.contains(language(vi: "trung vị", en: "median")))
      #expect(chart.overlaps.isEmpty, "\(chart.overlaps)")
    }
  }

  @Test("bands with nothing between them still have labels apart")
  func narrow() throws {
    let flat = FanChart(
      history: [], forecast: [.init(.year(2021), median: 5, bands: [5...5, 5...5, 5...5])],
      targets: [.init(.year(2021), 5, "chỉ tiêu: 5")], scale: .number, quantity: "q")
    let chart = try ChartSpecification(flat.chart("fan", .plain, .vi))
    #expect(chart.placedTexts.count == 5 && chart.overlaps.isEmpty)
  }

  @Test("the drawing is as wide as asked, whatever its labels", arguments: hardTexts)
  func width(text: String) throws {
    for width in [390, 640, 900] {
      let frame = ChartFrame(title: text, subtitle: [text], source: text, width: width)
      let chart = try ChartSpecification(fan(5, target: text).chart("fan", frame, .vi))
      let padding = try #require(chart.object["padding"] as? [String: Int])
      let plot = try #require(chart.object["width"] as? Int)
      #expect((padding["left"] ?? 0) + plot + (padding["right"] ?? 0) == width)
      let title = try #require(chart.object["title"] as? [String: Any])
      let lines = try #require(title["text"] as? [String])
      #expect(TextMeasure(17, isBold: true).widest(lines) <= Double(width))
    }
  }

  @Test("only colours of the theme are used")
  func colours() throws {
    let known = Set(ChartStyle.darkCounterparts.map(\.light))
    #expect(try ChartSpecification(fan(5).chart("fan", .plain, .vi)).colours.isSubset(of: known))
  }

  @Test("time labels have room", arguments: [1, 2, 5, 12, 41, 81])
  func time(count: Int) throws {
    for isQuarterly in [true, false] {
      let fan = fan(count, isQuarterly: isQuarterly)
      let chart = try ChartSpecification(fan.chart("fan", .plain, .en))
      let encoding = try #require(chart.object["encoding"] as? [String: Any])
      let x = try #require(encoding["x"] as? [String: Any])
      let axis = try #require(x["axis"] as? [String: Any])
      let scale = try #require(x["scale"] as? [String: Any])
      let values = try #require(axis["values"] as? [Double])
      let domain = try #require(scale["domain"] as? [Double])
      let width = Double(try #require(chart.object["width"] as? Int))
      let pixels = values.map { ($0 - domain[0]) / (domain[1] - domain[0]) * width }
      #expect(!values.isEmpty && pixels.allSatisfy { (0...width).contains($0) })
      // The widest label is a year of four digits, 27 pixels.
      #expect(zip(pixels, pixels.dropFirst()).allSatisfy { $1 - $0 > 27 })
    }
  }

  @Test("sources that contradict one another are not joined", arguments: [false, true])
  func disputed(isDisputed: Bool) throws {
    let values = [960.0, 1000, 900, 910]
    let fan = FanChart(
      history: values.enumerated().map { i, value in
        .init(.quarter(i + 1, of: 2024), value, isDisputed: isDisputed && (1...2).contains(i))
      }, forecast: forecast(2), scale: .number, quantity: "q")
    let rows = try ChartSpecification(fan.chart("f", .plain, .vi)).rows(with: "stretch")
    let stretches = Set(rows.compactMap { $0["stretch"] as? Int })
    #expect(stretches.count == (isDisputed ? 4 : 1))
  }

  @Test("periods are read as run folders name them")
  func periods() {
    #expect(ChartPeriod("2021-Q3") == .quarter(3, of: 2021))
    #expect(ChartPeriod("2030") == .year(2030))
    for text in ["", "2021-Q5", "2021-Q", "2021-03", "x", "2021-Q1-1"] {
      #expect(ChartPeriod(text) == nil)
    }
    #expect(ChartPeriod.year(2020).place == ChartPeriod.quarter(4, of: 2020).place)
  }

  private func history(_ periods: [ChartPeriod], baseRate: String? = nil) -> FanChart {
    FanChart(
      history: periods.map { .init($0, 880) }, forecast: forecast(4),
      targets: [.init(.year(2021), 900, "≥ 900")], scale: .number, quantity: "q",
      baseRate: baseRate)
  }

  @Test(
    "no line crosses periods of which nothing is known",
    arguments: [
      ([ChartPeriod.year(2016), .year(2020)], [0.0, 1], false),
      ([.year(2018), .year(2019), .year(2020)], [0, 0, 0], true),
      ([.year(2016), .year(2017), .year(2019), .year(2020)], [0, 0, 1, 1], true),
      ([.quarter(3, of: 2020), .quarter(4, of: 2020)], [0, 0], true),
      ([.quarter(2, of: 2020), .quarter(4, of: 2020)], [0, 1], false),
      ([.year(2018), .quarter(1, of: 2020)], [0, 1], false),
    ])
  func gaps(periods: [ChartPeriod], stretches: [Double], hasLine: Bool) throws {
    let chart = try ChartSpecification(history(periods).chart("fan", .plain, .vi))
    let lines = chart.layers.filter { ($0["encoding"] as? [String: Any])?["detail"] != nil }
    #expect(lines.isEmpty != hasLine)
    let points = chart.layers.filter { layer in
      (layer["mark"] as? [String: Any])?["type"] as? String == "point"
        && ChartSpecification.rows(layer).contains { $0["assumed"] != nil }
    }
    #expect(
      points.flatMap(ChartSpecification.rows).compactMap { $0["stretch"] as? Double } == stretches)
    for line in lines {
      let detail = (line["encoding"] as? [String: Any])?["detail"] as? [String: Any]
      #expect(detail?["field"] as? String == "stretch")
    }
  }

  @Test("the beginning of a forecast is marked only where something was before it")
  func begin() throws {
    for (periods, isMarked) in [([ChartPeriod.year(2020)], true), ([], false)] {
      let chart = try ChartSpecification(history(periods).chart("fan", .plain, .en))
      #expect(chart.text.contains("forecast begins") == isMarked)
    }
  }

  @Test("how often the past met the target is written at its line", arguments: [500.0, 900, 1300])
  func baseRate(target: Double) throws {
    let fan = FanChart(
      history: [.init(.year(2020), 880)], forecast: forecast(4),
      targets: [.init(.year(2021), target, "t")], scale: .number, quantity: "q",
      baseRate: "met in the past: 1/19 periods")
    let chart = try ChartSpecification(fan.chart("fan", .plain, .en))
    let label = try #require(
      chart.placedTexts.first { $0.lines == ["met in the past: 1/19 periods"] })
    #expect(label.top >= 0 && label.bottom <= 300 && label.left >= 0)
    #expect(chart.overlaps.isEmpty)
    #expect(!(try ChartSpecification(history([]).chart("fan", .plain, .en))).text.contains("1/19"))
  }
}
