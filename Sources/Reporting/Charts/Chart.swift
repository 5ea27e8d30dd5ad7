/// A chart as a Vega-Lite specification: text that notebooks and web pages open, and that is drawn
/// to SVG, PNG and PDF.
///
/// - Source: Vega-Lite 5, https://vega.github.io/vega-lite/docs/spec.html.
package struct Chart: Sendable {
  /// What its files are called, for example `probability`; the language is added.
  package let name: String
  package let language: Language
  /// What it shows, in words and numbers, for those who do not see it.
  package let description: String
  package let specification: JSONValue

  /// A drawing in the house's frame: what differs between charts are the layers.
  ///
  /// - Parameters:
  ///   - name: What its files are called.
  ///   - frame: Title, source line and size.
  ///   - language: Of its words and numbers.
  ///   - layout: The room around the plot.
  ///   - encoding: Channels that layers inherit, and of which each names its own field.
  ///   - layers: Marks, the last on top; see ``layer(_:_:data:)``.
  ///   - data: Rows that layers without data of their own show.
  package init(
    _ name: String, _ frame: ChartFrame, _ language: Language, layout: ChartLayout,
    encoding: JSONValue = [:], layers: [JSONValue], data: [JSONValue] = []
  ) {
    (self.name, self.language, description) = (name, language, frame.alternative)
    specification = frame.head(layout).with([
      "data": ["values": .array(data)], "encoding": encoding,
      "layer": .array(layers + frame.sourceLayers(layout)),
      "config": ChartStyle.config(language),
    ])
  }

  /// A chart of a specification that is there already.
  package init(
    named name: String, _ language: Language, description: String, _ specification: JSONValue
  ) {
    (self.name, self.language) = (name, language)
    (self.description, self.specification) = (description, specification)
  }

  /// A drawing of several plots, whose specification is made where they are laid out.
  init(_ name: String, _ frame: ChartFrame, _ language: Language, specification: JSONValue) {
    (self.name, self.language, description) = (name, language, frame.alternative)
    self.specification = specification
  }

  /// The name of one of its files, for example `probability.vi.svg`.
  package func fileName(_ ending: String) -> String {
    "\(ChartFileStem(name)).\(language.rawValue).\(ending)"
  }

  /// One layer.
  ///
  /// - Parameters:
  ///   - mark: The mark's definition, its type first.
  ///   - encoding: Its channels.
  ///   - data: Rows of its own.
  /// - Returns: The layer.
  package static func layer(
    _ mark: JSONValue, _ encoding: JSONValue, data: [JSONValue]? = nil
  ) -> JSONValue {
    let layer: JSONValue = ["mark": mark, "encoding": encoding]
    return data.map { (["data": ["values": .array($0)]] as JSONValue).with(layer) } ?? layer
  }
}

/// The room around the plot of a chart, in pixels.
package struct ChartLayout: Sendable {
  package let left: Int
  package let right: Int
  /// Between subtitle and plot: for the titles of axes, and for labels.
  package let above: Int
  /// For the labels and title of the axis below.
  package let below: Int
  /// How far axes stick out above the plot: titles are drawn above that.
  let overhang: Int

  /// A layout.
  ///
  /// - Parameters:
  ///   - left: For the labels of the vertical axis, or the names of rows.
  ///   - right: For labels beside the plot.
  ///   - above: Between subtitle and plot.
  ///   - below: For the labels and title of the axis below.
  ///   - overhang: How far axes stick out above the plot.
  init(left: Double, right: Double, above: Int, below: Int, overhang: Int = 0) {
    (self.left, self.right) = (Int(left.rounded(.up)), Int(right.rounded(.up)))
    (self.above, self.below, self.overhang) = (above, below, overhang)
  }

  /// The axis of a vertical channel, its title lying above it, where it is read without turning the
  /// head.
  ///
  /// - Parameter line: In which line above the plot the title stands, 0 or 1.
  /// - Returns: What is added to the axis.
  func verticalAxis(line: Int = 0) -> JSONValue {
    [
      "titleAngle": 0, "titleAlign": "left", "titleBaseline": "bottom",
      "titleX": .integer(4 - left), "titleY": .integer(-8 - 16 * line),
    ]
  }
}

