package import Assessment
import ReachModel
import Simulation

/// Explains the difference between the recorded numbers of two runs of one plan.
///
/// The stored models are simulated again under the sampling of each run, so that nothing but the two
/// folders is needed; only to tell revised from new data is the older scenario fitted once more.
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
  // The run whose files are gone is the one that is fitted again.
  if old.data != new.data, present?.checksums == old.data {
    return try RunPair(from: new, to: old, present).difference(options, progress).reversed
  }
  return try RunPair(from: old, to: new, present).difference(options, progress)
}

/// Two runs with what differs between their fitted models.
private struct RunPair {
  let old: RecordedRun
  let new: RecordedRun
  let studies: (old: Study, new: Study)
  let isRead: Bool
  let news: DataNews
  /// The old model after data were revised; the old model if none were.
  let start: LayeredModel
  let end: LayeredModel
  /// From `start` to `end`.
  let changes: [ScenarioChange]
  let asked: AskedTargets

  init(from old: RecordedRun, to new: RecordedRun, _ present: PresentData?) throws {
    (self.old, self.new) = (old, new)
    if let before = old.scenario, let after = new.scenario {
      (studies, isRead) = ((before, after), true)
    } else {
      // What one side alone tells is no difference.
      (studies, isRead) = ((old.readOff, new.readOff), false)
    }
    news = DataNews(from: old, to: new, old.scenario ?? old.readOff, present)
    let revised = if case .revised(let model) = news { model } else { old.model }
    let sides = (
      ComparedModel(studies.old, recorded: revised), ComparedModel(studies.new, recorded: new.model)
    )
    (start, end) = (LayeredModel(sides.0), LayeredModel(sides.1))
    asked = try AskedTargets(old, new)
    let found = try scenarioChanges(from: sides.0, to: sides.1)
    var reached = start
    for change in found { change.apply(from: end, to: &reached) }
    precondition(reached == end, "the changes found do not lead from one model to the other")
    let (studies, isRead, news) = (studies, isRead, news)
    changes =
      found.map { change in
        news.named(change, studies.old, studies.new).told(isRead: isRead, (old.name, new.name))
      } + (asked.change.map { [$0] } ?? [])
  }

  private var isRevised: Bool { if case .revised = news { true } else { false } }

  /// One sampling, or that of each run.
  private var samplings: [RunSampling] {
    old.sampling == new.sampling ? [old.sampling] : [old.sampling, new.sampling]
  }

  /// Draws of each combination of changes under a sampling: all while combinations are few.
  private func draws(_ sampling: RunSampling, _ options: RunDifferenceOptions) -> Int {
    let combinations = samplings.count << min(changes.count, ShapleyPlan.mostPlayersExactly)
    let room = options.greatestWork / (combinations * old.model.quarters)
    // Parts need equally many draws.
    return min(sampling.draws, max(4096, room - room % 512))
  }

  func difference(
    _ options: RunDifferenceOptions, _ progress: (ForecastProgress) -> Void
  ) throws -> RunDifference {
    let counts = samplings.map { draws($0, options) }
    let combinations = 1 << min(changes.count, ShapleyPlan.mostPlayersExactly)
    let expected = zip(samplings, counts).reduce(0) { $0 + 3 * $1.0.draws + combinations * $1.1 }
    var done = 0
    let valued = try zip(samplings, counts).map { sampling, count in
      try ValuedPair(self, sampling, options, combinationDraws: count) { draws in
        done += draws
        progress(ForecastProgress(done: min(done, expected), total: expected))
      }
    }
    let first = valued[0], last = valued[valued.count - 1]
    try SimulationFailure.requireFew(
      first.base.failures, of: old.sampling.draws, scenario: old.name)
    try SimulationFailure.requireFew(last.end.failures, of: new.sampling.draws, scenario: new.name)
    return RunDifference(
      old: side(old, studies.old), new: side(new, studies.new),
      changes: leading + (isRevised ? [DataNews.revision(old, new)] : []) + changes,
      divisions: asked.questions.indices.map { division($0, valued) },
      remarks: remarks(counts), unshared: asked.unshared, simulatedDraws: done,
      failures: first.base.failures + last.end.failures,
      isExact: valued.allSatisfy { $0.attribution?.isExact ?? true })
  }

