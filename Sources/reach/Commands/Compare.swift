import ArgumentParser
import Assessment
import ReachEngine
import ReachModel
import Reporting

struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare scenarios under the same shocks, and say what explains the difference.",
    usage: """
      reach compare <base> <alternative> ... [options]
      reach compare <base> <plan> ... --matrix --future <scenario> [--future <scenario> ...]
      """,
    discussion: """
      All scenarios meet the same shocks, so that their differences are not noise; each difference is \
      shown with its error and its range over the parameters, and divided among the inputs in which the \
      scenarios differ. With `--matrix` the levers of each plan meet the conditions of each named future.
      """)

  @Argument(help: "The base, then what is compared with it: scenario files or keys.")
  var scenarios: [String]

  @Flag(help: "Every plan in every future, with regret and satisficing measures.")
  var matrix = false

  @Option(help: "A named future for `--matrix`: a scenario; the base's own conditions are one too.")
  var future: [String] = []

  @Option(help: "With `--matrix`: a target's key, or `joint` (default).")
  var target: String?

  @Option(
    help: "With `--matrix`: the P that counts as good enough, for example 50%.",
    transform: PlainAmount.init(typed:))
  var satisfactory = PlainAmount(0.5)

  @OptionGroup var options: AnalysisOptions

  func validate() throws {
    if matrix == future.isEmpty {
      throw ValidationError("`--matrix` and `--future` go together")
    }
    if future.contains("") { throw ValidationError("a future's name is empty") }
    if target != nil, !matrix { throw ValidationError("`--target` goes with `--matrix`") }
    if !(0...1).contains(satisfactory.value) {
      throw ValidationError("`--satisfactory` lies between 0 and 1, not \(satisfactory.value)")
    }
    guard scenarios.count > 1 || matrix else {
      throw ValidationError("name a base and at least one scenario to compare with it")
    }
    if scenarios.contains("") { throw ValidationError("a scenario's name is empty") }
  }

  func run() async throws {
    try await reportingFailures(options.output.lang) {
      if matrix { return try await compareInFutures() }
      var asked = ComparisonOptions(seed: options.seed, threads: options.threadCount)
      asked.draws = options.draws
      asked.sampling = options.sampling
      let settings = asked
      try await AnalysisRun(analysis: "compare", settings: [], options: options).answer(scenarios) {
        models, line in
        let comparison = try await compare(models, settings) { line.show($0) }
        return AnalysisRun.Answer(
          report: report(of: comparison), simulatedDraws: comparison.simulatedDraws,
          failures: comparison.scenarios.reduce(0) { $0 + $1.summary.failures },
          isPartial: !comparison.unfinished.isEmpty, draws: comparison.draws)
      }
    }
  }

  private func compareInFutures() async throws {
    let plans = scenarios.count, futures = future, options = options
    let keys = target.map { [$0] } ?? [], level = satisfactory.value
    let settings =
      ["matrix", "plans \(plans)", "satisfactory \(level)"]
      + (target.map { ["target \($0)"] } ?? [])
    let run = AnalysisRun(analysis: "compare", settings: settings, options: options)
    try await run.answer(
      scenarios + futures, check: { _ = try questions(keys, $0[0]) },
      checkFitted: { try Self.requireComparable($0) }
    ) { models, line in
      let base = models[0], question = try questions(keys, base.study)[0]
      // The base's own conditions are a future as well.
      let ways = [base] + models[plans...]
      for model in models { try Laboratory(model, options).requireFewFailures() }

      var done = 0, shown = line
      defer { line = shown }
      let matrix = try FutureMatrix.simulate(
        base, plans: Array(models[..<plans]), futures: ways, question: question,
        satisfactory: level, sampler: Laboratory(base, options).sampler
      ) {
        done += 1
        shown.show(ForecastProgress(done: done, total: plans * ways.count))
      }
      guard let matrix else {
        throw SimulationFailure(
          scenario: base.study.name, failures: options.draws, draws: options.draws)
      }
      return AnalysisRun.Answer(
        report: report(of: matrix, base.study),
        simulatedDraws: options.draws * plans * matrix.futures.count, failures: matrix.failures,
        isPartial: !matrix.unfinished.isEmpty)
    }
  }

  /// Plans and futures are stated against the base: they have its sectors, years and groups.
  private static func requireComparable(_ models: [FittedModel]) throws(UsageError) {
    for model in models.dropFirst() {
      do throws(Incomparable) {
        _ = try scenarioChanges(from: models[0], to: model)
      } catch {
        throw UsageError(
          message: Label(
            vi: "không thể đặt `\(model.study.name)` bên cạnh `\(models[0].study.name)`",
            en: "`\(model.study.name)` cannot be put beside `\(models[0].study.name)`"),
          help: Label(
            vi: "kế hoạch và bối cảnh phải có cùng năm bắt đầu, số năm, ngành và nhóm hỗ trợ với "
              + "phương án gốc",
            en: "plans and futures need the base's plan year, years, sectors and groups of support")
        )
      }
    }
  }
}
