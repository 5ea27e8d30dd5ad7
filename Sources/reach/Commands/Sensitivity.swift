import ArgumentParser
import Assessment
import ReachEngine
import ReachModel
import Reporting
import Simulation

struct Sensitivity: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sensitivity",
    abstract: "Say what the targets hang on: tornado, Sobol' indices, Morris and more.",
    discussion: """
      Methods: tornado, switches (lags, discount, quarters of stress), sobol, morris, ranks (PRCC), pawn, \
      shapley. The last three need no draws beyond one ensemble.
      """)

  @Argument(help: "A scenario file or key.")
  var scenario: String

  @Option(
    help: "A method, or `all`; repeatable (default: tornado, switches, sobol, ranks).")
  var method: [String] = []

  @Option(help: "A target's key, or `joint`; repeatable (default: every target and joint).")
  var target: [String] = []

  @Flag(help: "Sobol' indices of groups such as all terms of foreign investment.")
  var themes = false

  @OptionGroup var options: AnalysisOptions

  private func methods() throws(ValidationError) -> Set<ScenarioSensitivity.Method> {
    guard !method.isEmpty else { return [.tornado, .switches, .sobol, .ranks] }
    if method.contains("all") { return Set(ScenarioSensitivity.Method.allCases) }
    var methods: Set<ScenarioSensitivity.Method> = []
    for name in method {
      guard let known = ScenarioSensitivity.Method(rawValue: name) else {
        let all = ScenarioSensitivity.Method.allCases.map(\.rawValue) + ["all"]
        throw ValidationError(
          "no method is named `\(name)`; there are \(all.joined(separator: ", "))")
      }
      methods.insert(known)
    }
    return methods
  }

  func validate() throws { _ = try methods() }

  func run() async throws {
    let methods = try methods()
    try await reportingFailures(options.output.lang) {
      let settings =
        methods.map(\.rawValue).sorted() + target.map { "target \($0)" }
        + (themes ? ["themes"] : [])
      let keys = target, options = options, byTheme = themes
      let run = AnalysisRun(analysis: "sensitivity", settings: settings, options: options)
      try await run.answer([scenario], check: { _ = try questions(keys, $0[0]) }) { models, line in
        let model = models[0], study = model.study
        // A sole target is all targets together.
        let joint = study.targets.count > 1 ? ["joint"] : []
        let shown = try questions(
          keys.isEmpty ? study.targets.map(\.key) + joint : keys, study)
        let laboratory = Laboratory(model, options)
        try laboratory.requireFewFailures()
        let work = SensitivityStudy(
          model, sampler: laboratory.sampler,
          plainSampler: Laboratory(model, options, sampling: .plain).sampler,
          sizes: SensitivitySizes(draws: options.draws), methods: methods, byTheme: byTheme)
        var done = 0
        let total = work.expectedDraws
        var shownLine = line
        let found = try work.run { draws in
          done += draws
          shownLine.show(ForecastProgress(done: min(done, total), total: total))
        }
        line = shownLine
        return AnalysisRun.Answer(
          report: report(of: found, study, shown: shown), simulatedDraws: found.simulatedDraws,
          failures: found.failures, isPartial: !found.unfinished.isEmpty)
      }
    }
  }
}
