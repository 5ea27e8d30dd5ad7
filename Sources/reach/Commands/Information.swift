import ArgumentParser
import Assessment
import ReachEngine
import ReachFiles
import ReachModel
import Reporting

struct Information: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "information",
    abstract: "Say which data are worth having before choosing among plans.",
    usage: "reach information <plan> <plan> ... [options]",
    discussion: """
      The expected value of perfect and of partial information, in points of P or, with `--worth`, in \
      billion VND, for each group of inputs and each input.
      """)

  @Argument(help: "The plans among which is chosen: scenario files or keys.")
  var scenarios: [String]

  @Option(help: "A target's key, or `joint` for all together (default).")
  var target: String?

  @Option(
    help: "What reaching the target is worth, for example \"500 billion VND\".",
    transform: Money.init(typed:))
  var worth: Money?

  @OptionGroup var options: AnalysisOptions

  func validate() throws {
    guard scenarios.count > 1 else { throw ValidationError("name at least two plans") }
    if scenarios.contains("") { throw ValidationError("a scenario's name is empty") }
  }

  func run() async throws {
    try await reportingFailures(options.output.lang) {
      let settings =
        (target.map { ["target \($0)"] } ?? []) + (worth.map { ["worth \($0.billions)"] } ?? [])
      let keys = target.map { [$0] } ?? [], options = options, worth = worth?.billions
      let run = AnalysisRun(analysis: "information", settings: settings, options: options)
      try await run.answer(scenarios, check: { try Self.check($0, keys) }) { models, line in
        let question = try questions(keys, models[0].study)[0]
        let laboratory = Laboratory(models[0], options), total = models.count + 1
        let table = try EnsembleTable(
          models[0], sampler: laboratory.sampler, draws: options.draws, estimating: true)
        var samples = [table.sample]
        for model in models.dropFirst() {
          samples.append(
            try laboratory.sampler.sample(model.model, model.study.targets))
          line.show(ForecastProgress(done: samples.count, total: total))
        }
        for (model, sample) in zip(models, samples) {
          try SimulationFailure.requireFew(
            sample.failures, of: sample.draws, scenario: model.study.name)
        }
        let told = samples
        let found = await Interruption.noticing { isInterrupted in
          ScenarioInformation.value(
            models, told, table, question, worth: worth, threads: options.threadCount,
            shouldStop: isInterrupted)
        }
        guard let found else {
          throw SimulationFailure(
            scenario: models[0].study.name, failures: options.draws, draws: options.draws)
        }
        return AnalysisRun.Answer(
          report: report(of: found, models[0].study),
          simulatedDraws: options.draws * models.count,
          failures: samples.reduce(0) { $0 + $1.failures }, isPartial: found.isPartial)
      }
    }
  }

  /// Plans that ask for different things cannot be chosen among.
  private static func check(_ studies: [Study], _ keys: [String]) throws {
    let asked = try questions(keys, studies[0])[0]
    for study in studies.dropFirst() {
      guard study.planYear == studies[0].planYear else {
        throw UsageError(
          message: Label(
            vi: "`\(study.name)` bắt đầu năm \(study.planYear), `\(studies[0].name)` năm "
              + "\(studies[0].planYear)",
            en: "`\(study.name)` begins in \(study.planYear), `\(studies[0].name)` in "
              + "\(studies[0].planYear)"),
          help: Label(
            vi: "chỉ có thể lựa chọn giữa các kế hoạch cùng năm bắt đầu",
            en: "plans can be chosen among only from the same plan year"))
      }
      let isSame =
        switch asked {
        case .target(let target): study.targets.contains(where: target.asksTheSame)
        case .joint:
          study.targets.count == studies[0].targets.count
            && matches(studies[0].targets, study.targets).allSatisfy { $0 != nil }
        }
      guard isSame else {
        throw UsageError(
          message: Label(
            vi: "`\(study.name)` không có cùng chỉ tiêu với `\(studies[0].name)`",
            en: "`\(study.name)` does not ask the same as `\(studies[0].name)`"),
          help: Label(
            vi: "chỉ có thể lựa chọn giữa các kế hoạch theo một chỉ tiêu mà kế hoạch nào cũng có",
            en: "plans can be chosen among only by a target that all of them have"))
      }
    }
  }
}
