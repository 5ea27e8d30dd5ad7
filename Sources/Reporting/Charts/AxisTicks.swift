/// What the numbers of an axis are, which decides how they are written and how far they may go.
package enum ChartScale: Sendable {
  /// From 0 to 100 %.
  case probability
  /// A share or a rate, written in percent, its range by the data.
  case percent
  /// Any number, its range by the data.
  case number

  /// The widest axis that numbers of the kind may have.
  var limits: ClosedRange<Double> { self == .probability ? 0...1 : -.infinity ... .infinity }
}

/// Round values along an axis, chosen here and not where it is drawn, so that the room that their
/// labels take is known.
package struct AxisTicks: Sendable {
  package let scale: ChartScale
  /// Ascending.
  package let values: [Double]
  /// Where the axis begins and ends.
  package let domain: ClosedRange<Double>
  /// Decimals of the labels, after what is percent is taken a hundredfold.
  let decimals: Int

  /// Ticks for some data.
  ///
  /// - Parameters:
  ///   - data: All finite; none at all are taken for 0.
  ///   - scale: What they are.
  ///   - count: About so many steps.
  package init(_ data: [Double], _ scale: ChartScale, count: Int = 5) {
    precondition(data.allSatisfy(\.isFinite), "data that are not finite: \(data)")
    self.init(covering: Self.range(of: data, scale), scale, count: count, isRounded: true)
  }

  /// Ticks for some data, as many as have room for their labels beside one another.
  ///
  /// - Parameters:
  ///   - data: All finite; none at all are taken for 0.
  ///   - scale: What they are.
  ///   - length: Of the axis, in pixels.
  ///   - language: Of the labels.
  /// - Returns: The ticks.
  package static func fitting(
    _ data: [Double], _ scale: ChartScale, along length: Double, _ language: Language
  ) -> AxisTicks {
    let measure = TextMeasure(ChartStyle.labelSize)
    for count in [5, 4, 2] {
      let ticks = AxisTicks(data, scale, count: count)
      let places = ticks.values.map { ticks.position($0, along: length) }
      let halves = ticks.values.map { measure.width(ticks.label($0, language)) / 2 }
      let gaps = zip(places, places.dropFirst()).map { $1 - $0 }
      let needed = zip(halves, halves.dropFirst()).map { $0 + $1 + 6 }
      if zip(gaps, needed).allSatisfy({ $0 >= $1 }) { return ticks }
    }
    return AxisTicks(data, scale, count: 1)
  }

  /// Ticks within a range, of which the axis is exactly as wide.
  package init(within range: ClosedRange<Double>, _ scale: ChartScale, count: Int = 5) {
    self.init(covering: range, scale, count: count, isRounded: false)
  }

  private init(
    covering range: ClosedRange<Double>, _ scale: ChartScale, count: Int, isRounded: Bool
  ) {
    let factor = scale == .number ? 1.0 : 100.0
    let step = Self.step((range.upperBound - range.lowerBound) * factor / Double(count))
    let low = range.lowerBound * factor, high = range.upperBound * factor
    // What computation leaves behind must not cost a step.
    let slack = 1e-9
    let first =
      isRounded
      ? (low / step.value + slack).rounded(.down) : (low / step.value - slack).rounded(.up)
    let last =
      isRounded
      ? (high / step.value - slack).rounded(.up) : (high / step.value + slack).rounded(.down)
    let all = stride(from: first, through: max(first, last), by: 1).map { step.times($0) / factor }
    values = all.filter { scale.limits.contains($0) }
    domain =
      isRounded
      ? max(scale.limits.lowerBound, all[0])...min(scale.limits.upperBound, all[all.count - 1])
      : range
    (self.scale, decimals) = (scale, step.decimals)
  }

  /// What the data span; for data all alike something around them.
  private static func range(of data: [Double], _ scale: ChartScale) -> ClosedRange<Double> {
    if scale == .probability { return 0...1 }
    let low = data.min() ?? 0, high = data.max() ?? 0
    guard low == high else { return low...high }
    let around = low == 0 ? 1 : low.magnitude * 0.1
    return low - around...high + around
  }

  /// 1, 2, 2.5 or 5 times a power of ten, the first that is at least as wide as asked.
  private static func step(_ width: Double) -> Step {
    let exponent = NumberStyle.exponent(width)
    let steps = [
      Step(10, exponent - 1), Step(20, exponent - 1), Step(25, exponent - 1),
      Step(50, exponent - 1),
    ]
    return steps.first { $0.value >= width * (1 - 1e-9) } ?? Step(10, exponent)
  }

  private struct Step {
    let mantissa: Double
    let exponent: Int

    init(_ mantissa: Double, _ exponent: Int) {
      (self.mantissa, self.exponent) = (mantissa, exponent)
    }

    var value: Double { times(1) }

    /// The decimals that all multiples need.
    var decimals: Int {
      let trailing = mantissa == 25 ? 0 : 1
      return max(0, -exponent - trailing)
    }

    /// Divides by a power of ten instead of multiplying by its inverse, so that 0.3 is 0.3.
    func times(_ factor: Double) -> Double {
      let power = (0..<exponent.magnitude).reduce(1.0) { product, _ in product * 10 }
      return exponent < 0 ? factor * mantissa / power : factor * mantissa * power
    }
  }

  /// How D3 is told to write the labels.
  var format: String { scale == .number ? ",.\(decimals)f" : ".\(decimals)%" }

  /// The label of a value, as it will be drawn.
  package func label(_ value: Double, _ language: Language) -> String {
    let style = NumberStyle(language)
    return scale == .number
      ? style.number(value, decimals: decimals) : style.percent(value, decimals: decimals)
  }

  /// The room that the labels take, in pixels.
  func labelWidth(_ language: Language) -> Double {
    TextMeasure(ChartStyle.labelSize).widest(values.map { label($0, language) })
  }

  /// Where a value lies on an axis of a length, from its lower end, in pixels.
  func position(_ value: Double, along length: Double) -> Double {
    (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound) * length
  }

  /// The value at a place of an axis, from its lower end, in pixels.
  func value(at position: Double, along length: Double) -> Double {
    domain.lowerBound + position / length * (domain.upperBound - domain.lowerBound)
  }

  /// The title of an axis: one line, of which the unit in brackets at its end is never cut.
  ///
  /// - Parameters:
  ///   - text: The quantity, with its unit.
  ///   - room: The widest that it may be, in pixels.
  /// - Returns: The line.
  package static func title(_ text: String, within room: Double = 560) -> String {
    let measure = TextMeasure(ChartStyle.labelSize)
    let unit = text.hasSuffix(")") ? text.lastIndex(of: "(").map { String(text[$0...]) } ?? "" : ""
    let rest = room - measure.width(" " + unit)
    guard !unit.isEmpty, measure.width(text) > room, rest > room / 2 else {
      return measure.lines(text, within: room, atMost: 1)[0]
    }
    return measure.lines(String(text.dropLast(unit.count)), within: rest, atMost: 1)[0] + " " + unit
  }

  /// The scale and axis of a channel.
  ///
  /// - Parameters:
  ///   - title: The quantity, with its unit.
  ///   - room: The widest that the title may be, in pixels.
  ///   - axis: More of the axis.
  /// - Returns: The channel.
  func channel(_ title: String?, within room: Double = 560, axis: JSONValue = [:]) -> JSONValue {
    [
      "type": "quantitative",
      "title": title.map { .string(Self.title($0, within: room)) } ?? .null,
      "scale": [
        "domain": [.number(domain.lowerBound), .number(domain.upperBound)], "nice": false,
        "zero": false,
      ],
      "axis": JSONValue.object([
        ("values", .numbers(values)), ("format", .string(format)), ("grid", true),
      ]).with(axis),
    ]
  }
}
