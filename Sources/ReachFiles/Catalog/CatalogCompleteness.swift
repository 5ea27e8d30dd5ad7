import ReachModel

/// What a catalog must have so that every scenario can be simulated: the equations look up each of
/// their inputs, and a report each outcome, without asking whether it is there.
///
/// Checked over all sectors and levers, not those of a scenario, so that a gap is found when it is
/// made and not by the first scenario that falls into it.
struct CatalogCompleteness {
  let catalog: Catalog
  /// The folder, as messages call it.
  let folder: String

  func checkInputs(_ problems: inout ProblemList) {
    for parameter in Parameter.allCases where parameter.isNeeded {
      for place in placesWithoutEntry(of: parameter) {
        problems.report(
          .missingEntry, "nothing feeds the input `\(parameter.rawValue)`\(place)",
          at: Origin(file: "\(folder)/uncertainties.yaml", line: 1, column: 1),
          hint: "restore its entry")
      }
    }
  }

  func checkOutcomes(_ problems: inout ProblemList) {
    for outcome in Outcome.allCases
    where !catalog.outcomes.contains(where: { $0.outcome == outcome }) {
      problems.report(
        .missingEntry, "nothing describes the outcome `\(outcome.rawValue)`",
        at: Origin(file: "\(folder)/targets.yaml", line: 1, column: 1),
        hint: "restore its entry")
    }
  }

  /// Where an input has no value, as the end of a sentence; one empty text if nowhere has one.
  private func placesWithoutEntry(of parameter: Parameter) -> [String] {
    let entries = catalog.uncertainties(feeding: parameter)
    if entries.contains(where: { $0.lever == nil && $0.sector == nil }) { return [] }
    switch parameter.shape {
    case .single: return [""]
    case .perSector:
      return catalog.sectors.map(\.key).filter { key in !entries.contains { $0.sector == key } }
        .map { " in sector `\($0)`" }
    case .perGroup:
      // A group without the channel has no effect on output.
      return catalog.levers.filter {
        $0.kind == .support && (parameter != .theta || $0.channels.contains(.output))
      }.map(\.key).filter { key in !entries.contains { $0.lever == key } }
        .map { " of lever `\($0)`" }
    }
  }
}
