package import Assessment
import NumericKernels
import ReachModel
import Simulation

/// What `reach model` prints: the form of `expected` in the reference files.
package func modelResultJSON(_ result: ModelResult) -> JSONValue {
  switch result {
  case .path(let path):
    .object([
      ("quarters", .array(path.base.quarters.map(quarter))),
      ("years", years(path.base, path.years)),
      ("years_all_four_support_budgets_doubled", years(path.doubled, path.years)),
    ])
  case .ensemble(let ensemble):
    .object(
      [
        ("draws", .integer(ensemble.draws)),
        ("years", .array((1...ensemble.years).map { ensembleYear($0, ensemble) })),
      ] + failures(ensemble))
  }
}

/// What undecided draws leave open; a model without any says nothing.
private func undecided(_ probability: Probability) -> [(key: String, value: JSONValue)] {
  guard probability.undecided > 0 else { return [] }
  return [
    ("undecided", .integer(probability.undecided)),
    ("bounds", .numbers([probability.bounds.lowerBound, probability.bounds.upperBound])),
  ]
}

/// Draws that failed are in no figure from the quarter of their failure on.
private func failures(_ ensemble: ModelEnsemble) -> [(key: String, value: JSONValue)] {
  let count = ensemble.summary.failures
  return count == 0 ? [] : [("failures", .integer(count))]
}

private func quarter(_ state: QuarterState) -> JSONValue {
  .object([
    ("quarter", .integer(state.quarter)), ("U", .table(state.U)), ("C", .table(state.C)),
    ("entry", .table(state.entry)), ("exit", .numbers(state.exit)),
    ("certified_own_and_programme", .numbers(state.certified)), ("lapsed", .numbers(state.lapsed)),
    ("certified_entrants", .table(state.certifiedEntrants)), ("K", .numbers(state.K)),
    ("KB", .numbers(state.KB)), ("V", .numbers(state.V)),
    ("H_start", .numbers(state.foreignShareAtStart)), ("Q", .numbers(state.Q)),
    ("growth_of_incumbents", .numbers(state.growth)), ("x", .number(state.x)),
    ("r", .integer(Int(state.r))), ("Z", .number(state.Z)), ("R", .number(state.R)),
    ("I", .number(state.I)), ("T", .numbers(state.T)), ("M", .table(state.M)),
    ("N_total", .number(state.firms)), ("C_total", .number(state.certifiedFirms)),
  ])
}

private func years(_ path: Replay, _ count: Int) -> JSONValue {
  .array((1...count).map { year($0, path) })
}

/// A year of a single path; ratios of the identity come from the logs that are recorded.
private func year(_ y: Int, _ path: Replay) -> JSONValue {
  func value(_ quantity: Series.Quantity) -> Double { path[Series(quantity, .year(y))] ?? .nan }
  func rate(_ log: Series.Quantity) -> Double { exponentialMinusOne(value(log)) }
  let share = value(.outcome(.share)), before = value(.shareBefore)
  let right =
    value(.logGrowth) + value(.logInflation) - value(.logManufacturingGrowth)
    - value(.logManufacturingInflation)
  return .object([
    ("N", .number(value(.outcome(.firms)))),
    ("C", .number(value(.outcome(.certified)))), ("T3", .number(share)),
    ("T4", .number(value(.outcome(.growth)))), ("share_before", .number(before)),
    ("g_M", .number(value(.manufacturingGrowth))), ("pi_SI", .number(rate(.logInflation))),
    ("pi_M", .number(rate(.logManufacturingInflation))),
    ("identity_right_side", .number(exponential(right))), ("share_ratio", .number(share / before)),
  ])
}

private let outcomes: [(key: String, outcome: Outcome)] = [
  ("N", .firms), ("C", .certified), ("T3", .share), ("T4", .growth),
]

private func ensembleYear(_ y: Int, _ ensemble: ModelEnsemble) -> JSONValue {
  var entries: [(key: String, value: JSONValue)] = [("year", .integer(y))]
  for (key, outcome) in outcomes {
    guard let summary = ensemble.summary[Series(outcome, .year(y))] else { continue }
    entries.append((key, distribution(summary, isWhole: ensemble.isWhole && outcome.isCount)))
  }
  if !ensemble.hits.isEmpty { entries.append(("probability", probabilities(ensemble.hits[y - 1]))) }
  let differences =
    (outcomes.map { ($0.key, Series.Quantity.outcome($0.outcome)) }
    + [("Q_relative", .output)]).compactMap { key, quantity in
      ensemble.differences[y - 1][quantity].map {
        (key: key, value: mean($0, of: ensemble.draws))
      }
    }
  entries.append(("doubled_budgets_mean_difference", .object(differences)))
  return .object(entries)
}

/// Mean, spread and quantiles; whole numbers also by their distribution, since the standard error
/// of a whole quantile is 0 or 1.
private func distribution(_ summary: SeriesSummary, isWhole: Bool) -> JSONValue {
  let moments = summary.moments
  let quantiles = [5, 10, 25, 50, 75, 90, 95].map { percent in
    (key: String(percent), value: quantile(Double(percent) / 100, summary, isWhole: isWhole))
  }
  return .object([
    ("mean", .number(moments.mean)), ("mean_se", .number(moments.meanError)),
    ("sd", .number(moments.standardDeviation)), ("sd_se", .number(moments.standardDeviationError)),
    ("quantiles", .object(quantiles)),
  ])
}

private func quantile(_ p: Double, _ summary: SeriesSummary, isWhole: Bool) -> JSONValue {
  let value = summary.quantile(p)
  var entries: [(key: String, value: JSONValue)] = [
    ("value", .number(value)), ("se", .number(summary.reading.quantileError(p))),
  ]
  if isWhole {
    let below = summary.reading.distribution(at: value)
    let count = summary.moments.count
    let error = Probability(hits: Int((below * Double(count)).rounded()), draws: count)
      .standardError
    entries += [("cdf_at_value", .number(below)), ("cdf_se", .number(error))]
  }
  return .object(entries)
}

private func probabilities(_ hits: TargetHits) -> JSONValue {
  func entry(_ probability: Probability) -> JSONValue {
    .object(
      [("p", .number(probability.value)), ("se", .number(probability.standardError))]
        + undecided(probability))
  }
  let single = hits.targets.indices.map { i in
    (key: hits.targets[i].key, value: entry(hits.probability(i)))
  }
  return .object(single + [(key: "joint", value: entry(hits.jointProbability))])
}

/// A mean over the draws in which it is known.
private func mean(_ moments: Moments, of draws: Int) -> JSONValue {
  let undecided = draws - moments.count
  return .object(
    [("mean", .number(moments.mean)), ("se", .number(moments.meanError))]
      + (undecided > 0 ? [("undecided", .integer(undecided))] : []))
}
