import Econometrics
import ReachModel

/// What `reach evaluate --json` prints: every number in full precision.
///
/// Infinite and absent numbers are null. Every key is documented in the article on evaluations.
///
/// - Parameters:
///   - evaluated: What was found.
///   - inputs: The evaluation's file as stated, and the file of data.
/// - Returns: One document.
package func evaluationJSON(
  _ evaluated: EvaluatedProgramme, from inputs: RegressionInputs
) -> JSONValue {
  let report = evaluated.report, own = report.specification
  let page = EvaluationPage(evaluated: evaluated, language: .en)
  let vietnamese = EvaluationPage(evaluated: evaluated, language: .vi)
  return .object([
    ("format", .string("reach-evaluation")), ("version", .integer(1)),
    ("name", .string(own.name)), ("title", label(own.title)),
    ("purpose", .string(own.purpose.rawValue)), ("evaluation", inputs.specificationJSON),
    ("data", inputs.dataJSON), ("outcome", .string(own.table.dependent.text)),
    ("unit", label(own.unit)), ("method", .string(own.method.rawValue)),
    ("sample", sample(report)), ("estimate", .number(report.estimate)),
    ("standard_error", report.standardError.map { .number($0) } ?? .null),
    ("interval", interval(report.interval, report.basis)), ("p", .number(report.pValue)),
    ("least_p", .number(report.leastPValue)), ("honest", honest(report)),
    ("events", events(report)), ("mixture", mixture(report)),
    ("placebo_in_time", inTime(report)), ("second_opinion", second(report)),
    (
      "restlessness",
      report.restlessness.map {
        .object([("ratio", .number($0.ratio)), ("share", .number($0.share))])
      } ?? .null
    ), ("feed", feed(evaluated)),
    (
      "statements",
      .array(
        zip(vietnamese.statements, page.statements).map {
          .object([("vi", .string($0)), ("en", .string($1))])
        })
    ),
  ])
}

private func strings(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }

private func range(_ low: Double, _ high: Double) -> [(key: String, value: JSONValue)] {
  [("low", .number(low)), ("high", .number(high))]
}

private func interval(
  _ interval: RandomisedInterval, _ basis: ProgrammeReport.Basis
) -> JSONValue {
  .object(
    range(interval.low, interval.high) + [
      ("level", .number(interval.level)), ("basis", .string(basis.rawValue)),
    ])
}

private func sample(_ report: ProgrammeReport) -> JSONValue {
  let panel = report.sample.panel
  return .object([
    ("units", .integer(panel.units.count)),
    ("periods", .array(panel.periods.map { .integer($0) })),
    ("periods_per_year", .integer(report.sample.periodsPerYear)),
    (
      "treated",
      .array(
        panel.treated.map { place in
          .object([
            ("unit", .string(panel.units[place])),
            ("from", .integer(panel.periods[panel.starts[place]])),
          ])
        })
    ),
    ("incomplete", strings(report.sample.incomplete)), ("always", strings(report.sample.always)),
    ("later", strings(report.sample.later)),
  ])
}

private func honest(_ report: ProgrammeReport) -> JSONValue {
  guard let honest = report.honest else { return .null }
  return .object(
    range(honest.interval.lowerBound, honest.interval.upperBound) + [
      ("level", .number(report.interval.level)),
      ("relative_magnitude", .number(honest.relativeMagnitude)),
      ("identified_low", .number(honest.identified.lowerBound)),
      ("identified_high", .number(honest.identified.upperBound)),
      ("largest_drift", .number(honest.largestDrift)),
      ("breakdown", honest.breakdown.map { .number($0) } ?? .null),
      ("unbounded_there", .bool(honest.isUnboundedThere)),
    ])
}

private func events(_ report: ProgrammeReport) -> JSONValue {
  guard let differences = report.differences else { return .null }
  return .array(
    zip(differences.study.events, differences.eventIntervals).map { event, bounds in
      .object(
        [
          ("distance", .integer(event.distance)), ("estimate", .number(event.estimate)),
          ("standard_error", .number(event.standardError)), ("units", .integer(event.units)),
        ] + range(bounds.lowerBound, bounds.upperBound))
    })
}

private func mixture(_ report: ProgrammeReport) -> JSONValue {
  guard let synthetic = report.synthetic else { return .null }
  let own = synthetic.placebos.own, panel = report.sample.panel
  return .object([
    ("own_level", .bool(synthetic.hasOwnLevel)),
    (
      "weights",
      .object(
        zip(own.donors, own.weights).filter { $0.1 > 0 }.map {
          (panel.units[$0], JSONValue.number($1))
        })
    ),
    ("gaps", .numbers(own.gaps)), ("error_before", .number(own.errorBefore)),
    ("error_after", .number(own.errorAfter)), ("is_exact", .bool(own.isExact)),
    ("uses_ratio", .bool(synthetic.placebos.usesRatio)),
    ("rank_of_fit", .number(synthetic.rankOfFit)),
    (
      "statistics",
      .object(
        zip(synthetic.placebos.controls, synthetic.placebos.statistics).map {
          (panel.units[$0.unit], JSONValue.number($1))
        })
    ),
    ("p_by_time", .number(synthetic.conformalPValue)),
  ])
}

private func inTime(_ report: ProgrammeReport) -> JSONValue {
  guard let inTime = report.inTime else { return .null }
  return .object([
    ("p", .number(inTime.pValue)), ("size", .number(inTime.size)), ("fails", .bool(inTime.fails)),
    (
      "dates",
      .array(
        inTime.dates.map { date in
          .object([
            ("from", .integer(date.from)), ("estimate", .number(date.estimate)),
            ("p", .number(date.pValue)),
          ])
        })
    ),
  ])
}

private func second(_ report: ProgrammeReport) -> JSONValue {
  switch report.second {
  case .made(let method, let estimate, let p):
    .object([
      ("method", .string(method.rawValue)), ("estimate", .number(estimate)), ("p", .number(p)),
      ("reason", .null),
    ])
  case .none(let reason):
    .object([("method", .null), ("estimate", .null), ("p", .null), ("reason", label(reason))])
  }
}

private func feed(_ evaluated: EvaluatedProgramme) -> JSONValue {
  guard let feed = evaluated.feed, let asked = evaluated.report.specification.feed else {
    return .null
  }
  switch feed {
  case .refused(let reason):
    return .object([
      ("uncertainty", .string(asked.uncertainty)), ("is_fed", .bool(false)),
      ("reason", label(reason)),
    ])
  case .fed(let fed):
    func moments(_ moments: Moments?) -> JSONValue {
      guard let moments else { return .null }
      return .object([("mean", .number(moments.mean)), ("sd", .number(moments.sd))])
    }
    return .object([
      ("uncertainty", .string(asked.uncertainty)), ("is_fed", .bool(true)),
      ("value", .number(fed.value)), ("honest_error", .number(fed.honestError)),
      ("used_error", .number(fed.usedError)), ("divisor", .number(fed.divisor)),
      ("discount", .number(asked.discount)), ("prior", moments(fed.update.priorMoments)),
      ("posterior", moments(fed.update.posteriorMoments)),
      ("learning_ratio", fed.update.learningRatio.map { .number($0) } ?? .null),
      ("formula", label(fed.update.formula)),
    ])
  }
}
