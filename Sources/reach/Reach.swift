import ArgumentParser
import Foundation
import LinearAlgebra
import Simulation

@main
struct Reach: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reach",
    abstract: "Is this target reachable, how surely, and what would it take?",
    discussion: """
      Reach reads scenario files, fits its relations to observed data, simulates an ensemble and \
      says how likely each target is, why, and where every number comes from.

      Exit codes: 0 done; 1 failed while running; 3 done, but a requirement did not hold; 64 usage; \
      65 bad content; 66 file missing; 70 our bug; 73 cannot write; 74 input/output; 75 interrupted.
      """,
    version: softwareVersion,
    groupedSubcommands: [
      CommandGroup(name: "Project", subcommands: [Init.self, Check.self, DataTables.self]),
      CommandGroup(name: "Forecast", subcommands: [Run.self, Fit.self, Model.self]),
      CommandGroup(
        name: "Decide",
        subcommands: [
          Compare.self, Seek.self, Optimise.self, Sensitivity.self, Discover.self, Information.self,
        ]),
      CommandGroup(
        name: "Learn",
        subcommands: [
          Backtest.self, Score.self, Publish.self, Track.self, Evaluate.self, Diagnose.self,
        ]),
      CommandGroup(
        name: "Tell",
        subcommands: [Report.self, Export.self, ImportScenario.self, Doctor.self]),
      CommandGroup(name: "Trace", subcommands: [Explain.self, Runs.self]),
      CommandGroup(
        name: "What there is",
        subcommands: [
          Levers.self, Sectors.self, Uncertainties.self, Targets.self, Provinces.self,
          Analyses.self, Schema.self,
        ]),
    ])

  static func main() async {
    InstructionSet.handOver()
    // A reader that leaves must not end the program before its status is known.
    signal(SIGPIPE, SIG_IGN)
    openStandardStreams()
    useOneThreadForLinearAlgebra()
    keepFreedMemory()
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      exit(withError: error)
    }
  }
}

/// The version written into every run folder.
let softwareVersion = "0.1.0"
