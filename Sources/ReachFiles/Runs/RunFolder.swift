import Assessment
import NumericKernels
package import ReachModel
package import Reporting
import Simulation

/// What a run folder is made of; files are made when it is written, several at a time.
package struct RunContents: Sendable {
  /// The day of the run, UTC.
  package var date: CalendarDate
  package var provenance: Provenance
  package var model: RunModel
  package var draws: @Sendable () -> DrawTable
  /// The other files by name, for example `verdict.md`.
  package var texts: [(name: String, make: @Sendable () -> String)]
  /// Files of `charts/`, by their names in it.
  package var charts: [(name: String, bytes: [UInt8])]

  package init(
    date: CalendarDate, provenance: Provenance, model: RunModel,
    draws: @escaping @Sendable () -> DrawTable,
    texts: [(name: String, make: @Sendable () -> String)],
    charts: [(name: String, bytes: [UInt8])] = []
  ) {
    (self.date, self.provenance, self.model) = (date, provenance, model)
    (self.draws, self.texts, self.charts) = (draws, texts, charts)
  }
}

/// A finished run on the disk.
package struct RunFolder: Sendable, Equatable {
  package let path: String

  package init(_ path: String) { self.path = path }

  package var name: String { lastName(of: path) }

  package static let provenanceName = "provenance.json", modelName = "model.json"
  package static let drawsName = "draws.bin", verdictName = "verdict.json"

  /// The verdict in words: both languages stand in every folder, since the language that someone
  /// asked for is no part of what makes two runs the same.
  package static func verdictTextName(_ language: Language) -> String {
    language == .en ? "verdict.md" : "verdict.\(language.rawValue).md"
  }

  /// What an analysis found, as data.
  package static let analysisName = "analysis.json"

  /// The answer of an analysis in words, in both languages as well.
  package static func analysisTextName(_ language: Language) -> String {
    language == .en ? "analysis.md" : "analysis.\(language.rawValue).md"
  }

  /// The folder of charts within a run folder: specifications and their drawings.
  package static let chartsName = "charts"

  /// Writes a run folder: whole, or not at all.
  ///
  /// Everything is written to a hidden folder beside it, put on the disk, and renamed when whole.
  /// The rename replaces nothing, so runs at the same time do not meet. What killed runs left
  /// behind is cleared away first.
  ///
  /// - Parameters:
  ///   - contents: What to write.
  ///   - results: Where run folders go; made if there is none.
  ///   - threads: Files that are made at a time.
  /// - Returns: The folder: `<date>-<scenario>-<hash>`, with `-2`, `-3`, … if it exists.
  /// - Throws: R001 to R003 (status 73) when the folder cannot be written or the disk is full,
  ///   R004 (status 74) when the disk fails; then nothing is left behind.
  package static func write(
    _ contents: RunContents, in results: String, threads: Int = 1
  ) throws(DiagnosticReport) -> RunFolder {
    let files = try contents.files(threads: threads)
    let name = try contents.provenance.identity.folderName(
      contents.date, scenario: contents.provenance.study.name)
    do throws(CallFailure) {
      try makeFolders(results)
      TemporaryFolder.clearLeftovers(in: results)
      return try write(files, in: results, as: name)
    } catch {
      throw error.report
    }
  }

  private static func write(
    _ files: [(name: String, bytes: [UInt8])], in results: String, as name: String
  ) throws(CallFailure) -> RunFolder {
    var folder = try TemporaryFolder(in: results)
    for file in files { try folder.write(file.bytes, to: file.name) }
    var suffix = 1, candidate = name
    while try !folder.publish(as: candidate) {
      suffix += 1
      candidate = "\(name)-\(suffix)"
    }
    return RunFolder(joined(results, candidate))
  }
}

extension RunContents {
  /// Every file of the folder, provenance with their checksums last.
  fileprivate func files(
    threads: Int
  ) throws(DiagnosticReport) -> [(name: String, bytes: [UInt8])] {
    let names =
      texts.map(\.name) + charts.map(\.name) + [RunFolder.modelName, RunFolder.drawsName]
    precondition(
      Set(names).count == names.count
        && names.allSatisfy { !$0.contains("/") && !$0.hasPrefix(".") },
      "names of files: \(names)")
    // The draws take longest, and begin first.
    let made = mapInParallel(names.count, threads: threads) { turn in
      let bytes = bytes(ofFile: names.count - 1 - turn)
      return (bytes: bytes, sha256: sha256(bytes))
    }.reversed()
    var provenance = provenance
    provenance.files = []
    let places =
      texts.map(\.name) + charts.map { "\(RunFolder.chartsName)/\($0.name)" }
      + names.suffix(2)
    for (name, file) in zip(places, made) {
      guard let sum = file.sha256 else { throw .noChecksum }
      provenance.files.append(WrittenFile(name: name, bytes: file.bytes.count, sha256: sum))
    }
    let files = zip(places, made).map { (name: $0, bytes: $1.bytes) }
    return files + [(RunFolder.provenanceName, Array(provenance.text.utf8))]
  }

  private func bytes(ofFile place: Int) -> [UInt8] {
    if place < texts.count { return Array(texts[place].make().utf8) }
    let rest = place - texts.count
    if rest < charts.count { return charts[rest].bytes }
    return rest == charts.count ? Array(model.text.utf8) : draws().bytes
  }
}

// MARK: Reading

extension RunFolder {
  /// Files of a run folder may have 4 GB: draws can be many.
  static let sizeLimit = 4_000_000_000

  package func readProvenance() throws(DiagnosticReport) -> Provenance {
    try Provenance(text(of: Self.provenanceName))
  }

  package func readModel() throws(DiagnosticReport) -> RunModel {
    try RunModel(text(of: Self.modelName))
  }

  package func readDraws() throws(DiagnosticReport) -> DrawTable {
    try DrawTable(bytes(of: Self.drawsName), file: "\(name)/\(Self.drawsName)")
  }

  /// The text of a file of the folder.
  package func text(of file: String) throws(DiagnosticReport) -> SourceText {
    try SourceText.read(joined(path, file), as: "\(name)/\(file)", limit: Self.sizeLimit)
  }

  func bytes(of file: String) throws(DiagnosticReport) -> [UInt8] {
    do throws(FileFailure) {
      return try contents(of: joined(path, file), limit: Self.sizeLimit)
    } catch {
      let shown = "\(name)/\(file)"
      throw DiagnosticReport(one: error.diagnostic(shown, limit: Self.sizeLimit, mention: nil))
    }
  }
}
