import ArgumentParser
import Assessment
import Foundation
import ReachEngine
import ReachFiles
import ReachModel
import Reporting

struct Explain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain an error code at length, or trace one number of a run to its sources.",
    discussion: """
      `reach explain S014` explains a message. `reach explain targets.firms.probability` traces a \
      finding of the last run: formula, scenario lines, data rows, coefficients, priors, draws; where a \
      comparison has it for several scenarios, `NAME:targets.firms.difference` that of one.
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
    try await reportingFailures(lang) {
      let codes = names.map(DiagnosticCode.named)
      for (name, code) in zip(names, codes) where code == nil && isLikeACode(name) {
        throw NoSuchCode(name: name)
      }
      let traces = try codes.contains { $0 == nil } ? Traces(run: run, results: results) : nil
      let pages = try zip(names, codes).compactMap { name, code in
        try code?.page(lang) ?? traces?.text(of: name, lang)
      }
      try printResult(pages.joined(separator: "\n"))
    }
  }

  /// A letter and three digits: ids of findings have dots.
  private func isLikeACode(_ name: String) -> Bool {
    let digits = name.dropFirst()
    return name.first?.isLetter == true && digits.count == 3 && digits.allSatisfy(\.isNumber)
  }
}

/// A code that no message has.
private struct NoSuchCode: Explained {
  let name: String

  var explanation: String {
    let nearest = nearestName(to: name, among: DiagnosticCode.all.map(\.id))
    let last = Dictionary(grouping: DiagnosticCode.all) { $0.id.prefix(1) }
      .compactMap { $1.map(\.id).max() }.sorted()
    return "error: there is no code `\(name)`"
      + (nearest.map { "\nhint: did you mean `\($0)`?" } ?? "")
      + "\nnote: the codes of each kind end with \(last.joined(separator: ", "))"
  }
  var exitStatus: ExitStatus { .usage }
}

/// The trails of the findings of one run.
private struct Traces {
  let folder: RunFolder
  let findings: [Finding]
  /// By the scenario's name in the findings.
  let fitted: [String: FittedModel]
  private let base: String
  let label: RunLabel
  let designs: RunDesigns
  let citations: [Citation]

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
    let observed = try session.observed()
    guard Set(observed.files.map(\.sha256)) == Set(provenance.identity.data) else {
      throw Self.changed(folder)
    }
    let asked = provenance.identity.analysis?.scenarios ?? []
    var fitted: [String: FittedModel] = [:]
    for (path, sha256) in [(provenance.study.path, provenance.identity.study)]
      + asked.map({ ($0.path, $0.sha256) })
    {
      let file = session.project.scenarioPath(path, of: provenance)
      let studies = try session.studies([file])
      guard let model = try session.fitted(studies, to: observed).first,
        try model.study.digest == sha256
      else { throw Self.changed(folder) }
      fitted[model.study.name] = model
    }
    (self.fitted, base) = (fitted, provenance.study.name)
    let sampling = provenance.sampling
    label = RunLabel(
      id: folder.name, draws: sampling.draws, seed: sampling.seed, sampling: sampling.method)
    designs = RunDesigns(
      nestedParameters: sampling.nestedParameters, nestedShocks: sampling.nestedShocks,
      pairs: sampling.pairs)
    citations = observed.citations
  }

  private static func changed(_ folder: RunFolder) -> DiagnosticReport {
    DiagnosticReport(
      one: Diagnostic(
        .inputsChanged, "scenario, catalog or data have changed since `\(folder.name)`", at: nil))
  }

  /// The trail of a finding: `targets.firms.difference`, or `hanoi-2021-pandemic:targets.firms.difference`
  /// where several scenarios have one.
  func text(of name: String, _ language: Language) throws -> String {
    let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
    let (scenario, id) = parts.count == 2 ? (parts[0], parts[1]) : (nil, name)
    let all = findings.filter { $0.id == id }
    let finding: Finding
    if let scenario {
      guard let own = all.first(where: { $0.scenario == scenario }) else {
        if all.isEmpty { _ = try folder.finding(id) }
        throw UsageError(
          message: Label(
            vi: "`\(folder.name)` không có `\(id)` của `\(scenario)`",
            en: "`\(folder.name)` has no `\(id)` of `\(scenario)`"),
          help: Label(
            vi: "có `\(id)` của \(all.map(\.scenario).joined(separator: ", "))",
            en: "it has that of \(all.map(\.scenario).joined(separator: ", "))"))
      }
      finding = own
    } else {
      finding = try all.first ?? folder.finding(id)
      if all.count > 1 {
        let names = all.map { "\($0.scenario):\(id)" }.joined(separator: ", ")
        printError(
          language(
            vi: "ghi chú: `\(id)` của `\(finding.scenario)`; lần chạy còn có \(names)",
            en: "note: `\(id)` of `\(finding.scenario)`; the run also has \(names)"))
      }
    }
    // A scenario compared with itself has a number behind its name.
    let own = fitted[finding.scenario] ?? fitted[base]
    guard let own else { throw Self.changed(folder) }
    return explainText(
      finding, own, run: label, designs: designs, citations: citations, language: language,
      isTerminal: isStandardOutputStyled)
  }
}
