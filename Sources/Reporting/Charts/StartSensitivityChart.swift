/// How a probability depends on where the plan starts: the draws in parts by their starting value.
package struct StartSensitivityChart: Sendable {
  /// Draws whose start lies in a range.
  package struct Part: Sendable {
    package let low: Double
    package let high: Double
    package let probability: Double
    /// 95 % error of the probability.
    package let error: Double
    package let id: String?

    package init(
      _ low: Double, _ high: Double, probability: Double, error: Double = 0, id: String? = nil
    ) {
      precondition(low.isFinite && low <= high && (0...1).contains(probability), "\(low), \(high)")
      precondition(error.isFinite && error >= 0, "an error of \(error)")
      (self.low, self.high, self.probability) = (low, high, probability)
      (self.error, self.id) = (error, id)
    }
  }

  /// Ascending.
  package let parts: [Part]
  /// The probability over all starts.
  package let base: Double
  /// What the scenario takes for the start, if it is one number, with its label.
  package let stated: LineChart.Level?
  package let scale: ChartScale
  package let quantity: String

  /// A chart of parts.
  ///
  /// - Parameters:
  ///   - parts: Usually fifths of the draws, in any order.
  ///   - base: The probability over all starts.
  ///   - stated: A count that is published or assumed, to be marked among the starts.
  ///   - scale: What the starting value is.
  ///   - quantity: The starting value with its unit.
  package init(
    _ parts: [Part], base: Double, stated: LineChart.Level? = nil, scale: ChartScale,
    quantity: String
  ) {
    precondition((0...1).contains(base), "a probability of \(base)")
    self.parts = parts.sorted { ($0.low, $0.high) < ($1.low, $1.high) }
    (self.base, self.stated, self.scale, self.quantity) = (base, stated, scale, quantity)
  }

  /// The specification.
  ///
  /// - Parameters:
  ///   - name: What the chart's files are called.
  ///   - frame: Title, source and size; a line that explains the marks is added to its subtitle.
  ///   - language: Of its words and numbers.
  /// - Returns: The chart.
  package func chart(_ name: String, _ frame: ChartFrame, _ language: Language) -> Chart {
    let frame = frame.with(lines: [
      language(
        vi:
          "mỗi thanh: một phần bằng nhau của số lần mô phỏng, từ giá trị đầu kỳ thấp nhất đến cao nhất của phần đó",
        en: "each bar: an equal part of the draws, from its lowest to its highest starting value")
    ])
    let x = AxisTicks(
      parts.flatMap { [$0.low, $0.high] } + (stated.map { [$0.value] } ?? []), scale)
    let y = AxisTicks([], .probability), height = Double(frame.height)
    let all = NumberStyle(language).chance(base)
    let labels = SideLabels(
      [
        SideLabels.Label(
          language(vi: "mọi mức đầu kỳ: \(all)", en: "all starts: \(all)"),
          at: height * (1 - base), colour: ChartStyle.quietInk)
      ], height: height, limit: frame.sideLimit)
    let layout = ChartLayout(
      left: y.labelWidth(language) + 16, right: labels.width, above: 46, below: 46, overhang: 36)
    let width = Double(frame.plotWidth(layout))
    let likely = language(vi: "xác suất đạt chỉ tiêu", en: "probability of the target")
    return Chart(
      name, frame, language, layout: layout,
      encoding: [
        "x": x.channel(quantity, within: width, axis: ["grid": false]),
        "y": y.channel(likely, axis: layout.verticalAxis(line: 1)),
      ],
      layers: baseLayers + partLayers(x, width, height, language) + statedLayers(x, width)
        + labels.layers(width), data: rows)
  }

  private var rows: [JSONValue] {
    parts.map { part in
      .object(
        [
          ("low", .number(part.low)), ("high", .number(part.high)),
          ("middle", .number((part.low + part.high) / 2)),
          ("probability", .number(part.probability)), ("error95", .number(part.error)),
          ("from", .number(max(0, part.probability - part.error))),
          ("to", .number(min(1, part.probability + part.error))),
        ] + (part.id.map { [("id", .string($0))] } ?? []))
    }
  }

  private var baseLayers: [JSONValue] {
    [
      Chart.layer(
        ["type": "rule", "color": .string(ChartStyle.axisInk), "strokeDash": [2, 3]],
        Pixels.across.with(["y": ["datum": .number(base)]]), data: [[:]])
    ]
  }

  private func partLayers(
    _ x: AxisTicks, _ width: Double, _ height: Double, _ language: Language
  ) -> [JSONValue] {
    let colour = JSONValue.string(ChartStyle.forecast)
    return [
      // Thin verticals where a part ends, so that neighbours of one level are told apart.
      Chart.layer(
        ["type": "tick", "orient": "vertical", "size": 12, "thickness": 1.4, "color": colour],
        ["x": ["field": "low"], "y": ["field": "probability"]]),
      Chart.layer(
        ["type": "tick", "orient": "vertical", "size": 12, "thickness": 1.4, "color": colour],
        ["x": ["field": "high"], "y": ["field": "probability"]]),
      Chart.layer(
        ["type": "rule", "strokeWidth": 3, "color": colour],
        ["x": ["field": "low"], "x2": ["field": "high"], "y": ["field": "probability"]]),
      Chart.layer(
        ["type": "rule", "strokeWidth": 1.4, "color": .string(ChartStyle.ink)],
        ["x": ["field": "middle"], "y": ["field": "from"], "y2": ["field": "to"]]),
      Chart.layer(
        [
          "type": "point", "filled": true, "size": 60, "opacity": 1, "color": colour,
          "stroke": .string(ChartStyle.ground),
        ], ["x": ["field": "middle"], "y": ["field": "probability"]]),
      Pixels.texts(
        numbers(x, width, height, language), align: "center", mark: ["fontWeight": "bold"]),
    ]
  }

  /// Each probability above its bar, or below where it would leave the plot.
  private func numbers(
    _ x: AxisTicks, _ width: Double, _ height: Double, _ language: Language
  ) -> [Pixels.Text] {
    let style = NumberStyle(language), measure = TextMeasure(ChartStyle.labelSize, isBold: true)
    var texts: [Pixels.Text] = []
    var boxes: [(left: Double, right: Double, middle: Double)] = []
    for part in parts {
      let text = style.chance(part.probability), half = measure.width(text) / 2 + 2
      let place = beside(x.position((part.low + part.high) / 2, along: width), half, x, width)
      let level = height * (1 - min(1, part.probability + part.error))
      var middle = level < 20 ? height * (1 - part.probability) + 16 : level - 14
      // Narrow parts side by side: the number moves up, line by line.
      while boxes.contains(where: {
        $0.left < place + half && place - half < $0.right && abs($0.middle - middle) < 14
      }) { middle += level < 20 ? 14 : -14 }
      boxes.append((place - half, place + half, middle))
      texts.append(Pixels.Text([text], x: place, middle: middle))
    }
    return texts
  }

  /// A place for a number beside the line of the stated start, if it would lie on it.
  private func beside(
    _ place: Double, _ half: Double, _ x: AxisTicks, _ width: Double
  ) -> Double {
    guard let stated else { return place }
    let line = x.position(stated.value, along: width)
    guard (place - line).magnitude < half + 2 else { return place }
    return place < line ? line - half - 2 : line + half + 2
  }

  private func statedLayers(_ x: AxisTicks, _ width: Double) -> [JSONValue] {
    guard let stated else { return [] }
    return [
      Chart.layer(
        [
          "type": "rule", "color": .string(ChartStyle.ink), "strokeDash": [6, 4],
          "strokeWidth": 1.2,
        ], (["x": ["datum": .number(stated.value)]] as JSONValue).with(Pixels.upright()),
        data: [[:]]),
      Pixels.texts(
        [
          .within(
            width, stated.label, at: x.position(stated.value, along: width), middle: -9)
        ], align: "center"),
    ]
  }
}
