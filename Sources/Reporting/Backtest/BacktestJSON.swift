import ReachModel
import Verification

/// The back-test as data: `reach-backtest` 1.
///
/// - Parameters:
///   - inputs: What was back-tested.
///   - version: Of the software.
///   - settings: What the numbers depend on beside the data.
/// - Returns: One document; its keys are described in the article Backtests.
package func backtestJSON(
  _ inputs: BacktestInputs, version: String, settings: [(key: String, value: JSONValue)]
) -> JSONValue {
  .object([
    ("format", .string("reach-backtest")), ("version", .integer(1)),
    ("software", .string(version)), ("settings", .object(settings)),
    ("vintage_caveat", .string(inputs.vintageCaveat)),
    ("data", dataJSON(inputs.data)),
    ("series", .array(inputs.series.map { seriesJSON($0, place: inputs.place?.code) })),
    ("plan_targets", .array(inputs.planTargets.map(planTargetJSON))),
  ])
}

private func dataJSON(_ data: BacktestData) -> JSONValue {
  .object([
    ("folder", data.folder.map { .string($0) } ?? .null),
    (
      "files",
      .array(
        data.files.map {
          .object([("path", .string($0.path)), ("sha256", .string($0.sha256))])
        })
    ),
    ("differences", .array(data.differences.map { .string($0) })),
  ])
}

private func doubtJSON(_ doubt: FigureDoubt) -> JSONValue {
  .object([
    ("entity", .string(doubt.entity)), ("year", .integer(doubt.year)),
    ("value", .number(doubt.value)), ("kind", .string(doubt.kind.rawValue)),
  ])
}

private func seriesJSON(_ test: SeriesBacktest, place: String?) -> JSONValue {
  let keys =
    [RollingOrigin.forecastKey] + test.forms.map(\.key)
    + NaiveMethod.allCases.map { NaiveForecast($0).key }
  let horizons = (1...test.horizons).map { horizon in
    JSONValue.object([
      ("horizon", .integer(horizon)),
      ("used", .string(test.used(horizon: horizon))),
      ("skill", test.skill(horizon: horizon).map(skillJSON) ?? .null),
      ("skills", .array(test.skills(horizon: horizon).map(skillJSON))),
      (
        "sentence",
        .object([
          ("vi", .string(skillSentence(test, horizon: horizon, .vi))),
          ("en", .string(skillSentence(test, horizon: horizon, .en))),
        ])
      ),
      (
        "forms",
        .array(
          keys.compactMap { key in
            test.summary(of: key, horizon: horizon).map { summaryJSON($0, form: key) }
          })
      ),
      ("reliability", .array(test.reliability(horizon: horizon).bins.map(binJSON))),
      (
        "pit_histogram", .array(test.pitHistogram(horizon: horizon).map { .integer($0) })
      ),
      ("place", place.map { placeJSON(test, $0, horizon) } ?? .null),
    ])
  }
  return .object([
    ("series", .string(test.definition.key)), ("label", label(test.definition.label)),
    ("scale", .string(test.definition.scale.rawValue)),
    ("provinces", .integer(test.entities.count)),
    (
      "last_value_rmse",
      .object(
        test.lastValueErrors.sorted { $0.key < $1.key }.map { ("\($0.key)", .number($0.value)) })
    ),
    (
      "spread",
      .object([
        ("held_out_years", .integer(test.spread.years)),
        ("crps", .number(test.spread.plain)), ("crps_recalibrated", .number(test.spread.stretched)),
        ("next_factor", .number(test.nextSpreadFactor)),
      ])
    ),
    ("doubts", .array(test.doubts.map(doubtJSON))),
    ("origins", .array(test.origins.map(originJSON))), ("horizons", .array(horizons)),
  ])
}

private func placeJSON(_ test: SeriesBacktest, _ code: String, _ horizon: Int) -> JSONValue {
  .object([
    ("province", .string(code)),
    ("skill", test.skill(horizon: horizon, entity: code).map(skillJSON) ?? .null),
    (
      "summary",
      test.summary(horizon: horizon, entity: code)
        .map { summaryJSON($0, form: RollingOrigin.forecastKey) } ?? .null
    ),
  ])
}

