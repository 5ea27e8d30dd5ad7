import ArgumentParser
import Assessment
import ReachEngine
import Reporting

struct Compare: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare scenarios under the same shocks, and say what explains the difference.",
    usage: "reach compare <base> <alternative> ... [options]",
    discussion: """
      All scenarios meet the same shocks, so that their differences are not noise; each difference is \
      shown with its error and its range over the parameters, and divided among the inputs in which the \
      scenarios differ.
      """)

  @Argument(help: "The base, then what is compared with it: scenario files or keys.")
  var scenarios: [String]

  @OptionGroup var options: AnalysisOptions

  func validate() throws {
    guard scenarios.count > 1 else {
      throw ValidationError("name a base and at least one scenario to compare with it")
    }
    if scenarios.contains("") { throw ValidationError("a scenario's name is empty") }
  }

  func run() async throws {
    try await reportingFailures {
      var asked = ComparisonOptions(seed: options.seed, threads: options.threadCount)
      asked.draws = options.draws
      asked.sampling = options.sampling
      let settings = asked
      try await AnalysisRun(analysis: "compare", settings: [], options: options).answer(scenarios) {
        models, line in
        let comparison = try await compare(models, settings) { line.show($0) }
        return AnalysisRun.Answer(
          report: report(of: comparison), simulatedDraws: comparison.simulatedDraws,
          failures: comparison.scenarios.reduce(0) { $0 + $1.summary.failures })
      }
    }
  }
}
