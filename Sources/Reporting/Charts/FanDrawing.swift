/// A fan laid out: where its axes end, and which layers draw it.
struct FanDrawing {
  let fan: FanChart
  let frame: ChartFrame
  let language: Language
  let layout: ChartLayout
  private let ticks: AxisTicks
  private let time: TimeAxis
  /// nil in a panel among others, where the edge is not the page's.
  private let labels: SideLabels?

  private var width: Double { Double(frame.plotWidth(layout)) }
  private var height: Double { Double(frame.height) }

  init(_ fan: FanChart, _ frame: ChartFrame, _ language: Language) {
    (self.fan, self.frame, self.language) = (fan, frame, language)
    ticks = AxisTicks(fan.values, fan.scale)
    let height = Double(frame.height)
    let labels = SideLabels(
      Self.labels(fan, ticks, language, height: height), height: height,
      limit: frame.sideLimit)
    self.labels = labels
    let left = ticks.labelWidth(language) + 16
    let width = Double(frame.width) - left - labels.width
    time = TimeAxis(fan.periods, width: max(40, width.rounded(.down)), language)
    layout = ChartLayout(
      left: left, right: labels.width, above: 46, below: time.below, overhang: 36)
  }

  /// A fan as a panel among others, over axes that it shares with them.
  init(
    panel fan: FanChart, _ frame: ChartFrame, _ layout: ChartLayout, _ language: Language,
    ticks: AxisTicks, time: TimeAxis
  ) {
    (self.fan, self.frame, self.language, self.layout) = (fan, frame, language, layout)
    (self.ticks, self.time, labels) = (ticks, time, nil)
  }

  /// What stands beside the last period.
  private static func labels(
    _ fan: FanChart, _ ticks: AxisTicks, _ language: Language, height: Double
  ) -> [SideLabels.Label] {
    func place(_ value: Double) -> Double { height - ticks.position(value, along: height) }
    let targets = fan.targets.map {
      SideLabels.Label($0.label, at: place($0.value), colour: ChartStyle.targetInk)
    }
    guard let last = fan.forecast.last else { return targets }
    let style = NumberStyle(language)
    let bands = zip(fan.shares, last.bands).map { share, band in
      SideLabels.Label(
        style.percent(share), at: place(band.upperBound), colour: ChartStyle.quietInk)
    }
    let median = SideLabels.Label(
      language(vi: "trung vị", en: "median"), at: place(last.median), colour: ChartStyle.forecast)
    return targets + bands + [median]
  }

  var encoding: JSONValue {
    [
      "x": time.channel,
      "y": ticks.channel(
        fan.quantity, within: Double(frame.width) - 12, axis: layout.verticalAxis(line: 1)),
    ]
  }

  var layers: [JSONValue] {
    bandLayers + beginLayers + targetLayers + medianLayers + historyLayers + baseRateLayers
      + (labels?.layers(width) ?? panelLabels)
  }

  /// At the left end of the first target's line, above it where there is room.
  private var baseRateLayers: [JSONValue] {
    guard let text = fan.baseRate, let target = fan.targets.first, labels != nil else { return [] }
    let lines = TextMeasure(ChartStyle.labelSize).lines(text, within: width - 12)
    let y = height - ticks.position(target.value, along: height)
    let half = Double(lines.count) * Pixels.lineHeight / 2
    let middle = y - half - 3 < half ? y + half + 3 : y - half - 3
    return [Pixels.texts([Pixels.Text(lines, x: 6, middle: middle, colour: ChartStyle.targetInk)])]
  }

  /// In a panel only targets are named, above their lines.
  private var panelLabels: [JSONValue] {
    let texts = fan.targets.map { target in
      let y = height - ticks.position(target.value, along: height)
      let label = TextMeasure(ChartStyle.labelSize).lines(
        target.label, within: width - 6, atMost: 1)
      return Pixels.Text(
        label, x: 3, middle: y < 16 ? y + 9 : y - 8, colour: ChartStyle.targetInk)
    }
    return texts.isEmpty ? [] : [Pixels.texts(texts)]
  }

  /// The forecast's periods with all that is known of them.
  var rows: [JSONValue] {
    fan.forecast.map { period in
      (["place": .integer(period.period.place), "median": .number(period.median)] as JSONValue)
        .with(
          .object(
            period.bands.enumerated().flatMap { i, band in
              [
                ("low\(i)", JSONValue.number(band.lowerBound)),
                ("high\(i)", JSONValue.number(band.upperBound)),
              ]
            } + Self.id(period.id)))
    }
  }

  private static func id(_ id: String?) -> [(key: String, value: JSONValue)] {
    id.map { [("id", .string($0))] } ?? []
  }

  /// The widest first, with an outline, since it is pale; a lone period has bars for areas.
  private var bandLayers: [JSONValue] {
    let isAlone = fan.forecast.count == 1
    return fan.shares.indices.reversed().map { i in
      let depth = min(fan.shares.count - 1 - i, ChartStyle.bands.count - 1)
      let colour = ChartStyle.bands[depth]
      let outline: JSONValue =
        depth == 0 ? ["stroke": .string(ChartStyle.forecast), "strokeWidth": 0.7] : [:]
      let mark: JSONValue =
        isAlone ? ["type": "bar", "width": 26] : ["type": "area"]
      return Chart.layer(
        mark.with(["fill": .string(colour)]).with(outline),
        [
          "x": ["field": "place"], "y": ["field": "low\(i)"], "y2": ["field": "high\(i)"],
        ])
    }
  }

