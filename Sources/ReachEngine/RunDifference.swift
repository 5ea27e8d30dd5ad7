package import Assessment
import ReachModel
import Simulation

/// Explains the difference between the recorded numbers of two runs of one plan.
///
/// The stored models are simulated again under the sampling of each run, so that nothing but the two
/// folders is needed; only where data differ is one of the scenarios fitted once more.
///
/// - Parameters:
///   - old: One run.
///   - new: Another, of the same province, plan year, sectors, groups of support and horizon.
///   - present: The data files as they are now; nil if they cannot be read.
///   - options: Threads, and how much is simulated.
///   - progress: Draws done and expected.
/// - Returns: Bars that add up to the difference, question by question.
/// - Throws: ``RunDifferenceError``; ``SimulationFailure`` when more than one draw in a hundred of a run
///   failed; `CancellationError`.
package func difference(
  from old: RecordedRun, to new: RecordedRun, present: PresentData?,
  _ options: RunDifferenceOptions, progress: (ForecastProgress) -> Void = { _ in }
) throws -> RunDifference {
  try RunDifferenceError.require(old, like: new)
  if old.isFittedAgain(insteadOf: new, present) {
    return try RunPair(from: new, to: old, present).difference(options, progress).reversed
  }
  return try RunPair(from: old, to: new, present).difference(options, progress)
}

extension RecordedRun {
  /// Whether data are valued from the other run to this one, whatever is asked: the run whose files
  /// are gone is the one that is fitted again, with the same files the run of the earlier date.
  fileprivate func isFittedAgain(insteadOf new: RecordedRun, _ present: PresentData?) -> Bool {
    data == new.data ? new.readOff.asOf < readOff.asOf : present?.checksums == data
  }
}

extension RunPair {
  /// Values both models under each sampling, and divides what differs.
  fileprivate func difference(
    _ options: RunDifferenceOptions, _ progress: (ForecastProgress) -> Void
  ) throws -> RunDifference {
    let counts = samplings.map { draws($0, options) }
    let expected = zip(samplings, counts).reduce(0) {
      $0 + (2 + news.steps.count) * $1.0.draws + combinations * $1.1
    }
    var tally = SimulatedDraws()
    let valued = try zip(samplings, counts).map { sampling, count in
      try ValuedPair(self, sampling, options, combinationDraws: count) { sample in
        tally.add(sample)
        progress(ForecastProgress(done: min(tally.draws, expected), total: expected))
      }
    }
    let divided = DividedPair(pair: self, valued: valued)
    return RunDifference(
      old: side(old, studies.old), new: side(new, studies.new), changes: divided.changes,
      divisions: asked.questions.indices.map(divided.division), remarks: remarks(counts),
      unshared: asked.unshared, simulatedDraws: tally.draws, failures: tally.failures,
      isExact: valued.allSatisfy { $0.attribution?.isExact ?? true })
  }

  private func side(_ run: RecordedRun, _ study: Study) -> RunDifference.Side {
    RunDifference.Side(
      name: run.name, version: run.version, study: study, sampling: run.sampling,
      compared: run.compared)
  }
}

/// What was simulated so far.
private struct SimulatedDraws {
  private(set) var draws = 0
  private(set) var failures = 0

  mutating func add(_ sample: TargetSample) {
    draws += sample.draws
    failures += sample.failures
  }
}

/// The bars, from the numbers of both models under each sampling.
private struct DividedPair {
  let pair: RunPair
  let valued: [ValuedPair]

  private var first: ValuedPair { valued[0] }
  private var last: ValuedPair { valued[valued.count - 1] }
  private var asked: AskedTargets { pair.asked }

  var changes: [ScenarioChange] { leading + pair.news.steps.map(\.change) + pair.changes }

  /// The bars of one question: software, sampling, rounding, data, changes.
  func division(_ place: Int) -> RunDifference.Division {
    let recorded = asked.recorded[place]
    let before = asked.old(first.base).read[place], after = asked.new(last.end).read[place]
    let rounding =
      (old(first.base, place).value - before) + (after - new(last.end, place).value)
    let bars = valued.map { $0.bars(place) }
    return RunDifference.Division(
      question: asked.questions[place], old: recorded.old, new: recorded.new,
      bars: [
        Replicated(exactly: (before - recorded.old) + (recorded.new - after)), sampling(place),
        Replicated(exactly: rounding),
      ] + pair.news.steps.indices.map { data($0, place) }
        + pair.changes.indices.map { change in mean(bars.map { $0[change] }) },
      orderErrors: orderErrors(place))
  }

  /// One sampling against the other, for both models.
  private func sampling(_ place: Int) -> Replicated {
    guard valued.count > 1 else { return Replicated(exactly: 0) }
    return mean([
      old(last.base, place) - old(first.base, place), new(last.end, place) - new(first.end, place),
    ])
  }

  /// What a step of the data moves.
  private func data(_ step: Int, _ place: Int) -> Replicated {
    mean(
      valued.map { valued in
        let models = [valued.base] + valued.steps
        return old(models[step + 1], place) - old(models[step], place)
      })
  }

  private func old(_ answers: AskedTargets.Answers, _ place: Int) -> Replicated {
    asked.old(answers).values[place]
  }

  private func new(_ answers: AskedTargets.Answers, _ place: Int) -> Replicated {
    asked.new(answers).values[place]
  }

  private func mean(_ numbers: [Replicated]) -> Replicated {
    1 / Double(numbers.count) * numbers.dropFirst().reduce(numbers[0], +)
  }

  private func orderErrors(_ place: Int) -> [Double]? {
    let errors = valued.compactMap { $0.attribution?.divisions[place].orderErrors }
    guard !errors.isEmpty else { return nil }
    let known = Array(repeating: 0.0, count: changes.count - pair.changes.count)
    // Both samplings take the same orders, so errors do not average out.
    return known + pair.changes.indices.map { change in errors.map { $0[change] }.max() ?? 0 }
  }

  /// Changes that are no change of the model.
  private var leading: [ScenarioChange] {
    func version(_ run: RecordedRun) -> ScenarioChange.Value {
      .words(Label(vi: "Reach \(run.version)", en: "Reach \(run.version)"))
    }
    func change(
      _ kind: ScenarioChange.Kind, _ label: Label, _ value: (RecordedRun) -> ScenarioChange.Value
    ) -> ScenarioChange {
      ScenarioChange(
        key: kind.rawValue, kind: kind, label: label, base: value(pair.old),
        alternative: value(pair.new), origin: nil, pieces: [])
    }
    return [
      change(.software, Label(vi: "Phần mềm", en: "Software"), version),
      change(.sampling, Label(vi: "Nhiễu do lấy mẫu", en: "Sampling noise")) {
        .sampling($0.sampling)
      },
      change(.rounding, Label(vi: "Cách đọc trung vị", en: "Reading of medians")) { _ in .nothing
      },
    ]
  }
}
