import Assessment
import ReachModel
import Simulation

/// Two runs with what differs between their fitted models.
struct RunPair {
  let old: RecordedRun
  let new: RecordedRun
  let studies: (old: Study, new: Study)
  /// What other data make of the old run's scenario.
  let news: DataNews
  /// The old model after the data; the old model if these are the same.
  let start: LayeredModel
  let end: LayeredModel
  /// From `start` to `end`: first those of the model, then those of the targets.
  let changes: [ScenarioChange]
  let asked: AskedTargets
  /// Whether a changed assumption about what data feed holds what they make of it.
  private let holdsFit: Bool
  /// Whether anything was assumed otherwise.
  private let hasAssumptions: Bool

  init(from old: RecordedRun, to new: RecordedRun, _ present: PresentData?) throws {
    (self.old, self.new) = (old, new)
    let isRead: Bool
    if let before = old.scenario, let after = new.scenario {
      (studies, isRead) = ((before, after), true)
    } else {
      // What one side alone tells is no difference.
      (studies, isRead) = ((old.readOff, new.readOff), false)
    }
    news = DataNews(from: old, to: new, old.scenario ?? old.readOff, present)
    asked = try AskedTargets(old, new)
    let sides = (
      ComparedModel(studies.old, recorded: news.steps.last?.model ?? old.model),
      ComparedModel(studies.new, recorded: new.model)
    )
    (start, end) = (LayeredModel(sides.0), LayeredModel(sides.1))
    let found = try scenarioChanges(
      from: sides.0, to: sides.1, haveSameData: news.areDivided)
    var reached = start
    for change in found { change.apply(from: end, to: &reached) }
    precondition(reached == end, "the changes found do not lead from one model to the other")
    hasAssumptions = found.contains { $0.kind == .assumption }
    holdsFit = found.contains { $0.isAssumption(about: sides.0.fed.union(sides.1.fed)) }
    let news = news
    changes =
      found.map { news.named($0).told(isRead: isRead, (old.name, new.name)) } + asked.changes
  }

  /// Changes of the model.
  var modelChanges: ArraySlice<ScenarioChange> { changes.dropLast(asked.changes.count) }

  /// One sampling, or that of each run.
  var samplings: [RunSampling] {
    old.sampling == new.sampling ? [old.sampling] : [old.sampling, new.sampling]
  }

  /// Models that have to be simulated under a sampling, at most: another target takes none.
  var combinations: Int { 1 << min(modelChanges.count, ShapleyPlan.mostPlayersExactly) }

  /// Draws of each combination of changes under a sampling: all while combinations are few.
  func draws(_ sampling: RunSampling, _ options: RunDifferenceOptions) -> Int {
    let room = options.greatestWork / (samplings.count * combinations * old.model.quarters)
    // Parts need equally many draws.
    return min(sampling.draws, max(4096, room - room % 512))
  }

  /// What has to be known to read the bars.
  ///
  /// - Parameter counts: Draws of each combination, by sampling.
  /// - Returns: Of data first, of what was read and simulated last.
  func remarks(_ counts: [Int]) -> [RunDifference.Remark] {
    var remarks: [RunDifference.Remark] = []
    let hadOtherFiles = old.data != new.data
    // What the same files say at another date is new, if nothing else acts on the fit.
    if let obstacle = news.obstacle, hadOtherFiles || hasAssumptions {
      remarks.append(.notFittedAgain(obstacle, hadOtherFiles: hadOtherFiles))
    }
    if !news.steps.isEmpty {
      remarks.append(.fittedAgain(run: old.name, toDataOf: new.name))
      if old.version != new.version { remarks.append(.fittedByAnotherVersion) }
    }
    if holdsFit { remarks.append(.assumptionsHoldFit) }
    let changed = Set([old, new].filter { $0.scenario == nil }.map(\.name))
    if !changed.isEmpty { remarks.append(.readOff(changed.sorted())) }
    if zip(counts, samplings).contains(where: { $0 < $1.draws }), !changes.isEmpty {
      remarks.append(
        .fewDraws(
          zip(counts, samplings).map { RunDifference.DrawShare(used: $0, all: $1.draws) }))
    }
    return remarks + comparisons
  }

  /// What of a comparison is explained.
  private var comparisons: [RunDifference.Remark] {
    [(old, new), (new, old)].flatMap { run, other -> [RunDifference.Remark] in
      guard !run.compared.isEmpty else { return [] }
      let base = run.readOff.name, name = other.readOff.name
      let isMissed = name != base && run.compared.contains(name)
      return [.onlyBase(run: run.name, base: base, others: run.compared)]
        + (isMissed ? [.amongCompared(scenario: name, of: other.name, comparison: run.name)] : [])
    }
  }
}

extension ScenarioChange {
  /// Whether it changes what is assumed of parameters that data feed.
  fileprivate func isAssumption(about fed: Set<Parameter>) -> Bool {
    kind == .assumption
      && pieces.contains { piece in
        if case .parameter(let parameter) = piece { fed.contains(parameter) } else { false }
      }
  }

  /// The same for two runs, whose scenarios mostly have one name, without places in files that were not
  /// read.
  fileprivate func told(isRead: Bool, _ runs: (String, String)) -> ScenarioChange {
    func of(_ run: String) -> Value { .words(Label(vi: "của \(run)", en: "of \(run)")) }
    let isStart = key == "assumptions.start"
    let isStored = pieces.contains {
      switch $0 {
      case .supportBudget, .promotionBudget, .parameter, .parameterOf: true
      default: false
      }
    }
    return ScenarioChange(
      key: key, kind: kind, label: label, base: isStart ? of(runs.0) : base,
      alternative: isStart ? of(runs.1) : alternative, origin: isRead || isStored ? origin : nil,
      pieces: pieces)
  }
}
