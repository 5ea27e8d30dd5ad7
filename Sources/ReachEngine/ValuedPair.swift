import Assessment
import ReachModel
import Simulation

/// Both models, and those between them, under one sampling.
struct ValuedPair {
  let base: AskedTargets.Answers
  /// After each step of the data.
  let steps: [AskedTargets.Answers]
  let end: AskedTargets.Answers
  /// Of the changes; nil where there is none.
  let attribution: Attribution?
  private let asked: AskedTargets

  /// - Parameters:
  ///   - pair: The models and what leads from one to the other.
  ///   - sampling: Of both.
  ///   - options: Threads.
  ///   - count: Draws of each combination.
  ///   - report: Called with each sample.
  /// - Throws: ``SimulationFailure``, ``RunDifferenceError/undecided(changes:of:failures:draws:)`` when
  ///   more than one draw in a hundred of a model failed; `CancellationError`.
  init(
    _ pair: RunPair, _ sampling: RunSampling, _ options: RunDifferenceOptions,
    combinationDraws count: Int, _ report: (TargetSample) -> Void
  ) throws {
    let simulator = Simulator(pair, sampling, options)
    func answers(
      _ model: SimulationModel, _ draws: Int, _ failed: (TargetSample) -> any Error
    ) throws -> AskedTargets.Answers {
      let sample = try simulator.sample(model, draws)
      report(sample)
      guard sample.isComplete, let answers = AskedTargets.Answers(sample, sampling.method) else {
        throw failed(sample)
      }
      return answers
    }
    base = try answers(pair.old.model, sampling.draws) { $0.failure(of: pair.old.name) }
    var model = pair.old.model, steps: [AskedTargets.Answers] = []
    for step in pair.news.steps {
      let isMoved = step.model != model
      steps.append(
        isMoved
          ? try answers(step.model, sampling.draws) {
            $0.undecided([step.change], of: pair.new.name)
          }
          : steps.last ?? base)
      model = step.model
    }
    let start = steps.last ?? base
    let after = pair.end.finished
    end =
      after == model
      ? start : try answers(after, sampling.draws) { $0.failure(of: pair.new.name) }
    (self.steps, asked) = (steps, pair.asked)
    guard !pair.changes.isEmpty else {
      attribution = nil
      return
    }
    var known: [[Bool]: AskedTargets.Answers] = [:]
    if count == sampling.draws {
      known[pair.modelChanges.map { _ in false }] = start
      known[pair.modelChanges.map { _ in true }] = end
    }
    attribution = try Assessment.attribution(
      of: pair.changes, pair.asked.questions, draws: count, seed: pair.orderSeed,
      isAloneAsked: false
    ) { subset in
      let made = zip(pair.changes, subset).filter(\.1).map(\.0)
      let key = Array(subset.prefix(pair.modelChanges.count))
      let found =
        try known[key]
        ?? answers(pair.model(with: made), count) { $0.undecided(made, of: pair.new.name) }
      known[key] = found
      // Other targets ask without another simulation.
      let keys = Set(made.map(\.key))
      return pair.asked.numbers(found, pair.asked.asked(keys.contains)).values
    }
  }

  /// The bars of the changes for the question at `place`, from the model after the data to the new one.
  func bars(_ place: Int) -> [Replicated] {
    attribution?.divisions[place].bars(
      addingUpTo: asked.new(end).values[place] - asked.old(steps.last ?? base).values[place]) ?? []
  }
}

/// Simulates models of a pair under one sampling.
private struct Simulator {
  private let sampler: TargetSampler
  private let targets: [Target]

  init(_ pair: RunPair, _ sampling: RunSampling, _ options: RunDifferenceOptions) {
    sampler = TargetSampler(
      EnsembleRunner(seed: sampling.seed, sampling: sampling.method, threads: options.threads),
      like: PreparedModel(pair.old.model), planYear: pair.studies.old.planYear,
      draws: sampling.draws)
    targets = pair.asked.all
  }

  func sample(_ model: SimulationModel, _ draws: Int) throws -> TargetSample {
    try sampler.sample(model, targets, draws: draws)
  }
}

extension RunPair {
  /// Of the orders that are sampled: the same for both samplings and either order of the runs, so that
  /// exchanging the runs gives the negative of every bar.
  fileprivate var orderSeed: UInt64 { min(old.sampling.seed, new.sampling.seed) }

  fileprivate func model(with changes: [ScenarioChange]) -> SimulationModel {
    var model = start
    for change in changes { change.apply(from: end, to: &model) }
    return model.finished
  }
}

extension TargetSample {
  /// Why a run's model, or one between both, tells nothing.
  fileprivate func failure(of run: String) -> SimulationFailure {
    SimulationFailure(scenario: run, failures: failures, draws: draws)
  }

  fileprivate func undecided(
    _ changes: [ScenarioChange], of run: String
  ) -> RunDifferenceError {
    .undecided(changes: changes.map(\.label.en), of: run, failures: failures, draws: draws)
  }
}
