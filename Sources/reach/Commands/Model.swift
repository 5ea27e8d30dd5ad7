import ArgumentParser
import Assessment
import Foundation
import ReachEngine
import ReachFiles
import Reporting

struct Model: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Run a model given as numbers (JSON) and print its results as JSON.",
    discussion: """
      FILE holds a whole case, of which only `inputs` is read, or the inputs themselves. Without \
      noise every state of every quarter is printed; with noise the moments, quantiles and \
      probabilities of every year with their standard errors.
      """)

  @Argument(help: "A JSON file.")
  var file: String

  @Option(help: "Number of draws, at most 2^49; the file's own, else 100,000.")
  var draws: Int?

  @Option(help: "Seed; the file's own, else 1.")
  var seed: UInt64?

  @Option(help: "Threads; all processors if not given.")
  var threads: Int?

  func validate() throws {
    if let draws, !ModelCase.draws.contains(draws) {
      throw ValidationError("`--draws` must be 2 to 2^49, not \(draws)")
    }
    if let threads, threads < 1 {
      throw ValidationError("`--threads` must be positive, not \(threads)")
    }
  }

  func run() async throws {
    try await reportingFailures {
      let given = try ModelCase.read(file, draws: draws), seed = seed ?? given.seed ?? 1
      let threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
      let result = try await Interruption.cancelling(resume: CommandLine.arguments) {
        try await runModel(
          given.model, targets: given.targets, draws: given.draws, seed: seed, threads: threads)
      }
      SignalWatch.restoreSignals()
      try printResult(modelResultJSON(result).text)
    }
  }
}
