import ArgumentParser
import Assessment
import ReachEngine
import ReachFiles
import ReachModel
import Reporting
import Simulation
import Verification

struct Diagnose: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Check the machinery: are the laws behind the forecast calibrated, and do they fit?",
    usage: "reach diagnose <scenario> [--replications N] [--simulations N] [--draws N] [--json]",
    discussion: """
      Simulates data from the model and fits them as the forecast does, to see whether posteriors hold \
      the truth as often as they say; compares the real data with simulated ones; and scales prior and \
      data to see which of them the answer hangs on.
      """)

  @Argument(help: "A scenario file or key.")
  var scenario: String

  @Option(help: "Simulated data sets for each posterior, 100 to 100,000.")
  var replications = 1000

  @Option(help: "Simulated data sets for each predictive check, 100 to 100,000.")
  var simulations = 2000

  @OptionGroup var options: AnalysisOptions

  func validate() throws {
    for (name, value) in [("replications", replications), ("simulations", simulations)] {
      guard (100...100_000).contains(value) else {
        throw ValidationError("`--\(name)` must be 100 to 100,000, not \(value)")
      }
    }
  }

  func run() async throws {
    let work = MachineryOptions(
      replications: replications, simulations: simulations, draws: options.draws,
      seed: options.seed, threads: options.threadCount)
    try await reportingFailures(options.output.lang) {
      let options = options
      let run = AnalysisRun(
        analysis: "diagnose",
        settings: ["replications \(replications)", "simulations \(simulations)"],
        options: options)
      let results = options.results
      try await run.answer([scenario]) { models, line in
        let model = models[0], laboratory = Laboratory(model, options)
        // A model holds the facts of its date; full years of growth may be of any.
        let facts = try await Session.withData(results: results).observed.facts
        var shown = line
        let found = try machinery(
          of: model, facts: facts, sampler: laboratory.sampler, work
        ) { shown.show(ForecastProgress(done: $0, total: 100)) }
        line = shown
        return AnalysisRun.Answer(
          report: report(of: found, model.study), simulatedDraws: found.draws,
          failures: found.failures)
      }
    }
  }
}
