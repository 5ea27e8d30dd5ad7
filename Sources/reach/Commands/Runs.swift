import ArgumentParser
import ReachFiles
import ReachModel
import Reporting

struct Runs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "List, show, verify and compare run folders.",
    subcommands: [List.self, Show.self, Verify.self, Diff.self]
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
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the run folders.")

    @OptionGroup var place: Place

    @OptionGroup var output: OutputOptions

    func run() async throws {
      try await reportingFailures(output.lang) {
        let library = try place.library().1
        try printResult(
          output.json ? Self.document(library.list()).text : library.table(output.lang))
      }
    }

    private static func document(_ runs: [ListedRun]) -> JSONValue {
      .object([
        ("format", .string("reach-runs")), ("version", .integer(1)),
        ("entries", .array(runs.map(entry))),
      ])
    }

    private static func entry(_ run: ListedRun) -> JSONValue {
      let sampling = run.provenance?.sampling
      return .object([
        ("run", .string(run.folder.name)), ("date", .string(run.date)),
        ("scenario", run.provenance.map { .string($0.study.name) } ?? .null),
        ("draws", sampling.map { .integer($0.draws) } ?? .null),
        ("seed", sampling.map { .string(String($0.seed)) } ?? .null),
        ("analysis", run.provenance?.identity.analysis.map { .string($0.key) } ?? .null),
        ("answer", run.summaries.isEmpty ? .null : .object(answer(run))),
        (
          "probabilities",
          .object(run.probabilities.map { (key: $0.target, value: .number($0.probability)) })
        ),
        ("problem", run.problem.map { .string($0) } ?? .null),
      ])
    }

    private static func answer(_ run: ListedRun) -> [(key: String, value: JSONValue)] {
      Language.allCases.compactMap { language in
        run.summaries[language].map { (language.rawValue, .string($0)) }
      }
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Print the answer of a run again.")

    @Argument(help: "A run folder: its path, its name, or a part of it that fits only one.")
    var name: String

    @OptionGroup var place: Place

    @Option(help: "Language of texts: en or vi.")
    var lang: Language = .en

    func run() async throws {
      try await reportingFailures(lang) {
        let run = try place.library().1.run(name)
        try printResult(try run.show(lang, isTerminal: isStandardOutputStyled))
      }
    }
  }

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify",
      abstract: "Check a run: its files, its inputs, and a replay of draws to the bit.",
      discussion: """
        Reports in a run folder are checked too: each file, and the runs that it was made of. Given the \
        path of a folder of reports alone, it checks those. Exits with 3 when something differs.
        """)

    @Argument(help: "A run folder: its path, its name, or a part of it that fits only one.")
    var name: String

    @OptionGroup var place: Place

    @Option(help: "Language of texts: en or vi.")
    var lang: Language = .en

    func run() async throws {
      try await reportingFailures(lang) {
        let (project, library) = try place.library()
        if let reports = ReportFolder(name).verify(runsIn: library.results) {
          try printResult(reports.text(lang))
          if !reports.holds { throw ExitCode(reports.exitStatus.rawValue) }
          return
        }
        let run = try library.run(name)
        // Scenarios outside of the project are relative to where the run was started.
        let started = (try? run.readProvenance())?.environment.workingFolder
        let roots = project.inputRoots + [started].compactMap(\.self)
        let verification = try run.verify(inputRoots: roots)
        try printResult(verification.text(lang))
        if !verification.holds { throw ExitCode(verification.exitStatus.rawValue) }
      }
    }
  }
}
