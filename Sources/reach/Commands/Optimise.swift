import ArgumentParser
import Assessment
import ReachEngine
import ReachModel
import Reporting
import Simulation

struct Optimise: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "optimise",
    abstract: "Find the cheapest budget and its split, or the best split of a budget.",
    usage: """
      reach optimise <scenario> --reach "P(joint) >= 0.2"
      reach optimise <scenario> --budget "60 billion VND" [--target firms]
      reach optimise <scenario> --frontier 8
      reach optimise <scenario> --pareto --target firms --target growth
      """,
    discussion: """
      Budgets are billion VND a year for each lever, totals billion VND over the plan. The winner is \
      certified on fresh draws. Exits with 3 when what is asked cannot be reached.
      """)

  @Argument(help: "A scenario file or key.")
  var scenario: String

  @Option(
    help: "A probability to be reached at least cost, for example \"P(firms) >= 0.8\"; repeatable.",
    transform: Requirement.init(typed:))
  var reach: [Requirement] = []

  @Option(
    help: "The most that the whole plan may cost, for example \"60 billion VND\".",
    transform: Money.init(typed:))
  var budget: Money?

  @Option(help: "The least that the whole plan must cost.", transform: Money.init(typed:))
  var leastBudget: Money?

  @Option(help: "P against the budget, at so many totals; 2 to 40.")
  var frontier: Int?

  @Flag(help: "Plans that none beats in every target named.")
  var pareto = false

  @Option(help: "What is to be as likely as possible: a target or `joint` (default); repeatable.")
  var target: [String] = []

  @Option(
    help: "A lever's floor, for example linkage=5; repeatable.",
    transform: LeverAmount.init(typed:))
  var floor: [LeverAmount] = []

  @Option(help: "A lever's ceiling; repeatable.", transform: LeverAmount.init(typed:))
  var ceiling: [LeverAmount] = []

  @Option(help: "A lever that is fixed; repeatable.", transform: LeverAmount.init(typed:))
  var fix: [LeverAmount] = []

  @Option(
    help: "A lever whose budget is a multiple, for example rd_transfer=5; repeatable.",
    transform: LeverAmount.init(typed:))
  var step: [LeverAmount] = []

  @Option(help: "Plans that may be simulated, 20 to 2000.")
  var evaluations = 150

  @OptionGroup var options: AnalysisOptions

  func validate() throws {
    let modes = [!reach.isEmpty, frontier != nil, pareto].count { $0 }
    if modes > 1 { throw ValidationError("give one of `--reach`, `--frontier`, `--pareto`") }
    if let frontier, !(2...40).contains(frontier) {
      throw ValidationError("`--frontier` must be 2 to 40, not \(frontier)")
    }
    if reach.contains(where: { $0.comparison != .atLeast }) {
      throw ValidationError("ask for a probability with `>=`")
    }
    if !reach.isEmpty, !target.isEmpty {
      throw ValidationError("`--reach` names its targets itself; leave `--target` out")
    }
    if pareto, target.count < 2 { throw ValidationError("name two or more `--target`") }
    if !pareto, target.count > 1 { throw ValidationError("several `--target` need `--pareto`") }
    if !(20...2000).contains(evaluations) {
      throw ValidationError("`--evaluations` must be 20 to 2000, not \(evaluations)")
    }
  }

  private var keys: [String] { reach.isEmpty ? target : reach.map(\.key) }

  private var settings: [String] {
    reach.map { "P(\($0.key)) >= \($0.threshold)" } + target.map { "target \($0)" }
      + (budget.map { ["budget \($0.billions)"] } ?? [])
      + (leastBudget.map { ["least budget \($0.billions)"] } ?? [])
      + (frontier.map { ["frontier \($0)"] } ?? []) + (pareto ? ["pareto"] : [])
      + [("floor", floor), ("ceiling", ceiling), ("fix", fix), ("step", step)].flatMap {
        name, amounts in amounts.map { "\(name) \($0.lever)=\($0.amount)" }
      } + ["evaluations \(evaluations)"]
  }

  func run() async throws {
    let asked = self
    let isReached = Outcome()
    try await reportingFailures(options.output.lang) {
      let run = AnalysisRun(analysis: "optimise", settings: settings, options: options)
      try await run.answer(
        [scenario],
        check: { studies in
          _ = try questions(asked.keys, studies[0])
          try asked.checkLevers(studies[0])
        }
      ) { models, line in
        let found = try asked.found(models[0], &line)
        if case .plan(let answer, _) = found.found, case .nothingYet = answer.finding {
          throw CancellationError()
        }
        if case .plan(let answer, _) = found.found {
          switch answer.finding {
          case .best, .heldAtFloor: break
          case .noLeverActs: isReached.value = asked.reach.isEmpty
          default: isReached.value = false
          }
        }
        return AnalysisRun.Answer(
          report: report(of: found, models[0].study), simulatedDraws: found.simulatedDraws,
          failures: found.failures, isPartial: found.isStopped)
      }
      if !isReached.value { throw ExitCode(ExitStatus.requirementNotMet.rawValue) }
    }
  }

  /// Whether what was asked was reached, told out of the search.
  ///
  /// - Note: Unchecked, because it is written before the search ends and read after.
  private final class Outcome: @unchecked Sendable { var value = true }

  private func checkLevers(_ study: Study) throws(UsageError) {
    for amount in floor + ceiling + fix + step
    where !study.levers.contains(where: { $0.key == amount.lever }) {
      throw UsageError(
        message: Label(
          vi: "`\(study.name)` không có công cụ `\(amount.lever)`",
          en: "`\(study.name)` has no lever `\(amount.lever)`"),
        help: Label(
          vi: "các công cụ: \(study.levers.map(\.key).joined(separator: ", "))",
          en: "its levers are \(study.levers.map(\.key).joined(separator: ", "))"))
    }
    for lever in study.levers {
      let low = amount(fix, lever) ?? amount(floor, lever) ?? lever.bounds.lowerBound
      let high = amount(fix, lever) ?? amount(ceiling, lever) ?? lever.bounds.upperBound
      guard low <= high else {
        throw UsageError(
          message: Label(
            vi: "mức sàn của `\(lever.key)`, \(plain(low, .vi)), cao hơn mức trần, "
              + "\(plain(high, .vi))",
            en: "the floor of `\(lever.key)`, \(plain(low)), lies above its ceiling, \(plain(high))"
          ),
          help: Label(
            vi: "cho mức sàn không cao hơn mức trần", en: "give a floor that is at most the ceiling"
          ))
      }
      guard lever.bounds.contains(low), lever.bounds.contains(high) else {
        throw UsageError(
          message: Label(
            vi: "`\(lever.key)` không thể nằm giữa \(plain(low, .vi)) và \(plain(high, .vi))",
            en: "`\(lever.key)` cannot lie between \(plain(low)) and \(plain(high))"),
          help: Label(
            vi: "danh mục cho phép từ \(plain(lever.bounds.lowerBound, .vi)) đến "
              + "\(plain(lever.bounds.upperBound, .vi)) \(Language.vi.unit(lever.unit)) mỗi năm",
            en: "the catalog allows \(plain(lever.bounds.lowerBound)) to "
              + "\(plain(lever.bounds.upperBound)) \(lever.unit) a year"))
      }
      if let step = amount(step, lever), step <= 0 {
        throw UsageError(
          message: Label(
            vi: "bước của `\(lever.key)` phải dương",
            en: "the step of `\(lever.key)` must be positive"),
          help: Label(vi: "ví dụ \(lever.key)=5", en: "for example \(lever.key)=5"))
      }
    }
  }

  private func amount(_ amounts: [LeverAmount], _ lever: LeverSetting) -> Double? {
    amounts.last { $0.lever == lever.key }?.amount
  }

  private func limits(_ plan: LeverPlan) -> BudgetLimits {
    let years = plan.years
    let levers = plan.levers.indices.map { place in
      let lever = plan.levers[place], fixed = amount(fix, lever)
      let low = fixed ?? amount(floor, lever) ?? lever.bounds.lowerBound
      let high = fixed ?? amount(ceiling, lever) ?? max(low, plan.usefulCeiling(place))
      let widest = min(lever.bounds.upperBound, max(2 * high, plan.usefulCeiling(place)))
      return PlanLever(
        lever.key, bounds: low...high, step: amount(step, lever), weight: years[place],
        present: plan.present[place], domain: lever.bounds.lowerBound...max(high, widest))
    }
    // The best split of a budget is that of the present one where none is named.
    let spent = zip(plan.present, years).reduce(0) { $0 + $1.0 * $1.1 }
    let isSplit = reach.isEmpty && frontier == nil && !pareto
    return BudgetLimits(
      levers, totalFloor: leastBudget?.billions,
      totalCeiling: budget?.billions ?? (isSplit || pareto ? spent : nil))
  }

  private func aim(_ limits: BudgetLimits) -> PlanDecision.Aim {
    if !reach.isEmpty { return .cheapest(reach.map(\.threshold)) }
    if pareto { return .pareto }
    guard let frontier else { return .bestSplit }
    return .frontier(
      .spread(frontier, upTo: budget?.billions ?? limits.cost(of: limits.ceiling)))
  }

  private func found(_ model: FittedModel, _ line: inout ProgressLine) throws -> PlanDecision {
    let asked = try questions(keys, model.study)
    let laboratory = Laboratory(model, options)
    try laboratory.requireFewFailures()
    let plan = try LeverPlan(model, asked, sampler: laboratory.sampler)
    let fresh = try plan.with(
      Laboratory(model, options, seed: options.seed &+ 0x9E37_79B9_7F4A_7C15).sampler)
    let limits = limits(plan)
    var shown = line
    defer { line = shown }
    let plans = frontier.map { max(evaluations, 40 * $0) } ?? evaluations
    return try PlanDecision(
      model.study.name, plan, fresh: fresh, aim: aim(limits), limits: limits,
      effort: SearchEffort(
        coarseDraws: min(options.draws, 16_384), fineDraws: options.draws, evaluations: plans),
      progress: {
        shown.show(ForecastProgress(done: $0.evaluations, total: $0.limit + 2))
      }, shouldStop: { Task.isCancelled })
  }
}
