package import Assessment
package import ReachModel

/// What a run folder holds of one scenario: what it was made from, and the numbers that it recorded.
package struct RecordedRun: Sendable {
  /// The name of the folder.
  package let name: String
  /// The software that wrote it.
  package let version: String
  /// The command, for an analysis.
  package let analysis: String?
  /// The fitted model, exactly.
  package let model: SimulationModel
  /// The scenario as its files have it, if they have not changed since.
  package let scenario: Study?
  /// The scenario as far as the model tells it.
  package let readOff: Study
  /// Checksums of the data files, in ascending order.
  package let data: [String]
  package let sampling: RunSampling
  /// Findings of the scenario, for their recorded values.
  package let findings: FindingBook

  /// - Parameters:
  ///   - name: The name of the folder.
  ///   - version: The software that wrote it.
  ///   - analysis: The command, for an analysis.
  ///   - model: The fitted model, exactly.
  ///   - kept: Names, uncertainties and targets of the run, with the levers of the catalog.
  ///   - scenario: The scenario read again; nil if its files have changed.
  ///   - data: Checksums of the data files.
  ///   - sampling: Seed, sampling and draws.
  ///   - findings: Of all scenarios of the run.
  package init(
    name: String, version: String, analysis: String? = nil, model: SimulationModel, kept: Study,
    scenario: Study?, data: [String], sampling: RunSampling, findings: [Finding]
  ) {
    (self.name, self.version, self.analysis, self.model) = (name, version, analysis, model)
    (self.scenario, readOff) = (scenario, kept.readOff(model))
    (self.data, self.sampling) = (data.sorted(), sampling)
    self.findings = FindingBook(findings.filter { $0.scenario == kept.name })
  }

  /// What the run recorded in answer to a question about its targets.
  func recorded(_ question: Attribution.Question) -> Double? {
    let id = question == .joint ? question.id : "targets.\(question.id)"
    return findings.find(id)?.value
  }
}

/// Why the difference of two runs cannot be explained.
package enum RunDifferenceError: Explained, Equatable {
  case provinces(String, String)
  case planYears(Int, Int)
  case horizons(Int, Int)
  case sectors([String], [String])
  case groups([String], [String])
  /// A run that records no number of a target that the other records too.
  case nothingShared(String, String)
  /// A run that records no number of its own targets.
  case nothingRecorded(String, analysis: String?)
  case tooFewDraws(String, Int)
  case tooManyDraws(String, Int)
  /// Nearly all draws of some combination of changes failed.
  case undecided

  package var exitStatus: ExitStatus { self == .undecided ? .failed : .badContent }

  package var explanation: String {
    switch self {
    case .provinces(let a, let b): Self.unlike("provinces", a, b)
    case .planYears(let a, let b): Self.unlike("plan years", "\(a)", "\(b)")
    case .horizons(let a, let b): Self.unlike("horizons", "\(a / 4) years", "\(b / 4) years")
    case .sectors(let a, let b): Self.unlike("sectors", Self.list(a), Self.list(b))
    case .groups(let a, let b): Self.unlike("groups of support", Self.list(a), Self.list(b))
    case .nothingShared(let a, let b):
      "error: `\(a)` and `\(b)` record no probability of a target with the same key\n"
        + "hint: a target is followed from run to run by its key in the scenario"
    case .nothingRecorded(let run, let analysis):
      "error: `\(run)` records no probability of its scenario's targets"
        + (analysis.map { ", being the answer of `reach \($0)`" } ?? "")
        + "\nhint: compare runs of `reach run` or `reach compare`"
    case .tooFewDraws(let run, let draws):
      "error: `\(run)` has \(draws) draws, of which no error can be told\n"
        + "hint: run it with at least \(RunDifferenceOptions.fewestDraws)"
    case .tooManyDraws(let run, let draws):
      "error: `\(run)` has \(draws) draws, more than are kept in memory at once\n"
        + "hint: compare runs of at most \(RunDifferenceOptions.mostDraws) draws"
    case .undecided:
      "error: in some combination of the changes between the runs nearly all draws failed\n"
        + "hint: look for a law of one run that the other assumptions do not bear"
    }
  }

  private static func unlike(_ what: String, _ a: String, _ b: String) -> String {
    "error: the runs are about other \(what), \(a) and \(b): their difference has no explanation "
      + "by changes of one plan\nhint: compare runs of the same plan at different dates"
  }

  private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }

  /// Refuses runs that are not of one plan.
  static func require(_ old: RecordedRun, like new: RecordedRun) throws(RunDifferenceError) {
    let studies = (old.readOff, new.readOff), a = old.model, b = new.model
    guard studies.0.province.key == studies.1.province.key else {
      throw .provinces(studies.0.province.key, studies.1.province.key)
    }
    guard studies.0.planYear == studies.1.planYear else {
      throw .planYears(studies.0.planYear, studies.1.planYear)
    }
    guard a.quarters == b.quarters else { throw .horizons(a.quarters, b.quarters) }
    guard a.sectors == b.sectors else { throw .sectors(a.sectors.map(\.key), b.sectors.map(\.key)) }
    let groups = (a.groups.map(\.key), b.groups.map(\.key))
    guard groups.0 == groups.1, a.groups.map(\.number) == b.groups.map(\.number) else {
      throw .groups(groups.0, groups.1)
    }
    for run in [old, new] {
      let draws = run.sampling.draws
      if draws < RunDifferenceOptions.fewestDraws { throw .tooFewDraws(run.name, draws) }
      if draws > RunDifferenceOptions.mostDraws { throw .tooManyDraws(run.name, draws) }
    }
  }
}

/// How a difference is computed; it depends on nothing else.
package struct RunDifferenceOptions: Sendable, Equatable {
  package var threads: Int
  /// Quarters that all combinations of changes simulate together, at most.
  ///
  /// Beyond it they have fewer draws than the runs. These take a quarter of a minute on two processors.
  package var greatestWork = 1 << 26

  /// Two for each part of a ``Replicated``.
  static let fewestDraws = 32
  static let mostDraws = 1 << 24

  package init(threads: Int) { self.threads = threads }
}
