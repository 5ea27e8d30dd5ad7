package import ReachModel

/// Lines over time, each with bands around it, and a line for what is aimed at.
///
/// Lines differ by colour, pattern and shape at once, so that a grey copy can be read. Points stand
/// where their days are; without days, evenly in the order given: months, quarters or years.
package struct LineChart: Sendable {
  package struct Point: Sendable {
    /// The label of its place on the axis, for example `T3/2021`.
    package let place: String
    package let value: Double
    /// Where it stands on a true scale of time; nil: before all others, or nothing has a day.
    package let day: CalendarDate?
    /// From the narrowest to the widest; as many at every point of a line.
    package let bands: [ClosedRange<Double>]

    package init(
      _ place: String, _ value: Double, day: CalendarDate? = nil,
      bands: [ClosedRange<Double>] = []
    ) {
      precondition(value.isFinite, "\(value) at \(place)")
      (self.place, self.value, self.day, self.bands) = (place, value, day, bands)
    }
  }

  package struct Line: Sendable {
    package let label: String
    package let points: [Point]

    package init(_ label: String, _ points: [Point]) { (self.label, self.points) = (label, points) }
  }

  /// A level that does not move, for example a target.
  package struct Level: Sendable {
    package let value: Double
    package let label: String

    package init(_ value: Double, _ label: String) { (self.value, self.label) = (value, label) }
  }

  package typealias Scale = ChartScale

  package let lines: [Line]
  package let levels: [Level]
  package let scale: Scale
  /// Titles of the axes.
  package let time: String
  package let quantity: String

  package init(
    _ lines: [Line], levels: [Level] = [], scale: Scale, time: String, quantity: String
  ) {
    (self.lines, self.levels, self.scale) = (lines, levels, scale)
    (self.time, self.quantity) = (time, quantity)
  }

  /// The specification.
  ///
  /// - Parameters:
  ///   - name: What the chart's files are called.
  ///   - frame: Title, source and size.
  ///   - language: Of its words and numbers.
  /// - Returns: The chart.
  package func chart(_ name: String, _ frame: ChartFrame, _ language: Language) -> Chart {
    let ticks = AxisTicks(values, scale)
    let labels = SideLabels(
      labels(ticks, Double(frame.height)), height: Double(frame.height), limit: frame.sideLimit)
    let layout = ChartLayout(
      left: ticks.labelWidth(language) + 16, right: labels.width, above: 32, below: 46,
      overhang: 22)
    let axis = DayAxis(lines.flatMap(\.points))
    let x = axis.channel(time, width: Double(frame.plotWidth(layout)))
    return Chart(
      name, frame, language, layout: layout,
      encoding: ["x": x, "y": ticks.channel(quantity, axis: layout.verticalAxis())],
      layers: bandLayers + [lineLayer] + levelLayers
        + labels.layers(Double(frame.plotWidth(layout))), data: rows(axis))
  }

  private var values: [Double] {
    lines.flatMap(\.points).flatMap { point in
      [point.value] + point.bands.flatMap { [$0.lowerBound, $0.upperBound] }
    } + levels.map(\.value)
  }

  /// Each line at its last point, each level at its height.
  private func labels(_ ticks: AxisTicks, _ height: Double) -> [SideLabels.Label] {
    func place(_ value: Double) -> Double { height - ticks.position(value, along: height) }
    return lines.enumerated().compactMap { i, line in
      line.points.last.map { SideLabels.Label(line.label, at: place($0.value), series: i) }
    }
      + levels.map { .init($0.label, at: place($0.value), colour: ChartStyle.targetInk) }
  }

  private func rows(_ axis: DayAxis) -> [JSONValue] {
    lines.flatMap { line in
      line.points.map { point in
        .object(
          [
            ("line", .string(line.label)), ("time", .string(point.place)),
            ("at", .integer(axis.place(of: point.place))), ("value", .number(point.value)),
          ]
            + point.bands.enumerated().flatMap { i, band in
              [
                ("low\(i)", JSONValue.number(band.lowerBound)),
                ("high\(i)", JSONValue.number(band.upperBound)),
              ]
            })
      }
    }
  }

  /// The widest band first, so that the narrower ones lie on it and look darker.
  private var bandLayers: [JSONValue] {
    let count = lines.flatMap { $0.points.map(\.bands.count) }.max() ?? 0
    return (0..<count).reversed().map { i in
      Chart.layer(
        ["type": "area", "opacity": 0.16],
        [
          "x": ["field": "at"], "y": ["field": "low\(i)"], "y2": ["field": "high\(i)"],
          "color": colour,
        ])
    }
  }

  private var lineLayer: JSONValue {
    Chart.layer(
      [
        "type": "line", "strokeWidth": 2.2,
        "point": ["size": 52, "filled": true, "opacity": 1],
      ],
      [
        "x": ["field": "at"], "y": ["field": "value"], "color": colour,
        "strokeDash": scaled(lines.indices.map(ChartStyle.dash)),
        "shape": scaled(lines.indices.map { .string(ChartStyle.shape($0)) }),
      ])
  }

  private var levelLayers: [JSONValue] {
    guard !levels.isEmpty else { return [] }
    return [
      Chart.layer(
        [
          "type": "rule", "color": .string(ChartStyle.targetInk), "strokeWidth": 1.4,
          "strokeDash": [6, 4],
        ], Pixels.across.with(["y": ["field": "level"]]),
        data: levels.map { ["level": .number($0.value), "label": .string($0.label)] })
    ]
  }

  private var colour: JSONValue { scaled(lines.indices.map { .string(ChartStyle.colour($0)) }) }

  private func scaled(_ range: [JSONValue]) -> JSONValue {
    [
      "field": "line", "type": "nominal", "legend": .null,
      "scale": ["domain": .strings(lines.map(\.label)), "range": .array(range)],
    ]
  }
}
