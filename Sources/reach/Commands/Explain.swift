import ArgumentParser
import Assessment
import ReachEngine
import ReachFiles
import ReachModel
import Reporting

struct Explain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explain an error code at length, or trace one number of a run to its sources.",
    discussion: """
      `reach explain S014` explains a message. `reach explain targets.firms.probability` traces a \
      finding of the last run: formula, scenario lines, data rows, coefficients, priors, draws.
      """)

  @Argument(help: "The code of a message, or the id of a finding (first columns of findings.csv).")
  var name: String

  @Option(help: "The run that the finding is of; the last one if not given.")
  var run: String?

  @Option(help: "Where run folders are; `Results` of the project if not given.")
  var results: String?

  @Option(help: "Language of texts: en or vi.")
  var lang: Language = .en

  func run() async throws {
    try await reportingFailures {
      if let code = DiagnosticCode.named(name) { return try printResult(code.page) }
      let session = try Session(results: results)
      let library = RunLibrary(session.project.results)
      let folder =
        try run.map { name throws(DiagnosticReport) in try library.run(name) } ?? library.latest()
      try printResult(try trail(of: try folder.finding(name), in: folder, session))
    }
  }

  private func trail(of finding: Finding, in folder: RunFolder, _ session: Session) throws -> String
  {
    let provenance = try folder.readProvenance()
    let studies = try session.studies([provenance.study.path])
    let observed = try session.observed()
    guard let fitted = try session.fitted(studies, to: observed).first,
      try fitted.study.digest == provenance.identity.study,
      Set(observed.files.map(\.sha256)) == Set(provenance.identity.data)
    else {
      throw DiagnosticReport(
        one: Diagnostic(
          .inputsChanged, "scenario, catalog or data have changed since `\(folder.name)`", at: nil))
    }
    return explainText(
      finding, fitted,
      run: RunLabel(
        id: folder.name, draws: provenance.sampling.draws, seed: provenance.sampling.seed),
      language: lang, isTerminal: isStandardOutputStyled)
  }
}
