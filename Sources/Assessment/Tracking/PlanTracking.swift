import NumericKernels
package import ReachModel
package import Simulation

/// P of targets as figures of the year arrive.
package struct PlanTracking: Sendable {
  /// What was known after the figures of a day.
  package struct Step: Sendable {
    /// Nil before the first figure.
    package let date: CalendarDate?
    /// By target.
    package let targets: [WeightedProbability]
    package let joint: WeightedProbability
    /// Draws of equal weight that would tell as much.
    package let effectiveSize: Double
    /// Places of the figures that count, one vintage of each.
    package let active: [Int]
  }

  /// A figure beside its forecast from all that was published before.
  package struct Check: Sendable {
    package let figure: ObservedFigure
    /// The forecast's mean and standard deviation, in the figure's unit (on the scale of
    /// logarithms, carried over at the mean).
    package let expected: Double
    package let low: Double
    package let high: Double
    /// The share of the forecast below the figure.
    package let position: Double

    /// Whether it lies outside the central 99 %.
    package var isSurprising: Bool { position < 0.005 || position > 0.995 }
  }

  package let study: Study
  package let figures: [ObservedFigure]
  package let steps: [Step]
  package let checks: [Check]
  /// Draws behind the steps after the first, which has as many as were asked for.
  package let draws: Int
  package let failures: Int
  /// Figures that were published after the date, and so not used.
  package let later: Int
  /// Figures known by the scenario's own date: its start and its fit rest on what was known then, and
  /// would count them twice.
  package let earlier: Int
  /// Whether draws were added because too few carried weight.
  package let isResimulated: Bool

  /// The least effective size that is worth an answer: half a 95 % interval of 7 points at most.
  package static let leastSize = 200.0
  /// Below this more draws are simulated.
  package static let wantedSize = 1000.0
  /// No more draws than this are kept.
  package static let mostDraws = 1 << 20
}

/// Figures that the model gives so little chance that hardly a path agrees with them.
package struct TrackingRefusal: Error, Sendable {
  package let draws: Int
  package let effectiveSize: Double
  package let date: CalendarDate
  package let checks: [PlanTracking.Check]
}

extension PlanTracking {
  /// Weighs the ensemble of a forecast by figures, day by day.
  ///
  /// - Parameters:
  ///   - model: The scenario, fitted.
  ///   - figures: What was observed, of months within the horizon.
  ///   - asOf: What was published later is not used.
  ///   - runner: Seed, sampling and threads of the forecast.
  ///   - draws: Those of the forecast.
  /// - Throws: ``TrackingRefusal`` where even 2²⁰ draws leave, or would leave, fewer than 200 effective
  ///   ones; ``SimulationFailure``; `CancellationError`.
  package init(
    _ model: FittedModel, _ figures: [ObservedFigure], asOf: CalendarDate?, runner: EnsembleRunner,
    draws: Int
  ) throws {
    let study = model.study
    let fresh = figures.filter { $0.published > study.asOf }
    let used = fresh.filter { figure in asOf.map { figure.published <= $0 } ?? true }
      .enumerated().sorted {
        ($0.element.published, $0.element.vintage, $0.offset)
          < ($1.element.published, $1.element.vintage, $1.offset)
      }.map(\.element)
    var ensemble = try TrackedDraws(
      model.model, study.targets, used, planYear: study.planYear, runner: runner, draws: draws)
    try SimulationFailure.requireFew(ensemble.failures, of: draws, scenario: study.name)
    var history = try TrackingHistory(ensemble, planYear: study.planYear)
    while history.leastSize < Self.wantedSize, ensemble.draws < Self.mostDraws,
      Self.couldSuffice(history.leastSize, of: ensemble.draws)
    {
      let more = min(Self.mostDraws, 2 * ensemble.draws)
      try ensemble.extend(to: more, model.model, planYear: study.planYear, runner: runner)
      history = try TrackingHistory(ensemble, planYear: study.planYear)
    }
    let checks = history.checks()
    if let (date, size) = history.tooSmall(Self.leastSize) {
      throw TrackingRefusal(
        draws: ensemble.draws, effectiveSize: size, date: date, checks: checks)
    }
    (self.study, self.figures, self.checks) = (study, used, checks)
    steps = history.steps()
    (self.draws, failures) = (ensemble.draws, ensemble.failures)
    (later, earlier) = (fresh.count - used.count, figures.count - fresh.count)
    isResimulated = ensemble.draws > draws
  }
}

extension PlanTracking {
  /// Whether the most draws would, in proportion, tell at least half of what an answer needs: figures
  /// that no path agrees with are refused without simulating a million.
  private static func couldSuffice(_ size: Double, of draws: Int) -> Bool {
    size * Double(mostDraws) / Double(draws) >= leastSize / 2
  }
}

