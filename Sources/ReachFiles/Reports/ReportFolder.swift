private import Glibc
import ReachModel
import Reporting

/// The folder of a report: that of the forecast that it is about, or one without a run.
///
/// `report.json` names its files with their checksums and the runs that they were made of, so that a run
/// folder can still be verified. Only what a report wrote, and nobody changed, is ever replaced.
package struct ReportFolder: Sendable {
  package static let recordName = "report.json"

  package let path: String

  package init(_ path: String) { self.path = path }

  /// What became of a report.
  package struct Written: Sendable {
    /// The pages, without files in folders.
    package let paths: [String]
    /// Files of earlier reports of other runs that still lie there.
    package let others: [String]
  }

  /// Writes the files of a report.
  ///
  /// Everything is put into a hidden folder within it first and renamed when all of it is there, the
  /// record last: a report that was stopped leaves the one before it, or what the next one tidies up.
  ///
  /// - Parameters:
  ///   - files: By name, each once; at most one folder deep.
  ///   - sources: The runs that they were made of.
  ///   - base: The run that the report is about.
  /// - Returns: What was written.
  /// - Throws: R038 for every file that is not a report's own, before anything is written; R001 to R004
  ///   where the folder cannot be written.
  package func write(
    _ files: [(name: String, bytes: [UInt8])], of sources: [ReportSource], beside base: RunFolder
  ) throws(DiagnosticReport) -> Written {
    precondition(
      Set(files.map(\.name)).count == files.count, "names of files: \(files.map(\.name))")
    let known = try check(files, beside: base)
    var sums: [String: String] = [:]
    for file in files { sums[file.name] = try checksum(file.bytes) }
    let isNew = !exists(path),
      folders = Self.folders(of: files).filter { !exists(joined(path, $0)) }
    do throws(CallFailure) {
      let record = try put(files, sums, sources, known)
      return Written(
        paths: files.map(\.name).filter { !$0.contains("/") }.map { joined(path, $0) },
        others: record.parts.dropFirst().flatMap { $0.files.keys }.sorted())
    } catch {
      // Only what is empty goes.
      for folder in folders.map({ joined(path, $0) }) + (isNew ? [path] : []) {
        // SAFETY: Swift passes the path as a terminated string.
        _ = unsafe rmdir(folder)
      }
      throw error.report
    }
  }

  private func put(
    _ files: [(name: String, bytes: [UInt8])], _ sums: [String: String],
    _ sources: [ReportSource], _ known: ReportRecord
  ) throws(CallFailure) -> ReportRecord {
    try makeFolders(path)
    TemporaryFolder.clearLeftovers(in: path)
    let waiting = try TemporaryFolder(in: path)
    let record = known.with(sums, of: sources) { exists(joined(path, $0)) }
    for file in files { try waiting.write(file.bytes, to: file.name) }
    try waiting.write(record.bytes, to: Self.recordName)
    for folder in Self.folders(of: files) { try makeFolders(joined(path, folder)) }
    var placed: [String: String] = [:]
    do throws(CallFailure) {
      for file in files {
        try place(file.name, from: waiting.path)
        placed[file.name] = sums[file.name]
      }
    } catch {
      // The record tells what there is now, so that the next report knows it for its own.
      let partial = known.with(placed, of: sources) { exists(joined(path, $0)) }
      let name = "partial.json"
      try waiting.write(partial.bytes, to: name)
      try place(name, from: waiting.path, as: Self.recordName)
      throw error
    }
    try place(Self.recordName, from: waiting.path)
    try synchroniseFolder(path)
    return record
  }

  private func place(
    _ name: String, from folder: String, as newName: String? = nil
  ) throws(CallFailure) {
    let place = joined(path, newName ?? name)
    // SAFETY: Swift passes the paths as terminated strings.
    guard unsafe rename(joined(folder, name), place) == 0 else {
      throw CallFailure(code: errno, action: "naming `\(place)`")
    }
  }

  private static func folders(of files: [(name: String, bytes: [UInt8])]) -> [String] {
    Set(files.map(\.name).filter { $0.contains("/") }.map { folder(of: $0) }).sorted()
  }
}

extension ReportRecord {
  fileprivate var bytes: [UInt8] { Array((json.text + "\n").utf8) }
}
