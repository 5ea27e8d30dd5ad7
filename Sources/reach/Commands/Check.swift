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
      let (session, observed) = try await Session.withData()
      let names =
        files.isEmpty ? try session.project.scenarioFiles().map(session.project.shown) : files
      let studies = try session.studies(names)
      session.warn(of: studies)
      let fitted = try session.fitted(studies, to: observed)
      let plans = zip(names, fitted).map { name, fitted in
        CheckedPlan(
          file: name, study: fitted.study,
          arithmetic: TargetArithmetic(fitted.study, model: fitted.model))
      }
      plans.forEach(report)
      try printResult(
        output.json
          ? checkJSON(plans, language: output.lang).text
          : plans.map { "\($0.file): \(summary(of: $0))" }.joined(separator: "\n"))
      // What was read is right; the plan is not: that is a check that did not hold, not bad content.
      if plans.contains(where: { !$0.arithmetic.conflicts.isEmpty }) {
        throw ExitCode(ExitStatus.requirementNotMet.rawValue)
      }
    }
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

  private func summary(of plan: CheckedPlan) -> String {
    let study = plan.study, language = output.lang
    let last = study.planYear + study.model.quarters / 4 - 1
    let years =
      last == study.planYear
      ? "\(last)"
      : language(vi: "\(study.planYear)–\(last)", en: "\(study.planYear) to \(last)")
    let conflicts = plan.arithmetic.conflicts.count
    guard language == .en else {
      let state = conflicts == 0 ? "hợp lệ" : "\(conflicts) mâu thuẫn giữa các chỉ tiêu"
      return "\(state); \(years), theo số liệu đến \(language.date(study.asOf));\n  "
        + "\(study.targets.count) chỉ tiêu, \(study.levers.count) công cụ, "
        + "\(study.uncertainties.count) đầu vào bất định, "
        + "\(study.assumptions.count) giả định cố định"
    }
    let facts = [
      counted(study.targets.count, "target"), counted(study.levers.count, "lever"),
      counted(study.uncertainties.count, "uncertaint", "y", "ies"),
      counted(study.assumptions.count, "fixed assumption"),
    ]
    let state =
      conflicts == 0 ? "correct" : counted(conflicts, "contradiction") + " among its targets"
    return "\(state); \(years), as of \(study.asOf);\n  \(facts.joined(separator: ", "))"
  }

  private func counted(
    _ count: Int, _ word: String, _ one: String = "", _ several: String = "s"
  ) -> String { "\(count) \(word)\(count == 1 ? one : several)" }
}
