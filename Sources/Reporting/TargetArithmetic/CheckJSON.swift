package import Assessment
package import ReachModel

/// A checked scenario: its study, and what its targets come to.
package struct CheckedPlan: Sendable {
  /// As the user named it.
  package let file: String
  package let study: Study
  package let arithmetic: TargetArithmetic

  package init(file: String, study: Study, arithmetic: TargetArithmetic) {
    (self.file, self.study, self.arithmetic) = (file, study, arithmetic)
  }
}

/// What `reach check --json` prints: `reach-check`, version 1.
///
/// - Parameters:
///   - plans: In the order of the files.
///   - language: Of the explanations; keys and numbers have none.
/// - Returns: One object with all scenarios.
package func checkJSON(_ plans: [CheckedPlan], language: Language) -> JSONValue {
  .object([
    ("format", .string("reach-check")), ("version", .integer(1)),
    ("holds", .bool(plans.allSatisfy { $0.arithmetic.conflicts.isEmpty })),
    ("scenarios", .array(plans.map { scenario($0, language) })),
  ])
}

private func scenario(_ plan: CheckedPlan, _ language: Language) -> JSONValue {
  let study = plan.study, text = ConflictText(study, language)
  return .object([
    ("file", .string(plan.file)), ("name", .string(study.name)),
    ("as_of", .string("\(study.asOf)")), ("plan_year", .integer(study.planYear)),
    ("years", .integer(study.model.quarters / 4)),
    ("targets", .integer(study.targets.count)), ("levers", .integer(study.levers.count)),
    ("uncertainties", .integer(study.uncertainties.count)),
    ("fixed_assumptions", .integer(study.assumptions.count)),
    ("warnings", .array(study.warnings.map { .string($0) })),
    ("contradictions", .array(plan.arithmetic.conflicts.map { conflict($0, text) })),
    ("contradictions_complete", .bool(plan.arithmetic.isComplete)),
    ("strains", .array(plan.arithmetic.strains.map { strain($0, text) })),
  ])
}

private func conflict(_ conflict: TargetConflict, _ text: ConflictText) -> JSONValue {
  .object([
    ("kind", .string(kind(conflict.identity))),
    ("rests_on_laws", .bool(conflict.restsOnLaws)),
    ("targets", .array(conflict.targets.map { target($0, text.study) })),
    ("identity", .array(text.identity(conflict).map { .string($0) })),
    ("manufacturing", need(conflict.identity)),
  ])
}

private func kind(_ identity: TargetConflict.Identity) -> String {
  switch identity {
  case .oneOutcome: "one_outcome"
  case .sums: "sums"
  case .wholeNumbers: "whole_numbers"
  case .mean: "mean"
  case .manufacturing: "manufacturing_growth"
  case .years: "years"
  }
}

private func need(_ identity: TargetConflict.Identity) -> JSONValue {
  guard case .manufacturing(let need) = identity else { return .null }
  return object(need)
}

private func object(_ need: ManufacturingNeed) -> JSONValue {
  .object([
    ("from", .integer(need.first)), ("to", .integer(need.last)),
    ("bound", .string(need.isTooFast ? "at_least" : "at_most")),
    ("all_manufacturing", .number(need.all)), ("other_manufacturing", .number(need.other)),
    (
      "other_manufacturing_possible",
      .numbers([need.possible.lowerBound, need.possible.upperBound])
    ),
    (
      "start_share",
      need.startShare.map { .numbers([$0.lowerBound, $0.upperBound]) } ?? .null
    ),
  ])
}

private func target(_ target: Target, _ study: Study) -> JSONValue {
  .object([
    ("key", .string(target.key)), ("outcome", .string(target.outcome.rawValue)),
    ("sector", target.sector.map { .string(study.sectors[$0].key) } ?? .null),
    ("comparison", .string(target.comparison.rawValue)), ("threshold", .number(target.threshold)),
    ("year", .integer(target.year)),
    (
      "origin",
      .object([
        ("file", .string(target.origin.file)), ("line", .integer(target.origin.line)),
        ("column", .integer(target.origin.column)),
      ])
    ),
  ])
}

private func strain(_ strain: PlanStrain, _ text: ConflictText) -> JSONValue {
  let (kind, targets, lever, needed): (String, [Target], String?, ManufacturingNeed?) =
    switch strain {
    case .manufacturing(let targets, let need): ("manufacturing_growth", targets, nil, need)
    case .idleFirms(let certified, let firms): ("idle_firms", [certified, firms], nil, nil)
    case .saturated(let reach): ("saturated", [], reach.lever.key, nil)
    case .certificates(let need): ("certificates", [need.target], nil, nil)
    }
  return .object([
    ("kind", .string(kind)), ("targets", .array(targets.map { target($0, text.study) })),
    ("lever", lever.map { .string($0) } ?? .null), ("text", .string(text.warning(strain))),
    ("manufacturing", needed.map(object) ?? .null),
  ])
}
