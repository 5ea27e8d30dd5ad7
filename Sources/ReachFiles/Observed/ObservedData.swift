package import PanelData
package import ReachModel

/// Everything observed: read, and compared with its manifest, at every run.
package struct ObservedData: Sendable {
  package let panel: Panel
  package let facts: FactBook
  package let effects: [LiteratureEffect]
  package let manifest: Manifest
  /// The manifest and the data files, with their checksums.
  package let files: [SourceFile]
  /// What differs from the manifest in files that nobody vouches for; none where it must not.
  package let differences: [String]

  /// The sources of ``effects``, for those who print an id.
  ///
  /// A row that cites another one ("as L07 (2019 version)") is given that row's text in place of
  /// the id; how much of it was seen is its own.
  package var citations: [Citation] {
    effects.map { effect in
      var text = effect.citation
      // One row refers to the next; a circle would end after as many steps as there are rows.
      for _ in effects.indices where text.hasPrefix("as ") {
        let other = effects.first { text.hasPrefix("as \($0.id)") }
        guard let other else { break }
        text = other.citation + text.dropFirst("as \(other.id)".count)
      }
      return Citation(id: effect.id, text: text, url: effect.url, seen: effect.seen)
    }
  }

  /// Reads a folder.
  ///
  /// - Parameters:
  ///   - folder: Where `manifest.json` and the data files are.
  ///   - name: What messages call the folder.
  ///   - provinces: Those of the catalog, whose codes the panel may use; nil to take any code.
  ///   - trust: Whether files may differ from their manifest.
  /// - Returns: Panel, facts and effects.
  /// - Throws: All problems of all files at once; a checksum or a number of rows that differs from
  ///   the manifest is one of them, unless it may.
  package static func read(
    _ folder: String, as name: String, provinces: [Province]? = nil, trust: DataTrust = .manifest
  ) throws(DiagnosticReport) -> ObservedData {
    try ObservedTables.read(folder, as: name, trust: trust).data(provinces: provinces)
  }
}

/// Whose word counts for what the data files are.
package enum DataTrust: Sendable, Equatable {
  /// A file must be the one that the manifest describes.
  case manifest
  /// Whoever names the folder: files may have more rows than their manifest says, which is told. A
  /// folder without a manifest has the one of another folder, for its rules of release.
  case user(manifestFrom: String)
}

/// The data files, cut into cells and read as far as can be done without the catalog.
package struct ObservedTables: Sendable {
  private let name: String
  private let manifest: Manifest?
  private let panel: (table: CSVTable, entry: Manifest.File)?
  private let facts: [Fact]?
  private let effects: [LiteratureEffect]?
  private let files: [SourceFile]
  private let trust: DataTrust
  private let differences: [String]
  private let problems: ProblemList

  /// Reads a folder.
  ///
  /// Problems come with ``data(provinces:)``. For the parameters see
  /// ``ObservedData/read(_:as:provinces:trust:)``.
  package static func read(
    _ folder: String, as name: String, trust: DataTrust = .manifest
  ) -> ObservedTables {
    var reader = ObservedReader(folder: folder, name: name, trust: trust)
    return reader.read()
  }

  fileprivate init(
    name: String, trust: DataTrust, manifest: Manifest?,
    panel: (table: CSVTable, entry: Manifest.File)? = nil,
    facts: [Fact]? = nil, effects: [LiteratureEffect]? = nil, files: [SourceFile] = [],
    differences: [String] = [], problems: ProblemList
  ) {
    (self.name, self.manifest, self.panel, self.facts) = (name, manifest, panel, facts)
    (self.effects, self.files, self.problems) = (effects, files, problems)
    (self.trust, self.differences) = (trust, differences)
  }

  /// Everything, once the catalog is known.
  ///
  /// - Parameter provinces: Those of the catalog, whose codes the panel may use; nil to take any code.
  /// - Returns: Panel, facts and effects.
  /// - Throws: All problems of all files at once.
  package func data(provinces: [Province]?) throws(DiagnosticReport) -> ObservedData {
    var problems = problems, differences = differences, flags: [Diagnostic] = []
    let panel = panel.flatMap {
      PanelReader($0.table, $0.entry, provinces)?.panel(&problems) { flags.append($0) }
    }
    for flag in flags {
      if trust == .manifest {
        problems.report(flag)
      } else {
        differences.append(flag.summary)
      }
    }
    try problems.throwIfAny()
    guard let manifest, let panel, let facts, let effects else {
      throw DiagnosticReport(
        one: Diagnostic(.notInManifest, "`\(name)` cannot be read as observed data", at: nil))
    }
    return ObservedData(
      panel: panel, facts: FactBook(facts), effects: effects, manifest: manifest, files: files,
      differences: differences)
  }
}

