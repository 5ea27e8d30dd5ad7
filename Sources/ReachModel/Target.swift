/// What the model computes for a year; each may also be asked of one sector.
public enum Outcome: String, Sendable, CaseIterable {
  /// Active firms on 31 December.
  case firms
  /// Firms with at least one valid international certificate on 31 December.
  case certified
  /// certified / firms.
  case certifiedShare = "certified_share"
  /// Gross output over that of manufacturing, current prices, sum over the four quarters.
  case share
  /// Mean index of the year over that of the year before, minus 1; constant prices.
  case growth

  /// Whether outcomes are whole numbers.
  public var isCount: Bool { self == .firms || self == .certified }
}

public enum Comparison: String, Sendable, CaseIterable {
  case atLeast = ">="
  case above = ">"
  case atMost = "<="
  case below = "<"

  /// Whether `value` stands in this relation to `threshold`.
  @inlinable
  public func holds(_ value: Double, _ threshold: Double) -> Bool {
    switch self {
    case .atLeast: value >= threshold
    case .above: value > threshold
    case .atMost: value <= threshold
    case .below: value < threshold
    }
  }
}

/// An outcome, a threshold and a year, with the document that says so.
///
/// A target is what someone wants; it is never data.
public struct Target: Sendable, Equatable {
  public let key: String
  public let label: Label
  public let outcome: Outcome
  /// The sector's place, or nil for all sectors together.
  public let sector: Int?
  /// The sector's name, which is the same in every scenario, whatever its place.
  public let sectorKey: String?
  public let comparison: Comparison
  /// In the unit of the outcome: firms, or a fraction.
  public let threshold: Double
  public let year: Int
  public let source: String
  public let origin: Origin

  public init(
    key: String, label: Label, outcome: Outcome, sector: Int? = nil, sectorKey: String? = nil,
    comparison: Comparison,
    threshold: Double, year: Int, source: String, origin: Origin
  ) {
    (self.key, self.label, self.outcome, self.sector) = (key, label, outcome, sector)
    self.sectorKey = sectorKey
    (self.comparison, self.threshold, self.year) = (comparison, threshold, year)
    (self.source, self.origin) = (source, origin)
  }
}
