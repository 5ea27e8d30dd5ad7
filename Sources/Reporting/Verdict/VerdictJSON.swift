package import Assessment
import Econometrics
import ReachModel
import Simulation

/// `verdict.json`, and what `reach run --json` prints: no times, so that equal runs write equal
/// files.
package func verdictJSON(_ forecasts: [Forecast], run: RunLabel) -> JSONValue {
  .object([
    ("format", .string("reach-verdict")), ("version", .integer(1)),
    (
      "run",
      .object([
        ("id", .string(run.id)), ("draws", .integer(run.draws)),
        ("seed", .string(String(run.seed))), ("sampling", .string(run.sampling.rawValue)),
        ("failures", .integer(run.failures)),
      ])
    ),
    ("scenarios", .array(forecasts.map(scenario))),
  ])
}

private func scenario(_ forecast: Forecast) -> JSONValue {
  let study = forecast.study, verdict = forecast.verdict
  return .object([
    ("name", .string(study.name)), ("title", label(study.title)),
    ("province", .string(study.province.key)), ("place", label(study.province.label)),
    ("plan_year", .integer(study.planYear)),
    ("as_of", .string("\(study.asOf)")),
    ("vintage_caveat", .string(forecast.fitted.fit.vintageCaveat)),
    ("flagged_cells", .integer(forecast.fitted.fit.flagged.count)),
    ("updates", .array(forecast.fitted.fit.updates.map(update))),
    ("prior_conflicts", .array(forecast.fitted.conflicts.map(conflict))),
    ("targets", .array(verdict.targets.map { target($0, forecast) })),
    ("joint", verdict.joint.map { joint($0, forecast) } ?? .null),
    ("identities", .array(verdict.identities.map(identity))),
    ("conditions", .object(conditions(study))),
    ("skill", .array(forecast.fitted.skills.map(seriesSkillJSON))),
    ("findings", .array(forecast.findings.map(finding))),
  ])
}

/// What data did to a parameter; one that is not listed follows its prior.
private func update(_ update: ParameterUpdate) -> JSONValue {
  func moments(_ mean: Double?, _ sd: Double?) -> JSONValue {
    guard let mean, let sd else { return .null }
    return .object([("mean", .number(mean)), ("sd", .number(sd))])
  }
  return .object([
    ("parameter", .string(update.parameter)), ("basis", .string(update.basis.rawValue)),
    ("prior", moments(update.priorMoments?.mean, update.priorMoments?.sd)),
    ("posterior", moments(update.posteriorMoments?.mean, update.posteriorMoments?.sd)),
    ("learning_ratio", update.learningRatio.map { .number($0) } ?? .null),
    ("prior_driven", .bool(update.isPriorDriven)),
  ])
}

private func conflict(_ update: ParameterUpdate) -> JSONValue {
  func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
  return .object([
    ("parameter", .string(update.parameter)),
    ("prior_mean", number(update.priorMoments?.mean)),
    ("prior_sd", number(update.priorMoments?.sd)),
    ("posterior_mean", number(update.posteriorMoments?.mean)),
    ("posterior_sd", number(update.posteriorMoments?.sd)),
    ("shift_prior_sds", number(update.shift)), ("wider", .bool(update.isWider)),
  ])
}

private func target(_ verdict: TargetVerdict, _ forecast: Forecast) -> JSONValue {
  let target = verdict.target
  func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
  return .object([
    ("key", .string(target.key)), ("label", label(target.label)),
    ("outcome", .string(target.outcome.rawValue)),
    ("sector", target.sector.map { .string(forecast.study.sectors[$0].key) } ?? .null),
    ("comparison", .string(target.comparison.rawValue)), ("threshold", .number(target.threshold)),
    ("year", .integer(target.year)), ("source", .string(target.source)),
    ("origin", origin(target.origin)), ("probability", probability(verdict.probability)),
    ("parameter_range", bounds(verdict.parameterRange)),
    ("parameter_share", optional(verdict.parameterShare?.value)),
    ("parameter_share_standard_error", optional(verdict.parameterShare?.standardError)),
    ("mean", .number(verdict.mean)), ("mean_standard_error", .number(verdict.meanError)),
    ("sd", .number(verdict.standardDeviation)), ("median", .number(verdict.median)),
    ("distance_sd", optional(verdict.distance)),
    ("intervals", .array(verdict.intervals.map(interval))),
    ("base_rate", baseRate(verdict.baseRate)), ("by_start", .array(verdict.byStart.map(band))),
    (
      "difference_to_first",
      difference(forecast.differences.first { $0.target == target }?.difference)
    ),
  ])
}

