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

  @Argument(help: "Codes of messages, or ids of findings (first columns of findings.csv).")
  var names: [String]

  @Option(help: "The run that the finding is of; the last one if not given.")
  var run: String?

  @Option(help: "Where run folders are; `Results` of the project if not given.")
  var results: String?

  @Option(help: "Language of texts: en or vi.")
  var lang: Language = .en

  func run() async throws {
    try await reportingFailures {
      let codes = names.map(DiagnosticCode.named)
      let traces = try codes.contains { $0 == nil } ? Traces(run: run, results: results) : nil
      let pages = try zip(names, codes).compactMap { name, code in
        try code?.page ?? traces?.text(of: name, lang)
      }
      try printResult(pages.joined(separator: "\n"))
    }
  }
}

/// The trails of the findings of one run.
private struct Traces {
  let folder: RunFolder
  let findings: [Finding]
  let fitted: FittedModel
  let label: RunLabel

  /// Reads a run and fits its scenario again.
  ///
  /// - Parameters:
  ///   - run: The run; the last one if nil.
  ///   - results: The folder given by `--results`.
  /// - Throws: A report if there is no such run, or its inputs have changed since.
  init(run: String?, results: String?) throws {
    let session = try Session(results: results)
    let library = RunLibrary(session.project.results)
    folder =
      try run.map { name throws(DiagnosticReport) in try library.run(name) } ?? library.latest()
    findings = try folder.findings()
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
    self.fitted = fitted
    label = RunLabel(
      id: folder.name, draws: provenance.sampling.draws, seed: provenance.sampling.seed)
  }

  func text(of id: String, _ language: Language) throws -> String {
    let finding = try findings.first { $0.id == id } ?? folder.finding(id)
    return explainText(
      finding, fitted, run: label, language: language, isTerminal: isStandardOutputStyled)
  }
}
