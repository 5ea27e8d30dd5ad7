package import Econometrics
import ReachModel

/// The `estimation:` block of a scenario: further regressions on the observed panel.
package struct ScenarioEstimation: Sendable, Equatable {
  /// In the order of the file, each with its key as name; entity `province_code`, period `year`.
  package let specifications: [RegressionSpecification]

  package static let none = ScenarioEstimation(specifications: [])

  /// The block of a scenario file, with what it inherits.
  ///
  /// - Throws: All problems of reading it; those of the rest of the scenario are the study's.
  package static func read(
    _ path: String, as name: String? = nil
  ) throws(DiagnosticReport) -> ScenarioEstimation {
    var problems = ProblemList()
    let document = ScenarioDocument.read(path, as: name, &problems)
    let estimation = document.flatMap { read($0.root, &problems) }
    try problems.throwIfAny()
    return estimation ?? .none
  }

  /// The block of a scenario's tree; what is wrong with it is reported.
  static func read(_ scenario: Node, _ problems: inout ProblemList) -> ScenarioEstimation {
    guard let node = scenario["estimation"], node.scalar?.isEmpty != true else { return .none }
    guard let entries = node.entries else {
      problems.report(
        .wrongType, "\(node.kind) stands where specifications by name are expected",
        at: node.origin, length: node.length)
      return .none
    }
    var specifications: [RegressionSpecification] = []
    for entry in entries {
      entry.checkName(&problems)
      let specification = SpecificationReader.read(
        entry.value, SpecificationSchema.ofScenario, name: entry.key, isOnPanel: true, &problems)
      if let specification { specifications.append(specification) }
    }
    return ScenarioEstimation(specifications: specifications)
  }

  /// A regression of the block that its data do not carry.
  package func report(_ cause: String, _ name: String, file: String) -> DiagnosticReport {
    DiagnosticReport(
      one: Diagnostic(
        .notEstimable, "`estimation: \(name)` has no estimate: \(cause)", at: nil, notes: [file]))
  }
}
