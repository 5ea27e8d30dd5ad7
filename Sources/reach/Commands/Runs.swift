import ArgumentParser
import ReachFiles
import ReachModel
import Reporting

struct Runs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List, show and verify run folders.",
    subcommands: [List.self, Show.self, Verify.self]
  )

  /// Where run folders are.
  struct Place: ParsableArguments {
    @Option(help: "Where run folders are; `Results` of the project if not given.")
    var results: String?

    func library() throws -> (Project, RunLibrary) {
      let project = try Project.around(results: results)
      return (project, RunLibrary(project.results))
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the run folders.")

    @OptionGroup var place: Place

    func run() async throws {
      try await reportingFailures { try printResult(try place.library().1.table()) }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Print the verdict of a run.")

    @Argument(help: "A run folder: its path, its name, or a part of it that fits only one.")
    var name: String

    @OptionGroup var place: Place

    func run() async throws {
      try await reportingFailures { try printResult(try place.library().1.run(name).show()) }
    }
  }

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a run: its files, its inputs, and a replay of draws to the bit.",
      discussion: "Exits with 3 when something differs.")

    @Argument(help: "A run folder: its path, its name, or a part of it that fits only one.")
    var name: String

    @OptionGroup var place: Place

    func run() async throws {
      try await reportingFailures {
        let (project, library) = try place.library()
        let verification = try library.run(name).verify(inputRoots: project.inputRoots)
        try printResult(verification.text)
        if !verification.holds { throw ExitCode(verification.exitStatus.rawValue) }
      }
    }
  }
}
