/// The probabilities of several scenarios beside one another: a group of rows for each target.
package struct ScenarioChart: Sendable {
  /// A scenario's answer to one target.
  package struct Dot: Sendable {
    package let scenario: String
    package let probability: Double
    /// 95 % error of the probability.
    package let error: Double
    /// The range over parameters.
    package let range: ClosedRange<Double>?
    /// What is written beside it, for example the difference to the first; empty: the probability
    /// alone.
    package let note: String
    package let id: String?

    package init(
      _ scenario: String, _ probability: Double, error: Double = 0,
      range: ClosedRange<Double>? = nil, note: String = "", id: String? = nil
    ) {
      precondition((0...1).contains(probability) && error >= 0, "\(probability) ± \(error)")
      (self.scenario, self.probability, self.error) = (scenario, probability, error)
      (self.range, self.note, self.id) = (range, note, id)
    }
  }

  package struct Group: Sendable {
    package let target: String
    package let dots: [Dot]

    package init(_ target: String, _ dots: [Dot]) { (self.target, self.dots) = (target, dots) }
  }

  package let groups: [Group]

  /// A chart of scenarios.
  ///
  /// - Parameter groups: One for each target; the first scenario of each is what others are compared
  ///   with.
  package init(_ groups: [Group]) { self.groups = groups }

  /// The specification.
  ///
  /// - Parameters:
  ///   - name: What the chart's files are called.
  ///   - frame: Title, source and width; the height follows the rows, and a line that explains the
  ///     marks is added to the subtitle.
  ///   - language: Of its words and numbers.
  /// - Returns: The chart.
  package func chart(_ name: String, _ frame: ChartFrame, _ language: Language) -> Chart {
    let rows = lines
    let heads = Set(rows.indices.filter { rows[$0].dot == nil })
    let places = ChartRows(
      rows.map { $0.dot?.scenario ?? $0.target }, headings: (heads, Double(frame.width - 12)),
      limit: 260)
    let frame = frame.with(
      height: Int(max(28, places.height).rounded(.up)), lines: [key(language)])
    let texts = rows.map { row in row.dot.map { text($0, language) } ?? "" }
    let right = TextMeasure(ChartStyle.labelSize).room(texts) + 20
    let layout = ChartLayout(left: places.left, right: right, above: 18, below: 46)
    let ticks = AxisTicks([], .probability), width = Double(frame.plotWidth(layout))
    let labels = rows.indices.filter { rows[$0].dot != nil }.map {
      Pixels.Text([texts[$0]], x: width + 12, middle: places.middle($0))
    }
    return Chart(
      name, frame, language, layout: layout,
      encoding: [
        "x": ticks.channel(language(vi: "xác suất đạt chỉ tiêu", en: "probability of the target")),
        "y": Pixels.field("y"),
      ],
      layers: baseLayer(rows, places) + markLayers + headings(rows, places)
        + [Pixels.texts(labels)],
      data: data(rows, places))
  }

  private typealias Line = (target: String, dot: Dot?, isFirst: Bool)

  /// A heading for each target of several, then its scenarios.
  private var lines: [Line] {
    groups.flatMap { group in
      (groups.count > 1 ? [(group.target, nil, false)] : [])
        + group.dots.enumerated().map { (group.target, $1, $0 == 0) }
    }
  }

  private func key(_ language: Language) -> String {
    let dots = groups.flatMap(\.dots)
    var parts = [
      language(
        vi: "● xác suất; vạch chấm: mức của kịch bản đầu",
        en: "● probability; dotted: level of the first scenario")
    ]
    if dots.contains(where: { $0.error > 0 }) {
      parts.append(language(vi: "vạch dày: sai số 95 %", en: "thick bar: 95 % error"))
    }
    if dots.contains(where: { $0.range != nil }) {
      parts.append(
        language(vi: "vạch mảnh: khoảng theo tham số", en: "thin bar: range over parameters"))
    }
    return parts.joined(separator: " · ")
  }

  private func text(_ dot: Dot, _ language: Language) -> String {
    let share = NumberStyle(language).chance(dot.probability)
    let whole = dot.note.isEmpty ? share : "\(share) \(dot.note)"
    return TextMeasure(ChartStyle.labelSize).lines(whole, within: 210, atMost: 1)[0]
  }

  private func data(_ rows: [Line], _ places: ChartRows) -> [JSONValue] {
    rows.enumerated().compactMap { i, row in
      guard let dot = row.dot else { return nil }
      let range = dot.range.map {
        [("low", JSONValue.number($0.lowerBound)), ("high", JSONValue.number($0.upperBound))]
      }
      return .object(
        [
          ("target", .string(row.target)), ("scenario", .string(dot.scenario)),
          ("probability", .number(dot.probability)), ("error95", .number(dot.error)),
          ("from", .number(max(0, dot.probability - dot.error))),
          ("to", .number(min(1, dot.probability + dot.error))),
          ("y", .number(places.middle(i))),
          ("fill", .string(row.isFirst ? ChartStyle.ink : ChartStyle.forecast)),
        ] + (range ?? []) + (dot.id.map { [("id", .string($0))] } ?? []))
    }
  }

  /// The first scenario's level through the rows of its group, to read differences by.
  private func baseLayer(_ lines: [Line], _ places: ChartRows) -> [JSONValue] {
    let rows = lines.indices.filter { lines[$0].isFirst }.compactMap { first -> JSONValue? in
      let next = lines[(first + 1)...].firstIndex { $0.dot == nil || $0.isFirst } ?? lines.endIndex
      guard let dot = lines[first].dot, next - first > 1 else { return nil }
      return [
        "level": .number(dot.probability), "y": .number(places.middle(first)),
        "y2": .number(places.middle(next - 1)),
      ]
    }
    guard !rows.isEmpty else { return [] }
    return [
      Chart.layer(
        ["type": "rule", "color": .string(ChartStyle.quietInk), "strokeDash": [2, 3]],
        ["x": ["field": "level"], "y": ["field": "y"], "y2": ["field": "y2"]], data: rows)
    ]
  }

  private var markLayers: [JSONValue] {
    let y: JSONValue = ["field": "y"], colour = Pixels.colour("fill")
    return [
      Chart.layer(
        ["type": "rule", "strokeWidth": 1.4],
        ["x": ["field": "low"], "x2": ["field": "high"], "y": y, "color": colour]
      ).with(["transform": [["filter": "isValid(datum.low)"]]]),
      Chart.layer(
        ["type": "rule", "strokeWidth": 6],
        ["x": ["field": "from"], "x2": ["field": "to"], "y": y, "color": colour]),
      Chart.layer(
        [
          "type": "point", "filled": true, "size": 80, "opacity": 1,
          "stroke": .string(ChartStyle.ground),
        ], ["x": ["field": "probability"], "y": y, "fill": colour]),
    ]
  }

  private func headings(_ rows: [Line], _ places: ChartRows) -> [JSONValue] {
    let heads = rows.indices.filter { rows[$0].dot == nil }
    return [
      Pixels.texts(
        heads.map {
          Pixels.Text(places.names[$0], x: 4 - places.left, middle: places.middle($0) + 2)
        },
        mark: ["fontWeight": "bold"]),
      places.layer(of: rows.indices.filter { rows[$0].dot != nil }),
    ]
  }
}