  private func side(_ run: RecordedRun, _ study: Study) -> RunDifference.Side {
    RunDifference.Side(
      name: run.name, version: run.version, study: study, sampling: run.sampling)
  }

  /// The bars of one question: software, sampling, rounding, revised data, changes.
  private func division(_ place: Int, _ valued: [ValuedPair]) -> RunDifference.Division {
    let first = valued[0], last = valued[valued.count - 1]
    let recorded = asked.recorded[place], zero = Replicated(exactly: 0)
    let before = first.base.old.read[place], after = last.end.new.read[place]
    func mean(_ numbers: [Replicated]) -> Replicated {
      1 / Double(numbers.count) * numbers.dropFirst().reduce(numbers[0], +)
    }
    let sampling =
      valued.count == 1
      ? zero
      : mean([
        last.base.old.values[place] - first.base.old.values[place],
        last.end.new.values[place] - first.end.new.values[place],
      ])
    let rounding =
      (first.base.old.values[place].value - before) + (after - last.end.new.values[place].value)
    let bars = valued.map { $0.bars(place) }
    return RunDifference.Division(
      question: asked.questions[place], old: recorded.old, new: recorded.new,
      bars: [
        Replicated(exactly: (before - recorded.old) + (recorded.new - after)), sampling,
        Replicated(exactly: rounding),
      ]
        + (isRevised
          ? [mean(valued.map { $0.start.old.values[place] - $0.base.old.values[place] })] : [])
        + changes.indices.map { change in mean(bars.map { $0[change] }) },
      orderErrors: orderErrors(place, valued))
  }

  private func orderErrors(_ place: Int, _ valued: [ValuedPair]) -> [Double]? {
    let errors = valued.compactMap { $0.attribution?.divisions[place].orderErrors }
    guard !errors.isEmpty else { return nil }
    let known = Array(repeating: 0.0, count: leading.count + (isRevised ? 1 : 0))
    // Both samplings take the same orders when their seeds agree, so errors do not average out.
    return known + changes.indices.map { change in errors.map { $0[change] }.max() ?? 0 }
  }

  /// Changes that are no change of the model.
  private var leading: [ScenarioChange] {
    func words(_ text: String) -> ScenarioChange.Value { .words(Label(vi: text, en: text)) }
    func sampling(_ run: RecordedRun) -> ScenarioChange.Value {
      let drawn = run.sampling
      return .words(
        Label(
          vi: "hạt giống \(drawn.seed), \(drawn.draws) lần, \(drawn.method.rawValue)",
          en: "seed \(drawn.seed), \(drawn.draws) draws, \(drawn.method.rawValue)"))
    }
    return [
      (
        "software", .software, Label(vi: "Phần mềm", en: "Software"),
        words("Reach \(old.version)"), words("Reach \(new.version)")
      ),
      (
        "sampling", .sampling, Label(vi: "Nhiễu do lấy mẫu", en: "Sampling noise"), sampling(old),
        sampling(new)
      ),
      (
        "rounding", .rounding,
        Label(vi: "Làm tròn trung vị", en: "Rounding of medians"), words("–"), words("–")
      ),
    ].map { (key, kind, label, before, after) in
      ScenarioChange(
        key: key, kind: kind, label: label, base: before, alternative: after, origin: nil,
        pieces: [])
    }
  }