/// The weights of an ensemble after every day with a figure.
package struct TrackingHistory {
  private let ensemble: TrackedDraws
  private let errors: MeasurementErrors
  private let days: [(date: CalendarDate, active: [Int], weights: PathWeights)]

  package init(_ ensemble: TrackedDraws, planYear: Int) throws {
    (self.ensemble, errors) = (ensemble, MeasurementErrors(planYear: planYear))
    let errors = self.errors
    let figures = ensemble.figures
    var days: [(date: CalendarDate, active: [Int], weights: PathWeights)] = []
    for (place, figure) in figures.enumerated() {
      let isLast = place + 1 == figures.count || figures[place + 1].published != figure.published
      guard isLast else { continue }
      try Task.checkCancellation()
      let active = Self.active(figures, through: place)
      let density = FigureDensity(active, ensemble, errors)
      days.append((figure.published, active, PathWeights(logs: density.logs)))
    }
    self.days = days
  }

  /// The latest vintage of each of the first figures, in their order.
  private static func active(_ figures: [ObservedFigure], through last: Int) -> [Int] {
    var latest: [ObservedFigure.Key: Int] = [:]
    for place in 0...last { latest[figures[place].key] = place }
    return latest.values.sorted()
  }

  var leastSize: Double { days.map(\.weights.effectiveSize).min() ?? .infinity }

  /// The first day with too few effective draws.
  func tooSmall(_ least: Double) -> (CalendarDate, Double)? {
    days.first { $0.weights.effectiveSize < least }.map { ($0.date, $0.weights.effectiveSize) }
  }

  /// P before and after every day.
  package func steps() -> [PlanTracking.Step] {
    let prior = ensemble.prior
    let first = PlanTracking.Step(
      date: nil, targets: ensemble.targets.indices.map { .init(prior.probability($0)) },
      joint: .init(prior.jointProbability), effectiveSize: Double(prior.draws), active: [])
    return [first]
      + days.map { day in
        let decided = ensemble.targets.map { decision($0, day.active) }
        return PlanTracking.Step(
          date: day.date,
          targets: ensemble.targets.indices.map { i in
            decided[i].map(WeightedProbability.init(decided:))
              ?? weighted(
                ensemble.held[i], day.weights)
          }, joint: joint(decided, day.weights), effectiveSize: day.weights.effectiveSize,
          active: day.active)
      }
  }

  private func weighted(_ held: [Double], _ weights: PathWeights) -> WeightedProbability {
    guard let probability = WeightedProbability(held, weights) else {
      preconditionFailure("no draw has weight")
    }
    return probability
  }

  /// A missed target decides for all; those that are reached leave it to the others.
  private func joint(_ decided: [Bool?], _ weights: PathWeights) -> WeightedProbability {
    if decided.contains(false) { return .init(decided: false) }
    if decided.allSatisfy({ $0 == true }) { return .init(decided: true) }
    let open = decided.indices.filter { decided[$0] == nil }.map { ensemble.held[$0] }
    return weighted(TargetDraws.joint(open, draws: ensemble.draws).held, weights)
  }

  /// Whether a final figure of the target's own quantity says that it holds; nil without one.
  private func decision(_ target: Target, _ active: [Int]) -> Bool? {
    guard target.sector == nil else { return nil }
    let last = 12 * (target.year - errors.planYear + 1)
    // The latest to be published has the last word.
    for figure in active.reversed().map({ ensemble.figures[$0] })
    where figure.months.upperBound == last && figure.isFinal(planYear: errors.planYear) {
      let isWholeYear = figure.months.lowerBound == last - 11
      switch (target.outcome, figure.indicator.measure) {
      case (.firms, .firms), (.certified, .certified):
        return target.comparison.holds(figure.value, target.threshold)
      case (.growth, .growth(.supporting)) where isWholeYear, (.share, .share) where isWholeYear:
        return target.comparison.holds(figure.value / 100, target.threshold)
      default: continue
      }
    }
    return nil
  }

  /// Each figure beside its forecast from the figures of before, those of the day that stand above
  /// it included, its own earlier vintages not: a revision is a new figure of the same thing.
  package func checks() -> [PlanTracking.Check] {
    ensemble.figures.indices.map { place in
      let figure = ensemble.figures[place]
      let before =
        place == 0
        ? []
        : Self.active(ensemble.figures, through: place - 1)
          .filter { ensemble.figures[$0].key != figure.key }
      let density = FigureDensity(before + [place], ensemble, errors, last: true)
      return check(figure, density)
    }
  }

  private func check(_ figure: ObservedFigure, _ density: FigureDensity) -> PlanTracking.Check {
    let weights = PathWeights(logs: density.logs), s = density.lastError
    var position = 0.0, mean = 0.0, square = 0.0
    for (i, w) in weights.weights.enumerated() where w > 0 {
      position += w * normalCDF(density.lastScores[i])
      mean += w * density.lastMeans[i]
    }
    mean /= weights.sum
    for (i, w) in weights.weights.enumerated() where w > 0 {
      let gap = density.lastMeans[i] - mean
      square += w * gap * gap
    }
    let spread = (square / weights.sum + s * s).squareRoot()
    func value(_ z: Double) -> Double { figure.indicator.figure(at: mean + z * spread) }
    return PlanTracking.Check(
      figure: figure, expected: value(0), low: value(-z95), high: value(z95),
      position: min(1, max(0, position / weights.sum)))
  }

  /// z(95 %): ends of a central 90 % interval.
  private var z95: Double { 1.6448536269514722 }
}
