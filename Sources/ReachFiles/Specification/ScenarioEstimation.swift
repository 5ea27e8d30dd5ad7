import Econometrics
import ReachModel

/// The `estimation:` block of a scenario: further regressions on the observed panel.
package struct ScenarioEstimation: Sendable {
  /// In the order of the file, each with its key as name; entity `province_code`, period `year`.
  package let specifications: [SpecificationFile]

  /// The block of a scenario file, with what it inherits.
  ///
  /// - Throws: All problems of reading it; those of the rest of the scenario are the study's.
  package static func read(
    _ path: String, as name: String? = nil
  ) throws(DiagnosticReport) -> ScenarioEstimation {
    var problems = ProblemList()
    let document = ScenarioDocument.read(path, as: name, &problems)
    let found = document.map { read($0.root, &problems) } ?? []
    try problems.throwIfAny()
    let checksums = Dictionary(
      (document?.files ?? []).map { ($0.path, $0.sha256) }, uniquingKeysWith: { first, _ in first })
    return ScenarioEstimation(
      specifications: found.map { specification, node in
        SpecificationFile(
          file: node.origin.file, sha256: checksums[node.origin.file] ?? "", specification,
          at: node, sources: problems)
      })
  }

  /// The block of a scenario's tree, each specification with its place; what is wrong with it is
  /// reported.
  static func read(
    _ scenario: Node, _ problems: inout ProblemList
  ) -> [(RegressionSpecification, Node)] {
    guard let node = scenario["estimation"], node.scalar?.isEmpty != true else { return [] }
    guard let entries = node.entries else {
      problems.report(
        .wrongType, "\(node.kind) stands where specifications by name are expected",
        at: node.origin, length: node.length)
      return []
    }
    return entries.compactMap { entry in
      entry.checkName(&problems)
      return SpecificationReader.read(
        entry.value, SpecificationSchema.ofScenario, name: entry.key, isOnPanel: true, &problems
      ).map { ($0, entry.value) }
    }
  }
}
