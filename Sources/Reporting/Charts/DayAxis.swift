import ReachModel

/// Where the points of lines stand in time, and which of their places are labelled.
struct DayAxis {
  /// In days after the first, or by their order where none has a day; ascending.
  let places: [(label: String, place: Int)]

  /// An axis for some points; those of one label share a place.
  init(_ points: [LineChart.Point]) {
    var seen: Set<String> = []
    let distinct = points.filter { seen.insert($0.place).inserted }
    let days = distinct.compactMap { $0.day.map(Self.number) }
    guard let first = days.min(), let last = days.max() else {
      places = distinct.enumerated().map { ($1.place, $0) }
      return
    }
    // What has no day comes before all that have, as far from them as they are from one another.
    let hasUndated = days.count < distinct.count
    let before = hasUndated ? max(1, (last - first) / max(1, days.count - 1)) : 0
    places = distinct.map { ($0.place, $0.day.map { Self.number($0) - first + before } ?? 0) }
      .sorted { $0.place < $1.place }
  }

  /// Days of the Gregorian calendar since a day in the year 0, counted from March so that leap days come
  /// last.
  private static func number(_ day: CalendarDate) -> Int {
    let year = day.month < 3 ? day.year - 1 : day.year, month = (day.month + 9) % 12
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day.day - 1
  }

  func place(of label: String) -> Int { places.first { $0.label == label }?.place ?? 0 }

  private var domain: ClosedRange<Double> {
    let low = Double(places.first?.place ?? 0), high = Double(places.last?.place ?? 0)
    let margin = max(0.3, (high - low) * 0.03)
    return low - margin...high + margin
  }

  /// The first and the last place, and between them what has room.
  private func labelled(_ width: Double) -> [(label: String, place: Int)] {
    guard let first = places.first, let last = places.last, places.count > 1 else { return places }
    let measure = TextMeasure(ChartStyle.labelSize), domain = domain
    let unit = width / (domain.upperBound - domain.lowerBound)
    func isApart(_ a: (label: String, place: Int), _ b: (label: String, place: Int)) -> Bool {
      let half = (measure.width(a.label) + measure.width(b.label)) / 2
      return Double(b.place - a.place) * unit >= half + 8
    }
    var shown = [first]
    for place in places.dropFirst().dropLast()
    where isApart(shown[shown.count - 1], place) && isApart(place, last) {
      shown.append(place)
    }
    return shown + [last]
  }

  /// The channel, for fields that hold places.
  ///
  /// - Parameters:
  ///   - title: What the axis shows.
  ///   - width: Of the plot, in pixels.
  /// - Returns: The channel.
  func channel(_ title: String, width: Double) -> JSONValue {
    let labels = labelled(width)
    let names = labels.map { label, place in
      let text = TextMeasure.drawable(label).map { "'\\".contains($0) ? "\u{2019}" : $0 }
      return "\(place):'\(String(text))'"
    }
    return [
      "type": "quantitative", "title": .string(AxisTicks.title(title)),
      "scale": [
        "domain": [.number(domain.lowerBound), .number(domain.upperBound)], "nice": false,
        "zero": false,
      ],
      "axis": [
        "values": .array(labels.map { .integer($0.place) }), "grid": false, "labelAngle": 0,
        "labelOverlap": false,
        "labelExpr": .string("({\(names.joined(separator: ","))})[datum.value]"),
      ],
    ]
  }
}
