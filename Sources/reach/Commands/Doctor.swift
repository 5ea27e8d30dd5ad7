import ArgumentParser
import Foundation
import ReachFiles
import ReachModel
import Reporting

struct Doctor: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "What is installed, what is optional, what each part adds and how to get it.",
    discussion: """
      Nothing is changed. Exits with 0 also when optional parts are missing (with `--strict` with 1), and \
      with 3 when Reach cannot work: no project, a catalog or data that cannot be read, results that \
      cannot be written.
      """)

  @Flag(help: "Exit with 1 when any part is missing, optional ones too.")
  var strict = false

  @Option(help: "Where run folders go; `Results` of the project if not given.")
  var results: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if results == "" { throw ValidationError("the folder of `--results` is empty") }
  }

  func run() async throws {
    try await reportingFailures(output.lang) {
      let installation = Installation(
        environment: ProcessInfo.processInfo.environment
      ) { () throws(DiagnosticReport) in try Project.around(results: results) }
      let report = InstallationReport(version: softwareVersion, parts: installation.parts())
      try printResult(
        output.json
          ? report.json.text
          : report.page(output.lang).text(isTerminal: isStandardOutputStyled))
      let status = report.exitStatus(isStrict: strict)
      if status != .done { throw ExitCode(status.rawValue) }
    }
  }
}
