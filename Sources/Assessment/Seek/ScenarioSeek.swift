package import ReachModel
import Simulation

/// The value of one lever or assumption at which a target is reached so surely.
package struct ScenarioSeek: Sendable {
  /// What is varied.
  package enum Subject: Sendable, Equatable {
    /// A lever's yearly amount, with its place.
    case lever(LeverSetting, Int)
    /// All support budgets by one factor.
    case support
    /// An uncertain input that is taken as known.
    case input(UncertainInput)
  }

  package let scenario: String
  package let subject: Subject
  package let question: TargetQuestion
  package let level: Double
  package let bounds: ClosedRange<Double>
  /// Its value in the scenario: an amount, a factor of 1, or the centre of the law.
  package let present: Double
  /// P in the scenario as it is, the input uncertain.
  package let base: AimEstimate?
  package let answer: SeekAnswer
  package let simulatedDraws: Int
  /// Draws of the scenario as it is that failed.
  package let failures: Int

  /// - Parameters:
  ///   - fitted: The scenario.
  ///   - plan: Its levers, with the question as its only one.
  ///   - subject: What is varied.
  ///   - level: The probability to be reached.
  ///   - bounds: Between which it is varied.
  ///   - draws: Of each point.
  ///   - progress: Called after every point.
  ///   - shouldStop: Asked before every point.
  /// - Throws: What the simulation throws.
  package init(
    _ fitted: FittedModel, _ plan: LeverPlan, _ subject: Subject, level: Double,
    bounds: ClosedRange<Double>, draws: Int, progress: @escaping (CurvePoint) -> Void,
    shouldStop: @escaping () -> Bool
  ) throws {
    var points = 0
    func evaluate(_ model: SimulationModel) throws -> AimEstimate? {
      points += 1
      return try plan.evaluate(model, draws: draws)?.aims.first
    }
    let own = plan.present
    let present: Double
    let model: (Double) -> SimulationModel
    switch subject {
    case .lever(_, let place):
      present = own[place]
      model = { amount in
        plan.model(own.indices.map { $0 == place ? amount : own[$0] })
      }
    case .support:
      present = 1
      model = { factor in
        plan.model(
          own.indices.map { plan.levers[$0].kind == .support ? factor * own[$0] : own[$0] })
      }
    case .input(let input):
      present = input.value.distribution.quantile(0.5)
      model = { fitted.model.holding(input, at: $0) }
    }
    let isWhole =
      if case .input(let input) = subject { input.unit == "firms" } else { false }
    var seek = LevelSeek(
      level, within: bounds, present: min(max(present, bounds.lowerBound), bounds.upperBound),
      isWhole: isWhole)
    seek.progress = progress
    seek.shouldStop = shouldStop
    let sample = try unlessCancelled { try plan.sample(fitted.model, draws: draws) }
    points += 1
    failures = sample?.failures ?? 0
    base = sample.flatMap(plan.evaluation)?.aims.first
    answer = try seek.answer { x in
      do {
        return try evaluate(model(x))
      } catch is CancellationError {
        // What is known so far is told.
        throw SearchInterruption.stopped
      }
    }
    (scenario, self.subject, question) = (fitted.study.name, subject, plan.questions[0])
    (self.level, self.bounds, self.present) = (level, bounds, present)
    simulatedDraws = points * draws
  }
}
