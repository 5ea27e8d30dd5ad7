package import Econometrics
package import ReachModel
package import Reporting

/// An evaluation with the file that it was read from, so that what its data lack can be said at its
/// place.
package struct EvaluationFile: Sendable {
  /// As the user named it.
  package let file: String
  package let sha256: String
  package let specification: ProgrammeSpecification
  /// Of the observed panel only what was published by then; nil for all of it.
  package let asOf: CalendarDate?
  let sources: ProblemList
  let root: Node

  /// Reads an evaluation.
  ///
  /// - Parameters:
  ///   - path: A file in YAML or JSON.
  ///   - name: What messages call it.
  ///   - isOnPanel: Whether the data are the observed panel, so that there is nothing to say of
  ///     their layout.
  /// - Returns: An evaluation that does not contradict itself.
  /// - Throws: All problems of the file at once.
  package static func read(
    _ path: String, as name: String, isOnPanel: Bool
  ) throws(DiagnosticReport) -> EvaluationFile {
    try EvaluationFile(SourceText.read(path, as: name, checksum: true), isOnPanel: isOnPanel)
  }

  /// - Throws: All problems of the text at once.
  package init(_ source: SourceText, isOnPanel: Bool) throws(DiagnosticReport) {
    var problems = ProblemList()
    let root = Node.parse(source, lettersAreText: true, &problems)
    let reader = root.flatMap { MappingReader($0, EvaluationSchema.evaluation, &problems) }
    let read = reader.flatMap { reader in
      EvaluationReader(reader: reader, isOnPanel: isOnPanel)
        .specification(stem: Self.stem(source.file), &problems)
    }
    let asOf = reader?["as_of"].flatMap { $0.date(&problems) }
    try problems.throwIfAny()
    guard let root, let read else {
      throw DiagnosticReport(
        one: Diagnostic(.missingKey, "`\(source.file)` cannot be read as an evaluation", at: nil))
    }
    (file, sha256, specification, self.asOf) = (source.file, source.sha256, read, asOf)
    (sources, self.root) = (problems, root)
  }

  private static func stem(_ file: String) -> String {
    let last = file.split(separator: "/").last ?? ""
    return last.lastIndex(of: ".").map { String(last[..<$0]) } ?? String(last)
  }
}

// MARK: Problems at their places

extension EvaluationFile {
  /// Problems of the outcome and covariates on data.
  package func report(_ error: SpecificationProblems) -> DiagnosticReport {
    var problems = sources
    let names = ["dependent": "outcome", "regressors": "covariates"]
    for problem in error.problems {
      var moved = problem
      if let first = problem.path.first, let own = names[first] { moved.path[0] = own }
      problems.report(moved.diagnostic(in: root))
    }
    return problems.summary
      ?? DiagnosticReport(one: Diagnostic(.noRows, "nothing can be evaluated", at: nil))
  }

  /// Units that the data do not have, and what else keeps the panel from being made.
  package func report(_ error: ProgrammeProblems) -> DiagnosticReport {
    var problems = sources
    for problem in error.problems {
      let node = node(at: problem.path)
      guard let unknown = problem.unknown else {
        problems.report(
          Diagnostic(.notEvaluable, problem.label.en, at: node.origin, length: node.length))
        continue
      }
      problems.reportUnknown(
        .unknownDataName, problem.label.en, name: unknown.name, known: unknown.known,
        at: node.origin, length: node.length)
    }
    return problems.summary
      ?? DiagnosticReport(one: Diagnostic(.notEvaluable, "nothing can be evaluated", at: nil))
  }

  /// What the method met.
  package func report(_ error: ProgrammeError) -> DiagnosticReport {
    report(ProgrammeProblems([ProgrammeProblem(error.label, error.path)]))
  }

  /// A parameter that the catalog or the scenario does not have, or that data cannot move.
  ///
  /// - Parameters:
  ///   - name: What was asked for.
  ///   - known: What there is.
  ///   - reason: Why one that is known cannot be fed; nil for one that is not.
  /// - Returns: One problem, at the key that names it.
  package func report(
    feed name: String, known: [String], reason: String? = nil
  ) -> DiagnosticReport {
    var problems = sources
    let node = node(at: ["feeds", "uncertainty"])
    if let reason {
      problems.report(Diagnostic(.badFeed, reason, at: node.origin, length: node.length))
    } else {
      problems.reportUnknown(
        .badFeed, "no uncertainty is named `\(name.prefix(60))`", name: name, known: known,
        at: node.origin, length: node.length)
    }
    return problems.summary
      ?? DiagnosticReport(one: Diagnostic(.badFeed, "`\(name)` cannot be fed", at: nil))
  }

  /// The value that a path leads to, or what is nearest to it.
  private func node(at path: [String]) -> Node {
    var node = root
    for step in path {
      if let items = node.items, let place = Int(step), items.indices.contains(place) {
        node = items[place]
      } else if let value = node[step], value.scalar?.isEmpty != true {
        node = value
      } else if node.scalar == nil || Int(step) == nil {
        // A single text stands for a list of one; any other step leads nowhere.
        break
      }
    }
    return node
  }
}

extension ProgrammeError {
  /// The keys at which it can be mended.
  fileprivate var path: [String] {
    switch self {
    case .noTreatedUnit, .tooFewPeriodsBefore, .severalTreatedUnits: ["treated"]
    case .noComparisonUnits, .tooFewDonors: ["comparison"]
    case .tooManyCovariates, .collinearCovariates: ["covariates"]
    case .constantOutcome: ["outcome"]
    }
  }
}

extension EvaluationFile {
  /// This evaluation and the data that it is run on.
  ///
  /// - Parameters:
  ///   - data: The file of data as messages name it.
  ///   - sha256: Its checksum, nil if it came through a pipe.
  /// - Returns: What a report says of both.
  package func inputs(data: String, sha256: String?) -> RegressionInputs {
    RegressionInputs(
      specification: .init(file, sha256: self.sha256.isEmpty ? nil : self.sha256),
      stated: root.json, data: .init(data, sha256: sha256))
  }
}
