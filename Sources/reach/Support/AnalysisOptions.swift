import ArgumentParser
import Foundation
import Simulation

/// What all analyses have in common: how many draws, from which seed, and where the answer goes.
struct AnalysisOptions: ParsableArguments {
  @Option(help: "Number of draws of each scenario, 512 to 2^24.")
  var draws = 100_000

  @Option(help: "How the draws fill the space: `sobol` or `plain`.")
  var sampling = SamplingMethod.sobol

  @Option(help: "Seed; the same seed gives the same shocks.")
  var seed: UInt64 = 1

  @Option(help: "Threads; all processors if not given. The result does not depend on it.")
  var threads: Int?

  @Option(help: "Where run folders go; `Results` of the project if not given.")
  var results: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard (512...1 << 24).contains(draws) else {
      throw ValidationError("`--draws` must be 512 to 2^24, not \(draws)")
    }
    if let threads, threads < 1 {
      throw ValidationError("`--threads` must be positive, not \(threads)")
    }
    if results == "" { throw ValidationError("the folder of `--results` is empty") }
  }

  var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }
}
