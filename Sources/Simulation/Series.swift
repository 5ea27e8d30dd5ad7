public import ReachModel

/// One series of an ensemble: what was computed in every draw.
public struct Series: Hashable, Sendable {
  public enum Quantity: Hashable, Sendable {
    case outcome(Outcome)
    /// SI gross output, billion VND at constant prices, sum over the period.
    case output
    /// The SI share in the year before.
    case shareBefore
    /// Growth of manufacturing (SI and other) over the year before, constant prices.
    case manufacturingGrowth
    /// Growth of other manufacturing alone (Z in E11), constant prices: what published growth of
    /// manufacturing is taken to measure when E11 is fitted.
    case otherManufacturingGrowth
    /// Quarters of the year in the stress regime (r in E11).
    case stressQuarters
    /// Logs of the identity that ties share and growth: S1/S0, 1+g_SI, 1+π_SI, 1+g_M, 1+π_M.
    case logShareRatio, logGrowth, logInflation, logManufacturingGrowth
    case logManufacturingInflation
    /// Counts as a register reports them (E12).
    case reportedFirms, reportedCertified
  }

  /// When: the end of quarter 0, a quarter, or a year (both from 1).
  public enum Period: Hashable, Sendable {
    case start
    case quarter(Int)
    case year(Int)

    /// The quarter at whose end it is known.
    public var lastQuarter: Int {
      switch self {
      case .start: 0
      case .quarter(let t): t
      case .year(let y): 4 * y
      }
    }
  }

  public let quantity: Quantity
  public let period: Period
  /// The sector's place, or nil for all together.
  public let sector: Int?

  public init(_ quantity: Quantity, _ period: Period, sector: Int? = nil) {
    (self.quantity, self.period, self.sector) = (quantity, period, sector)
  }

  public init(_ outcome: Outcome, _ period: Period, sector: Int? = nil) {
    self.init(.outcome(outcome), period, sector: sector)
  }
}

/// Which series a simulation records, and where each stands in a chunk.
public struct SeriesList: Sendable {
  public let series: [Series]
  private let places: [Series: Int]

  init(_ series: [Series]) {
    self.series = series
    places = Dictionary(uniqueKeysWithValues: series.enumerated().map { ($1, $0) })
  }

  public subscript(series: Series) -> Int? { places[series] }

  public var count: Int { series.count }

  /// What is recorded of every draw of a model.
  public init(of model: SimulationModel) {
    self.init(Recorder.series(sectors: model.sectors.count, quarters: model.quarters))
  }
}
