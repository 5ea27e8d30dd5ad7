package import Econometrics
import ReachModel

/// A specification with the file that it was read from, so that what its data lack can be said at
/// its place.
package struct SpecificationFile: Sendable {
  /// As the user named it.
  package let file: String
  package let sha256: String
  package let specification: RegressionSpecification
  private let source: SourceText
  private let root: Node

  /// Reads a specification.
  ///
  /// - Parameters:
  ///   - path: A file in YAML or JSON.
  ///   - name: What messages call it.
  /// - Returns: A specification that does not contradict itself.
  /// - Throws: All problems of the file at once.
  package static func read(
    _ path: String, as name: String? = nil
  ) throws(DiagnosticReport) -> SpecificationFile {
    try SpecificationFile(SourceText.read(path, as: name ?? path, checksum: true))
  }

  /// - Throws: All problems of the text at once.
  package init(_ source: SourceText) throws(DiagnosticReport) {
    var problems = ProblemList()
    let root = Node.parse(source, lettersAreText: true, &problems)
    let specification = root.flatMap {
      SpecificationReader.read(
        $0, SpecificationSchema.specification, name: Self.stem(source.file), &problems)
    }
    try problems.throwIfAny()
    guard let root, let specification else {
      throw DiagnosticReport(
        one: Diagnostic(
          .missingKey, "`\(source.file)` cannot be read as a specification", at: nil))
    }
    (file, sha256, self.source, self.root) = (source.file, source.sha256, source, root)
    self.specification = specification
  }

  private static func stem(_ file: String) -> String {
    let last = file.split(separator: "/").last ?? ""
    return last.lastIndex(of: ".").map { String(last[..<$0]) } ?? String(last)
  }

  /// Problems met on data, at their places in this file.
  package func report(_ error: SpecificationProblems) -> DiagnosticReport {
    var problems = ProblemList()
    problems.register(source)
    for problem in error.problems { problems.report(problem.diagnostic(in: root)) }
    return problems.summary
      ?? DiagnosticReport(one: Diagnostic(.noRows, "nothing can be estimated", at: nil))
  }

  /// What an estimator met, at the term that it names or at the dependent variable.
  package func report(_ error: EstimationError) -> DiagnosticReport {
    let node = error.column.flatMap { name in
      ["regressors", "endogenous", "instruments"].compactMap { root[$0]?.items }.joined().first {
        $0.scalar?.text == name
      }
    }
    var problems = ProblemList()
    problems.register(source)
    let place = node ?? root["dependent"] ?? root
    problems.report(
      Diagnostic(
        .notEstimable, error.label.en, at: place.origin, length: place.length,
        notes: ["the specification `\(specification.name)`"]))
    return problems.summary
      ?? DiagnosticReport(one: Diagnostic(.notEstimable, error.label.en, at: nil))
  }
}
