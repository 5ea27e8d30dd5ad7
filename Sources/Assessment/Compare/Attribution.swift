package import ReachModel
import Simulation

/// What each group of changes contributes to the difference between two scenarios: Shapley values.
///
/// A group's contribution is the mean, over all orders in which the groups may be put in, of what it
/// adds when its turn comes; the contributions add up to the whole difference, and a group that changes
/// nothing has 0. All combinations meet the same shocks.
///
/// - Source: Shapley, *Contributions to the Theory of Games* II (1953); Owen, *SIAM/ASA Journal on
///   Uncertainty Quantification* 2, 2014, for its use on variance and means.
package struct Attribution: Sendable {
  /// A number that the scenarios differ in.
  package enum Question: Sendable, Equatable {
    case probability(Target)
    /// All targets in the same draw.
    case joint
    case median(Target)
  }

  /// How one number is divided.
  package struct Division: Sendable {
    package let question: Question
    package let before: Replicated
    package let after: Replicated
    /// By change; they add up to `after` − `before`.
    package let bars: [Replicated]
    /// By change: half the 95 % interval of sampling orders instead of taking all; nil where all were.
    package let orderErrors: [Double]?
    /// By change: what it brings alone.
    package let alone: [Replicated]
    /// By change: what it brings when all others are in.
    package let last: [Replicated]

    package var total: Replicated { after - before }

    /// By change: what the others make of it, more or less than it brings alone.
    package var synergies: [Replicated] { zip(last, alone).map { $0 - $1 } }
  }

  package let changes: [ScenarioChange]
  package let divisions: [Division]
  /// Draws of each combination.
  package let draws: Int
  /// Combinations of changes that were simulated.
  package let combinations: Int
  /// Whether all combinations were; else orders were sampled, and bars carry that error too.
  package let isExact: Bool
}

/// Divides the difference between two scenarios among the groups of changes.
///
/// - Parameters:
///   - changes: From the first to the second, at least one.
///   - models: The base and the alternative in layers.
///   - targets: Those of the base; what the alternative asks plays no part.
///   - draws: Of each combination.
///   - sampler: Simulates each combination once.
/// - Returns: Nil where too many draws failed to say.
/// - Throws: What the sampler throws.
package func attribution(
  of changes: [ScenarioChange], _ models: (base: LayeredModel, alternative: LayeredModel),
  targets: [Target], draws: Int, sampler: TargetSampler
) throws -> Attribution? {
  let questions = Attribution.Question.all(of: targets)
  var isKnown = true
  /// The numbers of all questions, each followed by its parts.
  func numbers(_ subset: [Bool]) throws -> [Double] {
    var model = models.base
    for (change, isIn) in zip(changes, subset) where isIn {
      change.apply(from: models.alternative, to: &model)
    }
    let sample = try sampler.sample(model.finished, targets, draws: draws)
    return questions.flatMap { question -> [Double] in
      guard let found = sample.answer(question) else {
        isKnown = false
        return Array(repeating: 0, count: Replicated.count + 1)
      }
      return [found.value] + found.parts
    }
  }
  var known: [[Bool]: [Double]] = [:]
  func worth(_ subset: [Bool]) throws -> [Double] {
    if let found = known[subset] { return found }
    let found = try numbers(subset)
    known[subset] = found
    return found
  }
  // As many combinations as ten changes have.
  let pairs = max(8, 512 / max(1, changes.count - 1))
  let plan = ShapleyPlan(
    players: changes.count, pairs: pairs, seed: sampler.runner.source.seed)
  let values = try plan.subsets.map(worth)
  let alone = try changes.indices.map { player in
    try worth(changes.indices.map { $0 == player })
  }
  let last = try changes.indices.map { player in
    try worth(changes.indices.map { $0 != player })
  }
  guard isKnown, let shared = plan.shares(values) else { return nil }
  let divisions = questions.enumerated().map { place, question in
    func read(_ row: [Double]) -> Replicated {
      let first = place * (Replicated.count + 1)
      return Replicated(
        value: row[first], parts: Array(row[(first + 1)...(first + Replicated.count)]))
    }
    let before = read(shared.none), after = read(shared.all)
    return Attribution.Division(
      question: question, before: before, after: after, bars: shared.shares.map(read),
      orderErrors: shared.standardErrors?.map { z975 * $0[place * (Replicated.count + 1)] },
      alone: alone.map { read($0) - before }, last: last.map { after - read($0) })
  }
  return Attribution(
    changes: changes, divisions: divisions, draws: draws, combinations: known.count,
    isExact: shared.standardErrors == nil)
}

extension TargetSample {
  /// The number that a question asks for; nil where too many draws failed to say.
  func answer(_ question: Attribution.Question) -> Replicated? {
    func place(_ target: Target) -> Int? { targets.firstIndex(of: target) }
    switch question {
    case .probability(let target): return place(target).flatMap(probability)
    case .joint: return jointProbability
    case .median(let target): return place(target).flatMap(median)
    }
  }
}
