/// Lines over time, each with bands around it, and a line for what is aimed at.
///
/// Lines differ by colour, pattern and shape at once, so that a grey copy can be read. Points are
/// evenly spaced in the order given: months, quarters or years.
package struct LineChart: Sendable {
  package struct Point: Sendable {
    /// The label of its place on the axis, for example `T3/2021`.
    package let place: String
    package let value: Double
    /// From the narrowest to the widest; as many at every point of a line.
    package let bands: [ClosedRange<Double>]

    package init(_ place: String, _ value: Double, bands: [ClosedRange<Double>] = []) {
      precondition(value.isFinite, "\(value) at \(place)")
      (self.place, self.value, self.bands) = (place, value, bands)
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

  /// What the numbers are, which decides the axis.
  package enum Scale: Sendable {
    /// From 0 to 100 %.
    case probability
    /// A share or a rate in percent, its range by the data.
    case percent
    /// Any number, its range by the data.
    case number
  }

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
    Chart(name, frame, language, layers: bandLayers + [lineLayer] + levelLayers, data: rows)
  }

  private var rows: [JSONValue] {
    lines.flatMap { line in
      line.points.map { point in
        .object(
          [
            ("line", .string(line.label)), ("time", .string(point.place)),
            ("value", .number(point.value)),
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
      Chart.mark(
        [("type", .string("area")), ("opacity", .number(0.16)), ("tooltip", .bool(false))],
        [
          ("x", x), ("y", y("low\(i)")),
          ("y2", .object([("field", .string("high\(i)"))])), ("color", colour),
        ])
    }
  }

  private var lineLayer: JSONValue {
    Chart.mark(
      [
        ("type", .string("line")), ("strokeWidth", .number(2.2)), ("tooltip", .bool(true)),
        (
          "point",
          .object([("size", .integer(52)), ("filled", .bool(true)), ("opacity", .integer(1))])
        ),
      ],
      [
        ("x", x), ("y", y("value")), ("color", colour),
        ("strokeDash", scaled(ChartStyle.dashes.map { .array($0.map { .integer($0) }) })),
        ("shape", scaled(ChartStyle.shapes.map { .string($0) })),
      ])
  }

  private var levelLayers: [JSONValue] {
    let rows = levels.map { level in
      JSONValue.object([("level", .number(level.value)), ("label", .string(level.label))])
    }
    guard !rows.isEmpty else { return [] }
    let y = y("level")
    return [
      Chart.mark(
        [
          ("type", .string("rule")), ("color", .string(ChartStyle.targetInk)),
          ("strokeWidth", .number(1.4)), ("strokeDash", .array([.integer(6), .integer(4)])),
        ], [("y", y)], data: rows),
      Chart.mark(
        [
          ("type", .string("text")), ("color", .string(ChartStyle.targetInk)),
          ("align", .string("right")), ("dy", .integer(-7)), ("fontSize", .integer(12)),
        ],
        [
          ("x", .object([("value", .string("width"))])), ("y", y),
          ("text", .object([("field", .string("label"))])),
        ], data: rows),
    ]
  }

  /// Places keep the order in which they come first.
  private var x: JSONValue {
    var seen: Set<String> = []
    let places = lines.flatMap(\.points).map(\.place).filter { seen.insert($0).inserted }
    return .object([
      ("field", .string("time")), ("type", .string("ordinal")), ("title", .string(time)),
      (
        "scale",
        .object([
          ("type", .string("point")), ("domain", .array(places.map { .string($0) })),
          ("padding", .number(0.3)),
        ])
      ),
      (
        "axis",
        .object([("labelAngle", .integer(0)), ("labelOverlap", .bool(true))])
      ),
    ])
  }

  private func y(_ field: String) -> JSONValue {
    let scaleValue: JSONValue =
      switch scale {
      case .probability: .object([("domain", .array([.integer(0), .integer(1)]))])
      case .percent, .number: .object([("zero", .bool(false)), ("nice", .bool(true))])
      }
    let format =
      switch scale {
      case .probability: ".0%"
      case .percent: "~%"
      case .number: ",~f"
      }
    return .object([
      ("field", .string(field)), ("type", .string("quantitative")), ("title", .string(quantity)),
      ("scale", scaleValue), ("axis", .object([("format", .string(format))])),
    ])
  }

  private var colour: JSONValue { scaled(ChartStyle.colours.map { .string($0) }) }

  /// The legend is stated alike for every channel and layer: where one has none, all lose it.
  private func scaled(_ range: [JSONValue]) -> JSONValue {
    .object([
      ("field", .string("line")), ("type", .string("nominal")), ("title", .null),
      (
        "scale",
        .object([
          ("domain", .array(lines.map { .string($0.label) })),
          ("range", .array(lines.indices.map { range[$0 % range.count] })),
        ])
      ),
      (
        "legend",
        lines.count > 1
          ? .object([
            ("orient", .string("top")), ("direction", .string("horizontal")),
            ("columns", .integer(2)), ("symbolOpacity", .integer(1)), ("offset", .integer(6)),
          ]) : .null
      ),
    ])
  }
}
