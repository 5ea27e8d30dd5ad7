/// Marks that are placed by pixels of the plot and not by data: labels whose room was measured.
enum Pixels {
  /// A text of some lines.
  struct Text {
    let lines: [String]
    let x: Double
    /// The middle of all lines.
    let middle: Double
    let colour: String

    init(_ lines: [String], x: Double, middle: Double, colour: String = ChartStyle.ink) {
      (self.lines, self.x, self.middle, self.colour) = (lines, x, middle, colour)
    }

    /// A text in the middle of a place, moved so far that it does not leave the plot.
    static func within(
      _ width: Double, _ text: String, at place: Double, middle: Double,
      colour: String = ChartStyle.ink
    ) -> Text {
      let text = TextMeasure.drawable(text)
      let half = TextMeasure(ChartStyle.labelSize).width(text) / 2
      return Text([text], x: max(half, min(width - half, place)), middle: middle, colour: colour)
    }
  }

  static let lineHeight = 15.0

  /// A channel that holds pixels: it has no scale, whatever the channel has in other layers.
  static func field(_ name: String) -> JSONValue {
    [
      "field": .string(name), "type": "quantitative", "scale": .null, "axis": .null,
      "title": .null,
    ]
  }

  /// Channels of a rule across the plot from top to bottom, in place of inherited ones.
  static func upright(
    from top: Double = 0, to bottom: JSONValue = "height"
  ) -> JSONValue { ["y": ["value": .number(top)], "y2": ["value": bottom]] }

  /// Channels of a rule across the plot from left to right, in place of inherited ones.
  static let across: JSONValue = ["x": ["value": 0], "x2": ["value": "width"]]

  /// A channel that holds colours.
  static func colour(_ name: String) -> JSONValue {
    ["field": .string(name), "type": "nominal", "scale": .null, "legend": .null]
  }

  /// One layer with all the texts.
  ///
  /// - Parameters:
  ///   - texts: Each where it begins, or ends, or has its middle, by `align`.
  ///   - align: `left`, `center` or `right`.
  ///   - mark: More of the mark, for example a weight.
  /// - Returns: The layer.
  static func texts(
    _ texts: [Text], align: String = "left", mark: JSONValue = [:]
  ) -> JSONValue {
    Chart.layer(
      (["type": "text", "align": .string(align), "baseline": "middle"] as JSONValue).with(mark),
      [
        "x": field("x"), "y": field("y"), "text": ["field": "text"], "color": colour("colour"),
      ],
      data: texts.map { text in
        [
          "x": .number(text.x),
          // Vega puts the first line, not the middle of all, at the place.
          "y": .number(text.middle - Double(text.lines.count - 1) * lineHeight / 2),
          "text": .strings(text.lines), "colour": .string(text.colour),
        ]
      })
  }
}
