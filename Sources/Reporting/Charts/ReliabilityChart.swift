package import Verification

/// Stated probabilities against how often the events happened, with the range in which that lies if
/// every probability is right.
///
/// - Source: Bröcker and Smith, *Weather and Forecasting* 22, 2007.
package struct ReliabilityChart: Sendable {
  package let reliability: Reliability

  package init(_ reliability: Reliability) { self.reliability = reliability }

  /// The specification.
  ///
  /// - Parameters:
  ///   - name: What the chart's files are called.
  ///   - frame: Title, source and size.
  ///   - language: Of its words and numbers.
  /// - Returns: The chart.
  package func chart(_ name: String, _ frame: ChartFrame, _ language: Language) -> Chart {
    let stated = language(vi: "xác suất đã nêu", en: "stated probability")
    let happened = language(vi: "tỷ lệ đã xảy ra", en: "share that happened")
    func x(_ field: String = "probability") -> JSONValue { axis(field, stated) }
    func y(_ field: String) -> JSONValue { axis(field, happened) }
    let ends = [0, 1].map { end in
      JSONValue.object([("probability", .integer(end)), ("frequency", .integer(end))])
    }
    return Chart(
      name, frame, language,
      layers: [
        Chart.mark(
          [
            ("type", .string("line")), ("color", .string(ChartStyle.quietInk)),
            ("strokeWidth", .integer(1)), ("strokeDash", .array([.integer(5), .integer(4)])),
          ], [("x", x()), ("y", y("frequency"))], data: ends),
        Chart.mark(
          [
            ("type", .string("rule")), ("strokeWidth", .integer(14)), ("opacity", .number(0.25)),
            ("color", .string(ChartStyle.colours[1])),
          ],
          [
            ("x", x()), ("y", y("low")), ("y2", .object([("field", .string("high"))])),
          ]),
        Chart.mark(
          [
            ("type", .string("line")), ("color", .string(ChartStyle.colours[0])),
            ("strokeWidth", .number(1.5)),
            (
              "point",
              .object([
                ("size", .integer(60)), ("color", .string(ChartStyle.colours[0])),
              ])
            ),
          ], [("x", x()), ("y", y("frequency"))]),
        Chart.mark(
          [
            ("type", .string("text")), ("fontSize", .integer(11)), ("baseline", .string("top")),
            ("color", .string(ChartStyle.quietInk)),
          ],
          [
            ("x", x()), ("y", .object([("value", .integer(frame.height - 16))])),
            ("text", .object([("field", .string("count"))])),
          ]),
      ], data: rows)
  }

  private var rows: [JSONValue] {
    reliability.bins.map { bin in
      .object([
        ("probability", .number(bin.probability)), ("frequency", .number(bin.frequency)),
        ("low", .number(bin.consistency.lowerBound)),
        ("high", .number(bin.consistency.upperBound)), ("count", .integer(bin.count)),
      ])
    }
  }

  private func axis(_ field: String, _ title: String) -> JSONValue {
    .object([
      ("field", .string(field)), ("type", .string("quantitative")), ("title", .string(title)),
      ("scale", .object([("domain", .array([.integer(0), .integer(1)]))])),
      ("axis", .object([("format", .string(".0%"))])),
    ])
  }
}
