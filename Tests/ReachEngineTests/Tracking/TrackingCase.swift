import Assessment
import Foundation
import ReachEngine
import ReachFiles
import ReachModel
import Simulation

/// The shipped scenario, the shipped indicators, and figures about them.
struct TrackingCase {
  let model: FittedModel
  let indicators: [TrackingIndicator]

  init(_ scenario: String = "hanoi-2021") throws {
    model = try ForecastTests.fitted(scenario)
    indicators = try IndicatorCatalog.read(Project(from: ShippedStudy.root)).indicators
  }

  func indicator(_ key: String) -> TrackingIndicator {
    guard let found = indicators.first(where: { $0.key == key }) else {
      preconditionFailure("no indicator \(key)")
    }
    return found
  }

  func figure(
    _ key: String, _ months: ClosedRange<Int>, _ value: Double, error: Double? = nil,
    published: (Int, Int)? = nil, in year: Int = 2021, vintage: Int = 0, group: Int? = nil
  ) -> ObservedFigure {
    let month = min(12, months.upperBound)
    let (m, d) = published ?? (month, 28)
    guard let date = CalendarDate(year: year, month: m, day: d) else {
      preconditionFailure("no day \(d) of \(m)")
    }
    return ObservedFigure(
      indicator: indicator(key), group: group, months: months, value: value, statedError: error,
      published: date, vintage: vintage, source: "test",
      origin: Origin(file: "test.csv", line: 2, column: 1))
  }

  func track(
    _ figures: [ObservedFigure], asOf: CalendarDate? = nil, draws: Int = 4096, threads: Int = 2,
    sampling: SamplingMethod = .sobol
  ) throws -> PlanTracking {
    try PlanTracking(
      model, figures, asOf: asOf,
      runner: EnsembleRunner(seed: 7, sampling: sampling, threads: threads), draws: draws)
  }
}

/// A small generator of the tests' own (SplitMix64).
struct TestRandom {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return (Double((z ^ (z >> 31)) >> 11) + 0.5) / 0x1p53
  }

  /// By Box and Muller.
  mutating func normal() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform())
  }
}
