package import Econometrics
import LinearAlgebra
import ReachModel

/// What `reach fit SPEC.yaml --json` prints: every number in full precision.
///
/// Infinite and absent numbers are null; interval ends that are not bounded too. Every key is
/// documented in the article on this document.
package func regressionJSON(
  _ report: RegressionReport, from inputs: RegressionInputs
) -> JSONValue {
  .object([
    ("format", .string("reach-regression")), ("version", .integer(1)),
    ("name", .string(report.name)), ("title", label(report.title)),
    ("dependent", .string(report.dependent)), ("estimator", .string(report.estimator)),
    ("method", label(report.method)), ("specification", inputs.specificationJSON),
    ("data", inputs.dataJSON), ("observations", .integer(report.observations)),
    ("sample", .object(report.sample.map { ($0.id, .integer($0.count)) })),
    ("effects", .object(report.effects.map { ($0.name, .integer($0.levels)) })),
    ("coefficients", .array(report.coefficients.map(coefficient))),
    ("covariance", report.covariance.map(covariance) ?? .null),
    ("statistics", .object(report.statistics.map { ($0.id, .number($0.value)) })),
    ("tests", .object(report.tests.map(test))),
    ("influence", report.influence.map(influence) ?? .null),
    ("placebo", .array(report.placebo.map(placebo))),
    ("trends", .array(report.trends.map(period))),
    ("bootstrap", .array(report.bootstrap.map(bootstrap))),
    ("tables", .object(report.tables.map { ($0.id, table($0)) })),
    ("notes", .array(report.notes.map(label))),
    (
      "conclusions",
      .array(report.statements.map(label) + report.conclusions.map { conclusion($0, report) })
    ),
  ])
}

private func coefficient(_ item: ReportedCoefficient) -> JSONValue {
  .object([
    ("name", .string(item.name)), ("value", .number(item.value)),
    ("standard_error", .number(item.standardError)),
    ("degrees_of_freedom", .number(item.degreesOfFreedom)), ("t", .number(item.t)),
    ("p", .number(item.pValue)), ("p_adjusted", number(item.adjustedPValue)),
    ("low_95", .number(item.low)), ("high_95", .number(item.high)),
    ("minimum_detectable", .number(item.minimumDetectable)),
    ("variance_inflation", number(item.varianceInflation)),
    ("share_within", number(item.shareWithin)),
  ])
}

private func covariance(_ estimate: CovarianceEstimate) -> JSONValue {
  let k = estimate.matrix.rows
  return .object([
    ("name", .string(estimate.name)), ("convention", label(estimate.convention)),
    (
      "clusters",
      .object(estimate.clusters.map { ($0.name, .integer($0.count)) })
    ),
    ("matrix", .table((0..<k).map { i in (0..<k).map { estimate.matrix[i, $0] } })),
  ])
}

private func test(_ outcome: DiagnosticOutcome) -> (key: String, value: JSONValue) {
  switch outcome {
  case .notApplicable(let id, let reason):
    (id, .object([("statistic", .null), ("reason", label(reason))]))
  case .tested(let test):
    (
      test.id,
      .object([
        ("statistic", .number(test.statistic)), ("law", .string(test.law.name)),
        ("distribution", .string(test.law.family)),
        ("degrees_of_freedom", .numbers(test.law.degreesOfFreedom)),
        ("p", .number(test.pValue)), ("hypothesis", label(test.hypothesis)),
        ("convention", label(test.convention)),
      ])
    )
  }
}

private func influence(_ influence: ReportedInfluence) -> JSONValue {
  .object([
    ("grouping", .string(influence.grouping)), ("coefficient", .string(influence.coefficient)),
    ("value", .number(influence.value)),
    (
      "clusters",
      .array(
        influence.clusters.map { row in
          .object([
            ("label", .string(row.label)), ("rows", .integer(row.rows)),
            ("leverage", .number(row.leverage)),
            ("partial_leverage", .number(row.partialLeverage)), ("without", number(row.without)),
          ])
        })
    ),
  ])
}

private func placebo(_ result: PlaceboResult) -> JSONValue {
  .object([
    ("lead", .integer(result.lead)), ("instead", .bool(result.isInstead)),
    ("observations", .integer(result.observations)),
    ("coefficient", coefficient(result.coefficient)), ("fails", .bool(result.fails)),
  ])
}

private func period(_ period: ReportedPeriod) -> JSONValue {
  .object([
    ("distance", .integer(period.distance)), ("coefficient", coefficient(period.coefficient)),
  ])
}

private func bootstrap(_ result: ReportedBootstrap) -> JSONValue {
  .object([
    ("coefficient", .string(result.coefficient)), ("method", label(result.method)),
    ("draws", .integer(result.draws)), ("t", .number(result.statistic)),
    ("p", .number(result.pValue)), ("p_equal_tailed", number(result.equalTailedPValue)),
    (
      "confidence_set_95",
      result.hasConfidenceSet ? .table(result.confidenceSet.map { [$0.low, $0.high] }) : .null
    ),
  ])
}

private func table(_ table: ReportedTable) -> JSONValue {
  .object([
    ("title", label(table.title)),
    (
      "rows",
      .array(
        table.rows.map { row in
          .object(
            [("name", .string(row.name))]
              + zip(table.columns, row.values).map { ($0.id, number($1)) })
        })
    ),
    ("notes", .array(table.notes.map(label))),
  ])
}

private func conclusion(_ conclusion: Conclusion, _ report: RegressionReport) -> JSONValue {
  .object([
    ("vi", .string(conclusionText(conclusion, of: report, .vi))),
    ("en", .string(conclusionText(conclusion, of: report, .en))),
  ])
}

private func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
