import ArgumentParser
import ReachEngine
import ReachFiles
import Reporting

struct Fit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Fit the relations to observed data: estimates, updates, what the data cannot say.")

  @Argument(help: "A scenario: it gives the place, the date and the priors.")
  var scenario: String

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await reportingFailures(output.lang) {
      let (session, observed) = try await Session.withData()
      let studies = try session.studies([scenario])
      for fitted in try session.fitted(studies, to: observed) {
        try printResult(
          output.json ? fitJSON(fitted).text : fitText(fitted, language: output.lang))
      }
    }
  }
}
