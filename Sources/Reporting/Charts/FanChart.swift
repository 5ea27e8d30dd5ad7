/// What was, what may be, and what is aimed at: history, then median and bands of a forecast.
package struct FanChart: Sendable {
  /// A value of the past.
  package struct Observation: Sendable {
    package let period: ChartPeriod
    package let value: Double
    /// Where it may lie instead, drawn as an error bar.
    package let range: ClosedRange<Double>?
    /// Assumed and not observed: an open point.
    package let isAssumed: Bool
    /// Whether another source says otherwise of about that time: a point that no line joins.
    package let isDisputed: Bool
    /// Of the finding or datum behind it.
    package let id: String?

    package init(
      _ period: ChartPeriod, _ value: Double, range: ClosedRange<Double>? = nil,
      isAssumed: Bool = false, isDisputed: Bool = false, id: String? = nil
    ) {
      precondition(value.isFinite, "\(value) in \(period)")
      (self.period, self.value, self.range) = (period, value, range)
      (self.isAssumed, self.isDisputed, self.id) = (isAssumed, isDisputed, id)
    }
  }

  package struct Forecast: Sendable {
    package let period: ChartPeriod
    package let median: Double
    /// From the narrowest to the widest, as many as the chart has shares.
    package let bands: [ClosedRange<Double>]
    package let id: String?

    package init(
      _ period: ChartPeriod, median: Double, bands: [ClosedRange<Double>], id: String? = nil
    ) {
      precondition(median.isFinite, "\(median) in \(period)")
      (self.period, self.median, self.bands, self.id) = (period, median, bands, id)
    }
  }

  package struct Target: Sendable {
    package let period: ChartPeriod
    package let value: Double
    /// With its number, for example `chỉ tiêu: 900`.
    package let label: String
    package let id: String?

    package init(_ period: ChartPeriod, _ value: Double, _ label: String, id: String? = nil) {
      precondition(value.isFinite, "\(value) in \(period)")
      (self.period, self.value, self.label, self.id) = (period, value, label, id)
    }
  }

  package let history: [Observation]
  package let forecast: [Forecast]
  /// What part of the draws each band holds, from the narrowest.
  package let shares: [Double]
  package let targets: [Target]
  package let scale: ChartScale
  /// What is on the axis, with its unit, for example `số doanh nghiệp`.
  package let quantity: String
  /// How often the past met what is aimed at, written at its line; nil: nothing is known.
  package let baseRate: String?
  private let openKey: String?
  private let rangeKey: String?

  /// A fan.
  ///
  /// - Parameters:
  ///   - history: In any order; may be empty.
  ///   - forecast: In any order; may be empty, if there is history.
  ///   - shares: What part of the draws each band holds, from the narrowest to the widest.
  ///   - targets: One for each year that has one.
  ///   - scale: What the numbers are.
  ///   - quantity: What is on the axis, with its unit.
  ///   - baseRate: How often the past met what is aimed at, written at the first target's line.
  ///   - openKey: What open points are; assumptions if nil.
  ///   - rangeKey: What the ranges of points are; those of their errors if nil.
  package init(
    history: [Observation], forecast: [Forecast], shares: [Double] = [0.5, 0.8, 0.9],
    targets: [Target] = [], scale: ChartScale, quantity: String, baseRate: String? = nil,
    openKey: String? = nil, rangeKey: String? = nil
  ) {
    precondition(!history.isEmpty || !forecast.isEmpty, "a fan of nothing")
    precondition(
      forecast.allSatisfy { $0.bands.count == shares.count } && shares == shares.sorted(),
      "bands are for \(shares)")
    self.history = history.sorted { $0.period < $1.period }
    self.forecast = forecast.sorted { $0.period < $1.period }
    (self.shares, self.targets, self.scale, self.quantity) = (shares, targets, scale, quantity)
    (self.baseRate, self.openKey, self.rangeKey) = (baseRate, openKey, rangeKey)
  }

  /// The specification.
  ///
  /// - Parameters:
  ///   - name: What the chart's files are called.
  ///   - frame: Title, source and size; a line that explains the marks is added to its subtitle.
  ///   - language: Of its words and numbers.
  /// - Returns: The chart.
  package func chart(_ name: String, _ frame: ChartFrame, _ language: Language) -> Chart {
    let drawing = FanDrawing(self, frame.with(lines: [key(language)]), language)
    return Chart(
      name, drawing.frame, language, layout: drawing.layout, encoding: drawing.encoding,
      layers: drawing.layers, data: drawing.rows)
  }

  /// What the marks mean, as far as they occur.
  func key(_ language: Language) -> String {
    let style = NumberStyle(language)
    var parts: [String] = []
    if history.contains(where: { !$0.isAssumed }) {
      parts.append(language(vi: "● số liệu quan sát", en: "● observed"))
    }
    if history.contains(where: \.isAssumed) {
      parts.append("○ " + (openKey ?? language(vi: "số liệu giả định", en: "assumed")))
    }
    if history.contains(where: { $0.range != nil }) {
      let range = rangeKey ?? language(vi: "khoảng sai số", en: "range of error")
      parts.append(language(vi: "vạch đứng: ", en: "bar: ") + range)
    }
    if !forecast.isEmpty {
      let all = shares.map { style.percent($0) }.joined(separator: ", ")
      parts.append(
        shares.count == 1
          ? language(vi: "dải: \(all) số lần mô phỏng", en: "band: \(all) of the draws")
          : language(vi: "các dải: \(all) số lần mô phỏng", en: "bands: \(all) of the draws"))
    }
    return parts.joined(separator: " · ")
  }

  /// All values that the axis has to hold.
  var values: [Double] {
    history.flatMap { [$0.value, $0.range?.lowerBound, $0.range?.upperBound].compactMap(\.self) }
      + forecast.flatMap { [$0.median] + $0.bands.flatMap { [$0.lowerBound, $0.upperBound] } }
      + targets.map(\.value)
  }

  var periods: [ChartPeriod] {
    history.map(\.period) + forecast.map(\.period) + targets.map(\.period)
  }
}
