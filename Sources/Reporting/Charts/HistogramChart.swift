/// All draws of an outcome, and how many of them meet the target.
package struct HistogramChart: Sendable {
  package struct Bin: Sendable {
    package let low: Double
    package let high: Double
    package let draws: Double

    package init(_ low: Double, _ high: Double, draws: Double) {
      precondition(low.isFinite && high.isFinite && low < high && draws >= 0, "\(low), \(high)")
      (self.low, self.high, self.draws) = (low, high, draws)
    }
  }

  /// What meets the target, and how likely that is.
  package struct Target: Sendable {
    package let value: Double
    package let label: String
    /// Met by what is at least as large; otherwise by what is at most as large.
    package let isFloor: Bool
    package let probability: Double
    package let id: String?

    package init(
      _ value: Double, _ label: String, isFloor: Bool = true, probability: Double,
      id: String? = nil
    ) {
      precondition(value.isFinite && (0...1).contains(probability), "\(value), \(probability)")
      (self.value, self.label, self.isFloor) = (value, label, isFloor)
      (self.probability, self.id) = (probability, id)
    }
  }

  /// Ascending, at most 48: neighbours are taken together where there are more.
  package let bins: [Bin]
  package let target: Target?
  package let median: Double?
  package let scale: ChartScale
  package let quantity: String

  /// A histogram.
  ///
  /// - Parameters:
  ///   - bins: That adjoin, in any order; at least one with draws.
  ///   - target: nil: none, and all bars are alike.
  ///   - median: nil: none is marked.
  ///   - scale: What the outcome is.
  ///   - quantity: The outcome with its unit.
  package init(
    _ bins: [Bin], target: Target? = nil, median: Double? = nil, scale: ChartScale,
    quantity: String
  ) {
    precondition(bins.contains { $0.draws > 0 }, "a histogram without draws")
    let sorted = bins.sorted { $0.low < $1.low }
    let together = (sorted.count + 47) / 48
    self.bins = stride(from: 0, to: sorted.count, by: together).map { i in
      let group = sorted[i..<min(i + together, sorted.count)]
      return Bin(
        group[group.startIndex].low, group[group.endIndex - 1].high,
        draws: group.map(\.draws).reduce(0, +))
    }
    (self.target, self.median, self.scale, self.quantity) = (target, median, scale, quantity)
  }

  /// The specification.
  ///
  /// - Parameters:
  ///   - name: What the chart's files are called.
  ///   - frame: Title, source and size.
  ///   - language: Of its words and numbers.
  /// - Returns: The chart.
  package func chart(_ name: String, _ frame: ChartFrame, _ language: Language) -> Chart {
    let all = bins.map(\.draws).reduce(0, +), most = bins.map(\.draws).max() ?? 0
    let x = AxisTicks(
      bins.flatMap { [$0.low, $0.high] } + [target?.value, median].compactMap(\.self), scale)
    // A line of text has room above the highest bar.
    let headroom = Double(frame.height) / Double(frame.height - 24)
    let y = AxisTicks([0, most / all * headroom], .percent)
    let layout = ChartLayout(
      left: y.labelWidth(language) + 16, right: 24, above: 62, below: 46, overhang: 52)
    let width = Double(frame.plotWidth(layout))
    let share = language(vi: "tỷ lệ số lần mô phỏng", en: "share of the draws")
    return Chart(
      name, frame, language, layout: layout,
      encoding: [
        "x": x.channel(quantity, within: width, axis: ["grid": false]),
        "y": y.channel(share, axis: layout.verticalAxis(line: 2)),
      ],
      layers: barLayers + medianLayers(x, width, language) + targetLayers(x, width, language),
      data: rows(of: all))
  }

  private func rows(of all: Double) -> [JSONValue] {
    bins.map { bin in
      .object(
        [
          ("low", .number(bin.low)), ("high", .number(bin.high)), ("draws", .number(bin.draws)),
          ("share", .number(bin.draws / all)),
        ] + met(bin))
    }
  }

  /// The part of a bin that meets the target: a bin across it is parted there.
  private func met(_ bin: Bin) -> [(key: String, value: JSONValue)] {
    guard let target else { return [] }
    let low = target.isFloor ? max(bin.low, target.value) : bin.low
    let high = target.isFloor ? bin.high : min(bin.high, target.value)
    return low < high ? [("metLow", .number(low)), ("metHigh", .number(high))] : []
  }

  private var barLayers: [JSONValue] {
    let edge = JSONValue.string(ChartStyle.ground)
    func bars(_ low: String, _ high: String, _ fill: String) -> JSONValue {
      Chart.layer(
        ["type": "rect", "fill": .string(fill), "stroke": edge, "strokeWidth": 0.6],
        [
          "x": ["field": .string(low)], "x2": ["field": .string(high)],
          "y": ["field": "share"], "y2": ["datum": 0],
        ])
    }
    let all = bars("low", "high", target == nil ? ChartStyle.forecast : ChartStyle.unmet)
    guard target != nil else { return [all] }
    return [
      all,
      bars("metLow", "metHigh", ChartStyle.forecast).with([
        "transform": [["filter": "isValid(datum.metLow)"]]
      ]),
    ]
  }

  private func rule(_ value: Double, _ colour: String, dash: JSONValue, top: Double) -> JSONValue {
    Chart.layer(
      [
        "type": "rule", "color": .string(colour), "strokeWidth": 1.4, "strokeDash": dash,
      ],
      (["x": ["datum": .number(value)]] as JSONValue).with(Pixels.upright(from: top)),
      data: [[:]])
  }

  /// Its words stand within the plot, above all bars, on the side away from the target.
  private func medianLayers(
    _ x: AxisTicks, _ width: Double, _ language: Language
  ) -> [JSONValue] {
    guard let median else { return [] }
    let style = NumberStyle(language), place = x.position(median, along: width)
    let value =
      scale == .number ? style.compact(median) : style.percent(median, decimals: 1)
    let text = language(vi: "trung vị: \(value)", en: "median: \(value)")
    let wide = TextMeasure(ChartStyle.labelSize).width(text)
    let wantsLeft = median < target?.value ?? .infinity
    let isLeft = wantsLeft ? place - 6 - wide >= 0 : place + 6 + wide > width
    return [
      rule(median, ChartStyle.ink, dash: [2, 2], top: 2),
      Pixels.texts([Pixels.Text([text], x: isLeft ? place - 6 - wide : place + 6, middle: 11)]),
    ]
  }

  /// Above the plot: the target, and below it on both sides what part meets it and what does not.
  private func targetLayers(
    _ x: AxisTicks, _ width: Double, _ language: Language
  ) -> [JSONValue] {
    guard let target else { return [] }
    let place = x.position(target.value, along: width)
    let parts = parts(target, at: place, width, language)
    return [
      rule(target.value, ChartStyle.targetInk, dash: [6, 4], top: -18),
      Pixels.texts(
        [
          .within(width, target.label, at: place, middle: -25, colour: ChartStyle.targetInk)
        ], align: "center"),
      Pixels.texts(parts.left, align: "right", mark: ["fontWeight": "bold"]),
      Pixels.texts(parts.right, mark: ["fontWeight": "bold"]),
    ]
  }

  /// On each side its own part; where one side has no room for it, both on the other.
  private func parts(
    _ target: Target, at place: Double, _ width: Double, _ language: Language
  ) -> (left: [Pixels.Text], right: [Pixels.Text]) {
    let style = NumberStyle(language), measure = TextMeasure(ChartStyle.labelSize, isBold: true)
    let met = style.chance(target.probability) + language(vi: " đạt", en: " meet it")
    let unmet = style.chance(1 - target.probability) + language(vi: " không đạt", en: " do not")
    let words = target.isFloor ? (left: unmet, right: met) : (left: met, right: unmet)
    func text(_ words: String, isLeft: Bool) -> Pixels.Text {
      let colour = words == unmet ? ChartStyle.quietInk : ChartStyle.forecast
      return Pixels.Text([words], x: isLeft ? place - 8 : place + 8, middle: -9, colour: colour)
    }
    let both = "\(met) · \(unmet)"
    if place - 8 < measure.width(words.left) { return ([], [text(both, isLeft: false)]) }
    if place + 8 + measure.width(words.right) > width { return ([text(both, isLeft: true)], []) }
    return ([text(words.left, isLeft: true)], [text(words.right, isLeft: false)])
  }
}
