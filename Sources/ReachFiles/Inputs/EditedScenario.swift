import ReachModel
import Reporting

/// The tree of a scenario with the edits of a workbook laid into it.
struct EditedScenario {
  let book: InputBook
  let scenario: String
  let base: Node
  let study: Study
  let catalog: Catalog
  private(set) var root: Node
  private(set) var edits: [ScenarioImport.Edit] = []
  /// Paths of which only the source was edited.
  private(set) var sourced: [String] = []
  /// The cell of each edited value, for the remarks of the file.
  private(set) var remarks: [Origin: String] = [:]
  /// What the rows of each block say of its source.
  private var sources: [InputBlock: [Sourced]] = [:]
  private var blocks: [InputBlock] = []

  private struct Sourced {
    let path: InputPath
    let source: String
    let isNew: Bool
    /// The cell of the source.
    let origin: Origin
  }

  init(_ book: InputBook, _ scenario: String, _ base: Node, _ study: Study, _ catalog: Catalog) {
    (self.book, self.scenario, self.base) = (book, scenario, base)
    (self.study, self.catalog, root) = (study, catalog, base)
  }

  /// Reads every row of the scenario; what cannot be read leaves the value of the base.
  mutating func readRows(_ problems: inout ProblemList) {
    let known = Dictionary(
      study.inputs.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<String> = []
    for row in book.rows where row.scenario == scenario {
      let path = row.path.text
      guard seen.insert(path).inserted else {
        problems.report(
          .badInputRow, "the key `\(path.prefix(80))` is in the sheet twice",
          at: book.origin(row.number, .key))
        continue
      }
      read(row, known[path], &problems)
    }
    for input in study.inputs where !seen.contains(input.path) {
      problems.report(
        .badInputRow, "the row of `\(input.path)` is missing",
        at: Origin(file: book.file, sheet: book.sheet.name, line: 1, column: 1))
    }
    for block in blocks { setSource(of: block, &problems) }
  }

  private mutating func read(
    _ row: InputBook.Row, _ input: StudyInput?, _ problems: inout ProblemList
  ) {
    let cells = EditedCells(book: book, row: row)
    if input == nil, let last = row.path.keys.last, ScenarioInputs.omitted.contains(last) {
      return problems.report(
        .badInputRow, "`\(row.path.text.prefix(80))` is no input: `\(last)` has no row of its own",
        at: book.origin(row.number, .key),
        hint: last == "source" ? "write the source into the column \"Source\" of its values" : nil)
    }
    let isEdited = input.map { !cells.isUnedited($0.value) } ?? true
    let hasOldSource = cells.hasSource(input?.source)
    if isEdited {
      guard let typed = cells.typed(&problems) else { return }
      set(typed, of: row.path, input, at: cells.origin, &problems)
    }
    let origin = book.origin(row.number, .source)
    guard let block = InputBlock(of: row.path) else {
      if !cells.source.isEmpty {
        problems.report(
          .badInputRow, "`\(row.path.text)` has no source in a scenario file", at: origin)
      }
      return
    }
    if cells.source.isEmpty, isEdited && !Self.isName(row.path) || !hasOldSource {
      return problems.report(
        .missingSource, "the source of `\(row.path.text)` is missing", at: origin)
    }
    if isEdited, hasOldSource, !Self.isName(row.path) {
      return problems.report(
        .editedWithoutSource,
        "`\(row.path.text)` has a new value and the source of the old one", at: origin)
    }
    if sources[block] == nil { blocks.append(block) }
    sources[block, default: []].append(
      Sourced(path: row.path, source: cells.source, isNew: !hasOldSource, origin: origin))
    if !hasOldSource, !isEdited { sourced.append(row.path.text) }
    if !hasOldSource { remember(origin) }
  }

  /// A new name of a target needs no new source of its number.
  private static func isName(_ path: InputPath) -> Bool { path.keys.contains("label") }

  /// The cell without the folders of its book: those of one computer mean nothing on another.
  private mutating func remember(_ origin: Origin) {
    let place = Origin(
      file: lastName(of: origin.file), sheet: origin.sheet, line: origin.line,
      column: origin.column)
    remarks[origin] = ControlCharacters.replaced(in: "\(place)")
  }

  // MARK: Values

  private mutating func set(
    _ typed: (text: String, isText: Bool), of path: InputPath, _ input: StudyInput?,
    at origin: Origin, _ problems: inout ProblemList
  ) {
    let text = typed.text.normalFormC
    let old = root[path] ?? catalog.typedPriors[ofOverride: path]
    // A text stays a text; a number of a cell takes no quotes.
    let isQuoted = typed.isText && (old?.scalar?.isQuoted ?? false)
    let length = text.unicodeScalars.count
    let refusal =
      ControlCharacters.refusal(of: text, at: origin, length: length)
      ?? (isQuoted ? nil : ScalarRules.refusal(of: text, at: origin))
    if let refusal { return problems.report(refusal) }
    let node = Node(
      .scalar(Node.Scalar(text: text, isQuoted: isQuoted)), at: origin, format: .yaml,
      length: length)
    takeFromCatalog(path)
    guard let changed = root.setting(node, at: path) else {
      return problems.report(
        .badInputRow, "`\(path.text)` cannot stand in the scenario beside what is there",
        at: origin)
    }
    root = changed
    edits.append(.init(path: path.text, old: input?.text, new: text, origin: origin))
    remember(origin)
  }

  /// An override of a prior of the catalog begins as that prior.
  private mutating func takeFromCatalog(_ path: InputPath) {
    guard path.keys.count > 1, path.keys[0] == "overrides",
      let prior = catalog.typedPriors[path.keys[1]]
    else { return }
    let place = ScenarioInputs.overridePath(of: path.keys[1])
    guard path.hasPrefix(place), root[InputPath(Array(place.steps.dropLast()))] == nil else {
      return
    }
    root = root.setting(prior, at: place) ?? root
  }

  // MARK: Sources

  /// One source speaks for all values of a block: where its rows differ, each is named.
  private mutating func setSource(of block: InputBlock, _ problems: inout ProblemList) {
    guard let rows = sources[block], rows.contains(where: \.isNew) else { return }
    var groups: [(source: String, paths: [String], isNew: Bool)] = []
    for row in rows {
      let name = row.path.dropping(block.path).text
      if let place = groups.firstIndex(where: { $0.source == row.source }) {
        groups[place].paths.append(name)
      } else {
        groups.append((row.source, [name], row.isNew))
      }
    }
    let parts = groups.sorted { $0.isNew && !$1.isNew }.filter { !$0.source.isEmpty }.map { group in
      groups.count == 1
        ? group.source
        : "[\(group.isNew ? group.paths.joined(separator: ", ") : "*")] \(group.source)"
    }
    guard let origin = rows.first(where: \.isNew)?.origin, !parts.isEmpty else { return }
    let text = parts.joined(separator: "; ").normalFormC
    let length = text.unicodeScalars.count
    if let refusal = ControlCharacters.refusal(of: text, at: origin, length: length) {
      return problems.report(refusal)
    }
    let node = Node(
      .scalar(Node.Scalar(text: text, isQuoted: true)), at: origin, format: .yaml, length: length)
    // A prior of the catalog of which only the source was edited is no override, and the file would
    // not have what was edited.
    guard root[block.path] != nil else {
      return problems.report(
        .badInputRow,
        "`\(block.path.text)` has a new source, and the value of the catalog with its own",
        at: origin,
        hint: "edit the value too, or leave the catalog's source")
    }
    root = root.setting(node, at: block.path.appending(.key("source"))) ?? root
  }

  /// Whether a scenario has every value that was edited, and each new source.
  func isWhole(in written: Node) -> Bool {
    edits.allSatisfy { edit in
      InputPath(edit.path).flatMap { written[$0] }?.scalar?.text == edit.new
    }
      && sources.allSatisfy { block, rows in
        let told = written[block.path.appending(.key("source"))]?.scalar?.text ?? ""
        // By scalars: a source may begin with a mark that joins the character before it.
        return rows.allSatisfy {
          !$0.isNew || told.unicodeScalars.contains($0.source.normalFormC.unicodeScalars)
        }
      }
  }
}

extension [String: Node] {
  /// The typed prior, or a part of it, that a path under `overrides` names.
  fileprivate subscript(ofOverride path: InputPath) -> Node? {
    guard path.keys.count > 1, path.keys[0] == "overrides", let prior = self[path.keys[1]] else {
      return nil
    }
    return prior[path.dropping(ScenarioInputs.overridePath(of: path.keys[1]))]
  }
}