/// What stands around the marks of a chart.
package struct ChartFrame: Sendable {
  package let title: String
  /// What is shown, in a line or two.
  package let subtitle: [String]
  /// Where the numbers come from; stands below the axis.
  package let source: String
  /// Of the whole drawing, in pixels: all charts of a page are given the same.
  package let width: Int
  /// Of the plot alone, in pixels; charts of rows follow their rows instead.
  package let height: Int
  /// What the chart shows, in words and numbers, for those who do not see it; empty: the title.
  package let description: String
  /// The ids of the findings that it shows.
  package let findings: [String]

  package init(
    title: String, subtitle: [String], source: String, width: Int = 760, height: Int = 300,
    description: String = "", findings: [String] = []
  ) {
    (self.title, self.subtitle, self.source) = (title, subtitle, source)
    (self.width, self.height) = (width, height)
    (self.description, self.findings) = (description, findings)
  }

  /// The same with another height, and with more lines below the title.
  func with(height: Int? = nil, lines: [String] = []) -> ChartFrame {
    ChartFrame(
      title: title, subtitle: subtitle + lines, source: source, width: width,
      height: height ?? self.height, description: description, findings: findings)
  }

  /// The text for those who do not see the chart.
  var alternative: String {
    TextMeasure.drawable(description.isEmpty ? title : description)
  }

  /// How wide labels beside the plot may be.
  var sideLimit: Double { min(200, 0.26 * Double(width)) }

  /// The width of the plot.
  func plotWidth(_ layout: ChartLayout) -> Int { max(40, width - layout.left - layout.right) }

  private var titleLines: [String] {
    TextMeasure(ChartStyle.titleSize, isBold: true).lines(title, within: Double(width - 12))
  }

  private var subtitleLines: [String] {
    subtitle.filter { !$0.isEmpty }.flatMap {
      TextMeasure(ChartStyle.subtitleSize).lines($0, within: Double(width - 12))
    }
  }

  private var sourceLines: [String] {
    source.isEmpty
      ? [] : TextMeasure(ChartStyle.sourceSize).lines(source, within: Double(width - 12))
  }

  /// What comes before the data: everything is placed to the pixel, so that drawings have the width
  /// asked for, and nothing is laid out twice.
  func head(_ layout: ChartLayout) -> JSONValue {
    let titleHeight = titleLines.count * 22
    let subtitleHeight = subtitleLines.isEmpty ? 0 : 5 + subtitleLines.count * 18
    return [
      "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
      "description": .string(alternative), "usermeta": ["findings": .strings(findings)],
      "title": titles(layout),
      "width": .integer(plotWidth(layout)), "height": .integer(height), "autosize": "none",
      "padding": [
        "left": .integer(layout.left), "right": .integer(layout.right),
        "top": .integer(titleHeight + subtitleHeight + layout.above + 6),
        "bottom": .integer(bottom(layout)),
      ],
      "background": .string(ChartStyle.ground),
    ]
  }

  /// Without lines below the title there is no `subtitle`: one that is empty takes room as well.
  private func titles(_ layout: ChartLayout) -> JSONValue {
    let title: JSONValue = [
      "text": .strings(titleLines), "anchor": "start", "frame": "group",
      "dx": .integer(4 - layout.left), "offset": .integer(layout.above - layout.overhang),
    ]
    return subtitleLines.isEmpty ? title : title.with(["subtitle": .strings(subtitleLines)])
  }

  /// What lies below the plot.
  private func bottom(_ layout: ChartLayout) -> Int {
    layout.below + (sourceLines.isEmpty ? 4 : 10 + sourceLines.count * 14)
  }

  /// Plot and what lies below it.
  func depth(_ layout: ChartLayout) -> Int { height + bottom(layout) }

  /// Vega-Lite has no line of its own for sources: text below the axis.
  func sourceLayers(_ layout: ChartLayout) -> [JSONValue] {
    guard !sourceLines.isEmpty else { return [] }
    return [
      Chart.layer(
        [
          "type": "text", "align": "left", "baseline": "top", "lineHeight": 14,
          "fontSize": .number(ChartStyle.sourceSize), "color": .string(ChartStyle.quietInk),
          "text": .strings(sourceLines),
        ],
        [
          "x": ["value": .integer(4 - layout.left)],
          "y": ["value": .integer(height + layout.below)],
        ], data: [["source": .string(source)]])
    ]
  }
}