private struct ObservedReader {
  let folder: String
  let name: String
  let trust: DataTrust
  private var files: [SourceFile] = []
  private var differences: [String] = []

  init(folder: String, name: String, trust: DataTrust) {
    (self.folder, self.name, self.trust) = (folder, name, trust)
  }

  mutating func read() -> ObservedTables {
    var problems = ProblemList()
    guard let text = manifestText(&problems),
      let manifest = Manifest.read(text, &problems)
    else { return ObservedTables(name: name, trust: trust, manifest: nil, problems: problems) }
    checkListing(manifest, &problems)
    let panel = table("vietnam_provinces.csv", PanelReader.shape, manifest, &problems)
    let facts = table("hanoi_facts.csv", FactReader.shape, manifest, &problems)
      .flatMap { FactReader(table: $0.table)?.facts(&problems) }
    let effects = table("literature_effects.csv", LiteratureEffect.shape, manifest, &problems)
      .map { LiteratureEffect.all(in: $0.table, &problems) }
    return ObservedTables(
      name: name, trust: trust, manifest: manifest, panel: panel, facts: facts, effects: effects,
      files: files,
      differences: differences, problems: problems)
  }

  private mutating func manifestText(_ problems: inout ProblemList) -> SourceText? {
    let file = "manifest.json"
    guard case .user(let other) = trust, !names(in: folder).contains(file) else {
      return source(file, limit: SourceText.limit, &problems)
    }
    differences.append("`\(name)` has no manifest: release dates are those of `\(other)`")
    do throws(DiagnosticReport) {
      return try SourceText.read(
        "\(other)/\(file)", as: "\(other)/\(file)", limit: SourceText.limit, checksum: true)
    } catch {
      problems.report(error)
      return nil
    }
  }

  /// A data file that nobody vouches for may be read by a notebook, if not by Reach.
  private func checkListing(_ manifest: Manifest, _ problems: inout ProblemList) {
    let known: Set<String> = ["manifest.json", "dictionary.md"]
    for file in names(in: folder)
    where !file.hasPrefix(".") && !known.contains(file) && manifest.file(file) == nil {
      problems.report(
        .notInManifest, "the manifest does not list `\(ControlCharacters.replaced(in: file))`",
        at: Origin(file: manifest.source.file, line: 1, column: 1))
    }
  }

  private mutating func source(
    _ file: String, limit: Int, _ problems: inout ProblemList
  ) -> SourceText? {
    do throws(DiagnosticReport) {
      let text = try SourceText.read(
        "\(folder)/\(file)", as: "\(name)/\(file)", limit: limit, checksum: true)
      files.append(SourceFile(path: text.file, sha256: text.sha256))
      return text
    } catch {
      problems.report(error)
      return nil
    }
  }

  private mutating func table(
    _ file: String, _ shape: StrictCSV.Shape, _ manifest: Manifest, _ problems: inout ProblemList
  ) -> (table: CSVTable, entry: Manifest.File)? {
    guard let entry = manifest.file(file) else {
      problems.report(
        .notInManifest, "the manifest does not list `\(file)`",
        at: Origin(file: manifest.source.file, line: 1, column: 1))
      return nil
    }
    guard let text = source(file, limit: SourceText.dataLimit, &problems),
      check(text, entry, &problems), let table = StrictCSV.read(text, shape, &problems)
    else { return nil }
    if table.rowCount != entry.rows, trust != .manifest {
      differences.append(
        "`\(text.file)` has \(table.rowCount) rows, its manifest says \(entry.rows)")
    } else if table.rowCount != entry.rows {
      problems.report(
        .rowCount, "`\(text.file)` has \(table.rowCount) rows; the manifest says \(entry.rows)",
        at: entry.origin)
    }
    return (table, entry)
  }

  private mutating func check(
    _ text: SourceText, _ entry: Manifest.File, _ problems: inout ProblemList
  ) -> Bool {
    guard text.sha256 != entry.sha256 else { return true }
    guard trust == .manifest else {
      differences.append("`\(text.file)` is not the file that its manifest describes")
      return true
    }
    problems.report(
      .checksum, "`\(text.file)` is not the file that the manifest describes", at: entry.origin,
      notes: ["SHA-256 of the file: \(text.sha256)", "in the manifest:     \(entry.sha256)"])
    return false
  }
}
