import Reporting
import Testing

@Suite("All charts")
struct ChartsTests {
  private static let texts = hardTexts + ["Số doanh nghiệp công nghiệp hỗ trợ", "a"]

  @Test(
    "are as wide as asked, name only colours of the theme, and carry their alternative text",
    arguments: texts)
  func frame(text: String) throws {
    let known = Set(ChartStyle.darkCounterparts.map(\.light))
    for language in Language.allCases {
      for chart in ChartSamples.all(text, language) {
        let specification = try ChartSpecification(chart)
        let padding = try #require(specification.object["padding"] as? [String: Int])
        let plot = specification.object["width"] as? Int ?? 0
        #expect((padding["left"] ?? 0) + plot + (padding["right"] ?? 0) == 760, "\(chart.name)")
        #expect(specification.colours.isSubset(of: known), "\(chart.name)")
        #expect(chart.description == TextMeasure.drawable(text))
        #expect(specification.object["description"] as? String == chart.description)
        let meta = specification.object["usermeta"] as? [String: [String]]
        #expect(meta?["findings"] == [text])
      }
    }
  }

  @Test("have labels that do not overlap, and that do not leave the drawing", arguments: texts)
  func labels(text: String) throws {
    for chart in ChartSamples.all(text, .vi) where chart.name != "multiples" {
      let specification = try ChartSpecification(chart)
      let padding = try #require(specification.object["padding"] as? [String: Int])
      let plot = try #require(specification.object["width"] as? Int)
      let right = Double(plot + (padding["right"] ?? 0))
      // What is written beside a frontier's plan, and at its end, is the caller's to keep short.
      if text.count < 100 {
        #expect(specification.overlaps.isEmpty, "\(chart.name) \(specification.overlaps)")
      }
      for placed in specification.placedTexts where text.count < 100 {
        #expect(placed.right <= right + 0.5, "\(chart.name) \(placed)")
        #expect(placed.left >= -Double(padding["left"] ?? 0) - 0.5, "\(chart.name) \(placed)")
      }
    }
  }