  private func remarks(_ counts: [Int]) -> [Label] {
    var remarks: [Label] = []
    if case .undivided(let reason) = news { remarks.append(reason) }
    if isRevised, old.version != new.version {
      remarks.append(
        Label(
          vi: "Số liệu sửa đổi gồm cả phần do phiên bản này ước lượng khác phiên bản cũ.",
          en: "Revised data hold also what this version of Reach fits differently."))
    }
    let changed = [old, new].filter { $0.scenario == nil }.map(\.name)
    if !changed.isEmpty {
      let names = changed.joined(separator: ", ")
      remarks.append(
        Label(
          vi:
            "Tệp kịch bản hoặc danh mục đã thay đổi từ lần chạy \(names): ngân sách, quý ấn định và "
            + "tương quan được đọc lại từ mô hình đã lưu.",
          en:
            "The files of the scenario or the catalog have changed since \(names): budgets, quarters "
            + "set by name and correlations are read off the stored model."))
    }
    if zip(counts, samplings).contains(where: { $0 < $1.draws }), !changes.isEmpty {
      let draws = counts.map(String.init).joined(separator: ", ")
      remarks.append(
        Label(
          vi: "Mỗi tổ hợp thay đổi chỉ có \(draws) lần mô phỏng; phần còn lại được chia theo bình "
            + "phương sai số.",
          en:
            "Each combination of changes has only \(draws) draws; what is left of the difference is "
            + "spread by the squares of the errors."))
    }
    return remarks
  }

  /// Both models, and the one between them, under one sampling.
  private struct ValuedPair {
    let base: AskedTargets.Answers
    let start: AskedTargets.Answers
    let end: AskedTargets.Answers
    let attribution: Attribution?

    init(
      _ pair: RunPair, _ sampling: RunSampling, _ options: RunDifferenceOptions,
      combinationDraws count: Int, _ report: (Int) -> Void
    ) throws {
      let runner = EnsembleRunner(
        seed: sampling.seed, sampling: sampling.method, threads: options.threads)
      let sampler = TargetSampler(
        runner, like: PreparedModel(pair.old.model), planYear: pair.studies.old.planYear,
        draws: sampling.draws)
      let asked = pair.asked
      func answers(_ model: SimulationModel, _ draws: Int) throws -> AskedTargets.Answers {
        let sample = try sampler.sample(model, asked.all, draws: draws)
        report(draws)
        guard let answers = asked.answers(sample, sampling.method) else {
          throw RunDifferenceError.undecided
        }
        return answers
      }
      base = try answers(pair.old.model, sampling.draws)
      let (before, after) = (pair.start.finished, pair.end.finished)
      start = before == pair.old.model ? base : try answers(before, sampling.draws)
      end = after == before ? start : try answers(after, sampling.draws)
      guard !pair.changes.isEmpty else {
        attribution = nil
        return
      }
      // The question changes without another simulation.
      var known: [[Bool]: AskedTargets.Answers] = [:]
      let changes = pair.changes
      if count == sampling.draws {
        known[changes.map { _ in false }] = start
        known[changes.map { $0.kind != .targets }] = end
      }
      attribution = try Assessment.attribution(
        of: changes, asked.questions, draws: count, seed: pair.new.sampling.seed
      ) { subset in
        let key = zip(changes, subset).map { $0.kind != .targets && $1 }
        let asksNew = zip(changes, subset).contains { $0.kind == .targets && $1 }
        if known[key] == nil {
          var model = pair.start
          for (change, isIn) in zip(changes, key) where isIn {
            change.apply(from: pair.end, to: &model)
          }
          known[key] = try answers(model.finished, count)
        }
        return asksNew ? known[key]?.new.values : known[key]?.old.values
      }
    }

    /// The bars of the changes for the question at `place`, from `start` to `end`.
    func bars(_ place: Int) -> [Replicated] {
      attribution?.divisions[place].bars(
        addingUpTo: end.new.values[place] - start.old.values[place]) ?? []
    }
  }
}

extension ScenarioChange {
  /// The same for two runs, whose scenarios mostly have one name, without places in files that were not
  /// read.
  fileprivate func told(isRead: Bool, _ runs: (String, String)) -> ScenarioChange {
    func of(_ run: String) -> Value { .words(Label(vi: "của \(run)", en: "of \(run)")) }
    let isStart = key == "assumptions.start"
    let isStored = pieces.contains {
      switch $0 {
      case .parameter, .parameterOf: true
      default: false
      }
    }
    return ScenarioChange(
      key: key, kind: kind, label: label, base: isStart ? of(runs.0) : base,
      alternative: isStart ? of(runs.1) : alternative, origin: isRead || isStored ? origin : nil,
      pieces: pieces)
  }
}
