import NumericKernels
package import ReachModel
import Simulation

/// A scenario whose levers are set anew: what budgets make of its model, and what is known of its targets
/// then.
package struct LeverPlan: Sendable {
  package let levers: [LeverSetting]
  package let questions: [TargetQuestion]
  private let fitted: FittedModel
  private let layers: LayeredModel
  private let sampler: TargetSampler
  /// By target: the width over which a smoothed indicator rises from 0 to 1.
  private let widths: [Double]

  /// - Parameters:
  ///   - fitted: The scenario.
  ///   - questions: What is asked of every plan.
  ///   - sampler: Simulates plans.
  /// - Throws: What the sampler throws.
  package init(
    _ fitted: FittedModel, _ questions: [TargetQuestion], sampler: TargetSampler
  ) throws {
    (self.fitted, self.questions, self.sampler) = (fitted, questions, sampler)
    levers = fitted.study.levers
    layers = LayeredModel(fitted)
    let sample = try sampler.sample(
      fitted.model, fitted.study.targets, draws: min(sampler.draws, 4096))

    // A tenth of the spread: wide enough that thousands of draws leave no steps, and narrow beside the
    // distances that decide.
    widths = sample.outcomes.map { values in
      0.1 * Moments(values.filter { !$0.isNaN }).standardDeviation
    }
  }

  /// The same plan under other draws.
  package func with(_ sampler: TargetSampler) throws -> LeverPlan {
    try LeverPlan(fitted, questions, sampler: sampler)
  }

  /// The yearly amounts of the scenario, averaged over the years.
  package var present: [Double] {
    levers.map { $0.yearly.reduce(0, +) / Double(max(1, $0.yearly.count)) }
  }

  /// What a billion VND a year on average costs over the plan: the years in which it is spent, fewer
  /// under a freeze, phased as in the scenario.
  package var years: [Double] {
    levers.map { lever in
      let mean = lever.yearly.reduce(0, +) / Double(max(1, lever.yearly.count))
      let even = LeverSetting(
        key: lever.key, label: lever.label, kind: lever.kind, unit: lever.unit,
        yearly: lever.yearly.map { mean > 0 ? $0 / mean : 1 }, lag: lever.lag, basis: lever.basis,
        source: lever.source, origin: lever.origin)
      return fitted.study.spent(on: even).reduce(0, +)
    }
  }

  /// The model with these yearly amounts, phased over the years as the scenario phases them.
  package func model(_ amounts: [Double]) -> SimulationModel {
    var layers = layers
    for (lever, amount) in zip(levers, amounts) {
      let path = path(lever, amount)
      if lever.kind == .promotion {
        layers.model.levers.promotion = path
      } else if let k = layers.model.groups.firstIndex(where: { $0.key == lever.key }) {
        layers.model.levers.budget[k] = path
      }
    }
    return layers.finished
  }

  private func path(_ lever: LeverSetting, _ amount: Double) -> [Double] {
    let mean = lever.yearly.reduce(0, +) / Double(max(1, lever.yearly.count))
    return (0..<fitted.model.quarters).map { quarter in
      mean > 0 ? amount * (lever.yearly[quarter / 4] / mean) : amount
    }
  }

  /// What is known of each question under a plan.
  ///
  /// - Parameters:
  ///   - amounts: By lever, a year.
  ///   - draws: The first draws of the ensemble.
  /// - Returns: Nil where too many draws failed to say.
  /// - Throws: What the sampler throws.
  package func evaluate(_ amounts: [Double], draws: Int) throws -> PlanEvaluation? {
    try evaluate(model(amounts), draws: draws)
  }

  /// The same of any model.
  package func evaluate(_ model: SimulationModel, draws: Int) throws -> PlanEvaluation? {
    evaluation(of: try sample(model, draws: draws))
  }

  /// The draws of a model.
  package func sample(_ model: SimulationModel, draws: Int) throws -> TargetSample {
    try sampler.sample(model, fitted.study.targets, draws: draws)
  }

  /// What a sample tells; nil where more than one draw in a hundred failed.
  package func evaluation(of sample: TargetSample) -> PlanEvaluation? {
    guard sample.isComplete else { return nil }
    let aims = questions.compactMap { aim($0, sample) }
    return aims.count == questions.count ? PlanEvaluation(aims) : nil
  }

  private func aim(_ question: TargetQuestion, _ sample: TargetSample) -> AimEstimate? {
    guard let found = sample.probability(question) else { return nil }
    return AimEstimate(
      value: min(1, max(0, found.value)), standardError: found.standardError,
      replicates: found.parts, smoothed: smoothed(question, sample))
  }

  /// A mean of smoothed indicators where draws are counted; nil where what they tell is smooth already.
  private func smoothed(_ question: TargetQuestion, _ sample: TargetSample) -> Double? {
    let places: [Int]
    switch question {
    case .joint: places = Array(sample.targets.indices)
    case .target(let target):
      guard let place = sample.targets.firstIndex(where: target.asksTheSame) else { return nil }
      if sample.told[place].tellsMore { return nil }
      places = [place]
    }
    var (sum, count) = (0.0, 0)
    for draw in 0..<sample.draws {
      var product = 1.0
      for place in places { product *= indicator(sample, place, draw) }
      if !product.isNaN { (sum, count) = (sum + product, count + 1) }
    }
    return count > 0 ? sum / Double(count) : nil
  }

  private func indicator(_ sample: TargetSample, _ place: Int, _ draw: Int) -> Double {
    let target = sample.targets[place], value = sample.outcomes[place][draw]
    guard widths[place] > 0 else { return sample.told[place].held[draw] }
    let distance = (value - target.threshold) / widths[place]
    let isUpward = target.comparison == .atLeast || target.comparison == .above
    return value.isNaN ? .nan : normalCDF(isUpward ? distance : -distance)
  }

  /// Beyond which more money reaches next to nobody: three times what all eligible applicants cost, or
  /// ten times the usual promotion; at least twice what the scenario spends, within the catalog.
  package func usefulCeiling(_ place: Int) -> Double {
    let lever = levers[place], model = fitted.model
    let useful: Double
    if lever.kind == .promotion {
      useful = 10 * model.levers.usualPromotion
    } else if let k = model.groups.firstIndex(where: { $0.key == lever.key }) {
      func mean(_ parameter: Parameter) -> Double {
        let values = model.parameters[parameter]
        return values[values.count > 1 ? k : 0].distribution.statedMean
      }
      useful = 3 * model.structure.eligible[k] * mean(.unitCost) / mean(.execution)
    } else {
      useful = 0
    }
    return min(lever.bounds.upperBound, max(useful, 2 * present[place]).rounded(.up))
  }
}
