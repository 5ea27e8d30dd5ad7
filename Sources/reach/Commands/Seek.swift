import ArgumentParser
import Assessment
import ReachEngine
import ReachFiles
import ReachModel
import Reporting
import Simulation

struct Seek: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seek",
    abstract: "Find the value of one lever or assumption at which a target is reached so surely.",
    usage: "reach seek <scenario> <lever or assumption> \"P(firms) >= 0.8\" [--from A --to B]",
    discussion: """
      A lever is varied as a yearly amount, `support` as a factor on all support budgets, an assumption \
      (a key of `reach uncertainties`) as if it were known. Exits with 3 when the level cannot be reached.
      """)

  @Argument(help: "A scenario file or key.")
  var scenario: String

  @Argument(help: "A lever, `support`, or an uncertainty.")
  var subject: String

  @Argument(
    help: "The probability that must hold, for example \"P(firms) >= 0.8\" or \"P(joint) >= 20%\".",
    transform: Requirement.init(typed:))
  var level: Requirement

  @Option(
    help: "The least value, in the unit of the catalog or in percent.",
    transform: PlainAmount.init(typed:))
  var from: PlainAmount?

  @Option(help: "The greatest value.", transform: PlainAmount.init(typed:))
  var to: PlainAmount?

  @OptionGroup var options: AnalysisOptions

  func validate() throws {
    guard level.comparison == .atLeast else {
      throw ValidationError("ask for a probability with `>=`")
    }
    if let from, let to, from.value > to.value {
      throw ValidationError("`--from` must not be above `--to`")
    }
  }

  func run() async throws {
    let asked = self
    let isReached = Outcome()
    try await reportingFailures(options.output.lang) {
      let settings =
        ["subject \(subject)", "P(\(level.key)) >= \(level.threshold)"]
        + (from.map { ["from \($0.value)"] } ?? []) + (to.map { ["to \($0.value)"] } ?? [])
      let run = AnalysisRun(analysis: "seek", settings: settings, options: options)
      try await run.answer(
        [scenario],
        check: {
          _ = try questions([asked.level.key], $0[0])
        }, checkFitted: { try asked.requireAllowed(asked.subject(of: $0[0])) }
      ) { models, line in
        let found = try asked.found(models[0], &line)
        if case .nothingYet = found.answer.finding { throw CancellationError() }
        switch found.answer.finding {
        case .crossings, .reachedEverywhere, .noEffect(_, isReached: true): break
        default: isReached.value = false
        }
        return AnalysisRun.Answer(
          report: report(of: found, models[0].study), simulatedDraws: found.simulatedDraws,
          failures: found.failures, isPartial: found.answer.end == .stopped)
      }
      if !isReached.value { throw ExitCode(ExitStatus.requirementNotMet.rawValue) }
    }
  }

  /// Whether the level was reached, told out of the search.
  ///
  /// - Note: Unchecked, because it is written before the search ends and read after.
  private final class Outcome: @unchecked Sendable { var value = true }

  private func found(_ model: FittedModel, _ line: inout ProgressLine) throws -> ScenarioSeek {
    let question = try questions([level.key], model.study)[0]
    let laboratory = Laboratory(model, options)
    try laboratory.requireFewFailures()
    let plan = try LeverPlan(model, [question], sampler: laboratory.sampler)
    let subject = try subject(of: model)
    let bounds = bounds(subject, plan)
    var shown = line, points = 0
    defer { line = shown }
    return try ScenarioSeek(
      model, plan, subject, level: level.threshold, bounds: bounds, draws: options.draws,
      progress: { _ in
        points += 1
        // Nine points of the grid, and about as many to narrow down.
        shown.show(ForecastProgress(done: min(points, 19), total: 20))
      }, shouldStop: { Task.isCancelled })
  }

  /// - Throws: ``UsageError`` with the nearest name.
  private func subject(of model: FittedModel) throws(UsageError) -> ScenarioSeek.Subject {
    let levers = model.study.levers
    if let place = levers.firstIndex(where: { $0.key == subject }) {
      return .lever(levers[place], place)
    }
    if subject == "support" { return .support }
    let inputs = model.uncertainInputs
    if let input = inputs.first(where: { $0.key == subject }) { return .input(input) }
    let known = levers.map(\.key) + ["support"] + inputs.map(\.key)
    throw UsageError(
      message: Label(
        vi: "`\(model.study.name)` không có công cụ hoặc giả định chưa chắc chắn `\(subject)`",
        en: "`\(model.study.name)` has no lever or uncertain assumption `\(subject)`"),
      help: nearestName(to: subject, among: known).map {
        Label(vi: "có phải là `\($0)`?", en: "did you mean `\($0)`?")
      }
        ?? Label(
          vi: "công cụ: \(levers.map(\.key).joined(separator: ", ")); giả định: xem "
            + "`reach uncertainties`",
          en: "levers: \(levers.map(\.key).joined(separator: ", ")); assumptions: see "
            + "`reach uncertainties`"))
  }

  /// - Throws: ``UsageError`` where a bound that was given is no value of the subject.
  private func requireAllowed(_ subject: ScenarioSeek.Subject) throws(UsageError) {
    let allowed: ClosedRange<Double> =
      switch subject {
      case .lever(let lever, _): lever.bounds
      case .support: 0...1000
      case .input(let input): input.value.distribution.support
      }
    for end in [from, to].compactMap({ $0?.value }) where !allowed.contains(end) {
      throw UsageError(
        message: Label(
          vi: "`\(self.subject)` không thể là \(plain(end, .vi))",
          en: "`\(self.subject)` cannot be \(plain(end))"),
        help: Label(
          vi: "giá trị nằm giữa \(plain(allowed.lowerBound, .vi)) và "
            + "\(plain(allowed.upperBound, .vi)) (\(Language.vi.unit(subject.unit)))",
          en: "it lies between \(plain(allowed.lowerBound)) and \(plain(allowed.upperBound)) "
            + "(\(subject.unit))"))
    }
    if from == nil, let to, case .input(let input) = subject,
      to.value < input.value.distribution.quantile(0.001)
    {
      throw UsageError(
        message: Label(
          vi: "`--to \(to.value)` thấp hơn các giá trị thông thường của `\(self.subject)`",
          en: "`--to \(to.value)` lies below the usual values of `\(self.subject)`"),
        help: Label(vi: "nêu cả `--from`", en: "give `--from` as well"))
    }
  }

  private func bounds(_ subject: ScenarioSeek.Subject, _ plan: LeverPlan) -> ClosedRange<Double> {
    let usual: ClosedRange<Double>
    switch subject {
    case .lever(let lever, let place):
      usual = lever.bounds.lowerBound...plan.usefulCeiling(place)
    case .support: usual = 0...10
    case .input(let input):
      let law = input.value.distribution
      usual = law.quantile(0.001)...law.quantile(0.999)
    }
    let low = from?.value ?? usual.lowerBound
    return low...(to?.value ?? max(usual.upperBound, low))
  }
}
