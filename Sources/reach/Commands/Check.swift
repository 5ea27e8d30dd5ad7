import ArgumentParser
import ReachEngine
import ReachFiles
import ReachModel
import Reporting

struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Validate scenarios, catalog and data; simulate nothing.",
    discussion: "Without files: every scenario of the project. All problems are shown at once.")

  @Argument(help: "Scenario files.")
  var files: [String] = []

  func run() async throws {
    try await reportingFailures {
      let session = try Session()
      let observed = try session.observed()
      let names = files.isEmpty ? session.project.scenarioFiles.map(session.project.shown) : files
      let studies = try session.studies(names)
      _ = try session.fitted(studies, to: observed)
      for (name, study) in zip(names, studies) {
        print("\(name): \(summary(of: study))")
      }
    }
  }

  private func summary(of study: Study) -> String {
    let last = study.planYear + study.model.quarters / 4 - 1
    let years = last == study.planYear ? "\(last)" : "\(study.planYear) to \(last)"
    let facts = [
      "\(study.targets.count) targets", "\(study.levers.count) levers",
      "\(study.uncertainties.count) uncertainties", "\(study.assumptions.count) fixed assumptions",
    ]
    return "correct; \(years), as of \(study.asOf); \(facts.joined(separator: ", "))"
  }
}
