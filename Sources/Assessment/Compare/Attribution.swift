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
    /// By change: what it brings alone; empty where it was not asked for.
    package let alone: [Replicated]
    /// By change: what it brings when all others are in; empty where it was not asked for.
    package let last: [Replicated]

    /// By change: what its error has besides the spread of the parts, ``RareChange``; 0 for a change that
    /// leaves every outcome as it is.
    package internal(set) var rarity: [Double] = []

    package var total: Replicated { after - before }
    package var totalError: Double { total.error(besides: rarity.max()) }

    /// Half the 95 % interval of a bar: that of the draws, and that of the orders where these were
    /// sampled.
    package func error(ofBar place: Int) -> Double {
      let ofDraws = bars[place].error(besides: rarity.isEmpty ? nil : rarity[place])
      guard let orders = orderErrors?[place] else { return ofDraws }
      return (ofDraws * ofDraws + orders * orders).squareRoot()
    }

    /// Half the 95 % interval of what a change brings alone.
    package func error(alone place: Int) -> Double {
      alone[place].error(besides: rarity.isEmpty ? nil : rarity[place])
    }

    /// Half the 95 % interval of a synergy, the difference of two.
    package func error(ofSynergy place: Int) -> Double {
      synergies[place].error(besides: rarity.isEmpty ? nil : 2.0.squareRoot() * rarity[place])
    }

    /// By change: what the others make of it, more or less than it brings alone.
    package var synergies: [Replicated] { zip(last, alone).map { $0 - $1 } }
  }

  package let changes: [ScenarioChange]
  package internal(set) var divisions: [Division]
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
  var rare = RareChanges(questions)
  var result = try attribution(
    of: changes, questions, draws: draws, seed: sampler.runner.source.seed
  ) { subset in
    var model = models.base
    for (change, isIn) in zip(changes, subset) where isIn {
      change.apply(from: models.alternative, to: &model)
    }
    let sample = try sampler.sample(model.finished, targets, draws: draws)
    rare.note(sample, of: subset)
    return sample.answers(questions)
  }
  result?.allow(for: rare)
  return result
}

/// Divides differences among groups of changes, whatever gives the numbers of a combination.
///
/// - Parameters:
///   - changes: At least one.
///   - questions: What the numbers answer.
///   - draws: Of each combination, for the record.
///   - seed: Of the orders that are sampled beyond ten changes.
///   - isAloneAsked: Whether it is also told what each change brings alone and last, which beyond ten
///     changes takes two combinations more for each.
///   - answers: The numbers of all questions for a combination (one truth value a change), nil where
///     they cannot be told; asked once for each.
/// - Returns: Nil where some combination has no answer.
/// - Throws: What `answers` throws.
package func attribution(
  of changes: [ScenarioChange], _ questions: [Attribution.Question], draws: Int, seed: UInt64,
  isAloneAsked: Bool = true, answers: ([Bool]) throws -> [Replicated]?
) rethrows -> Attribution? {
  let width = Replicated.count + 1
  var isKnown = true
  var known: [[Bool]: [Double]] = [:]
  /// The numbers of all questions, each followed by its parts.
  func worth(_ subset: [Bool]) throws -> [Double] {
    if let found = known[subset] { return found }
    let told = try answers(subset)
    if told == nil { isKnown = false }
    let found =
      told?.flatMap { [$0.value] + $0.parts }
      ?? Array(repeating: 0, count: width * questions.count)
    known[subset] = found
    return found
  }
  // As many combinations as ten changes have.
  let pairs = max(8, 512 / max(1, changes.count - 1))
  let plan = ShapleyPlan(players: changes.count, pairs: pairs, seed: seed)
  let values = try plan.subsets.map(worth)
  let players = isAloneAsked ? Array(changes.indices) : []
  let alone = try players.map { player in try worth(changes.indices.map { $0 == player }) }
  let last = try players.map { player in try worth(changes.indices.map { $0 != player }) }
  guard isKnown, let shared = plan.shares(values) else { return nil }
  let divisions = questions.enumerated().map { place, question in
    func read(_ row: [Double]) -> Replicated {
      let first = place * width
      return Replicated(
        value: row[first], parts: Array(row[(first + 1)...(first + Replicated.count)]))
    }
    let before = read(shared.none), after = read(shared.all)
    return Attribution.Division(
      question: question, before: before, after: after, bars: shared.shares.map(read),
      orderErrors: shared.standardErrors?.map { z975 * $0[place * width] },
      alone: alone.map { read($0) - before }, last: last.map { after - read($0) })
  }
  return Attribution(
    changes: changes, divisions: divisions, draws: draws, combinations: known.count,
    isExact: shared.standardErrors == nil)
}

extension Attribution.Division {
  /// The bars, adding up to a total that is known from more draws than they are.
  ///
  /// What is missing goes to the bars in proportion to their squared errors, the least change by their
  /// own measure: a bar that is known to be 0 stays 0. Where no bar has an error, they share it.
  ///
  /// - Parameter total: The same difference from all draws.
  /// - Returns: By change.
  /// - Source: Stone, Champernowne & Meade, *Review of Economic Studies* 9, 1942, with independent
  ///   errors.
  package func bars(addingUpTo total: Replicated) -> [Replicated] {
    let rest = total - bars.reduce(Replicated(exactly: 0), +)
    let squares = bars.map { $0.standardError * $0.standardError }, sum = squares.reduce(0, +)
    return zip(bars, squares).map { bar, square in
      bar + (sum > 0 ? square / sum : 1 / Double(bars.count)) * rest
    }
  }
}

extension TargetSample {
  /// The numbers that questions ask for; nil where more than one draw in a hundred failed.
  func answers(_ questions: [Attribution.Question]) -> [Replicated]? {
    guard isComplete else { return nil }
    let found = questions.compactMap { answer($0) }
    return found.count == questions.count ? found : nil
  }

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
