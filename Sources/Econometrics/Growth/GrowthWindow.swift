private import NumericKernels
package import PanelData

/// Published growth of output over some months of a year on the same months of the year before.
package struct GrowthWindow: Sendable, Equatable {
  package let year: Int
  /// 1...12; a full year is 1...12, a quarter 4...6, a month 8...8.
  package let months: ClosedRange<Int>
  /// A fraction; the mean when sources published on one day differ.
  package let growth: Double
  /// The facts of the latest vintage: one, or several published on one day.
  package let facts: [Fact]
  /// Facts of the same window published earlier.
  package let superseded: [Fact]

  package init(
    year: Int, months: ClosedRange<Int>, growth: Double, facts: [Fact], superseded: [Fact]
  ) {
    (self.year, self.months, self.growth) = (year, months, growth)
    (self.facts, self.superseded) = (facts, superseded)
  }

  /// Whether sources published on one day give different figures.
  package var isConflicting: Bool { Set(facts.map(\.value)).count > 1 }
  package var isFullYear: Bool { months == 1...12 }

  /// ln(1 + growth).
  var logGrowth: Double { logarithmOfOnePlus(growth) }

  /// The months that a period of the facts file covers, or nil if it is not a window of one year.
  ///
  /// Knows `year`, `q1`…`q4`, `h1`, `h2`, a month's English name, and `jan-` with the first three
  /// letters of a month.
  package static func months(of period: String) -> ClosedRange<Int>? {
    let names = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ]
    switch period {
    case "year": return 1...12
    case "h1": return 1...6
    case "h2": return 7...12
    case "q1", "q2", "q3", "q4":
      guard let quarter = period.last?.wholeNumberValue else { return nil }
      return (3 * quarter - 2)...(3 * quarter)
    default:
      if let month = names.firstIndex(of: period) { return (month + 1)...(month + 1) }
      guard period.hasPrefix("jan-"),
        let last = names.firstIndex(where: { $0.prefix(3) == period.dropFirst(4) })
      else { return nil }
      return 1...(last + 1)
    }
  }
}

/// The windows of one series, and what could not be read as one.
package struct GrowthWindows: Sendable, Equatable {
  /// By year, then first and last month.
  package let windows: [GrowthWindow]
  /// Facts that are no window: averages of years, partial months, growth of −100 % or less, and
  /// figures in another unit than percent.
  package let unread: [Fact]

  /// Sorts the realised figures of a growth series into windows.
  ///
  /// Of each window the latest vintage counts. Where sources published on its day differ, their
  /// mean counts, and the conflict is reported: there is nothing to prefer one by.
  ///
  /// - Parameter facts: Of one series and place, already as of the date; only `actual` ones
  ///   are used.
  package init(_ facts: [Fact]) {
    let actual = facts.filter { $0.kind == .actual }
    let readable = actual.filter {
      $0.unit == "percent" && GrowthWindow.months(of: $0.period) != nil && $0.value > -100
        && $0.value.isFinite
    }
    unread = actual.filter { !readable.contains($0) }
    let (numbers, keys) = numbered(
      readable.map { Key(year: $0.year, months: GrowthWindow.months(of: $0.period)) })
    var groups = Array(repeating: [Fact](), count: keys.count)
    for (fact, number) in zip(readable, numbers) { groups[number].append(fact) }
    windows = zip(keys, groups).compactMap(Self.window).sorted {
      ($0.year, $0.months.lowerBound, $0.months.upperBound)
        < ($1.year, $1.months.lowerBound, $1.months.upperBound)
    }
  }

  private struct Key: Hashable {
    let year: Int
    let months: ClosedRange<Int>?
  }

  private static func window(_ key: Key, _ facts: [Fact]) -> GrowthWindow? {
    guard let months = key.months, let latest = facts.map(\.published).max() else { return nil }
    let current = facts.filter { $0.published == latest }
    let mean = current.reduce(0) { $0 + $1.value } / Double(current.count)
    return GrowthWindow(
      year: key.year, months: months, growth: mean / 100, facts: current,
      superseded: facts.filter { $0.published < latest })
  }
}

/// How often growth was above a threshold: the base rate in history.
package struct BaseRate: Sendable, Equatable {
  /// How many were above it.
  package let above: Int
  /// Of how many.
  package let of: Int

  package init(above: Int, of total: Int) { (self.above, of) = (above, total) }
}

extension GrowthWindows {
  /// How many windows have a growth that `holds`.
  ///
  /// Windows overlap: k of n among all of them is not k of n independent years.
  ///
  /// - Parameter holds: Asked of each growth, a fraction such as 0.11.
  /// - Returns: Among full years, and among all windows.
  package func baseRates(
    where holds: (Double) -> Bool
  ) -> (fullYears: BaseRate, all: BaseRate) {
    func rate(_ windows: [GrowthWindow]) -> BaseRate {
      BaseRate(above: windows.count { holds($0.growth) }, of: windows.count)
    }
    return (rate(windows.filter(\.isFullYear)), rate(windows))
  }

  /// The base rates of growth strictly above `threshold`, a fraction.
  package func baseRates(above threshold: Double) -> (fullYears: BaseRate, all: BaseRate) {
    baseRates { $0 > threshold }
  }
}
