package import ReachModel

/// What the targets of a plan come to when they are put together, before anything is simulated.
///
/// A contradiction is never alleged in doubt: bounds are those of whole numbers, a value that is
/// exactly at its bound holds, and rounding in the fifteenth digit counts for nothing. What is linear
/// is decided completely, and all smallest sets of targets that contradict each other are listed.
package struct TargetArithmetic: Sendable, Equatable {
  /// What cannot hold, by the places of the first targets.
  package let conflicts: [TargetConflict]
  /// What can hold but deserves a warning.
  package let strains: [PlanStrain]
  /// Whether the search for contradictions came to its end.
  package let isComplete: Bool

  /// Puts the targets of a study together.
  ///
  /// - Parameters:
  ///   - study: The resolved scenario.
  ///   - model: Its model, with posteriors where data moved the priors; the one before any data if
  ///     not given.
  package init(_ study: Study, model: SimulationModel? = nil) {
    let model = model ?? study.model
    var search = ConflictSearch(study.targets, sectors: study.sectors.count)
    search.searchWithinYears()
    search.searchOutput(planYear: study.planYear, OutputLaws(model, .possible)) {
      $0.map { .manufacturing($0) } ?? .years
    }
    let contradictions = search.found
    search.searchOutput(planYear: study.planYear, OutputLaws(model, .plausible)) {
      $0.map { .manufacturing($0) }
    }
    conflicts = contradictions.map { TargetConflict(targets: $0.targets, identity: $0.identity) }
    isComplete = search.isComplete
    let doubtful = search.found.dropFirst(contradictions.count).compactMap {
      conflict -> PlanStrain? in
      guard case .manufacturing(let need) = conflict.identity else { return nil }
      return .manufacturing(targets: conflict.targets, need)
    }
    strains =
      doubtful + Self.idle(study.targets)
      + SupportReach.saturated(study, model).map { .saturated($0) }
      + CertificateNeed.excessive(study, model).map { .certificates($0) }
  }

  /// Of one year and sector, more certified firms asked for than firms.
  private static func idle(_ targets: [Target]) -> [PlanStrain] {
    let floors = targets.filter { TargetBound($0).isFloor }
    return floors.filter { $0.outcome == .certified }.flatMap { certified in
      floors.filter {
        $0.outcome == .firms && $0.year == certified.year && $0.sector == certified.sector
          && TargetBound($0).value < TargetBound(certified).value
      }.map { .idleFirms(certified: certified, firms: $0) }
    }
  }
}
