import ArgumentParser
import ReachEngine
import ReachFiles
import ReachModel
import Reporting

struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Validate scenarios, catalog and data; simulate nothing.",
    discussion: "Without files: every scenario of the project. All problems are shown at once.")

  @Argument(help: "Scenario files.")
  var files: [String] = []

  func run() async throws {
    try await reportingFailures {
      let (session, observed) = try await Session.withData()
      let names =
        files.isEmpty ? try session.project.scenarioFiles().map(session.project.shown) : files
      let studies = try session.studies(names)
      session.warn(of: studies)
      _ = try session.fitted(studies, to: observed)
      try printResult(
        zip(names, studies).map { "\($0): \(summary(of: $1))" }.joined(separator: "\n"))
    }
  }

  private func summary(of study: Study) -> String {
    let last = study.planYear + study.model.quarters / 4 - 1
    let years = last == study.planYear ? "\(last)" : "\(study.planYear) to \(last)"
    let facts = [
      counted(study.targets.count, "target"), counted(study.levers.count, "lever"),
      counted(study.uncertainties.count, "uncertaint", "y", "ies"),
      counted(study.assumptions.count, "fixed assumption"),
    ]
    return "correct; \(years), as of \(study.asOf);\n  \(facts.joined(separator: ", "))"
  }

  private func counted(
    _ count: Int, _ word: String, _ one: String = "", _ several: String = "s"
  ) -> String { "\(count) \(word)\(count == 1 ? one : several)" }
}
