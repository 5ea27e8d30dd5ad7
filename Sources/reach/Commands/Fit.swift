import ArgumentParser
import Assessment
import Econometrics
import Foundation
import PanelData
import ReachEngine
import ReachFiles
import ReachModel
import Reporting
import Simulation

struct Fit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Fit relations to data: estimates, diagnostics, what the data cannot say.",
    discussion: """
      With a scenario: the relations of the model, on what had been published by its date, and \
      the regressions of its `estimation:` block. With `--data`: one specification on any CSV; \
      `reach schema specification` has the keys.

      Examples:
        reach fit hanoi-2021
        reach fit Scenarios/specifications/entry.yaml \\
          --data notebooks-data/observed/vietnam_provinces.csv --json
      """)

  @Argument(help: "A scenario, or with --data a specification file.")
  var file: String

  @Option(help: "A CSV: FILE is then a specification, run on it.")
  var data: String?

  @Option(help: "Threads; the results are the same with any number.")
  var threads: Int?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError("`--threads` must be positive, not \(threads)")
    }
  }

  private var threadCount: Int { threads ?? ProcessInfo.processInfo.activeProcessorCount }

  func run() async throws {
    try await reportingFailures(output.lang) {
      if let data { try fitSpecification(on: data) } else { try await fitScenario() }
    }
  }

  private func fitSpecification(on data: String) throws {
    let file = try SpecificationFile.read(file)
    returnLargeBlocks()
    let table = try readDataTable(data, threads: threadCount) {
      file.specification.needs(column: $0)
    }
    let report: RegressionReport
    do throws(RegressionError) {
      report = try RegressionRun(file.specification, threads: threadCount).report(
        on: consume table)
    } catch {
      throw file.report(error, data: data)
    }
    guard output.json else {
      return try printResult(regressionText(report, language: output.lang))
    }
    let inputs = file.inputs(data: data, sha256: checksum(ofFile: data))
    try printResult(regressionJSON(report, from: inputs).text)
  }

  private func fitScenario() async throws {
    try refuseSpecification(file)
    let (session, observed) = try await Session.withData()
    let studies = try session.studies([file])
    for fitted in try session.fitted(studies, to: observed) {
      let own = try ownRegressions(fitted, session, observed)
      if output.json {
        try printResult(fitJSON(fitted, regressions: own).text)
      } else {
        try printResult(fitText(fitted, language: output.lang))
        for (report, _) in own {
          try printResult(regressionText(report, language: output.lang))
        }
      }
    }
  }

  /// The regressions of the scenario's `estimation:` block on the panel as of its date.
  private func ownRegressions(
    _ fitted: FittedModel, _ session: Session, _ observed: ObservedData
  ) throws -> [(report: RegressionReport, inputs: RegressionInputs)] {
    let own = try OwnRegressions(of: file, fitted.study, session, observed)
    return try own.map { file, table throws(RegressionError) in
      let run = RegressionRun(file.specification, threads: threadCount)
      let sha256 = observed.files.first { $0.path == table.file }?.sha256
      return (try run.report(on: table), file.inputs(data: table.file, sha256: sha256))
    }
  }
}
