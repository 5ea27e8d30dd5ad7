package import Assessment
package import Econometrics
import LinearAlgebra
import PanelData
import ReachModel

/// What `reach fit --json` prints: the same as the tables, in full precision.
///
/// - Parameters:
///   - fitted: The model after the data.
///   - regressions: Those of the scenario's own block, with what they were made from.
/// - Returns: One document.
package func fitJSON(
  _ fitted: FittedModel, regressions: [(report: RegressionReport, inputs: RegressionInputs)] = []
) -> JSONValue {
  let fit = fitted.fit
  return .object([
    ("format", .string("reach-fit")), ("version", .integer(1)),
    ("scenario", .string(fitted.study.name)), ("as_of", .string("\(fitted.study.asOf)")),
    ("vintage_caveat", .string(fit.vintageCaveat)),
    ("flagged_cells", .integer(fit.flagged.count)),
    ("estimates", .array(fit.estimates.map(estimate))),
    ("updates", .array(fit.updates.map(update))),
    ("commitments", .array(fit.commitments.map(commitments))),
    ("growth_windows", .array((fit.growth?.windows ?? []).map(window))),
    ("growth_held_fixed", heldFixed(fit)),
    ("diagnostics", .array(fit.diagnostics.map(diagnostic))),
    ("regressions", .array(regressions.map { regressionJSON($0.report, from: $0.inputs) })),
    ("cannot_say", .array(fit.cannotSay.map(label))),
    ("untouched", .array(names(fitted.untouched.map(\.parameter.rawValue)))),
    ("untouched_inputs", .array(fitted.untouched.map { .string($0.key) })),
  ])
}

/// Each once, in their order.
private func names(_ names: [String]) -> [JSONValue] {
  var seen: Set<String> = []
  return names.filter { seen.insert($0).inserted }.map { .string($0) }
}

private func commitments(_ year: YearlyCommitments) -> JSONValue {
  .object([
    ("year", .integer(year.year)), ("million_usd", .number(year.amount)),
    ("rows", .array(year.cells.map { origin($0.origin) })),
  ])
}

/// Measurement error and stress, under which the windows were read.
private func heldFixed(_ fit: FitReport) -> JSONValue {
  .object([
    ("growth_error_month_points", .number(fit.growthError.month)),
    ("growth_error_new_year_points", .number(fit.growthError.newYearMonth)),
    ("printed_step_points", .number(MeasurementError.printedStep)),
    ("stress_entry", .number(fit.stress.entry)), ("stress_stay", .number(fit.stress.stay)),
    ("stress_jump", .number(fit.stress.jump)),
    ("stress_recovered", .number(fit.stress.recovered)),
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
    ("degrees_of_freedom", number(estimate.coefficients.map(\.degreesOfFreedom).min())),
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
    ("standard_error", .number(item.standardError)),
    ("degrees_of_freedom", .number(item.degreesOfFreedom)), ("t", .number(item.t)),
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

private func number(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }

private func update(_ update: ParameterUpdate) -> JSONValue {
  .object([
    ("parameter", .string(update.parameter)), ("basis", .string(update.basis.rawValue)),
    ("prior_mean", number(update.priorMoments?.mean)),
    ("prior_sd", number(update.priorMoments?.sd)),
    ("posterior_mean", number(update.posteriorMoments?.mean)),
    ("posterior_sd", number(update.posteriorMoments?.sd)),
    ("posterior_law", law(update.posterior)),
    ("learning_ratio", number(update.learningRatio)),
    ("learning_ratio_unbounded", number(update.unboundedLearningRatio)),
    ("prior_driven", .bool(update.isPriorDriven)), ("shift_prior_sds", number(update.shift)),
    ("contradicts_prior", .bool(update.contradictsPrior)), ("formula", label(update.formula)),
    ("estimate", .string(update.estimateID)),
  ])
}

/// Location and scale on the link's scale; df is null for a normal.
private func law(_ distribution: Distribution) -> JSONValue {
  if case .linked(let link, let location, let scale, let df) = distribution {
    return law(link, location, scale, df)
  }
  return distribution.unbounded.map { law($0.link, $0.mean, $0.sd, nil) } ?? .null
}

private func law(_ link: Link, _ location: Double, _ scale: Double, _ df: Double?) -> JSONValue {
  .object([
    ("link", .string(link.rawValue)), ("location", .number(location)), ("scale", .number(scale)),
    ("degrees_of_freedom", number(df)),
  ])
}

private func window(_ window: GrowthWindow) -> JSONValue {
  .object([
    ("year", .integer(window.year)), ("first_month", .integer(window.months.lowerBound)),
    ("last_month", .integer(window.months.upperBound)), ("growth", .number(window.growth)),
    ("published", window.facts.first.map { .string("\($0.published)") } ?? .null),
    ("values_percent", .numbers(window.facts.map(\.value))),
    ("conflict", .bool(window.isConflicting)), ("superseded", .integer(window.superseded.count)),
    ("rows", .array(window.facts.map { origin($0.origin) })),
  ])
}

private func diagnostic(_ item: FitDiagnostic) -> JSONValue {
  .object([
    ("id", .string(item.id)), ("label", label(item.label)), ("value", .number(item.value)),
    ("standard_error", item.standardError.map { .number($0) } ?? .null),
    ("unit", .string(item.unit.en)), ("feeds", .array(item.feeds.map { .string($0) })),
  ])
}