private func probability(_ p: Probability) -> JSONValue {
  .object([
    ("value", .number(p.value)), ("error95", .number(p.error)), ("hits", .integer(p.hits)),
    ("draws", .integer(p.draws)), ("undecided", .integer(p.undecided)),
  ])
}

private func bounds(_ range: ClosedRange<Double>) -> JSONValue {
  .numbers([range.lowerBound, range.upperBound])
}

private func interval(_ interval: TargetVerdict.Interval) -> JSONValue {
  .object([
    ("level", .number(interval.level)), ("low", .number(interval.low)),
    ("high", .number(interval.high)),
  ])
}

private func band(_ band: StartDependence.Band) -> JSONValue {
  .object([
    ("low", .number(band.low)), ("high", .number(band.high)),
    ("probability", probability(band.probability)),
  ])
}

private func baseRate(_ rate: Assessment.BaseRate) -> JSONValue {
  guard case .manufacturingWindows(let hits, let windows, let fullHits, let full) = rate else {
    return .null
  }
  return .object([
    ("proxy", .string("all manufacturing")), ("hits", .integer(hits)),
    ("windows", .integer(windows)), ("full_year_hits", .integer(fullHits)),
    ("full_years", .integer(full)),
  ])
}

private func difference(_ difference: ChanceDifference?) -> JSONValue {
  guard let difference else { return .null }
  return .object([
    ("value", .number(difference.value)), ("error95", .number(difference.error)),
    ("disagreeing_draws", .integer(difference.disagreeing)),
  ])
}

private func joint(_ joint: JointVerdict, _ forecast: Forecast) -> JSONValue {
  .object([
    ("probability", probability(joint.probability)),
    ("parameter_range", bounds(joint.parameterRange)),
    ("if_independent", .number(joint.ifIndependent)),
    ("difference_to_first", difference(forecast.jointDifference)),
  ])
}

private func identity(_ identity: ShareGrowthIdentity) -> JSONValue {
  .object([
    ("year", .integer(identity.year)), ("log_share_ratio", .number(identity.shareRatio)),
    ("log_growth", .number(identity.growth)), ("log_inflation", .number(identity.inflation)),
    ("log_manufacturing_growth", .number(identity.manufacturingGrowth)),
    ("log_manufacturing_inflation", .number(identity.manufacturingInflation)),
    ("gap", .number(identity.gap)),
  ])
}

private func conditions(_ study: Study) -> [(key: String, value: JSONValue)] {
  [
    (
      "levers",
      .array(
        study.levers.map { lever in
          .object([
            ("key", .string(lever.key)), ("unit", .string(lever.unit)),
            ("yearly", .numbers(lever.yearly)), ("spent", .numbers(study.spent(on: lever))),
            ("basis", .string(lever.basis.rawValue)),
            ("assumed", .bool(lever.basis != .documented)),
            ("lag_quarters", .integer(lever.lag)),
            ("acts_within_horizon", .bool(lever.firstEffect <= study.model.quarters)),
            ("source", .string(lever.source)), ("origin", origin(lever.origin)),
          ])
        })
    ),
    (
      "regimes",
      .array(
        study.model.regimes.sorted { $0.key < $1.key }.map { quarter, override in
          .object([
            ("quarter", .integer(quarter)), ("regime", .integer(override.regime)),
            ("jump", override.jump.map { .number($0) } ?? .null),
          ])
        })
    ),
    ("freeze_from_quarter", study.freezeFrom.map { .integer($0) } ?? .null),
    (
      "scenario_path",
      .array(
        study.scenarioPath.map { step in
          .object([
            ("path", .string(step.path)), ("value", .string(step.text)),
            ("source", .string(step.source)), ("origin", origin(step.origin)),
          ])
        })
    ),
  ]
}

private func finding(_ finding: Finding) -> JSONValue {
  .object([
    ("id", .string(finding.id)), ("label", label(finding.label)), ("value", .number(finding.value)),
    ("unit", .string(finding.unit.name)), ("error95", finding.error.map { .number($0) } ?? .null),
    ("year", finding.year.map { .integer($0) } ?? .null),
  ])
}
