/// A frontier laid out.
struct FrontierDrawing {
  let chart: FrontierChart
  let frame: ChartFrame
  let language: Language
  let layout: ChartLayout
  private let x: AxisTicks
  private let y: AxisTicks
  private let labels: SideLabels
  private let split: SplitColumns?

  private var width: Double { Double(frame.plotWidth(layout)) }
  private var height: Double { Double(frame.height) }

  init(_ chart: FrontierChart, _ frame: ChartFrame, _ language: Language) {
    (self.chart, self.frame, self.language) = (chart, frame, language)
    let budgets = chart.points.map(\.budget) + (chart.present.map { [$0.budget] } ?? [])
    x = AxisTicks(budgets, .number)
    y = AxisTicks(Self.probabilities(chart), .percent)
    let height = Double(frame.height), scale = y
    labels = SideLabels(
      (chart.level.map { [$0] } ?? []).map {
        .init(
          $0.label, at: height - scale.position($0.value, along: height),
          colour: ChartStyle.targetInk)
      }, height: height, limit: frame.sideLimit)
    split =
      chart.levers.isEmpty ? nil : SplitColumns(chart, top: height + 74, limit: frame.sideLimit)
    layout = ChartLayout(
      left: y.labelWidth(language) + 16,
      right: max(24, labels.width, split.map { $0.labels.width + SplitColumns.overhang } ?? 0),
      above: 46, below: 46 + (split == nil ? 0 : Int(split?.height ?? 0) + 38), overhang: 36)
  }

  /// What the vertical axis holds, errors included.
  private static func probabilities(_ chart: FrontierChart) -> [Double] {
    chart.points.flatMap { [max(0, $0.probability - $0.error), min(1, $0.probability + $0.error)] }
      + (chart.present.map {
        [max(0, $0.probability - $0.error), min(1, $0.probability + $0.error)]
      }
        ?? [])
      + (chart.level.map { [$0.value] } ?? [])
  }

  var encoding: JSONValue {
    let budget = language(vi: "ngân sách", en: "budget") + ", \(chart.unit)"
    let likely = language(vi: "xác suất đạt chỉ tiêu", en: "probability of the target")
    return [
      "x": x.channel(budget, axis: ["grid": false]),
      "y": y.channel(likely, axis: layout.verticalAxis(line: 1)),
    ]
  }

  var rows: [JSONValue] {
    chart.points.map { Self.row($0.budget, $0.probability, $0.error, $0.split, $0.id) }
  }

  private static func row(
    _ budget: Double, _ probability: Double, _ error: Double, _ split: [Double], _ id: String?
  ) -> JSONValue {
    .object(
      [
        ("budget", .number(budget)), ("probability", .number(probability)),
        ("error95", .number(error)), ("from", .number(max(0, probability - error))),
        ("to", .number(min(1, probability + error))),
      ] + (split.isEmpty ? [] : [("split", .numbers(split))])
        + (id.map { [("id", .string($0))] } ?? []))
  }

  var layers: [JSONValue] {
    levelLayers + frontierLayers + presentLayers + labels.layers(width)
      + (split?.layers(x, width, language) ?? [])
  }

  private var levelLayers: [JSONValue] {
    guard let level = chart.level else { return [] }
    return [
      Chart.layer(
        [
          "type": "rule", "color": .string(ChartStyle.targetInk), "strokeWidth": 1.4,
          "strokeDash": [6, 4],
        ], Pixels.across.with(["y": ["datum": .number(level.value)]]), data: [[:]])
    ]
  }

  private var frontierLayers: [JSONValue] {
    let colour = JSONValue.string(ChartStyle.forecast), x: JSONValue = ["field": "budget"]
    return [
      Chart.layer(
        ["type": "line", "strokeWidth": 2.2, "color": colour],
        ["x": x, "y": ["field": "probability"]]),
      Chart.layer(
        ["type": "rule", "strokeWidth": 1.4, "color": .string(ChartStyle.ink)],
        ["x": x, "y": ["field": "from"], "y2": ["field": "to"]]),
      Chart.layer(
        [
          "type": "point", "filled": true, "size": 60, "opacity": 1, "color": colour,
          "stroke": .string(ChartStyle.ground),
        ], ["x": x, "y": ["field": "probability"]]),
    ]
  }

  private func pixels(_ budget: Double, _ probability: Double) -> (x: Double, y: Double) {
    (x.position(budget, along: width), height - y.position(probability, along: height))
  }

