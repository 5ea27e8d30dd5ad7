/// A quarter or a year; a year stands where it ends, so that it and its last quarter share a place.
package enum ChartPeriod: Sendable, Hashable, Comparable {
  /// A quarter from 1 to 4.
  case quarter(Int, of: Int)
  case year(Int)

  /// A period as run folders name it, `2021-Q3` or `2021`; nil for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let year = parts.first.flatMap({ Int($0) }), (1...2).contains(parts.count) else {
      return nil
    }
    guard parts.count == 2 else {
      self = .year(year)
      return
    }
    guard parts[1].first == "Q", let quarter = Int(parts[1].dropFirst()), (1...4).contains(quarter)
    else { return nil }
    self = .quarter(quarter, of: year)
  }

  /// Its end in quarters since the year 0: places on an axis are whole.
  package var place: Int {
    switch self {
    case .quarter(let quarter, let year): year * 4 + quarter
    case .year(let year): year * 4 + 4
    }
  }

  /// The year that it lies in.
  package var year: Int {
    switch self {
    case .quarter(_, let year), .year(let year): year
    }
  }

  /// What an axis calls its quarter, `quý III` or `Q3`; nil of a year.
  package func quarterName(_ language: Language) -> String? {
    guard case .quarter(let quarter, _) = self else { return nil }
    return language.quarterName(quarter)
  }

  /// Its name within a line, `quý III/2021` or `Q3 2021`; of a year the year.
  package func name(_ language: Language) -> String {
    guard let quarter = quarterName(language) else { return String(year) }
    return quarter + language(vi: "/", en: " ") + String(year)
  }

  /// In quarters.
  var length: Int { if case .year = self { 4 } else { 1 } }

  package static func < (a: ChartPeriod, b: ChartPeriod) -> Bool { a.place < b.place }
}

/// A time axis with as many labels as there is room for.
struct TimeAxis {
  /// From the first place to the last, in quarters.
  let domain: ClosedRange<Double>
  let width: Double
  let language: Language
  /// Places with a label, ascending, and its lines.
  let labels: [(place: Int, lines: [String])]
  let showsQuarters: Bool

  /// An axis for some periods.
  ///
  /// - Parameters:
  ///   - periods: All that are drawn, in any order; at least one.
  ///   - width: Of the plot, in pixels.
  ///   - language: Of the labels.
  init(_ periods: [ChartPeriod], width: Double, _ language: Language) {
    let places = Set(periods.map(\.place)).sorted()
    precondition(!places.isEmpty, "a time axis without periods")
    let first = places[0], last = places[places.count - 1]
    // Half a step of room on both sides, so that points do not lie on the edges.
    let margin = max(0.5, Double(last - first) * 0.02)
    domain = Double(first) - margin...Double(last) + margin
    (self.width, self.language) = (width, language)
    let pixels = width / (domain.upperBound - domain.lowerBound)
    let measure = TextMeasure(ChartStyle.labelSize)
    let hasQuarters = periods.contains { if case .quarter = $0 { true } else { false } }
    let needed = measure.width(language(vi: "quý III", en: "Q4")) + 10
    showsQuarters = hasQuarters && pixels >= needed
    if showsQuarters {
      let quarters = Set(
        periods.compactMap { if case .quarter = $0 { $0.place } else { nil as Int? } })
      labels = places.map { ($0, Self.lines($0, isQuarter: quarters.contains($0), language)) }
    } else {
      let step = Int(((measure.width("2000") + 12) / (pixels * 4)).rounded(.up))
      let years = places.map { ($0 - 1) / 4 }
      let shown = Set(years.filter { (years[years.count - 1] - $0) % max(1, step) == 0 }).sorted()
      let ends = shown.map { (place: $0 * 4 + 4, lines: [String($0)]) }
      labels = ends.filter { Double($0.place) <= Double(last) + margin }
    }
  }

  private static func lines(_ place: Int, isQuarter: Bool, _ language: Language) -> [String] {
    let year = String((place - 1) / 4), quarter = (place - 1) % 4
    return [isQuarter ? language.quarterName(quarter + 1) : "", year]
  }

  /// In pixels from the left edge of the plot.
  func position(_ place: Double) -> Double {
    (place - domain.lowerBound) / (domain.upperBound - domain.lowerBound) * width
  }

  /// The room below the plot.
  var below: Int { showsQuarters ? 42 : 28 }

  /// The channel, for fields that hold places.
  var channel: JSONValue {
    let names = labels.map { label in
      "\(label.place):[" + label.lines.map { "'\($0)'" }.joined(separator: ",") + "]"
    }
    return [
      "type": "quantitative", "title": .null,
      "scale": [
        "domain": [.number(domain.lowerBound), .number(domain.upperBound)], "nice": false,
        "zero": false,
      ],
      "axis": [
        "values": .array(labels.map { .integer($0.place) }), "grid": false,
        "labelExpr": .string("({\(names.joined(separator: ","))})[datum.value]"),
      ],
    ]
  }
}
