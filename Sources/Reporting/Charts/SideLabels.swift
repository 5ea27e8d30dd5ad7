/// Labels beside the right edge of a plot, each at what it names, and moved only so far that they do
/// not overlap.
struct SideLabels {
  struct Label {
    /// Where it belongs, in pixels from the top of the plot.
    let place: Double
    let text: String
    let colour: String
    /// Whose colour, pattern and shape are shown before the text.
    let series: Int?
    /// The colour of an area that is shown before the text.
    let area: String?
    /// Whether there is something at its place to which a line may lead.
    let hasPlace: Bool

    init(
      _ text: String, at place: Double, colour: String = ChartStyle.ink, series: Int? = nil,
      area: String? = nil, hasPlace: Bool = true
    ) {
      (self.text, self.place, self.colour) = (text, place, colour)
      (self.series, self.area, self.hasPlace) = (series, area, hasPlace)
    }
  }

  /// A label with its lines and the middle of the place it got.
  struct Placed {
    let label: Label
    let lines: [String]
    let middle: Double

    var height: Double { Double(lines.count) * SideLabels.lineHeight }
  }

  static let lineHeight = 15.0
  /// Between the plot and the labels.
  private static let gap = 10.0
  private static let sample = 30.0

  /// From the top down.
  let placed: [Placed]
  /// The room that they take beside the plot, in pixels.
  let width: Double
  /// From the plot to the text.
  private let indent: Double

  /// Places labels.
  ///
  /// - Parameters:
  ///   - labels: In any order.
  ///   - height: Of the plot; labels stay within it, as far as they all fit.
  ///   - limit: The widest that a line may be.
  init(_ labels: [Label], height: Double, limit: Double) {
    let measure = TextMeasure(ChartStyle.labelSize)
    let sorted = labels.enumerated().sorted { a, b in
      (a.element.place, a.offset) < (b.element.place, b.offset)
    }
    let lines = sorted.map { measure.lines($0.element.text, within: limit, atMost: 3) }
    let heights = lines.map { Double($0.count) * Self.lineHeight }
    let middles = Self.spread(
      zip(sorted, heights).map { (place: $0.element.place, height: $1) }, within: height)
    placed = sorted.indices.map {
      Placed(label: sorted[$0].element, lines: lines[$0], middle: middles[$0])
    }
    let hasAreas = labels.contains { $0.area != nil }
    indent =
      Self.gap + (labels.contains { $0.series != nil } ? Self.sample : hasAreas ? 16 : 0)
    width = labels.isEmpty ? 12 : indent + measure.room(lines.flatMap(\.self)) + 6
  }

  /// Middles of boxes, in order, that touch at most: down where one meets the one above, and up again
  /// where the last would leave the plot.
  private static func spread(
    _ boxes: [(place: Double, height: Double)], within height: Double
  ) -> [Double] {
    var tops: [Double] = []
    var free = -lineHeight / 2
    for box in boxes {
      tops.append(max(free, box.place - box.height / 2))
      free = tops[tops.count - 1] + box.height
    }
    var floor = height + lineHeight / 2
    for i in boxes.indices.reversed() {
      tops[i] = min(tops[i], floor - boxes[i].height)
      floor = tops[i]
    }
    return zip(tops, boxes).map { $0 + $1.height / 2 }
  }

  /// The labels, with a thin line to what they name where they had to move.
  ///
  /// - Parameters:
  ///   - x: The right edge of the plot, in pixels.
  ///   - top: Where the places of the labels begin.
  /// - Returns: Layers.
  func layers(_ x: Double, below top: Double = 0) -> [JSONValue] {
    guard !placed.isEmpty else { return [] }
    let moved = placed.filter { $0.label.hasPlace && abs($0.middle - $0.label.place) > 3 }
    let lines = Chart.layer(
      ["type": "rule", "color": .string(ChartStyle.axisInk), "strokeWidth": 0.8],
      [
        "x": ["value": .number(x + 1)], "x2": ["value": .number(x + Self.gap - 2)],
        "y": Pixels.field("from"), "y2": ["field": "to"],
      ],
      data: moved.map { ["from": .number(top + $0.label.place), "to": .number(top + $0.middle)] })
    let texts = Pixels.texts(
      placed.map {
        Pixels.Text($0.lines, x: x + indent, middle: top + $0.middle, colour: $0.label.colour)
      })
    return (moved.isEmpty ? [] : [lines]) + samples(x, below: top) + areas(x, below: top) + [texts]
  }

  /// A square of each area's colour, before the label's first line.
  private func areas(_ x: Double, below top: Double) -> [JSONValue] {
    let rows = placed.compactMap { label -> JSONValue? in
      guard let area = label.label.area else { return nil }
      let first = top + label.middle - Double(label.lines.count - 1) * Self.lineHeight / 2
      return ["y": .number(first), "fill": .string(area)]
    }
    guard !rows.isEmpty else { return [] }
    return [
      Chart.layer(
        ["type": "point", "shape": "square", "size": 100, "opacity": 1, "strokeWidth": 0],
        [
          "x": ["value": .number(x + Self.gap + 5)], "y": Pixels.field("y"),
          "fill": Pixels.colour("fill"),
        ], data: rows)
    ]
  }

  /// A piece of each series' line with its point, before the label's first line.
  private func samples(_ x: Double, below top: Double) -> [JSONValue] {
    placed.flatMap { label -> [JSONValue] in
      guard let series = label.label.series else { return [] }
      let colour = JSONValue.string(ChartStyle.colour(series))
      let first = top + label.middle - Double(label.lines.count - 1) * Self.lineHeight / 2
      let y: JSONValue = ["value": .number(first)]
      let from = x + Self.gap, middle = from + Self.sample / 2 - 3
      return [
        Chart.layer(
          [
            "type": "rule", "color": colour, "strokeWidth": 2.2,
            "strokeDash": ChartStyle.dash(series),
          ],
          [
            "x": ["value": .number(from)], "x2": ["value": .number(from + Self.sample - 6)],
            "y": y,
          ], data: [[:]]),
        Chart.layer(
          [
            "type": "point", "filled": true, "opacity": 1, "size": 46, "color": colour,
            "shape": .string(ChartStyle.shape(series)),
          ], ["x": ["value": .number(middle)], "y": y], data: [[:]]),
      ]
    }
  }
}
