public import ReachModel

/// One published figure about one place: a row of the facts file.
public struct Fact: Sendable, Equatable {
  /// What a figure claims to be.
  ///
  /// Targets, estimates and plan budgets say what someone wanted or expected; only ``actual`` is
  /// ever data.
  public enum Kind: String, Sendable, CaseIterable {
    case actual, target, estimate
    case planBudget = "plan_budget"
  }

  /// For example `iip_manufacturing_growth`.
  public let series: String
  /// For example `hanoi`.
  public let geography: String
  public let sector: String
  public let year: Int
  /// As the source names it, for example `year`, `jan-sep`, `q1` or `december`.
  public let period: String
  public let value: Double
  public let unit: String
  public let kind: Kind
  /// The vintage; a date known to the month or year only counts as its last day.
  public let published: CalendarDate
  public let source: String
  public let note: String
  public let origin: Origin

  public init(
    series: String, geography: String, sector: String, year: Int, period: String, value: Double,
    unit: String, kind: Kind, published: CalendarDate, source: String, note: String, origin: Origin
  ) {
    (self.series, self.geography, self.sector, self.year) = (series, geography, sector, year)
    (self.period, self.value, self.unit, self.kind) = (period, value, unit, kind)
    (self.published, self.source, self.note, self.origin) = (published, source, note, origin)
  }
}

/// The published figures known to Reach, in the order of the file.
public struct FactBook: Sendable {
  public let facts: [Fact]

  public init(_ facts: [Fact]) { self.facts = facts }

  /// Only what was published by `date`.
  public func asOf(_ date: CalendarDate) -> FactBook {
    FactBook(facts.filter { $0.published <= date })
  }

  /// The realised figures of one series of one place.
  public func actual(_ series: String, in geography: String) -> [Fact] {
    facts.filter { $0.series == series && $0.geography == geography && $0.kind == .actual }
  }
}
