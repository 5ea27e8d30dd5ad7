import ArgumentParser
import Assessment
import ReachEngine
import ReachFiles
import ReachModel
import Reporting

struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Validate scenarios, catalog and data; simulate nothing.",
    discussion: """
      Without files: every scenario of the project. All problems are shown at once. Targets that \
      cannot hold together are found here, with the identity that they break; then it exits with 3.
      """)

  @Argument(help: "Scenario files.")
  var files: [String] = []

  @OptionGroup var output: OutputOptions

  func run() async throws {
    try await reportingFailures(output.lang) {
      try files.forEach(refuseSpecification)
      let (session, observed) = try await Session.withData()
      _ = try IndicatorCatalog.read(session.project)
      let names =
        files.isEmpty ? try session.project.scenarioFiles().map(session.project.shown) : files
      let studies = try session.studies(names)
      session.warn(of: studies)
      let fitted = try session.fitted(studies, to: observed)
      try checkRegressions(of: Array(zip(names, studies)), session, observed)
      let plans = zip(names, fitted).map { name, fitted in
        CheckedPlan(
          file: name, study: fitted.study,
          arithmetic: TargetArithmetic(fitted.study, model: fitted.model))
      }
      plans.forEach(report)
      try printResult(
        output.json
          ? checkJSON(plans, language: output.lang).text
          : plans.map { checkSummary($0, output.lang) }.joined(separator: "\n"))
      // What was read is right; the plan is not: that is a check that did not hold, not bad content.
      if plans.contains(where: { !$0.arithmetic.conflicts.isEmpty }) {
        throw ExitCode(ExitStatus.requirementNotMet.rawValue)
      }
    }
  }

  /// Looks for what the scenarios' own regressions name in the panel as of their dates.
  private func checkRegressions(
    of plans: [(name: String, study: Study)], _ session: Session, _ observed: ObservedData
  ) throws {
    var problems: [Diagnostic] = []
    for (name, study) in plans {
      do throws(DiagnosticReport) {
        _ = try OwnRegressions(of: name, study, session, observed).map {
          file, table throws(RegressionError) in
          try RegressionRun(file.specification, threads: 1).check(on: table)
        }
      } catch {
        problems += error.diagnostics
      }
    }
    if let report = DiagnosticReport(problems) { throw report }
  }

  /// Contradictions like errors, with a blank line between two, and warnings, on standard error.
  private func report(_ plan: CheckedPlan) {
    let text = ConflictText(plan.study, output.lang)
    for conflict in plan.arithmetic.conflicts {
      printError(text.error(conflict, code: DiagnosticCode.incoherentTargets.id) + "\n")
    }
    if !plan.arithmetic.isComplete { printError(text.cutShort) }
    for strain in plan.arithmetic.strains { printError(text.warning(strain)) }
  }
}
