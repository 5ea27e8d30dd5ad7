import Reporting

/// A run that a report was made of.
package struct ReportSource: Sendable, Hashable {
  /// The name of its folder.
  package let run: String
  /// The checksum of what says how it was made: `provenance.json`, or `record.json` of a back-test.
  package let provenanceSHA256: String

  package init(run: String, provenanceSHA256: String) {
    (self.run, self.provenanceSHA256) = (run, provenanceSHA256)
  }
}

/// `report.json`: the files of the reports in a folder, each under the runs that it was made of.
///
/// Reports of other runs, or in other formats, may come into the same folder one after the other; no file
/// ever stands under runs that it was not made of.
struct ReportRecord: Sendable, Equatable {
  /// Files of the same runs.
  struct Part: Sendable, Equatable {
    /// In the order of the report.
    let sources: [ReportSource]
    /// Checksums by name.
    var files: [String: String]
  }

  /// The newest first.
  private(set) var parts: [Part] = []

  /// Every file with its checksum, by name.
  var files: [(name: String, sha256: String)] {
    parts.flatMap { $0.files.map { (name: $0.key, sha256: $0.value) } }.sorted { $0.name < $1.name }
  }

  /// Every run of a report, each once.
  var sources: [ReportSource] {
    var seen: Set<ReportSource> = []
    return parts.flatMap(\.sources).filter { seen.insert($0).inserted }
  }

  /// The record once files were written.
  ///
  /// - Parameters:
  ///   - files: Checksums by name; each stands under the new runs alone from now on.
  ///   - sources: The runs that they were made of.
  ///   - isThere: Whether a file of before still lies in the folder; one that was removed is forgotten.
  /// - Returns: It, the new part first.
  func with(
    _ files: [String: String], of sources: [ReportSource], keeping isThere: (String) -> Bool
  ) -> ReportRecord {
    var new = Part(sources: sources, files: files), others: [Part] = []
    for var part in parts {
      part.files = part.files.filter { files[$0.key] == nil && isThere($0.key) }
      if Set(part.sources) == Set(sources) {
        new.files.merge(part.files) { new, _ in new }
      } else if !part.files.isEmpty {
        others.append(part)
      }
    }
    return ReportRecord(parts: new.files.isEmpty ? others : [new] + others)
  }
}

// MARK: JSON

extension ReportRecord {
  private static let format = "reach-report", version = "1"

  /// Nil where a tree is not what ``json`` makes.
  init?(_ root: Node) {
    guard root["format"]?.scalar?.text == Self.format,
      root["version"]?.scalar?.text == Self.version, let items = root["reports"]?.items
    else { return nil }
    for item in items {
      guard let runs = item["runs"]?.items, let entries = item["files"]?.entries else { return nil }
      let sources = runs.compactMap(ReportSource.init)
      let files = entries.compactMap { entry in entry.value.scalar.map { (entry.key, $0.text) } }
      guard sources.count == runs.count, files.count == entries.count else { return nil }
      parts.append(
        Part(sources: sources, files: Dictionary(files, uniquingKeysWith: { first, _ in first })))
    }
  }

  var json: JSONValue {
    .object([
      ("format", .string(Self.format)), ("version", .integer(1)),
      ("reports", .array(parts.map(\.json))),
    ])
  }
}

extension ReportRecord.Part {
  fileprivate var json: JSONValue {
    .object([
      (
        "runs",
        .array(
          sources.map { source in
            .object([
              ("run", .string(source.run)),
              ("provenance_sha256", .string(source.provenanceSHA256)),
            ])
          })
      ),
      (
        "files",
        .object(
          files.sorted { $0.key < $1.key }.map { (key: $0.key, value: .string($0.value)) })
      ),
    ])
  }
}

extension ReportSource {
  fileprivate init?(_ node: Node) {
    guard let run = node["run"]?.scalar?.text, let sum = node["provenance_sha256"]?.scalar?.text
    else { return nil }
    self.init(run: run, provenanceSHA256: sum)
  }
}
