/// One small fan for each sector, over the same time.
package struct SmallMultiples: Sendable {
  package struct Panel: Sendable {
    package let label: String
    package let fan: FanChart

    package init(_ label: String, _ fan: FanChart) { (self.label, self.fan) = (label, fan) }
  }

  package let panels: [Panel]
  /// Whether each panel has a vertical axis of its own.
  package let isIndependent: Bool

  /// Small multiples.
  ///
  /// - Parameters:
  ///   - panels: In their order; at least one.
  ///   - isIndependent: Whether each has a vertical axis of its own: sectors of different size can then
  ///     be read, but not compared; the subtitle says so.
  package init(_ panels: [Panel], isIndependent: Bool = false) {
    precondition(!panels.isEmpty, "small multiples of nothing")
    (self.panels, self.isIndependent) = (panels, isIndependent)
  }

  /// The specification.
  ///
  /// - Parameters:
  ///   - name: What the chart's files are called.
  ///   - frame: Title, source and width; its height is that of one panel's plot, and a line that
  ///     explains the marks is added to the subtitle.
  ///   - language: Of its words and numbers.
  /// - Returns: The chart.
  package func chart(_ name: String, _ frame: ChartFrame, _ language: Language) -> Chart {
    let drawing = MultiplesDrawing(self, frame, language)
    return Chart(name, drawing.frame, language, specification: drawing.specification)
  }
}

/// Small multiples laid out: every panel of one size, in columns.
struct MultiplesDrawing {
  let chart: SmallMultiples
  let frame: ChartFrame
  let language: Language
  private let columns: Int
  private let panel: (width: Int, height: Int)
  /// Between panels, from plot to plot.
  private let gap: (across: Int, down: Int)
  private let left: Int
  private let headings: [[String]]
  private let ticks: [AxisTicks]
  private let time: TimeAxis

  private var rowCount: Int { (chart.panels.count + columns - 1) / columns }
  private var height: Int { rowCount * panel.height + (rowCount - 1) * gap.down }

  init(_ chart: SmallMultiples, _ frame: ChartFrame, _ language: Language) {
    (self.chart, self.language) = (chart, language)
    let scale = chart.panels[0].fan.scale
    let ticks =
      chart.isIndependent
      ? chart.panels.map { AxisTicks($0.fan.values, scale, count: 4) }
      : [AxisTicks(chart.panels.flatMap(\.fan.values), scale, count: 4)]
    let left = Int((ticks.map { $0.labelWidth(language) }.max() ?? 0).rounded(.up)) + 16
    let across = chart.isIndependent ? left + 14 : 34
    let columns = max(1, min(chart.panels.count, 3, (frame.width - left) / (170 + across)))
    let width = max(60, (frame.width - left - 20 - (columns - 1) * across) / columns)
    time = TimeAxis(chart.panels.flatMap(\.fan.periods), width: Double(width), language)
    (self.ticks, self.left, self.columns) = (ticks, left, columns)
    panel = (width, min(frame.height, 170))
    headings = chart.panels.map {
      TextMeasure(ChartStyle.subtitleSize, isBold: true).lines(
        $0.label, within: Double(width), atMost: 3)
    }
    gap = (across, time.below + 24 + 16 * (headings.map(\.count).max() ?? 1))
    self.frame = frame.with(lines: [Self.key(chart, language)])
  }

  /// What the marks mean in all panels together.
  private static func key(_ chart: SmallMultiples, _ language: Language) -> String {
    let first = chart.panels[0].fan
    let all = FanChart(
      history: chart.panels.flatMap(\.fan.history), forecast: first.forecast,
      shares: first.shares, scale: first.scale, quantity: first.quantity)
    let axes =
      chart.isIndependent
      ? language(vi: "mỗi ô có trục đứng riêng", en: "each panel has a vertical axis of its own")
      : language(vi: "các ô cùng trục đứng", en: "all panels share their axes")
    let rule = language(vi: "vạch chấm: bắt đầu dự báo", en: "dotted: forecast begins")
    let hasBoth = !all.history.isEmpty && !all.forecast.isEmpty
    return ([all.key(language)] + (hasBoth ? [rule] : []) + [axes]).joined(separator: " · ")
  }

  var specification: JSONValue {
    let titles = 16 * (headings.map(\.count).max() ?? 1) + 8
    let layout = ChartLayout(
      left: Double(left), right: 20, above: titles + 16, below: time.below + 6,
      overhang: titles)
    let whole = frame.with(height: height)
    guard case .object(let head) = whole.head(layout) else { return .null }
    let padding = head.first { $0.key == "padding" }?.value ?? [:]
    return JSONValue.object(head.filter { !["width", "height", "padding"].contains($0.key) })
      .with([
        // A drawing of several plots has no size of its own: padding is all there is.
        "padding": padding.with([
          "right": .integer(frame.width - left), "bottom": .integer(whole.depth(layout)),
        ]),
        "columns": .integer(columns), "bounds": "flush",
        "spacing": ["row": .integer(gap.down), "column": .integer(gap.across)],
        "concat": .array(
          chart.panels.indices.map { i in plot(i, i == 0 ? whole.sourceLayers(layout) : []) }),
        "config": ChartStyle.config(language),
      ])
  }

  private func plot(_ i: Int, _ source: [JSONValue]) -> JSONValue {
    let shared = ticks[ticks.count == 1 ? 0 : i], panel = panel
    let layout = ChartLayout(left: Double(left), right: 0, above: 0, below: 0)
    let frame = ChartFrame(
      title: "", subtitle: [], source: "", width: panel.width + left, height: panel.height)
    let drawing = FanDrawing(
      panel: chart.panels[i].fan, frame, layout, language, ticks: shared, time: time)
    let isLabelled = chart.isIndependent || i % columns == 0
    return [
      "title": [
        "text": .strings(headings[i]), "anchor": "start", "frame": "group",
        "fontSize": .number(ChartStyle.subtitleSize), "lineHeight": 16, "offset": 6,
      ],
      "width": .integer(panel.width), "height": .integer(panel.height),
      "data": ["values": .array(drawing.rows)],
      "encoding": [
        "x": time.channel,
        "y": shared.channel(
          nil, axis: ["labels": .bool(isLabelled), "ticks": .bool(isLabelled)]),
      ],
      "layer": .array(drawing.layers + source),
    ]
  }
}
