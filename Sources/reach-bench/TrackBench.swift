import Assessment
import ReachFiles
import ReachModel
import Simulation

/// Times of tracking one case by a year of monthly figures, in seconds.
struct TrackBench {
  let model: SimulationModel
  let targets: [Target]
  private let clock = ContinuousClock()

  /// - Parameter given: The case.
  init(_ given: ModelCase) {
    model = given.model.lasting(quarters: 4)
    targets = given.targets(year: Self.year)
  }

  /// Draws are simulated once; then P is updated twelve times, by the figures so far of every month.
  func updates(draws: Int, threads: Int) throws -> Answer {
    var answer = Answer(), ensemble: TrackedDraws?
    let simulating = try clock.measure {
      ensemble = try TrackedDraws(
        model, targets, Self.figures, planYear: Self.year,
        runner: EnsembleRunner(seed: 1, threads: threads), draws: draws)
    }
    guard let ensemble else { return answer }
    // Figures that a path of the middle would bring.
    let observed = ensemble.observing(Self.figures.indices.map { ensemble.middle($0) })
    var p = 0.0
    let whole = try clock.measure {
      p = try TrackingHistory(observed, planYear: Self.year).steps().last?.joint.value ?? 0
    }
    answer.add("simulating", simulating.inSeconds)
    answer.add("year", whole.inSeconds)
    answer.add("p", p)
    return answer
  }

  private static let year = 2021

  /// An index, new firms and certified firms, each of twelve months.
  private static let figures: [ObservedFigure] = (1...12).flatMap { month in
    indicators.map { indicator in
      ObservedFigure(
        indicator: indicator, group: nil, months: indicator.isStock ? month...month : 1...month,
        value: 1, statedError: nil, published: .endOfMonth(month, from: year), vintage: 0,
        source: "bench", origin: Origin(file: "bench", line: 1, column: 1))
    }
  }

  private static let indicators = [
    indicator(1, "percent", .growth(.manufacturing)), indicator(2, "firms", .entries),
    indicator(3, "firms", .certified),
  ]

  private static func indicator(
    _ number: Int, _ unit: String, _ measure: TrackingIndicator.Measure
  ) -> TrackingIndicator {
    TrackingIndicator(
      key: "indicator \(number)", number: number, label: Label(vi: "", en: ""), unit: unit,
      measure: measure,
      errors: .init(
        monthly: 0.05, common: 0.05, figure: 0.02, revision: 0.02, halfLife: 6,
        withinQuarter: 0.05, rounding: 0.1),
      publicationLag: 0, source: "bench")
  }
}

extension TrackedDraws {
  /// The median over draws of what a figure would be.
  fileprivate func middle(_ place: Int) -> Double {
    let sorted = expected[place].sorted()
    return figures[place].indicator.figure(at: sorted[sorted.count / 2])
  }
}
