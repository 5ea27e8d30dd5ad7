/// How likely an outcome is to reach any value, not only the target.
package struct ExceedanceChart: Sendable {
  package struct Point: Sendable {
    package let value: Double
    /// That the outcome is at least as large.
    package let probability: Double

    package init(_ value: Double, _ probability: Double) {
      precondition(value.isFinite && (0...1).contains(probability), "\(value), \(probability)")
      (self.value, self.probability) = (value, probability)
    }
  }

  package struct Curve: Sendable {
    package let label: String
    /// By value, ascending.
    package let points: [Point]
    /// The probability of the target, as it is printed elsewhere; nil if there is none.
    package let atTarget: Double?
    package let id: String?

    package init(
      _ label: String, _ points: [Point], atTarget: Double? = nil, id: String? = nil
    ) {
      (self.label, self.atTarget, self.id) = (label, atTarget, id)
      self.points = points.sorted { ($0.value, -$0.probability) < ($1.value, -$1.probability) }
    }
  }

  package let curves: [Curve]
  package let target: LineChart.Level?
  package let scale: ChartScale
  package let quantity: String
  /// Whether curves tell the probability of at most a value.
  package let isAtMost: Bool

  /// Exceedance curves.
  ///
  /// - Parameters:
  ///   - curves: One for each scenario.
  ///   - target: Its value and what is written at it.
  ///   - scale: What the outcome is.
  ///   - quantity: The outcome with its unit.
  ///   - isAtMost: Whether points tell the probability of at most their value: of a target that must not
  ///     be exceeded.
  package init(
    _ curves: [Curve], target: LineChart.Level? = nil, scale: ChartScale, quantity: String,
    isAtMost: Bool = false
  ) {
    (self.curves, self.target, self.scale, self.quantity) = (curves, target, scale, quantity)
    self.isAtMost = isAtMost
  }

  /// The specification.
  ///
  /// - Parameters:
  ///   - name: What the chart's files are called.
  ///   - frame: Title, source and size.
  ///   - language: Of its words and numbers.
  /// - Returns: The chart.
  package func chart(_ name: String, _ frame: ChartFrame, _ language: Language) -> Chart {
    let height = Double(frame.height)
    let x = AxisTicks(
      curves.flatMap { $0.points.map(\.value) } + (target.map { [$0.value] } ?? []), scale)
    let y = AxisTicks([], .probability)
    let labels = SideLabels(
      curves.count > 1 ? curves.indices.map { label($0, height, language) } : [],
      height: height, limit: frame.sideLimit)
    let layout = ChartLayout(
      left: y.labelWidth(language) + 16, right: max(labels.width, 24), above: 46, below: 46,
      overhang: 36)
    let width = Double(frame.plotWidth(layout))
    let likely =
      isAtMost
      ? language(
        vi: "xác suất không vượt mức ở trục ngang", en: "probability of at most the value below")
      : language(
        vi: "xác suất đạt ít nhất mức ở trục ngang", en: "probability of at least the value below")
    return Chart(
      name, frame, language, layout: layout,
      encoding: [
        "x": x.channel(quantity, within: width),
        "y": y.channel(likely, axis: layout.verticalAxis(line: 1)),
      ],
      layers: targetLayers(x, width: width, language) + curves.indices.map(line)
        + pointLayers(language) + labels.layers(width), data: rows)
  }

  private func label(_ i: Int, _ height: Double, _ language: Language) -> SideLabels.Label {
    let share = curves[i].atTarget.map { ": " + NumberStyle(language).chance($0) } ?? ""
    return SideLabels.Label(
      curves[i].label + share, at: height * (1 - (curves[i].atTarget ?? 0.5)), series: i)
  }

  private var rows: [JSONValue] {
    curves.enumerated().flatMap { i, curve in
      curve.points.map { point in
        .object(
          [
            ("curve", .integer(i)), ("label", .string(curve.label)),
            ("outcome", .number(point.value)), ("probability", .number(point.probability)),
          ] + (curve.id.map { [("id", .string($0))] } ?? []))
      }
    }
  }

  private func line(_ i: Int) -> JSONValue {
    let layer = Chart.layer(
      [
        "type": "line", "strokeWidth": 2.2, "color": .string(ChartStyle.colour(i)),
        "strokeDash": ChartStyle.dash(i),
      ], ["x": ["field": "outcome"], "y": ["field": "probability"]])
    return layer.with(["transform": [["filter": "datum.curve === \(i)"]]])
  }

  /// The target's line, its words above where there is room for them.
  private func targetLayers(
    _ x: AxisTicks, width: Double, _ language: Language
  ) -> [JSONValue] {
    guard let target else { return [] }
    let place = x.position(target.value, along: width)
    return [
      Chart.layer(
        [
          "type": "rule", "color": .string(ChartStyle.targetInk), "strokeWidth": 1.4,
          "strokeDash": [6, 4],
        ], (["x": ["datum": .number(target.value)]] as JSONValue).with(Pixels.upright()),
        data: [[:]]),
      Pixels.texts(
        [
          Pixels.Text.within(
            width, target.label, at: place, middle: -9, colour: ChartStyle.targetInk)
        ], align: "center"),
    ]
  }

  private func pointLayers(_ language: Language) -> [JSONValue] {
    guard let target else { return [] }
    let points = curves.enumerated().compactMap { i, curve in
      curve.atTarget.map { (series: i, probability: $0) }
    }
    let dots = points.map { point in
      Chart.layer(
        [
          "type": "point", "filled": true, "opacity": 1, "size": 70,
          "color": .string(ChartStyle.colour(point.series)),
          "shape": .string(ChartStyle.shape(point.series)), "stroke": .string(ChartStyle.ground),
        ], ["x": ["datum": .number(target.value)], "y": ["field": "atTarget"]],
        data: [["atTarget": .number(point.probability)]])
    }
    guard curves.count == 1, let only = points.first else { return dots }
    let text = NumberStyle(language).chance(only.probability)
    return dots + [
      Chart.layer(
        [
          "type": "text", "align": "left", "baseline": "bottom", "dx": 8, "dy": -4,
          "fontWeight": "bold", "text": .string(text),
        ], ["x": ["datum": .number(target.value)], "y": ["field": "atTarget"]],
        data: [["atTarget": .number(only.probability)]])
    ]
  }
}
