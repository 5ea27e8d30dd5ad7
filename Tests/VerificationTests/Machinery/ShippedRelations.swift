import Econometrics
import NumericKernels
import PanelData
import RandomStreams
import ReachModel
import Testing
import Verification

/// What the shipped scenario's forecast is fitted to, put together by the tests themselves.
struct ShippedRelations {
  let request: FitRequest
  let fit: FitReport

  /// Priors of the catalog.
  static let priors: [String: Distribution] = [
    "betaV": .normal(mean: 0.3, sd: 0.5), "sigmaR": .lognormal(mean: 0.55, sd: 0.1375),
    "mux": .normal(mean: 0.06, sd: 0.015), "phix": .beta(mean: 0.3, sd: 0.1),
    "sigmax": .lognormal(mean: 0.015, sd: 0.00375),
  ]

  static let stress = StressChain(
    entry: 1.5 / 41.5, stay: 0.4, jump: -0.05, recovered: 0.7)
  static let error = MeasurementError(month: 2, newYearMonth: 12)

  /// Year, months and printed growth in percent of the manufacturing windows known by 1 March 2021,
  /// as in `notebooks-data/observed/hanoi_facts.csv`.
  static let windows: [GrowthWindow] = [
    (2015, 1...8, 7.6), (2016, 1...7, 7.3), (2016, 1...10, 7.3), (2016, 1...12, 7.5),
    (2017, 1...9, 7.4), (2017, 4...4, 11.9), (2018, 6...6, 7.7), (2019, 1...6, 7.4),
    (2019, 1...8, 7.8), (2019, 8...8, 9.0), (2019, 12...12, 10.5), (2020, 1...1, -15.4),
    (2020, 1...3, 4.3), (2020, 1...5, 2.3), (2020, 1...9, 4.0), (2020, 1...10, 4.3),
    (2020, 1...12, 4.6), (2020, 10...12, 6.0), (2020, 12...12, 6.4),
  ].map { year, months, growth in
    GrowthWindow(year: year, months: months, growth: growth / 100, facts: [], superseded: [])
  }

  static func read() throws -> ShippedRelations {
    let date = try #require(CalendarDate(year: 2021, month: 3, day: 1))
    let request = FitRequest(
      panel: try ShippedPanel.read().asOf(date), facts: FactBook([]),
      provinceCode: "01", geography: "hanoi", priors: priors, presence: 0.5333333333333333,
      stress: stress, growthError: error)
    return ShippedRelations(request: request, fit: fitRelations(request))
  }

  /// The stated law with its quantile function.
  static func law(_ key: String) throws -> PriorLaw {
    let distribution = try #require(priors[key])
    let marginal: Marginal? =
      switch distribution {
      case .normal(let mean, let sd): .normal(mean: mean, sd: sd)
      case .lognormal(let mean, let sd): .lognormal(mean: mean, sd: sd)
      case .beta(let mean, let sd): .beta(mean: mean, sd: sd)
      default: nil
      }
    let quantiles = try #require(marginal)
    return PriorLaw(distribution) { quantiles.quantile($0) }
  }

  func entry() throws -> EntryStudy {
    let estimate = try #require(fit.estimates.first { $0.id == "entry" })
    let sample = try #require(
      EntrySample(estimate, lead: fit.estimates.first { $0.id == "entry_lead" }))
    return try #require(
      EntryStudy(request, sample: sample, prior: try Self.law("betaV")))
  }

  func commitments(_ data: CommitmentData) throws -> CommitmentStudy {
    CommitmentStudy(
      request, years: fit.commitments, prior: try Self.law("sigmaR"), data: data)
  }

  static func growth(_ data: GrowthData) throws -> GrowthStudy {
    try #require(
      GrowthStudy(
        windows: windows,
        priors: (try law("mux"), try law("phix"), try law("sigmax")), stress: stress,
        stressLaws: nil, error: error, data: data))
  }
}