private func originJSON(_ origin: ForecastOrigin) -> JSONValue {
  .object([
    ("year", .integer(origin.year)), ("date", .string("\(origin.date)")),
    ("rival", origin.rival.map { .string($0) } ?? .null),
    ("weight", origin.weight.map { .number($0) } ?? .null),
    ("spread_factor", .number(origin.spreadFactor)),
    (
      "unavailable",
      .array(
        origin.unavailable.map {
          .object([("form", .string($0.key)), ("reason", .string($0.reason.en))])
        })
    ),
  ])
}

/// Whether forecasts of a series beat naive ones, in a verdict.
func seriesSkillJSON(_ skill: SeriesSkill) -> JSONValue {
  .object([
    ("series", .string(skill.key)), ("label", label(skill.label)),
    ("test", skill.test.map(skillJSON) ?? .null),
    (
      "sentence",
      .object(
        Language.allCases.map {
          ($0.rawValue, .string(skillSentence(skill.test, $0, isFollowed: false)))
        })
    ),
  ])
}

private func skillJSON(_ skill: SkillTest) -> JSONValue {
  .object([
    ("rival", .string(skill.rival)), ("crps", .number(skill.crps)),
    ("rival_crps", .number(skill.rivalCRPS)), ("skill", .number(skill.skill)),
    ("difference", meanJSON(skill.difference)),
    ("p", skill.pValue.map { .number($0) } ?? .null), ("claim", .bool(skill.isClaimed)),
  ])
}

private func meanJSON(_ mean: ClusteredMean) -> JSONValue {
  .object([
    ("mean", .number(mean.mean)),
    ("standard_error", mean.standardError.map { .number($0) } ?? .null),
    ("years", .integer(mean.years)),
    (
      "interval95", mean.interval().map { .numbers([$0.lowerBound, $0.upperBound]) } ?? .null
    ),
  ])
}

private func summaryJSON(_ summary: ScoreSummary, form: String) -> JSONValue {
  let levels = TargetScores.levels
  return .object([
    ("form", .string(form)), ("count", .integer(summary.count)),
    ("crps", meanJSON(summary.crps)), ("log_score", meanJSON(summary.logScore)),
    ("bias", meanJSON(summary.bias)),
    (
      "intervals",
      .array(
        levels.indices.map { k in
          .object([
            ("level", .number(levels[k])), ("coverage", meanJSON(summary.coverage[k])),
            ("score", meanJSON(summary.intervalScore[k])), ("width", .number(summary.width[k])),
          ])
        })
    ),
    (
      "brier",
      .array(
        zip(TargetScores.growths, summary.brier).map { growth, brier in
          .object([
            ("growth_above", .number(growth)), ("score", brier.map(meanJSON) ?? .null),
          ])
        })
    ),
    (
      "years",
      .array(
        summary.years.map { year in
          .object([
            ("year", .integer(year.year)), ("count", .integer(year.count)),
            ("crps", .number(year.crps)), ("rmse", .number(year.rootMeanSquare)),
            ("coverage", .numbers(year.coverage)), ("bias", .number(year.bias)),
          ])
        })
    ),
  ])
}

private func binJSON(_ bin: Reliability.Bin) -> JSONValue {
  .object([
    ("from", .number(bin.range.lowerBound)), ("to", .number(bin.range.upperBound)),
    ("count", .integer(bin.count)), ("probability", .number(bin.probability)),
    ("frequency", .number(bin.frequency)),
    (
      "consistency90", .numbers([bin.consistency.lowerBound, bin.consistency.upperBound])
    ),
  ])
}

private func planTargetJSON(_ line: PlanTargetLine) -> JSONValue {
  func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
  return .object([
    ("series", .string(line.series)), ("place", .string(line.place.en)),
    ("year", .integer(line.year)), ("target", .number(line.target)),
    ("forecast", number(line.forecast)), ("actual", number(line.actual)),
    ("target_crps", number(line.targetCRPS)), ("forecast_crps", number(line.forecastCRPS)),
  ])
}
