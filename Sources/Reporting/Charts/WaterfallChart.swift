/// From one probability to another: what each change adds or takes away, and what that leaves.
package struct WaterfallChart: Sendable {
  package struct Total: Sendable {
    package let label: String
    package let value: Double
    package let id: String?

    package init(_ label: String, _ value: Double, id: String? = nil) {
      precondition(value.isFinite, "\(value) of \(label)")
      (self.label, self.value, self.id) = (label, value, id)
    }
  }

  /// A contribution, in the unit of the totals.
  package struct Step: Sendable {
    package let label: String
    package let change: Double
    /// 95 % error; nil: none is known.
    package let error: Double?
    package let id: String?

    package init(_ label: String, _ change: Double, error: Double? = nil, id: String? = nil) {
      precondition(change.isFinite, "\(change) of \(label)")
      (self.label, self.change, self.error, self.id) = (label, change, error, id)
    }
  }

  package let start: Total
  package let steps: [Step]
  package let end: Total
  package let scale: ChartScale
  package let quantity: String
  /// Of what is printed, in percent where the scale is.
  package let decimals: Int

  /// A waterfall.
  ///
  /// - Parameters:
  ///   - start: The probability that is left.
  ///   - steps: Contributions in their order; what they leave of the difference gets a row of its own
  ///     where it can be printed. It is the true remainder: printed numbers are rounded one by one, and
  ///     may miss the printed totals by their last digit.
  ///   - end: The probability that is reached.
  ///   - scale: What the numbers are.
  ///   - quantity: What the axis shows.
  ///   - decimals: Of what is printed.
  package init(
    from start: Total, _ steps: [Step], to end: Total, scale: ChartScale = .probability,
    quantity: String, decimals: Int = 1
  ) {
    (self.start, self.steps, self.end) = (start, steps, end)
    (self.scale, self.quantity, self.decimals) = (scale, quantity, decimals)
  }

  /// One row as it is drawn and printed.
  package struct Row: Sendable {
    package let label: String
    /// Where its bar begins and ends; a total's begins at the axis.
    package let from: Double
    package let to: Double
    /// In units of the last printed digit.
    package let printed: Int
    package let isTotal: Bool
    package let error: Double?
    package let id: String?
  }

  /// The rows from the top down: start, steps, what is left over if anything is, end.
  ///
  /// - Parameter language: Of the name of what is left over.
  /// - Returns: Rows of which each begins where the one before ended.
  package func rows(_ language: Language) -> [Row] {
    var rows = [total(start)]
    var level = start.value
    for step in steps {
      rows.append(
        Row(
          label: step.label, from: level, to: level + step.change, printed: units(step.change),
          isTotal: false, error: step.error, id: step.id))
      level += step.change
    }
    if units(end.value - level) != 0 {
      rows.append(
        Row(
          label: language(vi: "phần còn lại", en: "left over"), from: level, to: end.value,
          printed: units(end.value - level), isTotal: false, error: nil, id: nil))
    }
    return rows + [total(end)]
  }

  private func total(_ total: Total) -> Row {
    Row(
      label: total.label, from: 0, to: total.value, printed: units(total.value), isTotal: true,
      error: nil, id: total.id)
  }

  /// One unit of the last printed digit.
  private var unit: Double {
    let power = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
    return (scale == .number ? 1 : 0.01) / power
  }

  /// Rounded half away from zero, as all printed numbers are.
  private func units(_ value: Double) -> Int {
    let power = (0..<decimals).reduce(scale == .number ? 1.0 : 100.0) { product, _ in product * 10 }
    return Int((value * power).rounded())
  }

  /// What is written beside a row.
  package func text(_ row: Row, _ language: Language) -> String {
    let style = NumberStyle(language)
    let power = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
    let value = Double(row.printed) / power
    guard !row.isTotal else {
      return style.number(value, decimals: decimals) + (scale == .number ? "" : " %")
    }
    let error = row.error.map {
      " ± " + style.number($0 * (scale == .number ? 1 : 100), decimals: decimals)
    }
    return style.signed(value, decimals: decimals) + (error ?? "")
  }

  /// The specification.
  ///
  /// - Parameters:
  ///   - name: What the chart's files are called.
  ///   - frame: Title, source and width; the height follows the rows.
  ///   - language: Of its words and numbers.
  /// - Returns: The chart.
  package func chart(_ name: String, _ frame: ChartFrame, _ language: Language) -> Chart {
    let rows = rows(language), places = ChartRows(rows.map(\.label))
    let widest = TextMeasure(ChartStyle.labelSize, isBold: true).room(
      rows.map { text($0, language) })
    let layout = ChartLayout(left: places.left, right: widest + 16, above: 18, below: 46)
    let ticks = ticks(rows), begin = ticks.domain.lowerBound
    let cut =
      begin > 0
      ? language(vi: " (trục không bắt đầu từ số không)", en: " (axis does not begin at zero)") : ""
    return Chart(
      name, frame.with(height: Int(places.height.rounded(.up))), language, layout: layout,
      encoding: ["x": ticks.channel(quantity + cut), "y": Pixels.field("y")],
      layers: layers(rows, places), data: data(rows, places, begin: max(0, begin), language))
  }

  /// From 0, unless changes would then be too small to see: less than a fifth of the axis.
  private func ticks(_ rows: [Row]) -> AxisTicks {
    let levels = rows.map(\.to), low = levels.min() ?? 0, high = levels.max() ?? 0
    let isCut = low > 0 && high - low < 0.2 * high
    // Room at the left for the shortest of the bars that begin there.
    return AxisTicks(
      isCut ? [low - max(0.4 * (high - low), 2 * unit), high] : levels + [0], axisScale)
  }

  /// Probabilities of a few percent would be lost on an axis to 100 %.
  private var axisScale: ChartScale { scale == .probability ? .percent : scale }

  private func data(
    _ rows: [Row], _ places: ChartRows, begin: Double, _ language: Language
  ) -> [JSONValue] {
    rows.enumerated().map { i, row in
      .object(
        [
          ("label", .string(row.label)), ("from", .number(row.from)), ("to", .number(row.to)),
          ("first", .number(row.isTotal ? min(begin, row.to) : min(row.from, row.to))),
          ("last", .number(max(row.from, row.to))),
          ("total", .bool(row.isTotal)), ("text", .string(text(row, language))),
          ("y", .number(places.middle(i))), ("fill", .string(fill(row))),
          ("edge", .string(edge(row))),
        ] + (row.error.map { [("error95", .number($0))] } ?? [])
          + (row.id.map { [("id", .string($0))] } ?? []))
    }
  }

  /// Gains are dark and losses pale with an outline, so that a grey copy tells them apart.
  private func fill(_ row: Row) -> String {
    if row.isTotal { return ChartStyle.quietInk }
    return row.to < row.from ? ChartStyle.loss : ChartStyle.forecast
  }

  private func edge(_ row: Row) -> String {
    row.isTotal || row.to >= row.from ? fill(row) : ChartStyle.lossEdge
  }

  private func layers(_ rows: [Row], _ places: ChartRows) -> [JSONValue] {
    let joints = rows.indices.dropLast().map { i -> JSONValue in
      [
        "at": .number(rows[i].to), "y": .number(places.middle(i) + 9),
        "y2": .number(places.middle(i + 1) - 9),
      ]
    }
    return [
      Chart.layer(
        ["type": "rule", "color": .string(ChartStyle.axisInk), "strokeWidth": 1],
        ["x": ["field": "at"], "y": ["field": "y"], "y2": ["field": "y2"]], data: joints),
      Chart.layer(
        ["type": "bar", "height": 18, "orient": "horizontal", "strokeWidth": 1.2],
        [
          "x": ["field": "first"], "x2": ["field": "last"], "y": ["field": "y"],
          "fill": Pixels.colour("fill"), "stroke": Pixels.colour("edge"),
        ]),
      text(ofTotals: true), text(ofTotals: false),
      places.layer(),
    ]
  }

  /// Right of the bar, wherever it ends.
  private func text(ofTotals isBold: Bool) -> JSONValue {
    Chart.layer(
      [
        "type": "text", "align": "left", "baseline": "middle", "dx": 7,
        "fontWeight": isBold ? "bold" : "normal",
      ], ["x": ["field": "last"], "y": ["field": "y"], "text": ["field": "text"]]
    ).with(["transform": [["filter": isBold ? "datum.total" : "!datum.total"]]])
  }
}
