import ArgumentParser
import Econometrics
import Foundation
import PanelData
import ReachEngine
import ReachFiles
import ReachModel
import Reporting

struct Evaluate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Estimate what support did, and how far next year's priors may believe it.",
    usage: "reach evaluate <file> [--data CSV] [--for <scenario> [--write FILE]]",
    discussion: """
      The evaluation file names the outcome, the units with support and since when, and what they \
      are compared with; `reach schema evaluation` has the keys. Data are the observed panel, or a \
      CSV with `--data`. With `--for` the prior is that of a scenario, and `--write` makes a scenario \
      that extends it. Exits with 3 when there is nothing to feed and `--write` asks for it.

      Examples:
        reach evaluate hanoi-new-enterprises-2021
        reach evaluate support.yaml --data firms.csv \\
          --for hanoi-2021 --write Scenarios/next.yaml
      """)

  @Argument(help: "An evaluation file, or its name in Scenarios/evaluations.")
  var file: String

  @Option(help: "A CSV file; the observed panel if not given.")
  var data: String?

  @Option(name: .customLong("for"), help: "The scenario whose prior is moved; else the catalog's.")
  var scenario: String?

  @Option(help: "Where to write the scenario with the moved prior; needs --for.")
  var write: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if write != nil, scenario == nil {
      throw ValidationError("`--write` extends a scenario: name it with `--for`")
    }
  }

  func run() async throws {
    try await reportingFailures(output.lang) {
      let (session, observed) = try await Session.withData()
      let path = session.project.evaluationPath(file)
      let evaluation = try EvaluationFile.read(
        path, as: session.project.shown(path), isOnPanel: data == nil)
      let prior = try prior(of: evaluation, session)
      let table = try table(for: evaluation, observed)
      let report = try report(evaluation, on: table)
      let fed = prior.flatMap { report.feed($0.law) }
      let names = Dictionary(
        session.catalog.provinces.map { ($0.code, $0.label) }, uniquingKeysWith: { a, _ in a })
      let isOnPanel = data == nil
      let evaluated = EvaluatedProgramme(report: report, feed: fed, feedUnit: prior?.unit ?? "") {
        (isOnPanel ? names[$0] : nil) ?? Label(vi: $0, en: $0)
      }
      let sha256 =
        data.map { checksum(ofFile: $0) }
        ?? observed.files.first { $0.path == table.file }?.sha256
      try printResult(
        output.json
          ? evaluationJSON(evaluated, from: evaluation.inputs(data: table.file, sha256: sha256))
            .text
          : evaluationText(evaluated, language: output.lang))
      try writeFragment(evaluation, report, fed, session)
    }
  }

  private func table(
    for evaluation: EvaluationFile, _ observed: ObservedData
  ) throws(DiagnosticReport) -> DataTable {
    guard let data else {
      return evaluation.asOf.map { observed.panel.asOf($0).table } ?? observed.panel.table
    }
    return try readDataTable(data, threads: ProcessInfo.processInfo.activeProcessorCount) {
      evaluation.specification.table.needs(column: $0)
    }
  }

  private func report(
    _ evaluation: EvaluationFile, on table: DataTable
  ) throws(DiagnosticReport) -> ProgrammeReport {
    do throws(EvaluationError) {
      return try ReachEngine.evaluation(evaluation.specification, on: table)
    } catch {
      switch error {
      case .table(let problems): throw evaluation.report(problems)
      case .sample(let problems): throw evaluation.report(problems)
      case .method(let problem): throw evaluation.report(problem)
      }
    }
  }

  // MARK: Prior

  /// The prior of the parameter that is fed, from the scenario if there is one, and its unit.
  private func prior(
    of evaluation: EvaluationFile, _ session: Session
  ) throws -> (law: Distribution, unit: String)? {
    let studies = try scenario.map { try session.studies([$0]) }
    guard let key = evaluation.specification.feed?.uncertainty else { return nil }
    if let study = studies?.first {
      guard let found = study.uncertainties.first(where: { $0.key == key }) else {
        throw evaluation.report(feed: key, known: study.uncertainties.map(\.key))
      }
      guard let law = found.priors.first, found.priors.allSatisfy({ $0 == law }) else {
        throw evaluation.report(
          feed: key, known: [], reason: "`\(key)` has several priors, or none, in `\(study.name)`")
      }
      return (law, found.unit)
    }
    guard let known = session.catalog.uncertainty(key) else {
      throw evaluation.report(feed: key, known: session.catalog.uncertainties.map(\.key))
    }
    guard let law = known.prior else {
      throw evaluation.report(
        feed: key, known: [],
        reason: "`\(key)` has no prior in the catalog: a scenario with one is named with `--for`")
    }
    return (law, known.unit)
  }

  // MARK: Fragment

  /// Whole or not at all, and never over another file.
  private func writeWhole(_ text: String, to file: URL) throws {
    let draft = file.deletingLastPathComponent().appendingPathComponent(
      ".\(file.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)")
    do {
      try Data(text.utf8).write(to: draft)
      try FileManager.default.moveItem(at: draft, to: file)
    } catch {
      // The error at hand says more than one of clearing up.
      try? FileManager.default.removeItem(at: draft)
      throw error
    }
  }

  private func writeFragment(
    _ evaluation: EvaluationFile, _ report: ProgrammeReport, _ fed: ProgrammeFeed?,
    _ session: Session
  ) throws {
    guard let write, let scenario else { return }
    guard case .fed(let fed)? = fed else {
      printError(refusal(fed))
      throw ExitCode(ExitStatus.requirementNotMet.rawValue)
    }
    guard !FileManager.default.fileExists(atPath: write) else {
      throw DiagnosticReport(
        one: Diagnostic(.fileExists, "`\(write)` is there already", at: nil))
    }
    let base = session.project.scenarioPath(scenario)
    let fragment = EvaluationFragment(
      name: URL(fileURLWithPath: write).deletingPathExtension().lastPathComponent,
      extends: relativePath(from: write, to: base), of: evaluation, fed,
      estimate: report.estimate)
    do {
      try writeWhole(fragment.text, to: URL(fileURLWithPath: write))
    } catch {
      throw CannotWrite(path: write, cause: error.localizedDescription)
    }
  }

  private func refusal(_ feed: ProgrammeFeed?) -> String {
    let nothing = Label(
      vi: "tệp đánh giá không có `feeds`", en: "the evaluation file has no `feeds`")
    let reason = if case .refused(let reason)? = feed { reason } else { nothing }
    return output.lang(
      vi: "không viết gì: \(reason.vi)", en: "nothing was written: \(reason.en)")
  }

  /// How one file is reached from the folder of another.
  private func relativePath(from file: String, to other: String) -> String {
    let own = URL(fileURLWithPath: file).standardized.deletingLastPathComponent().pathComponents
    let target = URL(fileURLWithPath: other).standardized.pathComponents
    let common = zip(own, target).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: own.count - common)
    return (up + target[common...]).joined(separator: "/")
  }
}

extension Project {
  /// The path of an evaluation: as named if there is such a file, else among those of the project and
  /// of the installed data.
  fileprivate func evaluationPath(_ name: String) -> String {
    let files = FileManager.default
    guard !files.fileExists(atPath: name) else { return name }
    let places = inputRoots.flatMap {
      ["\($0)/\(name)", "\($0)/Scenarios/evaluations/\(name).yaml"]
    }
    return places.first { files.fileExists(atPath: $0) } ?? name
  }
}

/// A scenario that cannot be written.
private struct CannotWrite: Explained {
  let path: String
  let cause: String

  var explanation: String {
    "error: `\(path)` cannot be written: \(cause)\nhint: name a file in a folder you may write to"
  }
  var exitStatus: ExitStatus { .cannotWrite }
}
