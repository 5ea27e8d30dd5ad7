import ArgumentParser
import Assessment
import Foundation
import ReachEngine
import ReachFiles
import ReachModel
import Reporting
import Simulation
import Verification

struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Forecast scenarios: print the verdict and write a run folder for each.",
    usage: "reach run <scenarios> ... [options]",
    discussion: """
      Several scenarios meet the same shocks, so that their differences are not noise. \
      Exits with 3 when a `--require` does not hold.
      """)

  @Argument(help: "Scenario files, or keys of shipped scenarios.")
  var scenarios: [String]

  @Option(
    help: "Number of draws, 2 to 2^40 (default: 100000; with --until the most, default: 2^30).")
  var draws: Int?

  @Option(
    help: """
      How the draws fill the space: `plain`, independently, or `sobol`, by scrambled Sobol' points, \
      which come to the same probabilities with smaller errors.
      """)
  var sampling = SamplingMethod.sobol

  @Option(
    help: """
      Draw until P of every target is known to that many points, for example "0.2 points": half of its 95 % \
      interval; 0.02 to 50.
      """)
  var until: Precision?

  @Option(help: "Seed; the same seed gives the same shocks.")
  var seed: UInt64 = 1

  @Option(help: "Threads; all processors if not given. The result does not depend on it.")
  var threads: Int?

  @Option(help: "Where run folders go; `Results` of the project if not given.")
  var results: String?

  @Option(help: "How many draws to keep one by one in draws.bin.")
  var keepDraws = 20_000

  @Option(
    help: "A probability that must hold, for example \"P(firms) >= 0.8\"; repeatable.",
    transform: Requirement.init(typed:))
  var require: [Requirement] = []

  @OptionGroup var output: OutputOptions

  func validate() throws {
    // Beyond 2^40 the ensemble would meet the shocks of the nested design.
    if let draws, !(2...1 << 40).contains(draws) {
      throw ValidationError("`--draws` must be 2 to 2^40, not \(draws)")
    }
    if results == "" { throw ValidationError("the folder of `--results` is empty") }
    if scenarios.contains("") { throw ValidationError("a scenario's name is empty") }
    if let threads, threads < 1 {
      throw ValidationError("`--threads` must be positive, not \(threads)")
    }
    if keepDraws < 0 { throw ValidationError("`--keep-draws` must not be negative") }
  }

  func run() async throws {
    try await reportingFailures(output.lang) {
      let start = Resources()
      let early = Interruption.ending(resume: CommandLine.arguments)
      let (session, observed) = try await Session.withData(results: results)
      let studies = try session.studies(scenarios)
      session.warn(of: studies)
      try checkRequirements(studies)
      let fitted = withSkills(try session.fitted(studies, to: observed), observed)
      session.warn(ofTargets: fitted, output.lang)
      try RunFolder.makeRoom(
        in: session.project.results, bytes: fitted.reduce(0) { try $0 + leastBytes($1) })
      let simulation = Resources()
      early.cancel()
      let forecasts = try await simulate(fitted)
      warnIfUnsure(forecasts)
      let writer = RunWriter(session: session, observed: observed, options: options)
      let end = Resources()
      let timing = RunTiming(start: start, simulation: simulation, end: end)
      let summary = try writer.summary(forecasts, timing)
      let language = output.lang, isJSON = output.json
      // Put into words while the folders are put on the disk.
      async let verdict =
        isJSON
        ? verdictJSON(forecasts, run: summary.identity).text
        : verdictText(
          forecasts, language: language, run: summary, isTerminal: isStandardOutputStyled)
      let folders = try writer.write(forecasts, timing)
      SignalWatch.restoreSignals()
      try printResult(await verdict + (isJSON ? "" : names(of: folders, session.project)))
      try leaveIfUnmet(forecasts)
    }
  }

  /// With what back-tests as of each model's date say; a quick look does without.
  private func withSkills(_ models: [FittedModel], _ observed: ObservedData) -> [FittedModel] {
    guard options.draws >= Self.fewestDrawsForSkill else { return models }
    var known: [CalendarDate: [SeriesSkill]] = [:]
    return models.map { model in
      let date = model.study.asOf
      let skills =
        known[date] ?? ReachEngine.skills(observed.panel, asOf: date, threads: options.threads)
      known[date] = skills
      var model = model
      model.skills = skills
      return model
    }
  }

  /// Back-tests take a tenth of a second, longer than a look at a few thousand draws.
  private static let fewestDrawsForSkill = 10_000

  private var options: ForecastOptions {
    var options = ForecastOptions(
      draws: draws ?? (until == nil ? 100_000 : 1 << 30), seed: seed,
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, keptDraws: keepDraws)
    options.sampling = sampling
    options.until = until?.error
    return options
  }

  /// What the run folder of a model has at least: its draws, and its tables, a quarter of a mebibyte
  /// for a run of one year.
  private func leastBytes(_ fitted: FittedModel) throws -> Int {
    let drawn = Parameter.allCases.reduce(0) { count, parameter in
      count + fitted.model.parameters[parameter].count { !$0.distribution.isFixed }
    }
    let chances = sampling == .sobol ? fitted.study.targets.count : 0
    let columns = drawn + KeptDraws.kept(of: SeriesList(of: fitted.model)).count + chances
    let kept = 8 * min(keepDraws, options.draws) * columns
    if kept > Self.greatestFile {
      throw UsageError(
        message: Label(
          vi: "`--keep-draws` sẽ tạo tệp \(kept >> 30) GiB cho `\(fitted.study.name)`, trong khi "
            + "chỉ kiểm chứng được 4 GiB",
          en: "`--keep-draws` would make a file of \(kept >> 30) GiB for "
            + "`\(fitted.study.name)`, of which 4 GiB can be verified"),
        help: Label(
          vi: "giữ nhiều nhất \(Self.greatestFile / (8 * columns)) lần mô phỏng",
          en: "keep at most \(Self.greatestFile / (8 * columns)) draws"))
    }
    return kept + 1 << 18
  }

  private static let greatestFile = 4 << 30

  private func simulate(_ fitted: [FittedModel]) async throws -> [Forecast] {
    let options = options
    return try await Interruption.cancelling(resume: CommandLine.arguments) {
      var line = ProgressLine(output.lang)
      defer { line.finish() }
      return try await forecast(fitted, options) { line.show($0) }
    }
  }

  /// The most draws may be done before every P is as sure as was asked for.
  private func warnIfUnsure(_ forecasts: [Forecast]) {
    guard let until else { return }
    let numbers = NumberStyle(output.lang)
    for forecast in forecasts {
      for verdict in forecast.verdict.targets where verdict.probability.error > until.error {
        let found = numbers.number(100 * verdict.probability.error, decimals: 2)
        let asked = numbers.shortest(100 * until.error), key = verdict.target.key
        printError(
          output.lang(
            vi: "cảnh báo: P(\(key)) của \(forecast.study.name) có sai số \(found) điểm, chưa đạt "
              + "\(asked) điểm: tăng `--draws`",
            en: "warning: P(\(key)) of \(forecast.study.name) is known to \(found) points, not to "
              + "\(asked): raise `--draws`"))
      }
    }
  }

  private func names(of folders: [RunFolder], _ project: Project) -> String {
    let title = output.lang(vi: "Thư mục lần chạy", en: "Run folder")
    return folders.map { "\n\(title): \(project.shown($0.path))" }.joined()
  }

  /// A requirement on a target that no scenario has is a misuse, not a failure.
  private func checkRequirements(_ studies: [Study]) throws {
    for requirement in require where requirement.key != "joint" {
      for study in studies where !study.targets.contains(where: { $0.key == requirement.key }) {
        let keys = study.targets.map(\.key) + ["joint"]
        throw UsageError(
          message: Label(
            vi: "`\(study.name)` không có chỉ tiêu `\(requirement.key)` để đặt yêu cầu",
            en: "`\(study.name)` has no target `\(requirement.key)` to require anything of"),
          help: Label(
            vi: "các chỉ tiêu: \(keys.joined(separator: ", "))",
            en: "its targets are \(keys.joined(separator: ", "))"))
      }
    }
  }

  private func unmet(_ requirement: Requirement, _ forecast: Forecast) -> String {
    let numbers = NumberStyle(output.lang)
    let event =
      "P(\(requirement.key)) \(requirement.comparison.rawValue) "
      + numbers.shortest(requirement.threshold)
    let found = requirement.probability(in: forecast.verdict).map { numbers.shortest($0.value) }
    return output.lang(
      vi: "yêu cầu \(event): không đạt đối với \(forecast.study.name), ở đó là \(found ?? "-")",
      en: "required \(event): does not hold for \(forecast.study.name), where it is "
        + "\(found ?? "-")")
  }

  private func leaveIfUnmet(_ forecasts: [Forecast]) throws {
    var isMet = true
    for forecast in forecasts {
      for requirement in require where requirement.holds(in: forecast.verdict) == false {
        isMet = false
        printError(unmet(requirement, forecast))
      }
    }
    if !isMet { throw ExitCode(ExitStatus.requirementNotMet.rawValue) }
  }
}
