import ArgumentParser
import Foundation
import ReachFiles
import ReachModel
import Reporting

struct Export: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the tables of runs for notebooks: one observation a row, with a dictionary.",
    usage: "reach export <runs> ... [options]",
    discussion: """
      Nothing is simulated. The tables of a run go to `notebooks-data/exports/<run>` of the project, in \
      place of earlier ones: run, targets, levers, inputs, estimates, findings, outcomes, histograms, \
      target_draws, draws, parameters, and `dictionary.md`, which says what every column means.

      P of a target is the mean of `chance` in target_draws, limited to 0 and 1, where all draws of the run \
      are there: `reach run SCENARIO --keep-draws 100000`. Where fewer than 100 draws reach the target, or \
      miss it, P is the share of `held`; the export names such targets.
      """)

  @Argument(help: "Run folders: their paths, names, or parts of names that fit only one.")
  var runs: [String]

  @Option(
    help: "Where the folders of tables go; `notebooks-data/exports` of the project if not given.")
  var output: String?

  @Option(
    help: """
      `csv`, `arrow` (Feather) or `csv,arrow`, for all tables. If not given, tables of draws are Arrow, \
      which takes a third of the room, and the others CSV.
      """,
    transform: ExportFormat.set(typed:))
  var format: Set<ExportFormat>?

  @Option(
    help: "Only these tables, for example `findings,target_draws`.",
    transform: Self.tableNames(typed:))
  var tables: Set<String>?

  @Option(help: "At most so many draws; all that the run kept if not given.")
  var draws: Int?

  @Option(help: "Threads; all processors if not given. The files do not depend on it.")
  var threads: Int?

  @Option(help: "Where run folders are; `Results` of the project if not given.")
  var results: String?

  @OptionGroup var print: OutputOptions

  func validate() throws {
    if let draws, draws < 1 { throw ValidationError("`--draws` must be positive, not \(draws)") }
    if let threads, threads < 1 {
      throw ValidationError("`--threads` must be positive, not \(threads)")
    }
    if output == "" { throw ValidationError("the folder of `--output` is empty") }
    if results == "" { throw ValidationError("the folder of `--results` is empty") }
  }

  func run() async throws {
    try await reportingFailures(print.lang) {
      let project = try Project.around(results: results)
      let library = RunLibrary(project.results)
      // All are found before anything is written.
      let folders = try runs.map { try library.exportable($0) }
      try requireDifferentNames(folders)
      let reports = try folders.map { try export($0, of: project) }
      for warning in reports.flatMap({ $0.warnings(print.lang) }) {
        printError(print.lang(vi: "lưu ý: ", en: "note: ") + warning)
      }
      try printResult(
        print.json
          ? exportJSON(reports).text
          : reports.map { $0.page(print.lang).text(isTerminal: isStandardOutputStyled) }
            .joined(separator: "\n"))
    }
  }

  private func export(_ folder: RunFolder, of project: Project) throws -> ExportReport {
    let contents = try folder.tables(tables, draws: draws)
    let written = try contents.write(
      in: output ?? project.exports, formats: format,
      threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
    return ExportReport(
      run: contents.run, folder: project.shown(written.folder), files: written.files,
      tables: contents.tables, draws: contents.draws, keptDraws: contents.keptDraws,
      exportedDraws: contents.exportedDraws, isAnalysis: contents.isAnalysis,
      countedTargets: contents.countedTargets)
  }

  /// Two folders of one name would be written to one place.
  private func requireDifferentNames(_ folders: [RunFolder]) throws {
    var seen: Set<String> = []
    for folder in folders where !seen.insert(folder.name).inserted {
      throw UsageError(
        message: Label(
          vi: "`\(folder.name)` được nêu hai lần", en: "`\(folder.name)` is named twice"),
        help: Label(
          vi:
            "bảng của một lần chạy nằm trong thư mục mang tên của nó: hãy nêu mỗi lần chạy một lần",
          en: "the tables of a run lie in a folder of its name: name each run once"))
    }
  }

  private static func tableNames(typed: String) throws -> Set<String> {
    let names = typed.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    for name in names where !RunTables.names.contains(name) {
      throw ValidationError(
        "no table is named `\(name)`; there are \(RunTables.names.joined(separator: ", "))")
    }
    return Set(names)
  }
}

extension ExportFormat {
  fileprivate static func set(typed: String) throws -> Set<ExportFormat> {
    let names = typed.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    return Set(
      try names.map { name in
        guard let format = ExportFormat(rawValue: name) else {
          throw ValidationError("`--format` is csv, arrow or csv,arrow, not `\(typed)`")
        }
        return format
      })
  }
}
