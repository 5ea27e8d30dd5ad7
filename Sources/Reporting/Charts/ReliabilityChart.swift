package import Verification

/// Stated probabilities against how often the events happened, with the range in which that lies if
/// every probability is right.
///
/// - Source: Bröcker and Smith, *Weather and Forecasting* 22, 2007.
package struct ReliabilityChart: Sendable {
  /// Forecasts of about the same probability.
  package struct Bin: Sendable {
    /// Their mean.
    package let probability: Double
    /// How often the event happened.
    package let frequency: Double
    package let count: Int
    /// Where the frequency lies if every probability is right.
    package let consistency: ClosedRange<Double>

    package init(
      _ probability: Double, _ frequency: Double, count: Int, consistency: ClosedRange<Double>
    ) {
      (self.probability, self.frequency) = (probability, frequency)
      (self.count, self.consistency) = (count, consistency)
    }
  }

  package let bins: [Bin]

  package init(_ bins: [Bin]) { self.bins = bins }

  package init(_ reliability: Reliability) {
    self.init(
      reliability.bins.map {
        Bin($0.probability, $0.frequency, count: $0.count, consistency: $0.consistency)
      })
  }

  /// The specification.
  ///
  /// - Parameters:
  ///   - name: What the chart's files are called.
  ///   - frame: Title, source and size.
  ///   - language: Of its words and numbers.
  /// - Returns: The chart.
  package func chart(_ name: String, _ frame: ChartFrame, _ language: Language) -> Chart {
    let ticks = AxisTicks([], .probability)
    let layout = ChartLayout(
      left: ticks.labelWidth(language) + 16, right: 24, above: 46, below: 46, overhang: 36)
    let happened = language(vi: "tỷ lệ đã xảy ra", en: "share that happened")
    return Chart(
      name, frame, language, layout: layout,
      encoding: [
        "x": ticks.channel(language(vi: "xác suất đã nêu", en: "stated probability")),
        "y": ticks.channel(happened, axis: layout.verticalAxis(line: 1)),
      ], layers: layers, data: rows(NumberStyle(language)))
  }

  private var layers: [JSONValue] {
    let x: JSONValue = ["field": "probability"], happened: JSONValue = ["field": "frequency"]
    let ends = [0, 1].map { end -> JSONValue in
      ["probability": .integer(end), "frequency": .integer(end)]
    }
    return [
      Chart.layer(
        [
          "type": "line", "color": .string(ChartStyle.quietInk), "strokeWidth": 1,
          "strokeDash": [5, 4],
        ], ["x": x, "y": happened], data: ends),
      Chart.layer(
        [
          "type": "bar", "width": 14, "fill": .string(ChartStyle.bands[1]),
          "stroke": .string(ChartStyle.forecast), "strokeWidth": 0.7,
        ], ["x": x, "y": ["field": "low"], "y2": ["field": "high"]]),
      Chart.layer(
        [
          "type": "line", "color": .string(ChartStyle.ink), "strokeWidth": 1.5,
          "point": ["size": 60, "color": .string(ChartStyle.ink)],
        ], ["x": x, "y": happened]),
      Chart.layer(
        [
          "type": "text", "fontSize": 11, "baseline": "bottom",
          "color": .string(ChartStyle.quietInk),
        ], ["x": x, "y": ["value": -3], "text": ["field": "forecasts"]]),
    ]
  }

  private func rows(_ style: NumberStyle) -> [JSONValue] {
    bins.map { bin in
      [
        "probability": .number(bin.probability), "frequency": .number(bin.frequency),
        "low": .number(bin.consistency.lowerBound), "high": .number(bin.consistency.upperBound),
        "count": .integer(bin.count), "forecasts": .string(style.number(Double(bin.count))),
      ]
    }
  }
}
