package import ReachModel
import Simulation

/// P of each target and the median of its outcome with one input held at a low and at a high value,
/// the others as uncertain as they are.
///
/// All bars meet the same shocks. Knowing an input tells of those that are correlated with it: they have
/// their law given it.
package struct Tornado: Sendable {
  /// One input.
  package struct Bar: Sendable {
    package let input: UncertainInput
    /// Its 5 % and 95 % points.
    package let lowValue: Double
    package let highValue: Double
    /// By question: the answer with the input at its low and at its high value.
    package let low: [Replicated]
    package let high: [Replicated]

    /// How far apart the two answers to a question are, with its error.
    package func swing(_ question: Int) -> Replicated { high[question] - low[question] }
  }

  package let questions: [Attribution.Question]
  /// By question: the answer with all inputs uncertain.
  package let base: [Replicated]
  package let bars: [Bar]
  /// Inputs that are correlated with each other: the bar of each holds also what comes with it.
  package let correlated: [InputGroup]
  /// Draws behind each answer.
  package let draws: Int

  /// The points at which an input is held.
  package static let levels = (low: 0.05, high: 0.95)

  /// Bars of all inputs that may move some target; nil where too many draws failed to say.
  ///
  /// - Parameters:
  ///   - fitted: The scenario.
  ///   - sampler: Simulates a model.
  ///   - draws: Behind each answer.
  ///   - progress: Called after every simulation.
  /// - Throws: What the sampler throws.
  package init?(
    _ fitted: FittedModel, sampler: TargetSampler, draws: Int, progress: () -> Void = {}
  ) throws {
    let targets = fitted.study.targets
    let questions = Attribution.Question.all(of: targets)
    func answers(_ sample: () throws -> TargetSample) rethrows -> [Replicated]? {
      defer { progress() }
      return try sample().answers(questions)
    }
    func answers(knowing input: UncertainInput, atLevel p: Double) throws -> [Replicated]? {
      try answers {
        try sampler.sample(fitted.model, knowing: input, atLevel: p, targets, draws: draws)
      }
    }
    guard let base = try answers({ try sampler.sample(fitted.model, targets, draws: draws) })
    else { return nil }
    var bars: [Bar] = []
    for input in fitted.movingInputs {
      let levels = Self.levels, law = input.value.distribution
      guard let low = try answers(knowing: input, atLevel: levels.low),
        let high = try answers(knowing: input, atLevel: levels.high)
      else { return nil }
      bars.append(
        Bar(
          input: input, lowValue: law.quantile(levels.low), highValue: law.quantile(levels.high),
          low: low, high: high))
    }
    (self.questions, self.base, self.bars, self.draws) = (questions, base, bars, draws)
    correlated = fitted.independentInputs.filter { $0.inputs.count > 1 }
  }

  /// Places of the bars, the widest first; those that lie within their error of 0 come last.
  package func order(_ question: Int) -> [Int] {
    bars.indices.sorted { a, b in
      let (x, y) = (bars[a].swing(question), bars[b].swing(question))
      if x.isBeyondError != y.isBeyondError { return x.isBeyondError }
      if x.value.magnitude != y.value.magnitude { return x.value.magnitude > y.value.magnitude }
      return a < b
    }
  }
}

extension Attribution.Question {
  /// P of each target, of all together, and the median of each outcome.
  package static func all(of targets: [Target]) -> [Attribution.Question] {
    targets.map { .probability($0) } + (targets.count > 1 ? [.joint] : [])
      + targets.map { .median($0) }
  }
}

extension FittedModel {
  /// The inputs that may move some target, by the equations.
  package var movingInputs: [UncertainInput] {
    let moving = study.targets.reduce(into: Set<Parameter>()) { $0.formUnion($1.outcome.inputs) }
    return uncertainInputs.filter { moving.contains($0.parameter) }
  }
}