  @Test("write no NaN, and numbers as they were given")
  func numbers() throws {
    for chart in ChartSamples.all("x", .en) {
      #expect(!chart.specification.text.lowercased().contains("nan"))
    }
    let frontier = ChartSamples.frontier("x")
    let drawn = try ChartSpecification(frontier.chart("f", .plain, .vi))
    #expect(drawn.numbers("budget", in: drawn.rows) == frontier.points.map(\.budget))
    #expect(
      drawn.exactNumbers("probability") == frontier.points.map(\.probability) + [0.045, 0.045])
    #expect(Set(drawn.exactNumbers("amount")) == [93.75, 31.25, 187.5, 62.5, 375, 125])
    let start = try ChartSpecification(ChartSamples.start("x").chart("s", .plain, .vi))
    #expect(start.exactNumbers("probability") == [0.003, 0.08, 0.33, 0.7, 0.985])
    #expect(start.exactNumbers("low") == [745, 847, 868, 887, 909])
    let scenarios = ChartSamples.scenarios("x")
    let dots = try ChartSpecification(scenarios.chart("s", .plain, .vi))
    #expect(
      dots.exactNumbers("probability") == scenarios.dots.map(\.probability))
  }

  @Test("a histogram keeps all draws, and parts the bin across the target")
  func histogram() throws {
    let histogram = ChartSamples.histogram("x")
    #expect(histogram.bins.count == 30)
    #expect(histogram.bins.map(\.draws).reduce(0, +) == Double(2 * (0..<30).reduce(0, +)))
    for (a, b) in zip(histogram.bins, histogram.bins.dropFirst()) { #expect(a.high == b.low) }
    let drawn = try ChartSpecification(histogram.chart("h", .plain, .vi))
    let shares = drawn.exactNumbers("share")
    #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
    let met = drawn.exactNumbers("metLow")
    #expect(met.first == 900 && met.dropFirst().allSatisfy { $0 > 900 })
    #expect(drawn.text.contains("41,0 % đạt") && drawn.text.contains("59,0 % không đạt"))
    let ceiling = HistogramChart(
      histogram.bins, target: .init(900, "t", isFloor: false, probability: 0.59), scale: .number,
      quantity: "q")
    let other = try ChartSpecification(ceiling.chart("h", .plain, .en))
    #expect(other.exactNumbers("metHigh").last == 900)
    #expect(other.exactNumbers("metLow").count + met.count == histogram.bins.count + 1)
  }

  @Test("impossible and certain answers are drawn", arguments: [0.0, 1])
  func ends(probability: Double) throws {
    let frame = ChartFrame.plain
    let charts = [
      FrontierChart([.init(10, probability)], present: .init("nay", 10, probability), unit: "tỷ")
        .chart("f", frame, .vi),
      ScenarioChart([.init("a", probability)]).chart("s", frame, .vi),
      StartSensitivityChart(
        [.init(5, 5, probability: probability)], base: probability, scale: .number, quantity: "q"
      ).chart("s", frame, .vi),
      TornadoChart(
        [.init("a", low: probability, high: probability, lowInput: "1", highInput: "2")],
        base: probability, quantity: "P"
      ).chart("t", frame, .vi),
      WaterfallChart(
        from: .init("a", probability), [], to: .init("b", probability), quantity: "P"
      ).chart("w", frame, .vi),
      HistogramChart(
        [.init(0, 1, draws: 5)],
        target: .init(probability == 1 ? 0 : 1, "t", probability: probability), scale: .percent,
        quantity: "q"
      ).chart("h", frame, .vi),
    ]
    for chart in charts {
      let specification = try ChartSpecification(chart)
      #expect(specification.overlaps.isEmpty, "\(chart.name) \(specification.overlaps)")
      #expect(!specification.text.contains("null, "))
    }
  }

  @Test("numbers above narrow parts of the start stand apart, and beside the stated count")
  func narrowParts() throws {
    let parts = (0..<5).map {
      StartSensitivityChart.Part(
        900 + Double($0), 901 + Double($0), probability: 0.5, error: 0.01)
    }
    let chart = StartSensitivityChart(
      parts, base: 0.5, stated: .init(700, "công bố: 700"), scale: .number, quantity: "q")
    let drawn = try ChartSpecification(chart.chart("s", .plain, .vi))
    #expect(drawn.overlaps.isEmpty, "\(drawn.overlaps)")
  }

  @Test("a lever on which nothing is spent has no line that leads to it", arguments: [0.0, 10])
  func emptyLevers(amount: Double) throws {
    let split = [100, amount, amount]
    let chart = FrontierChart(
      [.init(0, 0.1, split: split), .init(100, 0.3, split: split)], levers: ["a", "b", "c"],
      unit: "tỷ đồng")
    let drawn = try ChartSpecification(chart.chart("f", .plain, .vi))
    let labels = drawn.placedTexts.map { $0.lines.joined() }
    for lever in ["a", "b", "c"] { #expect(labels.contains(lever)) }
    let lines = drawn.layers.flatMap(ChartSpecification.rows).filter {
      $0.count == 2 && $0["from"] != nil && $0["to"] != nil
    }
    #expect(lines.isEmpty == (amount == 0))
  }

  @Test("labels of an axis of probabilities stand apart, whatever stands beside the plot")
  func probabilityLabels() throws {
    let measure = TextMeasure(12)
    var counts: Set<Int> = []
    for (width, length) in [(700, 3), (700, 300), (480, 3), (480, 300), (390, 300), (300, 300)] {
      let name = String(repeating: "kịch bản ", count: length / 9 + 1)
      let note = String(repeating: "(+1,0) ", count: length / 9 + 1)
      let frame = ChartFrame(title: "t", subtitle: [], source: "", width: width)
      for language in Language.allCases {
        let chart = ScenarioChart([.init(name, 0.2, note: note), .init(name, 0.4, note: note)])
        let drawn = try ChartSpecification(chart.chart("s", frame, language))
        let encoding = try #require(drawn.object["encoding"] as? [String: Any])
        let x = try #require(encoding["x"] as? [String: Any])
        let axis = try #require(x["axis"] as? [String: Any])
        let values = try #require(axis["values"] as? [Double])
        let plot = Double(try #require(drawn.object["width"] as? Int))
        let half = values.map { measure.width("\(Int(($0 * 100).rounded())) %") / 2 }
        for i in values.indices.dropLast() {
          #expect((values[i + 1] - values[i]) * plot > half[i] + half[i + 1], "\(width) \(length)")
        }
        counts.insert(values.count)
        #expect(values.first == 0 && values.last == 1)
      }
    }
    #expect(counts.count > 1)
  }

  @Test("a level that must not be exceeded is read as at most", arguments: Language.allCases)
  func atMost(language: Language) throws {
    for isAtMost in [false, true] {
      let chart = ExceedanceChart(
        [ChartSamples.curve("a", 0)], scale: .number, quantity: "q", isAtMost: isAtMost
      ).chart("e", .plain, language)
      let words = language(vi: "xác suất không vượt", en: "probability of at most")
      #expect(chart.specification.text.contains(words) == isAtMost)
    }
  }

  @Test("the side that meets a target is dark, and all or none of it", arguments: [true, false])
  func darkSide(isFloor: Bool) throws {
    for (target, p) in [(0.0, 1.0), (450, 0.5), (900, 0)] {
      let chart = HistogramChart(
        (0..<8).map { .init(100 * Double($0), 100 * Double($0 + 1), draws: 5) },
        target: .init(target, "t", isFloor: isFloor, probability: isFloor ? p : 1 - p),
        scale: .number, quantity: "q")
      let drawn = try ChartSpecification(chart.chart("h", .plain, .vi))
      let met = drawn.rows.compactMap { row -> ClosedRange<Double>? in
        guard let low = row["metLow"] as? Double, let high = row["metHigh"] as? Double else {
          return nil
        }
        return low...high
      }
      #expect(met.allSatisfy { isFloor ? $0.lowerBound >= target : $0.upperBound <= target })
      let length = met.map { $0.upperBound - $0.lowerBound }.reduce(0, +)
      #expect(length == (isFloor ? max(0, 800 - target) : min(800, target)))
      let words = drawn.placedTexts.map { $0.lines.joined() }.joined()
      #expect(
        words.contains(p == 0.5 ? "50,0 % đạt" : (p == 1) == isFloor ? "100 % đạt" : "0 % đạt"))
      #expect(drawn.overlaps.isEmpty, "\(drawn.overlaps)")
    }
  }

  @Test("forecasts of a back-test are counted above the plot, with marks of thousands")
  func counts() throws {
    let chart = ReliabilityChart([
      .init(0.1, 0.2, count: 1234, consistency: 0...0.3),
      .init(0.5, 0.5, count: 7, consistency: 0.2...0.8),
    ]).chart("r", .plain, .vi)
    let drawn = try ChartSpecification(chart)
    #expect(drawn.rows.map { $0["forecasts"] as? String } == ["1.234", "7"])
  }

  @Test("titles of axes that are too long say so, and keep their unit", arguments: hardTexts)
  func axisTitles(text: String) {
    let measure = TextMeasure(12)
    for room in [200.0, 400, 560] {
      let title = AxisTicks.title(text + " (doanh nghiệp)", within: room)
      #expect(measure.width(title) <= room && title.hasSuffix("(doanh nghiệp)"))
      let isWhole = measure.width(TextMeasure.drawable(text) + " (doanh nghiệp)") <= room
      #expect(title.contains("…") != isWhole)
    }
  }

  @Test("what is shortened does not end within a number")
  func shortenedNumbers() {
    let measure = TextMeasure(12), text = "Số doanh nghiệp ≥ 1.234.567 (2021)"
    var cuts: Set<String> = []
    for room in stride(from: 40.0, through: measure.width(text), by: 1) {
      let line = measure.lines(text, within: room, atMost: 1)[0]
      guard line.hasSuffix("…") else { continue }
      let digits = line.filter(\.isNumber)
      #expect(digits.isEmpty || digits == "1234567" || digits == "12345672021", "\(line)")
      cuts.insert(line)
    }
    #expect(cuts.count > 10)
  }
}
