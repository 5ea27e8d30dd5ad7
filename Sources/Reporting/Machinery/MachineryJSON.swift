import ReachModel
import Verification

extension MachineryReport {
  /// What is not one labelled number: curves, verdicts, years, and what cannot be said.
  var details: [(key: String, value: JSONValue)] {
    [
      ("calibrations", .array(calibrations.map(\.json))),
      ("yearly_growth", yearlyGrowth.map(\.json) ?? .null),
      (
        "predictive",
        .array(
          relations.map { relation in
            .object([
              ("key", .string(relation.key)), ("label", labelJSON(relation.label)),
              (
                "outside",
                .object([
                  ("prior", .array(outside(relation, \.prior))),
                  ("posterior", .array(outside(relation, \.posterior))),
                ])
              ),
            ])
          })
      ),
      (
        "scaling",
        .object([
          ("draws", .integer(draws)), ("pareto_shape", shape.map { .number($0) } ?? .null),
          (
            "diagnoses",
            .array(
              scaled.map { item in
                .object([
                  ("key", .string(item.key)),
                  ("kind", .string(item.event == nil ? "parameter" : "target")),
                  ("diagnosis", .string(item.row.diagnosis.rawValue)),
                ])
              })
          ),
        ])
      ),
      ("cannot_say", .array(cannotSay.map(labelJSON))),
    ]
  }

  private func outside(
    _ relation: RelationCheck, _ figure: (PredictiveCheck) -> PredictedFigure?
  ) -> [JSONValue] {
    relation.checks.filter { figure($0)?.isSurprising ?? false }.map { .string($0.key) }
  }
}

private func labelJSON(_ label: Label) -> JSONValue {
  .object([("vi", .string(label.vi)), ("en", .string(label.en))])
}

extension CalibrationResult {
  fileprivate var json: JSONValue {
    .object([
      ("key", .string(key)), ("label", labelJSON(label)),
      ("replications", .integer(replications)), ("false_alarms", .number(falseAlarms)),
      (
        "quantities",
        .array(
          quantities.map { quantity, sample in
            .object(
              [("key", .string(quantity.key)), ("label", labelJSON(quantity.label))]
                + (sample.map(curve) ?? [("places", .integer(0))]))
          })
      ),
    ])
  }

  /// Counts of places at or below each point, with their limits.
  private func curve(_ sample: PlaceSample) -> [(key: String, value: JSONValue)] {
    [
      ("places", .integer(sample.places.count)),
      ("verdict", .array(faults(sample).map { .string($0.rawValue) })),
      ("points", .numbers(sample.band.points)),
      ("counts", .array(sample.counts.map { .integer($0) })),
      ("lower", .array(sample.band.limits.map { .integer($0.lowerBound) })),
      ("upper", .array(sample.band.limits.map { .integer($0.upperBound) })),
    ]
  }
}

extension YearlyGrowthCheck {
  fileprivate var json: JSONValue {
    .object([
      ("prior_holds", .bool(holds(prior))),
      ("posterior_holds", posterior.map { .bool(holds($0)) } ?? .null),
      (
        "years",
        .array(
          years.map {
            .object([
              ("year", .integer($0.year)), ("growth", .number($0.growth)),
              ("of", .string($0.isIndustry ? "industry" : "manufacturing")),
            ])
          })
      ),
    ])
  }
}
