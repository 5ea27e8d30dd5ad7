package import Verification

/// A scorecard as data: `reach-scorecard` 1.
///
/// - Parameters:
///   - card: The scores.
///   - context: What was scored.
/// - Returns: One document; its keys are described in the article Scoring.
package func scorecardJSON(
  _ card: Scorecard, _ context: ScorecardContext
) -> JSONValue {
  .object([
    ("format", .string("reach-scorecard")), ("version", .integer(1)),
    ("origin", .object(context.origin)), ("count", .integer(card.items.count)),
    ("confidence", card.spread.map(confidenceJSON) ?? .null),
    ("clustered", .bool(card.isClustered)),
    ("crps_fair", meanJSON(card.fairCRPS)), ("crps", meanJSON(card.crps)),
    ("wis", meanJSON(card.weightedIntervalScore)), ("log_score", meanJSON(card.logScore)),
    ("absolute_error", meanJSON(card.absoluteError)), ("bias", meanJSON(card.bias)),
    (
      "intervals",
      .array(
        card.intervals.map {
          .object([
            ("level", .number($0.level)), ("coverage", meanJSON($0.coverage)),
            ("score", meanJSON($0.score)), ("width", number($0.width)),
          ])
        })
    ),
    ("pit_histogram", .numbers(card.placeHistogram)),
    ("events", card.events.map(eventsJSON) ?? .null),
    ("forecasts", .array(card.items.map(itemJSON))),
    ("waiting", .array(context.waiting.map { .string($0) })),
    ("unforeseen", .array(context.unforeseen.map { .string($0) })),
    ("targets", .array(context.targets.map(\.json))), ("undated", .integer(context.undated)),
  ])
}

private func number(_ value: Double?) -> JSONValue {
  guard let value else { return .null }
  precondition(!value.isNaN, "a score that is no number")
  return value.isFinite ? .number(value) : .string(value > 0 ? "inf" : "-inf")
}

private func meanJSON(_ mean: ScoreMean?) -> JSONValue {
  guard let mean else { return .null }
  return .object([
    ("mean", number(mean.mean)), ("standard_error", number(mean.standardError)),
    ("count", .integer(mean.count)), ("clusters", .integer(mean.clusters)),
  ])
}

private func confidenceJSON(_ test: SpreadTest) -> JSONValue {
  .object([
    ("count", .integer(test.count)), ("level", .number(SpreadTest.level)),
    ("over_confident", .bool(test.isTooNarrow)), ("p_over_confident", .number(test.narrowP)),
    ("under_confident", .bool(test.isTooWide)), ("p_under_confident", .number(test.wideP)),
    ("biased", .bool(test.isBiased)), ("p_biased", .number(test.biasP)),
    ("mean_place", .number(test.meanPlace)),
  ])
}

private func eventsJSON(_ events: BinaryScores) -> JSONValue {
  .object([
    ("brier", .number(events.brier)), ("reliability", .number(events.reliability)),
    ("resolution", .number(events.resolution)), ("uncertainty", .number(events.uncertainty)),
    ("skill", number(events.skill)), ("log_score", number(events.logScore)),
    ("auc", number(events.areaUnderCurve)),
  ])
}

private func itemJSON(_ item: ForecastScore) -> JSONValue {
  .object([
    ("id", .string(item.id)), ("actual", .number(item.actual)),
    ("cluster", item.cluster.map { .string($0) } ?? .null), ("median", number(item.median)),
    ("crps_fair", number(item.fairCRPS)), ("crps", number(item.crps)),
    ("log_score", number(item.logScore)), ("dawid_sebastiani", number(item.dawidSebastiani)),
    ("wis", number(item.weightedIntervalScore)), ("brier", number(item.brier)),
    (
      "intervals",
      .array(
        item.intervals.map {
          .object([
            ("level", .number($0.level)), ("lower", .number($0.range.lowerBound)),
            ("upper", .number($0.range.upperBound)), ("score", .number($0.score)),
            ("covered", .bool($0.isInside)), ("coverage", .number($0.coverage)),
          ])
        })
    ),
    ("pit", item.place.map { .numbers([$0.lowerBound, $0.upperBound]) } ?? .null),
  ])
}
