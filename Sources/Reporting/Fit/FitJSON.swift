package import Assessment
import Econometrics
import LinearAlgebra
import PanelData
import ReachModel

/// What `reach fit --json` prints: the same as the tables, in full precision.
package func fitJSON(_ fitted: FittedModel) -> JSONValue {
  let fit = fitted.fit
  return .object([
    ("format", .string("reach-fit")), ("version", .integer(1)),
    ("scenario", .string(fitted.study.name)), ("as_of", .string("\(fitted.study.asOf)")),
    ("vintage_caveat", .string(fit.vintageCaveat)),
    ("estimates", .array(fit.estimates.map(estimate))),
    ("updates", .array(fit.updates.map(update))),
    ("growth_windows", .array((fit.growth?.windows ?? []).map(window))),
    ("diagnostics", .array(fit.diagnostics.map(diagnostic))),
    ("cannot_say", .array(fit.cannotSay.map(label))),
    ("untouched", .array(fit.untouched.map { .string($0) })),
  ])
}

func label(_ label: Label) -> JSONValue {
  .object([("vi", .string(label.vi)), ("en", .string(label.en))])
}

func origin(_ origin: Origin) -> JSONValue { .string("\(origin.file):\(origin.line)") }

private func estimate(_ estimate: Estimate) -> JSONValue {
  .object([
    ("id", .string(estimate.id)), ("title", label(estimate.title)),
    ("dependent", .string(estimate.dependent)),
    ("observations", .integer(estimate.observations)), ("clusters", .integer(estimate.clusters)),
    ("degrees_of_freedom", .integer(estimate.degreesOfFreedom)),
    ("covariance_convention", label(estimate.covarianceConvention)),
    ("residual_sum_of_squares", .number(estimate.residualSumOfSquares)),
    ("years", .array(estimate.years.map { .integer($0) })),
    ("coefficients", .array(estimate.coefficients.map(coefficient))),
    ("covariance", .table(rows(estimate))),
    ("data", .array(estimate.dataRanges.map(range))), ("notes", .array(estimate.notes.map(label))),
  ])
}

private func rows(_ estimate: Estimate) -> [[Double]] {
  let k = estimate.coefficients.count
  return (0..<k).map { i in (0..<k).map { j in estimate.covariance[i, j] } }
}

private func coefficient(_ item: Coefficient) -> JSONValue {
  .object([
    ("name", .string(item.name)), ("value", .number(item.value)),
    ("standard_error", .number(item.standardError)), ("t", .number(item.t)),
    ("p", .number(item.pValue)),
  ])
}

private func range(_ range: DataRange) -> JSONValue {
  .object([
    ("file", .string(range.file)), ("variable", .string(range.variable)),
    ("first_line", .integer(range.firstLine)), ("last_line", .integer(range.lastLine)),
    ("rows", .integer(range.cells)),
  ])
}

private func update(_ update: ParameterUpdate) -> JSONValue {
  func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
  return .object([
    ("parameter", .string(update.parameter)), ("basis", .string(update.basis.rawValue)),
    ("prior_mean", number(update.priorMoments?.mean)),
    ("prior_sd", number(update.priorMoments?.sd)),
    ("posterior_mean", number(update.posteriorMoments?.mean)),
    ("posterior_sd", number(update.posteriorMoments?.sd)),
    ("learning_ratio", number(update.learningRatio)),
    ("prior_driven", .bool(update.isPriorDriven)), ("formula", label(update.formula)),
    ("estimate", .string(update.estimateID)),
  ])
}

private func window(_ window: GrowthWindow) -> JSONValue {
  .object([
    ("year", .integer(window.year)), ("first_month", .integer(window.months.lowerBound)),
    ("last_month", .integer(window.months.upperBound)), ("growth", .number(window.growth)),
    ("conflict", .bool(window.isConflicting)), ("superseded", .integer(window.superseded.count)),
    ("rows", .array(window.facts.map { origin($0.origin) })),
  ])
}

private func diagnostic(_ item: FitDiagnostic) -> JSONValue {
  .object([
    ("id", .string(item.id)), ("label", label(item.label)), ("value", .number(item.value)),
    ("standard_error", item.standardError.map { .number($0) } ?? .null),
    ("unit", .string(item.unit)),
  ])
}
