/// On which inputs a probability hangs: what it is with each at its low and at its high value.
package struct TornadoChart: Sendable {
  /// An input.
  package struct Row: Sendable {
    package let name: String
    /// The probability with the input at its low and at its high value.
    package let low: Double
    package let high: Double
    /// These values as they are written, with their unit if it is not in the name.
    package let lowInput: String
    package let highInput: String
    package let id: String?

    package init(
      _ name: String, low: Double, high: Double, lowInput: String, highInput: String,
      id: String? = nil
    ) {
      precondition(low.isFinite && high.isFinite, "\(low), \(high) of \(name)")
      (self.name, self.low, self.high) = (name, low, high)
      (self.lowInput, self.highInput, self.id) = (lowInput, highInput, id)
    }

    var swing: Double { (high - low).magnitude }
  }

  /// The largest swing first; those alike as they were given.
  package let rows: [Row]
  /// What is left out, and the largest swing among it.
  package let others: (count: Int, swing: Double)?
  /// The probability with all inputs as they are.
  package let base: Double
  package let scale: ChartScale
  /// What the axis shows.
  package let quantity: String

  /// A tornado.
  ///
  /// - Parameters:
  ///   - rows: In any order.
  ///   - base: The answer with all inputs as they are.
  ///   - limit: The most rows; of the others it is told how many there are and how little each does.
  ///   - scale: What the numbers are.
  ///   - quantity: What the axis shows, for example `xác suất đạt chỉ tiêu`.
  package init(
    _ rows: [Row], base: Double, limit: Int = 12, scale: ChartScale = .probability,
    quantity: String
  ) {
    precondition(base.isFinite && limit > 0, "\(base), \(limit)")
    let sorted = rows.enumerated().sorted { a, b in
      (-a.element.swing, a.offset) < (-b.element.swing, b.offset)
    }.map(\.element)
    self.rows = Array(sorted.prefix(limit))
    let rest = sorted.dropFirst(limit)
    others = rest.first.map { (rest.count, $0.swing) }
    (self.base, self.scale, self.quantity) = (base, scale, quantity)
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
    let key = language(
      vi: "○ đầu vào ở mức thấp · ● đầu vào ở mức cao; số ở hai đầu là giá trị của đầu vào",
      en: "○ input at its low value · ● at its high value; numbers at the ends: the input's values")
    let names = rows.map(\.name) + (others.map { [otherName($0.count, language)] } ?? [])
    let places = ChartRows(names)
    let frame = frame.with(height: Int(max(28, places.height).rounded(.up)), lines: [key])
    let layout = ChartLayout(left: places.left, right: 10, above: 30, below: 46, overhang: 20)
    let domain = domain(Double(frame.plotWidth(layout)))
    let ticks = AxisTicks(within: domain, scale, count: 8)
    let end = Int((places.tops.dropFirst(rows.count).first ?? places.height).rounded(.up))
    return Chart(
      name, frame, language, layout: layout,
      encoding: ["x": ticks.channel(quantity), "y": Pixels.field("y")],
      layers: layers(places, end: end, language), data: data(places))
  }

  private func otherName(_ count: Int, _ language: Language) -> String {
    language(
      vi: "\(count) đầu vào khác", en: count == 1 ? "1 other input" : "\(count) other inputs")
  }

  /// So wide that what is written at the ends of bars stays within the plot.
  private func domain(_ width: Double) -> ClosedRange<Double> {
    let measure = TextMeasure(ChartStyle.labelSize)
    let ends = rows.flatMap { row -> [(value: Double, text: String, isLeft: Bool)] in
      let isLeft = row.low <= row.high
      return [(row.low, row.lowInput, isLeft), (row.high, row.highInput, !isLeft)]
    }
    let before = measure.room(ends.filter(\.isLeft).map(\.text)) + 16
    let behind = measure.room(ends.filter { !$0.isLeft }.map(\.text)) + 16
    let values = ends.map(\.value) + [base]
    var low = values.min() ?? base, high = values.max() ?? base
    if high - low < 1e-9 { (low, high) = (low - 0.01, high + 0.01) }
    let unit = (high - low) / max(60, width - before - behind)
    return low - unit * before...high + unit * behind
  }

  private func data(_ places: ChartRows) -> [JSONValue] {
    rows.enumerated().map { i, row in
      .object(
        [
          ("input", .string(row.name)), ("low", .number(row.low)), ("high", .number(row.high)),
          ("lowInput", .string(row.lowInput)), ("highInput", .string(row.highInput)),
          ("y", .number(places.middle(i))),
          // Written outwards from the bar, whichever end lies left.
          (
            "left",
            .string(TextMeasure.drawable(row.low <= row.high ? row.lowInput : row.highInput))
          ),
          (
            "right",
            .string(TextMeasure.drawable(row.low <= row.high ? row.highInput : row.lowInput))
          ),
          ("first", .number(min(row.low, row.high))), ("last", .number(max(row.low, row.high))),
        ] + (row.id.map { [("id", .string($0))] } ?? []))
    }
  }

  private func layers(
    _ places: ChartRows, end: Int, _ language: Language
  ) -> [JSONValue] {
    let edge = JSONValue.string(ChartStyle.forecast)
    func point(_ field: String, _ fill: String) -> JSONValue {
      Chart.layer(
        [
          "type": "point", "size": 70, "opacity": 1, "stroke": edge, "strokeWidth": 1.6,
          "fill": .string(fill),
        ], ["x": ["field": .string(field)], "y": ["field": "y"]])
    }
    func text(_ field: String, at place: String, _ align: String, _ dx: Int) -> JSONValue {
      Chart.layer(
        ["type": "text", "align": .string(align), "baseline": "middle", "dx": .integer(dx)],
        [
          "x": ["field": .string(place)], "y": ["field": "y"], "text": ["field": .string(field)],
        ])
    }
    return [
      baseLayer(end),
      Chart.layer(
        [
          "type": "bar", "height": 13, "orient": "horizontal",
          "fill": .string(ChartStyle.bands[2]),
        ], ["x": ["field": "first"], "x2": ["field": "last"], "y": ["field": "y"]]),
      point("low", ChartStyle.ground), point("high", ChartStyle.forecast),
      text("left", at: "first", "right", -9), text("right", at: "last", "left", 9),
      places.layer { $0 < rows.count ? ChartStyle.ink : ChartStyle.quietInk },
      baseLabel(language),
    ] + otherLayers(places, language)
  }

  private func baseLayer(_ end: Int) -> JSONValue {
    Chart.layer(
      [
        "type": "rule", "color": .string(ChartStyle.ink), "strokeWidth": 1.2,
      ],
      (["x": ["datum": .number(base)]] as JSONValue).with(
        Pixels.upright(from: -4, to: .integer(end))), data: [[:]])
  }

  private func baseLabel(_ language: Language) -> JSONValue {
    let style = NumberStyle(language)
    let value = scale == .number ? style.compact(base) : style.chance(base)
    let text = language(vi: "mức cơ sở: \(value)", en: "as it is: \(value)")
    return Chart.layer(
      [
        "type": "text", "align": "center", "baseline": "bottom", "text": .string(text),
      ], ["x": ["datum": .number(base)], "y": ["value": -7]], data: [[:]])
  }

  private func otherLayers(_ places: ChartRows, _ language: Language) -> [JSONValue] {
    guard let others else { return [] }
    let style = NumberStyle(language)
    let swing =
      scale == .number
      ? style.compact(others.swing) : style.number(others.swing * 100, decimals: 1)
    let unit = scale == .number ? "" : language(vi: " điểm phần trăm", en: " points")
    let text = language(
      vi: "mỗi đầu vào làm thay đổi nhiều nhất \(swing)\(unit)",
      en: "each moves it by at most \(swing)\(unit)")
    return [
      Pixels.texts(
        [
          Pixels.Text(
            [text], x: 6, middle: places.middle(rows.count), colour: ChartStyle.quietInk)
        ])
    ]
  }
}