  private var medianLayers: [JSONValue] {
    guard !fan.forecast.isEmpty else { return [] }
    let mark: JSONValue =
      fan.forecast.count == 1
      ? ["type": "tick", "size": 26, "thickness": 2.4, "orient": "horizontal"]
      : ["type": "line", "strokeWidth": 2.4]
    return [
      Chart.layer(
        mark.with(["color": .string(ChartStyle.forecast)]),
        ["x": ["field": "place"], "y": ["field": "median"]])
    ]
  }

  /// A rule where the forecast begins, its words on the side where there is room.
  private var beginLayers: [JSONValue] {
    guard let first = fan.forecast.first, let last = fan.history.last else { return [] }
    // Between both, but near the forecast if there is a gap of years.
    let gap = Double(first.period.place - last.period.place)
    let place = Double(first.period.place) - min(gap / 2, 2)
    let x = time.position(place)
    let text = language(vi: "bắt đầu dự báo", en: "forecast begins")
    let rule = Chart.layer(
      [
        "type": "rule", "color": .string(ChartStyle.axisInk), "strokeDash": [2, 3],
      ],
      (["x": ["datum": .number(place)]] as JSONValue).with(
        Pixels.upright(from: labels == nil ? 0 : -14)), data: [[:]])
    guard labels != nil else { return [rule] }
    let isRight = x + 5 + TextMeasure(ChartStyle.labelSize).width(text) <= width
    return [
      rule,
      Pixels.texts(
        [
          Pixels.Text(
            [text], x: isRight ? x + 5 : x - 5, middle: -9, colour: ChartStyle.quietInk)
        ], align: isRight ? "left" : "right"),
    ]
  }

  private var targetLayers: [JSONValue] {
    guard !fan.targets.isEmpty else { return [] }
    let rows = fan.targets.map { target in
      JSONValue.object(
        [
          ("place", .integer(target.period.place)), ("target", .number(target.value)),
          ("label", .string(target.label)),
        ] + Self.id(target.id))
    }
    let colour = JSONValue.string(ChartStyle.targetInk)
    return [
      Chart.layer(
        ["type": "rule", "color": colour, "strokeWidth": 1.4, "strokeDash": [6, 4]],
        [
          "x": ["value": 0], "x2": ["value": .number(width)], "y": ["field": "target"],
        ], data: rows),
      Chart.layer(
        [
          "type": "point", "shape": "diamond", "size": 90, "filled": true, "color": colour,
          "stroke": .string(ChartStyle.ground), "strokeWidth": 1, "opacity": 1,
        ], ["x": ["field": "place"], "y": ["field": "target"]], data: rows),
    ]
  }

  private var historyLayers: [JSONValue] {
    guard !fan.history.isEmpty else { return [] }
    let rows = zip(fan.history, stretches).map { observation, stretch in
      Self.row(observation).with(["stretch": .integer(stretch)])
    }
    let ink = JSONValue.string(ChartStyle.ink)
    let x: JSONValue = ["field": "place"]
    let line = Chart.layer(
      ["type": "line", "strokeWidth": 1.8, "color": ink],
      [
        "x": x, "y": ["field": "value"],
        "detail": ["field": "stretch", "type": "nominal"],
      ], data: rows)
    let ranges = fan.history.filter { $0.range != nil }.map(Self.row)
    let bars = Chart.layer(
      ["type": "rule", "strokeWidth": 1.4, "color": ink],
      ["x": x, "y": ["field": "low"], "y2": ["field": "high"]], data: ranges)
    let points = Chart.layer(
      [
        "type": "point", "size": fan.history.count > 30 ? 18 : 44, "opacity": 1,
        "stroke": ink, "strokeWidth": 1.6,
      ],
      [
        "x": x, "y": ["field": "value"],
        "fill": Pixels.colour("fill"),
      ], data: rows)
    let isJoined = Set(stretches).count < fan.history.count
    return (isJoined ? [line] : []) + (ranges.isEmpty ? [] : [bars]) + [points]
  }

  /// The stretch without a gap that each observation belongs to: a line across years of which nothing is
  /// known, or between sources that contradict one another, would tell something of them.
  private var stretches: [Int] {
    var stretch = 0
    return fan.history.indices.map { i in
      if i > 0 {
        let (last, next) = (fan.history[i - 1], fan.history[i])
        let isGap = next.period.place - last.period.place > next.period.length
        if isGap || last.isDisputed || next.isDisputed { stretch += 1 }
      }
      return stretch
    }
  }

  private static func row(_ observation: FanChart.Observation) -> JSONValue {
    let range = observation.range.map {
      [("low", JSONValue.number($0.lowerBound)), ("high", JSONValue.number($0.upperBound))]
    }
    return .object(
      [
        ("place", .integer(observation.period.place)), ("value", .number(observation.value)),
        ("assumed", .bool(observation.isAssumed)),
        ("fill", .string(observation.isAssumed ? ChartStyle.ground : ChartStyle.ink)),
      ] + (range ?? []) + id(observation.id))
  }
}
