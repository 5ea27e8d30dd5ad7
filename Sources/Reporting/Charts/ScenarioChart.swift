/// The probabilities of one target under several scenarios, below one another.
package struct ScenarioChart: Sendable {
  /// A scenario's answer to one target.
  package struct Dot: Sendable {
    package let scenario: String
    package let probability: Double
    /// 95 % error of the probability.
    package let error: Double
    /// What is written beside it, for example the difference to the first; empty: the probability
    /// alone.
    package let note: String
    package let id: String?

    package init(
      _ scenario: String, _ probability: Double, error: Double = 0, note: String = "",
      id: String? = nil
    ) {
      precondition((0...1).contains(probability) && error >= 0, "\(probability) ± \(error)")
      (self.scenario, self.probability, self.error) = (scenario, probability, error)
      (self.note, self.id) = (note, id)
    }
  }

  package let dots: [Dot]

  /// A chart of scenarios.
  ///
  /// - Parameter dots: At least one; the first is what others are compared with.
  package init(_ dots: [Dot]) {
    precondition(!dots.isEmpty, "a chart of no scenarios")
    self.dots = dots
  }

  /// The specification.
  ///
  /// - Parameters:
  ///   - name: What the chart's files are called.
  ///   - frame: Title, source and width; the height follows the rows, and a line that explains the
  ///     marks is added to the subtitle.
  ///   - language: Of its words and numbers.
  /// - Returns: The chart.
  package func chart(_ name: String, _ frame: ChartFrame, _ language: Language) -> Chart {
    let places = ChartRows(dots.map(\.scenario), limit: 260)
    let frame = frame.with(
      height: Int(max(28, places.height).rounded(.up)), lines: [key(language)])
    let texts = dots.map { text($0, language) }
    let right = TextMeasure(ChartStyle.labelSize).room(texts) + 20
    let layout = ChartLayout(left: places.left, right: right, above: 18, below: 46)
    let width = Double(frame.plotWidth(layout))
    let ticks = AxisTicks.fitting([], .probability, along: width, language)
    let labels = texts.enumerated().map { i, text in
      Pixels.Text([text], x: width + 12, middle: places.middle(i))
    }
    return Chart(
      name, frame, language, layout: layout,
      encoding: [
        "x": ticks.channel(
          language(vi: "xác suất đạt chỉ tiêu", en: "probability of the target"), within: width),
        "y": Pixels.field("y"),
      ],
      layers: baseLayer(places) + markLayers + [places.layer(), Pixels.texts(labels)],
      data: data(places))
  }

  private func key(_ language: Language) -> String {
    let dot = language(
      vi: "● xác suất; vạch chấm: mức của kịch bản đầu",
      en: "● probability; dotted: level of the first scenario")
    guard dots.contains(where: { $0.error > 0 }) else { return dot }
    return dot + " · " + language(vi: "vạch dày: sai số 95 %", en: "thick bar: 95 % error")
  }

  private func text(_ dot: Dot, _ language: Language) -> String {
    let share = NumberStyle(language).chance(dot.probability)
    let whole = dot.note.isEmpty ? share : "\(share) \(dot.note)"
    return TextMeasure(ChartStyle.labelSize).lines(whole, within: 210, atMost: 1)[0]
  }

  private func data(_ places: ChartRows) -> [JSONValue] {
    dots.enumerated().map { i, dot in
      .object(
        [
          ("scenario", .string(dot.scenario)), ("probability", .number(dot.probability)),
          ("error95", .number(dot.error)), ("from", .number(max(0, dot.probability - dot.error))),
          ("to", .number(min(1, dot.probability + dot.error))), ("y", .number(places.middle(i))),
          ("fill", .string(i == 0 ? ChartStyle.ink : ChartStyle.forecast)),
        ] + (dot.id.map { [("id", .string($0))] } ?? []))
    }
  }

  /// The first scenario's level through all rows, to read differences by.
  private func baseLayer(_ places: ChartRows) -> [JSONValue] {
    guard dots.count > 1 else { return [] }
    return [
      Chart.layer(
        ["type": "rule", "color": .string(ChartStyle.quietInk), "strokeDash": [2, 3]],
        ["x": ["field": "level"], "y": ["field": "y"], "y2": ["field": "y2"]],
        data: [
          [
            "level": .number(dots[0].probability), "y": .number(places.middle(0)),
            "y2": .number(places.middle(dots.count - 1)),
          ]
        ])
    ]
  }

  private var markLayers: [JSONValue] {
    let y: JSONValue = ["field": "y"], colour = Pixels.colour("fill")
    return [
      Chart.layer(
        ["type": "rule", "strokeWidth": 6],
        ["x": ["field": "from"], "x2": ["field": "to"], "y": y, "color": colour]),
      Chart.layer(
        [
          "type": "point", "filled": true, "size": 80, "opacity": 1,
          "stroke": .string(ChartStyle.ground),
        ], ["x": ["field": "probability"], "y": y, "fill": colour]),
    ]
  }
}
