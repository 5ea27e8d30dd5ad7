import Econometrics
import PanelData
import ReachEngine
import ReachFiles
import ReachModel

/// The regressions of a scenario's `estimation:` block, with the panel as of its date.
struct OwnRegressions {
  private let specifications: [SpecificationFile]
  private let table: DataTable?

  /// - Parameters:
  ///   - scenario: As named on the command line.
  ///   - study: The same, read.
  ///   - session: Whose project it is looked for in.
  ///   - observed: The panel.
  /// - Throws: The problems of reading the block.
  init(
    of scenario: String, _ study: Study, _ session: Session, _ observed: ObservedData
  ) throws(DiagnosticReport) {
    let path = session.project.scenarioPath(scenario)
    specifications = try ScenarioEstimation.read(path, as: session.project.shown(path))
      .specifications
    table = specifications.isEmpty ? nil : observed.panel.asOf(study.asOf).table
  }

  /// What is made of each specification and the panel.
  ///
  /// - Throws: The problems of all of them at once, each at its place in the scenario.
  func map<Result>(
    _ body: (SpecificationFile, DataTable) throws(RegressionError) -> Result
  ) throws(DiagnosticReport) -> [Result] {
    guard let table else { return [] }
    var results: [Result] = [], problems: [Diagnostic] = []
    for own in specifications {
      do throws(RegressionError) {
        results.append(try body(own, table))
      } catch {
        problems += own.report(error, data: table.file).diagnostics
      }
    }
    if let report = DiagnosticReport(problems) { throw report }
    return results
  }
}

extension SpecificationFile {
  /// What goes wrong, at its place in the file.
  func report(_ error: RegressionError, data: String) -> DiagnosticReport {
    switch error {
    case .specification(let problems): report(problems)
    case .estimation(let problem): report(problem, data: data)
    }
  }
}

/// Refuses a specification where a scenario is expected: none of its keys belongs to one, and what
/// it lacks is data.
func refuseSpecification(_ path: String) throws(UsageError) {
  guard SpecificationFile.isOne(path) else { return }
  throw UsageError(
    message: Label(
      vi: "`\(path)` là một đặc tả hồi quy, không phải kịch bản, và chưa có số liệu",
      en: "`\(path)` is the specification of a regression, not a scenario, and has no data"),
    help: Label(
      vi: "chỉ rõ tệp số liệu: `reach fit \(path) --data FILE.csv`",
      en: "name the data: `reach fit \(path) --data FILE.csv`"))
}
