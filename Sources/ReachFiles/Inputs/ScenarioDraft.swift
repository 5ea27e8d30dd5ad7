import ReachModel

/// The scenario that an import makes, before its file is written.
struct ScenarioDraft {
  private let root: Node
  private let request: ScenarioImport.Request
  private let base: ScenarioDocument
  let text: String

  /// - Parameters:
  ///   - root: The edited tree.
  ///   - remarks: The cells of what was edited.
  ///   - request: Names book and output.
  ///   - base: What was edited.
  init(
    root: Node, remarks: [Origin: String], request: ScenarioImport.Request, base: ScenarioDocument
  ) {
    (self.request, self.base) = (request, base)
    let origin = Origin(file: request.output, line: 1, column: 1)
    func scalar(_ text: String) -> Node {
      Node(.scalar(Node.Scalar(text: text, isQuoted: true)), at: origin, format: .yaml)
    }
    let name = scalar(Self.name(of: request.output))
    self.root = root.setting(name, at: InputPath([.key("scenario")])) ?? root
    let changed = base.root.difference(to: root)?.entries ?? []
    let head = [
      Node.Entry(
        key: "extends", keyOrigin: origin, value: scalar(request.extends(base.file))),
      Node.Entry(key: "scenario", keyOrigin: origin, value: name),
    ]
    let book = ControlCharacters.replaced(in: lastName(of: request.book.file))
    text =
      "# Made by `reach import-scenario` from \(book): what was edited there, each with its cell.\n"
      + ScenarioYAML(remarks: remarks).text(
        Node(
          .mapping(head + changed.filter { !["extends", "scenario"].contains($0.key) }),
          at: origin, format: .yaml))
  }

  /// A scenario's name is that of its file.
  private static func name(of file: String) -> String {
    let last = file.split(separator: "/").last ?? ""
    return last.lastIndex(of: ".").map { String(last[..<$0]) } ?? String(last)
  }

  /// Resolves the edited tree, in which every edited value has its cell as its place.
  func resolve(_ catalog: Catalog, _ problems: inout ProblemList) -> Study? {
    Study.resolve(
      ScenarioDocument(
        file: request.output, root: root, files: files, warnings: base.warnings), catalog,
      &problems)
  }

  private var files: [SourceFile] { [SourceFile(path: request.output, sha256: "")] + base.files }

  /// Reads the text as its file will be read, and compares.
  ///
  /// - Precondition: It has every edit that is told, and resolves to the same study: otherwise the
  ///   file would hide what was edited.
  func readBack(
    _ edited: EditedScenario, _ catalog: Catalog, as study: Study
  ) throws(DiagnosticReport) {
    var problems = ProblemList()
    let source = try SourceText(text, file: request.output)
    let whole = Node.parse(source, &problems).map { base.root.overridden(by: $0) }
    let read = whole.flatMap { root in
      Study.resolve(
        ScenarioDocument(
          file: request.output, root: root, files: files, warnings: base.warnings), catalog,
        &problems)
    }
    try problems.throwIfAny()
    precondition(
      whole.map(edited.isWhole) == true,
      "the file of an import lacks an edit that is told:\n\(text)")
    let digest = try read?.digest, asked = try study.digest
    precondition(digest == asked, "the file of an import reads back as another scenario:\n\(text)")
  }
}
