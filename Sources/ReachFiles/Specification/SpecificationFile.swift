package import Econometrics
import ReachModel

/// A specification with the file that it was read from, so that what its data lack can be said at
/// its place.
package struct SpecificationFile: Sendable {
  /// As the user named it; for one of a scenario the file of the scenario in which it stands.
  package let file: String
  package let sha256: String
  package let specification: RegressionSpecification
  /// The files whose lines excerpts show, without problems.
  let sources: ProblemList
  let root: Node

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
    self.init(
      file: source.file, sha256: source.sha256, specification, at: root, sources: problems)
  }

  /// A specification that stands at `root` of a file.
  init(
    file: String, sha256: String, _ specification: RegressionSpecification, at root: Node,
    sources: ProblemList
  ) {
    (self.file, self.sha256, self.specification) = (file, sha256, specification)
    (self.root, self.sources) = (root, sources)
  }

  private static func stem(_ file: String) -> String {
    let last = file.split(separator: "/").last ?? ""
    return last.lastIndex(of: ".").map { String(last[..<$0]) } ?? String(last)
  }

  /// Whether a file holds a specification: who forgets the data wants to be told so, and not that
  /// none of its keys belongs to a scenario.
  ///
  /// - Returns: False as well for what is not there or cannot be read.
  package static func isOne(_ path: String) -> Bool {
    var problems = ProblemList()
    guard let source = try? SourceText.read(path),
      let root = Node.parse(source, lettersAreText: true, &problems)
    else { return false }
    return root["dependent"] != nil && root["scenario"] == nil
  }
}

// MARK: Problems at their places

extension SpecificationFile {
  /// Problems met on data, at their places in this file.
  package func report(_ error: SpecificationProblems) -> DiagnosticReport {
    var problems = sources, told: [SpecificationProblem] = []
    for problem in error.problems where !told.contains(where: { $0.isSameCell(as: problem) }) {
      problems.report(problem.diagnostic(in: root))
      told.append(problem)
    }
    return problems.summary
      ?? DiagnosticReport(one: Diagnostic(.noRows, "nothing can be estimated", at: nil))
  }

  /// What an estimator met, at the term or the key that it is about, else at the dependent variable;
  /// lines that it names are those of the file of data.
  package func report(_ error: EstimationError, data: String) -> DiagnosticReport {
    var problems = sources
    let place = place(of: error) ?? root["dependent"] ?? root
    let summary = error.label(inFile: data).en
    problems.report(
      Diagnostic(
        .notEstimable, summary, at: place.origin, length: place.length,
        notes: ["the specification `\(specification.name)`"]))
    return problems.summary ?? DiagnosticReport(one: Diagnostic(.notEstimable, summary, at: nil))
  }

  private func place(of error: EstimationError) -> Node? {
    if let name = error.column, let term = term(named: name) { return term }
    for path in error.keys {
      if let level = error.grouping, let node = grouping(level, at: path) { return node }
    }
    return error.keys.lazy.compactMap { node(at: $0) }.first
  }

  /// The term whose column, or one of whose dummies, has this name in the table of results.
  private func term(named name: String) -> Node? {
    let terms = ["regressors", "endogenous", "instruments"].flatMap { key in
      root[key].map { $0.items ?? [$0] } ?? []
    }
    return terms.first { $0.scalar?.text == name }
      ?? terms.first { term in
        term.scalar.flatMap { try? Expression($0.text) }?.names(column: name) == true
      }
  }

  /// The fixed effect or level of clustering of this name below a key.
  private func grouping(_ name: String, at path: [String]) -> Node? {
    guard let node = node(at: path) else { return nil }
    return (node.items ?? [node]).first { $0.scalar?.text == name }
  }

  private func node(at path: [String]) -> Node? {
    path.reduce(Optional(root)) { node, key in
      node?[key].flatMap { $0.scalar?.isEmpty == true ? nil : $0 }
    }
  }
}

extension SpecificationProblem {
  /// Whether it is of the same column of text: one cell spoils every term with it, and is corrected
  /// once.
  fileprivate func isSameCell(as other: SpecificationProblem) -> Bool {
    kind == .wrongKind && other.kind == kind && summary == other.summary && hint == other.hint
  }
}

extension EstimationError {
  /// The keys of a specification at which it can be mended, the nearest first.
  fileprivate var keys: [[String]] {
    let cluster = ["covariance", "cluster"], lags = ["covariance", "lags"]
    return switch self {
    case .singleCluster: [cluster, ["bootstrap", "cluster"], ["covariance"]]
    case .tooFewClusters: [cluster, ["entity"], ["covariance"]]
    case .noClusters, .severalLevels: [cluster, ["covariance"]]
    case .columnNeeded, .onePeriod: [["covariance"]]
    case .lagTooLong: [lags, ["covariance"]]
    case .repeatedPeriod(nil, _): [["period"]]
    case .repeatedPeriod: [["entity"], ["period"]]
    case .tooManyEffects: [["fixed_effects"]]
    case .notOnEarth: [["covariance", "latitude"]]
    case .weightNotPositive, .likelihood(.weightNotPositive): [["weights"]]
    case .tooFewInstruments, .collinearInstrument: [["instruments"]]
    case .notIdentified: [["instruments"], ["endogenous"]]
    case .tooManyInstruments: [["instruments"], ["estimator"]]
    case .tooFewPeriods: [["estimator"]]
    case .bayesian(let problem): problem.keys
    default: []
    }
  }

  /// The effect or level of clustering that it is about.
  fileprivate var grouping: String? {
    switch self {
    case .singleCluster(let name): name
    case .tooManyEffects(let effect, _, _): effect
    default: nil
    }
  }
}

extension BayesianProblem {
  fileprivate var keys: [[String]] {
    let bayes = ["estimator", "bayes"]
    return switch self {
    case .priorNotPositiveDefinite, .withoutPrior: [bayes + ["priors"], bayes, ["estimator"]]
    case .otherRegressors: [bayes + ["sources"], bayes]
    case .explosiveForecast: [["estimator", "bvar", "horizon"], ["estimator"]]
    case .severalUnits: [["entity"], ["estimator"]]
    case .gap, .tooFewPeriods: [["period"]]
    case .infiniteValue, .constantSeries: []
    }
  }
}
