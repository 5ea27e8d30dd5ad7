package import Econometrics
import ReachModel

/// The `estimation:` block of a scenario: further regressions on the observed panel, and how the
/// built-in ones state their errors.
package struct ScenarioEstimation: Sendable, Equatable {
  /// In the order of the file, each with its key as name; entity `province_code`, period `year`.
  package let specifications: [RegressionSpecification]
  /// The covariance that the scenario states for the built-in relation `entry`; nil if none.
  package let entryCovariance: RegressionSpecification.Covariance?

  /// The name of the built-in relation of new enterprises, whose terms are fixed.
  package static let entryName = "entry"

  package static let none = ScenarioEstimation(specifications: [], entryCovariance: nil)

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
    var covariance: RegressionSpecification.Covariance?
    for entry in entries {
      entry.checkName(&problems)
      if entry.key == entryName {
        covariance = entryCovariance(entry.value, &problems)
      } else if let specification = SpecificationReader.read(
        entry.value, SpecificationSchema.ofScenario, name: entry.key, isOnPanel: true, &problems)
      {
        specifications.append(specification)
      }
    }
    return ScenarioEstimation(specifications: specifications, entryCovariance: covariance)
  }

  /// Reads the covariance by the rules of a regression with effects of provinces and years.
  private static func entryCovariance(
    _ node: Node, _ problems: inout ProblemList
  ) -> RegressionSpecification.Covariance? {
    guard let reader = MappingReader(node, entrySchema, &problems),
      let value = reader["covariance"],
      let covariance = SpecificationReader.covariance(value, root: node, &problems)
    else { return nil }
    var relation = RegressionSpecification(
      name: entryName, dependent: Expression(column: "enterprises_newly_registered"))
    relation.hasConstant = false
    (relation.entity, relation.period) = SpecificationReader.panelColumns
    relation.covariance = covariance
    for problem in relation.contradictions { problems.report(problem.diagnostic(in: node)) }
    return covariance
  }

  /// A regression of the block that its data do not carry.
  package func report(_ cause: String, _ name: String, file: String) -> DiagnosticReport {
    DiagnosticReport(
      one: Diagnostic(
        .notEstimable, "`estimation: \(name)` has no estimate: \(cause)", at: nil, notes: [file]))
  }

  static let entrySchema = MappingSchema(
    "the relation `entry`",
    [
      .required(
        "covariance",
        .either([
          .oneOf(RegressionSpecification.Covariance.Kind.allCases.map(\.rawValue)),
          .mapping(SpecificationSchema.covariance),
        ]), "how its standard errors are computed")
    ])
}
