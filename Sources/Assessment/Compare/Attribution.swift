package import ReachModel

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
  func numbers(_ mask: Int) throws -> [Double] {
    var model = models.base
    for (i, change) in changes.enumerated() where mask >> i & 1 == 1 {
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
  let game = try ShapleyGame(players: changes.count, value: numbers)
  guard isKnown else { return nil }
  let divisions = questions.enumerated().map { place, question in
    func read(_ row: [Double]) -> Replicated {
      let first = place * (Replicated.count + 1)
      return Replicated(
        value: row[first], parts: Array(row[(first + 1)...(first + Replicated.count)]))
    }
    return Attribution.Division(
      question: question, before: read(game.none), after: read(game.all),
      bars: game.values.map(read), alone: game.alone.map(read), last: game.last.map(read))
  }
  return Attribution(
    changes: changes, divisions: divisions, draws: draws, combinations: game.evaluations,
    isExact: game.isExact)
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