  /// What is written at the present plan: to the right of it, on several lines if the plot ends.
  private func presentLabel(_ present: FrontierChart.Plan) -> Pixels.Text {
    let place = pixels(present.budget, present.probability)
    let measure = TextMeasure(ChartStyle.labelSize, isBold: true)
    let room = max(110, width - place.x - 11)
    let lines = measure.lines(present.label, within: room, atMost: 4)
    let x = min(place.x + 11, width - measure.widest(lines))
    // Below the diamond where it had to go back over it.
    let first = place.y + (x < place.x + 11 ? 20 : 5)
    let middle = first + Double(lines.count - 1) * Pixels.lineHeight / 2
    return Pixels.Text(lines, x: x, middle: min(middle, height - Double(lines.count) * 8))
  }

  /// A diamond, its words to the right of it, where no plan can lie that is better.
  private var presentLayers: [JSONValue] {
    guard let present = chart.present else { return [] }
    let rows = [Self.row(present.budget, present.probability, present.error, [], present.id)]
    let ink = JSONValue.string(ChartStyle.ink)
    return [
      Chart.layer(
        ["type": "rule", "strokeWidth": 1.4, "color": ink],
        ["x": ["field": "budget"], "y": ["field": "from"], "y2": ["field": "to"]], data: rows),
      Chart.layer(
        [
          "type": "point", "shape": "diamond", "filled": true, "size": 130, "opacity": 1,
          "color": ink, "stroke": .string(ChartStyle.ground),
        ], ["x": ["field": "budget"], "y": ["field": "probability"]], data: rows),
      Pixels.texts([presentLabel(present)], mark: ["fontWeight": "bold"]),
    ]
  }
}

/// How each budget is split among levers: columns of one height below the plot.
struct SplitColumns {
  /// How far the last column reaches beyond the plot.
  static let overhang = 15.0

  /// Black is left to lines.
  private static func colour(_ lever: Int) -> String { ChartStyle.colour(lever + 1) }

  let chart: FrontierChart
  /// Where the columns begin, in pixels.
  let top: Double
  /// Of a column: the names of all levers have room beside it.
  let height: Double
  let labels: SideLabels

  /// - Parameters:
  ///   - chart: With splits at all its points.
  ///   - top: Where the columns begin, in pixels from the top of the plot.
  ///   - limit: The widest that the names of levers may be, in pixels.
  init(_ chart: FrontierChart, top: Double, limit: Double) {
    (self.chart, self.top) = (chart, top)
    let measure = TextMeasure(ChartStyle.labelSize)
    let lines = chart.levers.map { measure.lines($0, within: limit, atMost: 3).count }
    let height = max(90, Double(lines.reduce(0, +)) * Pixels.lineHeight)
    self.height = height
    let last = Self.parts(chart.points[chart.points.count - 1].split)
    labels = SideLabels(
      chart.levers.enumerated().map { i, lever in
        .init(
          lever, at: (last[i].from + last[i].to) / 2 * height, area: Self.colour(i),
          hasPlace: last[i].to > last[i].from)
      }, height: height, limit: limit)
  }

  /// Shares stacked from 0 to 1.
  private static func parts(_ split: [Double]) -> [(from: Double, to: Double)] {
    let total = split.reduce(0, +)
    var level = 0.0
    return split.map { amount in
      let from = level
      level += total > 0 ? amount / total : 0
      return (from, level)
    }
  }

  /// The columns with their heading and the names of the levers.
  ///
  /// - Parameters:
  ///   - x: The axis of budgets.
  ///   - width: Of the plot.
  ///   - language: Of the heading.
  /// - Returns: Layers.
  func layers(_ x: AxisTicks, _ width: Double, _ language: Language) -> [JSONValue] {
    let places = chart.points.map { x.position($0.budget, along: width) }
    let nearest = zip(places, places.dropFirst()).map { $1 - $0 }.min() ?? 40
    let rows = chart.points.flatMap { point in
      zip(Self.parts(point.split), point.split).enumerated().compactMap { i, part -> JSONValue? in
        guard part.1 > 0 else { return nil }
        return [
          "budget": .number(point.budget), "lever": .string(chart.levers[i]),
          "amount": .number(part.1), "top": .number(top + part.0.from * height),
          "bottom": .number(top + part.0.to * height),
          "fill": .string(Self.colour(i)),
        ]
      }
    }
    let heading = language(
      vi: "ngân sách đó chia cho các đòn bẩy", en: "how that budget is split among the levers")
    return [
      Chart.layer(
        [
          "type": "bar", "width": .number(max(4, min(30, nearest * 0.7))), "orient": "vertical",
          "stroke": .string(ChartStyle.ground), "strokeWidth": 1.2,
        ],
        [
          "x": ["field": "budget"], "y": Pixels.field("top"), "y2": ["field": "bottom"],
          "fill": Pixels.colour("fill"),
        ], data: rows),
      Pixels.texts([Pixels.Text([heading], x: 0, middle: top - 14)]),
    ] + labels.layers(width + Self.overhang, below: top)
  }
}
