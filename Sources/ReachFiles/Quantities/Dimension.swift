/// What a number measures, and the units in which a file may give it.
///
/// Inside, money is billion VND, foreign money is million USD, shares are fractions and rates are
/// per year; ``Unit/factor`` leads there.
package enum Dimension: String, Sendable, CaseIterable {
  case share, rate, logPoints, number, firms, quarters, years
  case billionVND = "billion VND"
  case millionUSD = "million USD"

  package struct Unit: Sendable, Equatable {
    package let text: String
    /// Internal units in one of these.
    package let factor: Double
  }

  /// The accepted units; an empty text means that a bare number is accepted.
  package var units: [Unit] {
    switch self {
    case .share: [Unit("", 1), Unit("%", 0.01)]
    case .rate: [Unit("", 1), Unit("per year", 1), Unit("a year", 1)] + Self.yearlyPercent
    case .logPoints: [Unit("", 1), Unit("log points", 1), Unit("%", 0.01)]
    case .number: [Unit("", 1)]
    case .firms: [Unit("", 1), Unit("firms", 1), Unit("firm", 1)]
    case .quarters: [Unit("", 1), Unit("quarters", 1), Unit("quarter", 1)]
    case .years: [Unit("", 1), Unit("years", 1), Unit("year", 1)]
    case .billionVND:
      [
        Unit("billion VND", 1), Unit("tỷ đồng", 1), Unit("million VND", 1e-3),
        Unit("triệu đồng", 1e-3), Unit("trillion VND", 1e3), Unit("VND", 1e-9),
      ]
    case .millionUSD:
      [
        Unit("million USD", 1), Unit("triệu USD", 1), Unit("billion USD", 1e3),
        Unit("thousand USD", 1e-3), Unit("USD", 1e-6),
      ]
    }
  }

  private static let yearlyPercent = ["%", "% per year", "% a year"].map { Unit($0, 0.01) }

  /// The dimension of a catalog entry's unit, for example `million USD a firm`: what follows ` a `
  /// or ` per ` says of what the quantity is, and is part of the entry, not of each value.
  package init(unit: String) {
    let base = ["per year", "a year"].contains(unit) ? unit : Self.stem(of: unit)
    switch base {
    case "per year", "a year", "share per year": self = .rate
    case "share", "fraction", "probability", "%", "percent": self = .share
    case "log points", "log point": self = .logPoints
    case "firms", "firm": self = .firms
    case "quarters", "quarter": self = .quarters
    case "years", "year": self = .years
    case Dimension.billionVND.rawValue: self = .billionVND
    case Dimension.millionUSD.rawValue: self = .millionUSD
    default: self = .number
    }
  }

  private static func stem(of unit: String) -> String {
    for separator in [" a ", " per "] {
      let words = unit.split(separator: separator, maxSplits: 1)
      if words.count == 2 { return String(words[0]) }
    }
    return unit
  }

  /// What a catalog entry's unit is of: `quarter` for `million USD a quarter`; nil if it does not
  /// say.
  static func per(of unit: String) -> String? {
    for separator in [" a ", " per "] {
      let words = unit.split(separator: separator, maxSplits: 1)
      if words.count == 2 { return String(words[1]) }
    }
    return nil
  }

  /// The unit written `text`, or nil.
  ///
  /// Blanks count as one. An amount may say of what it is (`8 billion VND a year`), but nothing else
  /// than it is: a quarter's amount is not a year's.
  func unit(_ text: String, per: String?) -> Unit? {
    let words = text.split(separator: " ").joined(separator: " ")
    if let unit = units.first(where: { $0.text == words }) { return unit }
    guard let per, [.billionVND, .millionUSD, .firms].contains(self) else { return nil }
    for ending in [" a \(per)", " per \(per)"] where words.hasSuffix(ending) {
      return units.first { $0.text == words.dropLast(ending.count) && !$0.text.isEmpty }
    }
    return nil
  }

  /// For messages: "billion VND, million VND, …".
  var unitList: String {
    let named = units.map(\.text).filter { !$0.isEmpty }
    let bare = units.contains { $0.text.isEmpty }
    if named.isEmpty { return "a number without unit" }
    return named.joined(separator: ", ") + (bare ? ", or no unit" : "")
  }
}

extension Dimension.Unit {
  init(_ text: String, _ factor: Double) { (self.text, self.factor) = (text, factor) }
}
