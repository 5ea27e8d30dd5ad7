import Assessment
package import ReachModel

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
  /// More than one draw in a hundred failed with some changes as in a run and without the others.
  case undecided(changes: [String], of: String, failures: Int, draws: Int)

  package var exitStatus: ExitStatus {
    if case .undecided = self { .failed } else { .badContent }
  }

  package var explanation: String {
    switch self {
    case .provinces(let a, let b): Self.unlike("provinces", [a], [b])
    case .planYears(let a, let b): Self.unlike("plan years", ["\(a)"], ["\(b)"])
    case .horizons(let a, let b): Self.unlike("horizons", ["\(a / 4) years"], ["\(b / 4) years"])
    case .sectors(let a, let b): Self.unlike("sectors", a, b)
    case .groups(let a, let b): Self.unlike("groups of support", a, b)
    case .nothingShared(let a, let b):
      """
      error[R014]: the runs record no probability of a target with the same key
       = cause: a target is followed by its key in the scenario; `\(a)` and `\(b)` share none
       = help: give the target the key of the other run and run it again; see `reach explain R014`
      """
    case .nothingRecorded(let run, let analysis):
      """
      error[R014]: `\(run)` records no probability of its scenario's targets
       = cause: \(analysis.map { "it is the answer of `reach \($0 == "diff" ? "runs diff" : $0)`" } ?? "its findings lack them")
       = help: take runs of `reach run` or `reach compare`; see `reach explain R014`
      """
    case .tooFewDraws(let run, let draws):
      """
      error[R015]: `\(run)` has \(draws) draws, of which no error can be told
       = cause: an error takes two draws in each of sixteen parts
       = help: run it with `--draws \(RunDifferenceOptions.fewestDraws)` or more; see `reach explain R015`
      """
    case .tooManyDraws(let run, let draws):
      """
      error[R015]: `\(run)` has \(draws) draws, more than are kept in memory at once
       = cause: all draws of a run are held to compare them one by one
       = help: run it with at most `--draws \(RunDifferenceOptions.mostDraws)`; see `reach explain R015`
      """
    case .undecided(let changes, let run, let failures, let draws):
      """
      error[R016]: \(failures) of \(draws) draws failed between the runs, more than one in a hundred
      with this of `\(run)`, and all else of the other run:
      \(changes.map { "  - \($0)" }.joined(separator: "\n"))
       = cause: each run bears its own assumptions, but not some of one with the rest of the other
       = help: compare with a run that has only some of the changes; see `reach explain R016`
      """
    }
  }

  private static func unlike(_ what: String, _ a: [String], _ b: [String]) -> String {
    """
    error[R013]: the runs are about other \(what)
      \(a.joined(separator: ", ")) in the old one
      \(b.joined(separator: ", ")) in the new one
     = cause: only the difference of two runs of one plan is made of changes of its inputs
     = help: compare runs of the same plan at different dates; see `reach explain R013`
    """
  }

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
