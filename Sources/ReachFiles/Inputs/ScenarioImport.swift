package import ReachModel
import Reporting

/// A scenario that was edited in a workbook, read back.
package struct ScenarioImport: Sendable {
  /// An input that someone changed or added.
  package struct Edit: Sendable, Equatable {
    package let path: String
    /// As it was typed; nil for one that is new.
    package let old: String?
    package let new: String
    package let origin: Origin
  }

  /// The text of the new scenario file.
  package let text: String
  package let study: Study
  package let edits: [Edit]
  /// Paths of inputs of which only the source was edited.
  package let sourced: [String]

  /// The scenario that a book was made of, as its file is now.
  package struct Base: Sendable {
    let document: ScenarioDocument
    let study: Study
  }

  /// Reads the scenario that a book was made of.
  ///
  /// - Parameters:
  ///   - path: Its file.
  ///   - name: What messages call it, and the book's record.
  ///   - catalog: What it may name.
  /// - Returns: It, as typed and resolved.
  /// - Throws: All its problems.
  package static func base(
    _ path: String, as name: String, catalog: Catalog
  ) throws(DiagnosticReport) -> Base {
    let study = try Study.read(path, as: name, catalog: catalog)
    var problems = ProblemList()
    let document = ScenarioDocument.read(path, as: name, &problems)
    try problems.throwIfAny()
    guard let document else { throw .noInputs(name) }
    return Base(document: document, study: study)
  }

  /// What is read, and where it goes.
  package struct Request: Sendable {
    /// The workbook.
    package var book: ReadWorkbook
    /// Of which scenario; nil for the only one.
    package var scenario: String?
    /// The file that is to be written, as messages name it; its name is that of the new scenario.
    package var output: String
    /// How that file names its base in `extends`, given the path of the base.
    package var extends: @Sendable (String) -> String

    package init(
      book: ReadWorkbook, scenario: String?, output: String,
      extends: @escaping @Sendable (String) -> String
    ) {
      (self.book, self.scenario, self.output, self.extends) = (book, scenario, output, extends)
    }
  }

  /// Reads the edits of a workbook and resolves the scenario that they make.
  ///
  /// The edited values are laid into the tree of the base scenario, each with its cell as its place, and
  /// the reader of scenarios resolves that tree: what it refuses in a file it refuses in a cell. The text
  /// to be written holds what differs, and is read back and compared before it is returned.
  ///
  /// - Parameters:
  ///   - request: What is read.
  ///   - base: Reads a scenario file named in the book.
  ///   - catalog: What scenarios may name.
  /// - Throws: R030 to R034, and every S-code, with sheet and cell; all problems at once.
  package init(
    _ request: Request,
    base: (String) throws(DiagnosticReport) -> Base,
    catalog: Catalog
  ) throws(DiagnosticReport) {
    var problems = ProblemList()
    let book = InputBook(request.book, &problems)
    try problems.throwIfAny()
    guard let book else { throw .noInputs(request.book.file) }
    let scenario = try Self.scenario(of: book, asked: request.scenario)
    let files = book.record.filter { $0.scenario == scenario }.map(\.file)
    guard let path = files.first?.path else { throw .noInputs(request.book.file) }
    let found = try base(path)
    let (document, original) = (found.document, found.study)
    try Self.check(files, against: original.files, of: request.book.file)
    var edited = EditedScenario(book, scenario, document.root, original, catalog)
    edited.readRows(&problems)
    let draft = ScenarioDraft(
      root: edited.root, remarks: edited.remarks, request: request, base: document)
    // A row that cannot be read leaves the base's value, so that the others can be judged with it.
    let study = draft.resolve(catalog, &problems)
    try problems.throwIfAny()
    guard let study else { throw .noInputs(request.book.file) }
    text = draft.text
    self.study = study
    (edits, sourced) = (edited.edits, edited.sourced)
    try draft.readBack(edited, catalog, as: study)
  }

  /// The scenario that is meant: the one asked for, or the only one of the book.
  ///
  /// - Throws: R031 if there is no such scenario, or if there are several and none is asked for.
  package static func scenario(
    of book: ReadWorkbook, asked: String?
  ) throws(DiagnosticReport) -> String {
    var problems = ProblemList()
    let inputs = InputBook(book, &problems)
    try problems.throwIfAny()
    guard let inputs else { throw .noInputs(book.file) }
    return try scenario(of: inputs, asked: asked)
  }

  private static func scenario(
    of book: InputBook, asked: String?
  ) throws(DiagnosticReport) -> String {
    var names: [String] = []
    for row in book.rows where !names.contains(row.scenario) { names.append(row.scenario) }
    if let asked {
      guard names.contains(asked) else {
        throw DiagnosticReport(
          one: Diagnostic(
            .noInputSheet, "`\(book.file)` has no scenario `\(asked.prefix(60))`", at: nil,
            hint: nearestName(to: asked, among: names).map { "did you mean `\($0)`?" },
            allowed: names))
      }
      return asked
    }
    guard names.count == 1 else {
      throw DiagnosticReport(
        one: Diagnostic(
          .noInputSheet, "`\(book.file)` has \(names.count) scenarios", at: nil,
          hint: "say which one: `--scenario NAME`", allowed: names))
    }
    return names[0]
  }

  /// - Throws: R032 if a file is not what it was when the book was written.
  private static func check(
    _ recorded: [SourceFile], against files: [SourceFile], of book: String
  ) throws(DiagnosticReport) {
    let now = Dictionary(
      files.map { ($0.path, $0.sha256) }, uniquingKeysWith: { first, _ in first })
    let changed = recorded.filter { now[$0.path] != $0.sha256 }.map { file in
      Diagnostic(
        .baseChanged,
        now[file.path] == nil
          ? "`\(file.path)`, of which `\(book)` was made, is no part of the scenario any more"
          : "`\(file.path)` has changed since `\(book)` was written", at: nil)
    }
    if let report = DiagnosticReport(changed) { throw report }
  }
}

extension DiagnosticReport {
  fileprivate static func noInputs(_ book: String) -> DiagnosticReport {
    DiagnosticReport(
      one: Diagnostic(.noInputSheet, "`\(book)` holds no inputs of a scenario", at: nil))
  }
}
